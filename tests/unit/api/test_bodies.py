"""A body is counted while it comes in; a client may neither send without end nor stop half way."""

import asyncio
import gzip
import tracemalloc
import zlib

import pytest

from api import bodies
from api.bodies import ClientGone, UnsupportedEncoding, read_body, stream_body
from berkas.refusals import PayloadTooLarge, Refused


class Request:
    """What the framework gives of a request: headers and messages."""

    def __init__(self, *pieces, length=None, last=None, encoding=None):
        given = {"content-length": length, "content-encoding": encoding}
        self.headers = {name: value for name, value in given.items() if value is not None}
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


TEXT = bytes(range(256)) * 3000


def cut(content: bytes, step: int) -> list[bytes]:
    return [content[start : start + step] for start in range(0, len(content), step)]


@pytest.mark.parametrize("step", [1, 100, 70_000, 10_000_000])
@pytest.mark.parametrize("encoding", ["gzip", "GZip", "x-gzip"])
async def test_a_body_of_gzip_is_expanded_however_it_is_cut(step, encoding):
    packed = gzip.compress(TEXT)

    assert await read_body(Request(*cut(packed, step), encoding=encoding), len(TEXT)) == TEXT


@pytest.mark.parametrize("step", [1, 50, 1_000_000])
async def test_members_of_gzip_after_one_another_are_one_body(step):
    packed = gzip.compress(b"one, ") + gzip.compress(b"") + gzip.compress(b"two")

    assert await read_body(Request(*cut(packed, step), encoding="gzip"), 100) == b"one, two"


async def test_the_limit_holds_for_what_a_body_becomes():
    packed = gzip.compress(TEXT)

    with pytest.raises(PayloadTooLarge):
        await read_body(Request(packed, encoding="gzip"), len(TEXT) - 1)


async def test_a_bomb_is_noticed_while_it_is_small():
    maker = zlib.compressobj(9, wbits=31)
    bomb = b"".join(maker.compress(bytes(1 << 20)) for _ in range(60)) + maker.flush()
    tracemalloc.start()

    with pytest.raises(PayloadTooLarge):
        async for _ in stream_body(Request(bomb, encoding="gzip"), 5 << 20):
            pass

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(bomb) < 100_000
    assert most < 1_000_000


@pytest.mark.parametrize("whole", [gzip.compress(TEXT)])
@pytest.mark.parametrize(
    "spoil", [lambda g: g[:-1], lambda g: g[:50], lambda g: g + b"x", lambda g: b"x" + g, lambda _: b""]
)
async def test_what_is_no_whole_gzip_is_refused(whole, spoil):
    with pytest.raises(Refused, match="gzip"):
        await read_body(Request(spoil(whole), encoding="gzip"), len(TEXT))


async def test_a_gzip_with_a_wrong_sum_is_refused():
    packed = bytearray(gzip.compress(TEXT))
    packed[-6] ^= 1

    with pytest.raises(Refused, match="gzip"):
        await read_body(Request(bytes(packed), encoding="gzip"), len(TEXT))


@pytest.mark.parametrize("encoding", ["deflate", "br", "zstd", "gzip, gzip", "nonsense"])
async def test_another_encoding_is_refused_by_its_name(encoding):
    with pytest.raises(UnsupportedEncoding, match="gzip"):
        await read_body(Request(b"x", encoding=encoding), 100)


async def test_a_body_that_says_that_it_is_not_compressed_is_read():
    assert await read_body(Request(b"ab", encoding="identity"), 4) == b"ab"
