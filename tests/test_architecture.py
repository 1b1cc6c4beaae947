"""Rules of the house that nobody has to remember, because a test does."""

import ast
import os
import re
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from berkas.errors import BerkasError
from berkas.model.statuses import DocumentStatus
from berkas.settings import Settings
from templates_registry import registry

ROOT = Path(__file__).parent.parent
PACKAGES = ["berkas", "tables", "templates_registry", "flows", "api", "deployments"]
LINES_OF_A_FILE = 400


def sources() -> Iterator[Path]:
    """Every source file that people write; migrations are generated."""
    for package in PACKAGES:
        yield from (path for path in (ROOT / package).rglob("*.py") if "piccolo_migrations" not in path.parts)


def every_subclass(of: type[BerkasError]) -> Iterator[type[BerkasError]]:
    yield of
    for subclass in of.__subclasses__():
        yield from every_subclass(subclass)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def words_of_code(path: Path) -> Iterator[str]:
    """Every identifier and every string constant of a file, apart from docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.value
        for name in ("id", "attr", "arg", "name", "asname"):
            if isinstance(word := getattr(node, name, None), str):
                yield word


def words_of(page: str) -> set[str]:
    """Everything that a page of the documentation sets in code."""
    return set(re.findall(r"`([^`\n]+)`", (ROOT / "docs" / page).read_text(encoding="utf-8")))


def test_packages_import_only_downwards(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    # it would disable every logger that exists, for all tests that follow
    monkeypatch.setattr("importlinter.cli._configure_logging", lambda verbose: None)

    broken = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert not broken, capsys.readouterr().out


def names_of_types_and_their_fields() -> set[str]:
    """Names of types, and of fields and columns that a single type has."""
    fields: dict[str, set[str]] = {}
    for template in registry.all_versions():
        columns = [column for field in template.fields if field.items for column in field.items.fields]
        for field in (*template.fields, *columns):
            fields.setdefault(field.name, set()).add(template.slug)
    return {*registry.types(), *(name for name, types in fields.items() if len(types) == 1)}


def test_understanding_names_no_type_and_no_field_of_one() -> None:
    """What is true of one type alone stands in its files; the engine under ``berkas/extraction`` serves all of them alike.

    Forbidden, as identifiers and as string constants, are the name of every type and the names of the fields and columns that a
    single type has. Allowed are the words of the language in which templates and results are written, that is every word that
    ``berkas/model`` itself uses: keys, roles, strategies, checks, their arguments, parts of findings. ``balance`` is an argument
    of a check and ``date`` a part of a strategy, whichever template has a field of that name.
    """
    language = {word for path in (ROOT / "berkas" / "model").rglob("*.py") for word in words_of_code(path)}
    # words of every program, which vehicle papers print as well
    forbidden = names_of_types_and_their_fields() - language - {"model", "year"}

    named = {
        relative(path): sorted(found)
        for path in (ROOT / "berkas" / "extraction").rglob("*.py")
        if (found := forbidden.intersection(words_of_code(path)))
    }

    assert {"ktp", "invoice_number", "kpp_name", "transactions"} <= forbidden
    assert named == {}


def test_every_error_code_belongs_to_one_class_and_is_explained() -> None:
    own = [error.code for error in every_subclass(BerkasError) if "code" in vars(error)]

    assert len(own) == len(set(own))
    assert not set(own) - words_of("errors.md")


def test_every_setting_is_explained_and_no_other() -> None:
    settings = {
        str(field.validation_alias or f"BERKAS_{name.upper()}") for name, field in Settings.model_fields.items()
    }
    explained = {word for word in words_of("settings.md") if re.fullmatch(r"(BERKAS|PREFECT)_[A-Z0-9_]+", word)}

    assert not settings - explained
    assert not explained - settings - {"BERKAS_API_KEY"}  # read by `berkas upload`, a client


def test_every_status_is_explained() -> None:
    assert not {status.value for status in DocumentStatus} - words_of("api.md")


def test_every_decision_is_in_the_list_of_decisions() -> None:
    pages = {path.name for path in (ROOT / "docs" / "decisions").glob("0*.md")}

    assert pages == set(re.findall(r"\((0\d+-[a-z0-9-]+\.md)\)", (ROOT / "docs/decisions/README.md").read_text()))


def test_nobody_else_installed_a_package_of_our_names() -> None:
    """Another distribution with a `tables` would overwrite ours without a warning."""
    owners = packages_distributions()

    for package in PACKAGES:
        assert set(owners.get(package, ["berkas"])) == {"berkas"}, package


def test_package_files_hold_a_docstring_only() -> None:
    for path in sources():
        if path.name == "__init__.py":
            [statement] = ast.parse(path.read_text(encoding="utf-8")).body
            assert isinstance(statement, ast.Expr), relative(path)


def test_no_source_file_is_too_long() -> None:
    too_long = [relative(path) for path in sources() if len(path.read_text().splitlines()) > LINES_OF_A_FILE]

    assert not too_long


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not {path.stem for path in sources()} & {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def test_only_the_settings_and_the_supervisor_read_the_environment() -> None:
    readers = {
        relative(path)
        for path in sources()
        if path.parts[len(ROOT.parts)] != "deployments" and re.search(r"os\.environ|getenv", path.read_text())
    }

    assert not readers


def test_no_package_of_tests_hides_one_of_ours() -> None:
    """A package named `tests` would hide the packages below it, `tests/unit/api` for one, from their own tests.

    A folder whose tests share what is dear to start is a package: fixtures of that scope end with its last test. In any other
    folder they end with the whole run, and an API that goes on takes what other tests wait for.
    """
    packages = {path.parent for path in (ROOT / "tests").rglob("__init__.py")}
    sharing = {
        path.parent
        for path in (ROOT / "tests").rglob("conftest.py")
        if re.search(r"^from workshop import|scope=\"package\"", path.read_text(encoding="utf-8"), re.MULTILINE)
    }

    assert packages == sharing
    assert {path.name for path in packages} == {"e2e", "review", "templates", "customers"}


def test_commands_of_the_build_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
