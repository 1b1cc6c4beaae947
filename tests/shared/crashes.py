"""Stopping a running stack half way, and killing parts of it."""

import contextlib
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import psutil
from stacks import Stack

PATIENCE_SECONDS = 180


@contextlib.contextmanager
def frozen(stack: Stack, *, when: Callable[[], bool]) -> Iterator[list[psutil.Process]]:
    """The worker and its slots, stopped when something is so; they go on after the block, unless they were killed.

    They are stopped again and again, and looked at when what they have just asked of PostgreSQL is done.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (is_so := when()) or not (processes := _stopped(stack, when)):
        assert time.monotonic() < deadline, is_so
        time.sleep(0.01)
    try:
        yield processes
    finally:
        _resume(processes)


def _stopped(stack: Stack, when: Callable[[], bool]) -> list[psutil.Process]:
    """Slots and worker, if it is still so now that they stand still; else nothing, and they go on."""
    worker = stack.part("worker")
    slots = worker.children(recursive=True)
    for process in slots:
        with contextlib.suppress(psutil.NoSuchProcess):  # a used slot may just have been replaced
            process.suspend()
    time.sleep(0.1)
    if when() and set(slots) == set(worker.children(recursive=True)):
        worker.suspend()
        return [worker, *slots]
    _resume(slots)
    return []


def _resume(processes: list[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.resume()


def kill_parts(stack: Stack, *victims: psutil.Process) -> None:
    """Kill -9 parts of a running stack, which starts them again: until it has, and all of it is ready."""
    begun, since = stack.said.count("was started again"), datetime.now(UTC)
    parts = [process for process in victims if process in psutil.Process(stack.process.pid).children()]
    for process in victims:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while stack.said.count("was started again") < begun + len(parts) or not stack.is_ready(since=since):
        assert stack.process.poll() is None, stack.said
        assert time.monotonic() < deadline, stack.said
        time.sleep(0.1)


def kill_all(stack: Stack) -> None:
    """Kill -9 the supervisor, with it every process of a stack, the database's too, as when a machine loses power."""
    database = postmaster(stack)
    started = [database, *database.children(recursive=True), *stack.parts()]
    for process in [psutil.Process(stack.process.pid), *started]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    stack.wait_for_end()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while left := [process for process in started if _is_alive(process)]:
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def postmaster(stack: Stack) -> psutil.Process:
    """The server process of PostgreSQL, a daemon that outlives the part which looks after it."""
    return psutil.Process(int((stack.folder / "postgres" / "postmaster.pid").read_text().split()[0]))


def slots_of(stack: Stack) -> list[psutil.Process]:
    """The processes that runs go on in."""
    return [process for process in stack.part("worker").children(recursive=True) if _is_slot(process)]


def _is_slot(process: psutil.Process) -> bool:
    try:
        return "deployments.slot" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
