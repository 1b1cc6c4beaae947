"""The wheel: everything of ours is inside, nothing else, and it runs where no checkout is."""

import json
import subprocess
import zipfile

import pytest

from berkas.version import VERSION

pytestmark = pytest.mark.e2e

PACKAGES = ["berkas", "tables", "templates_registry", "flows", "api", "deployments"]
LOOK = """
import json, sys
from importlib import import_module
from importlib.metadata import entry_points
from templates_registry import registry
from tables.piccolo_app import APP_CONFIG
print(json.dumps({
    "files": {name: import_module(name).__file__ for name in sys.argv[1:]},
    "piccolo": import_module("piccolo_conf").__file__,
    "types": list(registry.types()),
    "labels": list(registry.shared_labels()),
    "templates": sorted({str(t.document_type_hint) for t in registry.all_versions()}),
    "migrations": APP_CONFIG.migrations_folder_path,
    "workers": [point.value for point in entry_points(group="prefect.collections") if point.name == "berkas"],
}))
"""


@pytest.fixture(scope="module")
def look(installed):
    """What a program in the clean environment sees of us."""
    done = subprocess.run(
        [installed.python, "-I", "-c", LOOK, *PACKAGES],
        cwd=installed.empty, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def test_all_packages_are_imported_from_the_wheel(installed, look) -> None:
    for file in (*look["files"].values(), look["piccolo"]):
        assert file.startswith(str(installed.packages)), file


def test_migrations_types_templates_and_the_worker_come_along(installed, look) -> None:
    with zipfile.ZipFile(installed.wheel) as wheel:
        names = wheel.namelist()

    assert {"ktp", "npwp", "invoice", "rekening_koran", "generic_ocr", "other"} <= set(look["templates"])
    assert {*look["templates"], "passport", "receipt"} <= set(look["types"])
    assert {"dates.due", "sums.total", "person.birth"} <= set(look["labels"])
    assert look["migrations"].startswith(str(installed.packages))
    assert [name for name in names if name.startswith("tables/piccolo_migrations/tables_")]
    assert "berkas/py.typed" in names
    assert look["workers"] == ["deployments.warm_worker"]


def test_nothing_but_our_packages_is_inside(installed) -> None:
    with zipfile.ZipFile(installed.wheel) as wheel:
        tops = {name.split("/")[0] for name in wheel.namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {*PACKAGES, "piccolo_conf.py"}


def test_the_command_answers(installed) -> None:
    done = subprocess.run([installed.berkas, "--help"], cwd=installed.empty, capture_output=True, text=True, check=True)

    assert "berkas up" in done.stdout


def test_the_command_and_the_wheel_say_one_version(installed) -> None:
    done = subprocess.run(
        [installed.berkas, "--version"], cwd=installed.empty, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == VERSION
    assert installed.wheel.name.startswith(f"berkas-{VERSION}-")


def test_an_unforeseen_error_is_told_by_its_place_in_our_code(installed) -> None:
    """Without its message, the place is all that an operator gets."""
    program = (
        "from flows.papers import describe\nfrom berkas.storage.blobs import checked_name\n"
        "try: checked_name('../RAHASIA')\nexcept ValueError as error: print(describe(error))"
    )
    done = subprocess.run(
        [installed.python, "-I", "-c", program], cwd=installed.empty, capture_output=True, text=True, check=True
    )

    assert done.stdout.startswith("ValueError at berkas/storage/blobs.py:")
    assert "RAHASIA" not in done.stdout


def test_the_stack_runs_from_the_wheel(stack) -> None:
    for part in stack.parts():
        assert part.cwd() != str(stack.installed.packages)
    assert stack.process.args[0] == stack.installed.berkas
    assert {stack.part(name).cmdline()[0] for name in ("server", "api", "worker")} == {stack.installed.python}
