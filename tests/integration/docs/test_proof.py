"""The commands of docs/lifecycle.md with which anybody checks the proof of an erasure, run one after the other."""

import re
from pathlib import Path

import pytest
from shell import run

from tables.erasures import ErasureKind
from tables.queries import erasures, organisations, removals
from tables.queries.erasures import Wanted

ROOT = Path(__file__).parents[3]
SECTION = (
    (ROOT / "docs" / "lifecycle.md").read_text(encoding="utf-8").partition("## The proof")[2].partition("\n## ")[0]
)
BLOCKS = re.findall(r"^```bash\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)


@pytest.fixture
def erased(installation) -> tuple[str, str]:
    """A document that is erased to the end, and its organisation."""
    document_id = installation.upload()

    async def erase() -> str:
        [organisation] = await organisations.list_organisations()
        wanted = Wanted(
            organisation_id=organisation.id,
            document_id=document_id,
            kind=ErasureKind.ERASE,
            reason="CONTOH: subject asked",
            actor="key_1",
        )
        begun = await erasures.begin(wanted)
        await removals.remove_derived(begun.erasure.id)
        assert await removals.certify(begun.erasure.id)
        return organisation.id

    return document_id, installation.in_database(erase)


def test_a_certificate_the_chain_and_its_head_are_checked_as_the_page_tells(installation, erased, tmp_path) -> None:
    document_id, organisation_id = erased
    assert len(BLOCKS) == 4
    given = {
        "BERKAS_API_KEY": installation.key,
        "BERKAS_DATABASE_URL": installation.settings.database_url.get_secret_value(),
        "BERKAS_ROOT_KEY": installation.settings.root_key.get_secret_value(),
        "BERKAS_DATA_DIR": str(tmp_path / "data"),
    }

    said = []
    for block in BLOCKS:
        ours = block.replace("http://127.0.0.1:8700", installation.url)
        ours = re.sub(r"\bdoc_[0-9A-Z]{26}\b", document_id, re.sub(r"\borg_[0-9A-Z]{26}\b", organisation_id, ours))
        said.append(run(ours, tmp_path, **given).strip())

    assert said[0] == "True"
    assert said[1] == "Signature Verified Successfully"
    assert said[2] == "whole up to 2"
    assert said[3] == f"{organisation_id}: 2 entries, whole."
