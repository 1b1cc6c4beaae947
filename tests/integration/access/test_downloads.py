"""The way back to an original: one use, five minutes, no key."""

import asyncio
import os
import tracemalloc
from datetime import datetime, timedelta

import httpx
import pytest

from berkas.clock import utc_now
from tables.engine import fetch
from tables.queries import audit, downloads

PDF = b"%PDF-1.7\n% SPECIMEN CONTOH\n"
SEGMENT = 256 * 1024


@pytest.fixture
def link_to(access):
    async def issue(document_id):
        answer = await access.http.get(f"/api/documents/{document_id}/download")
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]["url"]

    return issue


async def test_the_file_comes_back_as_it_was_sent(access, anybody, link_to):
    content = PDF + os.urandom(700_000)
    document = await access.upload(content, "akta kelahiran – Ñusa.pdf")

    answer = await anybody.get(await link_to(document["id"]))

    assert answer.status_code == 200
    assert answer.content == content
    headers = answer.headers
    assert (headers["content-type"], headers["content-length"]) == ("application/pdf", str(len(content)))
    assert headers["content-disposition"].startswith(
        "attachment; filename=\"akta kelahiran  Nusa.pdf\"; filename*=UTF-8''akta%20"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].startswith("sandbox;")
    assert headers["referrer-policy"] == "no-referrer"


async def test_a_link_is_told_with_its_end_and_begins_with_the_address_that_was_asked(access):
    document = await access.upload()
    asked = utc_now()

    data = (await access.http.get(f"/api/documents/{document['id']}/download")).json()["data"]

    assert data["url"].startswith(f"{access.http.base_url}/d/".replace("//d", "/d"))
    assert data["expiresAt"].endswith("Z")
    ends = datetime.fromisoformat(data["expiresAt"]) - timedelta(minutes=5)
    assert asked - timedelta(milliseconds=1) <= ends <= utc_now()
    assert len(data["url"].rsplit("/", 1)[1]) == 116


@pytest.mark.parametrize("host", ["evil.example/path?x=", "a b", "x" * 300, "@evil.example"])
async def test_a_strange_host_header_gets_into_no_link(access, host):
    document = await access.upload()

    answer = await access.http.get(f"/api/documents/{document['id']}/download", headers={"Host": host})

    assert answer.status_code == 400 or answer.json()["data"]["url"].startswith("http://127.0.0.1:8700/d/")


class TestPublicAddress:
    @pytest.fixture
    def installation(self, settings):
        return settings.model_copy(update={"public_url": "https://berkas.example/papers/"})

    async def test_links_begin_with_the_public_address_where_it_is_set(self, access):
        document = await access.upload()

        data = (await access.http.get(f"/api/documents/{document['id']}/download")).json()["data"]

        assert data["url"].startswith("https://berkas.example/papers/d/")


async def test_of_twenty_simultaneous_uses_exactly_one_succeeds(access, anybody, link_to):
    content = PDF + os.urandom(600_000)
    url = await link_to((await access.upload(content))["id"])

    answers = await asyncio.gather(*(anybody.get(url) for _ in range(20)))

    assert sorted(answer.status_code for answer in answers) == [200] + [410] * 19
    assert {answer.json()["code"] for answer in answers if answer.status_code == 410} == {"link_used"}
    assert [answer.content for answer in answers if answer.status_code == 200] == [content]


async def test_a_range_is_one_use_and_gives_what_was_asked(access, anybody, link_to):
    content = PDF + os.urandom(3 * SEGMENT)
    document_id = (await access.upload(content))["id"]

    for header, start, end in [
        ("bytes=0-0", 0, 1),
        (f"bytes={SEGMENT - 5}-{SEGMENT + 4}", SEGMENT - 5, SEGMENT + 5),
        (f"bytes={2 * SEGMENT}-", 2 * SEGMENT, len(content)),
        ("bytes=-10", len(content) - 10, len(content)),
    ]:
        url = await link_to(document_id)
        answer = await anybody.get(url, headers={"Range": header})
        again = await anybody.get(url, headers={"Range": header})

        assert answer.status_code == 206
        assert answer.content == content[start:end]
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(content)}"
        assert again.status_code == 410


async def test_a_range_behind_the_end_leaves_the_link_unused(access, anybody, link_to):
    url = await link_to((await access.upload())["id"])

    refused = await anybody.get(url, headers={"Range": "bytes=5000-"})
    answer = await anybody.get(url)

    assert (refused.status_code, refused.json()["code"]) == (416, "range_not_satisfiable")
    assert refused.headers["content-range"] == f"bytes */{len(PDF)}"
    assert answer.status_code == 200


async def test_asking_for_the_head_leaves_the_link_unused(access, anybody, link_to):
    url = await link_to((await access.upload())["id"])

    head = await anybody.head(url)
    answer = await anybody.get(url)

    assert head.status_code == 405
    assert answer.status_code == 200


async def test_an_altered_link_is_forbidden_and_the_true_one_stays_good(access, anybody, link_to):
    url = await link_to((await access.upload())["id"])

    altered = await anybody.get(url[:-1] + ("A" if url[-1] != "A" else "B"))
    cut = await anybody.get(url[:-7])
    answer = await anybody.get(url)

    assert [(a.status_code, a.json()["code"]) for a in (altered, cut)] == [(403, "link_invalid")] * 2
    assert altered.headers["cache-control"] == "no-store"
    assert answer.status_code == 200


