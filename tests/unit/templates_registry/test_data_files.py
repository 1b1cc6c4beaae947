"""A data file says where it is wrong."""

import pytest

from templates_registry.data_files import DataFile

TEXT = """# a comment
name: x
fields:
  - {name: a, label: A}
  - name: b
    require_confidence_above: 200
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("name", 2),
        ("fields.0.label", 4),
        ("fields.1", 5),
        ("fields.1.requireConfidenceAbove", 6),
        ("fields.1.find.x", 5),
    ],
)
def test_a_problem_names_the_line_of_its_path(path, line):
    refusal = DataFile("x/v1.yaml", TEXT).refusal([(path, "is wrong")])

    assert str(refusal) == f"x/v1.yaml: {path}: is wrong (line {line})"


def test_what_is_missing_altogether_is_named_at_the_first_line():
    assert str(DataFile("x", TEXT).refusal([("slug", "is missing")])) == "x: slug: is missing (line 1)"


def test_a_file_that_is_no_yaml_is_refused_with_its_line():
    with pytest.raises(ValueError, match=r"^x/v1\.yaml: .* \(line 2\)$"):
        DataFile("x/v1.yaml", "a: 1\nb: [1, 2: }\n").content()


def test_a_key_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match=r"^x\.yaml: due stands twice \(line 2\)$"):
        DataFile("x.yaml", "due: [A]\ndue: [B]\n").content()


def test_yaml_makes_nothing_but_data():
    with pytest.raises(ValueError, match="could not determine a constructor"):
        DataFile("x.yaml", "!!python/object/apply:os.getcwd []").content()
