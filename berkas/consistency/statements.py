"""What documents state of persons and companies: the values of a document by whom they are about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from berkas.model.document_types import DocumentType
from berkas.model.extraction import Value
from berkas.model.type_definition import Attribute, SubjectKind, TypeSubject
from berkas.values.identifiers import nik as nik_number
from berkas.values.identifiers import npwp

MOST_ROWS: Final = 40
"""Rows of a table that are looked at: a family card has ten."""

MALE: Final = "LAKI-LAKI"
FEMALE: Final = "PEREMPUAN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The newest extraction of a document, as far as it states something of somebody.

    Attributes:
        document_id: doc_…
        type: Of the document.
        values: By field.
        confidences: 0-100 by field.
        cells: By table, confidences of cells by column for each row, where they are other than the table's.
        is_verified: Whether a person signed it off: every value of it is certain.
    """

    document_id: str
    type: DocumentType
    values: Mapping[str, Value] = field(repr=False)
    confidences: Mapping[str, int]
    cells: Mapping[str, Sequence[Mapping[str, int]]] = field(default_factory=dict)
    is_verified: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of a document about somebody.

    Attributes:
        value: As extracted; a date of birth or a sex out of a NIK in the form of those fields.
        field: Where it stands; of a row its column.
        table: The table of the row; None outside of tables.
        row: Its index, 0-based; None outside of tables.
        confidence: 0-100; 100 in a document that a person signed off.
        is_derived: Whether it is not printed as such: a date of birth or a sex that follows from a NIK, an NPWP that is one.
    """

    value: str = field(repr=False)
    field: str
    table: str | None
    row: int | None
    confidence: int
    is_derived: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody in a document.

    Attributes:
        document_id: doc_…
        type: Of the document.
        kind: A person, a company, or either.
        role: What it is to the document.
        row: Index of its row, 0-based; None outside of tables.
        states: What is stated, by attribute; an NPWP that is a NIK adds that, and a NIK what it holds.
    """

    document_id: str
    type: DocumentType
    kind: SubjectKind
    role: str
    row: int | None
    states: Mapping[Attribute, tuple[Statement, ...]] = field(repr=False)

    def first(self, attribute: Attribute) -> Statement | None:
        """What is printed of an attribute; None where nothing is."""
        return next((one for one in self.states.get(attribute, ()) if not one.is_derived), None)


def mentions_of(source: Source, subjects: Sequence[TypeSubject], *, today: date) -> Iterator[Mention]:
    """Everybody whom a document states anything of, in its order.

    Args:
        source: The document.
        subjects: Of its type.
        today: No date of birth in a NIK lies behind it.
    """
    for subject in subjects:
        if subject.table is None:
            stated = {a: _of_field(source, name) for a, name in subject.states.items()}
            yield from _mention(source, subject, None, stated, today)
            continue
        rows = source.values.get(subject.table)
        shared = {a: _of_field(source, name) for a, name in subject.shared.items()}
        for index, row in enumerate(rows[:MOST_ROWS] if isinstance(rows, list) else ()):
            stated = {a: _of_cell(source, subject.table, index, name, row) for a, name in subject.states.items()}
            yield from _mention(source, subject, index, {**shared, **stated}, today)


def _mention(
    source: Source, subject: TypeSubject, row: int | None, stated: Mapping[Attribute, Statement | None], today: date
) -> Iterator[Mention]:
    states = {attribute: (one,) for attribute, one in stated.items() if one is not None}
    for tax_number in states.get(Attribute.NPWP, ()) if Attribute.NIK not in states else ():
        if npwp.is_nik(tax_number.value):
            states[Attribute.NIK] = (replace(tax_number, value=npwp.compact(tax_number.value), is_derived=True),)
    for attribute, derived in _inside_nik(states.get(Attribute.NIK, ()), today):
        states[attribute] = (*states.get(attribute, ()), derived)
    # an address alone says of nobody that he lives there
    if states.keys() & _NAMING:
        yield Mention(source.document_id, source.type, subject.kind, subject.role, row, states)


_NAMING: Final = frozenset({Attribute.NIK, Attribute.NPWP, Attribute.NIB, Attribute.PASSPORT_NUMBER, Attribute.NAME})
"""Attributes that say who somebody is."""


def _inside_nik(niks: Sequence[Statement], today: date) -> Iterator[tuple[Attribute, Statement]]:
    """Date of birth and sex that a NIK holds."""
    for one in niks:
        parsed = nik_number.parse(one.value, today=today)
        if parsed is not None:
            sex = FEMALE if parsed.is_female else MALE
            for attribute, value in (
                (Attribute.BIRTH_DATE, parsed.date_of_birth.isoformat()),
                (Attribute.SEX, sex),
            ):
                yield attribute, Statement(value, one.field, one.table, one.row, one.confidence, is_derived=True)


def _of_field(source: Source, name: str) -> Statement | None:
    value = source.values.get(name)
    confidence = 100 if source.is_verified else source.confidences.get(name, 0)
    return _statement(value, name, None, None, confidence)


def _of_cell(source: Source, table: str, row: int, column: str, cells: Mapping[str, object]) -> Statement | None:
    of_table = source.cells.get(table, ())
    own = of_table[row].get(column) if row < len(of_table) else None
    confidence = source.confidences.get(table, 0) if own is None else own
    return _statement(cells.get(column), column, table, row, 100 if source.is_verified else confidence)


def _statement(value: object, name: str, table: str | None, row: int | None, confidence: int) -> Statement | None:
    if not isinstance(value, str) or not value.strip():
        return None
    return Statement(value, name, table, row, confidence)
