"""A flow in a process of its own, which kills itself -9 at a point of a removal, as a slot that the kernel kills."""

import asyncio
import itertools
import multiprocessing
import os
import signal
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from prefect.context import refresh_global_settings_context
from prefect.settings import get_current_settings

STEPS = ("remove_original", "remove_derived", "remove_runs", "certify")
"""Of a removal, in order; functions of ``flows.removal``."""
SECONDS = 60


def run_until_killed(flow: str, arguments: Mapping[str, Any], *, after: str, document: int = 1) -> int:
    """Run a flow against this process's servers until it has done something but does not know yet; its exit code.

    Args:
        flow: Module and function, `flows.purge_expired:purge_expired`.
        arguments: Of the flow.
        after: What it has done, `flows.removal:certify`; a coroutine function.
        document: For which of the documents that it removes.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["flows.erase_document", "flows.purge_expired"])
    environment = dict(os.environ) | get_current_settings().to_environment_variables(exclude_unset=True)
    process = context.Process(target=_run, args=(environment, flow, dict(arguments), after, document))
    process.start()
    try:
        process.join(SECONDS)
        assert process.exitcode is not None
        return process.exitcode
    finally:
        process.kill()
        process.join()


def _run(environment: dict[str, str], flow: str, arguments: dict[str, Any], after: str, document: int) -> None:
    os.environ.update(environment)
    refresh_global_settings_context()
    # imported now, as what they import looks at the environment
    place, name = import_module(after.partition(":")[0]), after.partition(":")[2]
    do, calls = getattr(place, name), itertools.count(1)

    async def do_and_die(*given: Any, **named: Any) -> Any:
        done = await do(*given, **named)
        if next(calls) == document:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(place, name, do_and_die)
    module, _, function = flow.partition(":")
    asyncio.run(getattr(import_module(module), function)(**arguments))
