"""`berkas completion`."""

import sys
from typing import Annotated, Literal

from cyclopts import Parameter
from cyclopts.completion.detect import ShellDetectionError, detect_shell
from rich.text import Text

from deployments.commands.showing import Output
from deployments.failures import ExitCode

console = Output()
errors = Output(stderr=True)

Shell = Literal["bash", "zsh", "fish"]


def completion(shell: Shell | None = None, *, install: Annotated[bool, Parameter(negative="")] = False) -> None:
    """Print the script by which a shell completes commands and options, or install it.

    Args:
        shell: The one that runs this command when left out.
        install: Write it where the shell looks for such scripts, and name it in the start-up file of bash or zsh.
    """
    from deployments.cli import build

    try:
        chosen = shell or detect_shell()
    except ShellDetectionError:
        errors.print("[red]Say which shell: bash, zsh or fish.[/]")
        sys.exit(ExitCode.USAGE)
    if not install:
        sys.stdout.write(build().generate_completion(shell=chosen))
        return
    path = build().install_completion(shell=chosen)
    console.print(Text(f"Installed in {path}; a new {chosen} completes `berkas`."), soft_wrap=True)
