"""The query parameters of the list of documents: one table that both the parser and the OpenAPI document read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Any, Final, TypeVar

from litestar.datastructures import MultiDict

from berkas.ids import IdPrefix, id_pattern, is_id
from berkas.model.events import EventKind
from berkas.model.statuses import DocumentStatus
from berkas.refusals import ValidationFailed
from berkas.webhooks import TEST_EVENT
from tables.queries.document_lists import DocumentFilters, Sort
from tables.queries.template_views import TemplateFilters
from tables.webhooks import DeliveryStatus
from templates_registry import document_types

MAX_LIMIT = 200
DEFAULT_LIMIT = 50
MAX_OFFSET = 10_000_000
MAX_TEXT = 255


@dataclass(frozen=True, slots=True)
class ListParameter:
    """One query parameter.

    Attributes:
        name: On the wire.
        description: For the OpenAPI document.
        minimum: Of a number; None for text.
        maximum: Of a number.
        default: When left out.
        values: The only values, if there is such a list.
        members: The only values of a comma-separated list.
        is_moment: A date or a time.
        pattern: Of text that has a shape of its own.
        max_length: Of other text; None for as much as a URL holds.
    """

    name: str
    description: str
    minimum: int | None = None
    maximum: int | None = None
    default: int | str | None = None
    values: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    is_moment: bool = False
    pattern: str | None = None
    max_length: int | None = MAX_TEXT


_TYPES: Final = document_types.names()

PAGING_PARAMETERS: Final = (
    ListParameter("limit", "How many per page.", 1, MAX_LIMIT, DEFAULT_LIMIT),
    ListParameter("offset", "How many to skip.", 0, MAX_OFFSET, 0),
)

DOCUMENT_FILTERS: Final = (
    ListParameter("type", "Document types, comma-separated.", members=_TYPES),
    ListParameter("status", "Statuses, comma-separated.", members=tuple(status.value for status in DocumentStatus)),
    ListParameter("q", "Words in filename, references, customers, extracted values or text."),
    ListParameter("customerName", "Name of a customer, in any spelling of case and spaces."),
    ListParameter("customerId", "Id of a customer.", pattern=id_pattern(IdPrefix.CUSTOMER)),
    ListParameter("externalRef", "Any reference that it was ever uploaded under."),
    ListParameter(
        "from", "First uploaded then or later: a date or a time (ISO 8601; UTC when no zone is given).", is_moment=True
    ),
    ListParameter("to", "First uploaded before: a date or a time.", is_moment=True),
)
SORT_PARAMETER: Final = ListParameter(
    "sort", "Order.", default=Sort.NEWEST.value, values=tuple(sort.value for sort in Sort)
)

LIST_PARAMETERS: Final = (
    *DOCUMENT_FILTERS,
    *PAGING_PARAMETERS,
    ListParameter("cursor", "`meta.nextCursor` of the page before: the same cost at any depth.", max_length=None),
    SORT_PARAMETER,
)

_EVENTS: Final = (*(kind.value for kind in EventKind), TEST_EVENT)

_RAW_TEXT: Final = "rawText"
_EVIDENCE: Final = "evidence"

INCLUDE_PARAMETER: Final = ListParameter(
    "include",
    "Comma-separated: `rawText` adds the text of the document, `evidence` why fields have their values.",
    members=(_RAW_TEXT, _EVIDENCE),
)
EXTRACTION_PARAMETERS: Final = (INCLUDE_PARAMETER, *PAGING_PARAMETERS)

DELIVERY_PARAMETERS: Final = (
    ListParameter(
        "status", "Statuses of deliveries, comma-separated.", members=tuple(status.value for status in DeliveryStatus)
    ),
    ListParameter("event", "Events, comma-separated.", members=_EVENTS),
    *PAGING_PARAMETERS,
)


TEMPLATE_PARAMETERS: Final = (
    ListParameter("documentTypeHint", "Document types that templates are for, comma-separated.", members=_TYPES),
    ListParameter("active", "Whether they may be applied.", values=("true", "false")),
    ListParameter("q", "Words in name or slug."),
    *PAGING_PARAMETERS,
)


@dataclass(frozen=True, slots=True)
class TemplateQuery:
    """What a list request for templates asks for."""

    filters: TemplateFilters
    paging: "Paging"


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list request asks for."""

    filters: DocumentFilters
    limit: int
    offset: int
    cursor: str | None
    sort: Sort


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of a list."""

    limit: int
    offset: int


@dataclass(frozen=True, slots=True)
class Include:
    """What an answer holds of an extraction beyond what it always holds.

    Attributes:
        text: The text of the document.
        evidence: Why fields have their values.
    """

    text: bool = False
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryQuery:
    """What a list of deliveries asks for."""

    statuses: frozenset[DeliveryStatus]
    events: frozenset[str]
    limit: int
    offset: int


def parse_delivery_query(query: MultiDict[Any]) -> DeliveryQuery:
    """The query of a list of deliveries.

    Raises:
        ValidationFailed: A parameter is unknown, repeated or malformed; every mistake at once.
    """
    values = QueryValues(query, DELIVERY_PARAMETERS)
    found = DeliveryQuery(
        statuses=values.members("status", DeliveryStatus),
        events=values.choices("event", _EVENTS),
        limit=values.number("limit", DEFAULT_LIMIT),
        offset=values.number("offset", 0),
    )
    if values.errors:
        raise ValidationFailed(values.errors)
    return found


def parse_paging(query: MultiDict[Any]) -> Paging:
    """The query of a list that has pages only.

    Raises:
        ValidationFailed: A parameter is unknown, repeated or malformed; every mistake at once.
    """
    values = QueryValues(query, PAGING_PARAMETERS)
    found = Paging(limit=values.number("limit", DEFAULT_LIMIT), offset=values.number("offset", 0))
    if values.errors:
        raise ValidationFailed(values.errors)
    return found


def parse_extraction_query(query: MultiDict[Any]) -> tuple[Paging, Include]:
    """The query of a list of extractions: its paging, and what it includes.

    Raises:
        ValidationFailed: A parameter is unknown, repeated or malformed; every mistake at once.
    """
    values = QueryValues(query, EXTRACTION_PARAMETERS)
    found = Paging(limit=values.number("limit", DEFAULT_LIMIT), offset=values.number("offset", 0))
    include = values.include()
    if values.errors:
        raise ValidationFailed(values.errors)
    return found, include


def parse_include(query: MultiDict[Any]) -> Include:
    """The query of one extraction.

    Raises:
        ValidationFailed: A parameter is unknown, repeated or malformed.
    """
    values = QueryValues(query, [INCLUDE_PARAMETER])
    include = values.include()
    if values.errors:
        raise ValidationFailed(values.errors)
    return include


def include_of_document(query: MultiDict[Any]) -> Include:
    """What the answer with one document includes; parameters of other names never meant anything there.

    Raises:
        ValidationFailed: The parameter is repeated or malformed.
    """
    name = INCLUDE_PARAMETER.name
    return parse_include(MultiDict([(name, value) for value in query.getall(name, [])]))


def parse_list_query(query: MultiDict[Any]) -> ListQuery:
    """The query of a list request.

    Raises:
        ValidationFailed: A parameter is unknown, repeated or malformed; every mistake at once.
    """
    values = QueryValues(query, LIST_PARAMETERS)
    found = ListQuery(
        filters_of(values),
        limit=values.number("limit", DEFAULT_LIMIT),
        offset=values.number("offset", 0),
        cursor=values.text("cursor"),
        sort=next(iter(values.members("sort", Sort)), Sort.NEWEST),
    )
    if values.errors:
        raise ValidationFailed(values.errors)
    return found


def filters_of(values: "QueryValues") -> DocumentFilters:
    """The filters of the list of documents that a query names."""
    return DocumentFilters(
        types=values.choices("type", _TYPES),
        statuses=values.members("status", DocumentStatus),
        q=values.text("q"),
        customer_name=values.text("customerName"),
        customer_id=values.customer_id(),
        external_ref=values.text("externalRef"),
        created_from=values.moment("from"),
        created_to=values.moment("to"),
    )


def parse_template_query(query: MultiDict[Any]) -> TemplateQuery:
    """The query of a list request for templates.

    Raises:
        ValidationFailed: A parameter is unknown, repeated or malformed; every mistake at once.
    """
    values = QueryValues(query, TEMPLATE_PARAMETERS)
    found = TemplateQuery(
        TemplateFilters(
            hints=values.choices("documentTypeHint", _TYPES), active=values.flag("active"), q=values.text("q")
        ),
        Paging(limit=values.number("limit", DEFAULT_LIMIT), offset=values.number("offset", 0)),
    )
    if values.errors:
        raise ValidationFailed(values.errors)
    return found


E = TypeVar("E", bound=StrEnum)


class QueryValues:
    """Reads parameters and collects mistakes."""

    def __init__(self, query: MultiDict[Any], known: Sequence[ListParameter]) -> None:
        self.errors: dict[str, list[str]] = {}
        self._known = {parameter.name: parameter for parameter in known}
        self._given: dict[str, str] = {}
        for name, value in query.multi_items():
            if name not in self._known:
                self._blame(name[:64], "is unknown")
            elif name in self._given:
                self._blame(name, "is given more than once")
            else:
                self._given[name] = str(value)

    def text(self, name: str) -> str | None:
        """Text without spaces around it; None when nothing is left."""
        value = self._given.get(name, "").strip()
        if len(value) > MAX_TEXT and name != "cursor":
            self._blame(name, f"must be at most {MAX_TEXT} characters")
        if "\x00" in value:
            self._blame(name, "must not contain control characters")
            return None
        return value or None

    def members(self, name: str, kind: type[E]) -> frozenset[E]:
        """Members of an enumeration, comma-separated."""
        return frozenset(kind(part) for part in self.choices(name, [member.value for member in kind]))

    def choices(self, name: str, known: Sequence[str]) -> frozenset[str]:
        """Some of the known values, comma-separated."""
        parts = frozenset(part.strip() for part in self._given.get(name, "").split(",") if part.strip())
        if parts - set(known):
            self._blame(name, f"must be one of: {', '.join(known)}")
        return parts & set(known)

    def include(self) -> Include:
        """What ``include`` asks for."""
        asked = self.choices(INCLUDE_PARAMETER.name, INCLUDE_PARAMETER.members)
        return Include(text=_RAW_TEXT in asked, evidence=_EVIDENCE in asked)

    def choice(self, name: str) -> str:
        """One of the parameter's values; its default when it is not given or not right."""
        parameter, value = self._known[name], self._given.get(name)
        if value is not None and value not in parameter.values:
            self._blame(name, f"must be one of: {', '.join(parameter.values)}")
            value = None
        return str(parameter.default) if value is None else value

    def flag(self, name: str) -> bool | None:
        """True or false; None when it is not given."""
        value = self._given.get(name)
        if value not in {None, "true", "false"}:
            self._blame(name, "must be true or false")
        return None if value is None else value == "true"

    def customer_id(self) -> str | None:
        """The id of a customer."""
        value = self.text("customerId")
        if value is not None and not is_id(value, IdPrefix.CUSTOMER):
            self._blame("customerId", "is not an id of a customer")
        return value

    def number(self, name: str, default: int) -> int:
        """A whole number within the limits of its parameter."""
        parameter, value = self._known[name], self._given.get(name)
        if value is None:
            return default
        low, high = parameter.minimum or 0, parameter.maximum or 0
        if not (value.isascii() and value.isdigit() and len(value) <= 9 and low <= int(value) <= high):
            self._blame(name, f"must be a whole number from {low} to {high}")
            return default
        return int(value)

    def moment(self, name: str) -> datetime | None:
        """A date or a time in ISO 8601; UTC when no zone is given."""
        value = self.text(name)
        return self._parsed(value, lambda: self._blame(name, "must be an ISO 8601 date or time")) if value else None

    @staticmethod
    def _parsed(value: str, blame: Callable[[], None]) -> datetime | None:
        try:
            value = value.upper()  # RFC 3339 allows t and z
            # a plus in a query string arrives as a space
            moment = datetime.fromisoformat(value.replace(" ", "+") if "T" in value else value)
            if len(value) == len("2026-01-01"):
                moment = datetime.combine(moment.date(), time())
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            blame()
            return None

    def _blame(self, name: str, message: str) -> None:
        self.errors.setdefault(name, []).append(message)
