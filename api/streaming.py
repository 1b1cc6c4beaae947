"""Streams that begin before their answer does, and end with it."""

from collections.abc import AsyncGenerator, Mapping
from typing import TypeVar

from litestar.background_tasks import BackgroundTask
from litestar.response import Stream

T = TypeVar("T", bytes, str)


async def begun(
    content: AsyncGenerator[T, None], *, media_type: str, headers: Mapping[str, str], status_code: int = 200
) -> Stream:
    """An answer whose first piece is there: what fails until then is told by a status, not by a broken file.

    Args:
        content: Pieces; at least one. Closed as soon as the answer is over or the client is gone.
        media_type: Of all of them together.
        headers: Of the answer.
        status_code: Of the answer.
    """
    first = await anext(content)

    async def pieces() -> AsyncGenerator[T, None]:
        yield first
        async for piece in content:
            yield piece

    stream = pieces()

    async def close() -> None:
        await stream.aclose()
        await content.aclose()

    return Stream(
        stream, media_type=media_type, headers=dict(headers), status_code=status_code, background=BackgroundTask(close)
    )
