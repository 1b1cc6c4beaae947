"""What an analyst may write: the types of the template, every mistake at once."""

import pytest

from berkas.corrections.typed_values import MOST_ROWS, mistakes, names_of
from berkas.model.template import FieldType, ItemSchema, TemplateField

COLUMNS = (
    TemplateField(name="day", label="Day", type=FieldType.DATE),
    TemplateField(name="amount", label="Amount", type=FieldType.NUMBER),
    TemplateField(name="mark", label="Mark", internal=True),
)
SCHEMA = (
    TemplateField(name="name", label="Name"),
    TemplateField(name="born", label="Born", type=FieldType.DATE),
    TemplateField(name="total", label="Total", type=FieldType.NUMBER),
    TemplateField(name="kind", label="Kind", type=FieldType.ENUM, values=("WNI", "WNA", 1)),
    TemplateField(name="lines", label="Lines", type=FieldType.ARRAY, items=ItemSchema(fields=COLUMNS)),
    TemplateField(name="hidden", label="Hidden", internal=True),
)


def test_values_of_the_right_types_are_taken() -> None:
    given = {
        "name": "CONTOH",
        "born": "2024-02-29",
        "total": -12.5,
        "kind": "WNI",
        "lines": [{"day": "2026-01-01", "amount": 0}, {"amount": None}, {}],
    }

    assert mistakes(SCHEMA, given) == {}


def test_every_field_and_table_can_be_emptied() -> None:
    assert mistakes(SCHEMA, dict.fromkeys(("name", "born", "total", "kind", "lines"))) == {}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("name", 7, "must be text"),
        ("name", ["a"], "must be text"),
        ("name", "x" * 10_001, "must be at most 10000 characters"),
        ("name", "a\x00b", "must not contain NUL characters"),
        ("born", "01-02-2024", "must be a date as YYYY-MM-DD"),
        ("born", "2024-02-30", "is not a day of the calendar"),
        ("born", "2024-W01-1", "must be a date as YYYY-MM-DD"),
        ("born", 20240201, "must be a date as YYYY-MM-DD"),
        ("total", "12", "must be a number"),
        ("total", True, "must be a number"),
        ("total", float("inf"), "must be a number of at most 18 digits"),
        ("total", 10**4000, "must be a number of at most 18 digits"),
        ("total", -(10**18), "must be a number of at most 18 digits"),
        ("kind", "wni", "must be one of: WNI, WNA, 1"),
        ("kind", True, "must be one of: WNI, WNA, 1"),
        ("kind", ["WNI"], "must be one of: WNI, WNA, 1"),
        ("lines", {"day": "2026-01-01"}, "must be a list of objects"),
        ("lines", [["2026-01-01"]], "must be a list of objects"),
        ("lines", [{}] * (MOST_ROWS + 1), "must have at most 5000 rows"),
        ("colour", "red", "is not a field of this type"),
        ("hidden", "x", "is not a field of this type"),
    ],
)
def test_a_value_of_another_type_is_told(name, value, message) -> None:
    assert mistakes(SCHEMA, {name: value}) == {f"fields.{name}": [message]}


def test_mistakes_of_a_table_name_row_and_column() -> None:
    given = {"lines": [{"day": "2026-01-01"}, {"day": "soon", "amount": "7", "mark": "D", "x\x1b": 1}]}

    assert mistakes(SCHEMA, given) == {
        "fields.lines[1].day": ["must be a date as YYYY-MM-DD"],
        "fields.lines[1].amount": ["must be a number"],
        "fields.lines[1].mark": ["is not a field of this type"],
        "fields.lines[1].x": ["is not a field of this type"],
    }


def test_what_only_rules_use_is_no_field_of_a_result() -> None:
    assert names_of(SCHEMA) == ("name", "born", "total", "kind", "lines")
