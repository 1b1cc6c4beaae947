"""Who has a run: read from the state by which it was taken, else from the labels that were written later."""

import pytest

from berkas.jobs import taken_by, taker_of


@pytest.mark.parametrize(
    ("message", "labels", "worker"),
    [
        (taken_by("warm-1.host"), {}, "warm-1.host"),
        (taken_by("warm-2.host"), {"prefect.worker.name": "warm-1.host"}, "warm-2.host"),
        (None, {"prefect.worker.name": "warm-1.host"}, "warm-1.host"),
        ("Something else.", {"prefect.worker.name": "warm-1.host"}, "warm-1.host"),
        (None, {}, None),
        ("Something else.", {}, None),
    ],
)
def test_the_worker_that_took_a_run_last_has_it(message, labels, worker) -> None:
    assert taker_of(message, labels) == worker
