"""The paper on the desk: what the tasks of one run know about their document, kept out of the orchestrator's sight.

Prefect walks through the arguments and results of tasks. A plain object with slots is a leaf to it: it neither looks inside nor
stores anything of it. So tasks pass one ``Paper`` along instead of pages and values.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from berkas.errors import BerkasError
from berkas.extraction.template_matching import TemplateMatch
from berkas.jobs import ProcessDocument
from berkas.model.extraction import Classification, ExtractionResult
from berkas.model.geometry import Page, RuledTable
from berkas.model.template import Template
from tables.queries.documents import DocumentToProcess

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = frozenset({"api", "berkas", "deployments", "flows", "tables", "templates_registry"})
"""Ours; installed, they lie beside everybody else's."""


class Unexpected(BerkasError):
    """An exception that nobody foresaw, reduced to its class and the line that raised it."""


class Paper:
    """One document while it is being read."""

    __slots__ = (
        "classification", "document", "job", "matched", "page_count", "pages", "result", "ruled", "stage", "template",
        "timings",
    )  # fmt: skip

    def __init__(self, job: ProcessDocument, document: DocumentToProcess) -> None:
        self.job = job
        self.document = document
        self.stage = "claim"
        self.timings: dict[str, float] = {}
        self.page_count: int | None = None
        self.pages: tuple[Page, ...] = ()
        self.ruled: tuple[RuledTable, ...] = ()
        self.classification: Classification | None = None
        self.template: Template | None = None
        self.matched: TemplateMatch | None = None
        self.result: ExtractionResult | None = None

    def __repr__(self) -> str:
        return f"Paper({self.job.document_id}, attempt {self.job.attempt})"

    @contextmanager
    def at(self, stage: str) -> Iterator[None]:
        """Name and time a step; errors leave it with nothing but their class, for the orchestrator keeps and shows them.

        Raises:
            BerkasError: Of the same class as the one that was raised, or ``Unexpected``.
        """
        self.stage = stage
        started = time.perf_counter()
        try:
            with without_messages():
                yield
        finally:
            self.timings[stage] = self.timings.get(stage, 0.0) + time.perf_counter() - started


@contextmanager
def without_messages() -> Iterator[None]:
    """Let errors leave a task with nothing but their class, for the orchestrator keeps and shows them.

    Raises:
        BerkasError: Of the same class as the one that was raised, or ``Unexpected``.
    """
    try:
        yield
    except BerkasError as error:
        raise type(error)() from None
    except Exception as error:  # noqa: BLE001 - the boundary of a task
        raise Unexpected(describe(error)) from None


def describe(error: BaseException) -> str:
    """Class and place of an error, without its message, which may quote the document."""
    place = ""
    trace = error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(ROOT) and (own := file.relative_to(ROOT)).parts[0] in PACKAGES:
            place = f" at {own}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}{place}"
