"""What the documentation says is true: its links, commands, options, examples, names and licences."""

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from pydantic import SecretStr

from api.metrics import Metrics
from berkas.extraction.checks.outcomes import CODE_CONTRADICTS
from berkas.extraction.checks.registry import CHECKS, VALIDATORS
from berkas.extraction.tables.row_rules import ROW_RULES
from berkas.extraction.template_rules import problems_of
from berkas.model.gathering import Cells, Entities, EntityKind, Gather, Pairs
from berkas.model.statuses import DocumentStatus
from berkas.model.strategies import Find, PartyPart, Role
from berkas.model.template import ItemSchema, Template, TemplateField
from berkas.model.type_definition import Fallback, TypeDefinition, TypeEvidence, TypeGroup
from berkas.retention import DEFAULT_DAYS
from berkas.scopes import SCOPES
from berkas.settings import Settings
from berkas.values.identifiers.rules import RULES
from berkas.values.normalise import NORMALISERS
from deployments import prefect_settings
from deployments.catalogue import CATALOGUE
from deployments.cli import build
from deployments.embedded_postgres import APPLICATION_ROLE, OWNER_ROLE
from templates_registry import document_types, registry

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SHELL = ("bash", "sh", "console")
HEADINGS = ("| statement | proved by |", "|---|---|")


@dataclass(frozen=True)
class Block:
    """A fenced block: where it stands, its language and its text."""

    page: Path
    language: str
    text: str

    def __str__(self) -> str:
        return f"{relative(self.page)}: {self.text.strip().splitlines()[0][:60]}"


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(*languages: str) -> list[Block]:
    """Every fenced block of some languages."""
    found = [
        Block(page, match[1], match[2])
        for page in PAGES
        for match in re.finditer(r"^```(\w*)\n(.*?)^```$", read(page), re.MULTILINE | re.DOTALL)
    ]
    return [block for block in found if block.language in languages]


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", read(page), flags=re.MULTILINE | re.DOTALL)


def code(page: Path) -> set[str]:
    """Everything that a page sets in code within its prose."""
    return set(re.findall(r"`([^`\n]+)`", prose(page)))


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        if not path.exists() or (anchor and anchor not in anchors(path)):
            broken.append(target)

    assert not broken


def test_every_page_is_in_the_index() -> None:
    index = read(ROOT / "docs" / "README.md")
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}

    assert not {name for name in pages if f"({name})" not in index}


def test_sources_name_no_page_that_is_not_there() -> None:
    missing = set()
    for package in ("berkas", "tables", "templates_registry", "flows", "api", "deployments"):
        for path in (ROOT / package).rglob("*.py"):
            for name in re.findall(r"docs/[a-z]+(?:/\d{4}|\.md)", read(path)):
                if not list(ROOT.glob(name if name.endswith(".md") else f"{name}-*.md")):
                    missing.add(f"{relative(path)}: {name}")

    assert not missing


# --- commands ---


def berkas_commands(text: str) -> Iterator[list[str]]:
    """Words after `berkas` of every command in a shell text, up to what ends a command."""
    for line in text.replace("\\\n", " ").splitlines():
        for match in re.finditer(r"(?:^|[\s(`$;&|])berkas((?:\s+[^#|;&)`>]+)?)", line):
            yield shlex.split(match[1])


def unknown_in(words: list[str]) -> str:
    """What is wrong with the words of a command; nothing when it and its options exist."""
    app = build()
    path: list[str] = []
    for word in words:
        if not re.fullmatch(r"[a-z][a-z-]*", word):
            break
        try:
            app = app[word]
        except KeyError:
            break
        path.append(word)
        if app.default_command is not None:
            break
    if not path:
        return f"no command in {words}"
    options = [word.partition("=")[0] for word in words if word.startswith("--")]
    if app.default_command is None:
        return f"{path} has no {words[len(path) :]}" if words[len(path) :] else ""
    known = {name for argument in app.assemble_argument_collection() for name in argument.names}
    return f"{path} has no {set(options) - known}" if set(options) - known else ""


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_every_command_of_prose_exists_with_its_options(page: Path) -> None:
    spans = [span for span in code(page) if span.startswith("berkas ") and "…" not in span]

    assert not [wrong for span in spans for words in berkas_commands(span) if (wrong := unknown_in(words))]


