"""What browsers get from the Prefect server: the pages of its first UI behind a plain log-in, which talk to that server alone."""

from typing import Final
from urllib.parse import urlsplit

import prefect
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deployments import prefect_login

_SECOND_UI: Final = "/v2"
_BUNDLE: Final = "__ui_v2_static_path__"
_NOT_FOR_PAGES: Final = {b"accept-encoding", b"if-none-match", b"if-modified-since"}
"""A page is changed on its way: it must come in clear and whole, whatever a browser has kept of it."""


def without_second_ui() -> None:
    """Let the server that is made next serve its first UI only, and speak of no other.

    The setting `PREFECT_SERVER_UI_V2_ENABLED` only chooses which of the two a new browser sees.
    """
    setattr(prefect, _BUNDLE, f"{getattr(prefect, _BUNDLE)}-is-off")


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


class OwnPages:
    """Middleware around the Prefect server: our log-in, a guard in each page of its UI, the policy with every answer."""

    def __init__(self, app: ASGIApp, api_url: str | None, *, base: str = "/") -> None:
        """Wrap the server.

        Args:
            app: The Prefect server.
            api_url: Where browsers reach its API.
            base: Path below which its UI is.
        """
        self._app = app
        self._base = base.rstrip("/")
        self._policy = policy(api_url)
        self._guard = prefect_login.guard(api_url or "/api", base)
        self._login = prefect_login.page(api_url or "/api", base)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Content-Security-Policy"] = self._policy
            await send(message)

        app = self._own_page(scope["path"]) if scope["method"] in {"GET", "HEAD"} else None
        if app is not None:
            await app(scope, receive, send_with_policy)
        elif _asks_for_page(scope):
            await _GuardedPage(self._app, self._guard)(scope, receive, send_with_policy)
        else:
            await self._app(scope, receive, send_with_policy)

    def _own_page(self, path: str) -> ASGIApp | None:
        """What we answer in place of the server."""
        path = path.removeprefix(self._base)
        if path == "/login":
            return Response(self._login, media_type="text/html", headers={"Cache-Control": "no-store"})
        if path == _SECOND_UI or path.startswith(f"{_SECOND_UI}/"):  # a bookmark of another time
            return RedirectResponse(f"{self._base}/")
        return None


class _GuardedPage:
    """A page with the guard as the first thing in its head."""

    def __init__(self, app: ASGIApp, guard: bytes) -> None:
        self._app = app
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request for a page."""
        start: Message = {}
        body = b""

        async def collect(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
            elif message["type"] == "http.response.body":
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    await self._send(start, body, send)

        headers = [(name, value) for name, value in scope["headers"] if name not in _NOT_FOR_PAGES]
        await self._app({**scope, "headers": headers}, receive, collect)

    async def _send(self, start: Message, body: bytes, send: Send) -> None:
        headers = MutableHeaders(scope=start)
        if headers.get("Content-Type", "").startswith("text/html"):
            body = body.replace(b"<head>", b"<head>" + self._guard, 1)
            headers["Content-Length"] = str(len(body))
            headers["Cache-Control"] = "no-store"
        await send(start)
        await send({"type": "http.response.body", "body": body})


def _asks_for_page(scope: Scope) -> bool:
    return scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("Accept", "")
