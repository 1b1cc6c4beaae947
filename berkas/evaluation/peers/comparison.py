"""Berkas and another program on the same documents, in one run: values right, values wrong, CPU-seconds.

Only what the peer offers is compared: fields that it has a name for, or its text. Both are given the type. A peer's value is
judged generously: dates in any order of writing, a value among others of its field, a name with what stands around it.
"""

import json
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, Self

from berkas.errors import DocumentError
from berkas.evaluation.peers import program
from berkas.evaluation.run import REVIEW_THRESHOLD, Case, TemplateOf
from berkas.evaluation.scoring import compare, same
from berkas.extraction.apply import apply_template
from berkas.model.extraction import Scalar
from berkas.model.geometry import Page
from berkas.reading.reader import DocumentReader
from berkas.values.dates import parse_day

_OF_CARDS: Final = {
    "ktp": {
        "nik": "nik", "fullName": "nama", "placeOfBirth": "tempat_tanggal_lahir", "dateOfBirth": "tempat_tanggal_lahir",
        "gender": "jenis_kelamin", "address": "alamat", "religion": "agama", "maritalStatus": "status_perkawinan",
        "occupation": "pekerjaan", "nationality": "kewarganegaraan", "validUntil": "berlaku_hingga",
    },
    "sim": {
        "sim_number": "nomor_sim", "name": "nama", "address": "alamat", "place_of_birth": "tempat_tanggal_lahir",
        "date_of_birth": "tempat_tanggal_lahir", "blood_type": "golongan_darah", "license_class": "jenis_sim",
        "expiry_date": "berlaku_hingga", "occupation": "pekerjaan",
    },
    "passport": {
        "passport_number": "passport_number", "full_name": "full_name", "nationality": "nationality",
        "date_of_birth": "date_of_birth", "sex": "sex", "expiry_date": "expiry_date", "issuing_office": "issuing_office",
    },
}  # fmt: skip
_OF_INVOICES: Final = {
    "invoice": {
        "invoice_number": "invoice_number", "invoice_date": "date", "seller_name": "issuer", "total_amount": "amount",
        "currency": "currency",
    },
}  # fmt: skip

FIELDS: Final[Mapping[str, Mapping[str, Mapping[str, str]]]] = {
    "akshara-ocr": _OF_CARDS, "invoice2data": _OF_INVOICES, "xberg": {},
}  # fmt: skip
"""By peer and type, the peer's name of each field that both have; a peer without any gives text."""

_END_SECONDS: Final = 10
"""A peer that has nothing more to read has this long to end."""

_LEAST_LETTERS: Final = 3
"""A shorter value stands in any text."""


@dataclass(slots=True)
class Side:
    """What one program did.

    Attributes:
        right: Values that it has right.
        wrong: Values that it gives and that are wrong; of a text none can be.
        unread: Documents that it ended in an error.
        cpu_seconds: With its children.
    """

    right: int = 0
    wrong: int = 0
    unread: int = 0
    cpu_seconds: float = 0.0

    def add(self, other: Self) -> None:
        """Count what it did on further documents."""
        self.right += other.right
        self.wrong += other.wrong
        self.unread += other.unread
        self.cpu_seconds += other.cpu_seconds


@dataclass(slots=True)
class Both:
    """Sums over documents of one type that were sent one way."""

    documents: int = 0
    values: int = 0
    ours: Side = field(default_factory=Side)
    theirs: Side = field(default_factory=Side)

    def add(self, other: Self) -> None:
        """Count further documents."""
        self.documents += other.documents
        self.values += other.values
        self.ours.add(other.ours)
        self.theirs.add(other.theirs)


