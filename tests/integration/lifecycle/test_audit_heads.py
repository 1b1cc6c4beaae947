"""A head that was kept outside of the database shows what became of a chain since, even by who holds the root key."""

import asyncio
import json

import pytest
from older_keys import older_key

from berkas.refusals import Refused
from deployments.commands import audit as audit_command
from tables.engine import connected
from tables.queries import audit


@pytest.fixture
def append(installation, organisation_id):
    """Adds entries, as requests do."""

    def add(count: int, actor: str = "key") -> None:
        async def inside() -> None:
            async with connected(installation.settings):
                for number in range(count):
                    await audit.append(organisation_id, actor=actor, action="a", subject=f"s{number}")

        asyncio.run(inside())

    return add


@pytest.fixture
def kept_head(installation, organisation_id, tmp_path, capfd):
    """Exports heads into a file."""

    def export(**changes: object):
        audit_command.head()
        heads = [json.loads(line) | changes for line in capfd.readouterr().out.splitlines()]
        path = tmp_path / "heads.jsonl"
        path.write_text("".join(json.dumps(head) + "\n" for head in heads))
        return path

    return export


@pytest.fixture
def verified(capfd):
    """The exit code of `berkas audit verify` and what it says."""

    def run(**options: object) -> tuple[int, str]:
        with pytest.raises(SystemExit) as end:
            audit_command.verify(**options)
        return int(str(end.value.code)), capfd.readouterr().out

    return run


def test_a_chain_that_grew_since_continues_its_head(append, kept_head, verified) -> None:
    append(2)
    head = kept_head()
    append(3)

    code, said = verified(head=head)

    assert (code, "5 entries, whole" in said) == (0, True)


def test_a_chain_that_was_cut_off_and_grew_again_is_found_by_its_head_alone(
    append, kept_head, verified, behind_the_triggers
) -> None:
    append(4)
    head = kept_head()
    asyncio.run(behind_the_triggers("delete from audit_entry where sequence > 2"))

    assert verified()[0] == 0
    code, said = verified(head=head)
    assert (code, "cut off: entry 4" in said) == (1, True)

    append(3, actor="another")
    assert verified()[0] == 0
    code, said = verified(head=head)
    assert (code, "rewritten: entry 4" in said) == (1, True)


def test_a_head_of_an_empty_chain_is_continued_by_any(append, kept_head, verified) -> None:
    head = kept_head()
    append(1)

    assert verified(head=head)[0] == 0


@pytest.mark.parametrize(
    "changes",
    [{"sequence": 1}, {"hash": "ab" * 32}, {"exportedAt": "2026-01-01T00:00:00.000Z"}, {"signature": "AAAA"}],
    ids=lambda changes: next(iter(changes)),
)
def test_a_head_that_was_altered_proves_nothing(append, kept_head, verified, changes) -> None:
    append(2)

    code, said = verified(head=kept_head(**changes))

    assert (code, "head was altered" in said) == (1, True)


def test_a_head_whose_organisation_is_gone_is_told(append, kept_head, verified, behind_the_triggers) -> None:
    append(1)
    head = kept_head()
    for table in ("audit_entry", "webhook", "api_key", "organisation"):
        asyncio.run(behind_the_triggers(f"delete from {table}"))

    code, said = verified(head=head)

    assert (code, "organisation of this head is gone" in said) == (1, True)


@pytest.mark.parametrize("content", [None, "no json", '{"organisationId": "org_1"}'])
def test_a_file_that_holds_no_heads_is_refused(installation, tmp_path, content) -> None:
    path = tmp_path / "heads.jsonl"
    if content is not None:
        path.write_text(content)

    with pytest.raises(Refused, match="berkas audit head"):
        audit_command.verify(head=path)


def test_a_chain_whose_signatures_were_removed_is_broken(append, verified, behind_the_triggers) -> None:
    append(2)
    asyncio.run(behind_the_triggers("update audit_entry set signature = null"))

    code, said = verified()

    assert (code, "broken at entry 1" in said) == (1, True)


def test_a_chain_without_a_record_of_where_signatures_begin_is_not_called_whole(
    append, verified, installation, organisation_id, behind_the_triggers
) -> None:
    older = older_key(installation.settings.root_key.get_secret_value(), organisation_id)
    asyncio.run(behind_the_triggers("update organisation set wrapped_key = $1", older))
    append(2)
    asyncio.run(behind_the_triggers("update organisation set wrapped_key = $1", older))

    code, said = verified()

    assert (code, "nothing records where its signatures begin" in said) == (1, True)
