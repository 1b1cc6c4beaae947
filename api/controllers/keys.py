"""API keys of the organisation: made and shown once, listed without themselves, revoked."""

from typing import Any

from litestar import Controller, Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.administration import (
    HINT_CHARACTERS,
    KEY_FIELDS,
    MAX_NAME,
    checked_end,
    checked_limits,
    checked_scopes,
    key_out,
    new_key,
)
from api.administration_openapi import NewKeyOperation
from api.administration_schemas import KeyAnswer, KeyListAnswer
from api.auth import RequireScope, caller_of, hash_of
from api.filters import parse_paging
from api.idempotency import Answer
from api.json_fields import read_json
from api.openapi import PagedOperation, failures
from api.repeating import answer, answer_repeatable
from api.schemas import place
from api.services import Services
from berkas.refusals import AuthenticationFailed, NotFound
from tables.queries import api_keys, key_changes


class KeysController(Controller):
    """/api/keys."""

    path = "/api/keys"
    tags = ["Administration"]
    guards = [RequireScope("api:manage")]
    request_max_body_size = None  # counted by ourselves

    @post(
        "/",
        operation_class=NewKeyOperation,
        operation_id="createKey",
        summary="Create an API key",
        responses=failures(400, 409, 413, 415, 422),
    )
    async def create_key(
        self, request: Request[Any, Any, Any], services: NamedDependency[Services]
    ) -> Response[KeyAnswer]:
        """Make a key; the answer shows it, this once.

        It can do no more than the key of the request: it has no scope that one lacks, no higher limits, and ends no later.
        """
        fields = await read_json(request, KEY_FIELDS)

        async def make() -> Answer:
            caller = caller_of(request)
            name = fields.text("name", MAX_NAME)
            scopes = checked_scopes(fields, caller)
            maker = await api_keys.find_key_by_id(caller.organisation_id, caller.key_id)
            if maker is None:  # removed this moment
                raise AuthenticationFailed
            expires_at = checked_end(fields, maker)
            limits = checked_limits(fields, services.settings, caller, own=maker.rate_limits)
            fields.check()
            key = new_key(services.settings.environment)
            row = await key_changes.create(
                organisation_id=caller.organisation_id,
                actor=caller.key_id,
                name=name,
                sha256=hash_of(key),
                hint=key[-HINT_CHARACTERS:],
                scopes=scopes,
                expires_at=expires_at,
                rate_limits=limits,
                most=services.settings.max_keys,
            )
            return answer(201, KeyAnswer(data=key_out(row, caller, key=key)), kept=KeyAnswer(data=key_out(row, caller)))

        return await answer_repeatable(request, services, fields.values, make)

    @get("/", operation_class=PagedOperation, operation_id="listKeys", summary="List API keys", responses=failures(400))
    async def list_keys(self, request: Request[Any, Any, Any]) -> KeyListAnswer:
        """List keys, newest first, revoked and expired ones included."""
        paging, caller = parse_paging(request.query_params), caller_of(request)
        rows, total = await key_changes.list_page(caller.organisation_id, limit=paging.limit, offset=paging.offset)
        data = [key_out(row, caller) for row in rows]
        return KeyListAnswer(data=data, **place(paging, total))

    @delete(
        "/{key_id:str}", status_code=200, operation_id="revokeKey", summary="Revoke an API key", responses=failures(404)
    )
    async def revoke_key(self, request: Request[Any, Any, Any], key_id: FromPath[str]) -> KeyAnswer:
        """Revoke a key, from now on. A key may revoke itself: `current` is true then, and the next request with it gets 401."""
        caller = caller_of(request)
        row = await key_changes.revoke(caller.organisation_id, key_id, actor=caller.key_id)
        if row is None:
            raise NotFound
        return KeyAnswer(data=key_out(row, caller))
