"""The built-in templates: YAML files in ``definitions/<slug>/v<version>.yaml``, each version immutable once it was released."""

from functools import cache
from importlib import resources

from pydantic import ValidationError

from berkas.errors import TemplateNotFound
from berkas.extraction.template_rules import problems_of
from berkas.model.document_types import DocumentType
from berkas.model.template import Template
from templates_registry import label_lists
from templates_registry.data_files import DataFile, problems_in


@cache
def all_versions() -> tuple[Template, ...]:
    """Every version of every built-in template, by slug and version."""
    found = []
    for folder in resources.files("templates_registry").joinpath("definitions").iterdir():
        for file in folder.iterdir() if folder.is_dir() else ():
            if file.name.endswith(".yaml"):
                found.append(parsed(f"{folder.name}/{file.name}", file.read_text(encoding="utf-8")))
    return tuple(sorted(found, key=lambda template: (template.slug, template.version)))


@cache
def shared_labels() -> label_lists.Vocabulary:
    """The labels that built-in templates share."""
    return label_lists.load(resources.files("templates_registry").joinpath("vocabulary"))


def parsed(name: str, content: str) -> Template:
    """The template in a file, with every name that it uses checked.

    Args:
        name: Of the file, for messages.
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
    # the templates of what is read as free text have no fields
    wrong = problems_of(template) if template.fields else {}
    if wrong:
        raise file.refusal((path, message) for path, messages in wrong.items() for message in messages)
    return template


def latest(document_type: DocumentType) -> Template:
    """The newest template of a type; a type that has none yet is read as free text."""
    for template in reversed(all_versions()):
        if template.document_type_hint is document_type:
            return template
    return latest(DocumentType.GENERIC_OCR)


def newest_versions() -> list[Template]:
    """The newest version of every built-in template, by slug."""
    return list({template.slug: template for template in all_versions()}.values())


def versions_of(template_id: str) -> list[Template]:
    """Every version of a built-in template, newest first; none when it is no built-in one."""
    return [template for template in reversed(all_versions()) if template.id == template_id]


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
