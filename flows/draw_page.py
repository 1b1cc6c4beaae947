"""The flow that draws a page for who reviews a document. Nothing is stored: the picture goes back to the API's memory."""

from typing import Annotated

from prefect import flow
from prefect.client.schemas.objects import State

from berkas.jobs import DRAW_PAGE, DoErrand
from berkas.page_pictures import PictureRequest
from flows.errands import do_errand
from flows.page_pictures import answer_of
from flows.run_form import shown

FIELDS = DoErrand.model_fields


@flow(name=DRAW_PAGE.partition("/")[0], flow_run_name="draw-page", persist_result=False)
async def draw_page(
    handle: Annotated[str, shown("Handle", FIELDS["handle"].description)],
) -> State[None]:
    """Do one errand: draw a page and give the picture to who waits for it."""
    return await do_errand(DoErrand(handle=handle).handle, PictureRequest, answer_of)
