"""LibreOffice as people meet it: it opens a file and saves what it understood."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

INDONESIAN_CSV = "Text - txt - csv (StarCalc):59,34,76,1,,1057,false,true,false,false,false,-1,true"
"""Semicolons, quotes, UTF-8, from the first line on, Indonesian numbers and dates, numbers detected, formulas evaluated."""


def saved_again(files: Sequence[Path], folder: Path, *, read_as: str | None = None) -> list[Path]:
    """What LibreOffice makes of files when it opens them: workbooks with the values and types that it found, in the same order.

    Args:
        files: Files of one kind.
        folder: For its profile and for the result.
        read_as: Its filter with options, where the name of the file does not say enough.
    """
    program = shutil.which("soffice")
    assert program, "make programs installs LibreOffice"
    command = [
        program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore",
        *([f"--infilter={read_as}"] if read_as else []), "--convert-to", "xlsx:Calc MS Excel 2007 XML",
        "--outdir", str(folder / "saved"), *map(str, files),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=180)
    saved = [folder / "saved" / f"{file.stem}.xlsx" for file in files]
    assert done.returncode == 0, done.stderr
    assert all(file.exists() for file in saved), done.stdout + done.stderr
    return saved
