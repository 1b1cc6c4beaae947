"""What a parser that was taken over can reach: attacked from inside, on hosts that allow more or less."""

import contextlib
import ctypes
import json
import os
import platform
import signal
import subprocess
import sys
import time
from pathlib import Path

import container_profile
import psutil
import pytest
from rogue_children import LIMITS, UNCONFINED, limits_of, program

from berkas.reading.limits import OcrOptions
from berkas.reading.sandbox import attacks, system_calls
from berkas.reading.sandbox.messages import Close, Setup, send
from berkas.reading.sandbox.parent import Sandbox
from berkas.reading.sandbox.spawner import Spawner

EVERYTHING_ALLOWED = ""
CONTAINER = "namespaces"
CONTAINER_OF_ONE_USER = "namespaces,other users"
AND_WITHOUT_LANDLOCK = "namespaces,other users,landlock"
HOSTS = (EVERYTHING_ALLOWED, CONTAINER, CONTAINER_OF_ONE_USER, AND_WITHOUT_LANDLOCK)

PROBE = """
import json
from berkas.process_secrets import protect
from berkas.reading.sandbox import probe
protect()
found = {name: [result.succeeded, result.detail] for name, result in probe.attempts()}
held = probe.measures()
print(json.dumps([found, {name: getattr(held, name) for name in held.__struct_fields__}]))
"""

ONE_BY_ONE = """
import json, sys
from berkas.process_secrets import protect
from berkas.reading.sandbox import probe
protect()
probe.PROGRAM = (sys.executable, "-I", "-c", sys.argv[1])
print(json.dumps({name: result.succeeded for name, result in probe.attempts()}))
"""
ATTACKERS = """
from berkas.reading.sandbox import attacks, confinement, fork_server, landlock, system_calls
system_calls.restrict = lambda libc: False
{}
fork_server.main(attacks.load)
"""
"""The list of system calls is taken away, and other measures, to see what one alone holds."""

FILES = {
    "read the root key's file", "list the folder of blobs", "write a file", "open a file by the newer call",
    "read the environment of its parent", "read the memory of its parent", "write the memory of its parent",
    "read the environment of a process with keys", "read the memory of a process with keys",
    "read the memory of another child",
}  # fmt: skip
MEMORY = {
    "copy memory from its parent", "copy memory to its parent", "trace its parent", "copy memory from a process with keys",
    "copy memory from another child",
}  # fmt: skip
SIGNALS = {"signal its parent", "signal another child"}


