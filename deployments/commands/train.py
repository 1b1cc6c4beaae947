"""`berkas train`."""

import sys
from collections.abc import Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.progress import track

from berkas.clock import utc_now
from berkas.extraction.trees import dump
from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.ocr.model_files import are_prepared
from berkas.reading.reader import DocumentReader
from berkas.settings import Settings
from deployments.commands.showing import Output
from deployments.failures import ExitCode
from templates_registry import registry

if TYPE_CHECKING:
    from berkas.evaluation.training import Example, Figures
    from berkas.evaluation.training_sets import DocumentSet

SEED: Final = 7
"""Of every choice by chance in training."""

TODAY: Final = date(2026, 11, 26)
"""The day on which documents are read for training, so that the same seeds give the same model on any day."""

_MISSING: Final = "[red]training needs scikit-learn[/]: install it with `pip install 'berkas\\[train,specimens]'`"
_STOCK: Final = "[yellow]![/] the recognition models are not prepared (`berkas models`): the stock ones read the scans"

console = Output()
_progress = Output(stderr=True)


def train_model(*, output: Path = Path("judgement.npz"), quick: bool = False) -> None:
    """Make the model that judges values anew, from documents that are drawn with fixed seeds; prints what went in as Markdown.

    It takes a quarter of an hour on two cores and needs scikit-learn, which the extra `train` brings. The model of a release lies
    in `berkas/extraction/judgement.npz`.

    Args:
        output: File to write.
        quick: A few documents only, which show that training works; the model is of no use.
    """
    if find_spec("sklearn") is None:
        console.print(_MISSING)
        sys.exit(ExitCode.FAILED)
    # imported late: it imports scikit-learn
    from threadpoolctl import threadpool_limits

    from berkas.evaluation import training, training_sets

    settings = Settings()
    if not are_prepared(settings.models_dir):
        _progress.print(_STOCK)
    chosen = training_sets.QUICK if quick else training_sets.DEFAULT
    families = [_examples(family, settings, f"Family {number}") for number, family in enumerate(chosen, start=1)]
    # more threads gain little on so few rows, and lose much on a busy machine, where each waits for the others
    with threadpool_limits(limits=1, user_api="openmp"):
        models, figures = training.train(families, seed=SEED, today=TODAY)
    content = dump(models)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(content)
    _progress.print(f"[green]✓[/] {output}, {len(content) / 1024:.0f} KiB", soft_wrap=True)
    console.print(training_sets.as_markdown(chosen), markup=False, soft_wrap=True)
    console.print(f"\n{figures_as_markdown(figures, len(content))}", markup=False, soft_wrap=True)


def _examples(documents: Sequence["DocumentSet"], settings: Settings, name: str) -> list["Example"]:
    from berkas.evaluation.training_sets import count, examples

    ocr = OcrOptions(models_dir=str(settings.models_dir), recogniser=settings.ocr_recogniser)
    limits = ReadingLimits(allow_unconfined=settings.reader_unconfined)
    with DocumentReader(limits, ocr) as reader:
        read = examples(documents, reader, registry.latest)
        is_shown = _progress.is_terminal
        return list(track(read, name, count(documents), console=_progress, transient=True, disable=not is_shown))


def figures_as_markdown(figures: "Figures", size_bytes: int) -> str:
    """What training saw, as a table."""
    rows = (
        ("documents", f"{figures.documents}"),
        ("candidates of their fields", f"{figures.candidates}"),
        ("values right, of families that the model had not seen", f"{100 * figures.right:.1f} %"),
        ("stated with 90 or more", f"{100 * figures.stated:.1f} %"),
        ("wrong among those", f"{100 * figures.wrong_stated:.2f} %"),
        ("size of the file", f"{size_bytes / 1024:.0f} KiB"),
        ("made on", f"{utc_now().date().isoformat()}, seed {SEED}, documents read as of {TODAY.isoformat()}"),
    )
    return "\n".join(["| figure | value |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)])
