"""Commands beside a running `berkas up`: they need to be told no more than its data folder."""

import json
import subprocess

import pytest

pytestmark = pytest.mark.e2e


@pytest.fixture
def berkas(stack):
    """Runs a command as a person would; what it wrote."""

    def run(*words: str, **variables: str) -> str:
        done = subprocess.run(
            [stack.installed.berkas, *words],
            env=stack.environment | {"BERKAS_DATA_DIR": str(stack.folder)} | variables,
            cwd=stack.installed.empty, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        return done.stdout

    return run


def test_the_audit_log_is_verified_and_exported(api, berkas, draw) -> None:
    document = api.read(draw("npwp", "electronic", 71)[0])
    api.http.put(f"/api/documents/{document['id']}/legal-hold", json={"reason": "Case 17"}).raise_for_status()

    verified = berkas("audit", "verify").splitlines()
    entries = [json.loads(line) for line in berkas("audit", "export").splitlines()]

    assert verified
    assert all(line.endswith("entries, whole.") for line in verified)
    assert document["id"] in {entry["subject"] for entry in entries}
    assert 0 < sum(int(line.split()[1]) for line in verified) <= len(entries)


def test_keys_and_organisations_are_listed_whole_in_a_pipe(berkas) -> None:
    made = berkas("keys", "create", "Pipe")

    keys, organisations = berkas("keys", "list"), berkas("organisations", "list")

    [line] = [line for line in keys.splitlines() if "Pipe" in line]
    key_id = line.strip("│ ").split()[0]
    assert (key_id[:4], len(key_id)) == ("key_", 30)
    assert made.split()[0] not in keys
    assert "org_" in organisations
    assert berkas("keys", "revoke", key_id).strip() == f"{key_id} is revoked."


def test_an_uploaded_paper_is_shown_and_known_the_second_time(stack, berkas, draw, tmp_path) -> None:
    paper = tmp_path / "npwp.pdf"
    paper.write_bytes(draw("npwp", "electronic", 72)[0])

    first = berkas("upload", str(paper), BERKAS_API_KEY=stack.key)
    second = berkas("upload", str(paper), BERKAS_API_KEY=stack.key)

    assert "npwp_number" in first
    assert "confidence" in first
    assert "here already" not in first
    assert "here already" in second


def test_the_database_and_the_keys_are_brought_up_to_date_once_more(berkas) -> None:
    assert "newest version" in berkas("migrate")
    assert "none of them had to be wrapped anew" in berkas("rotate-keys")
