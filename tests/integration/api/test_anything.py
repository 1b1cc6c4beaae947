"""Whatever is sent to any operation of the OpenAPI document: no fault of ours, and an answer as the document says."""

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
EXAMPLES = 10
"""Of each operation; the same ones every time."""


@pytest.fixture(scope="module")
def key(server):
    return server.key(server.organisation(), api_read=1_000_000, api_write=1_000_000, documents_upload=1_000_000)


@pytest.fixture(scope="module")
def operations(server):
    schema = schemathesis.openapi.from_url(f"{server.url}/schema/openapi.json")
    return [found.ok() for found in schema.get_all_operations()]


def test_no_input_makes_a_server_error_or_an_undocumented_answer(operations, server, key):
    headers = {"Authorization": f"Bearer {key}"}
    assert len(operations) >= 10
    for operation in operations:

        @hypothesis.settings(
            max_examples=EXAMPLES,
            database=None,
            derandomize=True,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @hypothesis.given(case=operation.as_strategy())
        def attack(case):
            case.call_and_validate(headers=headers, checks=CHECKS)

        attack()
