"""Whatever an image is made of is named by its content: images by digest, packages by hash, one version of ours."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.app import create_app
from berkas.settings import Settings
from berkas.version import VERSION

ROOT = Path(__file__).parents[3]
DOCKER = ROOT / "deployments/docker"
DIGEST = f"sha256:{'0a1b2c3d' * 8}"


@pytest.fixture
def pin_images(tmp_path):
    """Runs `pin-images` with a docker that answers as buildx does."""

    def run(answer: str) -> subprocess.CompletedProcess[str]:
        docker = tmp_path / "docker"
        docker.write_text(f'#!/bin/sh\ntest "$1 $2 $3" = "buildx imagetools inspect" && printf "{answer}" "$4"\n')
        docker.chmod(0o755)
        environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
        return subprocess.run([DOCKER / "pin-images"], env=environment, capture_output=True, text=True, check=False)

    return run


def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((DOCKER / "compose.yaml").read_text()))


def pins(name: str) -> dict[str, list[str]]:
    """Hashes by name and version of a file of requirements."""
    text = (ROOT / "requirements" / name).read_text()
    blocks = re.findall(r"^(\S+==\S+)[^\n]*((?:\n[ \t]+--hash=\S+(?: \\)?)+)", text, re.MULTILINE)
    return {pin: re.findall(r"--hash=(\S+)", hashes) for pin, hashes in blocks}


def test_every_image_of_others_is_asked_for_by_a_variable_without_a_default() -> None:
    images = {service["image"] for service in compose()["services"].values()} - {"berkas:latest"}
    bases = re.findall(r"^FROM (\S+)", (DOCKER / "Dockerfile").read_text(), re.MULTILINE)

    assert len(images) == 3
    assert all(re.fullmatch(r"\$\{[A-Z]+_IMAGE:\?see \.env\.example\}", image) for image in images)
    assert set(bases) == {"${PYTHON_IMAGE}"}
    assert "ARG PYTHON_IMAGE\n" in (DOCKER / "Dockerfile").read_text()
    assert compose()["x-berkas"]["build"]["args"] == {"PYTHON_IMAGE": "${PYTHON_IMAGE:?see .env.example}"}


def test_pin_images_prints_a_line_with_a_digest_for_every_such_variable(pin_images) -> None:
    asked = set(re.findall(r"\$\{([A-Z]+_IMAGE):\?", (DOCKER / "compose.yaml").read_text()))

    done = pin_images(f"Name:      %s\\nDigest:    {DIGEST}\\nManifests: \\n  Name: other@{DIGEST[:-1]}f\\n")

    lines = dict(line.split("=", 1) for line in done.stdout.splitlines())
    assert done.returncode == 0, done.stderr
    assert set(lines) == asked
    assert all(re.fullmatch(rf"[a-z/]+:[\w.-]+@{DIGEST}", image) for image in lines.values())


def test_pin_images_prints_nothing_that_is_no_digest(pin_images) -> None:
    done = pin_images("Name: %s\\n")

    assert done.returncode != 0
    assert done.stdout == ""
    assert "python:" in done.stderr


def test_the_image_installs_nothing_that_is_not_pinned_by_hash() -> None:
    commands = re.findall(r"pip install ([^&\n]+)", (DOCKER / "Dockerfile").read_text())

    assert len(commands) == 5
    assert all("--require-hashes" in command or "--no-index" in command for command in commands)


def test_what_the_wheel_is_built_with_is_pinned_as_developers_have_it() -> None:
    build, dev = pins("build.txt"), pins("dev.txt")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())

    assert build
    assert {pin: dev.get(pin) for pin in build} == build
    wanted = {re.split(r"[<>=]", requirement)[0] for requirement in project["build-system"]["requires"]}
    assert wanted <= {pin.partition("==")[0] for pin in build}


def test_one_version_is_told_everywhere(root_key) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "deployments.cli", "--version"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    [kustomization] = yaml.safe_load_all((ROOT / "deployments/kubernetes/kustomization.yaml").read_text())
    schema = create_app(Settings(root_key=root_key)).openapi_schema
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)
    assert VERSION != "0.0.0"
    assert said.strip() == VERSION
    assert schema.info.version == VERSION
    assert {image["newTag"] for image in kustomization["images"]} == {VERSION}
    assert "version" not in project
