"""What is answered is what the OpenAPI document says, successes and failures."""

import json
import re

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from berkas.ids import IdPrefix, new_id

NAME = "urn:berkas"
ONE = "/api/documents/{document_id}"
OURS = re.compile(
    r"/api/documents(/\{document_id\})?/(export|events|cancel|reextract|download|extractions.*)|/d/\{token\}"
)


@pytest.fixture
async def document(access):
    text = (await access.http.get("/schema/openapi.json")).text
    return json.loads(text.replace('"#/components', f'"{NAME}#/components'))


@pytest.fixture
def validate(document):
    registry = Registry().with_resource(NAME, Resource.from_contents(document, default_specification=DRAFT202012))

    def check(value, schema):
        Draft202012Validator(schema, registry=registry).validate(value)

    return check


async def test_every_example_fits_its_schema_and_every_failure_has_one(document, validate):
    operations = [
        (path, status, media)
        for path, item in document["paths"].items()
        if OURS.fullmatch(path)
        for operation in item.values()
        for status, response in operation["responses"].items()
        for media in response.get("content", {}).values()
    ]

    assert len({path for path, _, _ in operations}) == 9
    for path, status, media in operations:
        assert int(status) < 400 or media["examples"], (path, status)
        for example in (media.get("examples") or {}).values():
            validate(example["value"], media["schema"])


async def answers(access, anybody):
    """(path, answer) of every operation, good and bad."""
    read, queued = await access.read(), (await access.upload())["id"]
    http, absent = access.http, new_id(IdPrefix.DOCUMENT)
    base = f"/api/documents/{read}"
    issued = await http.get(f"{base}/download")
    url = issued.json()["data"]["url"]
    yield f"{ONE}/download", issued
    yield f"{ONE}/download", await http.get(f"/api/documents/{absent}/download")
    yield "/d/{token}", await anybody.get(url, headers={"Range": "bytes=9000-"})
    yield "/d/{token}", await anybody.get(url, headers={"Range": "bytes=0-1"})
    yield "/d/{token}", await anybody.get(url)
    yield "/d/{token}", await anybody.get(url[:-1])
    yield f"{ONE}/extractions", await http.post(f"{base}/extractions", json={"fields": {"name": "CONTOH"}})
    yield f"{ONE}/extractions", await http.post(f"{base}/extractions", json={"fields": {"x": 1}})
    yield f"{ONE}/extractions", await http.post(f"/api/documents/{queued}/extractions", json={"fields": {"x": 1}})
    yield f"{ONE}/extractions", await http.post(f"{base}/extractions", content=b"{}")
    yield f"{ONE}/extractions", await http.get(f"{base}/extractions")
    yield f"{ONE}/export", await http.get(f"{base}/export")
    yield f"{ONE}/export", await http.get(f"{base}/export?format=csv")
    yield f"{ONE}/export", await http.get(f"{base}/export?format=pdf")
    yield "/api/documents/export", await http.get("/api/documents/export?format=jsonl")
    yield "/api/documents/export", await http.get("/api/documents/export?sort=")
    yield f"{ONE}/events", await http.get(f"{base}/events")
    yield f"{ONE}/events", await http.get(f"{base}/events", headers={"Last-Event-ID": "1-extracted"})
    yield f"{ONE}/events", await http.get(f"/api/documents/{absent}/events")
    yield f"{ONE}/cancel", await http.post(f"{base}/cancel")
    yield f"{ONE}/cancel", await http.post(f"/api/documents/{queued}/cancel")
    yield f"{ONE}/reextract", await http.post(f"{base}/reextract", json={"templateId": new_id(IdPrefix.TEMPLATE)})
    yield f"{ONE}/reextract", await http.post(f"{base}/reextract", json={"type": "x"})
    yield f"{ONE}/reextract", await http.post(f"{base}/reextract")


async def test_every_answer_is_documented(access, anybody, document, validate):
    seen = set()
    async for path, answer in answers(access, anybody):
        operation = document["paths"][path][answer.request.method.lower()]
        response = operation["responses"].get(str(answer.status_code))
        assert response, (path, answer.status_code, answer.text)
        seen.add(answer.status_code)
        if answer.status_code == 204:
            continue
        kind = answer.headers["content-type"].partition(";")[0]
        assert kind in response["content"], (path, answer.status_code)
        if kind == "application/json":
            validate(answer.json(), response["content"][kind]["schema"])

    assert seen == {200, 201, 202, 204, 206, 400, 403, 404, 409, 410, 415, 416}
