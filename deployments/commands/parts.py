"""Each part of the stack alone: `berkas api`, `worker`, `server`, `migrate`, `deploy`, `postgres`."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from berkas.settings import Settings
from deployments import prefect_password
from deployments.parent_watch import end_with_parent
from deployments.stack_state import settings_here

ParentPid = Annotated[int | None, Parameter(show=False)]
"""Set by `berkas up`: the part ends when that process is gone."""

console = Console(highlight=False, stderr=True)


def api(*, parent_pid: ParentPid = None) -> None:
    """Run the HTTP API on BERKAS_API_HOST and BERKAS_API_PORT."""
    end_with_parent(parent_pid)
    import api.__main__ as api_main

    api_main.main()


def worker(*, deploy: bool = False, pool: str = "berkas", parent_pid: ParentPid = None) -> None:
    """Run a warm worker: BERKAS_WORKER_SLOTS documents at once.

    Args:
        deploy: Wait for the Prefect server and register the work pool and every deployment first.
        pool: Name of the work pool.
        parent_pid: The part ends when this process is gone.
    """
    end_with_parent(parent_pid)
    prefect_password.check(Settings().prefect_api_auth_string.get_secret_value(), "PREFECT_API_AUTH_STRING")
    from deployments.warm_service import serve

    asyncio.run(serve(pool=pool, deploy=deploy))


def server(*, parent_pid: ParentPid = None) -> None:
    """Run the Prefect server; it is configured by PREFECT_… variables (docs/operating.md)."""
    end_with_parent(parent_pid)
    from prefect.settings import PREFECT_UI_API_URL, get_current_settings

    api_settings, ui_settings = get_current_settings().server.api, get_current_settings().server.ui
    auth_string = api_settings.auth_string.get_secret_value() if api_settings.auth_string else ""
    prefect_password.check(auth_string, "PREFECT_SERVER_API_AUTH_STRING")

    # only now: these take seconds
    import uvicorn
    from prefect.server.api.server import create_app

    from deployments.prefect_pages import OwnPages, without_second_ui

    without_second_ui()
    uvicorn.run(
        OwnPages(create_app(final=True), PREFECT_UI_API_URL.value(), base=ui_settings.serve_base),
        host=api_settings.host,
        port=api_settings.port,
        timeout_keep_alive=api_settings.keepalive_timeout,
        log_level="warning",
        timeout_graceful_shutdown=3,
    )


def migrate() -> None:
    """Bring the database to the newest version; safe to run by several at once."""
    from tables.migrations import migrate as run_migrations

    asyncio.run(run_migrations(settings_here()))
    console.print("The database is at its newest version.")


def deploy(*, pool: str = "berkas", pool_type: str = "warm") -> None:
    """Register the work pool, every deployment and the automation for lost runs with PREFECT_API_URL.

    Args:
        pool: Name of the work pool.
        pool_type: `warm`, or `process`, `docker`, `kubernetes` for stock workers.
    """
    from deployments.catalogue import register

    names = asyncio.run(register(pool=pool, pool_type=pool_type))
    console.print("Registered " + ", ".join(names) + f" on the {pool_type} pool {pool!r}.")


def postgres(*, announce: Path, parent_pid: ParentPid = None) -> None:
    """Run the embedded PostgreSQL of the data folder: trial, development and tests, never production.

    Args:
        announce: File that gets the URLs of both databases when they are ready.
        parent_pid: The part ends when this process is gone.
    """
    end_with_parent(parent_pid)
    from deployments.postgres_part import serve

    sys.exit(serve(Settings(), announce, stop_on=(signal.SIGTERM, signal.SIGINT)))
