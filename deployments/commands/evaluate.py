"""`berkas eval`."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter
from rich.progress import Progress

from berkas.clock import utc_now
from berkas.evaluation import accuracy
from berkas.evaluation.accuracy_page import markdown as markdown_of_accuracy
from berkas.evaluation.accuracy_picture import accuracy_picture
from berkas.evaluation.report import AUTOMATION_PICTURE, RELIABILITY_PICTURE, markdown
from berkas.evaluation.report_pictures import automation_picture, reliability_picture
from berkas.evaluation.run import (
    REVIEW_THRESHOLD,
    TRUTH_ENDING,
    Case,
    Outcome,
    Report,
    TruthBroken,
    cases_in,
    evaluate,
)
from berkas.evaluation.specimens import sets, variants
from berkas.evaluation.specimens.held_out import FIRST_SEED
from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.ocr.model_files import are_prepared
from berkas.reading.reader import DocumentReader
from berkas.settings import Settings
from berkas.version import VERSION
from deployments.commands.evaluation_tables import show
from deployments.commands.paper_choice import BadChoice, PaperChoice
from deployments.commands.showing import Output
from deployments.failures import ExitCode
from templates_registry import document_types, registry

console = Output()


def evaluate_papers(
    folder: Path | None = None,
    papers: PaperChoice | None = None,
    *,
    misses: bool = False,
    json_file: Annotated[Path | None, Parameter(name="--json")] = None,
    report_folder: Annotated[Path | None, Parameter(name="--report")] = None,
    accuracy_page: Path | None = None,
) -> None:
    """Measure reading on documents whose truth is known: by type and way of sending, values right, CPU-seconds per page.

    Args:
        folder: Documents with NAME.truth.json beside them (docs/evaluation.md); without it SPECIMEN papers are drawn.
        papers: Which are drawn.
        misses: Show every wrong value. Not of held-out papers: who has seen them tunes on them.
        json_file: Write all figures there.
        report_folder: Write there a report.md with pictures of reliability and automation, without any value of a document.
        accuracy_page: Put the figures of held-out papers into this page, as docs/accuracy.md; what is not measured now stays in it.
    """
    drawn = papers or PaperChoice()
    if accuracy_page and (folder or not drawn.held_out or drawn.procedural):
        console.print("[red]the page of accuracy is made of drawn held-out papers: give --held-out[/]")
        sys.exit(ExitCode.USAGE)
    if misses and drawn.held_out:
        console.print("[red]what was read of held-out papers is not shown[/]")
        sys.exit(ExitCode.USAGE)
    try:
        cases, count = _cases(folder, drawn)
        report = _measure(cases, count, shows_misses=misses)
    except (BadChoice, TruthBroken) as error:
        console.print(f"[red]{error}[/]")
        sys.exit(ExitCode.USAGE)
    show(report, console)
    if report_folder:
        write_report(report, report_folder)
        console.print(f"[green]✓[/] the report is in {report_folder / 'report.md'}", soft_wrap=True)
    if accuracy_page:
        add_to_accuracy_page(report, accuracy_page, seeds=drawn.seeds or f"{FIRST_SEED}")
        console.print(f"[green]✓[/] the figures are in {accuracy_page}", soft_wrap=True)
    if json_file:
        json_file.write_bytes(msgspec.json.format(msgspec.json.encode(report.figures()), indent=2))


def write_report(report: Report, folder: Path) -> None:
    """Write ``report.md`` and its pictures into a folder, which is made when it does not exist."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.md").write_text(markdown(report, made_on=utc_now().date(), version=VERSION), encoding="utf-8")
    (folder / RELIABILITY_PICTURE).write_bytes(reliability_picture(report.reliability))
    (folder / AUTOMATION_PICTURE).write_bytes(automation_picture(report.reliability, threshold=REVIEW_THRESHOLD))


def add_to_accuracy_page(report: Report, page: Path, *, seeds: str) -> None:
    """Put figures into a page, its picture in ``images`` beside it, and the file that keeps the figures."""
    data = page.with_suffix(accuracy.ENDING)
    new = accuracy.measured(report, seeds=seeds, day=utc_now().date(), version=VERSION)
    known = accuracy.merged(accuracy.load(data), new)
    figures = accuracy.ordered(known, document_types.names(), variants.VARIANTS)
    picture = page.parent / "images" / f"{page.stem}.png"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(accuracy_picture(figures))
    page.write_text(markdown_of_accuracy(figures, picture=f"images/{picture.name}", data=data.name), encoding="utf-8")
    accuracy.store(figures, data)


def _cases(folder: Path | None, papers: PaperChoice) -> tuple[Iterable[Case], int]:
    if folder is None:
        choice = papers.choice()
        return sets.draw(choice), sets.count(choice)
    return cases_in(folder, document_types.names()), sum(1 for _ in folder.rglob(f"*{TRUTH_ENDING}"))


def _measure(cases: Iterable[Case], count: int, *, shows_misses: bool) -> Report:
    settings = Settings()
    if not are_prepared(settings.models_dir):
        console.print(
            "[yellow]![/] the recognition models are not prepared (`berkas models`): the stock ones read slower"
        )
    report = Report()
    ocr = OcrOptions(models_dir=str(settings.models_dir), recogniser=settings.ocr_recogniser)
    with (
        DocumentReader(ReadingLimits(allow_unconfined=settings.reader_unconfined), ocr) as reader,
        Progress(console=console, transient=True, disable=not console.is_terminal) as progress,
    ):
        task = progress.add_task("Reading", total=count)
        for outcome in evaluate(cases, reader, registry.classifier(), registry.latest, today=utc_now().date()):
            report.add(outcome)
            progress.update(task, advance=1, description=f"Reading {outcome.case.name}")
            if outcome.error:
                console.print(f"{outcome.case.name}: [red]{outcome.error}[/]", soft_wrap=True)
            if shows_misses:
                _show_misses(outcome)
    return report


def _show_misses(outcome: Outcome) -> None:
    name = outcome.case.name
    if not outcome.is_type_right and outcome.classification:
        found = outcome.classification
        console.print(f"{name}: [red]taken for {found.type}, {found.confidence}[/]", soft_wrap=True)
    for comparison in outcome.comparisons:
        if not comparison.is_right:
            values = f"{comparison.expected!r} read as {comparison.found!r}"
            console.print(f"{name}: {comparison.field} {values} {comparison.confidence}", soft_wrap=True, markup=False)
