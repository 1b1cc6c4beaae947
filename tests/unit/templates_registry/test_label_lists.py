"""Labels that types share: loaded with care, put where templates refer to them."""

import re
from pathlib import Path

import pytest

from templates_registry import label_lists, registry

SHARED = {"dates.due": ("JATUH TEMPO", "DUE DATE"), "dates.period": ("PERIODE", "DUE DATE")}


def resolved(labels):
    content, problems = label_lists.resolved({"fields": [{"name": "x", "labels": labels}]}, SHARED)
    return content["fields"][0]["labels"], problems


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["A", "B"], ["A", "B"]),
        ({"vocabulary": "dates.due"}, ["JATUH TEMPO", "DUE DATE"]),
        ({"vocabulary": ["dates.due", "dates.period"]}, ["JATUH TEMPO", "DUE DATE", "PERIODE"]),
        (["A", {"vocabulary": "dates.due"}, "B"], ["A", "JATUH TEMPO", "DUE DATE", "B"]),
        (["DUE DATE", {"vocabulary": "dates.due"}], ["DUE DATE", "JATUH TEMPO"]),
    ],
)
def test_a_reference_is_replaced_by_its_labels_in_order(labels, expected):
    assert resolved(labels) == (expected, [])


@pytest.mark.parametrize(
    ("labels", "path", "message"),
    [
        ({"vocabulary": "dates.none"}, "fields.0.labels.vocabulary", "dates.none is no list of the vocabulary"),
        (["A", {"vocabulary": 7}], "fields.0.labels.1.vocabulary", "7 is no list of the vocabulary"),
        ({"vocabluary": "dates.due"}, "fields.0.labels", "must be labels or {vocabulary: …}"),
        ([{"vocabulary": "dates.due", "and": []}], "fields.0.labels.0", "must be labels or {vocabulary: …}"),
    ],
)
def test_a_reference_that_leads_nowhere_is_named_by_its_path(labels, path, message):
    _, problems = resolved(labels)

    assert problems == [(path, message)]


def test_what_stands_under_other_keys_is_left_alone():
    content = {"label": {"vocabulary": "dates.due"}, "checks": [{"rate": {"base": "a"}}]}

    assert label_lists.resolved(content, SHARED) == (content, [])


def test_lists_have_the_name_of_their_file(tmp_path):
    (tmp_path / "dates.yaml").write_text("due: [JATUH TEMPO]\n")
    (tmp_path / "README.md").write_text("no list")

    assert label_lists.load(tmp_path) == {"dates.due": ("JATUH TEMPO",)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("due: [A]\nnumber: [NO, B]\n", r"words/x\.yaml: number\.0: must be text; quote words .*\(line 2\)"),
        ("due: [A, B, A]\n", r"words/x\.yaml: due\.2: A stands twice in this list \(line 1\)"),
        ("due: []\n", r"words/x\.yaml: due: .* \(line 1\)"),
        ("due:\n  nested: [A]\n", r"words/x\.yaml: due: .* \(line 1\)"),
        ("[A, B]\n", r"words/x\.yaml: file: .* \(line 1\)"),
    ],
)
def test_a_file_that_is_not_lists_of_labels_is_refused(text, message, tmp_path):
    folder = tmp_path / "words"
    folder.mkdir()
    (folder / "x.yaml").write_text(text)

    with pytest.raises(ValueError, match=message):
        label_lists.load(folder)


def test_every_list_of_the_vocabulary_is_used():
    definitions = (Path(registry.__file__).parent / "definitions").glob("*/*.yaml")
    used = {word for file in definitions for word in re.findall(r"[a-z_]+\.[a-z_]+", file.read_text(encoding="utf-8"))}

    assert not set(registry.shared_labels()) - used
