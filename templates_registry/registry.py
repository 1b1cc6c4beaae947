"""The built-in types and templates: ``definitions/<type>/type.yaml`` and ``v<version>.yaml`` beside it.

Each version of a template is immutable once it was released. A type that has no template yet is read as free text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final, NoReturn

from pydantic import ValidationError

from berkas.errors import TemplateNotFound
from berkas.extraction.classify import Classifier
from berkas.extraction.identity import IdentityRule
from berkas.extraction.template_rules import problems_of
from berkas.model.document_types import DocumentType
from berkas.model.template import FieldType, Template, TemplateField
from berkas.model.type_definition import Fallback
from templates_registry import document_types, label_lists
from templates_registry.data_files import DataFile, Problem, problems_in
from templates_registry.document_types import Types

_COMPANY: Final = "company"
"""Normaliser of names of companies, which are compared without their legal forms."""

_TAX_NUMBER: Final = "npwp"
"""Normaliser of tax numbers, of which fifteen digits are one with sixteen."""


@dataclass(frozen=True, slots=True)
class Registry:
    """Types and their templates.

    Attributes:
        types: By name, in the order of lists.
        templates: Every version, by slug and version.
        classifier: Tells the types apart.
    """

    types: Types
    templates: tuple[Template, ...]
    classifier: Classifier

    def latest(self, document_type: DocumentType) -> Template:
        """The newest template of a type; a type that has none yet is read as free text."""
        for template in reversed(self.templates):
            if template.document_type_hint == document_type:
                return template
        return self.latest(next(name for name, one in self.types.items() if one.fallback is Fallback.TEXT))


def load(definitions: Traversable) -> Registry:
    """The types and templates of a folder of definitions.

    Args:
        definitions: A folder for each type, named like it, with ``type.yaml`` and the versions of its template. Labels may refer
            to the built-in vocabulary.

    Raises:
        ValueError: Something cannot be applied; the message names file, path and line.
    """
    types = document_types.load(definitions)
    if not any(_versions(definitions.joinpath(name)) for name, one in types.items() if one.fallback is Fallback.TEXT):
        message = f"{definitions.name}: the type with fallback {Fallback.TEXT} needs a template"
        raise ValueError(message)
    templates = [parsed(file.name, file.text) for name in types for file in _versions(definitions.joinpath(name))]
    _check_ids(templates)
    _check_examples(types, templates)
    _check_identities(types, templates)
    _check_subjects(types, templates)
    ordered = tuple(sorted(templates, key=lambda template: (template.slug, template.version)))
    return Registry(types, ordered, Classifier(types.values()))


@cache
def built_in() -> Registry:
    """The types and templates of this release."""
    return load(document_types.definitions())


@cache
def shared_labels() -> label_lists.Vocabulary:
    """The labels that built-in templates share."""
    return label_lists.load(resources.files("templates_registry").joinpath("vocabulary"))


def parsed(name: str, content: str) -> Template:
    """The template in a file, with every name that it uses checked.

    Args:
        name: Folder and name of the file: ``<type>/v<version>.yaml``.
        content: YAML; labels may refer to the vocabulary.

    Raises:
        ValueError: It says something that cannot be applied; the message names file, path and line.
    """
    file = DataFile(name, content)
    said, problems = label_lists.resolved(file.content(), shared_labels())
    if problems:
        raise file.refusal(problems)
    try:
        template = Template.model_validate(said)
    except ValidationError as error:
        raise file.refusal(problems_in(error)) from None
    problems = list(_problems(template, name))
    if problems:
        raise file.refusal(problems)
    return template


def types() -> Types:
    """The types of this release by name, checked together with their templates."""
    return built_in().types


def classifier() -> Classifier:
    """Tells the types of this release apart; made once."""
    return built_in().classifier


def all_versions() -> tuple[Template, ...]:
    """Every version of every built-in template, by slug and version."""
    return built_in().templates


def latest(document_type: DocumentType) -> Template:
    """The newest template of a type; a type that has none yet is read as free text."""
    return built_in().latest(document_type)


def newest_versions() -> list[Template]:
    """The newest version of every built-in template, by slug."""
    return list({template.slug: template for template in all_versions()}.values())


def versions_of(template_id: str) -> list[Template]:
    """Every version of a built-in template, newest first; none when it is no built-in one."""
    return [template for template in reversed(all_versions()) if template.id == template_id]


@cache
def free_text_templates() -> frozenset[str]:
    """Ids of the templates of types without fields of their own."""
    return frozenset(one.id for one in all_versions() if one.slug in document_types.free_text())


def is_built_in(template_id: str) -> bool:
    """Whether an id is that of a built-in template."""
    return bool(versions_of(template_id))


def get(template_id: str, version: int | None = None) -> Template:
    """A template by its id, in its newest version when none is named.

    Raises:
        TemplateNotFound: No such template or version.
    """
    for template in reversed(all_versions()):
        if template.id == template_id and version in (None, template.version):
            return template
    raise TemplateNotFound


def identity_of(document_type: DocumentType) -> IdentityRule | None:
    """Which fields identify a document of a type; None where none do."""
    return _identities().get(document_type)


@cache
def _identities() -> Mapping[DocumentType, IdentityRule]:
    found = {}
    for name, one in types().items():
        if one.identity is not None:
            fields = latest(name).fields
            companies, tax_numbers = (
                frozenset(field.name for field in fields if field.normaliser == kind)
                for kind in (_COMPANY, _TAX_NUMBER)
            )
            found[name] = IdentityRule(one.identity.of, one.identity.apart, companies, tax_numbers)
    return found


@cache
def fields_of_subjects() -> frozenset[str]:
    """Names of all fields and tables in which documents of any type state something of a person or company."""
    found: set[str] = set()
    for one in types().values():
        for subject in one.subjects:
            found |= {subject.table} if subject.table else set(subject.states.values())
            found |= set(subject.shared.values())
    return frozenset(found)


def _versions(folder: Traversable) -> list[DataFile]:
    """The files of a type's template."""
    return [
        DataFile(f"{folder.name}/{file.name}", file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".yaml") and file.name != document_types.FILE
    ]


