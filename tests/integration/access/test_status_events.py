"""Following a document: where it is at once, then each change until the end; nobody is left behind when listening fails."""

import asyncio
import json

import httpx
import pytest

from api.status_feed import StatusFeed
from berkas.model.statuses import DocumentStatus
from tables.documents import Document
from tables.engine import fetch
from tables.queries import documents, lost_runs
from tables.queries.status_moves import StatusChange, move, tell_page

LISTENER = "berkas status"


class Follower:
    """A client of one stream that notes what comes."""

    def __init__(self, http: httpx.AsyncClient, document_id: str, **headers: str) -> None:
        self.status_code = 0
        self.headers = httpx.Headers()
        self.events: list[dict[str, str]] = []
        self._arrived = asyncio.Event()
        self._task = asyncio.create_task(self._follow(http, document_id, headers))

    @property
    def statuses(self) -> list[str]:
        return [json.loads(event["data"])["status"] for event in self.events if event["event"] == "status"]

    @property
    def pages(self) -> list[tuple[int, int]]:
        told = [json.loads(event["data"]) for event in self.events if event["event"] == "document.page_read"]
        return [(data["page"], data["pages"]) for data in told]

    async def wait_for(self, *statuses: str) -> None:
        async with asyncio.timeout(10):
            while self.statuses[: len(statuses)] != list(statuses):
                self._arrived.clear()
                await self._arrived.wait()

    async def end(self) -> None:
        await asyncio.wait_for(self._task, 10)

    async def leave(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _follow(self, http: httpx.AsyncClient, document_id: str, headers: dict[str, str]) -> None:
        async with http.stream("GET", f"/api/documents/{document_id}/events", headers=headers) as answer:
            self.status_code, self.headers = answer.status_code, answer.headers
            event: dict[str, str] = {}
            async for line in answer.aiter_lines():
                if not line and event:
                    self.events.append(event)
                    event = {}
                    self._arrived.set()
                elif line and not line.startswith(":"):
                    name, _, value = line.partition(": ")
                    event[name] = value


async def until(condition) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - what it waits for tells nobody
            await asyncio.sleep(0.01)


@pytest.fixture
async def listening(access):
    await until(lambda: access.services.feed.is_listening)
    return access


async def test_every_move_is_told_and_the_stream_ends_with_the_last(listening, read_npwp):
    document_id = (await listening.upload())["id"]
    follower = Follower(listening.http, document_id)
    await follower.wait_for("queued")

    await listening.end(document_id, read_npwp())

    await follower.end()
    assert follower.statuses == ["queued", "parsing", "extracted"]
    assert [event["id"] for event in follower.events] == ["1-queued", "1-parsing", "1-extracted"]
    assert {event["event"] for event in follower.events} == {"status"}
    assert json.loads(follower.events[0]["data"]) == {"documentId": document_id, "status": "queued", "attempt": 1}
    assert follower.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert follower.headers["cache-control"] == "no-store"
    assert listening.services.feed.open_streams == 0


async def test_each_page_that_was_read_is_told_once_and_in_order(listening, read_npwp):
    document_id = (await listening.upload())["id"]
    follower = Follower(listening.http, document_id)
    await follower.wait_for("queued")
    assert await documents.claim(document_id, 1, "run-1")

    for page in (1, 2, 2, 3):
        await tell_page(document_id, 1, page=page, pages=3)
    assert await documents.finish(document_id, 1, read_npwp())

    await follower.end()
    assert follower.pages == [(1, 3), (2, 3), (3, 3)]
    assert follower.statuses == ["queued", "parsing", "extracted"]
    assert not any("id" in event for event in follower.events if event["event"] == "document.page_read")


async def test_a_finished_document_is_told_and_the_stream_ends(access):
    document_id = await access.read()

    follower = Follower(access.http, document_id)

    await follower.end()
    assert follower.statuses == ["extracted"]


async def test_who_reconnects_after_the_end_is_told_that_nothing_more_comes(access):
    document_id = await access.read()

    answer = await access.http.get(f"/api/documents/{document_id}/events", headers={"Last-Event-ID": "1-extracted"})

    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize("last", ["1-parsing", "", "nonsense", "9" * 500])
async def test_who_reconnects_with_anything_else_is_told_where_the_document_is(access, last):
    document_id = await access.read()

    follower = Follower(access.http, document_id, **{"Last-Event-ID": last})

    await follower.end()
    assert follower.statuses == ["extracted"]


async def test_a_new_attempt_after_a_lost_run_is_told(listening, read_npwp):
    document_id = (await listening.upload())["id"]
    await documents.claim(document_id, 1, "run-1")
    follower = Follower(listening.http, document_id)
    await follower.wait_for("parsing")

    await lost_runs.requeue(document_id, 1)
    await listening.end(document_id, read_npwp(DocumentStatus.REQUIRES_REVIEW), attempt=2)

    await follower.end()
    assert [event["id"] for event in follower.events] == ["1-parsing", "2-queued", "2-parsing", "2-requires_review"]


async def test_a_cancelled_document_ends_its_streams(listening):
    document_id = (await listening.upload())["id"]
    followers = [Follower(listening.http, document_id) for _ in range(5)]
    for follower in followers:
        await follower.wait_for("queued")

    await listening.http.post(f"/api/documents/{document_id}/cancel")

    for follower in followers:
        await follower.end()
        assert follower.statuses == ["queued", "failed"]


async def test_streams_of_other_documents_hear_nothing(listening, read_npwp):
    one, other = (await listening.upload())["id"], (await listening.upload(b"%PDF-1.7 CONTOH 2"))["id"]
    followers = [Follower(listening.http, name) for name in (one, other)]
    for follower in followers:
        await follower.wait_for("queued")

    await listening.end(one, read_npwp())

    await followers[0].end()
    assert followers[1].statuses == ["queued"]
    await followers[1].leave()


async def test_one_connection_listens_for_all_streams(listening):
    ids = [(await listening.upload(b"%PDF-1.7 CONTOH" + bytes([n])))["id"] for n in range(10)]
    followers = [Follower(listening.http, name) for name in ids]
    for follower in followers:
        await follower.wait_for("queued")

    [row] = await fetch("select count(*) from pg_stat_activity where application_name = $1", LISTENER)

    assert row[0] == 1
    assert listening.services.feed.open_streams == 10
    await asyncio.gather(*(follower.leave() for follower in followers))


async def test_who_leaves_frees_everything(listening):
    document_id = (await listening.upload())["id"]
    followers = [Follower(listening.http, document_id) for _ in range(3)]
    for follower in followers:
        await follower.wait_for("queued")

    await asyncio.gather(*(follower.leave() for follower in followers))

    feed = listening.services.feed
    await until(lambda: feed.open_streams == 0)
    assert not feed._waiting
    assert not feed._streams


class TestLimit:
    @pytest.fixture
    def installation(self, settings):
        return settings.model_copy(update={"event_streams_per_key": 2})

    async def test_a_key_holds_so_many_streams_and_another_one_after_that(self, access):
        document_id = (await access.upload())["id"]
        followers = [Follower(access.http, document_id) for _ in range(2)]
        for follower in followers:
            await follower.wait_for("queued")

        refused = await access.http.get(f"/api/documents/{document_id}/events")
        await followers[0].leave()
        await until(lambda: access.services.feed.open_streams == 1)
        another = Follower(access.http, document_id)
        await another.wait_for("queued")

        assert refused.status_code == 429
        assert (refused.json()["bucket"], refused.json()["limit"]) == ("documents.events", 2)
        assert refused.headers["retry-after"] == "15"
        await followers[1].leave()
        await another.leave()


async def test_a_stranger_follows_nothing(access, stranger):
    document_id = (await access.upload())["id"]

    assert (await stranger.get(f"/api/documents/{document_id}/events")).status_code == 404


async def end_listener() -> None:
    await fetch("select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1", LISTENER)


async def test_a_lost_connection_is_opened_again_and_nothing_is_missed(listening, read_npwp):
    feed = listening.services.feed
    document_id = (await listening.upload())["id"]
    follower = Follower(listening.http, document_id)
    await follower.wait_for("queued")
    await end_listener()
    await until(lambda: not feed.is_listening)

    await documents.claim(document_id, 1, "run-1")
    await follower.wait_for("queued", "parsing")
    await until(lambda: feed.is_listening)
    await documents.finish(document_id, 1, read_npwp())

    await follower.end()
    assert follower.statuses == ["queued", "parsing", "extracted"]


@pytest.fixture
async def deaf(access, installation):
    """A feed that nobody runs: it never listens."""
    return StatusFeed(installation, heartbeat_seconds=0.5, poll_seconds=0.05)


async def test_without_a_listener_streams_look_by_themselves(access, deaf, read_npwp):
    document_id = (await access.upload())["id"]
    stream = deaf.follow(access.key_id, access.organisation_id, document_id)
    first = await anext(stream)

    await access.end(document_id, read_npwp())

    rest = [event async for event in stream]
    assert first.startswith(b"id: 1-queued\n")
    assert rest[-1].startswith(b"id: 1-extracted\n")


async def test_a_quiet_stream_says_that_it_is_still_there(access, deaf):
    document_id = (await access.upload())["id"]
    stream = deaf.follow(access.key_id, access.organisation_id, document_id)

    said = [await anext(stream) for _ in range(3)]

    assert said[1:] == [b": still here\n\n"] * 2
    await stream.aclose()
    assert deaf.open_streams == 0


async def test_a_stream_that_is_not_read_keeps_a_bounded_number_of_changes_and_still_ends_right(
    access, deaf, read_npwp
):
    document_id = (await access.upload())["id"]
    stream = deaf.follow(access.key_id, access.organisation_id, document_id)
    await anext(stream)
    deaf.is_listening = True
    for attempt in range(1, 500):
        deaf._pass_on(StatusChange(document_id, DocumentStatus.PARSING, attempt))
    [waiting] = deaf._waiting[document_id]
    assert waiting.qsize() <= 64
    await access.end(document_id, read_npwp())
    await fetch("update document set attempt = 500 where id = $1", document_id)
    deaf._let_all_look()

    rest = [event async for event in stream]

    assert rest[-1].startswith(b"id: 500-extracted\n")


async def test_an_erased_document_ends_its_streams(listening):
    document_id = (await listening.upload())["id"]
    follower = Follower(listening.http, document_id)
    await follower.wait_for("queued")

    await move(
        document_id,
        DocumentStatus.ERASED,
        sources=[DocumentStatus.QUEUED],
        where=Document.attempt == 1,
        values={Document.dedupe_key: None},
    )

    await follower.end()
    assert follower.statuses == ["queued", "erased"]


@pytest.mark.parametrize("ending", ["revoked_at = now()", "expires_at = now() - interval '1 second'"])
async def test_a_stream_ends_with_its_key_and_tells_nothing_after_it(listening, read_npwp, ending):
    document_id = (await listening.upload())["id"]
    follower = Follower(listening.http, document_id)
    await follower.wait_for("queued")

    await fetch(f"update api_key set {ending} where id = $1", listening.key_id)
    await listening.end(document_id, read_npwp())

    await follower.end()
    assert follower.statuses == ["queued"]
    assert listening.services.feed.open_streams == 0


async def test_a_stream_of_which_nothing_is_to_be_told_ends_with_its_key_too(access, deaf):
    document_id = (await access.upload())["id"]
    stream = deaf.follow(access.key_id, access.organisation_id, document_id)
    await anext(stream)

    await fetch("update api_key set revoked_at = now() where id = $1", access.key_id)

    assert [event async for event in stream if event.startswith(b"id:")] == []
    assert deaf.open_streams == 0
