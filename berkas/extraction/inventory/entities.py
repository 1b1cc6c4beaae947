"""Identifiers, amounts, dates and contacts wherever they stand: each kind by its pattern, its normaliser and its own rule."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from berkas.errors import TemplateError
from berkas.extraction import confidence
from berkas.extraction.checks.outcomes import CheckContext
from berkas.extraction.checks.registry import VALIDATORS
from berkas.layout.lines import Line, Piece
from berkas.model.extraction import Scalar
from berkas.model.gathering import EntityKind
from berkas.model.patterns import compiled
from berkas.values.context import NormaliseContext, Normaliser
from berkas.values.conventions import depends_on_date_order
from berkas.values.normalise import NORMALISERS

_MOST_CHARACTERS: Final = 600
"""Of a text that is searched at once: patterns take time by the length of a text, and a hostile line has no end."""

_TAKEN: Final = "\x00"
"""In place of what an earlier kind took; no pattern matches it."""

_MARKS: Final = " .,;:"


@dataclass(frozen=True, slots=True)
class Entity:
    """One of them.

    Attributes:
        kind: Name of its kind.
        value: As the API gives it.
        unit: Of an amount; None for others.
        text: As printed.
        pieces: Where it stands.
        confidence: 0-99.
    """

    kind: str
    value: str
    unit: str | None
    text: str
    pieces: tuple[Piece, ...]
    confidence: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A text of a kind within a part of a line, by its characters."""

    start: int
    end: int
    entity: Entity


def entities_of(lines: Sequence[Line], kinds: Sequence[EntityKind], context: NormaliseContext) -> Iterator[Entity]:
    """The entities of a document, line by line.

    Args:
        lines: In reading order.
        kinds: What is sought, in this order: what one takes, the next do not get.
        context: What normalisers need.

    Raises:
        TemplateError: A normaliser or validator does not exist.
    """
    for line in lines:
        for pieces in _parts(line):
            yield from _of_part(pieces, kinds, context)


def _parts(line: Line) -> Iterator[tuple[Piece, ...]]:
    part: list[Piece] = []
    length = 0
    for piece in line.pieces:
        if part and length + len(piece.text) > _MOST_CHARACTERS:
            yield tuple(part)
            part, length = [], 0
        part.append(piece)
        length += len(piece.text) + 1
    if part:
        yield tuple(part)


def _of_part(pieces: tuple[Piece, ...], kinds: Sequence[EntityKind], context: NormaliseContext) -> Iterator[Entity]:
    starts: list[int] = []
    position = 0
    for piece in pieces:
        starts.append(position)
        position += len(piece.text) + 1
    text = " ".join(piece.text for piece in pieces)[: 2 * _MOST_CHARACTERS]
    free, found = text, []
    for kind in kinds:
        for match in compiled(kind.regex).finditer(free):
            group = 1 if match.re.groups else 0
            start, end = match.span(group)
            if start < 0 or _TAKEN in free[start:end]:
                continue
            own = tuple(
                piece for piece, at in zip(pieces, starts, strict=True) if at < end and at + len(piece.text) > start
            )
            entity = _entity(kind, text[start:end].strip(_MARKS), own, context) if own else None
            if entity is not None:
                found.append(_Found(start, end, entity))
                free = free[:start] + _TAKEN * (end - start) + free[end:]
    for one in sorted(found, key=lambda one: one.start):
        yield one.entity


def _entity(kind: EntityKind, text: str, pieces: tuple[Piece, ...], context: NormaliseContext) -> Entity | None:
    value = _named(NORMALISERS, kind.normaliser)(text, context)
    if value is None:
        return None
    most = _most(kind, value, context)
    if most is None:
        return None
    if depends_on_date_order(text):
        most = min(most, round(100 * context.conventions.date_certainty))
    unit = _named(NORMALISERS, kind.unit)(text, context) if kind.unit is not None else None
    sure = round(confidence.of_words(piece.word for piece in pieces))
    return Entity(kind.kind, _written(value), None if unit is None else str(unit), text, pieces, min(most, sure))


def _most(kind: EntityKind, value: Scalar, context: NormaliseContext) -> int | None:
    """The most confidence by the rule of the kind; None for what breaks it and is therefore none."""
    if kind.validator is None:
        return kind.proven
    if kind.validator not in VALIDATORS:
        raise TemplateError
    outcome = VALIDATORS[kind.validator](kind.kind, value, CheckContext(context.today))
    if outcome is None:
        return kind.likely
    return kind.proven if outcome.agrees else kind.broken


def _named(known: Mapping[str, Normaliser], name: str) -> Normaliser:
    if name not in known:
        raise TemplateError
    return known[name]


def _written(value: Scalar) -> str:
    """A value as text: numbers with a decimal point, never with an exponent."""
    if not isinstance(value, float):
        return str(value)
    return f"{value:.0f}" if value.is_integer() else f"{Decimal(str(value)):f}"
