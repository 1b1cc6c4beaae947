"""The Template model: what a versioned template may say.

The same model describes the built-in templates (YAML, snake_case) and the templates of an organisation (JSON on the wire,
camelCase). docs/templates.md explains it for authors.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.alias_generators import to_camel

from berkas.errors import TemplateError
from berkas.model.document_types import DocumentType
from berkas.model.gathering import Gather
from berkas.model.patterns import Pattern
from berkas.model.rules import Check, RowRule
from berkas.model.strategies import Find, Role

MOST_FIELDS = 200
MOST_CHECKS = 20

Label = Annotated[str, Field(min_length=1, max_length=100)]
FieldName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,63}$")]
RuleName = Annotated[str, Field(min_length=1, max_length=64)]
EnumValue = Annotated[str, Field(min_length=1, max_length=200)] | int | float
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

    x: Fraction = Field(0, description="Left edge, 0-1 of the page's width.")
    y: Fraction = Field(0, description="Top edge, 0-1 of the page's height.")
    w: Fraction = Field(1, gt=0, description="Width, 0-1 of the page's width.")
    h: Fraction = Field(1, gt=0, description="Height, 0-1 of the page's height.")


class TemplateField(_TemplateModel):
    """One field: what it is called, what it may hold, and how to find it."""

    name: FieldName = Field(
        description="Its name in the fields of an extraction: a letter, then letters, digits and _."
    )
    label: str = Field(
        min_length=1,
        max_length=200,
        description="For people; also the printed label to look for, when nothing else says where the value stands.",
    )
    type: FieldType = Field(FieldType.STRING, description="The type of its value; dates are ISO, amounts in rupiah.")
    required: bool = Field(False, description="Missing or unsure, it makes requires_review.")
    usually_printed: bool = Field(
        False, description="Documents of the type usually show it: missing, it makes the flag template_partial."
    )
    require_confidence_above: Percent | None = Field(
        None, description="Floor 0-100; a value that is less sure makes requires_review."
    )
    values: tuple[EnumValue, ...] = Field((), max_length=500, description="The only canonical values of an enum.")
    regex: Pattern | None = Field(
        None,
        description="RE2; the value is its first group, or all that it matches. Without labels it is searched for.",
    )
    hint: str | None = Field(None, max_length=500, description="A note for authors; extraction does not look at it.")
    labels: tuple[Label, ...] = Field(
        (), max_length=100, description="Anchors as printed; case, punctuation and small reading errors do not matter."
    )
    near: tuple[Near, ...] = Field(
        (Near.RIGHT, Near.BELOW),
        min_length=1,
        max_length=4,
        description="Where the value stands, seen from its label, in the order to try.",
    )
    page: int | None = Field(None, ge=-1, le=10_000, description="Only on this page index; -1 is the last page.")
    area: Area | None = Field(None, description="Only words whose middle is in this part of the page.")
    lines: int = Field(1, ge=1, le=10, description="The most text lines that a value may run over.")
    normaliser: RuleName | None = Field(
        None, description="Turns the printed text into the canonical value; the default follows from the type."
    )
    validator: RuleName | None = Field(
        None, description="Checks the canonical value; its outcome goes into the confidence."
    )
    find: Find | None = Field(None, description="A way of finding the value that labels alone cannot express.")
    role: Role | None = Field(
        None, description="What the value is to its document, where its strategy does not say so: total, due, order …"
    )
    prefer: Prefer = Field(Prefer.FIRST, description="Which of several places with the same label to take first.")
    identifies: bool = Field(
        False, description="It identifies the document: two values among labels of their own are two documents."
    )
    internal: bool = Field(False, description="Of a column: only rules use it; it is not in the result.")
    items: "ItemSchema | None" = Field(None, description="Of an array: its columns.")

    @model_validator(mode="after")
    def _columns_belong_to_arrays(self) -> "TemplateField":
        if (self.type is FieldType.ARRAY) != (self.items is not None):
            message = "items belongs to fields of type array, and to no other"
            raise ValueError(message)
        if self.type is FieldType.ENUM and not self.values:
            message = "an enum needs values"
            raise ValueError(message)
        return self

    @property
    def meaning(self) -> Role | None:
        """Its role, named by itself or by its strategy."""
        return self.role or (self.find.role if self.find is not None else None)

    @property
    def gather(self) -> Gather | None:
        """What the table gathers; None for a field that is no such table."""
        return self.items.gather if self.items is not None else None

    @property
    def is_placed(self) -> bool:
        """Whether its author says by a pattern or an area alone where the value is: nothing is left to weigh."""
        return not self.labels and self.find is None and (self.regex is not None or self.area is not None)

    @property
    def anchors(self) -> tuple[str, ...]:
        """The printed labels to look for: its labels, or its label when neither a strategy nor an area says where to look."""
        if self.labels or self.find is not None or self.area is not None or self.items is not None:
            return self.labels
        return (self.label,)

    @property
    def headings(self) -> tuple[str, ...]:
        """The printed headings of a column: its labels, or its label."""
        return self.labels or (self.label,)


class Grids(_TemplateModel):
    """A table that is printed in several grids, in which numbers tell which rows belong together."""

    number: FieldName = Field(description="Column that counts the rows; each grid has it.")
    further: tuple[tuple[FieldName, ...], ...] = Field(
        (), max_length=5, description="Columns of each grid after the first, which has all others."
    )


class ItemSchema(_TemplateModel):
    """The rows of a table."""

    type: Literal["object"] = Field("object", description="A row is an object with a value for each column.")
    fields: tuple[TemplateField, ...] = Field(
        min_length=1,
        max_length=40,
        description="Columns, left to right as usually printed; their labels are the printed headings.",
    )
    row_start: tuple[FieldName, ...] = Field(
        (), max_length=40, description="Columns of which a value begins a new row; other lines continue the row above."
    )
    titles: tuple[Label, ...] = Field(
        (),
        max_length=50,
        description="Of a list without headings: what stands above its texts and amounts, which other lists may stand beside.",
    )
    stop_labels: tuple[Label, ...] = Field((), max_length=50, description="Text that ends the table.")
    skip_labels: tuple[Label, ...] = Field(
        (), max_length=50, description="Lines that are no rows: page footers, carried-over balances."
    )
    grids: Grids | None = Field(
        None, description="The rows are numbered, and stand in one grid or several that continue each other."
    )
    gather: Gather | None = Field(
        None,
        description="The rows are all that the document holds of one kind: labels with values, identifiers, tables.",
    )
    rules: tuple[RowRule, ...] = Field(
        (), max_length=20, description="Rules that complete the rows, in this order, each with its arguments."
    )


class TemplateDefinition(_TemplateModel):
    """What an author decides of a template."""

    name: str = Field(min_length=1, max_length=200, description="For people.")
    slug: str = Field(
        pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$", description="Short name, unique in the organisation: a-z, 0-9, _ and -."
    )
    document_type_hint: DocumentType | None = Field(
        None, description="The type of documents that it is for; null, generic_ocr and other mean any."
    )
    fields: tuple[TemplateField, ...] = Field(
        (), max_length=MOST_FIELDS, description="The fields, in the order of the extraction."
    )
    other_labels: tuple[Label, ...] = Field(
        (), max_length=300, description="Labels of what is no field of this template: they keep the values beside them."
    )
    match: tuple[Label, ...] = Field(
        (),
        max_length=50,
        description="Phrases of which one must stand in a document, on one line, for the template to be chosen by itself.",
    )
    checks: tuple[Check, ...] = Field(
        (), max_length=MOST_CHECKS, description="Cross-checks between fields, each with its arguments."
    )


class Template(TemplateDefinition):
    """One immutable version of a template.

    Attributes:
        id: ``tpl_`` and a ULID, the same for all versions.
        version: From 1.
    """

    id: str
    version: int = Field(ge=1)

    @property
    def is_inventory(self) -> bool:
        """Whether every field gathers, so that no value is the wrong one of a field: there are no fields of its own."""
        return bool(self.fields) and all(field.gather is not None for field in self.fields)

    @property
    def wants_tables(self) -> bool:
        """Whether a field gathers tables, which drawn lines help to find."""
        return any(field.gather is not None and field.gather.cells is not None for field in self.fields)

    @classmethod
    def of(cls, template_id: str, version: int, definition: Mapping[str, Any]) -> "Template":
        """The template in a stored definition.

        Raises:
            TemplateError: It says something that this release does not know.
        """
        try:
            return cls.model_validate({**definition, "id": template_id, "version": version})
        except ValidationError:
            raise TemplateError from None
