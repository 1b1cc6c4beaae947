"""Log lines as JSON: time, level, message, request id and the fields that were meant to be logged; never a body or a value."""

import logging
import sys
from datetime import UTC, datetime

import msgspec

from api.request_ids import current_request_id


class JsonFormatter(logging.Formatter):
    """Formats a record; of an exception only the class, for its message may quote a document."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := current_request_id.get():
            line["requestId"] = request_id
        if record.exc_info and record.exc_info[0]:
            line["errorClass"] = record.exc_info[0].__name__
        fields = getattr(record, "fields", None)
        return msgspec.json.encode(line | (fields if isinstance(fields, dict) else {})).decode()


def configure(level: str) -> None:
    """Send every log line of this process to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # httpx logs every URL, and those of the internal endpoints hold handles
    logging.getLogger("httpx").setLevel(logging.WARNING)
