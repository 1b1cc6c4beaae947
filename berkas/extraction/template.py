"""The Template model: what a versioned template may say.

The same model describes the built-in templates (YAML, snake_case) and the templates of an organisation (JSON on the wire,
camelCase). docs/templates.md explains it for authors.
"""

from enum import StrEnum
from typing import Annotated, Literal

import re2
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from berkas.model.document_types import DocumentType

MAX_PATTERN_LENGTH = 500


def _linear_time(pattern: str) -> str:
    """The pattern itself, if the linear-time engine accepts it; a template can never make a regex run away."""
    try:
        re2.compile(pattern)
    except re2.error as error:
        message = "not a valid RE2 regular expression"
        raise ValueError(message) from error
    return pattern


Pattern = Annotated[str, Field(min_length=1, max_length=MAX_PATTERN_LENGTH), AfterValidator(_linear_time)]
Label = Annotated[str, Field(min_length=1, max_length=100)]
FieldName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,63}$")]
Fraction = Annotated[float, Field(ge=0, le=1)]
Percent = Annotated[int, Field(ge=0, le=100)]


class FieldType(StrEnum):
    """The type of a field's value; dates are ISO (YYYY-MM-DD), numbers are JSON numbers, amounts are in rupiah."""

    STRING = "string"
    DATE = "date"
    NUMBER = "number"
    ENUM = "enum"
    ARRAY = "array"


class Near(StrEnum):
    """Where the value stands, seen from its label."""

    RIGHT = "right"
    BELOW = "below"
    LEFT = "left"
    ABOVE = "above"


class Prefer(StrEnum):
    """Which of equally good places to try first."""

    FIRST = "first"
    LAST = "last"


class _TemplateModel(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True)


class Area(_TemplateModel):
    """A part of a page in fractions, origin top left."""

    x: Fraction = 0
    y: Fraction = 0
    w: Fraction = 1
    h: Fraction = 1


class TemplateField(_TemplateModel):
    """One field: what it is called, what it may hold, and how to find it.

    Attributes:
        labels: Anchors as printed; matched without regard to case, punctuation and small reading errors.
        near: Where the value stands, in the order to try.
        regex: The value is what it matches (its first group, if it has one); without labels it is searched in the area.
        page: Only on this page index; -1 is the last page.
        area: Only inside this part of the page.
        lines: The most text lines that a value may run over.
        normaliser: Turns the printed text into the canonical value; the default follows from the type.
        validator: Checks the canonical value; its outcome goes into the confidence.
        finder: A named way of finding the value that anchors cannot express.
        values: The only canonical values of an enum.
        require_confidence_above: Floor 0-100; below it the document requires review.
        prefer: Which of several places with the same label to take first.
        items: Columns of a table; their labels are the printed column headings.
        internal: A column that only rules use; it is not in the result.
    """

    name: FieldName
    label: str = Field(max_length=200)
    type: FieldType = FieldType.STRING
    required: bool = False
    require_confidence_above: Percent | None = None
    values: tuple[str | int | float, ...] = ()
    regex: Pattern | None = None
    hint: str | None = Field(default=None, max_length=500)
    labels: tuple[Label, ...] = Field(default=(), max_length=50)
    near: tuple[Near, ...] = (Near.RIGHT, Near.BELOW)
    page: int | None = None
    area: Area | None = None
    lines: int = Field(default=1, ge=1, le=10)
    normaliser: str | None = None
    validator: str | None = None
    finder: str | None = None
    prefer: Prefer = Prefer.FIRST
    internal: bool = False
    items: "ItemSchema | None" = None

    @model_validator(mode="after")
    def _columns_belong_to_arrays(self) -> "TemplateField":
        if (self.type is FieldType.ARRAY) != (self.items is not None):
            message = "items belongs to fields of type array, and to no other"
            raise ValueError(message)
        if self.type is FieldType.ENUM and not self.values:
            message = "an enum needs values"
            raise ValueError(message)
        return self


class ItemSchema(_TemplateModel):
    """The rows of a table.

    Attributes:
        fields: Columns, left to right as usually printed; their ``labels`` are the headings.
        row_start: Columns of which a value begins a new row; other lines continue the row above.
        stop_labels: Text that ends the table.
        skip_labels: Lines that are no rows: page footers, carried-over balances.
        rules: Names of rules that complete the rows, in this order.
    """

    type: Literal["object"] = "object"
    fields: tuple[TemplateField, ...] = Field(min_length=1, max_length=40)
    row_start: tuple[FieldName, ...] = ()
    stop_labels: tuple[Label, ...] = ()
    skip_labels: tuple[Label, ...] = ()
    rules: tuple[str, ...] = ()


class Template(_TemplateModel):
    """One immutable version of a template.

    Attributes:
        id: ``tpl_`` and a ULID, the same for all versions.
        slug: Short name, unique per organisation.
        document_type_hint: The type of documents that it is for; None for any.
        match: Phrases of which one must stand in the document for the template to be chosen by itself.
        checks: Names of cross-checks between fields.
    """

    id: str
    name: str = Field(max_length=200)
    slug: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")
    version: int = Field(ge=1)
    document_type_hint: DocumentType | None = None
    fields: tuple[TemplateField, ...] = Field(default=(), max_length=200)
    match: tuple[Label, ...] = ()
    checks: tuple[str, ...] = ()
