"""`berkas doctor`."""

import asyncio
import sys
from collections.abc import Callable

from pydantic import SecretStr, ValidationError
from rich.text import Text

from berkas.settings import Settings
from deployments.checkup import confinement, machine, orchestration, servers
from deployments.checkup.findings import Check, Finding, Grade, bad, findings
from deployments.commands.showing import Output
from deployments.failures import REMEDY_OF_SETTINGS, ExitCode, wrong_settings
from deployments.stack_state import StackFolder, StackInfo

CHECKS: tuple[tuple[str, Check], ...] = (
    ("Python", machine.python),
    ("Settings", machine.environment),
    ("Data folder", machine.data_folder),
    ("Database", servers.database),
    ("Root key", servers.keys),
    ("Object store", servers.object_store),
    ("Valkey", servers.redis),
    ("Recognition models", machine.models),
    ("Reading sandbox", machine.sandbox),
    ("Sandbox", confinement.confinement),
    ("API", orchestration.api),
    ("Prefect server", orchestration.prefect),
)
MARKS = {Grade.GOOD: ("✓", "green"), Grade.NOTE: ("!", "yellow"), Grade.BAD: ("✗", "red")}
_NAME_WIDTH = 20

console = Output()


def doctor() -> None:
    """Check this installation part by part, and say what to do about what is not as it should be.

    When `berkas up` runs on the data folder, that stack is checked; else what the settings name. Nothing is changed, no
    secret is shown. Exits with 1 when something must be mended.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        for line in wrong_settings(error):
            show(bad("Settings", line, REMEDY_OF_SETTINGS))
        sys.exit(ExitCode.FAILED)
    running = StackFolder(settings.data_dir).running()
    if running is not None:
        console.print(f"[dim]The stack that runs on {settings.data_dir} (process {running.pid}).[/]")
        settings = of_stack(settings, running)
    grades = asyncio.run(examine(settings, show))
    count = grades.count(Grade.BAD)
    if count:
        console.print(f"[red]{count} of {len(grades)} must be mended.[/]")
        sys.exit(ExitCode.FAILED)
    console.print(f"[green]All {len(grades)} are as they should be.[/]" if Grade.NOTE not in grades else "It works.")


async def examine(settings: Settings, tell: Callable[[Finding], None]) -> list[Grade]:
    """Run every check; each finding is told as soon as it is there."""
    grades = []
    for name, check in CHECKS:
        async for finding in findings(name, check, settings):
            tell(finding)
            grades.append(finding.grade)
    return grades


def of_stack(settings: Settings, running: StackInfo) -> Settings:
    """The settings that the parts of a running local stack have."""
    folder = StackFolder(settings.data_dir)
    return settings.model_copy(
        update={
            "database_url": SecretStr(running.database_url),
            "root_key": SecretStr(settings.root_key.get_secret_value() or folder.root_key()),
            "api_internal_url": running.api_url,
            "prefect_api_url": f"{running.prefect_url}/api",
            "prefect_api_auth_string": SecretStr(folder.prefect_auth()),
        }
    )


def show(finding: Finding) -> None:
    """Print a finding, its remedy below it."""
    mark, colour = MARKS[finding.grade]
    # as text, not markup: details name folders and variables of other people
    console.print(Text.assemble((mark, colour), f" {finding.name:{_NAME_WIDTH}} ", finding.detail), soft_wrap=True)
    if finding.remedy:
        console.print(Text(f"  {'':{_NAME_WIDTH}} → {finding.remedy}", style="dim"), soft_wrap=True)
