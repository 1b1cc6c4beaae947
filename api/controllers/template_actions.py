"""Publishing and trying templates."""

from typing import Any, Final

from litestar import Controller, Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.auth import RequireScope, caller_of
from api.controllers.templates import READ_ONLY, template_of
from api.idempotency import HEADER, Answer, answer_once, as_response, checked_key
from api.openapi import failures
from api.request_ids import request_id_of, request_tag
from api.services import Services
from api.template_bodies import read_dry_run
from api.template_openapi import DryRunOperation, PublishOperation
from api.template_schemas import DryRunAnswerOut, TemplateAnswer, TemplateOut
from api.template_wire import dry_run_out
from berkas.dry_runs import DryRunRequest
from berkas.errors import TemplateNotFound
from berkas.extraction.template_rules import problems_of
from berkas.model.statuses import GONE_STATUSES
from berkas.model.template import Template
from berkas.refusals import Conflict, Gone, NotFound, RuleViolation, ValidationFailed
from tables.engine import transaction
from tables.queries import audit, documents, templates
from tables.templates import VersionState
from templates_registry import registry

PUBLISH: Final = "POST /api/templates/{id}/publish"


class TemplateActionsController(Controller):
    """POST below a template."""

    path = "/api/templates/{template_id:str}"
    tags = ["Templates"]
    request_max_body_size = None  # counted by ourselves

    @post(
        "/publish",
        status_code=200,
        guards=[RequireScope("templates:write")],
        operation_class=PublishOperation,
        operation_id="publishTemplate",
        summary="Publish a template",
        responses=failures(400, 404, 409, 422),
    )
    async def publish(
        self, request: Request[Any, Any, Any], template_id: FromPath[str], services: NamedDependency[Services]
    ) -> Response[TemplateAnswer]:
        """Publish the draft: from now on it is applied, and never changes."""
        key = checked_key(request.headers.get(HEADER))
        if registry.is_built_in(template_id):
            raise RuleViolation(READ_ONLY)
        caller = caller_of(request)

        async def make() -> Answer:
            published = await _publish(caller.organisation_id, template_id, actor=caller.key_id)
            return Answer(200, TemplateAnswer(data=published).model_dump_json(by_alias=True).encode())

        fingerprint = services.fingerprints.of([PUBLISH, template_id])
        return as_response(await answer_once(caller, key, fingerprint, make, request_id=request_id_of(request.scope)))

    @post(
        "/dry-run",
        status_code=200,
        guards=[RequireScope("templates:write"), RequireScope("documents:read")],
        operation_class=DryRunOperation,
        operation_id="dryRunTemplate",
        summary="Try a template on a document",
        responses=failures(400, 404, 410, 413, 415, 422),
    )
    async def dry_run(
        self, request: Request[Any, Any, Any], template_id: FromPath[str], services: NamedDependency[Services]
    ) -> DryRunAnswerOut:
        """Try a template on a document: every value, and what each rule saw. Nothing is stored, so no answer is replayed."""
        checked_key(request.headers.get(HEADER))
        body = await read_dry_run(request)
        caller = caller_of(request)
        template = await _version_to_try(caller.organisation_id, template_id, body.version)
        document = await documents.find(caller.organisation_id, body.document_id)
        if document is None:
            raise ValidationFailed({"documentId": ["is not a document of yours"]})
        if document.status in GONE_STATUSES:
            raise Gone
        await audit.append(
            caller.organisation_id,
            actor=caller.key_id,
            action="template.dry_run",
            subject=template_id,
            details={"document_id": document.id, "version": template.version},
        )
        asked = DryRunRequest(
            organisation_id=caller.organisation_id,
            document_id=document.id,
            template_id=template_id,
            version=template.version,
            password=body.pdf_password,
        )
        tags = [template_id, caller.organisation_id, request_tag(request_id_of(request.scope))]
        found = await services.dry_runs.findings(asked, tags)
        threshold = services.settings.template_match_threshold
        return DryRunAnswerOut(data=dry_run_out(asked, template.document_type_hint, found, threshold=threshold))


async def _publish(organisation_id: str, template_id: str, *, actor: str) -> TemplateOut:
    async with transaction():
        row = await templates.find_template(organisation_id, template_id)
        draft = await templates.newest_version(organisation_id, template_id)
        if row is None or draft is None:
            raise NotFound
        if not row.active:
            raise Conflict("The template is inactive. Set active to true first.")
        if draft.state is VersionState.DRAFT:  # names may have gone since it was saved
            problems = problems_of(Template.of(template_id, draft.version, draft.definition))
            if problems:
                raise ValidationFailed(problems)
        version = await templates.publish(organisation_id, template_id)
        await audit.append(
            organisation_id, actor=actor, action="template.published", subject=template_id, details={"version": version}
        )
    return await template_of(organisation_id, template_id)


async def _version_to_try(organisation_id: str, template_id: str, version: int | None) -> Template:
    """The version that is named, else the newest, a draft too.

    Raises:
        NotFound: There is no such template.
        ValidationFailed: It has no such version.
    """
    if registry.is_built_in(template_id):
        try:
            return registry.get(template_id, version)
        except TemplateNotFound:
            raise ValidationFailed({"version": ["is no version of this template"]}) from None
    newest = await templates.newest_version(organisation_id, template_id)
    if newest is None:
        raise NotFound
    row = newest
    if version is not None and version != newest.version:
        found = await templates.find_version(organisation_id, template_id, version)
        if found is None:
            raise ValidationFailed({"version": ["is no version of this template"]})
        row = found
    return Template.of(template_id, row.version, row.definition)
