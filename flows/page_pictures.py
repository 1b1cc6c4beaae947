"""Drawing a page of a document for who reviews it, the way up in which it was read."""

from berkas.errands import ErrandFailure
from berkas.page_pictures import PictureAnswer, PictureRequest
from berkas.refusals import NotFound
from flows.errands import failure_of, open_original
from flows.resources import resources
from tables.queries import page_facts


async def answer_of(request: PictureRequest) -> PictureAnswer:
    """The picture of a page, or why there is none."""
    stage = "unseal"
    try:
        _, info = await open_original(request)
        stage = "draw"
        reader = resources().reader
        try:
            if request.page >= info.page_count:
                return PictureAnswer(failure=ErrandFailure(code=NotFound.code, message=NotFound.message, stage=stage))
            rotation = await page_facts.find_rotation(request.organisation_id, request.document_id, request.page)
            return PictureAnswer(jpeg=reader.draw(request.page, longest_px=request.longest_px, rotation=rotation))
        finally:
            reader.close()
    except Exception as error:  # noqa: BLE001 - the boundary of the errand: whoever waits gets an answer
        return PictureAnswer(failure=failure_of(error, stage))
