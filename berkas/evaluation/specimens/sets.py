"""Sets of SPECIMEN papers as files with their truth: of each type, layout, seed and variant, and papers of no type."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final, Literal

import msgspec

from berkas.evaluation.procedural import documents as procedural
from berkas.evaluation.procedural.families import FamilyName
from berkas.evaluation.procedural_judge import documents as judge
from berkas.evaluation.run import TRUTH_ENDING, Case, Truth
from berkas.evaluation.specimens import held_out, negatives, papers, variants
from berkas.evaluation.specimens.papers import Specimen
from berkas.model.document_types import DocumentType

ComposedFamily = FamilyName | Literal["judge"]
"""A family of layouts that a grammar composes; that of judging has a grammar of its own."""

FAMILIES: Final[tuple[ComposedFamily, ...]] = (*procedural.FAMILIES, judge.FAMILY)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which papers.

    Attributes:
        types: Of these types.
        variants: Sent in these ways.
        seeds: One paper of each layout for each.
        is_held_out: Layouts that no template is tuned on.
        has_negatives: Papers of no type too, each kind once for each seed.
        family: Layouts that a grammar composes, of this family, instead of drawn ones: one document for each seed.
    """

    types: Sequence[DocumentType]
    variants: Sequence[str]
    seeds: Sequence[int]
    is_held_out: bool = False
    has_negatives: bool = False
    family: ComposedFamily | None = None


def draw(choice: Choice) -> Iterator[Case]:
    """The papers, one by one."""
    for specimen, seed in _specimens(choice):
        for variant in choice.variants:
            if variants.is_possible(specimen, variant):
                truth = Truth(type=specimen.type, fields=specimen.truth, codes=specimen.codes, layout=specimen.layout)
                yield _case(specimen, variant, seed, truth)
    if choice.has_negatives:
        yield from _negatives(choice)


def compose(kind: DocumentType, *, family: ComposedFamily, seed: int) -> Specimen:
    """A document of a composed layout; the same seed gives the same document.

    Raises:
        KeyError: The family has no documents of this type.
    """
    if family == judge.FAMILY:
        return judge.make(kind, seed=seed)
    return procedural.make(kind, family=family, seed=seed)


def composed_types(family: ComposedFamily) -> tuple[DocumentType, ...]:
    """Types that a family has documents of."""
    return judge.TYPES if family == judge.FAMILY else procedural.TYPES


def count(choice: Choice) -> int:
    """How many at most."""
    layouts = (held_out if choice.is_held_out else papers).LAYOUTS
    of_each = (1 if choice.family else len(layouts[kind]) for kind in choice.types)
    drawn = sum(of_each) * len(choice.variants)
    return (drawn + len(negatives.KINDS) * choice.has_negatives) * len(choice.seeds)


def write(case: Case, folder: Path) -> None:
    """The document, and its truth beside it."""
    (folder / case.name).write_bytes(case.content)
    (folder / f"{case.name}{TRUTH_ENDING}").write_bytes(msgspec.json.format(msgspec.json.encode(case.truth), indent=2))


def _specimens(choice: Choice) -> Iterator[tuple[Specimen, int]]:
    """Each document once, with its seed."""
    source: ModuleType = held_out if choice.is_held_out else papers
    for kind in choice.types:
        if choice.family:
            for seed in choice.seeds:
                yield compose(kind, family=choice.family, seed=seed), seed
            continue
        for layout in source.LAYOUTS[kind]:
            for seed in choice.seeds:
                yield source.make(kind, layout=layout, seed=seed), seed


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
