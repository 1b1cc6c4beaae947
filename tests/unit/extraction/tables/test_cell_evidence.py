"""The numbers of a cell."""

from berkas.extraction.tables.cell_evidence import FEATURES, CellEvidence
from berkas.extraction.tables.column_evidence import Likeness

PLAIN = CellEvidence(
    read=0.98, heading=1, fits=1, confirmed=0.5, support=0, derived=0, lines=1, clear=1, settled=1, start=1, left_over=0, is_last=0,
    column=Likeness(listed=1.0),
)  # fmt: skip


def test_the_numbers_have_names_in_their_order():
    assert len(FEATURES) == len(PLAIN.vector())
    assert PLAIN.vector()[FEATURES.index("read")] == 0.98
    assert PLAIN.vector()[FEATURES.index("column_listed")] == 1.0
