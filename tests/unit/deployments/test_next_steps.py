"""What `berkas up` and `berkas demo` tell a person to do next, so that it can be done as it is written."""

import sys

import pytest

from deployments.commands.demo import _say_what_next
from deployments.commands.up import command_here
from deployments.local_stack import Prepared


@pytest.fixture
def command(tmp_path, monkeypatch):
    """A `berkas` in the environment of a checkout, called by its path."""
    folder = tmp_path / ".venv" / "bin"
    folder.mkdir(parents=True)
    (folder / "berkas").touch(mode=0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [".venv/bin/berkas", "up"])
    monkeypatch.setenv("PATH", "/usr/bin")
    return folder


def test_a_command_that_is_not_on_the_path_is_told_by_its_path(command):
    assert command_here() == ".venv/bin/berkas"


def test_a_command_that_is_on_the_path_is_told_by_its_name(command, monkeypatch):
    monkeypatch.setenv("PATH", f"{command}:/usr/bin")

    assert command_here() == "berkas"


@pytest.mark.parametrize(
    ("key", "told"),
    [("bk_live_CONTOH", "export BERKAS_API_KEY=bk_live_CONTOH"), (None, ".venv/bin/berkas keys create NAME")],
)
def test_the_demo_tells_the_key_and_the_upload_at_its_end(command, capsys, key, told):
    _say_what_next(Prepared(api_key=key), "http://127.0.0.1:4200")

    lines = capsys.readouterr().out.splitlines()
    assert any(told in line for line in lines)
    assert "  .venv/bin/berkas upload FILE-OR-FOLDER" in lines
    assert any("http://127.0.0.1:4200/login" in line for line in lines)
