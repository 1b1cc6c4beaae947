"""How `berkas upload` goes on, or ends, when the API says no."""

import httpx
import pytest

from deployments.client import ApiRefused, Client
from deployments.commands.upload_runs import upload_all
from deployments.commands.upload_sources import Source

DOCUMENT = {"id": "doc_1", "status": "extracted"}
TAKEN = httpx.Response(201, json={"data": {"document": DOCUMENT, "deduped": False}})
READ = httpx.Response(200, json={"data": DOCUMENT})


@pytest.fixture
def send(tmp_path):
    """Uploads one file to an API that gives these answers; the result and what was told."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")

    async def run(*answers: httpx.Response, path: str = "a.pdf"):
        left, told = list(answers), []
        client = Client("http://berkas.example", "bk_live_CONTOH")
        client._http = httpx.AsyncClient(
            base_url="http://berkas.example", transport=httpx.MockTransport(lambda _request: left.pop(0))
        )
        source = Source(path, tmp_path / path)
        [result] = [each async for each in upload_all(client, [source], {}, tell=told.append)]
        return result, told

    return run


async def test_a_full_limit_is_waited_for_and_told(send):
    full = httpx.Response(429, headers={"Retry-After": "0"}, json={"error": "limit", "code": "rate_limited"})

    result, told = await send(full, TAKEN, READ)

    assert result.is_read
    assert len(told) == 1
    assert "going on in 0 s" in told[0]


@pytest.mark.parametrize("status", [401, 403])
async def test_a_key_that_is_refused_ends_it_for_every_file(send, status):
    with pytest.raises(ApiRefused, match="not_this_key"):
        await send(httpx.Response(status, json={"error": "no", "code": "not_this_key"}))


async def test_a_refused_file_is_a_result_with_its_reason_in_words(send):
    wrong = {
        "error": "Invalid.",
        "code": "validation_failed",
        "details": {"fieldErrors": {"type": ["There is no such type."]}},
    }

    result, _ = await send(httpx.Response(400, json=wrong))

    assert (result.is_read, result.problem_code) == (False, "validation_failed")
    assert result.problem == "Invalid. (validation_failed) type: There is no such type."


async def test_a_file_that_cannot_be_read_is_a_result(send):
    result, _ = await send(path="gone.pdf")

    assert (result.is_read, result.problem_code) == (False, "unreadable")
