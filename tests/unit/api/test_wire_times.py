"""Times on the wire are UTC with milliseconds and Z."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from api.schemas import wire_time


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 5, 24, 3, 15, 42, 118999, tzinfo=UTC), "2026-05-24T03:15:42.118Z"),
        (datetime(2026, 5, 24, tzinfo=UTC), "2026-05-24T00:00:00.000Z"),
        (datetime(2026, 5, 24, 3, tzinfo=timezone(timedelta(hours=7))), "2026-05-23T20:00:00.000Z"),
        (datetime(2026, 5, 24, 3, 0, 0, 5000, tzinfo=UTC), "2026-05-24T03:00:00.005Z"),
    ],
)
def test_a_time_is_written_in_utc_with_milliseconds(moment, written):
    assert wire_time(moment) == written
