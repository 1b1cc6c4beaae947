"""Stopping a running stack half way, and killing parts of it."""

import contextlib
import time
from collections.abc import Callable, Iterator

import httpx
import psutil
from stacks import Stack

PATIENCE_SECONDS = 60


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
        _wait_for_names(stack)
        worker.suspend()
        return [worker, *slots]
    _resume(slots)
    return []


def _wait_for_names(stack: Stack) -> None:
    """Until the worker has put its name on all that it took: what has none is given up minutes later."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    with stack.prefect() as prefect:
        while not all("prefect.worker.name" in run["labels"] for run in _pending(prefect)):
            assert time.monotonic() < deadline
            time.sleep(0.05)


def _pending(prefect: httpx.Client) -> list[dict[str, dict[str, str]]]:
    wanted = {"flow_runs": {"state": {"type": {"any_": ["PENDING"]}}}}
    return list(prefect.post("/flow_runs/filter", json=wanted).json())


def _resume(processes: list[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.resume()


def kill(stack: Stack, *victims: psutil.Process) -> None:
    """Kill -9; the stack ends by itself, and nothing of it is left."""
    started = [postmaster(stack), *stack.parts()]
    for process in victims:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    assert stack.wait_for_end() == 1
    deadline = time.monotonic() + 10
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
