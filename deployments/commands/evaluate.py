"""`berkas eval`."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Final

import msgspec
from cyclopts import Parameter
from rich import box
from rich.progress import Progress
from rich.table import Table

from berkas.clock import utc_now
from berkas.evaluation.run import NO_TYPE, TRUTH_ENDING, Case, Outcome, Report, Score, TruthBroken, cases_in, evaluate
from berkas.evaluation.scoring import Tally
from berkas.evaluation.specimens import sets
from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.ocr.model_files import are_prepared
from berkas.reading.reader import DocumentReader
from berkas.settings import Settings
from deployments.commands.paper_choice import BadChoice, PaperChoice
from deployments.commands.showing import Output
from deployments.failures import ExitCode
from templates_registry import registry

console = Output()

_TITLES: Final = (
    "Exact", "Right", "Prec.", "Recall", "Wrong\n≥ 90", "Type", "Un-\nread", "Extr.\n(bad)", "CPU-s\n/page",
)  # fmt: skip


def evaluate_papers(
    folder: Path | None = None,
    papers: PaperChoice | None = None,
    *,
    misses: bool = False,
    json_file: Annotated[Path | None, Parameter(name="--json")] = None,
) -> None:
    """Measure reading on documents whose truth is known: by type and way of sending, values right, CPU-seconds per page.

    Args:
        folder: Documents with NAME.truth.json beside them (docs/evaluation.md); without it SPECIMEN papers are drawn.
        papers: Which are drawn.
        misses: Show every wrong value. Not of held-out papers: who has seen them tunes on them.
        json_file: Write all figures there.
    """
    drawn = papers or PaperChoice()
    if misses and drawn.held_out:
        console.print("[red]what was read of held-out papers is not shown[/]")
        sys.exit(ExitCode.USAGE)
    try:
        cases, count = _cases(folder, drawn)
        report = _measure(cases, count, shows_misses=misses)
    except (BadChoice, TruthBroken) as error:
        console.print(f"[red]{error}[/]")
        sys.exit(ExitCode.USAGE)
    show(report)
    if json_file:
        json_file.write_bytes(msgspec.json.format(msgspec.json.encode(report.figures()), indent=2))


def _cases(folder: Path | None, papers: PaperChoice) -> tuple[Iterable[Case], int]:
    if folder is None:
        choice = papers.choice()
        return sets.draw(choice), sets.count(choice)
    return cases_in(folder), sum(1 for _ in folder.rglob(f"*{TRUTH_ENDING}"))


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
        for outcome in evaluate(cases, reader, registry.latest, today=utc_now().date()):
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


def show(report: Report) -> None:
    """Print the figures: fields, tables and types of each type and variant, then the papers of no type."""
    for kind in report.kinds():
        parts = {part: score for (name, part), score in report.scores.items() if name == kind}
        whole = report.total(kind)
        if kind == NO_TYPE:
            _show_untyped(parts, whole)
            continue
        table = Table(
            title=f"{kind}: {whole.documents} documents, values in percent",
            title_justify="left",
            box=box.SIMPLE_HEAD,
            pad_edge=False,
            collapse_padding=True,
        )
        table.add_column("Variant", no_wrap=True)
        for title in _TITLES:
            table.add_column(title, justify="right", no_wrap=True)
        for part, score in (*parts.items(), ("all", whole)):
            is_last = part == list(parts)[-1]
            has_cells = score.cells.values > 0
            table.add_row(part, *_figures(score.fields), *_counts(score), end_section=is_last and not has_cells)
            if has_cells:
                table.add_row("  its cells", *_figures(score.cells), end_section=is_last)
        console.print(table)
    console.print(
        "[dim]Right: apart from case, punctuation and spaces. Wrong ≥ 90: of values with a confidence of 90 or more. "
        "Extr.: documents that need no review; in brackets those of them with a wrong value.[/]"
    )


def _counts(score: Score) -> list[str]:
    per_page = f"{score.cpu_seconds / score.pages:.2f}" if score.pages else "-"
    extracted = f"{score.extracted} ({score.extracted - score.extracted_flawless})"
    return [f"{score.type_right}/{score.documents}", str(score.unread), extracted, per_page]


def _figures(tally: Tally) -> list[str]:
    figures = tally.figures()
    names = ("exact", "normalised", "precision", "recall", "wrong_but_confident")
    return [_percent(figures[name]) for name in names]


def _show_untyped(parts: dict[str, Score], whole: Score) -> None:
    table = Table(
        title=f"Papers of other kinds: {whole.documents} documents",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    for title in ("Kind", "Documents", "Not mistaken", "Confident mistake"):
        table.add_column(title, justify="left" if title == "Kind" else "right")
    for part, score in (*parts.items(), ("all", whole)):
        figures = (score.documents, score.type_right, score.type_confident_wrong)
        table.add_row(part, *map(str, figures), end_section=part == list(parts)[-1])
    console.print(table)


def _percent(rate: float | int | None) -> str:
    return "-" if rate is None else f"{100 * rate:.1f}"
