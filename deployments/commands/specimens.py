"""`berkas specimens`."""

import sys
from pathlib import Path

from rich.progress import track

from berkas.evaluation.specimens import sets
from deployments.commands.paper_choice import BadChoice, PaperChoice
from deployments.commands.showing import Output
from deployments.failures import ExitCode

console = Output()


def specimens(folder: Path, papers: PaperChoice | None = None) -> None:
    """Draw SPECIMEN papers into a folder, the truth beside each as NAME.truth.json.

    Args:
        folder: Is made when it does not exist.
        papers: Which.
    """
    try:
        choice = (papers or PaperChoice()).choice()
    except BadChoice as error:
        console.print(f"[red]{error}[/]")
        sys.exit(ExitCode.USAGE)
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for case in track(
        sets.draw(choice),
        "Drawing",
        total=sets.count(choice),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ):
        sets.write(case, folder)
        written += 1
    console.print(f"[green]✓[/] {written} documents in {folder}")
