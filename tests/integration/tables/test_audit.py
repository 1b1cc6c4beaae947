"""The audit log: complete, in order, and closed to changes."""

import asyncio
from dataclasses import replace
from itertools import pairwise

import asyncpg
import pytest

from berkas.storage.audit_signing import entry_text
from tables.engine import transaction
from tables.queries import audit


async def test_simultaneous_entries_make_one_chain_without_gaps(organisation):
    numbers = await asyncio.gather(
        *(audit.append(organisation.id, actor="key_1", action="document.erase", subject=f"doc_{n}") for n in range(30))
    )

    assert sorted(numbers) == list(range(1, 31))
    entries = await audit.list_entries(organisation.id)
    assert [entry.sequence for entry in entries] == list(range(1, 31))
    assert entries[0].previous_hash == audit.GENESIS
    assert all(after.previous_hash == before.hash for before, after in pairwise(entries))
    assert (await audit.examine(organisation.id)).broken_at is None


async def test_details_survive_with_the_hash_over_them(organisation):
    details = {
        "reason": "Permintaan nasabah – tiket \u2116 4521 \x00",
        "keepFields": False,
        "boxes": 10**30,
        "none": None,
    }

    await audit.append(organisation.id, actor="key_1", action="document.erase", subject="doc_1", details=details)

    [entry] = await audit.list_entries(organisation.id)
    assert dict(entry.details) == {**details, "reason": details["reason"].replace("\x00", "")}
    assert (await audit.examine(organisation.id)).broken_at is None


async def test_every_organisation_has_its_own_chain(organisation, other_organisation):
    for tenant in (organisation, other_organisation, organisation):
        await audit.append(tenant.id, actor="key", action="a", subject="s")

    assert [entry.sequence for entry in await audit.list_entries(organisation.id)] == [1, 2]
    assert [entry.sequence for entry in await audit.list_entries(other_organisation.id)] == [1]


async def test_an_entry_is_part_of_the_transaction_that_it_tells_about(organisation):
    async def work() -> None:
        async with transaction():
            await audit.append(organisation.id, actor="key", action="a", subject="s")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await work()

    assert await audit.list_entries(organisation.id) == []


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_entry set actor = 'nobody'",
        "delete from audit_entry",
        "truncate audit_entry",
        "truncate audit_entry cascade",
        "truncate organisation cascade",
    ],
)
async def test_the_database_refuses_every_change_whoever_asks(organisation, superuser_url, statement):
    await audit.append(organisation.id, actor="key", action="a", subject="s")
    superuser = await asyncpg.connect(superuser_url)

    with pytest.raises(asyncpg.RestrictViolationError, match="append-only"):
        await superuser.execute(statement)

    await superuser.close()
    assert len(await audit.list_entries(organisation.id)) == 1


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ('update audit_entry set details = \'{"reason": "other"}\' where sequence = 2', 2),
        ("update audit_entry set occurred_at = occurred_at + interval '1 microsecond' where sequence = 3", 3),
        ("delete from audit_entry where sequence = 2", 2),
        ("delete from audit_entry where sequence = 1", 1),
    ],
)
async def test_tampering_behind_the_triggers_shows(organisation, behind_the_triggers, tampering, broken):
    for number in range(4):
        await audit.append(organisation.id, actor="key", action="a", subject="s", details={"reason": f"r{number}"})

    await behind_the_triggers(tampering)

    assert (await audit.examine(organisation.id)).broken_at == broken


async def test_an_altered_entry_whose_hash_and_signature_were_made_anew_shows_by_the_next_one(
    organisation, behind_the_triggers
):
    for number in range(4):
        await audit.append(organisation.id, actor="key", action="a", subject="s", details={"reason": f"r{number}"})
    forged = replace((await audit.list_entries(organisation.id))[1], actor="nobody")

    signature = (await audit.signer(organisation.id)).sign(entry_text(forged.expected_hash))

    await behind_the_triggers(
        "update audit_entry set actor = $1, hash = $2, signature = $3 where sequence = 2",
        forged.actor,
        forged.expected_hash,
        signature,
    )

    assert (await audit.examine(organisation.id)).broken_at == 3
