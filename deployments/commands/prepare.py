"""`berkas prepare`: what a new data folder needs before the API can serve; run by `berkas up`."""

import asyncio
import sys

import msgspec

from berkas.settings import Settings
from deployments.key_making import make_key, make_organisation
from tables.engine import connected
from tables.migrations import migrate
from tables.queries import organisations


def prepare() -> None:
    """Migrate, and on an empty database make the first organisation and its key; prints JSON."""
    key = asyncio.run(_prepare(Settings()))
    sys.stdout.write(msgspec.json.encode({"api_key": key}).decode() + "\n")


async def _prepare(settings: Settings) -> str | None:
    await migrate(settings)
    async with connected(settings):
        if await organisations.list_organisations():
            return None
        organisation_id = await make_organisation(settings, "First organisation")
        return await make_key(settings, organisation_id, "First key")
