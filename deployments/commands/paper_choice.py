"""How `berkas specimens` and `berkas eval` name papers on the command line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cyclopts import Parameter

from berkas.evaluation.specimens import papers, variants
from berkas.evaluation.specimens.held_out import FIRST_SEED
from berkas.evaluation.specimens.sets import Choice
from berkas.model.document_types import DocumentType


class BadChoice(ValueError):
    """A list on the command line that names something unknown."""


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class PaperChoice:
    """Which SPECIMEN papers.

    Attributes:
        types: Some of ktp,npwp,invoice,rekening_koran.
        variants: How they are sent: some of text_pdf,scan_pdf,photo,blurred and so on; or clean, degraded, all.
        seeds: Such as 1-5: one paper of each layout for each number. Held-out papers begin at 900.
        held_out: Layouts that no template is tuned on.
        negatives: Papers of other kinds too, which must not be recognised.
    """

    types: str = ",".join(papers.LAYOUTS)
    variants: str = "text_pdf,scan_pdf,photo,blurred,small"
    seeds: str | None = None
    held_out: bool = False
    negatives: bool = False

    def choice(self) -> Choice:
        """What was chosen.

        Raises:
            BadChoice: Something that does not exist.
        """
        seeds = self.seeds or (f"{FIRST_SEED}" if self.held_out else "1-2")
        types, sent = types_in(self.types), variants_in(self.variants)
        return Choice(types, sent, seeds_in(seeds), is_held_out=self.held_out, has_negatives=self.negatives)


def types_in(text: str) -> tuple[DocumentType, ...]:
    """Types of ``ktp,npwp``.

    Raises:
        BadChoice: One of them has no papers.
    """
    return tuple(DocumentType(name) for name in _known(text, tuple(papers.LAYOUTS), "type"))


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
