"""`berkas rotate-keys`."""

import asyncio

from berkas.settings import Settings
from berkas.storage.keyring import Keyring, WrappedOrganisationKey
from deployments.commands.showing import Output
from deployments.stack_state import settings_here
from tables.engine import connected
from tables.queries import organisations

console = Output()


def rotate_keys() -> None:
    """Wrap every organisation's key with the first key of BERKAS_ROOT_KEY; then older ones can be taken out of it."""
    settings = settings_here()
    keyring = Keyring(settings.root_key.get_secret_value())
    count = asyncio.run(_rotate(settings, keyring))
    changed = f"{count} of them were wrapped anew" if count else "none of them had to be wrapped anew"
    console.print(f"Every organisation's key is wrapped by root key {keyring.primary_id!r}; {changed}.", soft_wrap=True)


async def _rotate(settings: Settings, keyring: Keyring) -> int:
    count = 0
    async with connected(settings):
        while rows := await organisations.not_wrapped_by(keyring.primary_id):
            for row in rows:
                new = keyring.rewrap(WrappedOrganisationKey(row.root_key_id, row.wrapped_key), row.id)
                # another rotation may have been faster; then there is nothing left to do
                count += await organisations.rewrap(
                    row.id, expected=row.wrapped_key, wrapped_key=new.wrapped, root_key_id=new.root_key_id
                )
    return count
