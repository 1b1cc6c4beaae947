"""What `berkas demo` sends."""

import pytest

from berkas.evaluation.specimens.demo_set import demo_papers
from berkas.reading.filetypes import HEAD_BYTES, FileType, sniff
from templates_registry import registry


@pytest.fixture(scope="module")
def papers():
    return demo_papers()


def test_the_demo_sends_every_kind_of_file_and_of_paper(papers):
    assert {sniff(paper.content[:HEAD_BYTES]) for paper in papers} == set(FileType)
    assert {name.rpartition("-")[0].split("-")[0] for name in (paper.filename for paper in papers)} == {
        template.document_type_hint
        for template in registry.all_versions()
        if template.document_type_hint not in {"generic_ocr", "other"}
    }
    assert sum(paper.password is not None for paper in papers) == 1
    assert len({paper.filename for paper in papers}) == len(papers)


def test_the_demo_sends_the_same_bytes_every_time(papers):
    """So that a second demo shows that nothing is read twice."""
    names = {paper.filename: paper.content for paper in papers if paper.password is None}

    assert names == {paper.filename: paper.content for paper in demo_papers() if paper.password is None}
