"""The product as it is shipped: built as a wheel and installed where nothing of the checkout can be seen."""

import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Installed:
    """A clean environment with the wheel in it.

    Attributes:
        wheel: The file that was installed.
        bin: Folder of the environment's commands.
        packages: Folder that its packages lie in.
        empty: A folder with nothing in it, to run from.
    """

    wheel: Path
    bin: Path
    packages: Path
    empty: Path

    @property
    def python(self) -> str:
        return str(self.bin / "python")

    @property
    def berkas(self) -> str:
        return str(self.bin / "berkas")


def build_and_install(folder: Path) -> Installed:
    """Build the wheel and install it; what it depends on is taken from where this interpreter has it, without network."""
    _run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder / "dist"), cwd=ROOT)
    [wheel] = (folder / "dist").glob("*.whl")
    home = folder / "venv"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    # before the environment sees anything else: pip must not find the checkout's own installation
    _run(sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check", "install", "--quiet",
         "--no-deps", "--no-index", str(wheel), cwd=folder)  # fmt: skip
    [packages] = (home / "lib").glob("python*/site-packages")
    # a line of a .pth file adds a folder, without the .pth files inside it: those of editable installs stay unread
    dependencies = [entry for entry in sys.path if Path(entry).name in {"site-packages", "dist-packages"}]
    (packages / "dependencies.pth").write_text("\n".join(dependencies) + "\n")
    empty = folder / "empty"
    empty.mkdir()
    return Installed(wheel, home / "bin", packages, empty)


def _run(*command: str, cwd: Path) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
