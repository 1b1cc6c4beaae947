"""Which runs a warm worker takes: of each kind as many as its slots can soon run, so that no kind keeps another one out."""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import Final
from uuid import UUID

from prefect.client.schemas.objects import FlowRun

from berkas.jobs import (
    BULK_QUEUE,
    DEFAULT_QUEUE,
    ERRANDS_QUEUE,
    LONG_QUEUE,
    LONG_TAG,
    READING_TAG,
    SIDE_QUEUE,
    WEBHOOKS_QUEUE,
    WORKER_CALL_TAG,
)

AHEAD_PER_SLOT: Final = 2
"""Runs that read, taken from the queue per slot: one runs while the orchestrator's paperwork for the next is done."""


class Kind(StrEnum):
    """What a run needs.

    Attributes:
        READING: A reading slot: it reads a document.
        SHORT: A side slot, for seconds.
        LONG: A side slot, for hours perhaps; it never gets the last one.
    """

    READING = "reading"
    SHORT = "short"
    LONG = "long"


QUEUES: Final = {
    Kind.READING: [ERRANDS_QUEUE, DEFAULT_QUEUE, BULK_QUEUE],
    Kind.SHORT: [SIDE_QUEUE, WEBHOOKS_QUEUE],
    Kind.LONG: [LONG_QUEUE],
}
"""Work queues of each kind."""


def kind_of(flow_run: FlowRun) -> Kind:
    """The kind of a run, by its tags."""
    if not {READING_TAG, WORKER_CALL_TAG}.isdisjoint(flow_run.tags):
        return Kind.READING
    return Kind.LONG if LONG_TAG in flow_run.tags else Kind.SHORT


class Taken:
    """The runs that a worker has taken and that have not ended."""

    def __init__(self, *, slots: int, side_slots: int) -> None:
        """Nothing is taken yet.

        Args:
            slots: Reading slots of the worker.
            side_slots: Its side slots, two at least.
        """
        self.most = {Kind.READING: slots * AHEAD_PER_SLOT, Kind.SHORT: side_slots, Kind.LONG: side_slots - 1}
        self.limit = self.most[Kind.READING] + side_slots
        self._side_slots = side_slots
        self._kinds: dict[UUID, Kind] = {}

    def __iter__(self) -> Iterator[UUID]:
        """Their ids."""
        return iter(self._kinds)

    def take(self, flow_run: FlowRun) -> bool:
        """Take a run if there is room for it, or if it is taken already; whether it is."""
        kind = kind_of(flow_run)
        if flow_run.id not in self._kinds and not self._has_room(kind):
            return False
        self._kinds[flow_run.id] = kind
        return True

    def give_back(self, flow_run_id: UUID) -> bool:
        """Forget a run; whether it was taken."""
        return self._kinds.pop(flow_run_id, None) is not None

    def _has_room(self, kind: Kind) -> bool:
        now = Counter(self._kinds.values())
        if kind is not Kind.READING and now[Kind.SHORT] + now[Kind.LONG] >= self._side_slots:
            return False
        return now[kind] < self.most[kind]