@pytest.mark.parametrize("block", [b for b in blocks(*SHELL) if re.search(r"\bberkas\s", b.text)], ids=str)
def test_every_command_of_an_example_can_be_parsed(block: Block) -> None:
    wrong = []
    for words in berkas_commands(block.text):
        if problem := unknown_in(words):
            wrong.append(problem)
        else:
            build().parse_args(words, print_error=False, exit_on_error=False)

    assert not wrong


def test_every_make_target_of_the_pages_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", read(ROOT / "Makefile"), re.MULTILINE))
    named = set()
    for page in PAGES:
        spans = [*code(page), *(line for b in blocks(*SHELL) if b.page == page for line in b.text.splitlines())]
        for span in spans:
            if re.match(r"\s*make\s", span):
                named |= {word for word in shlex.split(span, comments=True)[1:] if "=" not in word}

    assert named
    assert not named - targets


def test_every_command_is_mentioned_somewhere() -> None:
    everything = "\n".join(read(page) for page in PAGES)
    commands = [name for name in build() if not name.startswith("-")]

    assert not [name for name in commands if f"berkas {name}" not in everything and name != "postgres"]


# --- examples ---


@pytest.mark.parametrize("block", blocks("json"), ids=str)
def test_every_json_example_is_json(block: Block) -> None:
    json.loads(block.text)


def test_the_examples_of_a_type_and_a_template_are_valid() -> None:
    examples = (yaml.safe_load(block.text) for block in blocks("yaml") if block.page.name == "templates.md")
    kind, whole, strategies, checks, codes, table, gathering = examples

    TypeDefinition.model_validate(kind)
    Template.model_validate(whole)
    Template.model_validate(whole | checks)
    Template.model_validate(whole | {"fields": table["fields"]})
    assert problems_of(Template.model_validate(whole | strategies)) == {}
    known = registry.latest("faktur_pajak").checks
    assert Template.model_validate(whole | codes).checks == tuple(check for check in known if check.code_agrees)
    assert problems_of(Template.model_validate(whole | gathering)) == {}


# --- names ---


def test_templates_explains_all_that_a_template_may_say() -> None:
    named = code(ROOT / "docs" / "templates.md")

    for model in (Template, TemplateField, ItemSchema, Find):
        assert not set(model.model_fields) - named - {"type"}
    for model in (Gather, Pairs, Entities, EntityKind, Cells):
        assert not set(model.model_fields) - named
    assert not set(TypeDefinition.model_fields) - named
    assert not {f"evidence.{name}" for name in TypeEvidence.model_fields} - named
    assert not {*Role, *PartyPart, *TypeGroup, *Fallback} - named
    for names in (NORMALISERS, VALIDATORS, CHECKS, ROW_RULES):
        assert not set(names) - named


