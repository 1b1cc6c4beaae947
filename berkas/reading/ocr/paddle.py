"""PP-OCRv6 through rapidocr and onnxruntime; docs/decisions/0007 gives the measurements behind every number here."""

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Final, cast

import cv2
import numpy as np
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_cls import TextClsOutput
from rapidocr.ch_ppocr_rec import TextRecOutput
from rapidocr.ch_ppocr_rec.typings import WordInfo, WordType
from rapidocr.main import RapidOCRError

from berkas.reading.images import Pixels
from berkas.reading.limits import OcrOptions
from berkas.reading.ocr import model_files as models
from berkas.reading.ocr.engine import Corners, OcrLine, OcrWord
from berkas.reading.ocr.word_gaps import bounds_of_words, spacing_of

_PARAMETERS: Final[dict[str, Any]] = {
    "Global.use_cls": False,
    "Global.text_score": 0.0,
    "Global.max_side_len": 4000,
    "Global.return_word_box": True,
    "Global.log_level": "critical",
    "Det.limit_type": "max",
    "Det.limit_side_len": 1600,
    # lines are padded to this width at least; half of the stock width saves a quarter of the time and changes no text
    "Rec.rec_img_shape": [3, 48, 160],
    # two processes of one thread beat one process of two
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
_MUCH_TEXT: Final = 350
"""Sum of width / height over the lines above which a page counts as long; a photo card has about 250, a full page 2 000."""

_SURE: Final = 0.985
"""In a cascade, lines that the tiny model reads with less confidence are read again by the small one."""

_SURE_OF_MUCH: Final = 0.955
"""The same on long pages, where reading twice costs most."""


_DOUBTFUL_SPACE: Final = 0.92
"""Certainty at most of words beside a space that the picture leaves in doubt."""

_NARROW: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
"""Wide forms of ASCII signs, which the models write where Chinese text would have them: "：" for ":"."""


class PaddleOcr:
    """One detector and up to two recognisers; holds call state, so one per process."""

    def __init__(self, options: OcrOptions) -> None:
        folder = Path(options.models_dir) if options.models_dir else None
        prepared = folder if folder and all((folder / name).is_file() for name in models.FILES) else None
        self._recogniser = options.recogniser if prepared else "small"
        suffix = "latin" if prepared else "stock"
        self._names = {name: f"ppocrv6-{name}-{suffix}" for name in ("small", "tiny", "cascade")}
        self._small = _engine(prepared, models.SMALL_RECOGNISER)
        self._tiny = _engine(prepared, models.TINY_RECOGNISER) if prepared else self._small
        self.model_used = self._names["small"]

    def warm_up(self) -> None:
        """Make rapidocr load its models, which it does when it first reads with each."""
        picture = np.full((96, 480, 3), 255, np.uint8)
        cv2.putText(picture, "SPECIMEN", (20, 64), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (0, 0, 0), 3)
        self.read(picture)
        for engine in (self._small, self._tiny):
            _recognised(engine, [picture])

    def read(self, picture: Pixels) -> list[OcrLine]:
        """Lines in reading order."""
        prepared, record = self._small.preprocess_img(picture)
        if not _holds_anything(prepared):
            return []
        try:
            crops, detected = self._small.detect_and_crop(prepared, record)
        except RapidOCRError:  # its way to say that there is no text
            return []
        recognised = _respaced(self._recognise(crops), crops)
        return _lines(self._small.build_final_output(picture, detected, TextClsOutput(), recognised, crops, record))

    def read_lines(self, crops: list[Pixels]) -> list[str]:
        """The text of each picture of a line, by the same models as a page."""
        read = self._recognise([np.ascontiguousarray(crop) for crop in crops])
        return list(read.txts or ()) or [""] * len(crops)

    def _recognise(self, crops: list[Pixels]) -> TextRecOutput:
        choice = "cascade" if self._recogniser == "auto" else self._recogniser
        self.model_used = self._names[choice]
        if choice == "small":
            return _recognised(self._small, crops)
        read = _recognised(self._tiny, crops)
        if choice == "tiny":
            return read
        is_much = sum(crop.shape[1] / crop.shape[0] for crop in crops) > _MUCH_TEXT
        return self._read_unsure_again(crops, read, _SURE_OF_MUCH if is_much else _SURE)

    def _read_unsure_again(self, crops: list[Pixels], read: TextRecOutput, sure: float) -> TextRecOutput:
        unsure = [index for index, score in enumerate(read.scores) if score < sure]
        if not unsure:
            return read
        again = _recognised(self._small, [crops[index] for index in unsure])
        texts, scores, words = list(read.txts or ()), list(read.scores), list(read.word_results)
        for position, index in enumerate(unsure):
            texts[index] = (again.txts or ())[position]
            scores[index] = again.scores[position]
            words[index] = again.word_results[position]
        merged: Any = TextRecOutput(read.imgs, scores=scores, elapse=read.elapse, viser=read.viser)
        merged.txts, merged.word_results = tuple(texts), tuple(words)
        return cast("TextRecOutput", merged)


def _engine(folder: Path | None, recogniser: str) -> RapidOCR:
    chosen = dict(_PARAMETERS)
    if folder is not None:
        chosen |= {"Det.model_path": str(folder / models.DETECTOR), "Rec.model_path": str(folder / recogniser)}
    return RapidOCR(params=chosen)


def _recognised(engine: RapidOCR, crops: list[Pixels]) -> TextRecOutput:
    """The texts of line pictures, with a confidence for each word.

    rapidocr 3.10 pairs the words of a line with the confidences of its first characters; this pairs them with their own.
    """
    read = engine.recognize_txt(crops)
    infos = cast("tuple[WordInfo, ...]", read.word_results)  # they become tuples later
    for text, info in zip(read.txts or (), infos, strict=False):
        characters = [sure for character, sure in zip(text, info.confs, strict=False) if not character.isspace()]
        if any(kind is not WordType.EN_NUM for kind in info.word_types):
            _group_by_spaces(text, info)
        info.confs = [_of_word(characters, start, len(word)) for start, word in _with_starts(info.words)]
    return read


def _group_by_spaces(text: str, info: WordInfo) -> None:
    """The words of a line by its spaces: with one wide sign in a line each of its characters counts as a word."""
    letters = [letter for word in info.words for letter in word]
    columns = [column for word in info.word_cols for column in word]
    bounds = bounds_of_words(text, "".join(letters))
    info.words = [letters[start:end] for start, end in bounds]
    info.word_cols = [columns[start:end] for start, end in bounds]
    info.word_types = [WordType.EN_NUM] * len(bounds)


def _respaced(read: TextRecOutput, crops: list[Pixels]) -> TextRecOutput:
    """The same texts with their spaces where the pictures of the lines have gaps."""
    texts = list(read.txts or ())
    infos = cast("tuple[WordInfo, ...]", read.word_results)
    for index, (crop, info) in enumerate(zip(crops, infos, strict=False)):
        if (
            info.line_txt_len
            and len(info.words) == len(info.confs)
            and "".join(map("".join, info.words)) == "".join(texts[index].split())
        ):
            _respace(crop, texts[index], info)
            texts[index] = " ".join("".join(word) for word in info.words)
    read.txts = cast("tuple[str]", tuple(texts))
    return read


def _respace(crop: Pixels, text: str, info: WordInfo) -> None:
    letters = [letter for word in info.words for letter in word]
    columns = [column for word in info.word_cols for column in word]
    sure = [conf for word, conf in zip(info.words, info.confs, strict=True) for _ in word]
    if len(letters) < 2:  # one letter has no gap
        return
    parted = list(accumulate(len(word) for word in info.words))[:-1]
    written = frozenset(accumulate(len(word) for word in text.split())) & frozenset(parted)
    width = crop.shape[1] / info.line_txt_len
    spacing = spacing_of(crop, "".join(letters), [(column + 0.5) * width for column in columns], parted, written)
    bounds = list(pairwise((0, *spacing.starts, len(letters))))
    info.words = [letters[start:end] for start, end in bounds]
    info.word_cols = [columns[start:end] for start, end in bounds]
    info.word_types = [WordType.EN_NUM] * len(bounds)
    info.confs = [
        min(*sure[start:end], *(_DOUBTFUL_SPACE for number in spacing.unsure if start <= number <= end), 1.0)
        for start, end in bounds
    ]


def _with_starts(words: list[list[str]]) -> Iterator[tuple[int, list[str]]]:
    start = 0
    for word in words:
        yield start, word
        start += len(word)


def _of_word(characters: list[float], start: int, length: int) -> float:
    """A word is as sure as the mean of its characters and the worst one together."""
    own = characters[start : start + length] or [0.0]
    return (min(own) + sum(own) / len(own)) / 2


def _holds_anything(picture: Pixels) -> bool:
    """Whether there is more than one colour; a blank page needs no detector."""
    return bool(picture.size) and int(picture.max()) - int(picture.min()) > 8


def _lines(result: Any) -> list[OcrLine]:  # noqa: ANN401 - rapidocr's outputs are of several classes
    if result.boxes is None or not result.txts:
        return []
    # rapidocr leaves lines out of the words' list when it finds no place for their words
    word_lists = result.word_results if len(result.word_results) == len(result.txts) else [()] * len(result.txts)
    return [
        _line(text, float(score), _corners(box), words or ())
        for box, text, score, words in zip(result.boxes, result.txts, result.scores, word_lists, strict=True)
    ]


def _line(text: str, confidence: float, corners: Corners, found: Any) -> OcrLine:  # noqa: ANN401 - nested tuples
    text = text.translate(_NARROW)
    words = tuple(
        OcrWord(word.translate(_NARROW), float(sure), _corners(at)) for word, sure, at in found if word.strip()
    )
    if "".join(word.text for word in words) != "".join(text.split()):
        words = tuple(_spread(text, confidence, corners))
    return OcrLine(words, confidence, corners)


def _spread(text: str, confidence: float, corners: Corners) -> Iterator[OcrWord]:
    """The words of a line whose places are unknown, each given its share of the line's length."""
    top_left, top_right, bottom_right, bottom_left = (np.array(corner) for corner in corners)
    for match in re.finditer(r"\S+", text):
        start, end = match.start() / len(text), match.end() / len(text)
        upper, lower = top_right - top_left, bottom_right - bottom_left
        place = (
            top_left + upper * start,
            top_left + upper * end,
            bottom_left + lower * end,
            bottom_left + lower * start,
        )
        yield OcrWord(match.group(), confidence, _corners(place))


def _corners(points: Any) -> Corners:  # noqa: ANN401 - an array or nested lists
    return cast("Corners", tuple((float(x), float(y)) for x, y in np.asarray(points).reshape(4, 2)))
