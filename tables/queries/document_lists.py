"""Lists of documents: every filter, stable order, pages by offset or by cursor."""

import base64
import binascii
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from berkas.model.document_types import DocumentType
from berkas.model.statuses import DocumentStatus
from berkas.refusals import ValidationFailed
from tables.engine import Row, fetch
from tables.queries.document_rows import SELECT_DOCUMENTS, DocumentRow, document_row
from tables.queries.storable import fold
from tables.searching import search

MOST_WORDS: Final = 10
"""Of a free-text search; further words are ignored."""

LEAST_LETTERS: Final = 3
"""Of the longest word of a search: a trigram is found by an index, fewer letters by reading every document."""

_COUNT: Final = "select count(*) from document d"
_IDS: Final = "select d.id from document d"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class Sort(StrEnum):
    """Order of a list, by the time of the first upload."""

    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFilters:
    """What a list is limited to; empty means all.

    Attributes:
        types: Any of these.
        statuses: Any of these.
        q: Words that all occur in filename, references, customers, extracted values or text, in any order and spelling of case.
        customer_name: Of a customer that it was ever uploaded for, however it is written.
        customer_id: Of a customer that it was ever uploaded for.
        external_ref: Under which it was ever uploaded.
        created_from: First uploaded then or later.
        created_to: First uploaded before.
    """

    types: frozenset[DocumentType] = frozenset()
    statuses: frozenset[DocumentStatus] = frozenset()
    q: str | None = None
    customer_name: str | None = None
    customer_id: str | None = None
    external_ref: str | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One page of a list.

    Attributes:
        documents: In order.
        total: How many documents the filters let through.
        next_cursor: Where the next page starts; None on the last.
    """

    documents: tuple[DocumentRow, ...]
    total: int
    next_cursor: str | None


@dataclass(slots=True)
class Conditions:
    """SQL conditions on a document ``d`` and the values of their parameters."""

    values: list[object]
    parts: list[str] = field(default_factory=list)

    def add(self, condition: str, *values: object) -> None:
        """Add a condition; each ``{}`` in it is the parameter of the next value."""
        names = []
        for value in values:
            self.values.append(value)
            names.append(f"${len(self.values)}")
        self.parts.append(condition.format(*names))

    def name(self, value: object) -> str:
        """The name of a parameter with this value."""
        self.values.append(value)
        return f"${len(self.values)}"

    @property
    def sql(self) -> str:
        """All of them."""
        return " and ".join(self.parts)


async def list_documents(
    organisation_id: str,
    filters: DocumentFilters,
    *,
    limit: int,
    offset: int = 0,
    cursor: str | None = None,
    sort: Sort = Sort.NEWEST,
) -> DocumentPage:
    """One page of an organisation's documents.

    Args:
        organisation_id: Whose.
        filters: What to show.
        limit: Most documents of a page, from 1.
        offset: How many to skip; costs time with depth. Counts from the cursor where one is given.
        cursor: ``next_cursor`` of the page before, of the same sort; costs the same at any depth.
        sort: Order; documents of the same moment are ordered by id.

    Raises:
        ValidationFailed: The cursor is none of this list.
    """
    conditions = conditions_of(organisation_id, filters)
    total = await _count(organisation_id, filters, conditions)
    direction, after = ("desc", "<") if sort is Sort.NEWEST else ("asc", ">")
    if cursor is not None:
        conditions.add(f"(d.created_at, d.id) {after} ({{}}, {{}})", *_decode(cursor, sort))
    # one row more than asked for tells whether there is a next page
    order = f"order by d.created_at {direction}, d.id {direction}"
    # what makes a row is looked up for the page's documents alone, not for those that an offset skips
    page = f"{_IDS} where {conditions.sql} {order} limit {conditions.name(limit + 1)} offset {conditions.name(offset)}"
    sql = f"{SELECT_DOCUMENTS} where d.organisation_id = $1 and d.id in ({page}) {order}"
    rows = await rows_of(organisation_id, filters, sql, *conditions.values)
    documents = tuple(document_row(row) for row in rows[:limit])
    return DocumentPage(documents, total, _encode(documents[-1], sort) if len(rows) > limit else None)


async def count_documents(organisation_id: str, filters: DocumentFilters) -> int:
    """How many documents the filters let through."""
    return await _count(organisation_id, filters, conditions_of(organisation_id, filters))


async def rows_of(organisation_id: str, filters: DocumentFilters, sql: str, *values: object) -> list[Row]:
    """Rows of a statement about documents that the filters let through; one that looks for words is a search.

    Raises:
        SearchTimeout: It took too long.
        TooManyAtOnce: The organisation has too many searches under way.
    """
    return await (search(organisation_id, sql, *values) if filters.q else fetch(sql, *values))


async def _count(organisation_id: str, filters: DocumentFilters, conditions: Conditions) -> int:
    rows = await rows_of(organisation_id, filters, f"{_COUNT} where {conditions.sql}", *conditions.values)
    return int(rows[0][0])


def conditions_of(organisation_id: str, filters: DocumentFilters) -> Conditions:
    """Of the organisation's documents that the filters let through."""
    conditions = Conditions([])
    conditions.add("d.organisation_id = {}", organisation_id)
    if filters.types:
        conditions.add("d.type = any({})", sorted(filters.types))
    if filters.statuses:
        conditions.add("d.status = any({})", sorted(filters.statuses))
    if filters.created_from is not None:
        conditions.add("d.created_at >= {}", filters.created_from)
    if filters.created_to is not None:
        conditions.add("d.created_at < {}", filters.created_to)
    _add_references(conditions, organisation_id, filters)
    _add_words(conditions, fold(filters.q or "").split()[:MOST_WORDS])
    return conditions


