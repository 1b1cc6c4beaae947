"""A flow in a process of its own, which kills itself -9 at a step of a removal, as a slot that the kernel kills."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Mapping
from typing import Any

from prefect.settings import get_current_settings

STEPS = ("remove_original", "remove_derived", "remove_runs", "certify")
"""Of a removal, in order; functions of ``flows.removal``."""
SECONDS = 60


def run_until_killed(flow: str, arguments: Mapping[str, Any], *, step: str, document: int = 1) -> int:
    """Run a flow against this process's servers until it has done a step but does not know yet; its exit code.

    Args:
        flow: Module and function, `flows.purge_expired:purge_expired`.
        arguments: Of the flow.
        step: One of ``STEPS``.
        document: For which of the documents that it removes.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["flows.erase_document", "flows.purge_expired"])
    environment = dict(os.environ) | get_current_settings().to_environment_variables(exclude_unset=True)
    process = context.Process(target=_run, args=(environment, flow, dict(arguments), step, document))
    process.start()
    process.join(SECONDS)
    assert process.exitcode is not None
    return process.exitcode


def _run(environment: dict[str, str], flow: str, arguments: dict[str, Any], step: str, document: int) -> None:
    os.environ.update(environment)
    from importlib import import_module

    from prefect.context import refresh_global_settings_context

    from flows import removal

    refresh_global_settings_context()
    do, calls = getattr(removal, step), iter(range(1, 1000))

    async def do_and_die(erasure: Any) -> Any:
        done = await do(erasure)
        if next(calls) == document:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(removal, step, do_and_die)
    module, _, name = flow.partition(":")
    asyncio.run(getattr(import_module(module), name)(**arguments))
