"""The reading sandbox: what a child may take, how it may end, and what it can send to its parent."""

import os
import signal
import tempfile
import threading
import time
from pathlib import Path

import psutil
import pytest
from hostile_files import jpeg, one_page, pages, stream, text
from PIL import Image
from rogue_children import LIMITS, MEBIBYTE, UNCONFINED, limits_of, rogue

from berkas.errors import PageLimitExceeded, ReaderCrashed, ReaderUnconfined, ReadingLimitExceeded, UnreadableFile
from berkas.evaluation.specimens import papers
from berkas.reading.filetypes import FileType
from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.reader import DocumentReader
from berkas.reading.sandbox.messages import Close, FindTables, Open, ReadPage
from berkas.reading.sandbox.parent import Sandbox

PAPER = pages(2)
OPEN = Open(PAPER, FileType.PDF, None)


@pytest.fixture(scope="module")
def fork_server():
    child = Sandbox(LIMITS, OcrOptions())
    yield child
    child.stop()


@pytest.fixture
def sandbox(fork_server):
    """A fresh child."""
    fork_server.drop_child()
    fork_server.start()
    return fork_server


def is_gone(pid: int) -> bool:
    return not psutil.pid_exists(pid)


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (signal.SIGSEGV, ReaderCrashed),
        (signal.SIGABRT, ReaderCrashed),
        (signal.SIGBUS, ReaderCrashed),
        (signal.SIGILL, ReaderCrashed),
        (signal.SIGTERM, ReaderCrashed),
        (signal.SIGKILL, ReadingLimitExceeded),
        (signal.SIGXCPU, ReadingLimitExceeded),
    ],
)
def test_a_child_that_dies_of_a_signal_is_an_error_of_its_document(number, error) -> None:
    child = rogue(f"os.kill(os.getpid(), {int(number)})")

    with pytest.raises(error):
        child.ask(OPEN)

    assert child.pid is None


@pytest.mark.parametrize(
    "deed", ["sys.exit(0)", "os._exit(3)", "raise RuntimeError", "connection.close(); time.sleep(60)"]
)
def test_a_child_that_leaves_without_an_answer_has_crashed(deed) -> None:
    child = rogue(deed)

    with pytest.raises(ReaderCrashed):
        child.ask(OPEN)


def test_a_child_that_is_killed_at_work_is_replaced(sandbox) -> None:
    sandbox.ask(OPEN)
    killed = sandbox.pid
    psutil.Process(killed).suspend()
    threading.Timer(0.3, os.kill, (killed, signal.SIGKILL)).start()

    with pytest.raises(ReadingLimitExceeded):
        sandbox.ask(ReadPage(0))

    assert is_gone(killed)
    assert sandbox.ask(OPEN).page_count == 2
    assert sandbox.pid != killed


def test_nothing_is_read_where_nothing_confines_the_reader() -> None:
    child = rogue("time.sleep(60)", first=UNCONFINED)

    with pytest.raises(ReaderUnconfined):
        child.ask(Close())

    assert (child.pid, child.fork_server_pid) == (None, None)


@pytest.mark.parametrize(
    "deed",
    [
        "time.sleep(60)",
        "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65)); time.sleep(60)",
        "connection.sendall(bytes(2)); time.sleep(60)",
        "connection.sendall((1000).to_bytes(4, 'big'))\nfor _ in range(60): connection.sendall(b'x'); time.sleep(0.5)",
    ],
    ids=["sleeps", "blocks signals", "half a length", "drips"],
)
def test_a_child_that_ignores_the_time_is_killed_when_it_is_over(deed) -> None:
    child = rogue(deed, ReadingLimits(wall_seconds=1))
    child.start()
    pid = child.pid

    started = time.monotonic()
    with pytest.raises(ReadingLimitExceeded):
        child.ask(OPEN)

    assert time.monotonic() - started < 10
    assert is_gone(pid)


@pytest.mark.parametrize("leave", ["pass", "os.setpgid(0, 0)", "os.setsid()", "os.fork() and os._exit(0); os.setsid()"])
def test_what_a_child_has_begun_ends_with_it(leave, tmp_path) -> None:
    """Shown without the confinement, which lets a child begin nothing at all."""
    begun = tmp_path / "begun"
    child = rogue(
        f"os.fork() and time.sleep(60)\n{leave}\nfor n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\n"
        f"file = open({str(begun)!r}, 'w'); file.write(str(os.getpid())); file.close()\nwhile True: time.sleep(60)",
        ReadingLimits(wall_seconds=2, allow_unconfined=True),
        first=UNCONFINED,
    )

    with pytest.raises(ReadingLimitExceeded):
        child.ask(OPEN)

    assert is_gone(int(begun.read_text()))
    child.stop()


