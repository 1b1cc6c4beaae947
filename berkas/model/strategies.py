"""Ways of finding a value that labels alone cannot express; a field of a template names one with its arguments in ``find``."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from berkas.model.rules import Choice, Name, OneOf

Phrase = Annotated[str, Field(min_length=1, max_length=100)]


class _Strategy(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True)


class Role(StrEnum):
    """What a value is to its document; tells values apart that look alike."""

    ISSUER = "issuer"
    RECIPIENT = "recipient"
    SUBTOTAL = "subtotal"
    DISCOUNT = "discount"
    TAX_BASE = "tax_base"
    TAX = "tax"
    WITHHOLDING = "withholding"
    SHIPPING = "shipping"
    PAID = "paid"
    TOTAL = "total"
    OPENING = "opening"
    CLOSING = "closing"
    ISSUED = "issued"
    DUE = "due"
    DOCUMENT = "document"
    ORDER = "order"


class PartyPart(StrEnum):
    """A part of what stands about one party."""

    NAME = "name"
    ADDRESS = "address"
    TAX_ID = "tax_id"
    PHONE = "phone"
    EMAIL = "email"


class Party(_Strategy):
    """The party that issued the document (its letterhead) or that it is addressed to, or a part of the block about it."""

    role: Literal[Role.ISSUER, Role.RECIPIENT] = Field(description="Which party.")
    part: PartyPart = Field(description="Which part of its block.")


class SumBelow(_Strategy):
    """One of the amounts below a table, by the words before it."""

    role: Literal[
        Role.SUBTOTAL, Role.DISCOUNT, Role.TAX_BASE, Role.TAX, Role.WITHHOLDING, Role.SHIPPING, Role.PAID, Role.TOTAL
    ] = Field(description="Which amount.")


class RateBeside(_Strategy):
    """The percentage on the line of another field's label."""

    of: Name = Field(description="Name of that field.")


class Dated(_Strategy):
    """A place and a date that stand together: on one line with a comma between, or the place above the date."""

    part: Literal["date", "place"] = Field(description="Which of both.")
    from_x: float = Field(0, ge=0, le=1, description="Only from this part of the text's width on, 0-1.")
    pages: Literal["first", "all"] = Field("first", description="Where to look, where `from_x` is 0.")


class Numbered(_Strategy):
    """The document's own number: behind No or the like at the beginning of a cell, or a code of letters and digits."""


class Payment(_Strategy):
    """A bank account, labelled or within a sentence."""

    part: Literal["bank", "account", "holder"] = Field(description="Which part.")


class Issuer(_Strategy):
    """The bank that issued the document, by its name at the head or foot."""


class Period(_Strategy):
    """Two dates, or a month with its year, at the head of the document."""


class Beside(_Strategy):
    """Text without digits that stands left of another field's label."""

    of: Name = Field(description="Name of that field.")


class LineBelow(_Strategy):
    """The line below another field's label, up to a wide gap."""

    of: Name = Field(description="Name of that field.")


class Following(_Strategy):
    """Lines without labels that follow the value of another field."""

    after: Name = Field(description="Name of that field.")
    part: Literal["first", "rest"] = Field(description="The first line, or those after it.")


class ColumnTotal(_Strategy):
    """What stands under a column of a table on the line of totals."""

    column: Name = Field(description="Name of the column.")
    table: Name | None = Field(None, description="Name of its table, where several have a column of that name.")


class Sentence(_Strategy):
    """Text within sentences: what stands behind some words, up to others."""

    behind: Annotated[Sequence[Phrase], Field(min_length=1, max_length=50), AfterValidator(tuple)] = Field(
        description="Words right before the value."
    )
    until: Annotated[Sequence[Phrase], Field(max_length=50), AfterValidator(tuple)] = Field(
        (), description="Words or marks right behind it; left out, it ends at a comma, a semicolon or a full stop."
    )
    which: int | None = Field(
        None, ge=1, le=9, description="Only the first, second … place in the text; left out, all of them."
    )
    beyond: Annotated[Sequence[Phrase], Field(max_length=20), AfterValidator(tuple)] = Field(
        (), description="Only places behind the first of these words; where none of them stands there is no value."
    )
    before: Annotated[Sequence[Phrase], Field(max_length=20), AfterValidator(tuple)] = Field(
        (), description="Only places before the first of these words; where none of them stands there is no value."
    )
    most_words: int = Field(12, ge=1, le=60, description="The most words of a value; a longer text is no value.")