def _add_words(conditions: Conditions, words: list[str]) -> None:
    """Words that the trigram index finds; beside them shorter ones, which it would find in nearly every document."""
    if words and not any(map(_is_indexed, words)):
        raise ValidationFailed({"q": [f"must have a word with at least {LEAST_LETTERS} letters or digits"]})
    for word in words:
        if _is_indexed(word):
            conditions.add("(d.search_names like {} or d.search_content like {})", *[_pattern(word)] * 2)
        else:
            conditions.add("(strpos(d.search_names, {}) > 0 or strpos(d.search_content, {}) > 0)", word, word)


def _is_indexed(word: str) -> bool:
    return sum(map(str.isalnum, word)) >= LEAST_LETTERS


def _add_references(conditions: Conditions, organisation_id: str, filters: DocumentFilters) -> None:
    if filters.external_ref is not None:
        conditions.add(
            "d.id in (select document_id from document_reference where organisation_id = {} and external_ref = {})",
            organisation_id,
            filters.external_ref,
        )
    if filters.customer_id is not None:
        conditions.add(
            "d.id in (select document_id from document_reference where organisation_id = {} and customer_id = {})",
            organisation_id,
            filters.customer_id,
        )
    if filters.customer_name is not None:
        conditions.add(
            """d.id in (
                select r.document_id from document_reference r
                join customer c on c.organisation_id = r.organisation_id and c.id = r.customer_id
                where c.organisation_id = {} and c.folded_name = {}
            )""",
            organisation_id,
            fold(filters.customer_name),
        )


def _pattern(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _encode(document: DocumentRow, sort: Sort) -> str:
    moment = (document.created_at - _EPOCH) // _MICROSECOND
    return base64.urlsafe_b64encode(f"{sort}:{moment}:{document.id}".encode()).decode().rstrip("=")


def _decode(cursor: str, sort: Sort) -> tuple[datetime, str]:
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
        order, moment, document_id = text.split(":")
        if order != sort or "\x00" in document_id:
            raise ValueError
        return _EPOCH + int(moment) * _MICROSECOND, document_id
    except (binascii.Error, ValueError, OverflowError):
        raise ValidationFailed({"cursor": ["is not a cursor of this list"]}) from None
