"""What Berkas asks of Prefect, as environment variables. docs/operating.md gives the reasons."""

from pathlib import Path

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_CLI_PROMPT": "false",
}
"""Nothing calls home."""

HEARTBEAT_SECONDS = 30
RETENTION_SECONDS = 30 * 24 * 3600


def client(*, api_url: str, auth_string: str, home: Path) -> dict[str, str]:
    """For everything that talks to the server: API, workers, command line."""
    return {
        **QUIET,
        "PREFECT_API_URL": api_url,
        "PREFECT_UI_URL": api_url.removesuffix("/api"),
        "PREFECT_API_AUTH_STRING": auth_string,
        "PREFECT_HOME": str(home),
        "PREFECT_WORKER_QUERY_SECONDS": "5",
        # a run that stops beating is given up by the automation `berkas-lost-runs`
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS),
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    }


def server(*, host: str, port: int, auth_string: str, home: Path, database_url: str) -> dict[str, str]:
    """For the server itself.

    Args:
        host: Address on which it listens.
        port: Its port.
        auth_string: `user:password` that every client must send.
        home: Its folder.
        database_url: SQLAlchemy URL of its own PostgreSQL database, driver asyncpg.
    """
    return {
        **client(api_url=f"http://{host}:{port}/api", auth_string=auth_string, home=home),
        "PREFECT_SERVER_API_HOST": host,
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_API_AUTH_STRING": auth_string,
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": database_url,
        # waiting in a queue is normal here; Late would only frighten
        "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": "300",
        # one event that cannot be stored, of a run that was removed meanwhile, holds up those behind it for so long
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
        # a run leaves about 230 KB behind
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(RETENTION_SECONDS),
        # the login page of the second UI asks a service for analytics before anybody can tell it not to
        "PREFECT_SERVER_UI_V2_ENABLED": "false",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    }
