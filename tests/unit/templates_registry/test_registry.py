"""The built-in templates: complete, consistent, found by type, id and version."""

import shutil
from pathlib import Path

import pytest
import re2

from berkas.errors import TemplateNotFound
from berkas.extraction.checks.registry import VALIDATORS
from berkas.model.template import FieldType
from berkas.values.normalise import NORMALISERS
from templates_registry import registry

every_version = pytest.mark.parametrize("template", registry.all_versions(), ids=lambda t: f"{t.slug}-v{t.version}")


def fields_and_columns(template):
    for field in template.fields:
        yield field
        yield from field.items.fields if field.items else ()


@every_version
def test_every_name_in_a_template_exists(template):
    for field in fields_and_columns(template):
        assert field.normaliser is None or field.normaliser in NORMALISERS
        assert field.validator is None or field.validator in VALIDATORS
        assert field.regex is None or re2.compile(field.regex)


@every_version
def test_every_field_can_be_found_somehow(template):
    for field in template.fields:
        assert field.labels or field.find or field.regex or field.items, field.name


@every_version
def test_names_are_unique_and_rows_begin_with_a_column(template):
    names = [field.name for field in template.fields]
    assert len(names) == len(set(names))
    for field in template.fields:
        if field.type is FieldType.ARRAY:
            assert field.items is not None
            assert set(field.items.row_start) <= {column.name for column in field.items.fields}


def test_a_name_that_does_not_exist_is_refused_when_the_file_is_loaded():
    content = """
id: tpl_x
name: x
slug: x
version: 1
document_type_hint: x
fields:
  - {name: a, label: A, find: {rate: {of: b}}}
"""

    with pytest.raises(
        ValueError, match=r"x/v1\.yaml: fields\.0\.find\.rate\.of: b is not the name of a field \(line 8\)"
    ):
        registry.parsed("x/v1.yaml", content)


def test_versions_of_a_template_share_an_id_and_ids_of_templates_differ():
    ids = {(template.slug, template.id) for template in registry.all_versions()}
    assert len(ids) == len({slug for slug, _ in ids}) == len({one for _, one in ids})
    numbered = [(template.slug, template.version) for template in registry.all_versions()]
    assert len(numbered) == len(set(numbered))


@pytest.mark.parametrize("kind", ["ktp", "npwp", "invoice", "rekening_koran"])
def test_the_newest_template_of_a_type_is_found(kind):
    template = registry.latest(kind)
    assert template.document_type_hint == kind
    assert registry.get(template.id) == registry.get(template.id, template.version) == template


@pytest.mark.parametrize(("template_id", "version"), [("tpl_none", None), (registry.latest("ktp").id, 999)])
def test_an_unknown_template_or_version_is_not_found(template_id, version):
    with pytest.raises(TemplateNotFound):
        registry.get(template_id, version)


TYPE = "name: card\nnames: {id: Kartu, en: Card}\ngroup: identity\nposition: 1\n"
TEMPLATE = """id: tpl_x
name: Card
slug: card
version: 1
document_type_hint: card
fields: [{name: number, label: NOMOR}]
"""


@pytest.fixture
def definitions(tmp_path):
    """The definitions of this release, and a type of its own beside them."""

    def write(**files):
        folder = tmp_path / "definitions"
        shutil.copytree(Path(registry.__file__).parent / "definitions", folder)
        (folder / "card").mkdir()
        for name, text in ({"type": TYPE, "v1": TEMPLATE} | files).items():
            (folder / "card" / f"{name}.yaml").write_text(text)
        return folder

    return write


def test_a_folder_of_definitions_is_a_registry_of_its_own(definitions):
    found = registry.load(definitions())

    assert set(found.types) == {*registry.types(), "card"}
    assert found.latest("card").fields[0].name == "number"
    assert "card" not in registry.types()


def test_a_type_without_a_template_is_read_as_free_text(definitions):
    folder = definitions()
    (folder / "card" / "v1.yaml").unlink()

    assert registry.load(folder).latest("card") == registry.latest("generic_ocr")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"v1": TEMPLATE.replace("slug: card", "slug: kard")}, r"card/v1\.yaml: slug: must be card, as its .* \(line 3\)"),
        ({"v1": TEMPLATE.replace("hint: card", "hint: ktp")}, r"card/v1\.yaml: documentTypeHint: must be card.* \(line 5\)"),
        ({"v2": TEMPLATE}, r"card/v2\.yaml: version: must be that of the name of its file, v2\.yaml \(line 4\)"),
        ({"v1": TEMPLATE.replace("tpl_x", registry.latest("ktp").id)}, r"v1\.yaml: id: tpl_\w+ must be that of all versions"),
        ({"v1": TEMPLATE.replace("NOMOR}", "NOMOR, labels: {vocabulary: x.y}}")}, r"card/v1\.yaml: .* x\.y is no list"),
        ({"v1": TEMPLATE.replace("label: NOMOR", "labels: [A]")}, r"card/v1\.yaml: fields\.0\.label: Field required"),
    ],
)  # fmt: skip
def test_a_template_that_does_not_fit_its_folder_is_refused(definitions, files, message):
    with pytest.raises(ValueError, match=message):
        registry.load(definitions(**files))


def test_an_example_of_what_is_no_field_is_refused(definitions):
    with pytest.raises(ValueError, match=r"card/type\.yaml: examples\.nomor: is not the name of a field"):
        registry.load(definitions(type=f"{TYPE}examples: {{nomor: X}}\n"))


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("{of: [nomor]}", r"card/type\.yaml: identity\.of: nomor is not the name of a field"),
        ("{of: [number], apart: [number]}", r"card/type\.yaml: identity\.of: number is named twice"),
        ("{of: []}", r"card/type\.yaml: identity\.of: "),
    ],
)
def test_what_identifies_a_document_is_a_field_of_its_type(definitions, said, message):
    with pytest.raises(ValueError, match=message):
        registry.load(definitions(type=f"{TYPE}identity: {said}\n"))


def test_every_type_whose_documents_can_be_told_apart_says_what_identifies_them():
    assert {name for name in registry.types() if registry.identity_of(name) is None} == {"generic_ocr", "npwp", "other"}
    assert registry.identity_of("invoice").companies >= {"seller_name"}
    assert registry.identity_of("invoice").tax_numbers == {"seller_npwp", "buyer_npwp"}


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (
            "{kind: person, role: holder, states: {nik: nomor}}",
            r"subjects\.0\.states: nomor is not the name of a field",
        ),
        (
            "{kind: person, role: holder, table: rows, states: {nik: x}}",
            r"subjects\.0\.table: rows is not the name of a",
        ),
        (
            "{kind: person, role: holder, states: {nik: number}, shared: {name: number}}",
            r"subjects\.0\.shared: belongs to a table",
        ),
        ("{kind: person, role: holder, states: {shoe_size: number}}", r"subjects\.0\.states\.shoe_size"),
        ("{kind: ghost, role: holder, states: {nik: number}}", r"subjects\.0\.kind"),
    ],
)
def test_what_states_something_of_somebody_is_a_field_or_a_column(definitions, said, message):
    with pytest.raises(ValueError, match=rf"card/type\.yaml: {message}"):
        registry.load(definitions(type=f"{TYPE}subjects: [{said}]\n"))


def test_fields_of_subjects_leave_out_the_tables_that_nobody_compares():
    named = registry.fields_of_subjects()

    assert {"nik", "fullName", "members", "account_holder"} <= named
    assert not {"transactions", "line_items", "date_of_birth_column"} & named
