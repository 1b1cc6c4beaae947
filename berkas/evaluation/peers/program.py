"""Runs in the environment of a peer: reads each document that standard input names and writes what was found, a line of JSON each.

It imports nothing of Berkas, for nothing of Berkas is installed there. The documents are those of an evaluation; what is found
goes back through a pipe and is kept nowhere.
"""

import asyncio
import importlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

Found = tuple[Mapping[str, Any], str | None]
"""Fields by the peer's own names, and the text where it gives one."""


def akshara_ocr(path: str, kind: str) -> Found:
    """Identity cards by regular expressions over one line of text; Tesseract where it is installed, which it prefers."""
    found = _akshara_reader({"passport": "paspor"}.get(kind, kind)).extract(path).model_dump()
    return found, None


@cache
def _akshara_reader(kind: str) -> Any:  # noqa: ANN401 - of a library that is not installed here
    has_tesseract = shutil.which("tesseract") is not None
    chosen = {"engine": "tesseract", "lang": "ind"} if has_tesseract else {"engine": "onnx"}
    return importlib.import_module("akshara_ocr").IDDocOCR(doc_type=kind, auto_crop=False, **chosen)


def invoice2data(path: str, _kind: str) -> Found:
    """Invoices by a template for each issuer; with those that come with it."""
    return importlib.import_module("invoice2data").extract_data(path) or {}, None


def xberg(path: str, _kind: str) -> Found:
    """Text of any document."""
    library = importlib.import_module("xberg")
    ocr = library.OcrConfig(language=["ind", "eng"])
    wanted = library.ExtractInput(uri=os.path.realpath(path))
    found = asyncio.run(library.extract(wanted, library.ExtractionConfig(ocr=ocr, use_cache=False)))
    return {}, found.results[0].content


PEERS: Mapping[str, Callable[[str, str], Found]] = {
    "akshara-ocr": akshara_ocr, "invoice2data": invoice2data, "xberg": xberg,
}  # fmt: skip
"""By the name of the distribution; a module is named like it, with underscores."""


def main() -> None:
    """Answer each line ``{"path", "type"}`` with ``{"fields", "text", "cpu_seconds"}``, or with ``{"error"}``: a class's name.

    It ends without an answer where the peer is not installed.
    """
    importlib.import_module(sys.argv[1].replace("-", "_"))
    read, answers = PEERS[sys.argv[1]], sys.stdout
    sys.stdout = sys.stderr  # a library that prints must not break the answers
    for line in sys.stdin:
        wanted = json.loads(line)
        before = os.times()
        try:
            fields, text = read(wanted["path"], wanted["type"])
            answer: dict[str, Any] = {"fields": dict(fields), "text": text}
        except Exception as error:  # noqa: BLE001 - whatever a peer raises is its answer
            answer = {"error": type(error).__name__}
        after = os.times()
        # with its children, such as Tesseract
        answer["cpu_seconds"] = sum(after[:4]) - sum(before[:4])
        answers.write(json.dumps(answer, default=str) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
