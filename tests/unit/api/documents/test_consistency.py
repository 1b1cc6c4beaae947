"""One comparison of a customer's documents at a time, and few that wait."""

import asyncio
from datetime import UTC, datetime

import pytest

from api.documents import consistency
from berkas.refusals import TooManyAtOnce

NOW = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.fixture
def reading(monkeypatch):
    """How many comparisons are under way, and at most; they end when ``go`` is set."""

    class Reading:
        now, most = 0, 0
        begun, go = asyncio.Event(), asyncio.Event()

    async def stated(*_):
        Reading.now += 1
        Reading.most = max(Reading.most, Reading.now)
        Reading.begun.set()
        await Reading.go.wait()
        Reading.now -= 1
        return [], False

    monkeypatch.setattr(consistency, "stated_by_documents", stated)
    return Reading


async def test_one_comparison_is_under_way_and_further_ones_of_an_organisation_are_refused(reading):
    asked = [
        asyncio.create_task(consistency.compared("org_contoh", f"cus_{number}", now=NOW))
        for number in range(1 + consistency.WAITING)
    ]
    other = asyncio.create_task(consistency.compared("org_lain", "cus_lain", now=NOW))
    await reading.begun.wait()

    with pytest.raises(TooManyAtOnce) as refused:
        await consistency.compared("org_contoh", "cus_last", now=NOW)
    reading.go.set()
    answers = await asyncio.gather(*asked, other)

    assert refused.value.bucket == "customers.consistency"
    assert reading.most == 1
    assert [one.customer_id for one in answers] == [*(f"cus_{n}" for n in range(1 + consistency.WAITING)), "cus_lain"]
