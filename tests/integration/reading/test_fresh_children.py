"""When the process that reads documents is replaced: between organisations, and after anything odd."""

import os
import signal

import pytest
from hostile_files import pages
from locked_papers import locked
from rogue_children import LIMITS, rogue

from berkas.errors import DocumentError, PageLimitExceeded, PasswordRequired, ReadingLimitExceeded, UnreadableFile
from berkas.reading.filetypes import FileType
from berkas.reading.limits import OcrOptions
from berkas.reading.reader import DocumentReader
from berkas.reading.sandbox.messages import Open

ONE, OTHER = "org_one", "org_other"
DOCUMENT = pages(2)


@pytest.fixture(scope="module")
def reader():
    with DocumentReader(LIMITS, OcrOptions()) as one:
        one.start()
        yield one


def read_by(reader: DocumentReader, organisation_id: str | None) -> int | None:
    """Process id of the child that reads a document of an organisation."""
    reader.open(DOCUMENT, organisation_id=organisation_id)
    assert len(reader.read_pages([0, 1])) == 2
    child = reader.pid
    reader.close()
    return child


def test_documents_of_one_organisation_share_a_warm_child(reader) -> None:
    assert read_by(reader, ONE) == read_by(reader, ONE)


def test_no_child_reads_for_two_organisations(reader) -> None:
    children = [read_by(reader, organisation) for organisation in (ONE, OTHER, ONE, OTHER)]

    assert len(set(children)) == 4


def test_another_organisation_gets_a_fresh_child_even_while_a_document_is_open(reader) -> None:
    reader.open(DOCUMENT, organisation_id=ONE)
    first = reader.pid

    reader.open(DOCUMENT, organisation_id=OTHER)

    assert reader.pid != first


def test_a_document_of_nobody_in_particular_shares_its_child_with_none(reader) -> None:
    assert read_by(reader, None) != read_by(reader, None)


@pytest.mark.parametrize("opens", [True, False], ids=["while it is read", "when it is opened"])
def test_a_child_that_met_a_damaged_document_reads_no_other(reader, opens) -> None:
    if opens:
        reader.open(DOCUMENT, organisation_id=ONE)
        with pytest.raises(UnreadableFile):
            reader.read_pages([7])
    else:
        with pytest.raises(UnreadableFile):
            reader.open(b"%PDF-1.7 damaged", organisation_id=ONE)
    child = reader.pid

    assert read_by(reader, ONE) != child


@pytest.mark.parametrize(
    ("content", "refusal"), [(locked(DOCUMENT, "sandi"), PasswordRequired), (pages(201), PageLimitExceeded)]
)
def test_a_child_that_refused_a_document_for_a_known_reason_goes_on(reader, content, refusal) -> None:
    before = read_by(reader, ONE)

    with pytest.raises(refusal):
        reader.open(content, organisation_id=ONE)

    assert read_by(reader, ONE) == before


def test_a_child_that_ran_out_of_time_reads_no_other_document(reader) -> None:
    before = read_by(reader, ONE)
    reader.open(DOCUMENT, organisation_id=ONE)
    os.kill(reader.pid, signal.SIGXCPU)

    with pytest.raises(ReadingLimitExceeded):
        reader.read_pages([0])

    assert read_by(reader, ONE) != before


@pytest.mark.parametrize("code", ["unreadable_file", "reading_limit_exceeded", "no_such_code"])
def test_an_error_that_is_no_ordinary_refusal_wears_a_child_out(code) -> None:
    child = rogue(f"send(connection, Reply(error_code={code!r})); time.sleep(60)")

    with pytest.raises(DocumentError):
        child.ask(Open(DOCUMENT, FileType.PDF, None))

    assert child.is_worn()
    child.stop()
