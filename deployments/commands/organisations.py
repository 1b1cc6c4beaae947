"""`berkas organisations`: create and list organisations."""

import asyncio

from cyclopts import App

from deployments.commands.showing import Output, show_table
from deployments.key_making import make_key, make_organisation
from deployments.stack_state import settings_here
from tables.engine import connected
from tables.queries import organisations
from tables.queries.organisations import OrganisationRow

app = App(name="organisations", help="Create and list organisations, the tenants of this installation.")
console = Output()


@app.command
def create(name: str) -> None:
    """Create an organisation with a key of its own and a first API key, which is shown this once.

    Args:
        name: For people.
    """
    organisation_id, key = asyncio.run(_create(name))
    console.print(f"{organisation_id}\n[bold]{key}[/]   [dim](its first API key, shown this once)[/]", soft_wrap=True)


@app.command(name="list")
def list_organisations() -> None:
    """List organisations."""
    rows = [(row.id, row.name, row.root_key_id, f"{row.created_at:%Y-%m-%d}") for row in asyncio.run(_list())]
    show_table(console, ("Id", "Name", "Root key", "Since"), rows)


async def _create(name: str) -> tuple[str, str]:
    settings = settings_here()
    async with connected(settings):
        organisation_id = await make_organisation(settings, name)
        return organisation_id, await make_key(settings, organisation_id, "First key")


async def _list() -> list[OrganisationRow]:
    async with connected(settings_here()):
        return await organisations.list_organisations()
