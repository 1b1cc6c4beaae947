"""Boosted trees: the same as by hand, and the same after they were written and read."""

import math
from dataclasses import replace

import numpy as np
import pytest

from berkas.extraction import trees
from berkas.extraction.evidence.features import FEATURES
from berkas.extraction.judge import FEATURES_OF_JUDGEMENT
from berkas.extraction.judge_tables import CELL_FEATURES, TABLE_FEATURES
from berkas.extraction.trees import Trees

PLAIN = np.array([[0.0, 0.0], [1.0, 1.0]])


def two_trees(calibration=PLAIN):
    """The first asks for column 0 and then for column 1, the second is a leaf alone."""
    return Trees(
        feature=np.array([0, -1, 1, -1, -1, -1], dtype=np.int32),
        threshold=np.array([0.5, 0, 2.0, 0, 0, 0]),
        left=np.array([1, 0, 3, 0, 0, 0], dtype=np.int32),
        right=np.array([2, 0, 4, 0, 0, 0], dtype=np.int32),
        value=np.array([0, -1.0, 0, 0.25, 2.0, 0.5]),
        roots=np.array([0, 5], dtype=np.int32),
        base=-0.25,
        columns=np.array(["a", "b"]),
        calibration=calibration,
    )


def logistic(value):
    return 1 / (1 + math.exp(-value))


def test_leaves_of_all_trees_are_added_to_the_base():
    rows = np.array([[0.5, 9], [0.6, 2], [0.6, 2.1]])

    found = two_trees().raw(rows)

    by_hand = [logistic(-0.25 - 1 + 0.5), logistic(-0.25 + 0.25 + 0.5), logistic(-0.25 + 2 + 0.5)]
    assert found == pytest.approx(by_hand)


def test_a_value_at_the_threshold_goes_left():
    model = two_trees()

    assert model.raw(np.array([[0.5, 0]]))[0] < model.raw(np.array([[0.5000001, 0]]))[0]


def test_the_calibration_is_interpolated_between_its_knots():
    bent = two_trees(np.array([[0.0, 0.0], [0.5, 0.2], [1.0, 1.0]]))
    raw = bent.raw(np.array([[0.6, 2]]))[0]

    assert bent.probabilities(np.array([[0.6, 2]]))[0] == pytest.approx(0.2 + (raw - 0.5) * 0.8 / 0.5)


def test_no_rows_have_no_probabilities():
    assert list(two_trees().probabilities(np.zeros((0, 2)))) == []


def test_models_are_read_as_they_were_written():
    rows = np.array([[0.1, 1], [0.9, 1], [0.9, 3]])

    read = trees.load(trees.dump({"a": two_trees(), "b": two_trees(np.array([[0, 0.5], [1, 0.5]]))}))

    assert set(read) == {"a", "b"}
    assert list(read["a"].probabilities(rows)) == list(two_trees().probabilities(rows))
    assert list(read["b"].probabilities(rows)) == [0.5] * 3


def test_evidence_of_another_release_is_refused():
    with pytest.raises(ValueError, match="3 columns of evidence for a model of 2"):
        two_trees().probabilities(np.zeros((1, 3)))


@pytest.mark.parametrize(
    ("name", "columns"),
    [("meaning", FEATURES), ("judgement", FEATURES_OF_JUDGEMENT), ("cells", CELL_FEATURES), ("tables", TABLE_FEATURES)],
)
def test_the_shipped_models_were_trained_on_the_evidence_that_there_is(name, columns):
    model = trees.shipped()[name]

    assert tuple(model.columns) == columns
    assert model.feature.max() < len(columns)
    assert (np.diff(model.calibration[:, 1]) >= 0).all()
    assert 0 <= model.calibration[:, 1].min() <= model.calibration[:, 1].max() <= 1


def test_names_of_evidence_differ():
    assert len(set(FEATURES_OF_JUDGEMENT)) == len(FEATURES_OF_JUDGEMENT)


def test_the_mean_of_models_has_the_mean_of_their_log_odds():
    one = two_trees()
    other = replace(two_trees(), value=one.value * 3, base=0.75)
    rows = np.array([[0.5, 9], [0.6, 2], [0.6, 2.1]])

    found = trees.mean_of([one, other]).raw(rows)

    odds = [np.log(model.raw(rows) / (1 - model.raw(rows))) for model in (one, other)]
    assert found == pytest.approx(1 / (1 + np.exp(-(odds[0] + odds[1]) / 2)))
