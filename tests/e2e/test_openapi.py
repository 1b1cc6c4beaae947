"""The running API keeps to its own document, whatever it is asked: generated requests, alone and in sequences."""

import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.e2e

FEWEST_CASES = 500

BUSINESS_RULES = "positive_data_acceptance,negative_data_rejection"
"""Left out: a document's schema cannot say that a customer must exist or that bytes must be those of a paper."""


def test_no_request_gets_an_answer_that_the_document_does_not_know(stack) -> None:
    done = subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "run", f"{stack.info.api_url}/schema/openapi.json",
            "--header", f"Authorization: Bearer {stack.key}", "--checks", "all", "--exclude-checks", BUSINESS_RULES,
            "--max-examples", "10", "--generation-deterministic", "--no-color", "--request-timeout", "30",
        ],
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout[-8000:]
    [cases] = re.findall(r"(\d+) generated", done.stdout)
    assert int(cases) >= FEWEST_CASES
