"""The API's documentation page: Swagger UI from the files of an installed wheel, so that it works without the internet.

The framework's own render plugins load scripts from content networks. Only the files of the wheel ``fastapi-swagger`` are used;
nothing of it is imported.
"""

import importlib.util
from pathlib import Path
from typing import Any, Final

from litestar import Request, Response, Router, get
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.params import FromPath
from litestar.status_codes import HTTP_404_NOT_FOUND

from berkas.refusals import NotFound

_FILES: Final = {
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
    "favicon-32x32.png": "image/png",
}

_START = """window.addEventListener("load", () => {
  SwaggerUIBundle({
    url: "/schema/openapi.json",
    dom_id: "#page",
    deepLinking: true,
    validatorUrl: null,
    displayRequestDuration: true,
    persistAuthorization: false,
  });
});
"""

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Berkas API</title>
<link rel="icon" type="image/png" href="/schema/assets/favicon-32x32.png">
<link rel="stylesheet" href="/schema/assets/swagger-ui.css">
<script src="/schema/assets/swagger-ui-bundle.js" defer></script>
<script src="/schema/assets/start.js" defer></script>
</head>
<body><div id="page"></div></body>
</html>
"""

_ONLY_OURSELVES = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self'; font-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
    )
}


def docs_router() -> Router:
    """Where the document, the page and its files are served; browsers load nothing from elsewhere for any of them."""
    return Router(
        "/schema",
        route_handlers=[],
        include_in_schema=False,
        response_headers=_ONLY_OURSELVES,
        after_request=_refuse_in_our_words,
    )


def _refuse_in_our_words(response: Response[Any]) -> Response[Any]:
    """The same answer, unless it is the framework's own page for what is not there.

    Raises:
        NotFound: It is.
    """
    if response.status_code == HTTP_404_NOT_FOUND:
        raise NotFound
    return response


class DocsPage(OpenAPIRenderPlugin):
    """Serves the page at ``/schema`` and its files below ``/schema/assets``."""

    def __init__(self) -> None:
        super().__init__(path="/swagger")

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """The page; it loads the OpenAPI document by itself."""
        return _PAGE.encode()

    def receive_router(self, router: Router) -> None:
        """Add the page's files."""
        router.register(serve_asset)


@get("/assets/{name:str}", include_in_schema=False, sync_to_thread=False)
def serve_asset(name: FromPath[str]) -> Response[bytes]:
    """One of the page's files."""
    headers = {"Cache-Control": "max-age=3600"}
    if name == "start.js":
        return Response(_START.encode(), media_type="text/javascript; charset=utf-8", headers=headers)
    if name not in _FILES:
        raise NotFound
    return Response((_folder() / name).read_bytes(), media_type=_FILES[name], headers=headers)


def _folder() -> Path:
    """Where the wheel's files are; found without importing it, since that would import FastAPI."""
    spec = importlib.util.find_spec("fastapi_swagger")
    if spec is None or not spec.submodule_search_locations:  # pragma: no cover - it is a pinned requirement
        raise NotFound
    return Path(spec.submodule_search_locations[0]) / "resources"
