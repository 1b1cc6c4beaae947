"""Text in two columns is read column by column; forms and tables line by line."""

from berkas.layout.columns import in_reading_order

ARTICLE = """
Pasar murah digelar lagi di balai desa hari ini
warga kampung contoh kembali     beras gula dan minyak goreng
mengadakan pasar murah pagi      dijual dengan harga yang murah
puluhan pedagang kecil sudah     pengunjung antre dengan tertib
membuka lapak sejak subuh di     panitia menyediakan air minum
halaman balai desa bersama       dan tempat duduk orang tua
Semua senang sampai sore hari dan pulang ke rumah masing
"""

FORM = """
Nama lengkap anggota ini         CONTOH SPECIMEN
Alamat rumah yang sekarang       Jl. Melati No. 4
Nomor telepon yang aktif         0812 5550 1234
Pekerjaan yang sekarang ini      Guru
"""


def test_the_left_column_of_running_text_is_read_before_the_right_one(lines):
    texts = [line.text for line in in_reading_order(lines(ARTICLE))]

    assert texts[0].startswith("Pasar murah digelar")
    assert texts[1:4] == ["warga kampung contoh kembali", "mengadakan pasar murah pagi", "puluhan pedagang kecil sudah"]
    assert texts[6] == "beras gula dan minyak goreng"
    assert texts[-1].startswith("Semua senang")


def test_labels_and_values_beside_each_other_stay_on_one_line(lines):
    found = lines(FORM)

    assert in_reading_order(found) == found


def test_each_page_is_read_by_itself(lines):
    found = in_reading_order(lines(ARTICLE, ARTICLE))

    assert [line.page for line in found] == sorted(line.page for line in found)
    assert len(found) == 2 * 12
    assert in_reading_order(()) == ()