def test_the_table_of_retention_is_that_of_the_types() -> None:
    section = read(ROOT / "docs" / "lifecycle.md").partition("\n## Retention\n")[2].partition("\n`purge-expired")[0]
    shown = {
        name: int(days)
        for names, days in re.findall(r"^\| (`\w+`[^|]*) \| (\d+)", section, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", names)
    }

    assert shown == {name: days or DEFAULT_DAYS for name, days in document_types.retention_days().items()}


def test_every_metric_is_explained_and_no_other() -> None:
    metrics = Metrics()
    metrics.count_request("GET", "/", 200, 0.1)
    metrics.count_upload(1, is_deduped=False)
    metrics.count_dispatch(is_done=True)
    types = re.findall(r"^# TYPE (berkas_\w+) \w+$", metrics.exposition().decode(), re.MULTILINE)
    exposed = {name for name in types if not name.endswith("_created")}
    named = {re.sub(r"\{.*", "", span) for span in code(ROOT / "docs" / "operating.md")}
    explained = {name for name in named if name.startswith("berkas_")} - {OWNER_ROLE, APPLICATION_ROLE}

    assert explained == exposed


def test_every_setting_that_a_page_names_exists() -> None:
    known = {f"BERKAS_{name.upper()}" for name in Settings.model_fields} | {"BERKAS_API_KEY"}
    named = {name for page in PAGES for name in re.findall(r"\bBERKAS_[A-Z0-9_]*[A-Z0-9]\b(?!_?…)", read(page))}

    assert not named - known


def test_defaults_in_the_pages_are_those_of_the_code() -> None:
    rows = re.findall(r"^\| `BERKAS_(\w+)` \| `?([^|`]+?)`? \|", read(ROOT / "docs" / "settings.md"), re.MULTILINE)
    wrong = []
    for name, shown in rows:
        default = Settings.model_fields[name.lower()].default if name != "API_KEY" else None
        plain = default.get_secret_value() if isinstance(default, SecretStr) else default
        if isinstance(plain, int) and shown.replace(" ", "") != str(plain):
            wrong.append((name, shown, plain))

    assert len(rows) > 20
    assert not wrong


def test_the_variables_of_prefect_are_those_that_are_set() -> None:
    ours = prefect_settings.server(host="127.0.0.1", port=4200, auth_string="", home=Path(), database_url="")
    ours |= prefect_settings.client(api_url="", auth_string="", home=Path())
    page = read(ROOT / "docs" / "operating.md")
    rows = re.findall(r"^\| (`(?:PREFECT|DO_NOT)[^|]+) \| ([^|]+) \|", page, re.MULTILINE)
    shown = {
        name: value
        for names, values in rows
        for name, value in zip(re.findall(r"`(\w+)`", names), re.findall(r"`([^`]+)`", values) or [""], strict=False)
    }

    assert not set(re.findall(r"`(PREFECT_\w+)`", page)) - set(ours)
    assert (
        not set(ours)
        - set(shown)
        - {"PREFECT_CLI_PROMPT", "PREFECT_API_URL", "PREFECT_UI_URL", "PREFECT_API_AUTH_STRING"}
    )
    for name in (
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY",
        "DO_NOT_TRACK",
    ):
        assert shown[name] == ours[name]


def test_operating_names_every_deployment_and_automation() -> None:
    named = code(ROOT / "docs" / "operating.md")
    automations = set(re.findall(r'name="(berkas-[a-z-]+)"', read(ROOT / "deployments" / "automations.py")))

    assert automations
    assert not ({plan.path for plan in CATALOGUE} | automations) - named


def test_statuses_and_scopes_of_the_api_page_are_real() -> None:
    page = read(ROOT / "docs" / "api.md")
    table = page.partition("| status | meaning |")[2].partition("\n\n")[0]
    scopes = set(re.findall(r"`([a-z]+:[a-z]+)`", page))

    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == {status.value for status in DocumentStatus}
    assert scopes == SCOPES


def test_codes_of_the_errors_page_are_real() -> None:
    page = read(ROOT / "docs" / "errors.md").partition("## Findings")[0]
    rows = re.findall(r"^\| (`[^|]+) \| (?:\d{3}|`\w+`) \|", page, re.MULTILINE)
    sources = "\n".join(read(path) for package in ("berkas", "api") for path in (ROOT / package).rglob("*.py"))

    assert len(rows) > 20
    assert {code for row in rows for code in re.findall(r"`(\w+)`", row)} <= set(
        re.findall(r'code(?:: [\w\[\]]+)? = "(\w+)"', sources)
    )


def test_findings_that_rules_report_are_explained_and_no_other() -> None:
    section = read(ROOT / "docs" / "errors.md").partition("## Findings")[2]
    explained = {
        name for row in re.findall(r"^\|([^|]+)\|", section, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    }
    folders = ("extraction", "corrections")
    sources = "\n".join(read(path) for name in folders for path in (ROOT / "berkas" / name).rglob("*.py"))

    reported = {
        *re.findall(r'(?:broken(?:_rows)?|Finding)\(\s*"(\w+)"', sources),
        CODE_CONTRADICTS,
        *(rule.code for rule in RULES.values()),
    }
    assert explained == reported


# --- licences ---


def licence_of(package: Distribution) -> str:
    """What a package declares: an expression, classifiers, or the first line of a text."""
    if expression := package.metadata.get("License-Expression"):
        return str(expression)
    classifiers = [c for c in package.metadata.get_all("Classifier") or [] if c.startswith("License")]
    text = (package.metadata.get("License") or "").strip().splitlines()
    return " / ".join(c.split("::")[-1].strip() for c in classifiers) or (text[0][:60] if text else "")


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def direct() -> list[Requirement]:
    """Run-time dependencies, those of every extra too, as far as they are of this platform."""
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    return [r for r in map(Requirement, wanted) if r.marker is None or r.marker.evaluate()]


def everything_needed() -> dict[str, Distribution]:
    """The direct dependencies and all that those need."""
    found: dict[str, Distribution] = {}
    asked: set[tuple[str, str]] = set()
    waiting = [(requirement.name, extra) for requirement in direct() for extra in ("", *requirement.extras)]
    while waiting:
        name, extra = waiting.pop()
        if (canonical(name), extra) in asked:
            continue
        asked.add((canonical(name), extra))
        try:
            found[canonical(name)] = package = distribution(name)
        except PackageNotFoundError:
            continue  # a dependency of another platform
        for requirement in map(Requirement, package.requires or []):
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                waiting += [(requirement.name, wanted) for wanted in ("", *requirement.extras)]
    return found


def test_every_dependency_is_listed_with_the_licence_that_it_declares() -> None:
    section = read(ROOT / "docs" / "models.md").partition("## Dependencies")[2]
    listed = dict(re.findall(r"^\| ([a-z0-9-]+) \| ([^|]+) \| [^|]+ \|$", section, re.MULTILINE))
    del listed["package"]
    installed = {canonical(r.name): licence_of(distribution(r.name)) for r in direct()}

    assert listed == installed
    assert list(listed) == sorted(listed)


def test_nothing_that_is_needed_declares_a_licence_that_binds_its_users() -> None:
    strong = {
        name: licence
        for name, package in everything_needed().items()
        if re.search(r"(?<!L)GPL|Affero|(?<!Lesser )General Public", licence := licence_of(package))
    }

    # of two licences the Artistic one is taken; docs/models.md tells it
    assert set(strong) == {"text-unidecode"}
    assert "Artistic" in strong["text-unidecode"]


def test_the_walk_over_dependencies_goes_deep() -> None:
    """A walk that finds nothing proves nothing."""
    assert {"aiobotocore", "starlette", "shapely", "asyncpg"} <= set(everything_needed())


def test_the_changes_are_newest_first() -> None:
    versions = re.findall(r"^## \[(\d+)\.(\d+)\.(\d+)\]", read(ROOT / "CHANGELOG.md"), re.MULTILINE)

    assert "## [Unreleased]" in read(ROOT / "CHANGELOG.md")
    assert all(tuple(map(int, one)) > tuple(map(int, other)) for one, other in pairwise(versions))


def test_every_proof_of_conformance_exists() -> None:
    """A proof is a test, not a file of tests."""
    page = ROOT / "docs" / "conformance.md"
    proofs = [span.partition("::") for span in code(page) if span.startswith("tests/")]
    rows = [row for row in re.findall(r"^\|.+\|$", read(page), re.MULTILINE) if row not in HEADINGS]

    assert len(rows) > 60
    assert not [row for row in rows if "`tests/" not in row.split(" | ")[-1]]
    for path, _, name in proofs:
        assert re.search(rf"^(async )?def {name or '-'}\(", read(ROOT / path), re.MULTILINE), (path, name)
