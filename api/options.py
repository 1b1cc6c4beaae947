"""What OPTIONS answers: the framework names the methods of the handler that came first to a path, and forgets the others."""

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.routes import HTTPRoute
from litestar.types import Message, Scope


async def name_every_method(message: Message, scope: Scope) -> None:
    """Name every method of the path in `Allow`; a hook that sees each message before it is sent."""
    if message["type"] != "http.response.start" or scope["type"] == ScopeType.WEBSOCKET or scope["method"] != "OPTIONS":
        return
    template = scope.get("path_template")
    methods = {
        method
        for route in scope["litestar_app"].routes
        if isinstance(route, HTTPRoute) and route.path_format == template
        for method in route.methods
    }
    if methods:
        MutableScopeHeaders.from_message(message)["Allow"] = ", ".join(sorted(methods))
