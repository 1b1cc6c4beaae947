"""Who can write every row, but has no root key, cannot make an audit log that passes."""

import asyncio
import secrets
from contextlib import suppress
from dataclasses import replace

import asyncpg
import pytest
from older_keys import older_key
from pydantic import SecretStr

from berkas.errors import AuditLogBroken, KeyUnknown, SealBroken
from berkas.storage.audit_signing import FROM_THE_FIRST, AuditSigner, entry_text
from berkas.storage.keyring import Keyring, WrappedOrganisationKey, new_root_key
from deployments.commands.rotate_keys import _rotate
from tables.engine import connected
from tables.queries import audit, audit_keys, organisations
from tables.queries.audit import AuditRow, ChainState

STORE = """insert into audit_entry
    (organisation_id, sequence, occurred_at, actor, action, subject, details, previous_hash, hash, signature)
values ($1, $2, $3, $4, $5, $6, '{}', $7, $8, $9)"""
FORGER = AuditSigner(secrets.token_bytes(32))


@pytest.fixture
def write(organisation):
    async def entries(count: int) -> None:
        for number in range(count):
            await audit.append(organisation.id, actor="key", action="a", subject=f"s{number}")

    return entries


@pytest.fixture
def rewrite(organisation, behind_the_triggers):
    """Puts other entries in the place of some, with hashes as they must be."""

    async def forge(first: int, *, actor: str, sign, count: int | None = None) -> None:
        rows = await audit.list_entries(organisation.id)
        previous = rows[first - 2].hash if first > 1 else audit.GENESIS
        await behind_the_triggers("delete from audit_entry where sequence >= $1", first)
        for row in rows[first - 1 : count]:
            forged = replace(row, actor=actor, details={}, previous_hash=previous)
            previous = forged.expected_hash
            await _store(behind_the_triggers, replace(forged, hash=previous, signature=sign(row, previous)))

    return forge


async def _store(behind_the_triggers, row: AuditRow) -> None:
    facts = (row.organisation_id, row.sequence, row.occurred_at, row.actor, row.action, row.subject)
    await behind_the_triggers(STORE, *facts, row.previous_hash, row.hash, row.signature)


@pytest.fixture
def put_key(organisation, behind_the_triggers):
    """Stores another wrapped key for the organisation."""

    async def put(wrapped_key: bytes) -> None:
        await behind_the_triggers(
            "update organisation set wrapped_key = $2 where id = $1", organisation.id, wrapped_key
        )

    return put


@pytest.fixture
async def older(organisation, write, rewrite, put_key, settings) -> bytes:
    """Makes the organisation one of a version that did not sign, with three entries; its key as it was stored then."""
    wrapped = older_key(settings.root_key.get_secret_value(), organisation.id)
    await put_key(wrapped)
    await write(3)
    await rewrite(1, actor="older version", sign=without)
    await put_key(wrapped)
    return wrapped


def without(_row: AuditRow, _hash: bytes) -> None:
    return None


def as_before(row: AuditRow, _hash: bytes) -> bytes | None:
    return row.signature


def by_another_key(_row: AuditRow, entry_hash: bytes) -> bytes:
    return FORGER.sign(entry_text(entry_hash))


@pytest.mark.parametrize("sign", [without, as_before, by_another_key])
async def test_a_chain_that_was_forged_from_an_entry_on_is_broken_there(organisation, write, rewrite, sign):
    await write(4)

    await rewrite(2, actor="nobody", sign=sign)

    assert (await audit.examine(organisation.id)).broken_at == 2
    with suppress(AuditLogBroken):  # of an end without signature
        await write(1)  # what comes after it does not heal it
    assert (await audit.examine(organisation.id)).broken_at == 2


async def test_each_entry_is_signed_by_its_own_organisation(organisation, other_organisation, write):
    await write(2)
    await audit.append(other_organisation.id, actor="key", action="a", subject="s")

    [first, second] = await audit.list_entries(organisation.id)
    [other] = await audit.list_entries(other_organisation.id)
    ours, theirs = await audit.signer(organisation.id), await audit.signer(other_organisation.id)

    assert first.is_signed_by(ours)
    assert second.is_signed_by(ours)
    assert other.is_signed_by(theirs)
    assert not other.is_signed_by(ours)
    assert await audit.examine(organisation.id) == ChainState(2, 0, None)


async def test_a_chain_of_plain_hashes_stays_whole_and_goes_on_signed_behind_a_mark(organisation, older, write):
    await write(2)

    entries = await audit.list_entries(organisation.id)
    assert [entry.signature is None for entry in entries] == [True] * 3 + [False] * 3
    assert (entries[3].action, entries[3].details) == (audit.SIGNED_FROM_HERE, {"unsigned_entries": 3})
    assert await audit.examine(organisation.id) == ChainState(6, 3, None)


async def test_an_entry_of_before_that_is_altered_after_the_mark_shows(organisation, older, write, rewrite):
    await write(1)

    await rewrite(2, actor="nobody", sign=as_before)

    assert (await audit.examine(organisation.id)).broken_at == 3  # the organisation's key names the last of them


async def test_a_chain_without_any_signature_is_attested_by_nothing_until_it_is_signed(
    organisation, other_organisation, older
):
    assert await audit.examine(organisation.id) == ChainState(3, 3, None, is_start_recorded=False)
    assert not (await audit.examine(organisation.id)).is_attested
    assert (await audit.examine(other_organisation.id)).is_attested  # it has no entries
    assert await audit.sign_older_chains() == 1
    assert await audit.sign_older_chains() == 0

    assert (await audit.examine(organisation.id)).is_attested
    assert len(await audit.list_entries(organisation.id)) == 4


