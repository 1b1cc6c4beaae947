"""A reader that reads one document after another for long."""

import pytest

from berkas.errors import UnreadableFile
from berkas.evaluation.specimens import papers
from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.reader import DocumentReader

MEBIBYTE = 1024 * 1024


def read(reader, seed):
    reader.open(papers.make("npwp", layout="card", seed=seed).pdf, organisation_id="org_one")
    (page,) = reader.read_pages([0])
    return len(page.words), reader.pid


def test_one_warm_child_reads_one_document_after_another():
    with DocumentReader(ReadingLimits(), OcrOptions()) as reader:
        read_by = [read(reader, seed) for seed in (1, 2, 3)]
    assert all(words > 10 for words, _ in read_by)
    assert len({pid for _, pid in read_by}) == 1


def test_a_child_whose_address_space_is_nearly_full_is_replaced_before_documents_fail():
    # the program alone takes more than the part from which a child is replaced
    with DocumentReader(ReadingLimits(memory_bytes=600 * MEBIBYTE), OcrOptions()) as reader:
        read_by = [read(reader, seed) for seed in (1, 2, 3)]
    assert all(words > 10 for words, _ in read_by)
    assert len({pid for _, pid in read_by}) == 3


def test_a_damaged_document_does_not_spoil_the_next():
    with DocumentReader(ReadingLimits(), OcrOptions()) as reader:
        with pytest.raises(UnreadableFile):
            reader.open(b"%PDF-1.7 damaged")
        assert read(reader, 1)[0] > 10
