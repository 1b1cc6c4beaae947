"""What a template says of values: checks between fields and rules that complete the rows of a table, with their arguments.

Each is written as one key with its arguments, ``{product: {table: lines, factors: [quantity, price], equals: amount}}``. The names
in them are those of the template's own fields and columns; `berkas.extraction.template_rules` refuses names that do not exist.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from berkas.model.patterns import Pattern, compiled

Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,63}$")]
"""Of a field, of a table or of a column."""

# sequences, for the OpenAPI document knows no tuples of any length; tuples, for rules are compared and cached
_Names = Annotated[Sequence[Name], Field(max_length=20), AfterValidator(tuple)]
_OneOrMore = Annotated[Sequence[Name], Field(min_length=1, max_length=20), AfterValidator(tuple)]


class _Arguments(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True)


class Product(_Arguments):
    """In each row of a table the factors multiplied, less a discount in money or percent, give a column."""

    table: Name
    factors: Annotated[Sequence[Name], Field(min_length=2, max_length=4), AfterValidator(tuple)]
    less: Name | None = None
    equals: Name


class ColumnSum(_Arguments):
    """The cells of a column add up to one of the fields; the first must be met if it is there and none of the others is."""

    table: Name
    column: Name
    equals: _OneOrMore
    exact: bool = Field(False, description="Nothing is rounded, and rows without a value count as zero.")


class Sum(_Arguments):
    """Fields added, less others, give a field; unknown amounts that are printed between them may explain the difference.

    Of ``of`` the first that has a value is the start; ``plus`` are added to it where they are there. Those of them that are also
    ``within`` may be part of the start already, as a tax that prices include.
    """

    of: _OneOrMore
    plus: _Names = ()
    less: _Names = ()
    within: _Names = ()
    equals: Name


class Rate(_Arguments):
    """A field is its rate in percent of its base, less other fields: a rate that is printed, or one of several that are known."""

    base: Name
    less: _Names = ()
    rate: Name | None = None
    one_of: Annotated[Sequence[float], Field(max_length=10), AfterValidator(tuple)] = Field(
        (), description="Rates of which one must fit where none is printed, in percent."
    )
    equals: Name

    @model_validator(mode="after")
    def _has_rates(self) -> "Rate":
        if (self.rate is None) == (not self.one_of):
            message = "either rate or oneOf must be given"
            raise ValueError(message)
        return self


class WordsEqual(_Arguments):
    """An amount in words is the amount in digits."""

    words: Name
    number: Name


class RunningBalance(_Arguments):
    """Every printed balance of a table follows from the one before and the movements between, in either order of time."""

    table: Name
    debit: Name
    credit: Name
    balance: Name
    opening: Name | None = None
    closing: Name | None = None


class DateOrder(_Arguments):
    """A date is not before another one; the days between may be printed, and a number may hold year and month of the first."""

    first: Name
    last: Name
    days: Name | None = None
    number: Name | None = None


class NikMatches(_Arguments):
    """The date of birth and the sex inside a NIK are those that are printed; with a table, in each of its rows."""

    table: Name | None = None
    nik: Name
    date_of_birth: Name | None = None
    sex: Name | None = None
    female: str | None = Field(None, max_length=64, description="The value of the field that means a woman.")


class LeastAge(_Arguments):
    """At least so many years lie between a birth and a later day."""

    born: Name
    later: Name
    years: int = Field(ge=1, le=120)


class MarkedRow(_Arguments):
    """One row of a table alone has a value in a column, and a column of that row holds what a field of the document says."""

    table: Name
    column: Name
    value: str = Field(max_length=64, description="Of the column, in that row alone.")
    holds: Name
    equals: Name


class Distinct(_Arguments):
    """No value stands twice in a column of a table."""

    table: Name
    column: Name


class DatedNumber(_Arguments):
    """The day inside a number of a registry, 3174-LU-24052010-0012, is not before a date."""

    number: Name
    after: Name


class CodeAgrees(_Arguments):
    """A QR code, bar code or the like whose content fits a pattern says what is printed.

    The named groups of the pattern are names of fields. Amounts are compared as amounts, days as days, all else by letters and
    digits. Codes that do not fit say nothing, and no address in a code is ever opened.
    """

    pattern: Pattern = Field(
        description="RE2 with groups named after fields, as in (?P<number>[0-9]+); searched in the content of each code."
    )
    ends: _Names = Field((), description="Fields of which the shorter text need only be the end of the longer one.")
    severity: Literal["warning", "error"] = Field("error", description="Of the finding code_contradicts.")

    @property
    def groups(self) -> tuple[str, ...]:
        """Names of the groups of the pattern, in its order."""
        places = compiled(self.pattern).groupindex
        return tuple(sorted(places, key=lambda name: places[name]))


T = TypeVar("T")
Choice = Annotated[T | None, Field(exclude_if=lambda value: value is None)]
"""One of several; those that are not given are not written either."""


class OneOf(BaseModel):
    """Exactly one of the fields is given: it says which rule or strategy this is."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="forbid",
        frozen=True,
        json_schema_extra={"minProperties": 1, "maxProperties": 1},
    )

    @model_validator(mode="after")
    def _is_one(self) -> "OneOf":
        if sum(value is not None for _, value in self) != 1:
            message = f"must hold exactly one of: {', '.join(sorted(type(self).model_fields))}"
            raise ValueError(message)
        return self

    @property
    def kind(self) -> str:
        """Which one it is."""
        return next(name for name, value in self if value is not None)

    @property
    def arguments(self) -> Any:  # noqa: ANN401 - one of the models above
        """What is said of it."""
        return getattr(self, self.kind)


