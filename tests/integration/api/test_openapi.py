"""The OpenAPI document is whole, and what is answered is what it says; its page needs no other host."""

import base64
import json
import re

import jsonschema
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from berkas.model.extraction import Candidate, Classification, ExtractionResult, FieldValue, Finding, Flag, Severity
from berkas.model.geometry import BoundingBox
from berkas.model.statuses import DocumentStatus
from tables.queries.documents import Ending
from templates_registry import document_types

NAME = "urn:berkas"
METHODS = {"get", "put", "post", "patch", "delete"}


@pytest.fixture(scope="module")
def document(server):
    with server.client(None) as http:
        return http.get("/schema/openapi.json").json()


@pytest.fixture(scope="module")
def named(document):
    """The document, its references beginning with a name so that they can be followed from anywhere."""
    return json.loads(json.dumps(document).replace('"#/components', f'"{NAME}#/components'))


@pytest.fixture(scope="module")
def operations(named):
    return {
        (method.upper(), path): operation
        for path, item in named["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


@pytest.fixture(scope="module")
def validate(named):
    """Checks a value against a schema of the document."""
    registry = Registry().with_resource(NAME, Resource.from_contents(named, default_specification=DRAFT202012))

    def check(value, schema):
        Draft202012Validator(schema, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(
            value
        )

    return check


def nodes(value, at=""):
    if isinstance(value, dict):
        yield at, value
        for name, child in value.items():
            yield from nodes(child, f"{at}/{name}")
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from nodes(child, f"{at}/{index}")


def schemas_of(document):
    for at, node in nodes(document):
        if "schema" in node and isinstance(node["schema"], dict) and "/examples" not in at:
            yield f"{at}/schema", node["schema"]
    for name, schema in document["components"]["schemas"].items():
        yield f"/components/schemas/{name}", schema


def test_the_document_is_openapi_3_1_and_every_reference_leads_somewhere(document):
    assert document["openapi"].startswith("3.1.")
    assert document["info"]["title"] == "Berkas"
    references = [node["$ref"] for _, node in nodes(document) if isinstance(node.get("$ref"), str)]
    assert references
    for reference in references:
        target = document
        assert reference.startswith("#/")
        for part in reference[2:].split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]


def test_every_schema_is_valid_json_schema(document):
    found = dict(schemas_of(document))
    assert len(found) > 20
    for at, schema in found.items():
        try:
            Draft202012Validator.check_schema(schema)
        except jsonschema.SchemaError as error:
            pytest.fail(f"{at}: {error.message}")


def test_every_operation_has_a_name_of_its_own_a_summary_and_its_path_parameters(operations):
    names = [operation["operationId"] for operation in operations.values()]
    assert len(names) == len(set(names))
    for (method, path), operation in operations.items():
        assert operation.get("summary"), (method, path)
        declared = {parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "path"}
        assert declared == set(re.findall(r"{(\w+)}", path)), (method, path)
        queries = [parameter["name"] for parameter in operation.get("parameters", [])]
        assert len(queries) == len(set(queries)), (method, path)


def test_every_operation_of_the_api_tells_its_failures_with_body_and_example(operations, validate):
    for (method, path), operation in operations.items():
        if not path.startswith("/api/"):
            continue
        assert {"401", "403", "429", "500", "503"} <= set(operation["responses"]), (method, path)
        for status, response in operation["responses"].items():
            for content in response.get("content", {"": {}}).values():
                if int(status) >= 400:
                    assert content["examples"], (method, path, status)
                for example in (content.get("examples") or {}).values():
                    validate(example["value"], content["schema"])


def test_every_example_of_a_component_is_valid_and_times_are_as_the_api_writes_them(document, named, validate):
    whole = {name: schema for name, schema in named["components"]["schemas"].items() if schema.get("examples")}
    times = [
        example
        for _, node in nodes(document)
        if isinstance(node, dict) and node.get("format") == "date-time"
        for example in node.get("examples", [])
        if example is not None
    ]

    assert {"DocumentDetail", "KtpExtraction", "InvoiceFields"} <= set(whole)
    for schema in whole.values():
        for example in schema["examples"]:
            validate(example, schema)
    assert len(times) >= 5
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", time) for time in times), times


def answers_of(client, server, pdf, organisation):
    files = {"file": ("a.pdf", pdf(1))}
    made = client.post("/api/documents/upload", files=files, data={"customerName": "A", "externalRef": "r"})
    yield "/api/documents/upload", made
    document = made.json()["data"]["document"]
    yield "/api/documents/upload", client.post("/api/documents/upload", files=files)
    yield "/api/documents/upload", client.post("/api/documents/upload", files=files, data={"type": "x"})
    yield "/api/documents/upload", client.post("/api/documents/upload", content=b"")
    yield "/api/documents/upload", client.post("/api/documents/upload", files={"file": ("a.pdf", b"x")})
    yield "/api/documents/upload-json", client.post("/api/documents/upload-json", json={})
    yield (
        "/api/documents/upload-json",
        client.post(
            "/api/documents/upload-json",
            json={"filename": "b.pdf", "contentBase64": "JVBERi0xLjcgYg==", "metadata": {"a": 1}},
        ),
    )
    for path in ("/api/documents/{document_id}", "/api/documents/{document_id}/extractions"):
        yield path, client.get(path.format(document_id="doc_1"))
        yield path, client.get(path.format(document_id=document["id"]))
    yield from extracted_answers(client, server, document["id"])
    yield "/api/documents", client.get("/api/documents")
    yield "/api/documents", client.get("/api/documents?limit=1")
    yield "/api/documents", client.get("/api/documents?x=1")
    yield "/api/customers", client.get("/api/customers")
    yield "/api/customers", client.post("/api/customers", json={"name": "A"})
    yield "/api/customers", client.post("/api/customers", json={"name": "B"})
    yield "/api/customers", client.post("/api/customers", json={})
    yield "/api/customers/{customer_id}", client.get(f"/api/customers/{document['customer']['id']}")
    for path in ("/health/live", "/health/ready"):
        yield path, client.get(path)
    with server.client(None) as nobody:
        yield "/api/documents", nobody.get("/api/documents")
    with server.client(server.key(organisation, "templates:read", api_read=1)) as limited:
        yield "/api/documents", limited.get("/api/documents")
        yield "/api/documents", limited.get("/api/documents")


def extracted_answers(client, server, document_id):
    server.finish(document_id, _ending())
    base = f"/api/documents/{document_id}"
    yield "/api/documents/{document_id}", client.get(base)
    listed = client.get(f"{base}/extractions?include=rawText")
    yield "/api/documents/{document_id}/extractions", listed
    one = client.get(f"{base}/extractions/{listed.json()['data'][0]['id']}")
    yield "/api/documents/{document_id}/extractions/{extraction_id}", one


def test_answers_are_what_the_document_says(client, server, pdf, operations, validate, organisation):
    seen = set()
    for path, answer in answers_of(client, server, pdf, organisation):
        operation = operations[answer.request.method, path]
        response = operation["responses"].get(str(answer.status_code))
        assert response, (path, answer.status_code, answer.text)
        validate(answer.json(), response["content"]["application/json"]["schema"])
        seen.add(answer.status_code)

    assert seen == {200, 201, 400, 401, 403, 404, 415, 429}


def test_the_parameters_of_the_list_are_those_that_it_takes(operations, client):
    declared = {parameter["name"] for parameter in operations["GET", "/api/documents"]["parameters"]}

    assert declared == {
        "type", "status", "q", "customerName", "customerId", "externalRef", "from", "to", "limit", "offset", "cursor", "sort",
    }  # fmt: skip


def test_every_summary_is_a_short_sentence_for_people(operations):
    summaries = [operation["summary"] for operation in operations.values()]

    assert len(summaries) == len(set(summaries))
    for summary in summaries:
        assert re.fullmatch(r"[A-Z][a-z]+ [A-Za-z' ]{3,50}", summary), summary


def test_every_filter_says_what_it_takes_and_the_list_takes_it(operations, client):
    schemas = {parameter["name"]: parameter for parameter in operations["GET", "/api/documents"]["parameters"]}
    lists = {name: schemas[name]["schema"]["items"]["enum"] for name in ("type", "status")}
    formats = {kind["format"] for kind in schemas["from"]["schema"]["anyOf"]}
    whole = {name: ",".join(values) for name, values in lists.items()}
    whole |= {
        "from": "2026-05-24",
        "to": "2026-05-25T03:15:42.118+07:00",
        "q": "x" * schemas["q"]["schema"]["maxLength"],
    }
    whole |= {name: str(schemas[name]["schema"]["maximum"]) for name in ("limit", "offset")}

    assert (schemas["type"]["style"], schemas["type"]["explode"]) == ("form", False)
    assert (lists["type"], lists["status"]) == (
        list(document_types.names()),
        [s.value for s in DocumentStatus],
    )
    assert formats == {"date", "date-time"}
    assert client.get("/api/documents", params=whole).status_code == 200
    for name, value in {
        "q": whole["q"] + "x",
        "limit": "201",
        "offset": "10000001",
        "status": "x",
        "from": "x",
    }.items():
        assert client.get("/api/documents", params=whole | {name: value}).status_code == 400, name
    assert re.fullmatch(schemas["customerId"]["schema"]["pattern"], "cus_01HXYJ8Q4Z5N7T2B9C6D3E8F3J")


@pytest.mark.parametrize(("given", "is_taken"), [("a", True), ("~" * 255, True), ("~" * 256, False), ("", False)])
def test_an_idempotency_key_is_taken_if_the_document_says_so(operations, client, given, is_taken):
    for operation in operations.values():
        for parameter in operation.get("parameters", []):
            if parameter["name"] == "Idempotency-Key":
                assert Draft202012Validator(parameter["schema"]).is_valid(given) == is_taken
                assert not Draft202012Validator(parameter["schema"]).is_valid("kunci-é")

    answer = client.post("/api/customers", json={"name": f"CONTOH {len(given)}"}, headers={"Idempotency-Key": given})

    assert (answer.status_code in {200, 201}) == is_taken


def test_the_example_of_a_file_in_json_is_base64(operations):
    body = operations["POST", "/api/documents/upload-json"]["requestBody"]["content"]["application/json"]["schema"]

    for example in body["properties"]["contentBase64"]["examples"]:
        assert base64.b64decode(example, validate=True).startswith(b"\xff\xd8\xff")


def test_the_page_loads_only_what_is_here(server):
    with server.client(None) as http:
        page = http.get("/schema")
        wanted = re.findall(r'(?:src|href)="([^"]+)"', page.text)
        files = [http.get(path) for path in wanted]

    assert (page.status_code, page.headers["content-type"].partition(";")[0]) == (200, "text/html")
    assert "://" not in page.text
    assert all(path.startswith("/schema/") for path in wanted)
    assert [file.status_code for file in files] == [200] * len(wanted)
    assert len(wanted) >= 4
    assert "://" not in next(file.text for file in files if file.url.path.endswith("start.js"))
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy


@pytest.mark.parametrize("name", ["x", "..%2f..%2fpyproject.toml", "%2e%2e/app.py", "swagger-ui.css.map"])
def test_the_page_serves_no_other_file(server, name):
    with server.client(None) as http:
        assert http.get(f"/schema/assets/{name}").status_code == 404


def _ending():
    box = BoundingBox(0, 0.25, 0.125, 0.5, 0.0625)
    result = ExtractionResult(
        template_id="npwp",
        template_version=1,
        fields=(
            FieldValue("npwp", "091234567890000", "09", 99, box),
            FieldValue("rows", [{"a": 1}], None, 9, box, (box,)),
        ),
        confidence_score=91,
        flags=(Flag.TEMPLATE_PARTIAL,),
        findings=(Finding("field_missing", Severity.WARNING, ("address",), "The address was not found."),),
        raw_text="NPWP",
        review_reasons=(),
    )
    classification = Classification("npwp", 97, (Candidate("npwp", 97),))
    return Ending(status=DocumentStatus.EXTRACTED, result=result, classification=classification, page_count=1)
