"""What the organisation decides for itself."""

from typing import Any

from litestar import Controller, Request, get, patch
from litestar.di import NamedDependency

from api.administration import ORGANISATION_FIELDS, checked_change, organisation_out
from api.administration_openapi import OrganisationChangeOperation
from api.administration_schemas import OrganisationAnswer
from api.auth import RequireScope, caller_of
from api.json_fields import read_json
from api.openapi import failures
from api.services import Services
from berkas.refusals import NotFound
from tables.queries import organisation_settings


class OrganisationController(Controller):
    """/api/organisation."""

    path = "/api/organisation"
    tags = ["Administration"]
    guards = [RequireScope("api:manage")]
    request_max_body_size = None  # counted by ourselves

    @get("/", operation_id="getOrganisation", summary="Read the organisation's settings", responses=failures())
    async def get_organisation(self, request: Request[Any, Any, Any]) -> OrganisationAnswer:
        """Read the settings of the organisation that the key belongs to."""
        row = await organisation_settings.read_settings(caller_of(request).organisation_id)
        if row is None:
            raise NotFound
        return OrganisationAnswer(data=organisation_out(row))

    @patch(
        "/",
        operation_class=OrganisationChangeOperation,
        operation_id="changeOrganisation",
        summary="Change the organisation's settings",
        responses=failures(400, 413, 415),
    )
    async def change_organisation(
        self, request: Request[Any, Any, Any], services: NamedDependency[Services]
    ) -> OrganisationAnswer:
        """Change what is given; an object that is given replaces the whole. Every value goes to the audit log."""
        fields, caller = await read_json(request, ORGANISATION_FIELDS), caller_of(request)
        change = checked_change(fields, services.settings, caller)
        fields.check()
        row = await organisation_settings.change_settings(caller.organisation_id, change, actor=caller.key_id)
        if row is None:
            raise NotFound
        return OrganisationAnswer(data=organisation_out(row))