class Peer:
    """Another program in an environment of its own, started once."""

    def __init__(self, name: str, python: Path) -> None:
        """Start it.

        Args:
            name: One of `FIELDS`.
            python: Interpreter of the environment in which it is installed.
        """
        self.name = name
        self._process = subprocess.Popen(  # noqa: S603 - the interpreter that the caller named
            [python, program.__file__, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def types(self) -> frozenset[str]:
        """The types that it has fields of; empty where it gives text of all."""
        return frozenset(FIELDS[self.name])

    def read(self, path: Path, kind: str) -> dict[str, Any]:
        """What it makes of a document.

        Raises:
            EOFError: It ended, or was never installed there.
        """
        if self._process.stdin is None or self._process.stdout is None:
            raise EOFError(self.name)
        try:
            self._process.stdin.write(json.dumps({"path": str(path), "type": kind}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise EOFError(self.name) from None
        line = self._process.stdout.readline()
        if not line:
            raise EOFError(self.name)
        found: dict[str, Any] = json.loads(line)
        return found


def compared(
    cases: Iterable[Case], reader: DocumentReader, peer: Peer, template_of: TemplateOf, *, today: date
) -> Iterator[tuple[tuple[str, str], Both]]:
    """Each document's figures with its type and way of sending; those without a type, or of one without fields, are left out."""
    with tempfile.TemporaryDirectory() as folder:
        for case in cases:
            kind = case.truth.type
            if kind is None or (peer.types() and kind not in peer.types()):
                continue
            path = Path(folder) / Path(case.name).name
            path.write_bytes(case.content)
            both = _compared(case, path, reader, peer, template_of, today)
            path.unlink()
            yield (kind, case.truth.variant), both


def _compared(case: Case, path: Path, reader: DocumentReader, peer: Peer, template_of: TemplateOf, today: date) -> Both:
    kind = str(case.truth.type)
    answer = peer.read(path, kind)
    both = Both(documents=1)
    both.theirs.cpu_seconds = answer["cpu_seconds"]
    both.theirs.unread = int("error" in answer)
    started = reader.cpu_seconds + time.process_time()
    pages: tuple[Page, ...] = ()
    try:
        count = reader.open(case.content, password=case.truth.password, organisation_id="evaluation").page_count
        pages = tuple(reader.read_pages(range(count)))
    except DocumentError:
        both.ours.unread = 1
    if names := FIELDS[peer.name].get(kind):
        truth = {name: case.truth.fields[name] for name in names if name in case.truth.fields}
        template = template_of(kind)
        found = apply_template(template, pages, threshold=REVIEW_THRESHOLD, today=today).fields if pages else ()
        for one in compare(truth, found):
            if one.expected is not None:
                both.values += 1
                both.ours.right += one.is_right
                both.ours.wrong += one.found is not None and not one.is_right
                is_right, is_given = _is_right(
                    one.field, one.expected, answer.get("fields", {}).get(names[one.field]), today
                )
                both.theirs.right += is_right
                both.theirs.wrong += is_given and not is_right
    else:
        _compare_texts(
            both, case, " ".join(word.text for page in pages for word in page.words), answer.get("text") or ""
        )
    both.ours.cpu_seconds = reader.cpu_seconds + time.process_time() - started
    return both


def _is_right(name: str, expected: Scalar, found: object, today: date) -> tuple[bool, bool]:
    """Whether a peer's value is right, and whether it gives one."""
    if found is None or found == "":
        return False, False
    if isinstance(expected, int | float):
        return isinstance(found, int | float) and same(expected, found, name), True
    text = str(found)
    parts = (text, *text.split(","), *text.replace("/", " ").split())
    is_date = any(parse_day(part.strip(), today=today) == expected for part in parts) or text.startswith(str(expected))
    return is_date or any(same(expected, part.strip(), name) for part in parts), True


def _compare_texts(both: Both, case: Case, ours: str, theirs: str) -> None:
    """Of the true values that are texts, those that stand in each text; spaces, case and punctuation do not count."""
    own, other = _folded(ours), _folded(theirs)
    for expected in case.truth.fields.values():
        value = _folded(expected) if isinstance(expected, str) else ""
        if len(value) >= _LEAST_LETTERS and not _is_iso_date(str(expected)):
            both.values += 1
            both.ours.right += value in own
            both.theirs.right += value in other


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _is_iso_date(text: str) -> bool:
    """A date is printed otherwise."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
