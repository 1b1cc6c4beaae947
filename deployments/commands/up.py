"""`berkas up`."""

import asyncio
import shutil
import sys
from pathlib import Path

from rich.panel import Panel

from berkas.settings import Settings
from deployments.commands.showing import Output
from deployments.failures import ExitCode
from deployments.local_stack import LocalStack, OnReady, Ports, Prepared, run
from deployments.stack_state import PortTaken, StackRunsAlready
from deployments.supervisor import PartDied

console = Output()


def up(*, api_port: int | None = None, prefect_port: int | None = None) -> None:
    """Run the whole stack on this machine: database, orchestrator, API and workers. Ctrl-C stops it.

    Everything it keeps is in one folder (BERKAS_DATA_DIR, `.berkas` by default): delete it to start afresh.

    Args:
        api_port: Port of the API; 0 takes any free one. Without it 8700, or any free one when that is taken.
        prefect_port: Port of the Prefect server and its UI; likewise, 4200.
    """
    sys.exit(run_stack(Settings(), Ports(api_port, prefect_port), show_addresses))


def run_stack(settings: Settings, ports: Ports, on_ready: OnReady) -> ExitCode:
    """Run a stack and say how it goes."""
    try:
        asyncio.run(run(settings, ports, tell=tell, on_ready=on_ready))
    except StackRunsAlready as refusal:
        console.print(f"[yellow]A stack is already running on {settings.data_dir}.[/]")
        if refusal.info:
            console.print(f"API {refusal.info.api_url} · Prefect {refusal.info.prefect_url} · pid {refusal.info.pid}")
        return ExitCode.RUNS_ALREADY
    except PortTaken as refusal:
        console.print(f"[red]{refusal}[/]; choose another one, or leave it out to take any free one.")
        return ExitCode.PORT_TAKEN
    except PartDied as death:
        console.print(f"[red]{death}[/]\n{death.tail()}", markup=True)
        return ExitCode.FAILED
    except TimeoutError:
        console.print(f"[red]A part was not ready in time[/]; look into {settings.data_dir / 'logs'}.")
        return ExitCode.FAILED
    return ExitCode.OK


def tell(line: str) -> None:
    """Show a line of progress."""
    console.print(f"[dim]•[/] {line}")


def command_here() -> str:
    """How this command is called from where it was called: `berkas`, or its path when it is not on the PATH."""
    called = Path(sys.argv[0])
    found = shutil.which("berkas")
    is_elsewhere = (
        called.name == "berkas" and called.exists() and (not found or Path(found).resolve() != called.resolve())
    )
    return str(called) if is_elsewhere else "berkas"


def show_addresses(stack: LocalStack, prepared: Prepared) -> None:
    """Show where everything is, and the first API key once."""
    login = Path(stack.login)
    shown = login.relative_to(Path.cwd()) if login.is_relative_to(Path.cwd()) else login
    lines = [
        f"API         {stack.api_url}",
        f"API docs    {stack.api_url}/schema",
        f"Review      {stack.api_url}/review",
        f"Prefect UI  {stack.prefect_url}",
        f"  log in at /login [dim]with user:password in[/] {shown}",
    ]
    if prepared.api_key:
        lines.append(f"API key     [bold]{prepared.api_key}[/]  [dim](shown this once)[/]")
    else:
        lines.append(f"API key     [dim]that of the first start, or a new one:[/] {command_here()} keys create NAME")
    console.print(Panel("\n".join(lines), title="Berkas is ready", border_style="green", expand=False))
