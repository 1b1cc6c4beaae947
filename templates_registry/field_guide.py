"""What the fields of built-in templates look like on the wire: type, format and an example of each, for people and for programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from berkas.model.template import FieldType, Template, TemplateField
from templates_registry import registry

_DATE: Final = "`YYYY-MM-DD`"
_CAPITALS: Final = "capitals"
_AS_PRINTED: Final = "as printed"

FORMATS: Final[Mapping[str, str]] = {
    "text": _AS_PRINTED,
    "upper_text": _CAPITALS,
    "unit": _CAPITALS,
    "item_code": _CAPITALS,
    "name": _CAPITALS,
    "place": _CAPITALS,
    "address": _CAPITALS,
    "occupation": _CAPITALS,
    "tax_office": _CAPITALS,
    "company": _CAPITALS,
    "bank": _CAPITALS,
    "postal_address": _AS_PRINTED,
    "address_block": "address on one line, perhaps with a name before it",
    "phone": _AS_PRINTED,
    "document_number": _AS_PRINTED,
    "words_of_amount": _AS_PRINTED,
    "email": "small letters",
    "nik": "16 digits",
    "npwp": "15 digits as `NN.NNN.NNN.N-NNN.NNN`, or 16 digits",
    "nsfp": "16 digits as `NNN.NNN-NN.NNNNNNNN`, or 17 digits",
    "nsfp_transaction": "2 digits",
    "nsfp_status": "2 digits",
    "nitku": "22 digits",
    "digits": "digits",
    "rt_rw": "`NNN/NNN`",
    "country": "three letters, ICAO 9303-3",
    "passport_number": "6 to 9 letters and digits",
    "licence_number": "12, 14 or 16 digits",
    "vin": "17 letters and digits, of old vehicles less",
    "serial_number": "letters and digits, without spaces",
    "plate": "`B 1234 CTH`",
    "bpkb_number": "a letter and 7 or 8 digits",
    "year": "a year from 1950 on",
    "whole_number": "a whole number",
    "account_number": "6 to 20 digits",
    "currency": "ISO 4217",
    "date": _DATE,
    "date_of_birth": _DATE,
    "period_start": _DATE,
    "period_end": _DATE,
    "month": "`YYYY-MM`",
    "nib": "13 digits",
    "kbli": "5 digits",
    "certificate_number": "capitals, without spaces",
    "ordinal": "1, 2, 3 …",
    "unit_scale": "1000, 1000000 …",
    "day": "`YYYY-MM-DD`, or `--MM-DD` where the year is not known",
    "valid_until": "`YYYY-MM-DD`, or `SEUMUR HIDUP`",
    "time": "`HH:MM:SS`, or `HH:MM`",
    "amount": "money",
    "magnitude": "money, never negative",
    "tax_amount": "money",
    "quantity": "quantity",
    "percent": "percent, 0–100",
    "discount": "percent or money, as printed",
}
"""What the value of a normaliser looks like."""

_DEFAULTS: Final = {FieldType.STRING: "text", FieldType.DATE: "date", FieldType.NUMBER: "amount"}


@dataclass(frozen=True, slots=True)
class GuidedField:
    """A field, or a column of a table.

    Attributes:
        name: On the wire.
        label: For people.
        type: Of its value.
        format: What the value looks like; empty for an enum and a table.
        example: A value; for a table its rows.
        is_required: Missing or unsure, it makes requires_review.
        is_iso_date: Every value is a whole ISO date.
        values: The only values of an enum.
        columns: Of a table.
    """

    name: str
    label: str
    type: FieldType
    format: str
    example: Any
    is_required: bool
    is_iso_date: bool
    values: tuple[str | int | float, ...]
    columns: tuple["GuidedField", ...]


@cache
def guided_fields() -> Mapping[str, tuple[GuidedField, ...]]:
    """The fields of the newest built-in template of each type, by type; without types that are read as free text."""
    types = registry.types()
    return {
        str(template.document_type_hint): _guided(template.fields, types[template.slug].examples)
        for template in registry.newest_versions()
        if template.fields
    }


def type_of_fields(template_id: str | None) -> str:
    """Whose fields an extraction has: the type of the built-in template that made it, or ``custom`` for any other template."""
    versions: list[Template] = registry.versions_of(template_id) if template_id else []
    return str(versions[0].document_type_hint) if versions else CUSTOM


CUSTOM: Final = "custom"
"""The type of fields that a template of an organisation defines."""


def _guided(fields: tuple[TemplateField, ...], examples: Mapping[str, Any]) -> tuple[GuidedField, ...]:
    return tuple(_field(field, examples.get(field.name)) for field in fields if not field.internal)


def _field(field: TemplateField, example: Any) -> GuidedField:  # noqa: ANN401 - any JSON value
    normaliser = field.normaliser or _DEFAULTS.get(field.type, "")
    form = FORMATS.get(normaliser, "")
    return GuidedField(
        name=field.name,
        label=field.label,
        type=field.type,
        format="" if field.type in {FieldType.ENUM, FieldType.ARRAY} else form,
        example=example,
        is_required=field.required,
        is_iso_date=field.type is FieldType.DATE and form == _DATE,
        values=field.values,
        columns=_guided(field.items.fields, (example or [{}])[0]) if field.items else (),
    )
