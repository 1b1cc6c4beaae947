"""How `berkas specimens` and `berkas eval` name papers on the command line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from cyclopts import Parameter

from berkas.evaluation.specimens import papers, sets, variants
from berkas.evaluation.specimens.held_out import FIRST_SEED
from berkas.evaluation.specimens.sets import Choice, ComposedFamily
from berkas.model.document_types import DocumentType


class BadChoice(ValueError):
    """A list on the command line that names something unknown."""


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class PaperChoice:
    """Which SPECIMEN papers.

    Attributes:
        variants: How they are sent: some of text_pdf,scan_pdf,photo,blurred and so on; or clean, degraded, all.
        seeds: Such as 1-5: one paper of each layout for each number. Held-out papers begin at 900.
        held_out: Layouts that no template is tuned on.
        negatives: Papers of other kinds too, which must not be recognised.
        procedural: Layouts that a grammar composes, of the family train, calibrate or judge, instead of drawn ones.
        documents: How many of each type that are composed, with seeds from the first one of --seeds on.
    """

    types: Annotated[str | None, Parameter(help=f"Some of {','.join(papers.LAYOUTS)}; all unless given.")] = None
    variants: str = "text_pdf,scan_pdf,photo,blurred,small"
    seeds: str | None = None
    held_out: bool = False
    negatives: bool = False
    procedural: str | None = None
    documents: int = 20

    def choice(self) -> Choice:
        """What was chosen.

        Raises:
            BadChoice: Something that does not exist.
        """
        sent = variants_in(self.variants)
        if self.procedural:
            family = family_in(self.procedural)
            types = composed_types_in(self.types, family)
            first = seeds_in(self.seeds or "1")[0]
            return Choice(
                types, sent, range(first, first + self.documents), has_negatives=self.negatives, family=family
            )
        seeds = seeds_in(self.seeds or (f"{FIRST_SEED}" if self.held_out else "1-2"))
        types = types_in(self.types or ",".join(papers.LAYOUTS))
        return Choice(types, sent, seeds, is_held_out=self.held_out, has_negatives=self.negatives)


def types_in(text: str) -> tuple[DocumentType, ...]:
    """Types of ``ktp,npwp``.

    Raises:
        BadChoice: One of them has no papers.
    """
    return _known(text, tuple(papers.LAYOUTS), "type")


def composed_types_in(text: str | None, family: ComposedFamily) -> tuple[DocumentType, ...]:
    """Types of which a family has layouts; all of them for None.

    Raises:
        BadChoice: One of them has none.
    """
    known = sets.composed_types(family)
    return _known(text or ",".join(known), known, "composed type")


def family_in(text: str) -> ComposedFamily:
    """A family of composed layouts.

    Raises:
        BadChoice: It does not exist.
    """
    for family in sets.FAMILIES:
        if family == text:
            return family
    message = f"there is no family {text}; there are {', '.join(sets.FAMILIES)}"
    raise BadChoice(message)


def variants_in(text: str) -> tuple[str, ...]:
    """Variants of ``photo,blurred``; ``clean`` and ``degraded`` stand for theirs, ``all`` for every one.

    Raises:
        BadChoice: One of them does not exist.
    """
    groups = {"clean": variants.CLEAN, "degraded": variants.DEGRADED, "all": variants.VARIANTS}
    names = [one for name in _names(text) for one in groups.get(name, (name,))]
    return _known(",".join(names), variants.VARIANTS, "variant")


def seeds_in(text: str) -> tuple[int, ...]:
    """Seeds of ``1-5`` or ``1,4,7-9``.

    Raises:
        BadChoice: Not numbers.
    """
    found: list[int] = []
    for part in _names(text):
        limits = re.fullmatch(r"(\d+)(?:-(\d+))?", part)
        if not limits:
            message = f"seeds are numbers such as 1-5, not {part}"
            raise BadChoice(message)
        found += range(int(limits[1]), int(limits[2] or limits[1]) + 1)
    return tuple(dict.fromkeys(found))


def _names(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _known(text: str, known: Sequence[str], what: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(_names(text)))
    for name in names:
        if name not in known:
            message = f"there is no {what} {name}; there are {', '.join(known)}"
            raise BadChoice(message)
    return names
