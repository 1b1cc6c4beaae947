"""`berkas keys` on a real database."""

import asyncio

import pytest

from berkas.scopes import GRANTABLE
from deployments.cli import build
from deployments.key_making import make_organisation
from tables.engine import connected
from tables.queries import api_keys


@pytest.fixture
def organisation_id(clean_database, settings, root_key, monkeypatch) -> str:
    monkeypatch.setenv("BERKAS_ROOT_KEY", root_key)
    monkeypatch.setenv("BERKAS_DATA_DIR", str(settings.data_dir))

    async def make():
        async with connected(settings):
            return await make_organisation(settings, "PT CONTOH")

    return asyncio.run(make())


@pytest.fixture
def scopes_of_keys(settings, organisation_id):
    """Scopes of each key that is stored."""

    async def stored():
        async with connected(settings):
            return [sorted(row.scopes) for row in await api_keys.list_keys(organisation_id)]

    return lambda: asyncio.run(stored())


def create(*words):
    with pytest.raises(SystemExit) as ended:
        build()(["keys", "create", "intake", *words])
    return ended.value.code or 0


@pytest.mark.parametrize("wanted", [["documents:delete"], ["documents:read", "documents:*"], ["documents:read,admin"]])
def test_a_scope_that_does_not_exist_is_refused_and_no_key_is_made(wanted, organisation_id, scopes_of_keys, capsys):
    code = create(*(word for scope in wanted for word in ("--scopes", scope)))

    said = " ".join(capsys.readouterr().out.split())
    assert code != 0
    assert wanted[-1].rpartition(",")[2] in said
    assert all(scope in said for scope in GRANTABLE)
    assert "bk_live_" not in said
    assert scopes_of_keys() == []


@pytest.mark.parametrize(
    ("words", "scopes"),
    [
        ([], ["api:manage", "read", "webhooks:manage", "write"]),
        (["--scopes", "documents:read", "--scopes", "templates:read"], ["documents:read", "templates:read"]),
        (["--scopes", "documents:read,documents:write"], ["documents:read", "documents:write"]),
    ],
)
def test_a_key_has_the_scopes_that_were_named(words, scopes, organisation_id, scopes_of_keys, capsys):
    code = create(*words)

    assert (code, scopes_of_keys()) == (0, [scopes])
    assert "bk_live_" in capsys.readouterr().out
