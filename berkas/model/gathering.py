"""Tables that gather what a document holds of one kind, whatever it is about: labels with values, identifiers, tables.

A table of a template names one with its arguments in ``gather``; they name the columns of the table.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from berkas.model.patterns import Pattern
from berkas.model.rules import Choice, Name, OneOf

MOST_ROWS: Final = 1000
"""Of one table that gathers, whatever its template asks for."""

_Phrase = Annotated[str, Field(min_length=1, max_length=100)]
_Rule = Annotated[str, Field(min_length=1, max_length=64)]
_Percent = Annotated[int, Field(ge=0, le=99)]


class _Arguments(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True)


class Pairs(_Arguments):
    """Labels with their values: beside a colon or dotted leaders, in the boxes of a form, below or beside a label."""

    key: Name = Field(description="Column for the label.")
    value: Name = Field(description="Column for the value.")
    labels: Annotated[Sequence[_Phrase], Field(max_length=1000), AfterValidator(tuple)] = Field(
        (), description="Labels that lead to a value without a colon."
    )
    most: int = Field(300, ge=1, le=MOST_ROWS, description="The most pairs; further ones are left out.")


class EntityKind(_Arguments):
    """One kind of identifier, amount, date or contact."""

    kind: str = Field(pattern=r"^[a-z][a-z0-9_]{0,31}$", description="Its name in the rows.")
    regex: Pattern = Field(
        description="RE2, searched in every line in which colons are spaces; its first group, or all that it matches."
    )
    normaliser: _Rule = Field(description="Turns the text into the value; a text that it refuses is not listed.")
    validator: _Rule | None = Field(None, description="Checks the value.")
    unit: _Rule | None = Field(
        None, description="Normaliser that takes the unit, as of an amount its currency, out of the text."
    )
    proven: _Percent = Field(
        89, description="The most confidence of a value that the validator confirms, or that needs none."
    )
    likely: _Percent = Field(
        80, description="The most confidence of one of which the validator cannot say that it is right."
    )
    broken: _Percent | None = Field(
        None,
        description="The most confidence of one that breaks the validator's rule; left out, it is not listed.",
    )


class Entities(_Arguments):
    """Identifiers, amounts, dates and contacts, wherever they stand."""

    kind: Name = Field(description="Column for the name of the kind.")
    value: Name = Field(description="Column for the value as text.")
    unit: Name | None = Field(None, description="Column for the unit, as the currency of an amount.")
    text: Name = Field(description="Column for the text as printed.")
    kinds: Annotated[Sequence[EntityKind], Field(min_length=1, max_length=40), AfterValidator(tuple)] = Field(
        description="What is sought; a text that an earlier kind takes is none of a later one."
    )
    most: int = Field(300, ge=1, le=MOST_ROWS, description="The most entities; further ones are left out.")


class Cells(_Arguments):
    """Every table, row by row, with its headings as row 0."""

    table: Name = Field(description="Column for the number of the table, from 1.")
    title: Name = Field(description="Column for what stands above the table, in its first row alone.")
    row: Name = Field(description="Column for the number of the row, from 1; 0 for headings.")
    columns: Annotated[Sequence[Name], Field(min_length=2, max_length=36), AfterValidator(tuple)] = Field(
        description="Columns for the cells, left to right; the last one takes what stands in further ones."
    )
    most_tables: int = Field(30, ge=1, le=100, description="The most tables; further ones are left out.")
    most: int = Field(600, ge=1, le=MOST_ROWS, description="The most rows of all tables; further ones are left out.")


class Gather(OneOf):
    """One thing that is gathered, with its arguments."""

    pairs: Choice[Pairs] = None
    entities: Choice[Entities] = None
    cells: Choice[Cells] = None


def columns_of(gather: Gather) -> Iterator[str]:
    """Names of columns in the arguments."""
    said = gather.arguments
    for argument in ("key", "value", "kind", "unit", "text", "table", "title", "row"):
        name = getattr(said, argument, None)
        if name is not None:
            yield name
    yield from getattr(said, "columns", ())