async def test_a_chain_that_was_replaced_by_an_unsigned_one_is_broken_and_never_signed(
    organisation, write, rewrite, caplog
):
    await write(3)

    await rewrite(1, actor="nobody", sign=without)

    assert (await audit.examine(organisation.id)).broken_at == 1
    assert await audit.sign_older_chains() == 0
    with pytest.raises(AuditLogBroken):
        await write(1)
    assert [entry.signature for entry in await audit.list_entries(organisation.id)] == [None] * 3
    assert "the audit log was altered" in caplog.text


async def test_the_first_entry_of_a_new_organisation_is_signed_or_broken(organisation, write, rewrite):
    await write(3)

    await rewrite(1, actor="nobody", sign=lambda row, _hash: row.signature if row.sequence > 1 else None)

    assert (await audit.examine(organisation.id)).broken_at == 1


async def test_older_entries_are_attested_once_and_no_others_in_their_place(organisation, older, write, rewrite):
    await write(1)

    await rewrite(1, actor="nobody", sign=without)

    assert (await audit.examine(organisation.id)).broken_at == 3
    assert await audit.sign_older_chains() == 0
    with pytest.raises(AuditLogBroken):
        await write(1)


@pytest.mark.parametrize("left", [0, 2, 3])
async def test_a_chain_that_was_cut_off_to_older_entries_is_broken_and_nothing_is_added(
    organisation, older, write, behind_the_triggers, left
):
    await write(2)

    await behind_the_triggers("delete from audit_entry where sequence > $1", left)

    assert (await audit.examine(organisation.id)).broken_at == left + 1
    with pytest.raises(AuditLogBroken):
        await write(1)


async def test_who_alters_or_removes_the_record_of_where_signatures_begin_loses_the_key(
    organisation, write, rewrite, put_key
):
    await write(3)
    await rewrite(1, actor="nobody", sign=without)
    last = (await audit.head(organisation.id)).hash

    for forged in (
        organisation.wrapped_key[-60:],
        b"\x01" + (3).to_bytes(8, "big") + last + organisation.wrapped_key[-60:],
    ):
        await put_key(forged)

        assert await audit.sign_older_chains() == 0
        for work in (lambda: write(1), lambda: audit.examine(organisation.id)):
            with pytest.raises(SealBroken):
                await work()
    assert len(await audit.list_entries(organisation.id)) == 3


async def test_a_chain_that_was_signed_before_that_was_recorded_goes_on_and_is_recorded(
    organisation, write, put_key, settings
):
    wrapped = older_key(settings.root_key.get_secret_value(), organisation.id)
    await put_key(wrapped)
    await write(2)
    await put_key(wrapped)

    assert not (await audit.examine(organisation.id)).is_attested
    assert await audit.sign_older_chains() == 1
    await write(1)

    assert await audit.examine(organisation.id) == ChainState(3, 0, None)


async def test_a_key_that_was_kept_from_before_signing_opens_no_more_after_a_change_of_the_root_key(
    organisation, older, write, behind_the_triggers, settings
):
    await write(1)
    old, new = settings.root_key.get_secret_value(), new_root_key("k2")
    await _rotate(settings, Keyring(f"{new},{old}"))
    rotated = await organisations.find_organisation(organisation.id)
    after = settings.model_copy(update={"root_key": SecretStr(new)})
    assert await elsewhere(after, lambda: audit.examine(organisation.id)) == ChainState(5, 3, None)

    await behind_the_triggers("update organisation set wrapped_key = $1, root_key_id = 'k1'", older)

    with pytest.raises(KeyUnknown):
        await elsewhere(after, lambda: write(1))
    key = WrappedOrganisationKey(rotated.root_key_id, rotated.wrapped_key)
    with pytest.raises(ValueError, match="recorded once"):
        Keyring(new).record_signing_start(key, organisation.id, FROM_THE_FIRST)


async def test_the_database_takes_no_unsigned_entry_behind_a_signed_one(organisation, write, superuser_url):
    await write(1)
    superuser = await asyncpg.connect(superuser_url)
    values = (organisation.id, 2, (await audit.list_entries(organisation.id))[0].occurred_at, "nobody", "a", "s")

    with pytest.raises(asyncpg.RestrictViolationError, match="has a signature"):
        await superuser.execute(STORE, *values, bytes(32), bytes(32), None)

    await superuser.close()
    assert len(await audit.list_entries(organisation.id)) == 1


async def elsewhere(settings, work):
    """Do something as another process does that has these settings."""

    async def inside():
        async with connected(settings):
            return await work()

    return await asyncio.to_thread(lambda: asyncio.run(inside()))


async def test_after_a_change_of_the_root_key_the_new_one_alone_checks_and_goes_on_with_the_chain(
    organisation, write, settings
):
    await write(2)
    old, new = settings.root_key.get_secret_value(), new_root_key("k2")
    after = settings.model_copy(update={"root_key": SecretStr(new)})

    assert await _rotate(settings, Keyring(f"{new},{old}")) == 1
    await elsewhere(after, lambda: write(1))

    assert await elsewhere(after, lambda: audit.examine(organisation.id)) == ChainState(3, 0, None)


async def test_without_the_root_key_nothing_is_written_and_nothing_is_called_whole(
    organisation, write, settings, monkeypatch
):
    monkeypatch.setattr(audit_keys, "_kept", [])  # what flows that ran in this process before have kept
    await write(1)
    for root_key in ("", new_root_key("k9")):
        lost = settings.model_copy(update={"root_key": SecretStr(root_key)})

        for work in (lambda: write(1), lambda: audit.examine(organisation.id)):
            with pytest.raises(KeyUnknown):
                await elsewhere(lost, work)

    assert await audit.examine(organisation.id) == ChainState(1, 0, None)
