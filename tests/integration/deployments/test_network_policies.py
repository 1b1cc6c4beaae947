"""Who reaches whom in the cluster, as the shipped policies say: what the parts need, and nothing else."""

import ipaddress
from pathlib import Path
from typing import Any

import pytest
import yaml

NETWORK = Path(__file__).parents[3] / "deployments/kubernetes/network.yaml"
POLICIES = [each["spec"] for each in yaml.safe_load_all(NETWORK.read_text()) if each["kind"] == "NetworkPolicy"]
NAMESPACE = "kubernetes.io/metadata.name"
PARTS = ("api", "worker", "prefect", "migrate", "anything")
CONTROLLER = ("ingress-nginx", {"app.kubernetes.io/name": "ingress-nginx"})


def pod(app: str) -> tuple[str, dict[str, str]]:
    """A pod of ours: its namespace and labels."""
    return ("berkas", {"app": app})


def selects(selector: dict[str, Any], labels: dict[str, str]) -> bool:
    expressions = selector.get("matchExpressions", [])
    assert {each["operator"] for each in expressions} <= {"In"}
    plain = selector.get("matchLabels", {}).items() <= labels.items()
    return plain and all(labels.get(each["key"]) in each["values"] for each in expressions)


def is_peer(peer: dict[str, Any], other: tuple[str, dict[str, str]] | str) -> bool:
    if isinstance(other, str):
        block = peer.get("ipBlock")
        return (
            block is not None
            and _is_in(other, block["cidr"])
            and not any(_is_in(other, each) for each in block.get("except", []))
        )
    namespace, labels = other
    if "namespaceSelector" in peer:
        is_there = selects(peer["namespaceSelector"], {NAMESPACE: namespace})
    else:
        is_there = "podSelector" in peer and namespace == "berkas"
    return is_there and selects(peer.get("podSelector", {}), labels)


def _is_in(address: str, network: str) -> bool:
    return ipaddress.ip_address(address) in ipaddress.ip_network(network)


def lets(direction: str, part: str, other: tuple[str, dict[str, str]] | str, port: int) -> bool:
    """Whether the policies of a pod of ours let it connect (Egress), or be connected to (Ingress)."""
    mine = [
        policy
        for policy in POLICIES
        if selects(policy["podSelector"], {"app": part}) and direction in policy["policyTypes"]
    ]
    assert mine, "a pod that no policy selects may do everything"
    side = {"Ingress": "from", "Egress": "to"}[direction]
    rules = [rule for policy in mine for rule in policy.get(direction.lower(), [])]
    assert all(rule[side] and rule["ports"] for rule in rules), (
        "a rule without peers or ports lets everybody or everything pass"
    )
    return any(
        any(each["port"] == port for each in rule["ports"]) and any(is_peer(peer, other) for peer in rule[side])
        for rule in rules
    )


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("other", PARTS)
def test_parts_reach_each_other_where_they_must_and_nowhere_else(part, other) -> None:
    needed = {("api", "prefect", 4200), ("worker", "prefect", 4200), ("worker", "api", 8700)}

    for port in (22, 443, 4200, 5432, 8700):
        is_let = lets("Egress", part, pod(other), port) and lets("Ingress", other, pod(part), port)

        assert is_let == ((part, other, port) in needed)


@pytest.mark.parametrize("part", PARTS)
def test_from_outside_only_api_and_prefects_pages_are_reached_and_by_the_controller(part) -> None:
    assert lets("Ingress", part, CONTROLLER, 8700) == (part == "api")
    assert lets("Ingress", part, CONTROLLER, 4200) == (part == "prefect")
    assert lets("Ingress", part, ("monitoring", {}), 8700) == (part == "api")
    assert not lets("Ingress", part, ("monitoring", {}), 4200)
    for port in (4200, 8700):
        assert not lets("Ingress", part, ("ingress-nginx", {"app": "other"}), port)
        assert not lets("Ingress", part, ("default", {"app": "api"}), port)


@pytest.mark.parametrize("part", PARTS)
def test_outside_only_databases_stores_and_receivers_are_reached(part) -> None:
    has_database = part != "anything"
    has_store = part in {"api", "worker"}

    assert lets("Egress", part, "10.20.0.7", 5432) == has_database
    assert lets("Egress", part, "203.0.113.7", 443) == has_store
    assert lets("Egress", part, ("kube-system", {"k8s-app": "kube-dns"}), 53)
    assert not lets("Egress", part, "203.0.113.7", 5432)
    assert not lets("Egress", part, "203.0.113.7", 80)
    # credentials of the machine, at every large provider, and the servers of the cluster
    for address in ("169.254.169.254", "10.20.0.7", "100.100.100.200"):
        assert not lets("Egress", part, address, 443)
        assert not lets("Egress", part, address, 80)
