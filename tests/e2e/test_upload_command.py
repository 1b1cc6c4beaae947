"""`berkas upload` beside a running stack: what it takes, what it shows, what it ends with."""

import contextlib
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import termios
from dataclasses import dataclass

import pytest
from locked_papers import locked

from deployments.commands.showing import shown

pytestmark = pytest.mark.e2e

ESCAPE = "\x1b["


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    said: str

    @property
    def results(self) -> dict[str, dict]:
        """JSON lines by the name of the file."""
        return {result["file"]: result for result in map(json.loads, self.out.splitlines())}


@pytest.fixture
def upload(stack):
    """Runs the command in a pipe."""

    def run(*words: object, given: bytes = b"") -> Done:
        done = subprocess.run(
            [stack.installed.berkas, "upload", *map(str, words)],
            env=stack.environment | {"BERKAS_DATA_DIR": str(stack.folder), "BERKAS_API_KEY": stack.key},
            cwd=stack.installed.empty, input=given, capture_output=True, check=False, timeout=120,
        )  # fmt: skip
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def upload_in_terminal(stack):
    """Runs the command in a terminal of some columns."""

    def run(*words: object, columns: int) -> tuple[int, str]:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        process = subprocess.Popen(
            [stack.installed.berkas, "upload", *map(str, words)],
            env=stack.environment
            | {"BERKAS_DATA_DIR": str(stack.folder), "BERKAS_API_KEY": stack.key, "TERM": "xterm-256color"},
            cwd=stack.installed.empty, stdin=theirs, stdout=theirs, stderr=theirs,
        )  # fmt: skip
        os.close(theirs)
        said = bytearray()
        with contextlib.suppress(OSError):  # the end, as a terminal tells it
            while got := os.read(ours, 65536):
                said += got
        os.close(ours)
        return process.wait(timeout=120), said.decode()

    return run


def test_files_a_folder_and_standard_input_are_read_by_one_call(api, upload, draw, tmp_path) -> None:
    folder = tmp_path / "scans"
    (folder / "deeper").mkdir(parents=True)
    (tmp_path / "one.pdf").write_bytes(draw("npwp", "electronic", 201)[0])
    (folder / "two.pdf").write_bytes(draw("npwp", "electronic", 202)[0])
    (folder / "deeper" / "three.PDF").write_bytes(draw("npwp", "electronic", 203)[0])
    (folder / "notes.txt").write_text("no document")
    words = [
        "--type",
        "npwp",
        "--reference",
        "loan-17",
        "--customer",
        "PT Unggah CONTOH",
        "--metadata",
        '{"branch": "Bandung"}',
    ]

    done = upload(tmp_path / "one.pdf", folder, "-", "--json", *words, given=draw("npwp", "electronic", 204)[0])

    names = {str(tmp_path / "one.pdf"), str(folder / "two.pdf"), str(folder / "deeper" / "three.PDF"), "standard input"}
    assert (done.code, set(done.results), done.said) == (0, names, "")
    for result in done.results.values():
        document = api.document(result["document"]["id"])
        assert not result["deduped"]
        assert result["document"]["extraction"]["fields"]["npwp_number"]
        assert (document["type"], document["externalRef"], document["metadata"]) == (
            "npwp",
            "loan-17",
            {"branch": "Bandung"},
        )
        assert document["customer"]["name"] == "PT Unggah CONTOH"


def test_a_customer_is_named_by_its_id_too(api, upload, draw, tmp_path) -> None:
    customer = api.http.post("/api/customers", json={"name": "PT Nomor CONTOH"}).json()["data"]
    (tmp_path / "npwp.pdf").write_bytes(draw("npwp", "electronic", 205)[0])

    done = upload(tmp_path / "npwp.pdf", "--json", "--customer", customer["id"])

    [result] = done.results.values()
    assert (done.code, result["document"]["customer"]["id"]) == (0, customer["id"])


def test_a_damaged_file_and_a_refused_one_end_with_1_and_the_others_are_read(upload, draw, tmp_path) -> None:
    good, damaged, empty = tmp_path / "good.pdf", tmp_path / "damaged.pdf", tmp_path / "empty.pdf"
    good.write_bytes(draw("npwp", "electronic", 206)[0])
    damaged.write_bytes(b"%PDF-1.7 CONTOH " + os.urandom(64))
    empty.touch()

    done = upload(good, damaged, empty)

    assert done.code == 1
    heads = {name: line for line in done.out.splitlines() for name in (good, damaged, empty) if str(name) in line}
    assert "  extracted  confidence" in heads[good]
    assert "  failed  " in heads[damaged]
    assert "refused" in heads[empty]
    assert sorted(re.findall(r"1 (\w+)", done.out.splitlines()[-1])) == ["extracted", "failed", "refused"]


def test_a_locked_file_asks_for_its_password_and_is_read_with_it_the_second_time(api, upload, draw, tmp_path) -> None:
    paper = tmp_path / "locked.pdf"
    paper.write_bytes(locked(draw("npwp", "electronic", 207)[0], "rahasia-CONTOH"))

    without = upload(paper, "--json")
    wrong = upload(paper, "--json", "--password", given=b"salah\n")
    right = upload(paper, "--json", "--password", given=b"rahasia-CONTOH\n")

    [locked_out], [refused], [opened] = (list(done.results.values()) for done in (without, wrong, right))
    assert [done.code for done in (without, wrong, right)] == [1, 1, 0]
    assert [one["document"]["status"] for one in (locked_out, refused)] == ["password_required"] * 2
    assert opened["document"]["status"] == "extracted"
    assert opened["deduped"]
    assert opened["document"]["id"] == locked_out["document"]["id"]
    assert "rahasia-CONTOH" not in right.out + right.said


def test_a_pipe_gets_plain_lines_with_every_cell_of_every_row(upload, draw, tmp_path) -> None:
    content, truth = draw("rekening_koran", "columns", 208)
    (tmp_path / "statement.pdf").write_bytes(content)

    done = upload(tmp_path / "statement.pdf")

    assert done.code == 0, done.out
    assert ESCAPE not in done.out
    rows = [line.split("\t") for line in done.out.splitlines() if line.startswith("transactions\t")]
    [head] = [row for row in rows if row[1] == "#"]
    cells = rows[rows.index(head) + 1 :]
    assert len(cells) == len(truth["transactions"])
    assert {len(row) for row in cells} == {len(head)}
    for row, true in zip(cells, truth["transactions"], strict=True):
        shown_of = dict(zip(head[2:], row[2:], strict=True))
        assert all((shown_of[name] == "–") == (value is None) for name, value in true.items())
        assert shown_of["balance"] == shown(true["balance"])


def test_a_terminal_gets_colours_a_bar_and_lines_that_fit(upload_in_terminal, draw, tmp_path) -> None:
    content, truth = draw("rekening_koran", "columns", 209)
    (tmp_path / "statement.pdf").write_bytes(content)

    code, said = upload_in_terminal(tmp_path / "statement.pdf", columns=100)

    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said).replace("\r", "\n")
    assert code == 0, plain
    assert ESCAPE in said
    assert "0/1" in plain
    table = plain[plain.index("transactions") :].splitlines()
    assert max(map(len, table)) <= 100
    assert "…" not in plain
    assert all(shown(row["balance"]) in plain for row in truth["transactions"])
