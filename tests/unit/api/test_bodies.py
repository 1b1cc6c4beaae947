"""A body is counted while it comes in; a client may neither send without end nor stop half way."""

import asyncio

import pytest

from api import bodies
from api.bodies import ClientGone, read_body
from berkas.errors import PayloadTooLarge, Refused


class Request:
    """What the framework gives of a request: headers and messages."""

    def __init__(self, *pieces, length=None, last=None):
        self.headers = {} if length is None else {"content-length": length}
        self.messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
        self.messages.append(last or {"type": "http.request", "body": b"", "more_body": False})
        self.taken = 0

    async def receive(self):
        if self.taken == len(self.messages):
            await asyncio.sleep(60)
        self.taken += 1
        return self.messages[self.taken - 1]


async def test_a_body_is_read_to_its_end():
    assert await read_body(Request(b"ab", b"", b"cd"), 4) == b"abcd"


async def test_a_body_that_says_it_is_too_large_is_not_read():
    request = Request(b"a", length="5")

    with pytest.raises(PayloadTooLarge):
        await read_body(request, 4)
    assert request.taken == 0


@pytest.mark.parametrize("length", [None, "1", "-1", "x", "٥", "0" * 500])
async def test_a_body_that_is_too_large_is_refused_whatever_it_says(length):
    with pytest.raises(PayloadTooLarge):
        await read_body(Request(b"abc", b"de", length=length), 4)


async def test_a_client_that_goes_away_is_told_apart():
    with pytest.raises(ClientGone):
        await read_body(Request(b"ab", last={"type": "http.disconnect"}), 4)


async def test_a_client_that_stops_sending_is_given_up(monkeypatch):
    monkeypatch.setattr(bodies, "IDLE_SECONDS", 0.01)
    request = Request(b"ab", last={"type": "http.request", "body": b"c", "more_body": True})

    with pytest.raises(Refused) as caught:
        await read_body(request, 4)

    assert str(caught.value) == "The body did not arrive in time."