class Section(_Strategy):
    """What stands beside a label within a section; other sections have the same labels."""

    titles: Annotated[Sequence[Phrase], Field(min_length=1, max_length=50), AfterValidator(tuple)] = Field(
        description="Titles of the section, any of which may be printed; fields with the same titles are of the same section."
    )
    labels: Annotated[Sequence[Phrase], Field(min_length=1, max_length=100), AfterValidator(tuple)] = Field(
        description="Labels of the field within its section."
    )
    until: Annotated[Sequence[Phrase], Field(max_length=50), AfterValidator(tuple)] = Field(
        (), description="Words within sentences that end the section, where no title of another one does before."
    )
    within: bool = Field(
        False, description="The titles are words within sentences; the section begins below the line where they end."
    )


class RowCell(_Strategy):
    """What a column of a table holds in the row whose text is one of some labels."""

    table: Name = Field(description="Name of the table.")
    column: Name = Field(description="Name of its column.")
    rows: Annotated[Sequence[Phrase], Field(min_length=1, max_length=100), AfterValidator(tuple)] = Field(
        description="Texts of the row, as its first column of text may print them."
    )


class Days(_Strategy):
    """A number of days on a line that speaks of payment."""


class CurrencySigns(_Strategy):
    """Signs and codes of currencies anywhere in the document."""


class Clock(_Strategy):
    """A time of the day, wherever one stands, beside a date first."""


class Words(_Strategy):
    """Words that say the value by themselves, where a cell begins with one of them: CASH before what was paid."""

    any: Annotated[Sequence[str], Field(min_length=1, max_length=50), AfterValidator(tuple)] = Field(
        description="The words as printed; case and punctuation do not matter."
    )


class Signed(_Strategy):
    """The name below a label of a signature, with the space for the signature between."""

    of: Name = Field(description="Name of the field whose labels stand above signatures.")
    beside: bool = Field(False, description="The labels may also stand beside the value, at the head of the document.")
    below_date: bool = Field(False, description="Without any of the labels, the name below the last place and date.")


class Block(_Strategy):
    """All lines that a label leads, behind it or below it, down to the next label, a contact or a gap."""

    of: Name = Field(description="Name of the field with the label.")


class MachineZone(_Strategy):
    """A part of the machine-readable zone of a passport, by its position there."""

    part: Literal[
        "number", "name", "surname", "given_names", "nationality", "issuer", "birth_date", "sex", "expiry_date", "optional",
        "line1", "line2", "validity",
    ] = Field(description="Which part; validity is VALID where every check digit holds, else INVALID.")  # fmt: skip


class Listed(_Strategy):
    """An item of a numbered list whose lines have no labels: 1. name, 2. birth."""

    number: int = Field(ge=1, le=99, description="Of the item.")


class Tallest(_Strategy):
    """The tallest texts of the first page, as a class or a mark is printed large."""


class Find(OneOf):
    """One strategy with its arguments."""

    party: Choice[Party] = None
    sum: Choice[SumBelow] = None
    rate: Choice[RateBeside] = None
    dated: Choice[Dated] = None
    numbered: Choice[Numbered] = None
    payment: Choice[Payment] = None
    issuer: Choice[Issuer] = None
    period: Choice[Period] = None
    beside: Choice[Beside] = None
    line_below: Choice[LineBelow] = None
    following: Choice[Following] = None
    column_total: Choice[ColumnTotal] = None
    sentence: Choice[Sentence] = None
    section: Choice[Section] = None
    row_cell: Choice[RowCell] = None
    days: Choice[Days] = None
    currency: Choice[CurrencySigns] = None
    clock: Choice[Clock] = None
    words: Choice[Words] = None
    signed: Choice[Signed] = None
    block: Choice[Block] = None

    @property
    def is_signature(self) -> bool:
        """Whether labels lead to signatures alone."""
        return self.signed is not None and not self.signed.beside

    @property
    def is_led(self) -> bool:
        """Whether the strategy alone says where the labels of its field lead."""
        return self.is_signature or self.block is not None

    mrz: Choice[MachineZone] = None
    listed: Choice[Listed] = None
    tallest: Choice[Tallest] = None

    @property
    def role(self) -> Role | None:
        """The role that the strategy names, if it names one."""
        found: Role | None = getattr(self.arguments, "role", None)
        return found


def fields_of_find(find: Find) -> Iterator[tuple[str, str]]:
    """Arguments of a strategy that are names of fields of the document, each with that name."""
    for argument in ("of", "after"):
        name = getattr(find.arguments, argument, None)
        if name is not None:
            yield argument, name


def table_of_find(find: Find) -> str | None:
    """Name of the table that a strategy looks under, where it names one."""
    under = find.column_total or find.row_cell
    return under.table if under is not None else None


def column_of_find(find: Find) -> str | None:
    """Name of the column that a strategy looks under."""
    under = find.column_total or find.row_cell
    return under.column if under is not None else None
