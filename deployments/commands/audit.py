"""`berkas audit`: check and export the audit log."""

import asyncio
import base64
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import msgspec
from cyclopts import App

from berkas.refusals import NotFound
from deployments.audit_heads import Head, export_head, read_heads, why_not
from deployments.commands.showing import Output
from deployments.failures import ExitCode
from deployments.stack_state import settings_here
from tables.engine import connected
from tables.queries import audit as audit_log
from tables.queries import organisations, receipts
from tables.queries.audit import AuditRow

app = App(name="audit", help="Check and export the audit log, and its head.")
console = Output()

_BATCH = 1000


@app.command
def verify(*, organisation: str | None = None, head: Path | None = None) -> None:
    """Check every chain of hashes and its signatures, and that every completed erasure is still in its chain.

    Ends with 1 when one is broken, and with another code than 0 and 1 when it could not be checked.

    Args:
        organisation: Id of one organisation, org_…; all when left out.
        head: File that `berkas audit head` wrote before: a chain that was cut off or rewritten since is broken, too.
    """
    is_whole = asyncio.run(_verify(organisation, read_heads(head) if head else {}))
    sys.exit(ExitCode.OK if is_whole else ExitCode.FAILED)


@app.command
def head(*, organisation: str | None = None) -> None:
    """Write the signed head of each chain as a JSON line: keep it where whoever can write the database cannot.

    Args:
        organisation: Id of one organisation, org_…; all when left out.
    """
    asyncio.run(_head(organisation))


@app.command
def export(*, organisation: str | None = None, after: int = 0) -> None:
    """Write entries as JSON lines, oldest first, each with what its hash covers.

    Args:
        organisation: Id of one organisation, org_…; all when left out.
        after: Sequence number of the last entry that is known already.
    """
    asyncio.run(_export(organisation, after))


async def _verify(organisation: str | None, heads: Mapping[str, Head]) -> bool:
    is_whole = True
    async with connected(settings_here()):
        chosen = await _chosen(organisation)
        gone = [] if organisation else sorted(heads.keys() - set(chosen))
        for organisation_id in (*chosen, *gone):
            count, problems = await _look_at(organisation_id, heads.get(organisation_id))
            is_whole = is_whole and not problems
            for problem in problems:
                console.print(f"[red]{organisation_id}: {problem}.[/]", soft_wrap=True)
            if not problems:
                console.print(f"{organisation_id}: {count}, whole.", soft_wrap=True)
    return is_whole


async def _look_at(organisation_id: str, known: Head | None) -> tuple[str, list[str]]:
    """How many entries a chain has, and what is wrong with it."""
    problems = [problem] if known and (problem := await why_not(known)) else []
    try:
        state = await audit_log.examine(organisation_id)
    except NotFound:
        return "", problems
    if state.broken_at is not None:
        problems.append(f"broken at entry {state.broken_at}: it is missing, was altered, or is not signed")
    elif not state.is_attested:
        problems.append(
            "nothing records where its signatures begin: start this version of the API once; if it ran before, somebody removed it"
        )
    missing = await receipts.missing_in_audit(organisation_id)
    problems += [f"the entry of erasure {erasure_id} is not in the log" for erasure_id in missing]
    older = f", the first {state.unsigned} from before entries were signed" if state.unsigned else ""
    return f"{state.entries} entries{older}", problems


async def _head(organisation: str | None) -> None:
    async with connected(settings_here()):
        for organisation_id in await _chosen(organisation):
            sys.stdout.write(msgspec.json.encode(await export_head(organisation_id)).decode() + "\n")
    sys.stdout.flush()


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
        "signature": base64.b64encode(row.signature).decode() if row.signature else None,
    }


async def _chosen(organisation: str | None) -> list[str]:
    if organisation is None:
        return [row.id for row in await organisations.list_organisations()]
    if await organisations.find_organisation(organisation) is None:
        raise NotFound("There is no such organisation.")
    return [organisation]
