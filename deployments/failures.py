"""What a command prints when it cannot do its work, and the exit code it ends with (docs/operating.md lists them)."""

from enum import IntEnum

from pydantic import ValidationError
from rich.console import Console
from rich.text import Text

from berkas.errors import BerkasError, DatabaseUnavailable
from berkas.refusals import Refused
from berkas.storage.keyring import RootKeyMalformed
from deployments.client import ApiRefused, ApiUnreachable


class ExitCode(IntEnum):
    """How a command ended; 2 is also what a word that it does not know ends with."""

    OK = 0
    FAILED = 1
    USAGE = 2
    RUNS_ALREADY = 3
    PORT_TAKEN = 4
    UNAVAILABLE = 5


REMEDY_OF_SETTINGS = "Correct it; docs/settings.md explains each."

_NO_DATABASE = (
    "Start `berkas up`, name its data folder in BERKAS_DATA_DIR, or name your own server in BERKAS_DATABASE_URL; "
    "`berkas doctor` says more."
)

console = Console(stderr=True, highlight=False)


def tell(error: Exception) -> ExitCode | None:
    """Print why a command could not do its work; None, and nothing is printed, for what only a traceback explains."""
    match error:
        case ValidationError(title="Settings"):
            for line in wrong_settings(error):
                _say(line, REMEDY_OF_SETTINGS)
            return ExitCode.USAGE
        case RootKeyMalformed():
            _say(f"BERKAS_ROOT_KEY: {error}")
            return ExitCode.USAGE
        case DatabaseUnavailable():
            _say(str(error), _NO_DATABASE)
            return ExitCode.UNAVAILABLE
        case ApiRefused():
            _say(str(error))
            return ExitCode.FAILED
        case Refused():
            _say(str(error))
            return ExitCode.USAGE
        case BerkasError() | ApiUnreachable():
            _say(str(error), "`berkas doctor` says more.")
            return ExitCode.UNAVAILABLE
    return None


def wrong_settings(error: ValidationError) -> list[str]:
    """What is wrong with each setting, by the name of its variable and without its value."""
    lines = []
    for problem in error.errors(include_url=False, include_context=False, include_input=False):
        field = str(problem["loc"][0]) if problem["loc"] else "settings"
        name = field if field.isupper() else f"BERKAS_{field.upper()}"
        lines.append(f"{name}: {problem['msg']}")
    return lines


def _say(reason: str, remedy: str = "") -> None:
    # as text, not markup: reasons name files, addresses and ids of other people
    console.print(Text(reason, style="red"), soft_wrap=True)
    if remedy:
        console.print(Text(f"→ {remedy}", style="dim"), soft_wrap=True)
