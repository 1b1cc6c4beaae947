"""How `berkas eval` prints its figures."""

from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table

from berkas.evaluation.reliability import By, Calibration, Part, Reliability
from berkas.evaluation.report import bin_rows, group_figures, percent
from berkas.evaluation.run import NO_TYPE, REVIEW_THRESHOLD, Report, Score
from berkas.evaluation.scoring import Tally

_TITLES: Final = (
    "Exact", "Right", "Prec.", "Recall", "Wrong\n≥ 90", "Type", "Un-\nread", "Extr.\n(fl/inc/mis)", "CPU-s\n/page",
)  # fmt: skip


def show(report: Report, console: Console) -> None:
    """Print the figures: values and documents of each type and variant, documents of no type, then reliability."""
    for kind in report.kinds():
        parts = {part: score for (name, part), score in report.scores.items() if name == kind}
        whole = report.total(kind)
        if kind == NO_TYPE:
            _show_untyped(parts, whole, console)
            continue
        table = _plain_table(f"{kind}: {whole.documents} documents, values in percent", "Variant", _TITLES)
        for part, score in (*parts.items(), ("all", whole)):
            is_last = part == list(parts)[-1]
            has_cells = score.cells.values > 0
            table.add_row(part, *_figures(score.fields), *_counts(score), end_section=is_last and not has_cells)
            if has_cells:
                table.add_row("  its cells", *_figures(score.cells), end_section=is_last)
        console.print(table)
    console.print(
        "[dim]Right: apart from case, punctuation and spaces. Wrong ≥ 90: of values with a confidence of 90 or more. "
        "Extr.: documents that need no review; in brackets those of them that are flawless, incomplete (something missing, nothing "
        "wrong) and misleading (something wrong).[/]"
    )
    _show_reliability(report.reliability, console)


def _show_reliability(reliability: Reliability, console: Console) -> None:
    fields, cells = (reliability.of(part) for part in Part)
    if not fields.values and not cells.values:
        return
    head = ("Fields", "Mean", "Right", "Cells", "Mean", "Right")
    table = _plain_table("Stated confidence against observed rightness", "Stated", head)
    for row in bin_rows(fields, cells):
        table.add_row(*row)
    console.print(table)
    names = ("Values", "Stated", "Right", "Error", "Wrong\n≥ 90")
    for part in Part:
        if not reliability.of(part).values:
            continue
        table = _plain_table(f"Reliability of {part.value}", "Kind, sent", names)
        for by in (By.KIND, By.SENT):
            groups = _groups(reliability, part, by)
            for index, (name, group) in enumerate(groups):
                table.add_row(name, *group_figures(group), end_section=index == len(groups) - 1)
        table.add_row("all", *group_figures(reliability.of(part)))
        console.print(table)
    console.print(
        f"Expected calibration error in points: fields {percent(fields.error)}, cells {percent(cells.error)}",
        highlight=False,
    )
    [point] = reliability.curve([REVIEW_THRESHOLD])
    if point.documents:
        console.print(
            f"Documents that need no person: {point.extracted} of {point.documents} ({point.automation:.1f} %); "
            f"misleading among them {point.misleading} ({percent(point.misleading_rate)} %)",
            highlight=False,
        )


def _groups(reliability: Reliability, part: Part, by: By) -> list[tuple[str, Calibration]]:
    named = ((name, reliability.groups.get((part, by, name))) for name in reliability.names(by))
    return [(name, group) for name, group in named if group is not None]


def _plain_table(title: str, first: str, others: tuple[str, ...]) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column(first, no_wrap=True)
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _counts(score: Score) -> list[str]:
    per_page = f"{score.cpu_seconds / score.pages:.2f}" if score.pages else "-"
    fates = (score.extracted_flawless, score.extracted_incomplete, score.extracted_misleading)
    extracted = f"{score.extracted} ({'/'.join(map(str, fates))})"
    return [f"{score.type_right}/{score.documents}", str(score.unread), extracted, per_page]


def _figures(tally: Tally) -> list[str]:
    figures = tally.figures()
    names = ("exact", "normalised", "precision", "recall", "wrong_but_confident")
    return [_percent(figures[name]) for name in names]


def _show_untyped(parts: dict[str, Score], whole: Score, console: Console) -> None:
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
