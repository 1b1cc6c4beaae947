"""`berkas completion`, as bash uses it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ASK = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _berkas; printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home in which completion was installed."""
    folder = tmp_path_factory.mktemp("home")
    done = subprocess.run(
        [sys.executable, "-m", "deployments.cli", "completion", "bash", "--install"],
        env=os.environ | {"HOME": str(folder)}, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize(
    ("words", "offered", "others"),
    [
        (["u"], {"up", "upload"}, {"keys"}),
        (["upload", "--"], {"--json", "--password", "--type", "--reference"}, {"--no-json", "--options"}),
        (["keys", ""], {"create", "list", "revoke"}, {"upload"}),
        (["upload", "--json", "picture"], {"pictures.pdf"}, set()),
    ],
)
def test_bash_offers_commands_options_and_files(home, tmp_path, words, offered, others):
    (tmp_path / "pictures.pdf").touch()
    script = home / ".local/share/bash-completion/completions/berkas"

    done = subprocess.run(
        ["bash", "-c", ASK, "bash", script, "berkas", *words], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    found = set(done.stdout.split())
    assert offered <= found
    assert not others & found
    assert str(script) in (home / ".bashrc").read_text()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_is_printed(shell):
    done = subprocess.run(
        [sys.executable, "-m", "deployments.cli", "completion", shell],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "--reference" in done.stdout or "reference" in done.stdout
    assert done.stderr == ""
