"""The analyst's page: static files that talk to the REST API with the key that the analyst types in; see docs/decisions/0016."""

from functools import cache
from pathlib import Path
from typing import Final

from litestar import Controller, Response, get
from litestar.params import FromPath

from berkas.refusals import NotFound
from templates_registry import document_types

FOLDER: Final = Path(__file__).parent.parent / "review"

_PAGE: Final = "index.html"
_TYPES: Final = "<!-- types -->"
"""In the page, the place of an option for each document type."""

_MEDIA_TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_ASSETS: Final = {
    path.name: _MEDIA_TYPES[path.suffix] for path in sorted(FOLDER.iterdir()) if path.suffix in _MEDIA_TYPES
}
"""By name, so that nothing else of the disk can be asked for."""

HEADERS: Final = {
    # pictures of pages come as blobs, for they are asked for with the key; a form that is sent without our script goes nowhere
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


@cache
def page() -> bytes:
    """The page, with every document type to choose from."""
    options = "".join(f'<option value="{name}">{name.replace("_", " ")}</option>' for name in document_types.names())
    return (FOLDER / _PAGE).read_text(encoding="utf-8").replace(_TYPES, options).encode()


class ReviewController(Controller):
    """GET /review: needs no key, for it shows nothing by itself."""

    path = "/review"
    include_in_schema = False
    response_headers = HEADERS

    @get(sync_to_thread=False)
    def show(self) -> Response[bytes]:
        """The page."""
        return Response(page(), media_type="text/html")

    @get("/assets/{name:str}", sync_to_thread=False)
    def asset(self, name: FromPath[str]) -> Response[bytes]:
        """One of its files."""
        if name not in _ASSETS:
            raise NotFound
        return Response((FOLDER / name).read_bytes(), media_type=_ASSETS[name])
