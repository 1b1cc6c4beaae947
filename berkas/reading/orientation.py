"""Which way up a picture is, by the document orientation model."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np
import onnxruntime

from berkas.reading.images import Pixels

_SHORT_SIDE: Final = 256
_INPUT_SIDE: Final = 224
_MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
_DEVIATION = np.array([0.229, 0.224, 0.225], dtype=np.float32)
_LEAST_SCORE: Final = 0.6
_LONGEST: Final = 20
"""Pictures that are so many times longer than wide are no papers; brought to the model's size they would fill the memory."""

_UNDO: Final = {90: cv2.ROTATE_90_COUNTERCLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_CLOCKWISE}


class OrientationModel:
    """Tells by how many degrees clockwise a picture was turned."""

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def rotation_of(self, picture: Pixels) -> int:
        """0, 90, 180 or 270; 0 too when the model is not sure."""
        if max(picture.shape[:2]) > _LONGEST * min(picture.shape[:2]):
            return 0
        scores = self._session.run(None, {"x": _input(picture)})[0][0]
        best = int(np.argmax(scores))
        return best * 90 if float(scores[best]) >= _LEAST_SCORE else 0


def upright(picture: Pixels, rotation: int) -> Pixels:
    """The picture with a clockwise rotation of 0, 90, 180 or 270 degrees undone."""
    return cv2.rotate(picture, _UNDO[rotation]) if rotation else picture  # type: ignore[return-value]


def _input(picture: Pixels) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    height, width = picture.shape[:2]
    scale = _SHORT_SIDE / min(height, width)
    size = (max(_INPUT_SIDE, round(width * scale)), max(_INPUT_SIDE, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    top, left = (size[1] - _INPUT_SIDE) // 2, (size[0] - _INPUT_SIDE) // 2
    square = small[top : top + _INPUT_SIDE, left : left + _INPUT_SIDE]
    normal = (square.astype(np.float32) / 255.0 - _MEAN) / _DEVIATION
    return np.ascontiguousarray(normal.transpose(2, 0, 1)[None])