async def test_a_link_that_is_over_is_gone(access, anybody):
    document = await access.upload()
    token, _ = access.services.links.issue(
        document_id=document["id"], organisation_id=access.organisation_id, now=utc_now() - timedelta(seconds=301)
    )

    answer = await anybody.get(f"{access.http.base_url}/d/{token}")

    assert (answer.status_code, answer.json()["code"]) == (410, "link_expired")


async def test_an_erased_original_is_gone_by_new_links_and_by_old_ones(access, anybody, link_to):
    document_id = await access.read()
    url = await link_to(document_id)
    await fetch("update document set status = 'erased', dedupe_key = null where id = $1", document_id)

    asked = await access.http.get(f"/api/documents/{document_id}/download")
    used = await anybody.get(url)

    assert [(a.status_code, a.json()["code"]) for a in (asked, used)] == [(410, "gone")] * 2


async def test_an_erasure_between_look_and_use_wins(access):
    """The use is refused although the link was good and the original was there a moment before."""
    document_id = await access.read()
    _, link = access.services.links.issue(
        document_id=document_id, organisation_id=access.organisation_id, now=utc_now()
    )
    await fetch("delete from blob_key where document_id = $1", document_id)

    with pytest.raises(Exception, match="gone"):
        await downloads.use(link)

    assert not await downloads.is_used(link)


async def test_a_stranger_gets_no_link(access, stranger):
    document = await access.upload()

    answer = await stranger.get(f"/api/documents/{document['id']}/download")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_lost_original_leaves_the_link_unused(access, anybody, link_to):
    document = await access.upload()
    url = await link_to(document["id"])
    name = f"{access.organisation_id}/{document['id']}"
    sealed = access.services.blobs.read(name)
    access.services.blobs.delete(name)
    missing = await anybody.get(url)
    writer = access.services.blobs.writer(name)
    writer.write(sealed)
    writer.commit()

    answer = await anybody.get(url)

    assert (missing.status_code, missing.json()["code"]) == (500, "blob_missing")
    assert answer.content == PDF


async def test_a_broken_seal_ends_the_file_before_its_end(access, anybody, link_to):
    """The answer has begun, so nothing but a file that is too short can tell the client."""
    document = await access.upload(PDF + os.urandom(2 * SEGMENT))
    url = await link_to(document["id"])
    name = f"{access.organisation_id}/{document['id']}"
    sealed = bytearray(access.services.blobs.read(name))
    sealed[-20] ^= 1
    writer = access.services.blobs.writer(name)
    writer.write(bytes(sealed))
    writer.commit()

    with pytest.raises(httpx.RemoteProtocolError):
        await anybody.get(url)


async def test_who_leaves_half_way_has_used_the_link(access, anybody, link_to):
    url = await link_to((await access.upload(PDF + os.urandom(5_000_000)))["id"])

    async with anybody.stream("GET", url) as answer:
        async for _ in answer.aiter_bytes(1000):
            break
    again = await anybody.get(url)

    assert (again.status_code, again.json()["code"]) == (410, "link_used")


async def test_memory_stays_flat_while_a_large_file_streams(access, anybody, link_to):
    content = PDF + os.urandom(20 * 1024 * 1024 - len(PDF))
    url = await link_to((await access.upload(content))["id"])
    size = len(content)
    del content
    tracemalloc.start()
    try:
        received = 0
        async with anybody.stream("GET", url) as answer:
            async for piece in answer.aiter_bytes():
                received += len(piece)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert received == size
    # server and client in one process; a whole file would be 20 MiB
    assert peak < 6 * 1024 * 1024


async def test_links_and_uses_stand_in_the_audit_log(access, anybody, link_to):
    document_id = (await access.upload())["id"]
    await anybody.get(await link_to(document_id))

    issued, used = await audit.list_entries(access.organisation_id)

    assert (issued.action, issued.actor, issued.subject) == ("document.download_link", access.key_id, document_id)
    assert (used.action, used.actor, used.subject) == ("document.download", "link", document_id)
    assert issued.details == used.details
    assert (await audit.examine(access.organisation_id)).broken_at is None


class TestGuessing:
    @pytest.fixture
    def installation(self, settings):
        return settings.model_copy(update={"rate_limit_failed_auth": 5})

    async def test_who_tries_links_is_slowed_down_and_good_links_still_work(self, access, anybody, link_to):
        url = await link_to((await access.upload())["id"])

        answers = [await anybody.get(f"{access.http.base_url}/d/{'A' * 116}") for _ in range(7)]
        good = await anybody.get(url)

        assert [answer.status_code for answer in answers] == [403] * 5 + [429] * 2
        assert int(answers[-1].headers["retry-after"]) >= 1
        assert good.status_code == 200


async def test_used_links_are_forgotten_once_they_would_be_over_anyway(access, anybody, link_to):
    url = await link_to((await access.upload())["id"])
    await anybody.get(url)
    assert await downloads.forget_expired() == 0
    await fetch("update used_download set expires_at = now() - interval '2 minutes'")

    assert await downloads.forget_expired() == 1
