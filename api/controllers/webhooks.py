"""Webhooks: where an organisation hears of events, and what became of every delivery."""

from typing import Any

from litestar import Controller, Request, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.administration_openapi import (
    DeliveriesOperation,
    NewWebhookOperation,
    RedeliverOperation,
    WebhookChangeOperation,
)
from api.auth import RequireScope, caller_of
from api.filters import parse_delivery_query, parse_paging
from api.idempotency import Answer
from api.json_fields import read_json
from api.openapi import PagedOperation, RepeatableOperation, failures
from api.repeating import answer, answer_repeatable
from api.schemas import place
from api.services import Services
from api.webhook_requests import (
    DOCUMENTS_READ,
    FIELDS,
    check_may_send,
    checked_events,
    checked_url,
    delivery_out,
    sealed,
    webhook_out,
)
from api.webhook_schemas import (
    DeliveryAnswer,
    DeliveryListAnswer,
    WebhookAnswer,
    WebhookListAnswer,
)
from berkas.ids import IdPrefix, new_id
from berkas.refusals import NotFound
from berkas.webhooks import new_secret
from tables.queries import delivery_log, webhooks
from tables.queries.delivery_log import Redelivery
from tables.queries.webhooks import NewWebhook, WebhookChange


class WebhooksController(Controller):
    """/api/webhooks."""

    path = "/api/webhooks"
    tags = ["Webhooks"]
    guards = [RequireScope("webhooks:manage")]
    request_max_body_size = None  # counted by ourselves

    @post(
        "/",
        operation_class=NewWebhookOperation,
        operation_id="createWebhook",
        summary="Create a webhook",
        responses=failures(400, 409, 413, 415, 422),
    )
    async def create_webhook(
        self, request: Request[Any, Any, Any], services: NamedDependency[Services]
    ) -> Response[WebhookAnswer]:
        """Make a webhook; the answer shows its secret, this once. Events with personal data need `documents:read`, too."""
        fields = await read_json(request, FIELDS)

        async def make() -> Answer:
            caller = caller_of(request)
            url = await checked_url(fields, services.settings.webhook_allowed_hosts)
            events, is_active = checked_events(fields), fields.flag("active", True)
            fields.check()
            check_may_send(events, caller)
            webhook_id, secret = new_id(IdPrefix.WEBHOOK), new_secret()
            new = NewWebhook(
                id=webhook_id,
                organisation_id=caller.organisation_id,
                url=url,
                events=events,
                active=is_active,
                sealed_secret=await sealed(
                    services, secret, organisation_id=caller.organisation_id, webhook_id=webhook_id
                ),
            )
            row = await webhooks.create_webhook(new, actor=caller.key_id)
            return answer(
                201, WebhookAnswer(data=webhook_out(row, secret=secret)), kept=WebhookAnswer(data=webhook_out(row))
            )

        return await answer_repeatable(request, services, fields.values, make)

    @get(
        "/",
        operation_class=PagedOperation,
        operation_id="listWebhooks",
        summary="List webhooks",
        responses=failures(400),
    )
    async def list_webhooks(self, request: Request[Any, Any, Any]) -> WebhookListAnswer:
        """List webhooks, newest first; `failingSince` shows those that need attention."""
        paging = parse_paging(request.query_params)
        rows, total = await webhooks.list_webhooks(
            caller_of(request).organisation_id, limit=paging.limit, offset=paging.offset
        )
        data = [webhook_out(row) for row in rows]
        return WebhookListAnswer(data=data, **place(paging, total))

    @get("/{webhook_id:str}", operation_id="getWebhook", summary="Read a webhook", responses=failures(404))
    async def get_webhook(self, request: Request[Any, Any, Any], webhook_id: FromPath[str]) -> WebhookAnswer:
        """Read a webhook; its secret is never shown again."""
        row = await webhooks.find_webhook(caller_of(request).organisation_id, webhook_id)
        if row is None:
            raise NotFound
        return WebhookAnswer(data=webhook_out(row))

    @patch(
        "/{webhook_id:str}",
        operation_class=WebhookChangeOperation,
        operation_id="changeWebhook",
        summary="Change a webhook",
        responses=failures(400, 404, 413, 415),
    )
    async def change_webhook(
        self, request: Request[Any, Any, Any], webhook_id: FromPath[str], services: NamedDependency[Services]
    ) -> WebhookAnswer:
        """Change what is given. What waits to be delivered goes to the URL it was made for; an inactive webhook gets nothing more.

        A key without `documents:read` cannot change where, or that, an event with personal data is sent.
        """
        fields = await read_json(request, FIELDS)
        url = await checked_url(fields, services.settings.webhook_allowed_hosts) if fields.has("url") else None
        events = checked_events(fields) if fields.has("events") else None
        is_active = fields.flag("active", True) if fields.has("active") else None
        fields.check()
        caller = caller_of(request)
        row = await webhooks.change_webhook(
            caller.organisation_id,
            webhook_id,
            WebhookChange(url=url, events=events, active=is_active),
            actor=caller.key_id,
            may_read_documents=caller.may(DOCUMENTS_READ),
        )
        if row is None:
            raise NotFound
        return WebhookAnswer(data=webhook_out(row))

    @delete("/{webhook_id:str}", operation_id="deleteWebhook", summary="Delete a webhook", responses=failures(404))
    async def delete_webhook(self, request: Request[Any, Any, Any], webhook_id: FromPath[str]) -> None:
        """Remove a webhook with its deliveries, those that wait included."""
        caller = caller_of(request)
        if not await webhooks.delete_webhook(caller.organisation_id, webhook_id, actor=caller.key_id):
            raise NotFound

    @post(
        "/{webhook_id:str}/rotate-secret",
        status_code=200,
        operation_class=RepeatableOperation,
        operation_id="rotateWebhookSecret",
        summary="Change the secret of a webhook",
        responses=failures(400, 404, 409),
    )
    async def rotate_secret(
        self, request: Request[Any, Any, Any], webhook_id: FromPath[str], services: NamedDependency[Services]
    ) -> Response[WebhookAnswer]:
        """Change the secret; the answer shows the new one, this once. For 24 hours both sign."""

        async def make() -> Answer:
            caller, secret = caller_of(request), new_secret()
            row = await webhooks.rotate_secret(
                caller.organisation_id,
                webhook_id,
                await sealed(services, secret, organisation_id=caller.organisation_id, webhook_id=webhook_id),
                actor=caller.key_id,
            )
            if row is None:
                raise NotFound
            return answer(
                200, WebhookAnswer(data=webhook_out(row, secret=secret)), kept=WebhookAnswer(data=webhook_out(row))
            )

        return await answer_repeatable(request, services, {}, make)

    @post(
        "/{webhook_id:str}/test",
        status_code=202,
        operation_class=RepeatableOperation,
        operation_id="testWebhook",
        summary="Send a test event",
        responses=failures(400, 404, 409),
    )
    async def test_webhook(
        self, request: Request[Any, Any, Any], webhook_id: FromPath[str], services: NamedDependency[Services]
    ) -> Response[DeliveryAnswer]:
        """Send the event `webhook.test`, once; the delivery shows how it went. Also an inactive webhook can be tested."""

        async def make() -> Answer:
            caller = caller_of(request)
            row = await delivery_log.send_test(caller.organisation_id, webhook_id, actor=caller.key_id)
            if row is None:
                raise NotFound
            services.dispatcher.wake()
            return answer(202, DeliveryAnswer(data=delivery_out(row, caller)))

        return await answer_repeatable(request, services, {}, make)

    @get(
        "/{webhook_id:str}/deliveries",
        operation_class=DeliveriesOperation,
        operation_id="listDeliveries",
        summary="List the deliveries of a webhook",
        responses=failures(400, 404),
    )
    async def list_deliveries(self, request: Request[Any, Any, Any], webhook_id: FromPath[str]) -> DeliveryListAnswer:
        """What was delivered, newest first, with every attempt; finished ones are kept for 30 days."""
        query = parse_delivery_query(request.query_params)
        caller = caller_of(request)
        organisation_id = caller.organisation_id
        if await webhooks.find_webhook(organisation_id, webhook_id) is None:
            raise NotFound
        rows, total = await delivery_log.list_deliveries(
            organisation_id,
            webhook_id,
            statuses=sorted(query.statuses),
            events=sorted(query.events),
            limit=query.limit,
            offset=query.offset,
        )
        data = [delivery_out(row, caller) for row in rows]
        return DeliveryListAnswer(data=data, **place(query, total))

    @get(
        "/{webhook_id:str}/deliveries/{delivery_id:str}",
        operation_id="getDelivery",
        summary="Read a delivery",
        responses=failures(404),
    )
    async def get_delivery(
        self, request: Request[Any, Any, Any], webhook_id: FromPath[str], delivery_id: FromPath[str]
    ) -> DeliveryAnswer:
        """One delivery with every attempt."""
        caller = caller_of(request)
        row = await delivery_log.find_delivery(caller.organisation_id, webhook_id, delivery_id)
        if row is None:
            raise NotFound
        return DeliveryAnswer(data=delivery_out(row, caller))

    @post(
        "/{webhook_id:str}/deliveries/{delivery_id:str}/redeliver",
        status_code=202,
        operation_class=RedeliverOperation,
        operation_id="redeliver",
        summary="Deliver an event again",
        responses=failures(400, 404, 409, 410, 413, 415),
    )
    async def redeliver(
        self,
        request: Request[Any, Any, Any],
        webhook_id: FromPath[str],
        delivery_id: FromPath[str],
        services: NamedDependency[Services],
    ) -> Response[DeliveryAnswer]:
        """Deliver the same event again, with a new round of attempts.

        409 when the webhook's URL has changed since, unless `toCurrentUrl` says that the event shall go to the new one; an event
        with personal data goes there for a key with `documents:read` only.
        """
        fields = await read_json(request, ("toCurrentUrl",), is_optional=True)
        to_current_url = fields.flag("toCurrentUrl", False)
        fields.check()

        async def make() -> Answer:
            caller = caller_of(request)
            wish = Redelivery(
                organisation_id=caller.organisation_id,
                webhook_id=webhook_id,
                delivery_id=delivery_id,
                actor=caller.key_id,
                to_current_url=to_current_url,
                may_read_documents=caller.may(DOCUMENTS_READ),
            )
            row = await delivery_log.redeliver(wish)
            if row is None:
                raise NotFound
            services.dispatcher.wake()
            return answer(
                202,
                DeliveryAnswer(data=delivery_out(row, caller)),
                # a replay is for any key of the organisation
                kept=DeliveryAnswer(data=delivery_out(row, None)),
                subject=row.document_id,
            )

        return await answer_repeatable(request, services, fields.values, make)
