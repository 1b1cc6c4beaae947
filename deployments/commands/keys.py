"""`berkas keys`: create, list and revoke API keys."""

import asyncio
import sys

from cyclopts import App
from rich.markup import escape

from berkas.scopes import GRANTABLE, unknown_scopes
from berkas.storage.keyring import new_root_key
from deployments.commands.showing import Output, show_table
from deployments.failures import ExitCode
from deployments.key_making import EVERYTHING, make_key
from deployments.stack_state import settings_here
from tables.engine import connected
from tables.queries import api_keys, organisations
from tables.queries.api_keys import ApiKeyRow

app = App(name="keys", help="Create, list and revoke API keys.")
console = Output()


@app.command
def create(
    name: str,
    *,
    organisation: str | None = None,
    scopes: list[str] | None = None,
    reads: int | None = None,
    writes: int | None = None,
    uploads: int | None = None,
) -> None:
    """Create a key and show it, this once.

    Args:
        name: For people.
        organisation: Id of the organisation, org_…; needed when there are several.
        scopes: What it may do, comma-separated or given several times; everything when left out.
        reads: Its own limit of GET requests per minute.
        writes: Its own limit of other requests per minute.
        uploads: Its own limit of uploads per ten minutes.
    """
    wanted = [scope.strip() for listed in scopes or EVERYTHING for scope in listed.split(",")]
    if unknown := unknown_scopes(wanted):
        console.print(f"[red]There is no such scope:[/] {escape(', '.join(unknown))}. Known: {', '.join(GRANTABLE)}")
        sys.exit(ExitCode.USAGE)
    given = {"api.read": reads, "api.write": writes, "documents.upload": uploads}
    limits = {bucket: limit for bucket, limit in given.items() if limit is not None}
    key = asyncio.run(_create(name, organisation, wanted, limits))
    console.print(f"[bold]{key}[/]   [dim](shown this once)[/]")


@app.command(name="list")
def list_keys(*, organisation: str | None = None) -> None:
    """List keys, without the keys themselves."""
    rows = [
        (row.id, row.name, row.hint, " ".join(sorted(row.scopes)), "revoked" if row.revoked_at else "valid")
        for row in asyncio.run(_list(organisation))
    ]
    show_table(console, ("Id", "Name", "Ends with", "Scopes", "State"), rows)


@app.command
def revoke(key_id: str, *, organisation: str | None = None) -> None:
    """Revoke a key; requests with it are refused from now on."""
    if not asyncio.run(_revoke(key_id, organisation)):
        console.print("[red]There is no such valid key.[/]")
        sys.exit(ExitCode.FAILED)
    console.print(f"{key_id} is revoked.")


@app.command(name="new-root")
def new_root(key_id: str) -> None:
    """Make a root key for BERKAS_ROOT_KEY; whoever loses it loses every original.

    Args:
        key_id: A short name for it, such as k2.
    """
    console.print(new_root_key(key_id))


async def _create(name: str, organisation: str | None, scopes: list[str], limits: dict[str, int]) -> str:
    settings = settings_here()
    async with connected(settings):
        return await make_key(settings, await _chosen(organisation), name, scopes=scopes, rate_limits=limits)


async def _list(organisation: str | None) -> list[ApiKeyRow]:
    async with connected(settings_here()):
        return await api_keys.list_keys(await _chosen(organisation))


async def _revoke(key_id: str, organisation: str | None) -> bool:
    async with connected(settings_here()):
        return await api_keys.revoke_key(await _chosen(organisation), key_id)


async def _chosen(organisation: str | None) -> str:
    """The organisation that was named, or the only one there is."""
    if organisation is not None:
        return organisation
    rows = await organisations.list_organisations()
    if len(rows) != 1:
        console.print("[red]Say which organisation with --organisation:[/] " + ", ".join(row.id for row in rows))
        sys.exit(ExitCode.USAGE)
    return rows[0].id