class Check(OneOf):
    """A check between fields, with its arguments."""

    product: Choice[Product] = None
    column_sum: Choice[ColumnSum] = None
    sum: Choice[Sum] = None
    rate: Choice[Rate] = None
    words_equal: Choice[WordsEqual] = None
    running_balance: Choice[RunningBalance] = None
    date_order: Choice[DateOrder] = None
    nik_matches: Choice[NikMatches] = None
    least_age: Choice[LeastAge] = None
    marked_row: Choice[MarkedRow] = None
    distinct: Choice[Distinct] = None
    dated_number: Choice[DatedNumber] = None
    code_agrees: Choice[CodeAgrees] = None


class DatesOfPeriod(_Arguments):
    """Dates without a year get the one that puts them into a period, given by two fields of the document."""

    columns: _OneOrMore
    start: Name
    end: Name


class Directions(_Arguments):
    """Amounts of one column become debits and credits: by the running balance, else by a mark or a sign."""

    amount: Name
    mark: Name | None = None
    debit: Name
    credit: Name
    balance: Name | None = None
    opening: Name | None = Field(None, description="Field of the document with the balance before the first row.")


class InheritedDates(_Arguments):
    """A row without a date has that of the row above, where a table prints it once for several rows."""

    columns: _OneOrMore


class UnitsOfQuantities(_Arguments):
    """Without a column of units, the word beside the quantity, or behind the slash of a price, is the unit."""

    quantity: Name
    unit: Name
    price: Name | None = None


class LeadingNumbers(_Arguments):
    """Without a column of row numbers, those that begin a text of the rows in order are the numbers."""

    number: Name
    texts: _OneOrMore


class NumberedInOrder(_Arguments):
    """Where half the rows or more carry their position as number, a row whose number was not read gets its position."""

    number: Name


class WrittenFactors(_Arguments):
    """Factors of an amount that are written within a text, as in ``Rp 10.000 x 2 Piece``, fill their columns and leave the text."""

    text: Name
    quantity: Name
    price: Name
    equals: Name
    unit: Name | None = None
    less: Name | None = None


class LostFactor(_Arguments):
    """A factor that was not read is the product divided by the other one, where both other rows and the division are plain."""

    factor: Name
    other: Name
    equals: Name
    less: Name | None = None


class RowRule(OneOf):
    """A rule that completes the rows of a table, with its arguments."""

    dates_of_period: Choice[DatesOfPeriod] = None
    directions: Choice[Directions] = None
    inherited_dates: Choice[InheritedDates] = None
    units_of_quantities: Choice[UnitsOfQuantities] = None
    leading_numbers: Choice[LeadingNumbers] = None
    numbered_in_order: Choice[NumberedInOrder] = None
    lost_factor: Choice[LostFactor] = None
    written_factors: Choice[WrittenFactors] = None


def columns_of(rule: RowRule) -> Iterator[str]:
    """Names of columns that a rule of rows uses."""
    for name, value in rule.arguments:
        if name not in {"start", "end", "opening"} and value is not None:
            yield from value if isinstance(value, tuple) else (value,)


def fields_of_rule(rule: RowRule) -> Iterator[str]:
    """Names of fields of the document that a rule of rows uses."""
    for name, value in rule.arguments:
        if name in {"start", "end", "opening"} and value is not None:
            yield value


_OF_COLUMNS = {
    "product": ("factors", "less", "equals"),
    "column_sum": ("column",),
    "running_balance": ("debit", "credit", "balance"),
    "marked_row": ("column", "holds"),
    "distinct": ("column",),
}
_OF_COLUMNS_OF_A_TABLE = {"nik_matches": ("nik", "date_of_birth", "sex")}
"""Of checks that are about fields, or with a table about its columns."""

_NO_NAMES = {"table", "female", "years", "exact", "one_of", "value", "pattern", "severity"}


def _columns_named(check: Check) -> tuple[str, ...]:
    """Which arguments of a check are names of columns."""
    if check.kind in _OF_COLUMNS_OF_A_TABLE and check.arguments.table is not None:
        return _OF_COLUMNS_OF_A_TABLE[check.kind]
    return _OF_COLUMNS.get(check.kind, ())


def columns_of_check(check: Check) -> Iterator[str]:
    """Names of columns of its table that a check uses."""
    for name in _columns_named(check):
        value = getattr(check.arguments, name)
        yield from value if isinstance(value, tuple) else (value,) if value is not None else ()


def fields_of_check(check: Check) -> Iterator[str]:
    """Names of fields of the document that a check uses, its table left out."""
    if isinstance(check.arguments, CodeAgrees):
        yield from check.arguments.groups
    for name, value in check.arguments:
        if value is not None and name not in _NO_NAMES and name not in _columns_named(check):
            yield from value if isinstance(value, tuple) else (value,)


def table_of(check: Check) -> str | None:
    """Name of the table that a check is about."""
    return getattr(check.arguments, "table", None)
