"""The end of a document's life: erase it, read the receipt and the certificate, hold it, release it."""

from typing import Any, Final

from litestar import Controller, Request, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.auth import RequireScope, caller_of
from api.erasing import certificate_out, erase, erasure_out, read_object
from api.erasure_openapi import EraseOperation, HoldOperation
from api.erasure_schemas import (
    CertificateAnswer,
    ErasureAnswer,
    LegalHoldAnswer,
    LegalHoldOut,
)
from api.idempotency import HEADER, Answer, answer_once, as_response, checked_key
from api.openapi import failures
from api.request_ids import request_id_of
from api.services import Services
from berkas.refusals import Conflict, NotFound
from tables.erasures import ErasureKind
from tables.queries import audit, legal_holds, receipts
from tables.queries.erasures import Wanted
from tables.queries.receipts import ErasureRow

OPERATION: Final = "POST /api/documents/{id}/erase"


class ErasuresController(Controller):
    """Below /api/documents/{id}."""

    path = "/api/documents/{document_id:str}"
    tags = ["End of life"]
    request_max_body_size = None  # counted by ourselves

    @post(
        "/erase",
        status_code=202,
        guards=[RequireScope("documents:write")],
        operation_class=EraseOperation,
        operation_id="eraseDocument",
        summary="Erase a document",
        responses=failures(400, 404, 409, 413, 415, 422),
    )
    async def erase_document(
        self, request: Request[Any, Any, Any], document_id: FromPath[str], services: NamedDependency[Services]
    ) -> Response[ErasureAnswer]:
        """Erase a document: from the answer on nobody can use it, and a run removes what is left of it.

        While that run is under way, asking again answers the same receipt; afterwards 409.
        """
        key = checked_key(request.headers.get(HEADER))
        body = await read_object(request, {"reason", "keepFields"})
        reason, keep_fields = body.reason(), body.flag("keepFields")
        body.check()
        caller = caller_of(request)
        request_id = request_id_of(request.scope)
        wanted = Wanted(
            organisation_id=caller.organisation_id,
            document_id=document_id,
            kind=ErasureKind.ERASE,
            reason=reason,
            actor=caller.key_id,
            keep_fields=keep_fields,
            request_id=request_id,
        )

        async def make() -> Answer:
            answer = ErasureAnswer(data=erasure_out(await erase(services, wanted)))
            # without the document as its subject: the receipt outlives it
            return Answer(202, answer.model_dump_json(by_alias=True).encode())

        fingerprint = services.fingerprints.of([OPERATION, document_id, reason, str(keep_fields)])
        return as_response(await answer_once(caller, key, fingerprint, make, request_id=request_id))

    @get(
        "/erasure",
        guards=[RequireScope("documents:read")],
        operation_id="getErasure",
        summary="Read the receipt of an erasure",
        responses=failures(404),
    )
    async def get_erasure(self, request: Request[Any, Any, Any], document_id: FromPath[str]) -> ErasureAnswer:
        """Read the receipt of a document that was erased or purged."""
        return ErasureAnswer(data=erasure_out(await _found(request, document_id)))

    @get(
        "/erasure/certificate",
        guards=[RequireScope("documents:read")],
        operation_id="getErasureCertificate",
        summary="Read the certificate of an erasure",
        responses=failures(404, 409),
    )
    async def get_certificate(self, request: Request[Any, Any, Any], document_id: FromPath[str]) -> CertificateAnswer:
        """Read the proof of an erasure: its receipt, the entry of the audit log that ends it, and how to check that."""
        row = await _found(request, document_id)
        if row.audit_sequence is None:
            raise Conflict("The erasure is not completed yet.")
        entry = await audit.find_entry(row.organisation_id, row.audit_sequence)
        if entry is None or entry.hash != row.audit_hash:
            raise Conflict("The audit log does not hold the entry of this erasure any more; see `berkas audit verify`.")
        signer = await audit.signer(row.organisation_id)
        return CertificateAnswer(data=certificate_out(row, entry, signer.public_pem))

    @put(
        "/legal-hold",
        status_code=200,
        guards=[RequireScope("documents:write")],
        operation_class=HoldOperation,
        operation_id="placeLegalHold",
        summary="Place a legal hold",
        responses=failures(400, 404, 410, 413, 415),
    )
    async def place_hold(self, request: Request[Any, Any, Any], document_id: FromPath[str]) -> LegalHoldAnswer:
        """Hold a document: nobody can erase it, and no retention ends, until the hold is released."""
        body = await read_object(request, {"reason"})
        reason = body.reason()
        body.check()
        caller = caller_of(request)
        await legal_holds.place(caller.organisation_id, document_id, reason=reason, actor=caller.key_id)
        return LegalHoldAnswer(data=LegalHoldOut(document_id=document_id, legal_hold=True))

    @delete(
        "/legal-hold",
        status_code=200,
        guards=[RequireScope("documents:write")],
        operation_id="releaseLegalHold",
        summary="Release a legal hold",
        responses=failures(404, 410),
    )
    async def release_hold(self, request: Request[Any, Any, Any], document_id: FromPath[str]) -> LegalHoldAnswer:
        """Release a document that is held; its retention is again what the policy says."""
        caller = caller_of(request)
        await legal_holds.release(caller.organisation_id, document_id, actor=caller.key_id)
        return LegalHoldAnswer(data=LegalHoldOut(document_id=document_id, legal_hold=False))


async def _found(request: Request[Any, Any, Any], document_id: str) -> ErasureRow:
    row = await receipts.find(caller_of(request).organisation_id, document_id)
    if row is None:
        raise NotFound
    return row
