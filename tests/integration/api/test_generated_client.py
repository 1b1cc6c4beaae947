"""A client that a tool generates from the OpenAPI document works: uploads, lists, typed fields, the event stream."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from berkas.model.extraction import Candidate, Classification, ExtractionResult, FieldValue
from berkas.model.statuses import DocumentStatus
from tables.queries.documents import Ending
from templates_registry import registry
from templates_registry.field_guide import guided_fields

REQUIREMENTS = Path(__file__).parents[3] / "requirements" / "client-generator.txt"

CONFIG = """post_hooks: []
content_type_overrides:
  {application/pdf: application/octet-stream, image/jpeg: application/octet-stream, image/png: application/octet-stream,
   image/heic: application/octet-stream, image/webp: application/octet-stream, image/tiff: application/octet-stream}
"""
"""As docs/api.md says: files are bytes."""

# what a user of the client writes
SCRIPT = """
import datetime, io, json, sys
from berkas_client import AuthenticatedClient
from berkas_client.api.documents import export_document, follow_document, get_document, list_documents, list_extractions
from berkas_client.api.uploads import upload_document
from berkas_client.models import ErrorOut, ExportDocumentFormat, InvoiceExtraction, KtpExtraction, UploadDocumentBody
from berkas_client.types import File

url, key, ids = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
client = AuthenticatedClient(base_url=url, token=key, raise_on_unexpected_status=True, httpx_args={"trust_env": False})
with client:
    body = UploadDocumentBody(file=File(io.BytesIO(b"%PDF-1.7 CONTOH"), "contoh.pdf"), external_ref="0012")
    made = upload_document.sync(client=client, body=body)
    listed = list_documents.sync(client=client, limit=50)
    ktp = get_document.sync(ids["ktp"], client=client).data.extraction
    invoice = get_document.sync(ids["invoice"], client=client).data.extraction
    others = [get_document.sync(ids[name], client=client).data.extraction for name in ("custom", "generic_ocr")]
    stream = follow_document.sync(ids["ktp"], client=client)
    [again] = list_extractions.sync(ids["ktp"], client=client).data
    missing = get_document.sync("doc_01HXYJ8Q4Z5N7T2B9C6D3E8F1G", client=client)
    book = export_document.sync_detailed(ids["ktp"], client=client, format_=ExportDocumentFormat.XLSX)

assert isinstance(ktp, KtpExtraction) and isinstance(invoice, InvoiceExtraction)
assert isinstance(ktp.fields.date_of_birth, datetime.date) and isinstance(missing, ErrorOut)
print(json.dumps({
    "uploaded": [made.data.document.external_ref, made.data.document.status.value, made.data.deduped],
    "listed": listed.total,
    "ktp": [ktp.fields.nik, ktp.fields.full_name, ktp.fields.date_of_birth.isoformat(), ktp.fields.additional_properties],
    "again": again.fields.nik,
    "invoice": [invoice.fields.line_items[0].code, invoice.fields.line_items[0].unit_price, invoice.fields.total_amount],
    "others": [[type(one).__name__, one.fields.additional_properties] for one in others],
    "stream": stream,
    "missing": missing.code,
    "book": book.content[:2].decode(),
}))
"""


@pytest.fixture(scope="module")
def generated(server, tmp_path_factory):
    """A folder with the client's package, and the Python of the generator, whose dependencies are not ours."""
    folder = tmp_path_factory.mktemp("generated")
    uv = str(Path(sys.executable).parent / "uv")
    run(uv, "venv", "--quiet", "venv", cwd=folder)
    run(uv, "pip", "install", "--quiet", "--python", "venv", "--require-hashes", "-r", str(REQUIREMENTS), cwd=folder)
    with server.client(None) as http:
        (folder / "openapi.json").write_bytes(http.get("/schema/openapi.json").raise_for_status().content)
    (folder / "config.yaml").write_text(CONFIG)
    said = run(
        "venv/bin/openapi-python-client", "generate", "--path", "openapi.json", "--config", "config.yaml", "--meta", "none",
        "--output-path", "berkas_client", cwd=folder,
    )  # fmt: skip
    return folder, said


def run(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def ending(template_id, values):
    fields = tuple(FieldValue(name, value, None, 90, None) for name, value in values.items())
    result = ExtractionResult(
        template_id=template_id, template_version=1, fields=fields, confidence_score=90, flags=(), findings=(),
        raw_text="CONTOH", review_reasons=(),
    )  # fmt: skip
    kind = "ktp"
    found = Classification(kind, 97, (Candidate(kind, 97),))
    return Ending(status=DocumentStatus.EXTRACTED, result=result, classification=found, page_count=1)


def examples_of(kind):
    return {field.name: field.example for field in guided_fields()[kind]}


@pytest.fixture
def read(server, uploaded, pdf):
    """Documents that were read by templates of each kind: their ids."""
    endings = {
        "ktp": ending(registry.latest("ktp").id, examples_of("ktp") | {"issueDate": None}),
        "invoice": ending(registry.latest("invoice").id, examples_of("invoice")),
        # a template of one's own may give a known name to something else
        "custom": ending("tpl_01HXYJ8Q4Z5N7T2B9C6D3E8F2H", {"nik": 12.5, "dateOfBirth": "kemarin"}),
        "generic_ocr": ending(registry.latest("generic_ocr").id, {}),
    }
    ids = {}
    for number, (name, read) in enumerate(endings.items(), 100):
        ids[name] = uploaded(pdf(number))["id"]
        server.finish(ids[name], read)
    return ids


def test_a_client_is_generated_whole(generated):
    _, said = generated

    assert "WARNING" not in said.upper(), said


def test_the_generated_client_uploads_lists_and_reads_typed_fields(generated, server, key, read):
    folder, _ = generated
    (folder / "use.py").write_text(SCRIPT)

    said = json.loads(run("venv/bin/python", "use.py", server.url, key, json.dumps(read), cwd=folder))

    ktp, line = examples_of("ktp"), examples_of("invoice")["line_items"][0]
    assert said["uploaded"] == ["0012", "queued", False]
    assert said["listed"] == len(read) + 1
    assert said["ktp"] == [ktp["nik"], ktp["fullName"], ktp["dateOfBirth"], {}]
    assert said["again"] == ktp["nik"]
    assert said["invoice"] == [line["code"], line["unit_price"], 74000]
    assert said["others"] == [
        ["CustomExtraction", {"nik": 12.5, "dateOfBirth": "kemarin"}],
        ["GenericOcrExtraction", {}],
    ]
    assert said["stream"].startswith("id: 1-extracted\nevent: status\ndata: {")
    assert (said["missing"], said["book"]) == ("not_found", "PK")
