"""What a template must keep beyond its shape: names that exist, names that differ, phrases that can be found, bounds.

Built-in templates keep it, too; what an organisation sends is checked when it comes in, so that a run never meets it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from berkas.extraction.checks.registry import CHECKS, VALIDATORS
from berkas.extraction.propose.finders import FINDERS
from berkas.extraction.tables.row_rules import ROW_RULES
from berkas.layout.folding import fold
from berkas.model.template import TemplateDefinition, TemplateField, compiled
from berkas.values.normalise import NORMALISERS

KNOWN_NAMES: Final[Mapping[str, Collection[str]]] = {
    "normaliser": NORMALISERS,
    "validator": VALIDATORS,
    "finder": FINDERS,
    "rules": ROW_RULES,
    "checks": CHECKS,
}
"""By the key of a template, the names that it may hold."""

MOST_LABELS: Final = 1000
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
    yield from _names(definition.checks, "checks", "checks")
    for index, phrase in enumerate(definition.match):
        if len(fold(phrase)) < LEAST_PHRASE_LETTERS:
            yield f"match.{index}", f"must hold at least {LEAST_PHRASE_LETTERS} letters"
    if _label_count(definition.fields) > MOST_LABELS:
        yield "fields", f"must have at most {MOST_LABELS} labels together"
    if _pattern_steps(definition.fields) > MOST_PATTERN_STEPS:
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
    for key in ("normaliser", "validator", "finder"):
        name = getattr(field, key)
        if name is not None:
            yield from _name(name, key, f"{here}.{key}")
    if len(set(field.values)) < len(field.values):
        yield f"{here}.values", "must differ from each other"
    # labels without letters are never found
    if field.labels and not any(map(fold, field.labels)):
        yield f"{here}.labels", "must hold letters"
    if field.items is None:
        return
    columns = {column.name for column in field.items.fields}
    yield from _fields(field.items.fields, f"{here}.items.fields")
    for index, column in enumerate(field.items.fields):
        if column.items is not None:
            yield f"{here}.items.fields.{index}.type", "must not be array: a table holds no tables"
    for index, name in enumerate(field.items.row_start):
        if name not in columns:
            yield f"{here}.items.rowStart.{index}", "is not the name of a column"
    yield from _names(field.items.rules, "rules", f"{here}.items.rules")


def _names(names: Sequence[str], key: str, path: str) -> Iterator[Problem]:
    for index, name in enumerate(names):
        yield from _name(name, key, f"{path}.{index}")


def _name(name: str, key: str, path: str) -> Iterator[Problem]:
    if name not in KNOWN_NAMES[key]:
        yield path, f"must be one of: {', '.join(sorted(KNOWN_NAMES[key]))}"


def _label_count(fields: Sequence[TemplateField]) -> int:
    count = 0
    for field in fields:
        count += len(field.labels)
        if field.items is not None:
            count += len(field.items.stop_labels) + len(field.items.skip_labels) + _label_count(field.items.fields)
    return count


def _pattern_steps(fields: Sequence[TemplateField]) -> int:
    steps = 0
    for field in fields:
        if field.regex is not None:
            steps += compiled(field.regex).programsize
        if field.items is not None:
            steps += _pattern_steps(field.items.fields)
    return steps
