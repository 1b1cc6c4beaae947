"""`berkas bench`."""

import shutil
import sys
import tempfile
from pathlib import Path

import msgspec

from berkas.reading.ocr.model_files import are_prepared
from berkas.settings import Settings
from deployments.benchmark import Measure, measure_reading, measure_stack
from deployments.bulk_benchmark import measure_bulk
from deployments.client import Client
from deployments.commands.models import prepare_models
from deployments.commands.showing import Output, show_table
from deployments.commands.up import run_stack, tell
from deployments.key_making import make_key
from deployments.local_stack import LocalStack, Ports, Prepared
from deployments.stack_state import StackFolder
from tables.engine import connected
from tables.queries import organisations

console = Output()
_UNLIMITED = {"api.read": 10_000_000, "api.write": 1_000_000, "documents.upload": 1_000_000}


def bench(*, only: str = "reading,stack", bulk_documents: int = 2000, json: Path | None = None) -> None:
    """Measure speed and memory, on a stack of its own in a temporary folder.

    It exits with 1 when a target is missed. Close other programs: two cores are what the targets are for.

    Args:
        only: Some of `reading` (CPU time of one page), `stack` (uploads, runs and memory) and `bulk` (fresh uploads during a
            bulk run, which takes half an hour).
        bulk_documents: How many documents `bulk` reads again.
        json: Write all measures there.
    """
    settings = Settings()
    if not are_prepared(settings.models_dir):
        prepare_models(settings.models_dir)
    measures: list[Measure] = []
    code = 0
    if "reading" in only:
        measures += measure_reading(settings, tell)
    if "stack" in only or "bulk" in only:
        code = _measure_stack(settings, measures, only, bulk_documents)
    _print(measures)
    if json is not None:
        json.write_bytes(msgspec.json.format(msgspec.json.encode(measures)))
    sys.exit(code or int(not all(measure.is_met for measure in measures)))


def _measure_stack(settings: Settings, measures: list[Measure], only: str, bulk_documents: int) -> int:
    # a short path: the database's socket is below it
    with tempfile.TemporaryDirectory(prefix="bk", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        shutil.copytree(settings.models_dir, Path(folder) / "models")
        own = settings.model_copy(update={"data_dir": Path(folder)})

        async def on_ready(stack: LocalStack, _prepared: Prepared) -> None:
            key = await _key(stack, own)
            if "stack" in only:
                measures.extend(await measure_stack(stack.api_url, key, StackFolder(own.data_dir).postgres, tell))
            if "bulk" in only:
                client = Client(stack.api_url, key)
                try:
                    measures.extend(await measure_bulk(client, stack.settings(own), bulk_documents, tell))
                finally:
                    await client.close()

        return run_stack(own, Ports(0, 0), on_ready)


async def _key(stack: LocalStack, settings: Settings) -> str:
    running = stack.settings(settings)
    async with connected(running):
        organisation = (await organisations.list_organisations())[0]
        return await make_key(running, organisation.id, "Bench", scopes=("read", "write"), rate_limits=_UNLIMITED)


def _print(measures: list[Measure]) -> None:
    rows = [
        (one.name, f"{one.value:.4g} {one.unit}", one.target, "met" if one.is_met else "missed", one.note)
        for one in measures
    ]
    show_table(console, ("Measure", "Value", "Target", "", "How"), rows)
