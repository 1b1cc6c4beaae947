"""Documents that failed and whose run an operator retries in the orchestrator."""

from berkas.model.statuses import DocumentStatus
from tables.documents import Document
from tables.engine import fetch_one, transaction
from tables.queries import audit, extractions
from tables.queries.documents import UNBEGUN, DocumentToProcess, claim
from tables.queries.status_moves import move

ACTOR = "orchestrator"
"""In the audit log: somebody who works with the orchestrator, which has one login for all."""


async def claim_failed(document_id: str, flow_run_id: str) -> DocumentToProcess | None:
    """Claim a document again that failed in this run, as its next attempt.

    Returns:
        None when it did not fail in this run, was asked for again since, is erased or purged, or a person verified or corrected
        its newest values, and nobody permitted to replace them.
    """
    async with transaction():
        row = await fetch_one(
            """select organisation_id, attempt, replaces_verified from document
            where id = $1 and flow_run_id = $2 for update""",
            document_id,
            flow_run_id,
        )
        if row is None:
            return None
        newest = await extractions.newest_extraction(row["organisation_id"], document_id)
        if newest is not None and newest.is_verified and not row["replaces_verified"]:
            return None
        following = row["attempt"] + 1
        organisation_id = await move(
            document_id,
            DocumentStatus.QUEUED,
            sources=[DocumentStatus.FAILED],
            where=Document.attempt == row["attempt"],
            values={**UNBEGUN, Document.attempt: following},
        )
        if organisation_id is None:
            return None
        claimed = await claim(document_id, following, flow_run_id)
        await audit.append(
            organisation_id, actor=ACTOR, action="document.retry", subject=document_id, details={"attempt": following}
        )
        return claimed


async def attempt_of(document_id: str, flow_run_id: str) -> int | None:
    """The attempt that a run reads a document in: not that of its parameters once it was retried; None where it reads none."""
    row = await fetch_one("select attempt from document where id = $1 and flow_run_id = $2", document_id, flow_run_id)
    return row["attempt"] if row else None
