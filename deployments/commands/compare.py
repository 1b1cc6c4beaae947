"""`berkas compare`."""

import sys
from pathlib import Path
from typing import Literal

from rich.table import Table

from berkas.clock import utc_now
from berkas.evaluation.peers.comparison import Both, Peer, Side, compared
from berkas.evaluation.run import TruthBroken, cases_in
from berkas.evaluation.specimens import sets
from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.reader import DocumentReader
from berkas.settings import Settings
from deployments.commands.paper_choice import BadChoice, PaperChoice
from deployments.commands.showing import Output
from deployments.failures import ExitCode
from templates_registry import document_types, registry

console = Output()

PeerName = Literal["akshara-ocr", "invoice2data", "xberg"]


def compare_with(
    peer: PeerName,
    folder: Path | None = None,
    papers: PaperChoice | None = None,
    *,
    python: Path,
) -> None:
    """Read the same documents with another program, one by one in turn: values right and wrong, CPU-seconds.

    Args:
        peer: The program.
        folder: Documents with NAME.truth.json beside them; without it SPECIMEN papers are drawn.
        papers: Which are drawn.
        python: Interpreter of the environment in which it is installed.
    """
    settings = Settings()
    ocr = OcrOptions(models_dir=str(settings.models_dir), recogniser=settings.ocr_recogniser)
    sums: dict[tuple[str, str], Both] = {}
    try:
        cases = cases_in(folder, document_types.names()) if folder else sets.draw((papers or PaperChoice()).choice())
        with (
            DocumentReader(ReadingLimits(allow_unconfined=settings.reader_unconfined), ocr) as reader,
            Peer(peer, python) as other,
        ):
            for key, both in compared(cases, reader, other, registry.latest, today=utc_now().date()):
                sums.setdefault(key, Both()).add(both)
    except (BadChoice, TruthBroken) as error:
        console.print(f"[red]{error}[/]")
        sys.exit(ExitCode.USAGE)
    except (EOFError, OSError):
        console.print(f"[red]{peer} does not run with {python}[/]")
        sys.exit(ExitCode.USAGE)
    _show(peer, sums)


def _show(peer: str, sums: dict[tuple[str, str], Both]) -> None:
    """A line for each type and way of sending; of each program the values right and wrong, and CPU-seconds for a document."""
    table = Table("Type", "Sent", box=None, header_style="bold", pad_edge=False, collapse_padding=True)
    for heading in ("Docs", "Values", "Berkas", "CPU-s", peer, "CPU-s", "Unread"):
        table.add_column(heading, justify="right", no_wrap=True)
    for (kind, sent), both in sums.items():
        counts = f"{both.ours.unread} / {both.theirs.unread}"
        table.add_row(
            kind,
            sent,
            str(both.documents),
            str(both.values),
            *_figures(both.ours, both),
            *_figures(both.theirs, both),
            counts,
        )
    console.print(table)
    console.print(f"Values right / wrong in percent; documents unread by Berkas / {peer}.")


def _figures(side: Side, both: Both) -> tuple[str, str]:
    values = max(both.values, 1)
    return (
        f"{100 * side.right / values:.1f} / {100 * side.wrong / values:.1f}",
        f"{side.cpu_seconds / both.documents:.2f}",
    )
