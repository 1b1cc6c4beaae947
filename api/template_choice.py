"""Which template a request means: a built-in one, or a published one of the organisation."""

from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from berkas.errors import TemplateNotFound
from berkas.extraction.checks.run import TemplateRules
from berkas.model.document_types import DocumentType
from berkas.model.rules import Check
from berkas.model.template import TemplateField
from berkas.refusals import Conflict, RuleViolation
from tables.queries import templates
from templates_registry import document_types, registry

_FIELDS: TypeAdapter[tuple[TemplateField, ...]] = TypeAdapter(tuple[TemplateField, ...])
_CHECKS: TypeAdapter[tuple[Check, ...]] = TypeAdapter(tuple[Check, ...])


@dataclass(frozen=True, slots=True)
class ChosenTemplate:
    """A template in the version that is published now.

    Attributes:
        id: tpl_…
        version: From 1.
        type: What it reads; None for any type.
    """

    id: str
    version: int
    type: DocumentType | None


async def choose(organisation_id: str, template_id: str) -> ChosenTemplate:
    """The template of an id.

    Raises:
        TemplateNotFound: Neither built in nor the organisation's.
        RuleViolation: The organisation's, but inactive or without a published version.
    """
    try:
        built_in = registry.get(template_id)
    except TemplateNotFound:
        return await _own(organisation_id, template_id)
    return ChosenTemplate(template_id, built_in.version, _specific(built_in.document_type_hint))


async def rules_of(organisation_id: str, template_id: str | None, version: int | None) -> TemplateRules:
    """What the template version that made an extraction says of its values.

    Raises:
        Conflict: It is neither built in nor the organisation's any more, or cannot be read any more.
    """
    try:
        built_in = registry.get(template_id or "", version)
    except TemplateNotFound:
        row = await templates.find_version(organisation_id, template_id or "", version)
    else:
        return TemplateRules(built_in.fields, built_in.checks)
    if row is None:
        raise Conflict("The template that made the extraction does not exist any more. Re-extract the document.")
    try:
        fields = _FIELDS.validate_python(row.definition.get("fields") or ())
        checks = _CHECKS.validate_python(row.definition.get("checks") or ())
    except ValidationError:
        raise Conflict(
            "The template that made the extraction cannot be read any more. Re-extract the document."
        ) from None
    return TemplateRules(fields, checks)


def type_for(chosen: ChosenTemplate, *, sent: DocumentType | None, found: DocumentType | None) -> DocumentType | None:
    """What a document shall be read as when a template was named; None to leave it as it is.

    Args:
        chosen: The template.
        sent: The type that came with it.
        found: What the document was taken for so far.

    Raises:
        RuleViolation: The template is for another type than the one sent or, where none was sent, found.
    """
    if chosen.type is None:
        return sent
    known = sent or _specific(found)
    if known is not None and known != chosen.type:
        raise RuleViolation(
            f"The template is for documents of type {chosen.type}, not {known}. Send the type to read it as."
        )
    return chosen.type


async def _own(organisation_id: str, template_id: str) -> ChosenTemplate:
    template = await templates.find_template(organisation_id, template_id)
    if template is None:
        raise TemplateNotFound
    published = await templates.find_version(organisation_id, template_id)
    if published is None or not template.active:
        raise RuleViolation("The template is not published, or no longer active.")
    return ChosenTemplate(template_id, published.version, _specific(template.document_type_hint))


def _specific(document_type: DocumentType | None) -> DocumentType | None:
    """The type, where it says more than "any text" and "anything else"."""
    return None if document_type in document_types.free_text() else document_type
