"""The embedded PostgreSQL as a part of the local stack."""

import signal
import threading
from collections.abc import Sequence
from pathlib import Path

import msgspec

from berkas.settings import Settings
from deployments.embedded_postgres import start


def serve(settings: Settings, announce: Path, *, stop_on: Sequence[signal.Signals]) -> int:
    """Run the server until a signal comes; the exit code.

    Args:
        settings: Of the installation; its data folder holds the cluster.
        announce: File that gets the URLs of both databases, as JSON, when they are ready.
        stop_on: Signals that end it.
    """
    stopped = threading.Event()
    for number in stop_on:
        signal.signal(number, lambda *_details: stopped.set())
    postgres = start(settings.data_dir / "postgres")
    try:
        urls = {"application": postgres.application_url, "prefect": postgres.prefect_url}
        part = announce.with_suffix(".part")
        part.write_bytes(msgspec.json.encode(urls))
        part.replace(announce)
        stopped.wait()
    finally:
        postgres.stop()
    return 0
