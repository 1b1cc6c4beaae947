"""What clients got before a change of the root key still counts after it: links to originals and Idempotency-Keys."""

from collections.abc import AsyncIterator

import httpx
import pytest
from pydantic import SecretStr
from served_api import NO_TLS, RunRecorder

from api.app import create_app
from berkas.storage.keyring import new_root_key


@pytest.fixture
async def after_the_change(access, installation, serve) -> AsyncIterator[httpx.AsyncClient]:
    """The same client at an API whose new root key comes before the old one."""
    keys = f"{new_root_key('k2')},{installation.root_key.get_secret_value()}"
    app = create_app(installation.model_copy(update={"root_key": SecretStr(keys)}), orchestrator=RunRecorder())
    headers = {"Authorization": access.http.headers["Authorization"]}
    async with (
        serve(app) as url,
        httpx.AsyncClient(base_url=url, headers=headers, trust_env=False, verify=NO_TLS) as http,
    ):
        yield http


async def test_a_link_that_was_issued_before_opens_the_original_after(access, after_the_change):
    content = b"%PDF-1.7\n% SPECIMEN CONTOH before the change"
    document = await access.upload(content)
    answer = await access.http.get(f"/api/documents/{document['id']}/download")
    path = httpx.URL(answer.json()["data"]["url"]).path

    answer = await after_the_change.get(path)

    assert (answer.status_code, answer.content) == (200, content)


async def test_a_request_of_before_is_replayed_after_and_another_one_is_still_a_conflict(access, after_the_change):
    async def name(http: httpx.AsyncClient, customer: str) -> httpx.Response:
        return await http.post("/api/customers", json={"name": customer}, headers={"Idempotency-Key": "once"})

    first = await name(access.http, "PT CONTOH")
    again = await name(after_the_change, "PT CONTOH")
    other = await name(after_the_change, "PT LAIN")

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.content == first.content
