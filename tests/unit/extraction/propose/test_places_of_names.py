"""What stands below a heading whose lines have labels of their own."""

from berkas.extraction.propose.layout import Layout
from berkas.extraction.propose.party_blocks import party_blocks
from berkas.model.strategies import Find
from berkas.model.template import Template

SECTIONS = """
PIHAK PENJUAL
Nama   : PT CONTOH JAYA
Alamat : Jl. Contoh No. 2

PIHAK PEMBELI
Nama: UD SPECIMEN TANI
Alamat: Jl. Specimen No. 9
"""


def test_the_name_of_a_party_stands_behind_its_own_label_below_the_heading(lines):
    party = {role: Find.model_validate({"party": {"role": role, "part": "name"}}) for role in ("issuer", "recipient")}
    fields = [
        {"name": "a", "label": "A", "labels": ["PIHAK PENJUAL"], "find": party["issuer"]},
        {"name": "b", "label": "B", "labels": ["PIHAK PEMBELI"], "find": party["recipient"]},
    ]
    template = Template.model_validate({"id": "tpl_x", "name": "x", "slug": "x", "version": 1, "fields": fields})
    layout = Layout.of(template, lines(SECTIONS))

    led = {
        field.name: [" ".join(p.text for p in place.pieces) for place in layout.near(field)]
        for field in template.fields
    }
    blocks = party_blocks(layout)

    assert led == {"a": ["PT CONTOH JAYA"], "b": ["UD SPECIMEN TANI"]}
    assert (blocks.seller.text, blocks.buyer.text) == ("PT CONTOH JAYA", "UD SPECIMEN TANI")
