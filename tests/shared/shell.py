"""Runs a shell example of the documentation as a reader does: by bash, with curl and the command line of this checkout."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

# an error of the API is a failed example; the command is that of this checkout
_PRELUDE = f"""set -euo pipefail
curl() {{ command curl --fail-with-body --max-time 30 "$@"; }}
berkas() {{ {sys.executable} -m deployments.cli "$@"; }}
"""


def run(script: str, folder: Path, **environment: str) -> str:
    """What a script prints; it must succeed."""
    done = subprocess.run(
        ["bash", "-c", _PRELUDE + script], cwd=folder, capture_output=True, text=True, timeout=180,
        env={**os.environ, "NO_PROXY": "*", "COLUMNS": "200", "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
    return done.stdout
