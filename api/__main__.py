"""`python -m api`, and what `berkas api` runs."""

import uvicorn

from api.app import create_app
from api.connections import protocol_of
from api.logs import configure
from berkas.process_secrets import protect
from berkas.settings import Settings


def main() -> None:
    """Serve the API until SIGTERM or SIGINT."""
    protect()
    settings = Settings()
    configure(settings.log_level)
    uvicorn.run(
        create_app(settings),
        host=settings.api_host,
        port=settings.api_port,
        access_log=False,  # it would log query strings; the gate logs routes
        log_config=None,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=5,
        http=protocol_of(settings.header_seconds),
        ws="none",
    )


if __name__ == "__main__":
    main()
