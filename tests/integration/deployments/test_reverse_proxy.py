"""What stands before the API: an Ingress that lets pass what clients use and nothing else, and a page that says the same."""

import ipaddress
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from api.app import create_app
from api.controllers.uploads import largest_form
from berkas.settings import MEBIBYTE, Settings

ROOT = Path(__file__).parents[3]
NETWORK = ROOT / "deployments/kubernetes/network.yaml"
CONFIGURATION = ROOT / "deployments/kubernetes/configuration.yaml"
PAGE = ROOT / "docs/operating.md"
COMPOSE = ROOT / "deployments/docker/compose.yaml"
INSIDE = {"/internal", "/metrics"}
FOR_EXAMPLES = ipaddress.ip_network("192.0.2.0/24")
"""Addresses that nobody has: RFC 5737."""


@pytest.fixture
def ingress() -> dict[str, Any]:
    return next(each for each in yaml.safe_load_all(NETWORK.read_text()) if each["kind"] == "Ingress")


@pytest.fixture
def section() -> str:
    """What the operators' page says of proxies."""
    found = re.search(r"^## Behind a reverse proxy\n(.*?)^## ", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def first_segments(root_key: str) -> set[str]:
    """Where the paths of the application begin, those of its OpenAPI document and all others."""
    app = create_app(Settings(root_key=root_key))
    paths = {route.path for route in app.routes} | set(app.openapi_schema.paths or {})
    return {"/" + path.split("/")[1] for path in paths}


def prefixes(ingress: dict[str, Any]) -> set[str]:
    paths = [path for rule in ingress["spec"]["rules"] for path in rule["http"]["paths"]]
    assert {path["pathType"] for path in paths} == {"Prefix"}
    return {path["path"] for path in paths}


def test_the_ingress_routes_every_public_path_and_nothing_else(ingress, first_segments) -> None:
    assert first_segments >= {"/api", "/d", "/health", "/schema"} | INSIDE
    assert not first_segments - INSIDE - prefixes(ingress)
    assert not prefixes(ingress) & INSIDE


def test_the_operators_page_names_what_the_ingress_routes(ingress, section) -> None:
    passed, kept = section.split("keep ", 1)

    assert prefixes(ingress) == set(re.findall(r"`(/[a-z]+)`", passed))
    assert set(re.findall(r"`(/[a-z]+)`", kept)) == INSIDE


def test_the_largest_form_passes(ingress, section) -> None:
    megabytes = largest_form(Settings()) // MEBIBYTE

    assert largest_form(Settings()) == megabytes * MEBIBYTE
    assert ingress["metadata"]["annotations"]["nginx.ingress.kubernetes.io/proxy-body-size"] == f"{megabytes}m"
    assert f"bodies of {megabytes} MiB" in section


def test_links_lead_to_the_ingress(ingress) -> None:
    values = next(yaml.safe_load_all(CONFIGURATION.read_text()))["data"]
    [rule] = ingress["spec"]["rules"]

    assert urlsplit(Settings(public_url=values["BERKAS_PUBLIC_URL"]).public_url).hostname == rule["host"]
    assert ingress["spec"]["tls"][0]["hosts"] == [rule["host"]]


def test_no_pod_is_believed_until_an_operator_names_it() -> None:
    """A network of pods would let each of them say whom it speaks for."""
    value = next(yaml.safe_load_all(CONFIGURATION.read_text()))["data"]["BERKAS_TRUSTED_PROXIES"]
    compose = yaml.safe_load(COMPOSE.read_text())["x-berkas"]["environment"]["BERKAS_TRUSTED_PROXIES"]

    assert [address for address in value.split(",") if ipaddress.ip_address(address) not in FOR_EXAMPLES] == []
    assert compose == "${BERKAS_TRUSTED_PROXIES:-}"


def test_the_example_of_nginx_routes_like_the_ingress_and_believes_no_client(ingress, section) -> None:
    found = re.search(r"^```nginx\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    assert found
    [folders] = re.findall(r"location ~ \^/\(([a-z|]+)\)", found[1])
    [body] = re.findall(r"client_max_body_size (\w+);", found[1])

    assert {f"/{name}" for name in folders.split("|")} == prefixes(ingress)
    assert body == ingress["metadata"]["annotations"]["nginx.ingress.kubernetes.io/proxy-body-size"]
    assert re.findall(r"X-Forwarded-For (\S+);", found[1]) == ["$remote_addr"]
    assert "proxy_request_buffering off;" in found[1]
