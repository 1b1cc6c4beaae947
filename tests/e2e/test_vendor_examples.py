"""The examples of the vendor's page as they stand there, sent by curl: only host, key, ids, files and base64 are filled in."""

import base64
import hashlib
import io
import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from locked_papers import locked
from reportlab.pdfgen.canvas import Canvas

pytestmark = pytest.mark.e2e

EXAMPLES = Path(__file__).parent / "vendor_examples"
PLACES = {"host": "...", "file": "<base64 payload>", "template": "tpl_01HXY..."}
"""What is filled in, and how it stands on the page."""


@dataclass
class Curl:
    """A reader of the page in a folder of papers, whose curl has the key in its configuration."""

    folder: Path
    url: str

    def run(self, command: str, *, configured: bool = True) -> tuple[int, bytes]:
        """Status and body that a command is answered with."""
        home = self.folder if configured else self.folder / "nobody"
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command], cwd=self.folder, capture_output=True, timeout=60, check=True,
            env={"PATH": os.environ["PATH"], "HOME": str(home), "CURL_HOME": str(home)},
        )  # fmt: skip
        body, _, status = done.stdout.rpartition(b"\n")
        return int(status), body

    def ask(self, request: str, *arguments: str, body: str = "") -> tuple[int, Any]:
        """Status and JSON of a request as the page writes it: method, then path."""
        method, _, path = request.partition(" ")
        words = [f"curl -X {method} {self.url}{path}", *arguments]
        if body:
            (self.folder / "body.json").write_text(body)
            words.append("-H 'Content-Type: application/json' -d @body.json")
        status, answer = self.run(" ".join(words))
        return status, json.loads(answer)

    def file(self, name: str, content: bytes) -> bytes:
        (self.folder / name).write_bytes(content)
        return content


@pytest.fixture
def curl(stack, tmp_path) -> Curl:
    options = ("silent", "show-error", 'noproxy = "*"', 'write-out = "\\n%{http_code}"')
    (tmp_path / "nobody").mkdir()
    (tmp_path / "nobody" / ".curlrc").write_text("\n".join(options))
    header = f'header = "Authorization: Bearer {stack.key}"'
    (tmp_path / ".curlrc").write_text("\n".join((*options, header)))
    return Curl(tmp_path, stack.info.api_url)


def example(name: str, **filled: str) -> str:
    """An example as it stands on the page, with its places filled."""
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    for place, value in filled.items():
        assert PLACES[place] in text, (name, place)
        text = text.replace(PLACES[place], value, 1)
    return text


def akta() -> bytes:
    """A SPECIMEN birth certificate."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    lines = ("PENCATATAN SIPIL - SPECIMEN", "KUTIPAN AKTA KELAHIRAN", "Nama: KENANGA CONTOH", "Lahir: 17 Agustus 2019")
    for number, line in enumerate(lines):
        canvas.drawString(60, 700 - 24 * number, line)
    canvas.save()
    return buffer.getvalue()


def test_the_locked_akta_is_read_with_its_password(curl, api) -> None:
    curl.file("locked-akta.pdf", locked(akta(), "birth-date-or-nik"))

    status, body = curl.run(example("upload.sh", host=curl.url))

    assert status == 201, body
    document = api.settled(json.loads(body)["data"]["document"]["id"])
    assert (document["type"], document["filename"]) == ("akta_lahir", "locked-akta.pdf")
    assert document["status"] in {"extracted", "requires_review"}
    assert document["errorMessage"] is None
    again = api.http.get(f"/api/documents/{document['id']}", params={"include": "rawText"}).json()["data"]
    assert "KENANGA CONTOH" in again["extraction"]["rawText"]


def test_an_upload_is_answered_as_on_the_page_and_a_second_one_meets_the_first(curl, api, draw) -> None:
    content = curl.file("npwp-sample.pdf", draw("npwp", "electronic", 910)[0])
    shown = json.loads(example("upload-answer.json"))["data"]["document"]
    fields = f"-F file=@npwp-sample.pdf -F type={shown['type']} -F externalRef={shown['externalRef']}"

    first_status, first = curl.ask("POST /api/documents/upload", fields)
    read = api.settled(first["data"]["document"]["id"])
    second_status, second = curl.ask("POST /api/documents/upload", "-F file=@npwp-sample.pdf -F externalRef=loan-app-2")

    document = first["data"]["document"]
    assert (first_status, first["data"]["deduped"]) == (201, False)
    assert set(shown) <= set(document)
    same = ("type", "status", "filename", "externalRef")
    assert {name: document[name] for name in same} == {name: shown[name] for name in same}
    assert (document["sizeBytes"], document["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert (second_status, second["data"]["deduped"]) == (200, True)
    assert second["data"]["document"]["id"] == document["id"]
    assert api.document(document["id"])["extraction"] == read["extraction"]
    for reference in (shown["externalRef"], "loan-app-2"):
        _, found = curl.ask(f"GET /api/documents?externalRef={reference}")
        assert [row["id"] for row in found["data"]] == [document["id"]]


def test_a_ktp_goes_in_by_json_comes_back_by_a_link_and_is_erased_for_good(curl, api, draw) -> None:
    content, truth = draw("ktp", "current", 911, "photo")
    body = example("upload-json.json", file=base64.b64encode(content).decode())

    status, answer = curl.ask("POST /api/documents/upload-json", body=body)

    assert status == 201, answer
    document = api.settled(answer["data"]["document"]["id"])
    assert (document["type"], document["filename"]) == ("ktp", "ktp-front.jpg")
    assert document["extraction"]["fields"]["nik"] == truth["nik"]
    _, found = curl.ask("GET /api/documents", f"-G --data-urlencode externalRef={json.loads(body)['externalRef']}")
    assert [row["id"] for row in found["data"]] == [document["id"]]

    _, link = curl.ask(f"GET /api/documents/{document['id']}/download")
    used, again = (curl.run(f"curl '{link['data']['url']}'", configured=False) for _ in range(2))
    assert used == (200, content)
    assert again[0] == 410

    erased, receipt = curl.ask(f"POST /api/documents/{document['id']}/erase", body=example("erase.json"))
    assert (erased, receipt["data"]["documentId"]) == (202, document["id"])
    assert receipt["data"]["reason"] == "Customer requested PDP deletion 2026-05-24, ticket #4521"
    assert curl.ask(f"GET /api/documents/{document['id']}/download")[0] == 410
    assert curl.ask("GET /api/documents", "-G --data-urlencode externalRef=...")[1]["total"] == 0


def test_a_locked_invoice_is_read_again_with_template_type_and_password(curl, api, draw) -> None:
    content, truth = draw("invoice", "trade", 912)
    curl.file("invoice.pdf", locked(content, "..."))
    _, answer = curl.ask("POST /api/documents/upload", "-F file=@invoice.pdf")
    document = api.settled(answer["data"]["document"]["id"])
    assert document["status"] == "password_required"
    _, templates = curl.ask("GET /api/templates?documentTypeHint=invoice")
    [template] = [each for each in templates["data"] if each["builtIn"]]

    status, answer = curl.ask(
        f"POST /api/documents/{document['id']}/reextract", body=example("reextract.json", template=template["id"])
    )

    assert status == 202, answer
    again = api.settled(document["id"])
    assert (again["status"], again["type"], again["templateId"]) == ("extracted", "invoice", template["id"])
    assert again["extraction"]["fields"]["invoice_number"] == truth["invoice_number"]
