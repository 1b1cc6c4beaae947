"""What a template must keep beyond its shape, and the names that it may use."""

from datetime import date

import pytest
from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from berkas.errors import TemplateError
from berkas.extraction.apply import apply_template
from berkas.extraction.checks.registry import CHECKS
from berkas.extraction.tables.row_rules import ROW_RULES
from berkas.extraction.template_rules import KNOWN_NAMES, MOST_LABELS, problems_of
from berkas.extraction.template_schema import template_schema
from berkas.model.strategies import Find, Role
from berkas.model.template import Template, TemplateDefinition
from templates_registry import registry


def definition(*fields, **more):
    wanted = fields or ({"name": "a", "label": "A"},)
    return TemplateDefinition.model_validate({"name": "CONTOH", "slug": "contoh", "fields": wanted, **more})


def finding(strategy):
    return {"name": "a", "label": "A", "find": strategy}


def table(**items):
    columns = [{"name": "c", "label": "C"}]
    return {"name": "t", "label": "T", "type": "array", "items": {"fields": columns, **items}}


@pytest.mark.parametrize("template", [t for t in registry.all_versions() if t.fields], ids=lambda t: t.slug)
def test_our_own_templates_keep_the_rules(template):
    assert problems_of(template) == {}


def gathering(what, *columns):
    fields = [{"name": name, "label": name} for name in columns]
    return definition({"name": "t", "label": "T", "type": "array", "items": {"fields": fields, "gather": what}})


ENTITIES = {"kind": "kind", "value": "value", "text": "text"}
CODE = {"kind": "code", "regex": "[A-Z]{2}", "normaliser": "text"}


@pytest.mark.parametrize(
    ("template", "path"),
    [
        (gathering({"pairs": {"key": "key", "value": "no"}}, "key"), "pairs"),
        (gathering({"pairs": {"key": "key", "value": "key"}}, "key"), "pairs"),
        (gathering({"cells": {"table": "a", "title": "b", "row": "c", "columns": ["d", "no"]}}, *"abcd"), "cells"),
        (
            gathering({"entities": ENTITIES | {"kinds": [CODE | {"normaliser": "no"}]}}, *ENTITIES),
            "entities.kinds.0.normaliser",
        ),
        (
            gathering({"entities": ENTITIES | {"kinds": [CODE | {"validator": "no"}]}}, *ENTITIES),
            "entities.kinds.0.validator",
        ),
        (gathering({"entities": ENTITIES | {"kinds": [CODE | {"unit": "no"}]}}, *ENTITIES), "entities.kinds.0.unit"),
    ],
)
def test_what_a_table_gathers_goes_into_its_columns_by_names_that_exist(template, path):
    assert list(problems_of(template)) == [f"fields.0.items.gather.{path}"]


def test_a_table_that_gathers_keeps_the_bounds_of_labels_and_patterns():
    labels = [f"LABEL {n}" for n in range(1000)]
    many = gathering({"pairs": {"key": "a", "value": "b", "labels": labels}}, "a", "b")
    other = {"label": "U", "labels": labels[:100]}
    slow = CODE | {"regex": "[a-z]{1,1000}[0-9]{1,1000}"}

    assert problems_of(many) == {}
    assert problems_of(definition(*many.fields, *({**other, "name": f"u{n}"} for n in range(6)))) != {}
    assert "must have simpler patterns" in str(
        problems_of(gathering({"entities": ENTITIES | {"kinds": [slow] * 40}}, *ENTITIES))
    )


def test_a_plain_template_has_no_problems():
    assert problems_of(definition(match=["ABCD"])) == {}


@pytest.mark.parametrize(
    ("template", "path"),
    [
        (definition({"name": "a", "label": "A", "normaliser": "no"}), "fields.0.normaliser"),
        (definition({"name": "a", "label": "A", "validator": "no"}), "fields.0.validator"),
    ],
)
def test_an_unknown_name_is_told_with_every_known_one(template, path):
    [message] = problems_of(template)[path]

    key = path.split(".")[-2 if path[-1].isdigit() else -1]
    assert message == f"must be one of: {', '.join(sorted(KNOWN_NAMES[key]))}"


