"""Labels as anchors."""

import pytest

from berkas.extraction.propose.anchors import below, find_anchors, right_of, under
from berkas.layout.folding import fold


def beside(lines, text, *labels, others=()):
    """What stands to the right of the best place of a label."""
    found = lines(text)
    anchors = find_anchors(found, labels)
    if not anchors:
        return None
    stops = find_anchors(found, others)
    return " ".join(piece.text for piece in right_of(found[anchors[0].line], anchors[0], stops))


def test_folding_keeps_letters_and_takes_digits_for_letters():
    assert fold("Tempat/Tgl. Lahir") == "TEMPATTGLLAHIR"
    assert fold("T0TAL") == "TOTAL"
    assert fold("1. Nama") == "NAMA"
    assert fold("12.500") == ""


@pytest.mark.parametrize(
    ("printed", "labels", "value"),
    [
        ("Nama : CONTOH SPECIMEN", ["NAMA"], "CONTOH SPECIMEN"),
        ("TempatTgl Lahir : JAKARTA, 15-08-1995", ["TEMPAT/TGL LAHIR"], "JAKARTA, 15-08-1995"),
        ("Kewarganegaraan:WNI", ["KEWARGANEGARAAN"], "WNI"),
        ("Tanggal / Date : 12 Maret 2026", ["TANGGAL"], "12 Maret 2026"),
        ("3. Alamat : JL. MELATI", ["ALAMAT"], "JL. MELATI"),
        ("No. Rekening 9300477525", ["NO. REKENING", "NO"], "9300477525"),
        ("PPN11% 1.100", ["PPN"], "11% 1.100"),
    ],
)
def test_the_value_stands_to_the_right_of_its_label(lines, printed, labels, value):
    assert beside(lines, printed, *labels) == value


@pytest.mark.parametrize(
    ("printed", "label", "value"),
    [
        ("TEMPAVTGI Lahir : JAKARTA", "TEMPAT/TGL LAHIR", "JAKARTA"),
        ("Status PerkawinanKAWIN", "STATUS PERKAWINAN", "KAWIN"),
    ],
)
def test_only_recognised_words_are_taken_for_misread_labels(lines, printed, label, value):
    recognised, printed_exactly = lines(printed, confidence=0.97), lines(printed)

    [anchor] = find_anchors(recognised, [label])

    assert " ".join(piece.text for piece in right_of(recognised[0], anchor, ())) == value
    assert find_anchors(printed_exactly, [label]) == []


@pytest.mark.parametrize("printed", ["FAKTUR PENJUALAN", "ditransfer ke", "INVOICE TOTAL"])
def test_a_label_within_a_longer_word_of_a_text_layer_is_none(lines, printed):
    assert find_anchors(lines(printed), ["PENJUAL", "TRANSFER KE", "INVOICE TO"]) == []


def test_a_wide_gap_or_the_next_label_ends_the_value(lines):
    assert beside(lines, "Kota : BANDUNG          Lembar 2", "KOTA") == "BANDUNG"
    assert (
        beside(lines, "Jenis Kelamin : LAKI-LAKI Gol. Darah : O", "JENIS KELAMIN", others=["GOL. DARAH"]) == "LAKI-LAKI"
    )


@pytest.mark.parametrize("printed", ["KECAMATAN", "JL. NAMAAN 12", "NIKMAT"])
def test_short_labels_must_be_read_exactly(lines, printed):
    assert find_anchors(lines(printed), ["NIK", "NAMA"]) == []


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("JL. CONTOH No. 13   PO. No. 7", "NO PO"),
        ("INVOICE #      DATE", "INVOICE DATE"),
        ("Bank : BANK CONTOH", "BANKBANK"),
    ],
)
def test_a_label_does_not_reach_over_columns_numbers_or_colons(lines, printed, label):
    assert find_anchors(lines(printed), [label]) == []


def test_a_slash_within_a_short_label_brings_no_translation(lines):
    assert beside(lines, "No. Rek 927240 a/n PT CONTOH JAYA", "A/N") == "PT CONTOH JAYA"


def test_the_most_alike_place_comes_first(lines):
    found = lines("Tota1 : 5\nTotal : 7")
    assert [anchor.line for anchor in find_anchors(found, ["TOTAL"])] == [0, 1] or find_anchors(found, ["TOTAL"])[
        0
    ].line == 1


def test_what_stands_under_a_left_edge_ends_at_a_label(lines):
    found = lines("Kepada\nPT CONTOH\nJl. Melati 1\nNPWP 12")
    left = found[0].pieces[0].left
    texts = [" ".join(p.text for p in run) for run in below(found, 0, left, most=5, taken={3})]
    assert texts == ["PT CONTOH", "Jl. Melati 1"]


def test_values_under_a_strip_of_labels(lines):
    found = lines("Faktur No.        Tanggal            Jatuh Tempo\nINV/1             12-03-2026         12-04-2026")
    for label, value in (("FAKTUR NO", "INV/1"), ("TANGGAL", "12-03-2026"), ("JATUH TEMPO", "12-04-2026")):
        (anchor,) = find_anchors(found, [label])
        assert [piece.text for piece in under(found, anchor)] == [value]


def test_of_two_labels_on_a_line_the_one_that_is_whole_is_taken(lines):
    text = "Tanggal Pengukuhan PKP : 24-10-2017          Date : 10-01-2026"

    assert beside(lines, text, "TANGGAL", "DATE") == "10-01-2026"


def test_a_label_of_another_column_does_not_end_what_stands_below(lines):
    found = lines("BILL TO\n                              DATE : 12 Maret 2026\nCV CONTOH")

    texts = [" ".join(piece.text for piece in line) for line in below(found, 0, 0.05, most=1, taken={1})]

    assert texts == ["CV CONTOH"]


def test_a_word_within_others_that_is_a_little_like_a_label_is_none(lines):
    page = lines("Alamat : JL. MERDEKA BARAT NO. 7\nMerek : CONTOH", confidence=0.97)

    assert [anchor.line for anchor in find_anchors(page, ["MEREK"])] == [1]
