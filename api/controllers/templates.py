"""Templates of the organisation, beside the built-in ones: read, made, changed, deactivated."""

from typing import Any, Final

import msgspec
from litestar import Controller, Request, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.auth import Caller, RequireScope, caller_of
from api.filters import TemplateQuery, parse_paging, parse_template_query
from api.idempotency import HEADER, Answer, answer_once, as_response, checked_key
from api.openapi import PagedOperation, failures
from api.request_ids import request_id_of
from api.schemas import place
from api.services import Services
from api.template_bodies import SentDefinition, checked_definition, read_object, taken_flag
from api.template_openapi import NewTemplateOperation, TemplateChangeOperation, TemplateListOperation
from api.template_schemas import (
    TemplateAnswer,
    TemplateListAnswer,
    TemplateOut,
    TemplateVersionAnswer,
    TemplateVersionListAnswer,
)
from api.template_wire import built_in_template, built_in_version, draft_of, shown_template, template_version
from berkas.extraction.template_schema import template_schema
from berkas.model.template import Template, TemplateDefinition
from berkas.refusals import NotFound, RuleViolation, ValidationFailed
from tables.engine import transaction
from tables.queries import audit, template_views, templates
from templates_registry import registry

CREATE: Final = "POST /api/templates"
READ_ONLY: Final = "A built-in template is read-only. Make a template of your own."


class TemplatesController(Controller):
    """/api/templates."""

    path = "/api/templates"
    tags = ["Templates"]
    request_max_body_size = None  # counted by ourselves

    @get(
        "/",
        guards=[RequireScope("templates:read")],
        operation_class=TemplateListOperation,
        operation_id="listTemplates",
        summary="List templates",
        responses=failures(400),
    )
    async def list_templates(self, request: Request[Any, Any, Any]) -> TemplateListAnswer:
        """List the organisation's templates by name, then the built-in ones."""
        query = parse_template_query(request.query_params)
        limit, offset = query.paging.limit, query.paging.offset
        own, own_total = await template_views.list_shown(
            caller_of(request).organisation_id, query.filters, limit=limit, offset=offset
        )
        ours = _built_in(query)
        begin = max(0, offset - own_total)
        data = [shown_template(row) for row in own]
        data += [built_in_template(template) for template in ours[begin : begin + limit - len(data)]]
        return TemplateListAnswer(data=data, **place(query.paging, own_total + len(ours)))

    @get(
        "/schema",
        guards=[RequireScope("templates:read")],
        operation_id="getTemplateSchema",
        summary="Read the JSON Schema of templates",
        media_type="application/schema+json",
        responses=failures(),
    )
    async def get_schema(self) -> dict[str, Any]:
        """Read the JSON Schema of templates, for editors and authors."""
        return template_schema(SentDefinition)

    @get(
        "/{template_id:str}",
        guards=[RequireScope("templates:read")],
        operation_id="getTemplate",
        summary="Read a template",
        responses=failures(404),
    )
    async def get_template(self, request: Request[Any, Any, Any], template_id: FromPath[str]) -> TemplateAnswer:
        """Read a template with its newest published version, or its draft when it was never published."""
        return TemplateAnswer(data=await template_of(caller_of(request).organisation_id, template_id))

    @get(
        "/{template_id:str}/versions",
        guards=[RequireScope("templates:read")],
        operation_class=PagedOperation,
        operation_id="listTemplateVersions",
        summary="List the versions of a template",
        responses=failures(400, 404),
    )
    async def list_versions(
        self, request: Request[Any, Any, Any], template_id: FromPath[str]
    ) -> TemplateVersionListAnswer:
        """List the versions of a template, newest first."""
        paging = parse_paging(request.query_params)
        if registry.is_built_in(template_id):
            ours = registry.versions_of(template_id)
            data = [built_in_version(template) for template in ours[paging.offset : paging.offset + paging.limit]]
            return TemplateVersionListAnswer(data=data, **place(paging, len(ours)))
        rows, total = await templates.list_versions(
            caller_of(request).organisation_id, template_id, limit=paging.limit, offset=paging.offset
        )
        if not total:
            raise NotFound
        return TemplateVersionListAnswer(data=[template_version(row) for row in rows], **place(paging, total))

    @get(
        "/{template_id:str}/versions/{version:int}",
        guards=[RequireScope("templates:read")],
        operation_id="getTemplateVersion",
        summary="Read a version of a template",
        responses=failures(404),
    )
    async def get_version(
        self, request: Request[Any, Any, Any], template_id: FromPath[str], version: FromPath[int]
    ) -> TemplateVersionAnswer:
        """One version of a template."""
        for template in registry.versions_of(template_id):
            if template.version == version:
                return TemplateVersionAnswer(data=built_in_version(template))
        row = None
        if 1 <= version < 2**31:
            row = await templates.find_version(caller_of(request).organisation_id, template_id, version)
        if row is None:
            raise NotFound
        return TemplateVersionAnswer(data=template_version(row))

    @post(
        "/",
        guards=[RequireScope("templates:write")],
        operation_class=NewTemplateOperation,
        operation_id="createTemplate",
        summary="Create a template",
        responses=failures(400, 409, 413, 415, 422),
    )
    async def create_template(
        self, request: Request[Any, Any, Any], services: NamedDependency[Services]
    ) -> Response[TemplateAnswer]:
        """Make a template: a draft, or published at once with `publish`."""
        key = checked_key(request.headers.get(HEADER))
        values = await read_object(request)
        asked = msgspec.json.encode(values, order="sorted").decode()
        errors: dict[str, list[str]] = {}
        is_published = bool(taken_flag(values, "publish", errors))
        definition = checked_definition(values, errors)
        caller = caller_of(request)

        async def make() -> Answer:
            created = await _create(caller, definition, publish=is_published, most=services.settings.max_templates)
            return Answer(201, TemplateAnswer(data=created).model_dump_json(by_alias=True).encode())

        fingerprint = services.fingerprints.of([CREATE, asked])
        return as_response(await answer_once(caller, key, fingerprint, make, request_id=request_id_of(request.scope)))

    @patch(
        "/{template_id:str}",
        guards=[RequireScope("templates:write")],
        operation_class=TemplateChangeOperation,
        operation_id="changeTemplate",
        summary="Change a template",
        responses=failures(400, 404, 409, 413, 415, 422),
    )
    async def change_template(self, request: Request[Any, Any, Any], template_id: FromPath[str]) -> TemplateAnswer:
        """Change a template: what is sent goes into its draft, which becomes the next version when it is published."""
        values = await read_object(request)
        if registry.is_built_in(template_id):
            raise RuleViolation(READ_ONLY)
        errors: dict[str, list[str]] = {}
        active = taken_flag(values, "active", errors)
        if not values and active is None and not errors:
            errors["body"] = ["must change something"]
        if errors and not values:
            raise ValidationFailed(errors)
        caller = caller_of(request)

        def changed(definition: dict[str, Any]) -> dict[str, Any]:
            return checked_definition({**definition, **values}, errors).model_dump(mode="json", by_alias=True)

        async with transaction():
            if values:
                version = await templates.change_draft(caller.organisation_id, template_id, changed)
                await _note(caller, "template.changed", template_id, version=version)
            if active is not None:
                await _set_active(caller, template_id, active=active)
        return TemplateAnswer(data=await _changed(caller.organisation_id, template_id, shows_draft=bool(values)))

    @delete(
        "/{template_id:str}",
        status_code=200,
        guards=[RequireScope("templates:write")],
        operation_id="deactivateTemplate",
        summary="Deactivate a template",
        responses=failures(404, 422),
    )
    async def deactivate_template(self, request: Request[Any, Any, Any], template_id: FromPath[str]) -> TemplateAnswer:
        """Deactivate a template; its versions stay, for extractions name them. Doing so again changes nothing."""
        if registry.is_built_in(template_id):
            raise RuleViolation(READ_ONLY)
        caller = caller_of(request)
        async with transaction():
            await _set_active(caller, template_id, active=False)
        return TemplateAnswer(data=await template_of(caller.organisation_id, template_id))


