"""Sets of SPECIMEN papers as files with their truth: of each type, layout, seed and variant, and papers of no type."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import msgspec

from berkas.evaluation.run import TRUTH_ENDING, Case, Truth
from berkas.evaluation.specimens import held_out, negatives, papers, variants
from berkas.evaluation.specimens.papers import Specimen
from berkas.model.document_types import DocumentType


@dataclass(frozen=True, slots=True)
class Choice:
    """Which papers.

    Attributes:
        types: Of these types.
        variants: Sent in these ways.
        seeds: One paper of each layout for each.
        is_held_out: Layouts that no template is tuned on.
        has_negatives: Papers of no type too, each kind once for each seed.
    """

    types: Sequence[DocumentType]
    variants: Sequence[str]
    seeds: Sequence[int]
    is_held_out: bool = False
    has_negatives: bool = False


def draw(choice: Choice) -> Iterator[Case]:
    """The papers, one by one."""
    source: ModuleType = held_out if choice.is_held_out else papers
    for kind in choice.types:
        for layout in source.LAYOUTS[kind]:
            for seed in choice.seeds:
                specimen = source.make(kind, layout=layout, seed=seed)
                for variant in choice.variants:
                    if variants.is_possible(specimen, variant):
                        yield _case(specimen, variant, seed, Truth(type=kind, fields=specimen.truth, layout=layout))
    if choice.has_negatives:
        yield from _negatives(choice)


def count(choice: Choice) -> int:
    """How many at most."""
    layouts = (held_out if choice.is_held_out else papers).LAYOUTS
    drawn = sum(len(layouts[kind]) for kind in choice.types) * len(choice.variants)
    return (drawn + len(negatives.KINDS) * choice.has_negatives) * len(choice.seeds)


def write(case: Case, folder: Path) -> None:
    """The document, and its truth beside it."""
    (folder / case.name).write_bytes(case.content)
    (folder / f"{case.name}{TRUTH_ENDING}").write_bytes(msgspec.json.format(msgspec.json.encode(case.truth), indent=2))


def _negatives(choice: Choice) -> Iterator[Case]:
    for number, kind in enumerate(negatives.KINDS):
        for seed in choice.seeds:
            specimen = negatives.make_negative(kind, seed=seed)
            # the kinds take the variants in turn, so that a few papers show both text layers and pictures
            variant = choice.variants[(number + seed) % len(choice.variants)]
            yield _case(specimen, variant, seed, Truth(layout=kind, also_right=negatives.KINDS[kind]))


def _case(specimen: Specimen, variant: str, seed: int, truth: Truth) -> Case:
    content, ending = variants.render(specimen, variant, seed=seed)
    password = variants.PASSWORD if variant == "locked_pdf" else None
    kind = truth.type or "negative"
    return Case(
        f"{kind}-{specimen.layout}-{seed}-{variant}.{ending}",
        content,
        msgspec.structs.replace(truth, variant=variant, password=password),
    )
