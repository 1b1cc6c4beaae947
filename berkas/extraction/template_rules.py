"""What a template must keep beyond its shape: names that exist, names that differ, phrases that can be found, bounds.

Built-in templates keep it, too; what an organisation sends is checked when it comes in, so that a run never meets it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from pydantic.alias_generators import to_camel

from berkas.extraction.checks.registry import VALIDATORS
from berkas.layout.folding import fold
from berkas.model import gathering, rules, strategies
from berkas.model.gathering import Gather
from berkas.model.patterns import compiled
from berkas.model.rules import Check
from berkas.model.strategies import Find
from berkas.model.template import FieldType, ItemSchema, TemplateDefinition, TemplateField
from berkas.values.normalise import NORMALISERS

KNOWN_NAMES: Final[Mapping[str, Collection[str]]] = {
    "normaliser": NORMALISERS,
    "validator": VALIDATORS,
}
"""By the key of a template, the names that it may hold."""

MOST_LABELS: Final = 1500
"""Labels of a whole template: each is compared with every line of a document, half a millisecond for a dense page."""

MOST_PATTERN_STEPS: Final = 100_000
"""Of all patterns of a template, as the engine counts what they are compiled into: on a line made to be slow all of them together
took 0.1 s, on usual lines less than a thirtieth of that."""

LEAST_PHRASE_LETTERS: Final = 4
"""A phrase of fewer letters stands in too many documents to tell any."""

Problem = tuple[str, str]
"""Path as on the wire, such as ``fields.3.regex``, and what is wrong there."""


def problems_of(definition: TemplateDefinition) -> dict[str, list[str]]:
    """Everything that is wrong with a well-formed template, by path; empty when it can be applied."""
    found: dict[str, list[str]] = {}
    for path, message in _problems(definition):
        found.setdefault(path, []).append(message)
    return found


def _problems(definition: TemplateDefinition) -> Iterator[Problem]:
    if not definition.fields:
        yield "fields", "must hold at least one field"
    yield from _fields(definition.fields, "fields")
    plain = {field.name for field in definition.fields if field.type is not FieldType.ARRAY}
    tables = {field.name: field.items for field in definition.fields if field.items is not None}
    for index, check in enumerate(definition.checks):
        yield from _check(check, f"checks.{index}", plain, tables)
    columns = {column.name for items in tables.values() for column in items.fields}
    for index, field in enumerate(definition.fields):
        if field.find is not None:
            yield from _strategy(
                field.find, f"fields.{index}.find", {one.name: one for one in definition.fields}, columns
            )
        if field.items is not None:
            yield from _row_rules(field.items, f"fields.{index}.items.rules", plain)
    for index, phrase in enumerate(definition.match):
        if len(fold(phrase)) < LEAST_PHRASE_LETTERS:
            yield f"match.{index}", f"must hold at least {LEAST_PHRASE_LETTERS} letters"
    if _label_count(definition.fields) + len(definition.other_labels) > MOST_LABELS:
        yield "fields", f"must have at most {MOST_LABELS} labels together"
    steps = _pattern_steps(definition.fields) + sum(_steps_of_check(check) for check in definition.checks)
    if steps > MOST_PATTERN_STEPS:
        yield "fields", "must have simpler patterns: fewer repetitions, [A-Za-z] in place of classes of Unicode"


def _fields(fields: Sequence[TemplateField], path: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, field in enumerate(fields):
        here = f"{path}.{index}"
        if field.name in seen:
            yield f"{here}.name", "is the name of an earlier field"
        seen.add(field.name)
        yield from _field(field, here)


def _field(field: TemplateField, here: str) -> Iterator[Problem]:
    for key in ("normaliser", "validator"):
        name = getattr(field, key)
        if name is not None:
            yield from _name(name, key, f"{here}.{key}")
    if len(set(field.values)) < len(field.values):
        yield f"{here}.values", "must differ from each other"
    # labels without letters are never found
    if field.labels and not any(map(fold, field.labels)):
        yield f"{here}.labels", "must hold letters"
    if field.items is not None:
        yield from _table(field.items, f"{here}.items")


def _table(items: ItemSchema, here: str) -> Iterator[Problem]:
    columns = {column.name for column in items.fields}
    yield from _fields(items.fields, f"{here}.fields")
    for index, column in enumerate(items.fields):
        if column.find is not None:
            yield f"{here}.fields.{index}.find", "must not be given: a column is found by its headings and its cells"
        if column.items is not None:
            yield f"{here}.fields.{index}.type", "must not be array: a table holds no tables"
    if items.titles and not {FieldType.STRING, FieldType.NUMBER} <= {column.type for column in items.fields}:
        yield f"{here}.titles", "need a column of text and a column of numbers"
    for index, name in enumerate(items.row_start):
        if name not in columns:
            yield f"{here}.rowStart.{index}", "is not the name of a column"
    if items.gather is not None:
        yield from _gather(items.gather, columns, f"{here}.gather.{items.gather.kind}")
    if items.grids is not None:
        names = (items.grids.number, *(name for own in items.grids.further for name in own))
        yield from ((f"{here}.grids", f"{name} is not the name of a column") for name in _unknown(names, columns))


def _gather(gather: Gather, columns: Collection[str], here: str) -> Iterator[Problem]:
    """Names in the arguments of what gathers that do not exist, or stand twice."""
    named = list(gathering.columns_of(gather))
    yield from ((here, f"{name} is not the name of a column") for name in _unknown(named, columns))
    if len(set(named)) < len(named):
        yield here, "must name each column once"
    for index, kind in enumerate(gather.entities.kinds if gather.entities is not None else ()):
        yield from _name(kind.normaliser, "normaliser", f"{here}.kinds.{index}.normaliser")
        for key, known in (("validator", "validator"), ("unit", "normaliser")):
            name = getattr(kind, key)
            if name is not None:
                yield from _name(name, known, f"{here}.kinds.{index}.{key}")


def _check(check: Check, here: str, plain: Collection[str], tables: Mapping[str, ItemSchema]) -> Iterator[Problem]:
    """Names in the arguments of a check that the template does not have, and a pattern that names none."""
    if check.code_agrees is not None and not check.code_agrees.groups:
        yield f"{here}.codeAgrees.pattern", "must have a group named after a field"
    table = rules.table_of(check)
    if table is not None and table not in tables:
        yield here, f"{table} is not the name of a table"
        return
    columns = {column.name for column in tables[table].fields} if table else set()
    yield from (
        (here, f"{name} is not the name of a column") for name in _unknown(rules.columns_of_check(check), columns)
    )
    yield from ((here, f"{name} is not the name of a field") for name in _unknown(rules.fields_of_check(check), plain))


def _strategy(
    find: Find, here: str, fields: Mapping[str, TemplateField], columns: Collection[str]
) -> Iterator[Problem]:
    """Names in the arguments of a strategy that the template does not have, or that lead nowhere."""
    path = f"{here}.{to_camel(find.kind)}"
    for argument, name in strategies.fields_of_find(find):
        if name not in fields or fields[name].type is FieldType.ARRAY:
            yield f"{path}.{argument}", f"{name} is not the name of a field"
        elif argument == "of" and not fields[name].anchors:
            yield f"{path}.{argument}", f"{name} has no labels"
    table = strategies.table_of_find(find)
    items = fields[table].items if table is not None and table in fields else None
    if table is not None and items is None:
        yield f"{path}.table", f"{table} is not the name of a table"
    column = strategies.column_of_find(find)
    known = columns if items is None else {one.name for one in items.fields}
    if column is not None and column not in known:
        yield f"{path}.column", f"{column} is not the name of a column"


def _row_rules(items: ItemSchema, path: str, plain: Collection[str]) -> Iterator[Problem]:
    """Names in the arguments of rules of rows that the template does not have."""
    columns = {column.name for column in items.fields}
    for index, rule in enumerate(items.rules):
        here = f"{path}.{index}"
        yield from ((here, f"{name} is not the name of a column") for name in _unknown(rules.columns_of(rule), columns))
        yield from (
            (here, f"{name} is not the name of a field") for name in _unknown(rules.fields_of_rule(rule), plain)
        )


def _unknown(names: Iterable[str], known: Collection[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name not in known]


def _name(name: str, key: str, path: str) -> Iterator[Problem]:
    if name not in KNOWN_NAMES[key]:
        yield path, f"must be one of: {', '.join(sorted(KNOWN_NAMES[key]))}"


def _label_count(fields: Sequence[TemplateField]) -> int:
    count = 0
    for field in fields:
        count += len(field.labels)
        if field.items is not None:
            count += (
                len(field.items.titles)
                + len(field.items.stop_labels)
                + len(field.items.skip_labels)
                + (len(field.items.gather.pairs.labels) if field.items.gather and field.items.gather.pairs else 0)
                + _label_count(field.items.fields)
            )
    return count


def _steps_of_check(check: Check) -> int:
    return compiled(check.code_agrees.pattern).programsize if check.code_agrees is not None else 0


def _pattern_steps(fields: Sequence[TemplateField]) -> int:
    steps = 0
    for field in fields:
        if field.regex is not None:
            steps += compiled(field.regex).programsize
        if field.items is not None:
            steps += _pattern_steps(field.items.fields)
            entities = field.items.gather.entities if field.items.gather is not None else None
            steps += sum(compiled(kind.regex).programsize for kind in (entities.kinds if entities is not None else ()))
    return steps
