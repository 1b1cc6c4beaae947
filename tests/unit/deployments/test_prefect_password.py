"""Empty, short and shipped passwords of Prefect are refused wherever a part starts."""

import re
import secrets
from pathlib import Path

import pytest
import yaml

from deployments.prefect_password import PrefectPasswordWeak, check

ROOT = Path(__file__).parents[3]


def shipped() -> list[str]:
    """Every `user:password` that stands in a file which people copy."""
    example = (ROOT / "deployments/docker/.env.example").read_text(encoding="utf-8")
    found = re.findall(r"^PREFECT_\w*AUTH_STRING=(.*)$", example, re.MULTILINE)
    for document in yaml.safe_load_all((ROOT / "deployments/kubernetes/secret.yaml").read_text(encoding="utf-8")):
        found += [value for name, value in document["stringData"].items() if name.endswith("AUTH_STRING")]
    operating = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    return [*found, *re.findall(r"PREFECT_\w*AUTH_STRING=([^\s`]+)", operating)]


def test_what_is_shipped_as_an_example_starts_nothing() -> None:
    examples = shipped()

    assert len(examples) >= 5
    for example in examples:
        with pytest.raises(PrefectPasswordWeak):
            check(example, "PREFECT_API_AUTH_STRING")


@pytest.mark.parametrize(
    "weak",
    ["", ":", "berkas", "berkas:", ":a-long-password-1234", "admin:pass", "berkas:PASSWORD", "berkas:aaaaaaaaaaaaaaaa"],
)
def test_a_missing_short_or_repeated_password_is_refused_by_the_name_of_its_variable(weak) -> None:
    with pytest.raises(PrefectPasswordWeak, match="PREFECT_SERVER_API_AUTH_STRING") as refusal:
        check(weak, "PREFECT_SERVER_API_AUTH_STRING")

    assert "aaaa" not in str(refusal.value)


def test_a_generated_password_is_taken() -> None:
    check(f"berkas:{secrets.token_urlsafe(24)}", "PREFECT_API_AUTH_STRING")
    check(f"berkas:{secrets.token_hex(24)}\n", "PREFECT_API_AUTH_STRING")
