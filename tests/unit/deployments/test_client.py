"""The command line's client of the API."""

import httpx
import pytest

from deployments.client import ApiRefused, Client

REFUSED = httpx.Response(
    429, headers={"Retry-After": "0"}, json={"error": "rate limit exceeded", "code": "rate_limited"}
)


def document(status: str) -> httpx.Response:
    return httpx.Response(200, json={"data": {"id": "doc_1", "status": status}})


def client_that_hears(*answers: httpx.Response) -> tuple[Client, list[httpx.Response]]:
    left = list(answers)
    client = Client("http://berkas.example", "bk_live_CONTOH")
    client._http = httpx.AsyncClient(
        base_url="http://berkas.example", transport=httpx.MockTransport(lambda _request: left.pop(0))
    )
    return client, left


async def test_waiting_ends_with_the_final_status():
    client, left = client_that_hears(document("queued"), document("parsing"), document("extracted"))

    found = await client.wait("doc_1", every=0)

    assert found["status"] == "extracted"
    assert not left


async def test_waiting_goes_on_after_a_full_bucket():
    client, left = client_that_hears(document("queued"), REFUSED, document("failed"))

    found = await client.wait("doc_1", every=0)

    assert found["status"] == "failed"
    assert not left


async def test_waiting_for_a_document_that_is_not_there_is_refused():
    client, _ = client_that_hears(httpx.Response(404, json={"error": "Not found.", "code": "not_found"}))

    with pytest.raises(ApiRefused, match="not_found"):
        await client.wait("doc_1", every=0)


async def test_waiting_has_an_end():
    client, _ = client_that_hears(*(document("queued") for _ in range(1000)))

    with pytest.raises(TimeoutError):
        await client.wait("doc_1", seconds=0.05, every=0.01)
