"""Secrets that lie in a checkout, where the operators' page puts them and elsewhere, leave it by no commit, wheel or image."""

import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from docker_context import context_of, rules_of

ROOT = Path(__file__).parents[3]
PACKAGES = ("api", "berkas", "deployments", "flows", "tables", "templates_registry")
MARK = b"SPECIMEN-OF-A-SECRET"
FOLDERS = (
    "", "api", "api/review", "berkas", "berkas/storage", "deployments", "deployments/commands", "deployments/docker",
    "deployments/kubernetes", "docs", "flows", "requirements", "tables", "templates_registry",
    "templates_registry/definitions", "templates_registry/definitions/ktp", "templates_registry/vocabulary", "tests",
)  # fmt: skip
NAMES = (
    ".env", ".env.production", "live.env", "secret.yaml", "secret.yml", "secret-live.yaml", "secret.live.yaml",
    "secrets.yaml", "berkas-secret.yaml", "berkas.secret.yaml", "secrets/prefect_auth", "secrets/values.yaml",
    ".berkas/secrets/root_key", "root_key", "old-root-key.txt", "prefect_auth", "tls.pem", "tls.key", "tls.p12",
    "id_ed25519", "kubeconfig", "kubeconfig.yaml", "credentials", "credentials.json", ".pgpass", ".netrc", "berkas.dump",
)  # fmt: skip


def tracked() -> list[str]:
    """Every file of the checkout that belongs to it, those that are not committed yet too."""
    listed = _git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    return [name for name in listed if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with secrets planted, and with a folder of an installed environment."""
    folder = tmp_path_factory.mktemp("planted") / "berkas"
    for name in tracked():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    for place in FOLDERS:
        for name in NAMES:
            path = folder / place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            assert not path.exists()
            path.write_bytes(MARK)
    return folder


@pytest.fixture(scope="module")
def unguarded(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same without a .gitignore, as a builder sees it: what ignores files there is the list in pyproject.toml alone."""
    folder = tmp_path_factory.mktemp("unguarded") / "berkas"
    shutil.copytree(checkout, folder)
    (folder / ".gitignore").unlink()
    return folder


def contents(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Names, below the top folder of a source archive, and bytes of an archive's files."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            yield from ((name, wheel.read(name)) for name in wheel.namelist())
        return
    with tarfile.open(archive) as sources:
        for member in sources:
            if (file := sources.extractfile(member)) is not None:
                yield member.name.partition("/")[2], file.read()


def build(folder: Path, target: str, into: Path) -> dict[str, bytes]:
    """What an archive of a folder holds."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(into)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [archive] = into.iterdir()
    return dict(contents(archive))


@pytest.mark.parametrize("target", ["wheel", "sdist"])
@pytest.mark.parametrize("place", ["checkout", "unguarded"])
def test_no_secret_is_in_what_is_built(place, target, request, tmp_path) -> None:
    files = build(request.getfixturevalue(place), target, tmp_path)

    assert "api/review/index.html" in files
    assert not [name for name, content in files.items() if MARK in content]


def test_the_wheel_holds_every_source_and_data_file_of_ours_and_nothing_else(checkout, tmp_path) -> None:
    manifests = ("deployments/docker/", "deployments/kubernetes/")
    wanted = {name for name in tracked() if name.startswith(tuple(f"{package}/" for package in PACKAGES))}

    files = build(checkout, "wheel", tmp_path)

    inside = {name for name in files if ".dist-info/" not in name}
    assert inside == {name for name in wanted if not name.startswith(manifests)} | {"piccolo_conf.py"}


def test_a_wheel_of_the_source_archive_is_the_same_wheel(checkout, tmp_path) -> None:
    sources = tmp_path / "sources"
    for name, content in build(checkout, "sdist", tmp_path / "sdist").items():
        (sources / name).parent.mkdir(parents=True, exist_ok=True)
        (sources / name).write_bytes(content)

    assert build(sources, "wheel", tmp_path / "again") == build(checkout, "wheel", tmp_path / "first")


def test_no_secret_is_in_the_build_context_of_the_image(checkout) -> None:
    sent = sorted(context_of(checkout, rules_of((checkout / ".dockerignore").read_text())))

    assert [name for name in sent if MARK in (checkout / name).read_bytes()] == []
    assert not [
        name for name in sent if name.startswith(("tests/", "docs/", "deployments/docker/", "deployments/kubernetes/"))
    ]


def test_the_wheel_of_the_build_context_is_that_of_the_checkout(checkout, tmp_path) -> None:
    """Nothing that is shipped is missing from an image."""
    context = tmp_path / "context"
    for name in context_of(checkout, rules_of((checkout / ".dockerignore").read_text())):
        (context / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(checkout / name, context / name)

    assert build(context, "wheel", tmp_path / "image") == build(checkout, "wheel", tmp_path / "first")


def test_git_adds_none_of_them_and_ignores_nothing_of_ours(checkout) -> None:
    _git(checkout, "init", "--quiet")

    _git(checkout, "add", "--all")

    added = set(_git(checkout, "ls-files", "-z").split("\0")) - {""}
    status = _git(checkout, "status", "--porcelain", "--ignored", "--untracked-files=all", "-z").split("\0")
    ignored = {line.removeprefix("!! ") for line in status if line.startswith("!! ")}
    planted = {f"{place}/{name}".lstrip("/") for place in FOLDERS for name in NAMES}
    assert added == set(tracked())
    assert planted <= ignored


def _git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout
