"""Customers: whom documents are about."""

from collections.abc import Mapping
from typing import Any, Final

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api import schemas
from api.auth import RequireScope, caller_of
from api.consistency_schemas import ConsistencyAnswer
from api.documents.consistency import compared
from api.filters import parse_paging
from api.idempotency import HEADER, Answer, answer_once, as_response, checked_key
from api.json_reader import Mistakes, read_object
from api.openapi import CustomerOperation, PagedOperation, failures, met
from api.request_ids import request_id_of
from api.services import Services
from api.upload_fields import check_customer_name
from api.wire import customer_detail, customer_out, document_out
from berkas.clock import utc_now
from berkas.refusals import NotFound
from tables.queries import customers
from tables.queries.document_lists import DocumentFilters, list_documents

OPERATION: Final = "POST /api/customers"

_BODY_BYTES: Final = 16 * 1024
_SHOWN_DOCUMENTS: Final = 50


class CustomersController(Controller):
    """/api/customers."""

    path = "/api/customers"
    tags = ["Customers"]
    request_max_body_size = None  # counted by ourselves

    @get(
        "/",
        guards=[RequireScope("documents:read")],
        operation_class=PagedOperation,
        operation_id="listCustomers",
        summary="List customers",
        responses=failures(400),
    )
    async def list_customers(self, request: Request[Any, Any, Any]) -> schemas.CustomerListAnswer:
        """List customers by name."""
        paging = parse_paging(request.query_params)
        rows, total = await customers.list_customers(
            caller_of(request).organisation_id, limit=paging.limit, offset=paging.offset
        )
        data = [customer_out(row) for row in rows]
        return schemas.CustomerListAnswer(data=data, **schemas.place(paging, total))

    @post(
        "/",
        guards=[RequireScope("documents:write")],
        operation_class=CustomerOperation,
        operation_id="createCustomer",
        summary="Create a customer",
        responses={**met(), **failures(400, 409, 413, 415)},
    )
    async def create_customer(
        self, request: Request[Any, Any, Any], services: NamedDependency[Services]
    ) -> Response[schemas.CustomerAnswer]:
        """Name a customer: 201 when new, 200 when there is one of that name, however it is written."""
        key = checked_key(request.headers.get(HEADER))
        name = _name(await read_object(request, most_bytes=_BODY_BYTES))
        caller = caller_of(request)

        async def make() -> Answer:
            row, is_new = await customers.find_or_make_customer(caller.organisation_id, name)
            body = schemas.CustomerAnswer(data=customer_out(row)).model_dump_json(by_alias=True)
            return Answer(201 if is_new else 200, body.encode())

        fingerprint = services.fingerprints.of([OPERATION, name])
        return as_response(await answer_once(caller, key, fingerprint, make, request_id=request_id_of(request.scope)))

    @get(
        "/{customer_id:str}",
        guards=[RequireScope("documents:read")],
        operation_id="getCustomer",
        summary="Read a customer",
        responses=failures(404),
    )
    async def get_customer(
        self, request: Request[Any, Any, Any], customer_id: FromPath[str]
    ) -> schemas.CustomerDetailAnswer:
        """Read a customer with its newest documents, 50 at most; the list of documents has all of them."""
        organisation_id = caller_of(request).organisation_id
        row = await customers.find_customer(organisation_id, customer_id)
        if row is None:
            raise NotFound
        page = await list_documents(organisation_id, DocumentFilters(customer_id=row.id), limit=_SHOWN_DOCUMENTS)
        documents = [document_out(document) for document in page.documents]
        return schemas.CustomerDetailAnswer(data=customer_detail(row, documents, page.total))

    @get(
        "/{customer_id:str}/consistency",
        guards=[RequireScope("documents:read")],
        operation_id="compareCustomerDocuments",
        summary="Compare a customer's documents",
        responses=failures(404),
    )
    async def compare_documents(self, request: Request[Any, Any, Any], customer_id: FromPath[str]) -> ConsistencyAnswer:
        """Say where the documents of a customer agree and where they contradict each other; worked out now, nothing is stored.

        Persons and companies are linked by NIK, NPWP, NIB or passport number, by name and date of birth, or by name alone.
        """
        organisation_id = caller_of(request).organisation_id
        row = await customers.find_customer(organisation_id, customer_id)
        if row is None:
            raise NotFound
        return ConsistencyAnswer(data=await compared(organisation_id, row.id, now=utc_now()))


def _name(values: Mapping[str, Any]) -> str:
    """The name out of a body.

    Raises:
        ValidationFailed: Unknown fields, or no name.
    """
    mistakes = Mistakes()
    mistakes.blame_unknown(values, {"name"})
    name = check_customer_name(values, "name", mistakes.blame)
    if name is None and not mistakes.errors:
        mistakes.blame("name", "is required")
    mistakes.refuse()
    return name or ""
