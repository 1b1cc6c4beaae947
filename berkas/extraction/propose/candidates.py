"""Candidates: every value that a field may have, with all places that lead to it. None is chosen here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from berkas.errors import TemplateError
from berkas.extraction import confidence
from berkas.extraction.propose.kinds import Kind, Span, amounts_in_words, kind_of, spans_of
from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.extraction.propose.printing import printed_of
from berkas.extraction.propose.strategies import places_of
from berkas.layout.cells import Pieces
from berkas.model.extraction import Scalar
from berkas.model.patterns import compiled
from berkas.model.template import FieldType, TemplateField
from berkas.values.context import NormaliseContext
from berkas.values.conventions import depends_on_date_order
from berkas.values.enumerations import closest
from berkas.values.normalise import NORMALISERS

T = TypeVar("T")

MOST_CANDIDATES: Final = 60
"""Of one field."""

_DEFAULT_NORMALISER: Final = {FieldType.STRING: "text", FieldType.DATE: "date", FieldType.NUMBER: "amount"}
_SCANNED: Final = frozenset(
    {Kind.DATE, Kind.AMOUNT, Kind.TAX_ID, Kind.PHONE, Kind.EMAIL, Kind.CODE, Kind.DIGITS, Kind.PERCENT}
)
"""Kinds whose shape alone says much."""

_ALSO: Final[Mapping[Kind, frozenset[Kind]]] = {
    Kind.CODE: frozenset({Kind.CODE, Kind.DIGITS}),
    Kind.DIGITS: frozenset({Kind.DIGITS, Kind.TAX_ID}),
}


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A value that a field may have.

    Attributes:
        field: The field.
        value: Canonical, never None.
        printed: The text that gave it.
        pieces: The pieces of that text.
        places: Every place that leads to it, in the order of the proposals.
        read: How surely its characters were read, 0-100.
    """

    field: TemplateField
    value: Scalar
    printed: str
    pieces: Pieces
    places: tuple[Place, ...]
    read: float

    @property
    def sure(self) -> float | None:
        """How likely it is the field and right, 0-1, by a code that proves it; None where none does."""
        return max((place.sure for place in self.places if place.sure is not None), default=None)


@dataclass(frozen=True, slots=True)
class Look:
    """A place that was looked at: what the pattern took of its text, and the value of that; None when it can be none."""

    place: Place
    matched: str
    value: Scalar


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed for one field.

    Attributes:
        candidates: In the order of their first place.
        looks: Every place that was looked at, in that order.
    """

    candidates: tuple[Candidate, ...]
    looks: tuple[Look, ...]

    @property
    def unreadable(self) -> tuple[Place, ...]:
        """Places beside labels whose text can be no value of the field."""
        return tuple(look.place for look in self.looks if look.value is None and look.place.way is Way.LABEL)


def propose(field: TemplateField, layout: Layout, context: NormaliseContext) -> Proposals:
    """Every value that a field may have.

    Raises:
        TemplateError: The template names a normaliser that does not exist.
    """
    found: dict[tuple[Scalar, tuple[int, ...]], Candidate] = {}
    looks: list[Look] = []
    for place in _places(field, layout):
        printed = printed_of(place.pieces) if place.text is None else place.text
        wanted = matched(field, printed)
        value, likeness = canonical(field, wanted, context) if wanted else (None, 0.0)
        looks.append(Look(place, wanted, value))
        if value is None:
            continue
        used = tuple(piece for piece in place.pieces if piece.text in wanted) or place.pieces
        key = (value, tuple(sorted({id(piece.word) for piece in used})))
        known = found.get(key)
        if known is not None:
            found[key] = Candidate(field, value, known.printed, known.pieces, (*known.places, place), known.read)
        elif len(found) < MOST_CANDIDATES:
            read = (confidence.of_words(p.word for p in used) if place.sure is None else 100 * place.sure) * likeness
            found[key] = Candidate(field, value, wanted, used, (place,), read)
    return Proposals(tuple(found.values()), tuple(looks))


def matched(field: TemplateField, printed: str) -> str:
    """What the field's pattern takes of a text; all of it without a pattern."""
    if field.regex is None:
        return printed
    match = compiled(field.regex).search(printed)
    if match is None:
        return ""
    return str(match.group(1) if match.groups() else match.group(0))


def canonical(field: TemplateField, printed: str, context: NormaliseContext) -> tuple[Scalar, float]:
    """The value and how alike it is to what was printed (1 unless a closed list repaired it).

    Raises:
        TemplateError: The normaliser does not exist.
    """
    if field.type is FieldType.ENUM:
        return closest(printed, field.values) or (None, 0.0)
    name = field.normaliser or _DEFAULT_NORMALISER.get(field.type)
    if name is None or name not in NORMALISERS:
        raise TemplateError
    is_undecided = field.type is FieldType.DATE and depends_on_date_order(printed)
    return NORMALISERS[name](printed, context), context.conventions.date_certainty if is_undecided else 1.0


def _places(field: TemplateField, layout: Layout) -> Iterator[Place]:
    if field.find is None or not field.find.is_led:
        yield from layout.near(field)
    if field.find is not None:
        yield from places_of(field.find.arguments, layout)
    elif field.regex is not None:
        yield from layout.matching(field)
    elif not field.labels and field.area is not None:
        yield from layout.inside(field)
        return
    if field.area is None and field.page is None:
        yield from _scanned(field, layout)


def _scanned(field: TemplateField, layout: Layout) -> Iterator[Place]:
    kind = kind_of(field)
    if kind is Kind.WORDS:
        yield from (Place(pieces, Way.KIND) for pieces in layout.once(amounts_in_words))
    if kind in _SCANNED:
        wanted = _ALSO.get(kind, frozenset({kind}))
        yield from (Place(span.pieces, Way.KIND) for span in layout.once(_spans_once) if span.kind in wanted)


def _spans_once(layout: Layout) -> Sequence[Span]:
    return spans_of(layout)
