"""Log lines as JSON: time, level, logger, message, request id and chosen fields.

Of an exception the class and the places are written, never the message: a library's may quote a file, a name or an address.
"""

import logging
import sys
from datetime import UTC, datetime
from typing import Any, Final, TextIO

import msgspec

from api.errors import places_of
from api.request_ids import current_request_id
from api.schemas import wire_time

_OWN_MESSAGES: Final = ("berkas", "uvicorn")
"""Loggers whose messages are fixed sentences; of any other library's only the level and the name are written from ERROR up."""

_QUIET: Final = ("httpx", "httpcore", "botocore", "s3fs", "asyncio", "litestar")
"""Loggers that tell addresses and values at lower levels."""


class JsonLines(logging.Formatter):
    """One line of JSON per record."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        line: dict[str, Any] = {
            "time": wire_time(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        request_id = current_request_id.get()
        if request_id is not None:
            line["requestId"] = request_id
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1] is not None:
            line |= {"error_class": type(record.exc_info[1]).__name__, "place": places_of(record.exc_info[1])}
        return msgspec.json.encode(line).decode()


def configure(level: str, stream: TextIO | None = None) -> None:
    """Send every log line of this process to a stream.

    Args:
        level: Least severity of our own lines; libraries are heard from WARNING up.
        stream: Where to; standard error by default.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in _OWN_MESSAGES:
        logging.getLogger(name).setLevel(level)
    # its lines would show query strings
    logging.getLogger("uvicorn.access").disabled = True
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _message(record: logging.LogRecord) -> str:
    """The message; of a foreign logger the unformatted one, whose arguments may hold values."""
    if record.name.partition(".")[0] in _OWN_MESSAGES:
        return record.getMessage()
    return str(record.msg) if isinstance(record.msg, str) else type(record.msg).__name__
