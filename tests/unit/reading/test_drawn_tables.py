"""Drawn lines of tables are looked for within bounds, and are no reason to fail."""

from dataclasses import replace

from berkas.errors import ReaderCrashed
from berkas.model.geometry import BoundingBox, PageSource, RuledTable
from berkas.reading import drawn_tables as module
from berkas.reading.drawn_tables import MOST_PAGES, MOST_TABLES, drawn_tables

TABLE = RuledTable(BoundingBox(0, 0, 0, 1, 1), (), ())


class Reader:
    """Finds some tables on each page, and dies on one."""

    def __init__(self, count=1, dies_on=None):
        self.count, self.dies_on, self.asked = count, dies_on, []

    def find_ruled_tables(self, indexes):
        self.asked += indexes
        if self.dies_on in indexes:
            raise ReaderCrashed
        return (TABLE,) * self.count


def pages(page_of, count):
    return [page_of("CONTOH", index=index) for index in range(count)]


def test_pages_with_a_text_layer_are_looked_at_up_to_a_number(page_of):
    reader = Reader()
    scanned = replace(page_of("CONTOH", index=99), source=PageSource.OCR)

    assert len(drawn_tables(reader, [scanned, *pages(page_of, MOST_PAGES + 5)])) == MOST_PAGES
    assert reader.asked == list(range(MOST_PAGES))


def test_very_many_tables_are_cut(page_of):
    assert len(drawn_tables(Reader(MOST_TABLES), pages(page_of, 3))) == MOST_TABLES


def test_what_was_found_before_a_failure_is_kept(page_of):
    assert drawn_tables(Reader(dies_on=1), pages(page_of, 3)) == (TABLE,)


def test_no_page_is_begun_after_the_time_is_over(page_of, monkeypatch):
    monkeypatch.setattr(module, "MOST_SECONDS", -1.0)
    reader = Reader()

    drawn_tables(reader, pages(page_of, 3))

    assert reader.asked == [0]
