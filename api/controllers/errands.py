"""The internal way of errands."""

from typing import Any

from litestar import Controller, Request, Response, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.bodies import read_body
from api.controllers.operations import check_worker
from api.services import Services
from berkas.errands import MOST_ANSWER_BYTES


class ErrandsController(Controller):
    """Workers take errands out of this process's memory and bring the answers back; see docs/decisions/0015."""

    path = "/internal/errands/{handle:str}"
    include_in_schema = False
    request_max_body_size = None  # counted by ourselves

    @post("/take", status_code=200)
    async def take(
        self, request: Request[Any, Any, Any], handle: FromPath[str], services: NamedDependency[Services]
    ) -> Response[bytes]:
        """The request of an errand."""
        check_worker(request, services)
        return Response(await services.errands.take(handle), media_type="application/json")

    @put("/answer", status_code=204)
    async def answer(
        self, request: Request[Any, Any, Any], handle: FromPath[str], services: NamedDependency[Services]
    ) -> None:
        """The answer of an errand."""
        check_worker(request, services)
        await services.errands.answer(handle, bytes(await read_body(request, MOST_ANSWER_BYTES)))