def run(host: str, *command: str) -> str:
    """What a Python program prints on a host."""
    launcher = [sys.executable, container_profile.__file__, host, "--"] if host else []
    done = subprocess.run(
        [*launcher, sys.executable, *command], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module", params=HOSTS, ids=lambda host: host or "everything allowed")
def probed(request):
    found, measures = json.loads(run(request.param, "-c", PROBE))
    return request.param, found, measures


def test_no_attack_from_inside_the_sandbox_succeeds_whatever_the_host_allows(probed) -> None:
    _, found, _ = probed

    assert set(found) == set(attacks.ATTACKS)
    assert [name for name, (succeeded, _) in found.items() if succeeded] == []


def test_every_attack_is_refused_by_the_list_of_system_calls_alone(probed) -> None:
    """EPERM comes from the list; ENOSYS would be a call that the list lets through and the kernel happens not to have."""
    _, found, _ = probed

    # a call whose arguments a filter cannot see, so that libraries make the older one
    others = {"begin another process by the newer call": "ENOSYS", "lift a limit of its own": "ValueError"}
    assert {name: detail for name, (_, detail) in found.items() if detail != "EPERM"} == others


def test_the_sandbox_says_what_confines_it(probed) -> None:
    host, _, measures = probed
    root = os.geteuid() == 0

    assert measures["system_calls"]
    assert measures["unreadable"]
    assert measures["own_user"] == (root and "other users" not in host)
    if host != EVERYTHING_ALLOWED:
        assert not measures["own_network"]
    if "landlock" in host:
        assert measures["landlock"] == 0
    else:
        assert measures["landlock"] == kernel_landlock()


def kernel_landlock() -> int:
    return max(0, int(ctypes.CDLL(None).syscall(444, None, 0, 1)))


def refused_by(kept: str) -> set[str]:
    """Attacks that fail where all measures but one are taken away."""
    without = {
        "Landlock": "confinement._become_nobody = lambda: False",
        "another user": "landlock.forbid_everything = lambda libc: 0",
        "hidden memory": "confinement._become_nobody = lambda: False\nlandlock.forbid_everything = lambda libc: 0",
        "nothing": "system_calls.forbid_network = lambda libc: False\n" + UNCONFINED,
    }[kept]
    found = json.loads(run(EVERYTHING_ALLOWED, "-c", ONE_BY_ONE, ATTACKERS.format(without)))
    return {name for name, succeeded in found.items() if not succeeded}


def test_landlock_alone_keeps_files_memory_signals_and_sockets() -> None:
    assert kernel_landlock() >= 6, "these tests want Linux 6.12 or newer"

    refused = refused_by("Landlock")

    assert refused >= FILES | MEMORY | SIGNALS | {"connect to an abstract socket"}


def test_another_user_alone_keeps_files_memory_and_signals() -> None:
    """Where root starts the sandbox; others have no other user to give."""
    refused = refused_by("another user")

    wanted = (
        FILES | MEMORY | SIGNALS | {"change a limit of its parent", "become root again"}
        if os.geteuid() == 0
        else MEMORY
    )
    assert refused >= wanted - {"write a file"}


def test_hidden_memory_alone_keeps_memory() -> None:
    refused = refused_by("hidden memory")

    assert refused >= MEMORY | {name for name in FILES if "memory" in name or "environment" in name}
    assert "read the root key's file" not in refused


def test_a_child_in_a_network_of_its_own_sees_no_interface() -> None:
    spawner = Spawner(Setup(LIMITS, OcrOptions()), program("time.sleep(60)"))
    child = spawner.fork()

    devices = [line.split(":")[0].strip() for line in Path(f"/proc/{child.pid}/net/dev").read_text().splitlines()[2:]]
    own = [line.split(":")[0].strip() for line in Path("/proc/self/net/dev").read_text().splitlines()[2:]]
    child.connection.close()
    spawner.stop()

    assert devices == (["lo"] if child.measures.own_network else own)


def test_the_attacks_succeed_where_nothing_holds_them() -> None:
    """An attack that cannot succeed is no proof."""
    refused = refused_by("nothing")

    assert not refused & {
        "read the root key's file", "list the folder of blobs", "write a file", "signal its parent", "signal another child",
        "begin another process", "open an internet socket", "open a local socket", "make a file in memory", "run a program",
        "get a handle of its parent", "map memory that holds code", "lift a limit of its own",
    }  # fmt: skip


def answer_of(deed: str, *, first: str = "") -> tuple[bytes, int]:
    """What a child that was taken over sends, and its exit code."""
    spawner = Spawner(Setup(LIMITS, OcrOptions()), program(deed, first=first))
    with spawner.fork().connection as connection:
        send(connection, Close())
        connection.settimeout(60)
        parts = iter(lambda: connection.recv(65536), b"")
        answer = b"".join(parts)
    exit_code = spawner.end_child(is_awaited=True)
    spawner.stop()
    return answer, exit_code


def test_every_call_that_is_not_on_the_list_is_refused() -> None:
    """Also by the numbers of x32, the second set of the same calls on x86-64, and whatever newer kernels bring."""
    column = 0 if platform.machine() == "x86_64" else 1
    listed = {
        numbers[column] for table in (system_calls._CALLS, system_calls._WITH_ARGUMENTS) for numbers in table.values()
    }
    # these two end whoever makes them outside of a probe, before any filter is asked
    probes = {335, 336}
    numbers = sorted(set(range(600)) - listed - probes) + [0x40000000 | number for number in range(600)]

    answer, _ = answer_of(
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        f"passed = [number for number in {numbers} if libc.syscall(number, 0, 0, 0, 0, 0, 0) != -1 or ctypes.get_errno() != 1]\n"
        "connection.sendall(repr(passed).encode()); os._exit(0)",
        # what the fork server forbids itself must not stand in for the list
        first="from berkas.reading.sandbox import system_calls\nsystem_calls.forbid_network = lambda libc: False",
    )

    assert answer == b"[]"


def test_calls_of_32_bits_end_the_child() -> None:
    if platform.machine() != "x86_64":  # there is no such door elsewhere
        return
    getpid = b"\xb8\x14\x00\x00\x00\xcd\x80\xc3"  # mov eax, 20; int 0x80; ret
    first = (
        "import ctypes, mmap\ncode = mmap.mmap(-1, 4096, prot=7)\n"
        f"code.write({getpid!r})\ncall = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))"
    )

    answer, exit_code = answer_of("call(); connection.sendall(b'went through')", first=first)

    assert answer == b""
    assert -exit_code in {signal.SIGSYS, signal.SIGSEGV}  # the second from a kernel without such calls


def test_nothing_that_is_loaded_before_children_reaches_a_network_or_a_program() -> None:
    """Libraries run code of their own when they are imported, in the fork server, which no list of allowed calls confines."""
    first = (
        "def refused(deed):\n    try: deed()\n    except PermissionError: return True\n"
        "load = lambda setup: serve\n"
        "def tried(setup):\n    global found\n"
        "    found = [refused(socket.socket), refused(lambda: os.execv('/bin/true', ['true']))]\n    return serve\n"
        "main = fork_server.main\nfork_server.main = lambda load: main(tried)"
    )

    answer, _ = answer_of("connection.sendall(repr(found).encode()); os._exit(0)", first=first)

    assert answer == b"[True, True]"


def test_threads_of_a_child_are_confined_like_itself() -> None:
    """A decoder begins one; neither it nor what it could clone is a way out."""
    answer, _ = answer_of(
        "import _thread\nfound = []\n"
        "def tried(deed):\n    try: deed()\n    except PermissionError: return 'refused'\n    return 'through'\n"
        "def work():\n"
        "    found.extend([tried(lambda: os.open('/etc/passwd', 0)), tried(os.fork), tried(socket.socket)])\n"
        "_thread.start_new_thread(work, ())\nwhile len(found) < 3: time.sleep(0.01)\n"
        "connection.sendall(repr(found).encode()); os._exit(0)"
    )

    assert answer == b"['refused', 'refused', 'refused']"


def test_a_child_may_abort_and_then_its_exit_says_so() -> None:
    _, exit_code = answer_of("os.abort()")

    assert exit_code == -signal.SIGABRT


@pytest.mark.parametrize("killed", ["the process that reads", "the fork server"])
def test_a_child_at_work_outlives_none_of_its_parents(killed) -> None:
    busy = program("for n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\nwhile True: pass")
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, *busy], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert reader.stdout is not None
    child, server = (psutil.Process(int(word)) for word in reader.stdout.readline().split())
    wait_until(lambda: child.cpu_times().user > 0.1)

    os.kill(reader.pid if killed == "the process that reads" else server.pid, signal.SIGKILL)

    try:
        wait_until(lambda: is_gone(child))
        wait_until(lambda: is_gone(server))
    finally:
        for process in (reader, server, child):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        reader.wait()


READER = """
import sys
from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.sandbox.messages import Close
from berkas.reading.sandbox.parent import Sandbox
sandbox = Sandbox(ReadingLimits(), OcrOptions(), program=sys.argv[1:])
sandbox.start()
print(sandbox.pid, sandbox.fork_server_pid, flush=True)
sandbox.ask(Close())
"""


def is_gone(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:  # between the two questions
        return True


def wait_until(condition, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_kernel_limits_a_child_for_good() -> None:
    sandbox = Sandbox(LIMITS, OcrOptions(), program=program("time.sleep(60)"))
    sandbox.start()

    limits = limits_of(sandbox.pid)
    sandbox.stop()

    memory = str(LIMITS.memory_bytes)
    assert limits["Max address space"] == (memory, memory)
    if os.geteuid() == 0:  # else the limit would count what others of the user run
        assert limits["Max processes"] == ("32", "32")
    assert limits["Max open files"] == ("16", "16")
    assert limits["Max file size"] == ("0", "0")
    assert limits["Max core file size"] == ("0", "0")
