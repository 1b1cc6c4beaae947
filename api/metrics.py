"""What Prometheus may know: counts, durations and sizes by route and outcome; no id, name or value of anybody."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

CONTENT_TYPE = CONTENT_TYPE_LATEST

_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
_BYTES = (10_000, 50_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_971_520)


class Metrics:
    """The measures of one API process, in a registry of its own."""

    def __init__(self) -> None:
        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._registry = registry
        self._requests = Counter(
            "berkas_http_requests", "Requests answered.", ["method", "route", "status"], registry=registry
        )
        self._seconds = Histogram(
            "berkas_http_request_seconds",
            "From the first byte of a request to the last of its answer.",
            ["method", "route"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._uploads = Counter("berkas_uploads", "Uploads recorded.", ["outcome"], registry=registry)
        self._upload_bytes = Histogram(
            "berkas_upload_bytes", "Size of uploaded files.", buckets=_BYTES, registry=registry
        )
        self._dispatched = Counter(
            "berkas_dispatched_runs", "Runs asked of the orchestrator.", ["outcome"], registry=registry
        )
        self._waiting = Gauge("berkas_outbox_waiting", "Runs that wait to be asked for.", registry=registry)

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answered request.

        Args:
            method: Of HTTP; anything unknown counts as `OTHER`, for clients may send what they like.
            route: The route's template such as `/api/documents/{document_id}`, never the path with its ids.
            status: Of the answer.
            seconds: That it took.
        """
        known = method if method in _METHODS else "OTHER"
        self._requests.labels(known, route, str(status)).inc()
        self._seconds.labels(known, route).observe(seconds)

    def count_upload(self, size_bytes: int, *, is_deduped: bool) -> None:
        """Count a recorded upload."""
        self._uploads.labels("deduped" if is_deduped else "created").inc()
        self._upload_bytes.observe(size_bytes)

    def count_dispatch(self, *, is_done: bool) -> None:
        """Count a run that was asked for, or could not be."""
        self._dispatched.labels("done" if is_done else "failed").inc()

    def set_waiting(self, entries: int) -> None:
        """Note how many runs wait to be asked for."""
        self._waiting.set(entries)

    def exposition(self) -> bytes:
        """Everything, in the text format of Prometheus."""
        return generate_latest(self._registry)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
