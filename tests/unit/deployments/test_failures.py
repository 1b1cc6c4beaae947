"""What commands say, and end with, when they cannot do their work."""

import pytest

from berkas.storage.keyring import new_root_key
from deployments.cli import main

NOBODY = "postgresql://berkas:rahasia-contoh@127.0.0.1:1/berkas"


@pytest.fixture
def said(monkeypatch, tmp_path, capsys):
    """Runs a command in an empty data folder; its exit code and the lines it wrote."""
    monkeypatch.setenv("BERKAS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BERKAS_DATABASE_URL", NOBODY)

    def run(*words):
        with pytest.raises(SystemExit) as ended:
            main(words)
        output = capsys.readouterr()
        return ended.value.code, (output.out + output.err).splitlines()

    return run


@pytest.mark.parametrize(
    "words",
    [
        ["audit", "verify"], ["audit", "export"], ["migrate"], ["keys", "list"], ["keys", "create", "Loans"],
        ["organisations", "list"], ["rotate-keys"],
    ],
)  # fmt: skip
def test_a_database_that_is_away_is_no_finding_and_no_traceback(said, words, monkeypatch):
    monkeypatch.setenv("BERKAS_ROOT_KEY", new_root_key("k1"))

    code, lines = said(*words)

    assert code == 5
    assert len(lines) == 2
    assert "database does not answer" in lines[0]
    assert "BERKAS_DATABASE_URL" in lines[1]
    assert "rahasia-contoh" not in "".join(lines)


def test_a_wrong_setting_is_named_without_its_value(said, monkeypatch):
    monkeypatch.setenv("BERKAS_DATABASE_POOL_SIZE", "rahasia-contoh")

    code, lines = said("audit", "verify")

    assert code == 2
    assert lines[0].startswith("BERKAS_DATABASE_POOL_SIZE:")
    assert "rahasia-contoh" not in "".join(lines)


def test_no_root_key_is_said(said, monkeypatch):
    monkeypatch.setenv("BERKAS_ROOT_KEY", "")

    code, lines = said("rotate-keys")

    assert code == 2
    assert lines[0].startswith("BERKAS_ROOT_KEY:")


def test_a_file_that_is_not_there_and_an_api_that_is_away_are_said(said, monkeypatch, tmp_path):
    monkeypatch.setenv("BERKAS_API_KEY", "bk_live_CONTOH")
    paper = tmp_path / "ktp.jpg"
    paper.write_bytes(b"\xff\xd8\xff")

    missing = said("upload", str(tmp_path / "nothing.jpg"), "--url", "http://127.0.0.1:1")
    unreachable = said("upload", str(paper), "--url", "http://127.0.0.1:1")
    nonsense = said("upload", str(paper), "--url", "http://[")

    assert missing[0] == 2
    assert "does not exist" in " ".join(missing[1])
    assert unreachable[0] == 5
    assert "http://127.0.0.1:1" in unreachable[1][0]
    assert nonsense[0] in {2, 5}
    assert not [line for code, lines in (missing, unreachable, nonsense) for line in lines if "Traceback" in line]


def test_a_mistake_of_ours_keeps_its_traceback(monkeypatch, tmp_path):
    monkeypatch.setenv("BERKAS_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("deployments.commands.audit.settings_here", lambda: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        main(["audit", "verify"])
