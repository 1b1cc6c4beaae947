"""What the words after `berkas upload` mean."""

import io
import sys
from types import SimpleNamespace

import pytest

from deployments.commands.upload_sources import NothingToUpload, sources_of


@pytest.fixture
def folder(tmp_path):
    for name in ("b.PDF", "a.jpg", "deep/c.heic", "notes.txt", ".hidden.pdf", ".cache/d.pdf", "deep/e.tif"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def test_a_folder_means_the_documents_below_it_and_nothing_hidden(folder):
    sources = sources_of([str(folder)])

    assert [source.name for source in sources] == [
        str(folder / n) for n in ("a.jpg", "b.PDF", "deep/c.heic", "deep/e.tif")
    ]
    assert [source.filename for source in sources] == ["a.jpg", "b.PDF", "c.heic", "e.tif"]
    assert sources[0].read() == b"a.jpg"


def test_a_file_that_is_named_is_taken_whatever_its_ending(folder):
    [source] = sources_of([str(folder / "notes.txt")])

    assert source.read() == b"notes.txt"


def test_standard_input_is_a_source(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"%PDF-")))

    [source] = sources_of(["-"])

    assert (source.name, source.filename, source.read()) == ("standard input", "standard-input", b"%PDF-")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Name the files"),
        (["-", "-"], "only once"),
        (["nowhere.pdf"], "nowhere.pdf does not exist"),
        (["--jsn"], "no option --jsn"),
    ],
)
def test_what_cannot_be_meant_is_said(words, said):
    with pytest.raises(NothingToUpload, match=said):
        sources_of(words)


def test_a_folder_without_documents_is_said(tmp_path):
    with pytest.raises(NothingToUpload, match=r"\.pdf"):
        sources_of([str(tmp_path)])
