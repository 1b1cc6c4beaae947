"""Thousands of requests, in any order, against a running stack: `make fuzz`, for it takes minutes."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.fuzz]

SHARED = Path(__file__).parents[1] / "shared"
LEAST_CASES = 2000
SPARED = ("revokeKey", "changeOrganisation")
"""These end the key that asks, or its limits."""

CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "missing_required_header", "unsupported_method", "allow_header_conformance", "use_after_free",
    "ensure_resource_availability", "ignored_auth",
)  # fmt: skip
"""All but those on data that the document calls wrong: some rules cannot be said in it, such as those between fields."""


@pytest.fixture
def known(api, draw) -> dict[str, list[str]]:
    """Ids of every kind that the paths name."""

    def made(path: str, **body: object) -> str:
        answer = api.http.post(path, json=body)
        assert answer.is_success, answer.text
        return str(answer.json()["data"]["id"])

    documents = [
        api.read(draw("npwp", "electronic", seed)[0], customerName="PT CONTOH")["id"] for seed in range(400, 406)
    ]
    webhook = made("/api/webhooks", url="http://127.0.0.1:9/hook", events=["document.extracted"])
    made(f"/api/webhooks/{webhook}/test")
    field = {"name": "nama", "label": "Nama", "labels": ["NAMA"]}
    template = made(
        "/api/templates", name="Kartu", slug="kartu-fuzz", documentTypeHint="other", fields=[field], publish=True
    )
    deliveries = api.http.get(f"/api/webhooks/{webhook}/deliveries").json()["data"]
    customers = api.http.get("/api/customers").json()["data"]
    return {
        "document_id": documents,
        "extraction_id": [api.extractions(document)[0]["id"] for document in documents],
        "customer_id": [customer["id"] for customer in customers],
        "webhook_id": [webhook],
        "delivery_id": [delivery["id"] for delivery in deliveries],
        "template_id": [template],
        "version": ["1"],
    }


def test_whatever_is_asked_in_any_order_is_answered_as_the_document_says(stack, known, tmp_path) -> None:
    done = subprocess.run(
        [
            Path(sys.executable).parent / "schemathesis", "run", f"{stack.info.api_url}/schema/openapi.json",
            "--header", f"Authorization: Bearer {stack.key}", "--checks", ",".join(CHECKS),
            "--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "30", "--seed", "20260524",
            "--generation-database", "none", "--suppress-health-check", "all", "--warnings", "off", "--no-color",
            *(word for name in SPARED for word in ("--exclude-operation-id", name)),
        ],
        env=stack.environment | {"SCHEMATHESIS_HOOKS": "fuzzed_ids", "PYTHONPATH": str(SHARED), "FUZZED_IDS": json.dumps(known)},
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=3000,
    )  # fmt: skip

    sys.stdout.write(done.stdout[-4000:])
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2000:]
    cases = sum(int(count) for count in re.findall(r"(\d+) generated", done.stdout))
    assert cases >= LEAST_CASES, done.stdout[-4000:]
    assert stack.client().get("/health/ready").json()["status"] == "ok"
