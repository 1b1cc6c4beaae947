"""`berkas train` on a few documents, through the real reader."""

import importlib.util

import pytest

from berkas.extraction.judge import FEATURES_OF_JUDGEMENT
from berkas.extraction.trees import load
from deployments.cli import build
from deployments.commands import train


def run(*words):
    with pytest.raises(SystemExit) as ended:
        build()(list(words))
    return ended.value.code or 0


def test_a_model_is_made_and_what_went_in_is_printed(tmp_path, capsys):
    file = tmp_path / "made" / "model.npz"
    assert run("train", "--quick", "--output", str(file)) == 0

    models = load(file.read_bytes())
    assert set(models) == {"meaning", "judgement", "cells", "tables"}
    assert max(model.feature.max() for model in models.values()) < len(FEATURES_OF_JUDGEMENT)
    for model in models.values():
        assert len(model.roots) > 50
        assert (model.calibration[:, 1] >= 0).all()
        assert (model.calibration[1:] >= model.calibration[:-1]).all()
    out = capsys.readouterr().out
    assert "| family `train` | `invoice` | `text_pdf` | 1–8 | 8 |" in out
    assert "| family `calibrate` | `invoice` | `text_pdf` | 1–4 | 4 |" in out
    assert "| documents | 15 |" in out
    assert "| wrong among those |" in out


def test_without_its_extra_it_says_what_to_install(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(train, "find_spec", lambda name: None if name == "sklearn" else importlib.util.find_spec(name))
    file = tmp_path / "model.npz"

    assert run("train", "--quick", "--output", str(file)) == 1
    assert "berkas[train,specimens]" in capsys.readouterr().out
    assert not file.exists()


def test_families_share_no_layouts_and_none_is_the_one_that_measures():
    """A model would be judged by what it knows by heart."""
    # here: scikit-learn takes seconds to import, and every test process imports this file
    from berkas.evaluation.training_sets import DEFAULT

    composed = [{one.family for one in family} - {None} for family in DEFAULT]
    drawn = [{one.half for one in family if one.family is None} for family in DEFAULT]

    assert sum(map(len, composed)) == len(set().union(*composed)) == 2
    assert "judge" not in set().union(*composed)
    assert sum(map(len, drawn)) == len(set().union(*drawn)) == 2
