"""Measures of speed and memory, on a stack of its own: what `berkas bench` prints.

Wall times on a shared machine say little; each measure is repeated, and the middle one counts.
"""

import asyncio
import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

from berkas.evaluation.specimens import papers, variants
from berkas.model.document_types import DocumentType
from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.reader import DocumentReader
from berkas.settings import MEBIBYTE, Settings
from deployments.client import Client

_AT_REST_RUNS: Final = 10
_UPLOADS: Final = 30
_UPLOAD_BYTES: Final = 200_000
_BURST: Final = 200
_WARM_UP: Final = 20
_SENDERS: Final = 8
_LARGE_UPLOADS: Final = 10
_LARGE_BYTES: Final = 20 * MEBIBYTE
_GROWTH_ALLOWED_MIB: Final = 48
"""What a process may grow by and still count as flat: caches of connections and compiled code, less than three large files."""

_CPU_PER_DOCUMENT: Final = 1.2
"""What two cores have for each of 100 documents a minute; unlike the rate it hardly varies with what else the machine does."""

_PAGES: Final = (
    ("invoice", "trade"),
    ("invoice", "service"),
    ("invoice", "taxable"),
    ("rekening_koran", "marked"),
)


_ORGANISATION: Final = "bench"
"""Whose documents are read: those of one organisation share a sandbox process."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table.

    Attributes:
        name: What was measured.
        value: In the unit.
        unit: Such as `s` or `CPU-s`.
        target: What it should keep to.
        is_met: Whether it does.
        note: How it was measured, and how much it varied.
    """

    name: str
    value: float
    unit: str
    target: str
    is_met: bool
    note: str


Tell = Callable[[str], None]


async def measure_stack(api_url: str, key: str, postgres: Path, tell: Tell) -> list[Measure]:
    """Measures of a running stack; it must be at rest.

    Args:
        api_url: Base URL of its API.
        key: An API key without limits.
        postgres: Folder of its embedded database.
        tell: Called with a line of progress.
    """
    client = Client(api_url, key)
    try:
        tell(f"Uploading one paper at a time, {_AT_REST_RUNS} times")
        found = [await _pick_up(client)]
        tell(f"Uploading {_UPLOADS} files of {_UPLOAD_BYTES // 1000} KB")
        found.append(await _upload_time(client))
        tell(f"Reading a burst of {_BURST} text PDFs")
        found += await _burst(client, postgres)
        tell(f"Uploading {_LARGE_UPLOADS} files of 20 MB")
        found.append(await _large_uploads(client))
    finally:
        await client.close()
    return found


def measure_reading(settings: Settings, tell: Tell) -> list[Measure]:
    """CPU time of reading one page, in a sandbox that has its models loaded."""
    tell("Reading scans and photos")
    limits, options = (
        ReadingLimits(allow_unconfined=settings.reader_unconfined),
        OcrOptions(models_dir=str(settings.models_dir), recogniser=settings.ocr_recogniser),
    )
    with DocumentReader(limits, options) as reader:
        _seconds_per_page(reader, "ktp", "current", "photo", seed=1)
        scans = [
            _seconds_per_page(reader, kind, layout, "scan_pdf", seed=seed)
            for kind, layout in _PAGES
            for seed in (1, 2, 3)
        ]
        cards = [
            _seconds_per_page(reader, "ktp", layout, "photo", seed=seed)
            for layout in ("current", "older")
            for seed in (1, 2, 3, 4)
        ]
    return [
        _measure("Reading an A4 scan of 200 dpi", scans, "CPU-s", 1.6),
        _measure("Reading a photo of a KTP", cards, "CPU-s", 1.2),
    ]


def _measure(name: str, values: list[float], unit: str, most: float) -> Measure:
    middle = statistics.median(values)
    note = f"p50 of {len(values)}, {min(values):.3g}-{max(values):.3g}"
    return Measure(name, middle, unit, f"≤ {most:g}", middle <= most, note)


async def _pick_up(client: Client) -> Measure:
    """From the row to the first task of its run, with nothing else to do."""
    seconds = []
    for content in text_pdfs(_AT_REST_RUNS, first=1000):
        document = await _read(client, content)
        seconds.append(float(document["timings"]["queuedSeconds"]))
        await asyncio.sleep(0.5)
    return _measure("First task starts after an upload", seconds, "s", 1.0)


async def _upload_time(client: Client) -> Measure:
    milliseconds = []
    for number in range(_UPLOADS):
        content = b"%PDF-1.7\n" + os.urandom(_UPLOAD_BYTES - 9)
        started = time.perf_counter()
        document = (await client.upload(f"{number}.pdf", content))["document"]
        milliseconds.append((time.perf_counter() - started) * 1000)
        await client.wait(document["id"])  # at rest again before the next one
    return _measure("Upload of 200 KB", milliseconds, "ms", 20.0)


