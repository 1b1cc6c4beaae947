"""`berkas audit`: check and export the audit log."""

import asyncio
import sys
from collections.abc import AsyncIterator

import msgspec
from cyclopts import App

from berkas.errors import NotFound
from deployments.commands.showing import Output
from deployments.failures import ExitCode
from deployments.stack_state import settings_here
from tables.engine import connected
from tables.queries import audit as audit_log
from tables.queries import organisations, receipts
from tables.queries.audit import AuditRow

app = App(name="audit", help="Check and export the audit log.")
console = Output()

_BATCH = 1000


@app.command
def verify(*, organisation: str | None = None) -> None:
    """Check every chain of hashes, and that every completed erasure is still in its chain.

    Ends with 1 when one is broken, and with another code than 0 and 1 when it could not be checked.

    Args:
        organisation: Id of one organisation, org_…; all when left out.
    """
    is_whole = asyncio.run(_verify(organisation))
    sys.exit(ExitCode.OK if is_whole else ExitCode.FAILED)


@app.command
def export(*, organisation: str | None = None, after: int = 0) -> None:
    """Write entries as JSON lines, oldest first, each with what its hash covers.

    Args:
        organisation: Id of one organisation, org_…; all when left out.
        after: Sequence number of the last entry that is known already.
    """
    asyncio.run(_export(organisation, after))


async def _verify(organisation: str | None) -> bool:
    is_whole = True
    async with connected(settings_here()):
        for organisation_id in await _chosen(organisation):
            broken = await audit_log.first_broken(organisation_id)
            missing = await receipts.missing_in_audit(organisation_id)
            count = await audit_log.count_entries(organisation_id)
            is_whole = is_whole and broken is None and not missing
            if broken is not None:
                console.print(f"[red]{organisation_id}: broken at entry {broken}: it is missing or was altered.[/]")
            for erasure_id in missing:
                console.print(f"[red]{organisation_id}: the entry of erasure {erasure_id} is not in the log.[/]")
            if broken is None and not missing:
                console.print(f"{organisation_id}: {count} entries, whole.")
    return is_whole


async def _export(organisation: str | None, after: int) -> None:
    async with connected(settings_here()):
        for organisation_id in await _chosen(organisation):
            async for row in _entries(organisation_id, after):
                sys.stdout.buffer.write(msgspec.json.encode(_line(row)) + b"\n")
    sys.stdout.flush()


async def _entries(organisation_id: str, after: int) -> AsyncIterator[AuditRow]:
    while rows := await audit_log.list_entries(organisation_id, after=after, limit=_BATCH):
        for row in rows:
            yield row
        after = rows[-1].sequence


def _line(row: AuditRow) -> dict[str, object]:
    return {
        "organisationId": row.organisation_id,
        "sequence": row.sequence,
        "occurredAt": row.occurred_at.isoformat(timespec="microseconds"),
        "actor": row.actor,
        "action": row.action,
        "subject": row.subject,
        "details": dict(row.details),
        "previousHash": row.previous_hash.hex(),
        "hash": row.hash.hex(),
        "hashedText": row.hashed.decode(),
    }


async def _chosen(organisation: str | None) -> list[str]:
    if organisation is None:
        return [row.id for row in await organisations.list_organisations()]
    if await organisations.find_organisation(organisation) is None:
        raise NotFound("There is no such organisation.")
    return [organisation]
