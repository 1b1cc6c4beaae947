"""Addresses in blocks: which lines belong to them."""

import pytest

from berkas.extraction.propose.address_blocks import growing, unlabelled
from berkas.extraction.propose.layout import Layout
from berkas.layout.cells import block_below
from berkas.model.template import Template


@pytest.fixture
def address(lines):
    """The longest address that a block below a name may hold."""

    def of(text):
        template = Template.model_validate(
            {"id": "tpl_x", "name": "x", "slug": "x", "version": 1, "fields": [{"name": "phone", "label": "Telp"}]}
        )
        layout = Layout.of(template, lines(text))
        block = block_below(layout.cells, layout.cells[0][0], most=5)
        *_, longest = growing(unlabelled(block, layout.cells, layout))
        return " ".join(piece.text for piece in longest)

    return of


def test_a_postal_code_behind_its_label_belongs_to_the_address(address):
    assert address("PT CONTOH\nJl. Melati No. 1\nBogor Kode Pos : 12868") == "Jl. Melati No. 1 Bogor Kode Pos 12868"


def test_what_stands_before_a_contact_on_its_line_belongs_to_the_address(address):
    assert address("PT CONTOH\nJl. Melati No. 1,\nBandung, Fax : 022-555-0199") == "Jl. Melati No. 1, Bandung,"


def test_the_country_below_a_postal_code_may_belong_to_the_address(address):
    assert address("PT CONTOH\nJl. Melati No. 1\nMalang 67685\nIndonesia") == "Jl. Melati No. 1 Malang 67685 Indonesia"


def test_an_address_goes_on_below_an_empty_line(lines):
    template = Template.model_validate({"id": "tpl_x", "name": "x", "slug": "x", "version": 1, "fields": []})
    cells = Layout.of(
        template,
        lines(
            "Jl. Melati No. 1\n\nMalang 67685",
        ),
    ).cells

    assert block_below(cells, cells[0][0], most=2) == []
    assert [cell.text for cell in block_below(cells, cells[0][0], most=2, reach=3.5)] == ["Malang 67685"]