@pytest.mark.parametrize(
    "deed",
    [
        "connection.sendall((2**32 - 1).to_bytes(4, 'big')); time.sleep(60)",
        "connection.sendall((65 * 2**20).to_bytes(4, 'big') + bytes(65 * 2**20)); time.sleep(60)",
        "connection.sendall((4).to_bytes(4, 'big') + b'\\xff\\xff\\xff\\xff'); time.sleep(60)",
        "connection.sendall((14).to_bytes(4, 'big') + b'\\x81\\xaaerror_code\\xa1\\xff'); time.sleep(60)",
        "import pickle; body = pickle.dumps(print); connection.sendall(len(body).to_bytes(4, 'big') + body); time.sleep(60)",
        "send(connection, Reply(error_code='no_such_code')); time.sleep(60)",
        "send(connection, Setup(ReadingLimits(), OcrOptions(recogniser='tiny'))); send(connection, Close()); time.sleep(60)",
    ],
    ids=["promises 4 GB", "65 MB", "rubbish", "no UTF-8", "a pickle", "an unknown error", "another message"],
)
def test_an_answer_that_cannot_be_one_is_a_crash(deed) -> None:
    child = rogue(deed)
    before = psutil.Process().memory_info().rss

    with pytest.raises(ReaderCrashed):
        child.ask(OPEN)

    assert (
        child.pid is None or "no_such_code" in deed
    )  # an answer that can be one, and makes no sense, is no reason to end it
    child.stop()
    assert psutil.Process().memory_info().rss - before < 100 * MEBIBYTE


@pytest.mark.parametrize("count", [0, -1, 201, 10**9])
def test_a_lie_about_the_number_of_pages_is_not_believed(count, monkeypatch) -> None:
    child = rogue(f"send(connection, Reply(page_count={count})); time.sleep(60)")
    with DocumentReader(LIMITS, OcrOptions()) as reader:
        monkeypatch.setattr(reader, "_sandbox", child)

        with pytest.raises(ReaderCrashed):
            reader.open(PAPER)

    assert child.pid is None


def test_cpu_time_is_granted_for_each_document_anew(sandbox) -> None:
    granted = []
    for _ in range(3):
        reply = sandbox.ask(OPEN)
        soft, _ = limits_of(sandbox.pid)["Max cpu time"]
        granted.append(int(soft) - reply.cpu_seconds)

    assert all(LIMITS.cpu_seconds <= seconds <= LIMITS.cpu_seconds + 2 for seconds in granted)


def test_nothing_of_the_parent_reaches_the_child(sandbox) -> None:
    settled = {"PATH", "LANG", "LC_CTYPE", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MALLOC_ARENA_MAX"}

    if os.geteuid() != 0:  # nobody but root sees either
        with pytest.raises(psutil.AccessDenied):
            psutil.Process(sandbox.pid).environ()
        with pytest.raises(PermissionError):
            list(Path(f"/proc/{sandbox.pid}/fd").iterdir())
        return
    for pid in (sandbox.pid, sandbox.fork_server_pid):
        process = psutil.Process(pid)
        assert set(process.environ()) <= settled | {"ORT_DISABLE_TELEMETRY"}
        assert process.cwd() == "/"
        kinds = [str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()]
        assert sum(kind.startswith("socket:") for kind in kinds) == 1
        assert {kind for kind in kinds if not kind.startswith("socket:")} <= {
            "/dev/null",
            "/dev/urandom",
            f"/proc/{pid}/statm",
        }


def test_the_ocr_runtime_reports_to_nobody() -> None:
    """Its telemetry would keep an identifier and a database in the home folder, and a thread that sends."""
    with DocumentReader(LIMITS, OcrOptions()) as reader:
        reader.open(jpeg(Image.new("RGB", (300, 200), "white")))
        reader.read_pages([0])
        threads = {pid: psutil.Process(pid).num_threads() for pid in (reader.pid, reader.fork_server_pid)}

    assert set(threads.values()) == {1}


def test_ruled_tables_are_found_inside_the_sandbox(sandbox) -> None:
    paper = papers.make("invoice", layout="taxable", seed=3).pdf
    sandbox.ask(Open(paper, FileType.PDF, None))

    tables = sandbox.ask(FindTables(0)).tables

    assert max(len(table.rows) for table in tables) > 2


def test_no_file_of_a_document_is_left_anywhere() -> None:
    """camelot would write a document that it gets as bytes to a temporary file, in clear."""
    mark = f"SPECIMEN-{os.urandom(8).hex()}"
    lines = b" ".join(b"50 %d m 500 %d l S %d 500 m %d 800 l S" % (y, y, y, y) for y in range(500, 801, 50))
    paper = one_page(stream(text([mark, *["contoh", "tabel", "bergaris"]] * 3) + b" " + lines))
    started = time.time()
    with DocumentReader(LIMITS, OcrOptions()) as reader:
        reader.open(paper)
        words = reader.read_pages([0])[0].words
        reader.find_ruled_tables([0])

    assert any(word.text == mark for word in words)
    for folder in {tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm", str(Path.cwd())}:
        assert not [path for path in Path(folder).glob("*") if _holds(path, mark.encode(), since=started)], folder


def _holds(path: Path, wanted: bytes, *, since: float) -> bool:
    try:
        return path.is_file() and path.stat().st_mtime >= since and wanted in path.read_bytes()
    except OSError:
        return False


def test_requests_without_a_document_are_refused_and_harm_nothing(sandbox) -> None:
    for request in (ReadPage(0), FindTables(0)):
        with pytest.raises(UnreadableFile):
            sandbox.ask(request)
    sandbox.ask(OPEN)
    for index in (-1, 2, 10**6):
        with pytest.raises(UnreadableFile):
            sandbox.ask(ReadPage(index))
    sandbox.ask(Close())

    assert sandbox.ask(OPEN).page_count == 2


def test_the_page_limit_is_exact() -> None:
    with DocumentReader(LIMITS, OcrOptions()) as reader:
        assert reader.open(pages(200)).page_count == 200
        with pytest.raises(PageLimitExceeded):
            reader.open(pages(201))
