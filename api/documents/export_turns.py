"""How many workbooks of one organisation may be in memory at once."""

import contextlib
from collections import Counter
from collections.abc import Iterator
from typing import Final

from api.errors import TooManyRequests

BUCKET: Final = "documents.export"
MOST_WORKBOOKS: Final = 3
"""Per organisation and process; a workbook takes memory until its client has it."""

_RETRY_AFTER_SECONDS: Final = 15


class WorkbookTurns:
    """Counts the workbooks of each organisation."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    @contextlib.contextmanager
    def turn(self, organisation_id: str) -> Iterator[None]:
        """Count one as long as the block lasts.

        Raises:
            TooManyRequests: The organisation has as many as it may.
        """
        if self._open[organisation_id] >= MOST_WORKBOOKS:
            raise TooManyRequests(BUCKET, MOST_WORKBOOKS, _RETRY_AFTER_SECONDS)
        self._open[organisation_id] += 1
        try:
            yield
        finally:
            self._open[organisation_id] -= 1
            if not self._open[organisation_id]:
                del self._open[organisation_id]