def _problems(template: Template, name: str) -> Iterator[Problem]:
    folder, _, file = name.rpartition("/")
    for key, value in (("slug", template.slug), ("documentTypeHint", template.document_type_hint)):
        if value != folder:
            yield key, f"must be {folder}, as its folder"
    if file != f"v{template.version}.yaml":
        yield "version", f"must be that of the name of its file, {file}"
    # the templates of what is read as free text have no fields
    found = problems_of(template) if template.fields else {}
    yield from ((path, message) for path, messages in found.items() for message in messages)


def _check_ids(templates: list[Template]) -> None:
    """Versions of a template share an id, and no two templates do."""
    slugs: dict[str, str] = {}
    ids: dict[str, str] = {}
    for one in templates:
        if slugs.setdefault(one.id, one.slug) != one.slug or ids.setdefault(one.slug, one.id) != one.id:
            message = (
                f"{one.slug}/v{one.version}.yaml: id: {one.id} must be that of all versions of one template (line 1)"
            )
            raise ValueError(message)


def _check_examples(types: Types, templates: list[Template]) -> None:
    """Examples are of fields that some version of the type's template has."""
    for name, one in types.items():
        fields = {field.name for template in templates if template.slug == name for field in template.fields}
        for example in one.examples:
            if example not in fields:
                message = f"{name}/{document_types.FILE}: examples.{example}: is not the name of a field"
                raise ValueError(message)


def _check_identities(types: Types, templates: list[Template]) -> None:
    """What identifies a document is a field of the newest template of its type, no table, and named once."""
    for name, one in types.items():
        if one.identity is None:
            continue
        plain = _plain(_newest_fields(name, templates))
        named = [*one.identity.of, *one.identity.apart]
        for field in named:
            place = "of" if field in one.identity.of else "apart"
            if field not in plain or named.count(field) > 1:
                what = "is named twice" if field in plain else "is not the name of a field"
                _refuse(f"{name}: identity.{place}: {field} {what}")


def _check_subjects(types: Types, templates: list[Template]) -> None:
    """What states something of somebody is a field of the newest template, or a column of the table that is named."""
    for name, one in types.items():
        fields = _newest_fields(name, templates)
        for index, subject in enumerate(one.subjects):
            tables = {field.name: field.items.fields for field in fields if field.items is not None}
            if subject.table is not None and subject.table not in tables:
                _refuse(f"{name}: subjects.{index}.table: {subject.table} is not the name of a table")
            if subject.shared and subject.table is None:
                _refuse(f"{name}: subjects.{index}.shared: belongs to a table")
            columns = {column.name for column in tables[subject.table]} if subject.table else _plain(fields)
            for key, stated, known in (
                ("states", subject.states, columns),
                ("shared", subject.shared, _plain(fields)),
            ):
                for field in stated.values():
                    if field not in known:
                        _refuse(f"{name}: subjects.{index}.{key}: {field} is not the name of a field")


def _refuse(problem: str) -> NoReturn:
    name, _, said = problem.partition(": ")
    message = f"{name}/{document_types.FILE}: {said}"
    raise ValueError(message)


def _newest_fields(slug: str, templates: list[Template]) -> tuple[TemplateField, ...]:
    newest = max((one for one in templates if one.slug == slug), key=lambda one: one.version, default=None)
    return newest.fields if newest is not None else ()


def _plain(fields: tuple[TemplateField, ...]) -> set[str]:
    return {field.name for field in fields if field.type is not FieldType.ARRAY}