async def template_of(organisation_id: str, template_id: str) -> TemplateOut:
    """A template, built-in or the organisation's.

    Raises:
        NotFound: There is none of that id.
    """
    if registry.is_built_in(template_id):
        return built_in_template(registry.get(template_id))
    shown = await template_views.find_shown(organisation_id, template_id)
    if shown is None:
        raise NotFound
    return shown_template(shown)


async def _create(caller: Caller, definition: TemplateDefinition, *, publish: bool, most: int) -> TemplateOut:
    async with transaction():
        if await template_views.count_templates(caller.organisation_id) >= most:
            raise RuleViolation(f"An organisation may have at most {most} templates.")
        row = await templates.create_template(
            caller.organisation_id,
            name=definition.name,
            slug=definition.slug,
            document_type_hint=definition.document_type_hint,
            definition=definition.model_dump(mode="json", by_alias=True),
        )
        if publish:
            await templates.publish(caller.organisation_id, row.id)
        await _note(caller, "template.created", row.id, published=publish)
    return await template_of(caller.organisation_id, row.id)


async def _set_active(caller: Caller, template_id: str, *, active: bool) -> None:
    if await templates.set_active(caller.organisation_id, template_id, active=active):
        await _note(caller, "template.activated" if active else "template.deactivated", template_id)


async def _changed(organisation_id: str, template_id: str, *, shows_draft: bool) -> TemplateOut:
    row = await templates.find_template(organisation_id, template_id)
    draft = await templates.newest_version(organisation_id, template_id)
    if row is None or draft is None:
        raise NotFound
    return draft_of(row, draft) if shows_draft else await template_of(organisation_id, template_id)


async def _note(caller: Caller, action: str, template_id: str, **details: audit.Detail) -> None:
    await audit.append(caller.organisation_id, actor=caller.key_id, action=action, subject=template_id, details=details)


def _built_in(query: TemplateQuery) -> list[Template]:
    """The newest version of every built-in template that the filters let through, by slug."""
    filters = query.filters
    if filters.active is False:
        return []
    words = (filters.q or "").casefold().split()
    return [
        template
        for template in registry.newest_versions()
        if (not filters.hints or template.document_type_hint in filters.hints)
        and all(word in template.name.casefold() or word in template.slug for word in words)
    ]
