"""JPEG files that lack their end: what can be shown of them, and how much of the picture is not there.

An upload that broke off, a card that was pulled out, a mail gateway that drops the last bytes: every viewer shows such a picture,
grey where nothing came. Source of the syntax: ITU-T T.81, annex B.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from berkas.errors import UnreadableFile

Decoded = npt.NDArray[np.uint8]
"""Rows as they lie in the file, whatever way up that is."""

_END: Final = b"\xff\xd9"
_SCAN: Final = b"\xff\xda"
_FILLER: Final = b"\x55\xaa\x3c\x71" * 4096
"""Bytes that are no marker: a scan that still wants data takes them for it, one that is complete passes them over."""

_ROWS_AT_ONCE: Final = 256
_WITHIN_DATA: Final = frozenset({0x00, 0xFF, *range(0xD0, 0xD8)})
"""What may follow 0xFF and begins no segment: a stuffed zero, a fill byte, a restart."""

_END_OF_IMAGE: Final = 0xD9
_START_OF_SCAN: Final = 0xDA
_PROGRESSIVE: Final = 0xC2
_FILL: Final = 0xFF


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cut file shows.

    Attributes:
        content: A file that decoders take: what is whole of the cut one, and an end.
        missing: Part of the picture that is not there or not in full detail, 0-1; 0 where only the end of the file is.
    """

    content: bytes
    missing: float


def completed(content: bytes, decode: Callable[[bytes], Decoded]) -> Shown:
    """A cut file with an end.

    What is missing is found by decoding twice, once with other bytes in place of what does not come: where both agree, nothing is.

    Args:
        content: A file that a decoder refuses.
        decode: Decodes a file.

    Raises:
        UnreadableFile: Nothing of the picture can be shown.
    """
    part, scans, is_coarse = _whole_part(content)
    shown = decode(part + _END)
    try:
        other = decode(part + _FILLER + _END)
    except UnreadableFile:
        other = np.empty(0, np.uint8)
    missing = 1 - _equal_rows(shown, other) / max(1, shown.shape[0])
    if scans == 1 and missing == 1:  # not even the first row of blocks
        raise UnreadableFile
    return Shown(part + _END, 1.0 if is_coarse else missing)


def _equal_rows(one: Decoded, other: Decoded) -> int:
    """How many rows from the first one on are the same."""
    if one.shape != other.shape:
        return 0
    for start in range(0, one.shape[0], _ROWS_AT_ONCE):
        differs = (one[start : start + _ROWS_AT_ONCE] != other[start : start + _ROWS_AT_ONCE]).reshape(
            min(_ROWS_AT_ONCE, one.shape[0] - start), -1
        )
        rows = np.flatnonzero(differs.any(axis=1))
        if rows.size:
            return start + int(rows[0])
    return len(one)


def has_end(content: bytes) -> bool:
    """Whether a file has a marker of its end behind its last scan; within scans no byte looks like one."""
    return content.rfind(_END) > content.rfind(_SCAN)


def _whole_part(content: bytes) -> tuple[bytes, int, bool]:
    """The file up to the end of its last whole segment or of its data; its scans; and whether those that refine it are lacking.

    Raises:
        UnreadableFile: It ends before its first scan begins.
    """
    at, scans, is_coarse, brightest = 2, 0, False, 1
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            end = len(content.rstrip(b"\xff"))  # half a marker
            break
        code = content[at + 1]
        if code in _WITHIN_DATA:
            at += 1 if code == _FILL else 2
            continue
        length = int.from_bytes(content[at + 2 : at + 4])
        if code == _END_OF_IMAGE or length < 2 or at + 2 + length > len(content):
            end = at
            break
        if code == _PROGRESSIVE:
            is_coarse, brightest = True, content[at + 10]
        elif code == _START_OF_SCAN:
            scans += 1
            is_coarse = is_coarse and not _is_finest(content[at + 4 : at + 2 + length], brightest)
        at += 2 + length
    if not scans:
        raise UnreadableFile
    return content[:end], scans, is_coarse


def _is_finest(scan: bytes, component: int) -> bool:
    """Whether a scan of a progressive file brings the finest detail of a component (T.81, G.1.1): the last bit of coefficient 63.

    Of the first component, which is the brightness: what only refines colours nobody misses who reads.
    """
    return len(scan) >= 4 and scan[-2] == 63 and scan[-1] & 0x0F == 0 and scan[1] == component
