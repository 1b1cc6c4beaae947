"""`berkas worker`: a warm worker with its start and its end."""

import asyncio
import fcntl
import signal
import socket
from contextlib import ExitStack
from typing import IO

import httpx
from prefect.client.orchestration import get_client
from rich.console import Console

from berkas.settings import Settings
from deployments.catalogue import register
from deployments.warm_worker import WarmWorker

WAIT_SECONDS = 1.0
console = Console(highlight=False, stderr=True)


async def serve(*, pool: str, deploy: bool) -> None:
    """Run a warm worker until SIGTERM or SIGINT; runs in slots get a few seconds to end."""
    with ExitStack() as stack:
        name, former_name = _claim_name(Settings(), stack)
        worker = WarmWorker(pool, name=name, former_names=frozenset({former_name} - {""}))
        task = asyncio.create_task(_serve(worker, pool, deploy=deploy))
        asked = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, asked.set)
        stop = asyncio.create_task(asked.wait())
        await asyncio.wait((task, stop), return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
            return
        await worker.drain()
        task.cancel()
        await asyncio.wait((task,))


async def _serve(worker: WarmWorker, pool: str, *, deploy: bool) -> None:
    if deploy:
        await _wait_for_server()
        await register(pool=pool, pool_type=WarmWorker.type)
    await worker.start(printer=console.print)


async def _wait_for_server() -> None:
    async with get_client() as client:
        while (problem := await client.api_healthcheck()) is not None:
            if not isinstance(problem, httpx.HTTPError):
                console.print(f"Waiting for the Prefect server: {type(problem).__name__}")
            await asyncio.sleep(WAIT_SECONDS)


def _claim_name(settings: Settings, stack: ExitStack) -> tuple[str, str]:
    """A name that no other worker of this machine has, and the name of who had its place before, empty for nobody.

    By them a restarted worker knows which runs its earlier life left behind. They differ where the machine was renamed meanwhile.
    """
    folder = settings.data_dir / "workers"
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while not _try_lock(stack, file := (folder / f"{number}.lock").open("a+")):
        number += 1
    file.seek(0)
    former_name = file.read().strip()
    name = f"warm-{number}.{socket.gethostname()}"
    file.truncate(0)
    file.write(name)
    file.flush()
    return name, former_name


def _try_lock(stack: ExitStack, file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return False
    stack.enter_context(file)
    return True