@pytest.mark.parametrize(
    ("template", "path"),
    [
        (definition({"name": "a", "label": "A"}, {"name": "a", "label": "B"}), "fields.1.name"),
        (definition(table(row_start=["c", "d"])), "fields.0.items.rowStart.1"),
        (definition(table(fields=[table()])), "fields.0.items.fields.0.type"),
        (
            definition(table(fields=[{"name": "c", "label": "C"}, {"name": "c", "label": "D"}])),
            "fields.0.items.fields.1.name",
        ),
        (definition({"name": "e", "label": "E", "type": "enum", "values": ["x", "x"]}), "fields.0.values"),
        (definition({"name": "l", "label": "L", "labels": ["12", "#"]}), "fields.0.labels"),
        (definition(finding({"rate": {"of": "x"}})), "fields.0.find.rate.of"),
        (definition(finding({"beside": {"of": "x"}})), "fields.0.find.beside.of"),
        (definition(finding({"lineBelow": {"of": "t"}}), table()), "fields.0.find.lineBelow.of"),
        (definition(finding({"following": {"after": "x", "part": "rest"}})), "fields.0.find.following.after"),
        (definition(finding({"columnTotal": {"column": "d"}}), table()), "fields.0.find.columnTotal.column"),
        (
            definition(finding({"rate": {"of": "b"}}), {"name": "b", "label": "B", "find": {"numbered": {}}}),
            "fields.0.find.rate.of",
        ),
        (
            definition(table(fields=[{"name": "c", "label": "C", "find": {"numbered": {}}}])),
            "fields.0.items.fields.0.find",
        ),
        (definition(match=["PT 1"]), "match.0"),
        (definition(checks=[{"rate": {"base": "a", "rate": "a", "equals": "b"}}]), "checks.0"),
        (definition(table(), checks=[{"rate": {"base": "t", "rate": "t", "equals": "t"}}]), "checks.0"),
        (definition(checks=[{"codeAgrees": {"pattern": "(?P<b>x)"}}]), "checks.0"),
        (definition(checks=[{"codeAgrees": {"pattern": "(?P<a>x)", "ends": ["b"]}}]), "checks.0"),
        (definition(checks=[{"codeAgrees": {"pattern": "(x)"}}]), "checks.0.codeAgrees.pattern"),
        (definition(checks=[{"columnSum": {"table": "a", "column": "c", "equals": ["a"]}}]), "checks.0"),
        (
            definition(table(), checks=[{"product": {"table": "t", "factors": ["c", "d"], "equals": "c"}}]),
            "checks.0",
        ),
        (definition(table(rules=[{"numberedInOrder": {"number": "d"}}])), "fields.0.items.rules.0"),
        (
            definition(table(rules=[{"datesOfPeriod": {"columns": ["c"], "start": "x", "end": "t"}}])),
            "fields.0.items.rules.0",
        ),
        (
            definition(*({"name": f"f{n}", "label": "L", "labels": ["AA"] * 50} for n in range(MOST_LABELS // 50 + 1))),
            "fields",
        ),
    ],
)
def test_what_cannot_work_is_told_where_it_stands(template, path):
    assert list(problems_of(template)) == [path]


def test_patterns_that_are_large_together_are_refused_and_one_of_them_is_not():
    large = [{"name": f"f{n}", "label": "L", "regex": f"(.{{1,200}}){{4}}{n}"} for n in range(14)]

    assert problems_of(definition(large[0], {"name": "p", "label": "P", "regex": r"\pL[\pL .'-]{2,40}"})) == {}
    assert list(problems_of(definition(*large))) == ["fields"]


def test_searching_a_large_pattern_writes_nothing_of_it_anywhere(capfd, page_of):
    template = Template(
        id="tpl_x",
        version=1,
        name="x",
        slug="x",
        fields=definition({"name": "a", "label": "Nama", "regex": r"(?i)(\pL[\pL .'-]{2,55}\pL)$"}).fields,
    )

    result = apply_template(template, [page_of("Nama : " + "a" * 70 + "!")], threshold=70, today=date(2026, 1, 1))

    assert result.fields[0].value is None
    assert capfd.readouterr().err == ""


def test_a_template_without_fields_is_none():
    assert problems_of(TemplateDefinition(name="x", slug="x")) == {"fields": ["must hold at least one field"]}


@pytest.mark.parametrize("pattern", ["(a", "(?=a)", r"(a)\1", "((a{100}){100}){100}", "a" * 501, ""])
def test_a_pattern_that_is_not_linear_or_too_large_is_no_pattern(pattern):
    with pytest.raises(ValidationError):
        definition({"name": "a", "label": "A", "regex": pattern})


def test_a_refused_pattern_is_written_nowhere_by_the_engine(capfd):
    with pytest.raises(ValidationError):
        definition({"name": "a", "label": "A", "regex": "(RAHASIA"})

    assert capfd.readouterr().err == ""


def test_a_stored_definition_of_another_release_is_a_template_error():
    with pytest.raises(TemplateError):
        Template.of("tpl_x", 1, {"name": "x", "slug": "x", "from_the_future": True})


def test_a_stored_definition_is_read_in_the_names_of_the_wire():
    stored = definition({"name": "a", "label": "A", "requireConfidenceAbove": 80}).model_dump(
        mode="json", by_alias=True
    )

    template = Template.of("tpl_x", 3, stored)

    assert (template.id, template.version, template.fields[0].require_confidence_above) == ("tpl_x", 3, 80)


def test_the_schema_lists_every_name():
    schema = template_schema()
    field = schema["$defs"]["TemplateField"]["properties"]

    assert {choice["enum"][0] for choice in field["validator"]["anyOf"] if "enum" in choice} == {
        min(KNOWN_NAMES["validator"])
    }
    assert set(schema["$defs"]["Find"]["properties"]) == {to_camel(name) for name in Find.model_fields}
    assert set(schema["$defs"]["Role"]["enum"]) == set(Role)
    assert "otherLabels" in schema["properties"]
    assert {to_camel(name) for name in CHECKS} == set(schema["$defs"]["Check"]["properties"])
    assert {to_camel(name) for name in ROW_RULES} == set(schema["$defs"]["RowRule"]["properties"])


@pytest.mark.parametrize(
    "check",
    [
        "running_balance",
        {},
        {"no": {}},
        {"rate": {"base": "a", "rate": "a"}},
        {"rate": {"base": "a", "rate": "a", "equals": "a", "more": 1}},
        {"rate": {"base": "a", "rate": "a", "equals": "a"}, "leastAge": {"born": "a", "later": "a", "years": 3}},
        {"product": {"table": "t", "factors": ["c"], "equals": "c"}},
        {"codeAgrees": {"pattern": "(?P<a>x"}},
        {"codeAgrees": {"pattern": "(?P<a>x)", "severity": "info"}},
    ],
)
def test_a_check_is_one_rule_with_its_arguments(check):
    with pytest.raises(ValidationError):
        definition(checks=[check])


@pytest.mark.parametrize(
    "find",
    [
        "numbered",
        {},
        {"no": {}},
        {"party": {"role": "total", "part": "name"}},
        {"party": {"role": "issuer"}},
        {"sum": {"role": "issuer"}},
        {"rate": {"of": "a", "more": 1}},
        {"numbered": {}, "days": {}},
        {"dated": {"part": "date", "fromX": 2}},
    ],
)
def test_a_field_is_found_by_one_strategy_with_its_arguments(find):
    with pytest.raises(ValidationError):
        definition(finding(find))


def test_a_strategy_is_written_as_it_was_given():
    given = {"party": {"role": "recipient", "part": "taxId"}}
    with pytest.raises(ValidationError):  # names of values are those of the model
        definition(finding(given))
    given["party"]["part"] = "tax_id"

    stored = definition(finding(given)).model_dump(mode="json", by_alias=True)

    assert stored["fields"][0]["find"] == given
    assert Template.of("tpl_x", 1, stored).fields[0].meaning is Role.RECIPIENT


def test_labels_of_no_field_count_among_the_labels_of_a_template():
    labels = [f"LABEL {n}" for n in range(300)]
    fields = [{"name": f"f{n}", "label": "L", "labels": ["AA"] * 100} for n in range(MOST_LABELS // 100 - 2)]

    assert problems_of(definition(*fields)) == {}
    assert list(problems_of(definition(*fields, otherLabels=labels))) == ["fields"]


def test_a_check_is_written_as_it_was_given():
    given = {"columnSum": {"table": "t", "column": "c", "equals": ["a"], "exact": True}}
    stored = definition(table(), {"name": "a", "label": "A"}, checks=[given]).model_dump(mode="json", by_alias=True)

    assert stored["checks"] == [given]
    assert Template.of("tpl_x", 1, stored).checks[0].kind == "column_sum"
