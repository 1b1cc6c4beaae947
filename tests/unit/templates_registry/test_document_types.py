"""The types are files: each checked by itself and beside the others, errors name file, path and line."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from berkas.model.type_definition import Fallback, TypeGroup
from berkas.retention import DEFAULT_DAYS, policy, retain_until
from templates_registry import document_types

CARD = """name: card
names: {id: Kartu, en: Card}
group: identity
position: 1
evidence:
  titles: [KARTU CONTOH]
  patterns: ['(?<!\\d)\\d{9}(?!\\d)']
"""
TEXT = "name: text\nnames: {id: Teks, en: Text}\ngroup: generic\nposition: 2\nfree_text: true\nfallback: text\n"
NOTHING = TEXT.replace("text\nnames", "nothing\nnames", 1).replace("fallback: text", "fallback: no_text")


@pytest.fixture
def folder(tmp_path):
    """A folder of types; give other content by name."""

    def write(**files):
        for name, text in {"card": CARD, "text": TEXT, "nothing": NOTHING, **files}.items():
            (tmp_path / name).mkdir(exist_ok=True)
            if text is not None:
                (tmp_path / name / "type.yaml").write_text(text)
        return tmp_path

    return write


def test_a_type_is_known_by_its_folder(folder):
    types = document_types.load(folder())

    assert list(types) == ["card", "nothing", "text"]
    assert types["card"].group is TypeGroup.IDENTITY
    assert types["card"].evidence.titles == ("KARTU CONTOH",)
    assert types["text"].fallback is Fallback.TEXT


def test_types_stand_in_the_order_that_they_say(folder):
    assert list(document_types.load(folder(text=TEXT.replace("position: 2", "position: 0")))) == [
        "text",
        "card",
        "nothing",
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("name: card", "name: kard"), r"card/type\.yaml: name: must be card, as its folder \(line 1\)"),
        (("group: identity", "group: cards"), r"card/type\.yaml: group: Input should be 'identity'.* \(line 3\)"),
        (("position: 1\n", "position: 1\ncolour: red\n"), r"card/type\.yaml: colour: Extra inputs .* \(line 5\)"),
        (("{9}(?!", "{9}(?"), r"card/type\.yaml: evidence\.patterns\.0: .*not a valid regular expression.* \(line 7\)"),
        (("[KARTU CONTOH]", "[NO, KARTU]"), r"card/type\.yaml: evidence\.titles\.0: must be text; .* \(line 6\)"),
        (("[KARTU CONTOH]", "[A B, A B]"), r"card/type\.yaml: evidence\.titles: A B stands twice \(line 6\)"),
        (("position: 1\n", "position: 1\nfallback: text\n"), r"card/type\.yaml: file: .*fallback belongs to"),
        (("position: 1\n", "position: 1\nretention_days: 0\n"), r"card/type\.yaml: retention_days: .* \(line 5\)"),
        (("names: {id: Kartu, en: Card}\n", ""), r"card/type\.yaml: names: Field required \(line 1\)"),
    ],
)
def test_an_error_names_file_path_and_line(folder, change, message):
    with pytest.raises(ValueError, match=message):
        document_types.load(folder(card=CARD.replace(*change)))


def test_a_folder_without_a_type_is_refused(folder):
    with pytest.raises(ValueError, match=r"empty: has no type\.yaml"):
        document_types.load(folder(empty=None))


def test_free_text_has_no_evidence(folder):
    with pytest.raises(ValueError, match="a type of free text has no evidence"):
        document_types.load(folder(text=f"{TEXT}evidence: {{titles: [TEKS]}}\n"))


@pytest.mark.parametrize(
    ("files", "takers"), [({"text": NOTHING.replace("name: nothing", "name: text")}, "none"), ({"more": None}, "")]
)
def test_one_type_takes_each_kind_of_unknown_documents(folder, files, takers):
    if not takers:
        files = {"more": TEXT.replace("name: text", "name: more")}
        takers = "more, text"

    with pytest.raises(ValueError, match=f"one type must have fallback text, not {takers}"):
        document_types.load(folder(**files))


def test_every_type_of_this_release_has_names_of_its_own():
    types = document_types.built_in().values()

    for names in ([one.names.id for one in types], [one.names.en for one in types], [one.position for one in types]):
        assert len(set(names)) == len(names) == 20
    assert document_types.free_text() == {"generic_ocr", "other"}


def test_models_take_known_types_only_and_show_them():
    adapter = TypeAdapter(document_types.KnownType)

    assert adapter.validate_python("ktp") == "ktp"
    assert adapter.json_schema()["enum"] == list(document_types.names())
    with pytest.raises(ValidationError, match="Input should be 'ktp', 'npwp'"):
        adapter.validate_python("ktpp")


def test_documents_of_the_books_are_kept_at_least_ten_years_whatever_the_leap_days():
    for year in range(2024, 2034):
        start = datetime(year, 1, 1, tzinfo=UTC)
        end = retain_until(start, "faktur_pajak", defaults=document_types.retention_days(), overrides={})
        assert end >= start.replace(year=year + 10)


def test_documents_of_children_are_kept_for_less_than_any_other():
    days = policy(document_types.retention_days(), {})

    assert {days.pop("kartu_keluarga"), days.pop("akta_lahir")} == {731}
    assert set(days.values()) == {DEFAULT_DAYS, 3653}