async def _burst(client: Client, postgres: Path) -> list[Measure]:
    contents = list(text_pdfs(_BURST, first=2000))
    for content in contents[:_WARM_UP]:
        await _read(client, content)
    before, spent = _resident_mib("worker"), _cpu_seconds(postgres)
    started = time.perf_counter()
    gate = asyncio.Semaphore(_SENDERS)

    async def send(content: bytes) -> str:
        async with gate:
            return str((await client.upload("paper.pdf", content))["document"]["id"])

    ids = await asyncio.gather(*(send(content) for content in contents[_WARM_UP:]))
    statuses = await _all_settled(client, ids)
    minutes = (time.perf_counter() - started) / 60
    rate = len(ids) / minutes
    cpu = {part: (seconds - spent[part]) / len(ids) for part, seconds in _cpu_seconds(postgres).items()}
    grown = _resident_mib("worker") - before
    extracted = statuses.count("extracted")
    return [
        Measure(
            "Text PDFs, upload to extracted",
            rate,
            "per minute",
            "≥ 100",
            rate >= 100,
            f"{extracted} of {len(ids)} extracted",
        ),
        Measure(
            "CPU time of the whole stack for one of them",
            sum(cpu.values()),
            "CPU-s",
            f"≤ {_CPU_PER_DOCUMENT:g}",
            sum(cpu.values()) <= _CPU_PER_DOCUMENT,
            ", ".join(f"{part} {seconds:.2f}" for part, seconds in cpu.items()),
        ),
        Measure(
            "Growth of the worker over them",
            grown,
            "MiB",
            f"≤ {_GROWTH_ALLOWED_MIB}",
            grown <= _GROWTH_ALLOWED_MIB,
            f"from {before:.0f}",
        ),
    ]


async def _large_uploads(client: Client) -> Measure:
    before = peak = _resident_mib("api")
    for number in range(_LARGE_UPLOADS):
        content = b"%PDF-1.7\n" + os.urandom(_LARGE_BYTES - 9)
        sending = asyncio.create_task(client.upload(f"large-{number}.pdf", content))
        while not sending.done():
            await asyncio.sleep(0.02)
            peak = max(peak, _resident_mib("api"))
        await sending
    grown = peak - before
    return Measure(
        "Peak growth of the API under ten uploads of 20 MB",
        grown,
        "MiB",
        f"≤ {_GROWTH_ALLOWED_MIB}",
        grown <= _GROWTH_ALLOWED_MIB,
        f"from {before:.0f}",
    )


async def _read(client: Client, content: bytes) -> dict[str, Any]:
    return await client.wait((await client.upload("paper.pdf", content))["document"]["id"])


async def _all_settled(client: Client, ids: list[str]) -> list[str]:
    """Statuses once all are final; asked for one after the other, for each question costs the stack some of its time."""
    statuses = []
    for document_id in ids:
        statuses.append(str((await client.wait(document_id))["status"]))
    return statuses


def text_pdfs(count: int, *, first: int) -> Iterator[bytes]:
    """SPECIMEN papers of one page, each of another seed."""
    for seed in range(first, first + count):
        yield papers.make("npwp", layout=("card", "electronic")[seed % 2], seed=seed).pdf


def _seconds_per_page(reader: DocumentReader, kind: DocumentType, layout: str, variant: str, *, seed: int) -> float:
    content, _ = variants.render(papers.make(kind, layout=layout, seed=seed), variant, seed=seed)
    before = reader.cpu_seconds
    pages = reader.read_pages(range(reader.open(content, organisation_id=_ORGANISATION).page_count))
    return (reader.cpu_seconds - before) / len(pages)


def _parts() -> dict[str, list[psutil.Process]]:
    """The parts of the stack that this process supervises, each with everything below it."""
    return {
        process.cmdline()[3]: [process, *process.children(recursive=True)] for process in psutil.Process().children()
    }


def _resident_mib(part: str) -> float:
    return float(sum(member.memory_info().rss for member in _parts()[part] if member.is_running())) / MEBIBYTE


def _cpu_seconds(postgres: Path) -> dict[str, float]:
    """By part; what ended meanwhile counts with whoever waited for it. The database's processes are nobody's children."""
    postmaster = psutil.Process(int((postgres / "postmaster.pid").read_text().split()[0]))
    families = _parts() | {"postgres": [postmaster, *postmaster.children()]}
    return {part: sum(sum(member.cpu_times()[:4]) for member in family) for part, family in families.items()}
