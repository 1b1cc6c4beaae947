"""The built-in templates: YAML files in ``definitions/<slug>/v<version>.yaml``, each version immutable once it was released."""

from functools import cache
from importlib import resources

import yaml

from berkas.errors import TemplateNotFound
from berkas.extraction.template_rules import problems_of
from berkas.model.document_types import DocumentType
from berkas.model.template import Template


@cache
def all_versions() -> tuple[Template, ...]:
    """Every version of every built-in template, by slug and version."""
    found = []
    for folder in resources.files("templates_registry").joinpath("definitions").iterdir():
        for file in folder.iterdir() if folder.is_dir() else ():
            if file.name.endswith(".yaml"):
                found.append(parsed(f"{folder.name}/{file.name}", file.read_text(encoding="utf-8")))
    return tuple(sorted(found, key=lambda template: (template.slug, template.version)))


def parsed(file: str, content: str) -> Template:
    """The template in a file, with every name that it uses checked.

    Raises:
        ValueError: It says something that cannot be applied; the message names file and path.
    """
    template = Template.model_validate(yaml.safe_load(content))
    # the templates of what is read as free text have no fields
    problems = problems_of(template) if template.fields else {}
    if problems:
        wrong = "; ".join(f"{path}: {message}" for path, messages in problems.items() for message in messages)
        message = f"{file}: {wrong}"
        raise ValueError(message)
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
