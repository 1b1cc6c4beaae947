"""Gradient-boosted trees and their calibration, evaluated with numpy alone: a model is a file of arrays, made by `berkas train`."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_FILE: Final = "judgement.npz"


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Boosted trees with a logistic link and a monotonous calibration.

    Attributes:
        feature: Column that a node looks at; -1 for a leaf. All trees one after the other.
        threshold: A row goes left when its value is at most this.
        left: Index of the node for that, from the beginning of all nodes.
        right: Index of the other one.
        value: Of a leaf, to be added up.
        roots: Index of the first node of each tree.
        base: What the sum starts with.
        columns: Names of the columns of evidence that it was trained on.
        calibration: Pairs of a raw probability and the observed one, in order; between them it is interpolated.
    """

    feature: npt.NDArray[np.int32]
    threshold: Floats
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    value: Floats
    roots: npt.NDArray[np.int32]
    base: float
    columns: npt.NDArray[np.str_]
    calibration: Floats

    def raw(self, rows: npt.NDArray[Any]) -> Floats:
        """Uncalibrated probabilities 0-1, one per row.

        Raises:
            ValueError: The rows are no evidence of this model: its file and the code are of different releases.
        """
        if not len(rows):
            return np.zeros(0)
        if rows.shape[1] != len(self.columns):
            message = f"{rows.shape[1]} columns of evidence for a model of {len(self.columns)}"
            raise ValueError(message)
        nodes = np.repeat(self.roots[None, :], len(rows), axis=0)
        index = np.arange(len(rows))[:, None]
        while True:
            feature = self.feature[nodes]
            is_inner = feature >= 0
            if not is_inner.any():
                break
            goes_left = rows[index, np.maximum(feature, 0)] <= self.threshold[nodes]
            following = np.where(goes_left, self.left[nodes], self.right[nodes])
            nodes = np.where(is_inner, following, nodes)
        raw: Floats = 1 / (1 + np.exp(-(self.value[nodes].sum(axis=1) + self.base)))
        return raw

    def probabilities(self, rows: npt.NDArray[Any]) -> Floats:
        """Calibrated probabilities 0-1, one per row."""
        raw = self.raw(rows)
        calibrated: Floats = np.interp(raw, self.calibration[:, 0], self.calibration[:, 1])
        return calibrated


def mean_of(models: Sequence[Trees]) -> Trees:
    """The model whose raw log odds are the mean of those of others, with the calibration of the first."""
    offsets = np.cumsum([0, *(len(model.feature) for model in models)])[:-1]
    return replace(
        models[0],
        feature=np.concatenate([model.feature for model in models]),
        threshold=np.concatenate([model.threshold for model in models]),
        left=_moved([model.left for model in models], offsets),
        right=_moved([model.right for model in models], offsets),
        value=np.concatenate([model.value for model in models]) / len(models),
        roots=_moved([model.roots for model in models], offsets),
        base=float(np.mean([model.base for model in models])),
    )


def _moved(indexes: Sequence[npt.NDArray[np.int32]], offsets: npt.NDArray[np.int_]) -> npt.NDArray[np.int32]:
    moved = [(own + offset).astype(np.int32) for own, offset in zip(indexes, offsets, strict=True)]
    return np.concatenate(moved)


def dump(models: Mapping[str, Trees]) -> bytes:
    """Models as the bytes of a file."""
    buffer = io.BytesIO()
    arrays = {
        f"{name}.{key}": np.asarray(getattr(model, key)) for name, model in models.items() for key in Trees.__slots__
    }
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


def load(content: bytes) -> dict[str, Trees]:
    """The models of a file."""
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        names = {key.partition(".")[0] for key in file.files}
        return {name: _trees({key: file[f"{name}.{key}"] for key in Trees.__slots__}) for name in names}


def _trees(arrays: Mapping[str, Any]) -> Trees:
    return Trees(**{**arrays, "base": float(arrays["base"])})


@cache
def shipped() -> dict[str, Trees]:
    """The models of this release, by name."""
    return load(resources.files("berkas.extraction").joinpath(_FILE).read_bytes())
