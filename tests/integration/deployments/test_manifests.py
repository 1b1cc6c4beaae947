"""Images and manifests for more than one machine: valid, and about settings, commands and parts that exist."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import pytest
import yaml
from check_jsonschema.builtin_schemas import get_builtin_schema
from prefect.settings import Settings as PrefectSettings
from prefect.settings.legacy import _get_settings_fields

from berkas.settings import Settings
from berkas.storage.keyring import Keyring
from deployments.cli import COMMANDS

ROOT = Path(__file__).parents[3]
MANIFESTS = sorted(path for path in (ROOT / "deployments/kubernetes").glob("*.yaml") if path.stem != "kustomization")
COMPOSE = ROOT / "deployments/docker/compose.yaml"
DOCKERFILE = ROOT / "deployments/docker/Dockerfile"
KUBERNETES = "1.33"


def documents(path: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))


def every_text() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in [*MANIFESTS, COMPOSE, DOCKERFILE])


def commands() -> Iterator[list[str]]:
    """Every command that a container is started with."""
    yield from (
        service["command"] for service in compose()["services"].values() if service.get("image") == "berkas:latest"
    )
    for path in MANIFESTS:
        for document in documents(path):
            pod = document.get("spec", {}).get("template", {}).get("spec", {})
            yield from (container["command"] for container in pod.get("containers", []))


def compose() -> dict[str, Any]:
    return dict(yaml.safe_load(COMPOSE.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_a_manifest_is_what_kubernetes_accepts(path: Path) -> None:
    for document in documents(path):
        kubernetes_validate.validate(document, KUBERNETES, strict=True)


def test_every_manifest_is_applied_but_the_shape_of_the_secrets() -> None:
    [kustomization] = documents(ROOT / "deployments/kubernetes/kustomization.yaml")

    assert set(kustomization["resources"]) | {"secret.example.yaml"} == {path.name for path in MANIFESTS}
    assert not [name for name in kustomization["resources"] if "secret" in name]


def test_the_shape_of_the_secrets_holds_none_and_is_that_which_the_pods_ask_for() -> None:
    asked = {
        source["secretRef"]["name"]
        for path in MANIFESTS
        for document in documents(path)
        for container in document.get("spec", {}).get("template", {}).get("spec", {}).get("containers", [])
        for source in container.get("envFrom", [])
        if "secretRef" in source
    }
    shapes = documents(ROOT / "deployments/kubernetes/secret.example.yaml")

    assert {shape["metadata"]["name"] for shape in shapes} == asked
    assert {shape["metadata"]["namespace"] for shape in shapes} == {"berkas"}
    assert not [
        value for shape in shapes for value in shape["stringData"].values() if value and "PASSWORD" not in value
    ]


def test_every_setting_in_the_manifests_exists() -> None:
    named = set(re.findall(r"\b(?:BERKAS|PREFECT)_[A-Z0-9_]+\b", every_text()))
    ours = {str(field.validation_alias or f"BERKAS_{name.upper()}") for name, field in Settings.model_fields.items()}
    prefects = set(_get_settings_fields(PrefectSettings))

    assert not {name for name in named if name.startswith("BERKAS_")} - ours
    assert not {name for name in named if name.startswith("PREFECT_")} - prefects


def test_every_command_exists() -> None:
    known = {name for group in COMMANDS.values() for name in group}
    started = list(commands())

    assert len(started) == 8
    assert {command[0] for command in started} == {"berkas"}
    assert not {command[1] for command in started} - known


def test_prefect_is_served_by_our_command_which_has_one_ui_and_checks_the_password() -> None:
    [deployment] = [
        each for each in documents(ROOT / "deployments/kubernetes/prefect.yaml") if each["kind"] == "Deployment"
    ]
    [container] = deployment["spec"]["template"]["spec"]["containers"]
    service = compose()["services"]["prefect"]
    secret = next(
        each
        for each in documents(ROOT / "deployments/kubernetes/secret.example.yaml")
        if each["metadata"]["name"] == "prefect"
    )

    assert container["command"] == service["command"] == ["berkas", "server"]
    assert "PREFECT_SERVER_API_AUTH_STRING" in service["environment"]
    assert "PREFECT_SERVER_API_AUTH_STRING" in secret["stringData"]


def test_compose_is_what_the_compose_specification_says() -> None:
    jsonschema.validate(compose(), get_builtin_schema("vendor.compose-spec"))


def test_a_misspelt_word_in_compose_is_found() -> None:
    misspelt = compose()
    misspelt["services"]["api"]["comand"] = misspelt["services"]["api"].pop("command")

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(misspelt, get_builtin_schema("vendor.compose-spec"))


def test_the_image_has_every_folder_that_it_is_built_from() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE.read_text(encoding="utf-8"), re.MULTILINE)

    assert copied
    assert all((ROOT / source).exists() for line in copied for source in line.split())


def test_compose_asks_for_every_secret_and_explains_where_it_comes_from() -> None:
    needed = set(re.findall(r"\$\{([A-Z0-9_]+):\?", COMPOSE.read_text(encoding="utf-8")))
    example = (COMPOSE.parent / ".env.example").read_text(encoding="utf-8")

    assert needed == set(re.findall(r"^([A-Z0-9_]+)=", example, re.MULTILINE))


def test_the_root_key_of_the_example_can_be_made_before_there_is_an_image() -> None:
    example = (COMPOSE.parent / ".env.example").read_text(encoding="utf-8")
    [command] = re.findall(r"(echo \"k1:.*\")\nBERKAS_ROOT_KEY=", example)

    made = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True).stdout.strip()

    assert Keyring(made).new_organisation_key("org_CONTOH").root_key_id == "k1"


def test_compose_waits_for_services_that_exist_and_can_say_that_they_are_ready() -> None:
    services = compose()["services"]

    for service in services.values():
        for name, condition in service.get("depends_on", {}).items():
            assert "healthcheck" in services[name] or condition["condition"] == "service_completed_successfully"


def test_containers_run_without_rights_they_do_not_need() -> None:
    for path in MANIFESTS:
        for document in documents(path):
            pod = document.get("spec", {}).get("template", {}).get("spec", {})
            for container in pod.get("containers", []):
                assert pod["securityContext"]["runAsNonRoot"]
                assert container["securityContext"]["readOnlyRootFilesystem"]
                assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert re.search(r"^USER 10001:10001$", DOCKERFILE.read_text(encoding="utf-8"), re.MULTILINE)


def test_valkey_keeps_nothing_on_a_disk() -> None:
    command = compose()["services"]["valkey"]["command"]

    assert command[command.index("--save") + 1] == ""
    assert command[command.index("--appendonly") + 1] == "no"
