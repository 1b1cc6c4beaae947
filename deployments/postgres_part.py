"""The embedded PostgreSQL as a part of the local stack."""

import signal
import threading
from collections.abc import Sequence
from pathlib import Path

import msgspec

from berkas.settings import Settings
from deployments.embedded_postgres import start
from deployments.stack_state import StackFolder, write_private

_LOOK_SECONDS = 1
"""How often to look whether the server lives; it is no child of ours, so nobody tells."""


def serve(settings: Settings, announce: Path, *, stop_on: Sequence[signal.Signals]) -> int:
    """Run the server until a signal comes, or it dies; the exit code.

    Args:
        settings: Of the installation; its data folder holds the cluster.
        announce: File that gets the URLs of both databases by role, as JSON, when they are ready; only its owner may read it.
        stop_on: Signals that end it.
    """
    stopped = threading.Event()
    for number in stop_on:
        signal.signal(number, lambda *_details: stopped.set())
    folder = StackFolder(settings.data_dir)
    folder.prepare()
    postgres = start(folder.postgres, secret=folder.database_secret())
    try:
        urls = {
            "application": postgres.application_url,
            "migration": postgres.migration_url,
            "prefect": postgres.prefect_url,
        }
        write_private(announce, msgspec.json.encode(urls))
        while not stopped.wait(_LOOK_SECONDS):
            if not postgres.is_running():
                return 1
    finally:
        postgres.stop()
    return 0
