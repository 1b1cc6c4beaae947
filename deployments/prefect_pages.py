"""What browsers may do on the pages of the Prefect server: talk to that server, and to nobody else."""

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def policy(api_url: str | None) -> str:
    """The Content-Security-Policy of the pages.

    They use inline styles, workers from blobs and evaluated schemas; what they may not do is reach another server.

    Args:
        api_url: Where the pages find the server's API, if that is told; its origin may be another one than the pages'.
    """
    parts = urlsplit(api_url or "")
    origin = f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
        f"connect-src 'self' data: blob:{origin}; frame-ancestors 'none'"
    )


class OwnServerOnly:
    """Middleware that adds the policy to every answer."""

    def __init__(self, app: ASGIApp, api_url: str | None) -> None:
        self._app = app
        self._policy = policy(api_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Content-Security-Policy"] = self._policy
            await send(message)

        await self._app(scope, receive, send_with_policy)
