"""Who documents are about, where they agree and where they contradict each other. All CONTOH."""

from datetime import date

import pytest

from berkas.consistency import comparing
from berkas.consistency.linking import LinkedBy
from berkas.consistency.names import Name
from berkas.consistency.report import MOST_MENTIONS, MOST_VALUES, report_of
from berkas.consistency.statements import MOST_ROWS, Source
from berkas.model.extraction import Severity
from templates_registry import registry

TODAY = date(2026, 11, 27)
NIK, OTHER_NIK = "3273015508950001", "3273011708900003"
RULES = {name: one.subjects for name, one in registry.types().items()}
RATNA = {"nik": NIK, "fullName": "RATNA SARI CONTOH", "dateOfBirth": "1995-08-15", "gender": "PEREMPUAN"}


def source(kind, document_id=None, sure=98, cells=None, is_verified=False, **values):
    return Source(
        document_id=document_id or f"doc_{kind}",
        type=kind,
        values=values,
        confidences=dict.fromkeys(values, sure),
        cells=cells or {},
        is_verified=is_verified,
    )


def member(**values):
    return {"nik": NIK, "name": "RATNA SARI CONTOH", "date_of_birth": "1995-08-15", "gender": "PEREMPUAN"} | values


def report(*sources):
    return report_of(sources, RULES, today=TODAY)


def contradictions(found):
    return {one.attribute: one for one in found.contradictions}


def agreements(found):
    return {one.attribute: one for one in found.agreements}


def documents(said):
    return [one.mention.document_id for one in said]


def test_a_card_and_a_row_with_the_same_nik_are_of_one_person():
    found = report(source("ktp", **RATNA), source("kartu_keluarga", members=[member(nik=OTHER_NIK), member()]))

    [subject] = found.subjects
    assert [(one.mention.document_id, one.mention.row, one.by) for one in subject.mentions] == [
        ("doc_ktp", None, LinkedBy.NIK),
        ("doc_kartu_keluarga", 1, LinkedBy.NIK),
    ]
    assert contradictions(found) == {}
    assert {"nik", "name", "birth_date", "sex"} <= set(agreements(found))
    assert len(found.alone) == 1


@pytest.mark.parametrize(
    ("column", "value", "attribute", "severity"),
    [
        ("name", "DEWI LESTARI CONTOH", "name", Severity.ERROR),
        ("date_of_birth", "1995-08-16", "birth_date", Severity.ERROR),
        ("gender", "LAKI-LAKI", "sex", Severity.ERROR),
    ],
)
def test_what_differs_is_a_contradiction_with_every_value_and_where_it_stands(column, value, attribute, severity):
    found = report(source("ktp", **RATNA), source("kartu_keluarga", members=[member(**{column: value})]))

    one = contradictions(found)[attribute]
    assert (one.severity, one.confidence) == (severity, 98)
    stated = {said[0].statement.value: said[0] for said in one.values}
    assert set(stated) >= {value}
    assert (stated[value].statement.table, stated[value].statement.row, stated[value].statement.field) == (
        "members",
        0,
        column,
    )


def test_the_value_of_most_documents_comes_first():
    odd = source("sim", "doc_odd", nik=NIK, name="DEWI LESTARI", date_of_birth="1995-08-15")
    found = report(odd, source("ktp", **RATNA), source("kartu_keluarga", members=[member()]))

    one = contradictions(found)["name"]
    assert [sorted(documents(said)) for said in one.values] == [["doc_kartu_keluarga", "doc_ktp"], ["doc_odd"]]
    assert "name" not in agreements(found)


def test_a_misread_letter_is_an_agreement_that_says_so():
    found = report(source("ktp", **RATNA), source("sim", nik=NIK, name="DR. RATNA SARl CONTOH"))

    assert (agreements(found)["name"].is_same, agreements(found)["name"].value) == (False, "RATNA SARI CONTOH")


def test_an_unsure_value_makes_a_contradiction_milder_and_a_signed_off_one_counts_as_certain():
    unsure = source("sim", sure=70, nik=NIK, name="DEWI LESTARI")
    signed = source("sim", sure=70, nik=NIK, name="DEWI LESTARI", is_verified=True)

    one, other = (contradictions(report(source("ktp", **RATNA), sim))["name"] for sim in (unsure, signed))

    assert (one.severity, one.confidence) == (Severity.WARNING, 70)
    assert (other.severity, other.confidence) == (Severity.ERROR, 98)


def test_cells_have_confidences_of_their_own():
    card = source("kartu_keluarga", members=[member(name="DEWI")], cells={"members": ({"name": 41},)})

    assert contradictions(report(source("ktp", **RATNA), card))["name"].confidence == 41


def test_what_changes_in_a_life_is_no_error():
    card = source("ktp", **RATNA, maritalStatus="BELUM KAWIN", address="JL. MELATI NO. 12")
    family = source("kartu_keluarga", members=[member(marital_status="KAWIN")], address="JL. KENANGA NO. 4")

    found = contradictions(report(card, family))
    assert (found["marital_status"].severity, found["address"].severity) == (Severity.INFO, Severity.WARNING)


def test_name_and_birth_date_link_and_another_nik_is_then_a_contradiction():
    sim = source("sim", nik=OTHER_NIK, name="RATNA SARI CONTOH", date_of_birth="1995-08-15")

    found = report(source("ktp", **RATNA), sim)

    assert {one.by for one in found.subjects[0].mentions} == {LinkedBy.NAME_AND_BIRTH_DATE}
    assert contradictions(found)["nik"].severity is Severity.ERROR


def test_the_birth_date_of_a_passport_is_compared_with_that_in_a_nik():
    slip = source("slip_gaji", npwp=NIK, employee_name="RATNA SARI CONTOH")
    passport = source("passport", full_name="RATNA SARI CONTOH", date_of_birth="1995-08-15", sex="LAKI-LAKI")

    found = report(slip, passport)

    assert {one.by for one in found.subjects[0].mentions} == {LinkedBy.NAME_AND_BIRTH_DATE}
    [born] = [one for one in found.agreements if one.attribute == "birth_date"]
    assert [one.statement.is_derived for one in born.said] == [False, True]
    assert contradictions(found)["sex"].severity is Severity.ERROR


def test_an_npwp_that_is_a_nik_links_to_the_card():
    found = report(source("ktp", **RATNA), source("slip_gaji", npwp=NIK, employee_name="ANDI LAIN"))

    assert {one.by for one in found.subjects[0].mentions} == {LinkedBy.NIK}
    assert set(contradictions(found)) == {"name"}


def test_a_century_that_is_guessed_contradicts_nothing():
    old = source("ktp", nik="3273011508250001", fullName="KAKEK CONTOH", dateOfBirth="1925-08-15")
    sim = source("sim", nik="3273011508250001", name="KAKEK CONTOH")

    assert contradictions(report(old, sim)) == {}


def test_a_name_alone_links_mildly_where_nobody_else_has_it():
    account = source("rekening_koran", account_holder="RATNA SARI CONTOH")
    other = source("rekening_koran", "doc_other", account_holder="ORANG LAIN CONTOH")

    found = report(source("ktp", **RATNA), account, other)

    [subject] = found.subjects
    assert [(one.mention.document_id, one.by) for one in subject.mentions] == [
        ("doc_ktp", LinkedBy.NAME),
        ("doc_rekening_koran", LinkedBy.NAME),
    ]
    assert [one.mentions[0].mention.document_id for one in found.alone] == ["doc_other"]
    assert not found.alone[0].is_ambiguous


def test_a_name_of_several_people_links_to_none_of_them():
    namesake = RATNA | {"nik": OTHER_NIK, "dateOfBirth": "1990-08-17", "gender": "LAKI-LAKI"}
    account = source("rekening_koran", account_holder="RATNA SARI CONTOH")

    found = report(source("ktp", **RATNA), source("ktp", "doc_namesake", **namesake), account)

    assert found.subjects == ()
    [ambiguous] = [one for one in found.alone if one.is_ambiguous]
    assert ambiguous.document_ids == {"doc_rekening_koran"}


def test_people_of_one_document_are_never_linked_by_name():
    twins = source("surat_nikah", husband_name="RIZKI CONTOH", wife_name="RIZKI CONTOH")

    assert report(twins, source("rekening_koran", account_holder="ORANG LAIN")).subjects == ()


def test_companies_are_linked_by_npwp_and_by_name():
    invoice = source("invoice", seller_name="PT Contoh Sejahtera", seller_npwp="01.300.066.6-091.000")
    tax = source("faktur_pajak", seller_name="CONTOH SEJAHTERA TBK", seller_npwp="0013000666091000")
    nib = source("nib", business_name="PT CONTOH SEJAHTERA", nib_number="9120304567891", npwp="09.254.294.3-407.000")

    found = report(invoice, tax, nib)

    [subject] = found.subjects
    assert subject.document_ids == {"doc_invoice", "doc_faktur_pajak", "doc_nib"}
    assert agreements(found)["name"].is_same
    npwp = contradictions(found)["npwp"]
    assert (npwp.severity, [len(said) for said in npwp.values]) == (Severity.WARNING, [2, 1])


def test_a_person_is_no_company_of_that_name():
    found = report(source("ktp", **RATNA), source("nib", business_name="RATNA SARI CONTOH", nib_number="9120304567891"))

    assert found.subjects == ()


def test_what_is_hostile_is_bounded():
    family = source("kartu_keluarga", members=[member(nik=None, name=f"N{number}") for number in range(10_000)])
    many = [source("rekening_koran", f"doc_{number}", account_holder=f"HOLDER {number}") for number in range(500)]

    found = report(family, *many)

    assert found.is_truncated
    assert sum(len(one.mentions) for one in (*found.subjects, *found.alone)) <= MOST_MENTIONS
    assert len([one for one in found.alone if "doc_kartu_keluarga" in one.document_ids]) <= MOST_ROWS


def test_values_that_are_no_text_state_nothing():
    broken = source("ktp", nik=None, fullName=17, dateOfBirth=[{"x": 1}])

    assert report(broken, source("kartu_keluarga", members="none")).alone == ()


def test_a_nik_that_a_document_prints_with_the_date_tells_the_others_nothing_more():
    slip = source("slip_gaji", npwp=NIK, employee_name="RATNA SARI CONTOH")

    found = report(source("ktp", **RATNA), source("kartu_keluarga", members=[member()]), slip)

    born, nik = agreements(found)["birth_date"], agreements(found)["nik"]
    assert documents(born.said) == ["doc_ktp", "doc_kartu_keluarga"]
    assert [one.statement.is_derived for one in nik.said] == [False, False, True]


@pytest.mark.parametrize("npwp", ["00.000.000.0-000.000", "00.000.000.0-404.000", "0000000000000000", "---"])
def test_an_npwp_of_zeros_links_nobody_and_contradicts_nothing(npwp):
    one = source("slip_gaji", "doc_one", npwp=npwp, employee_name="RATNA SARI CONTOH")
    other = source("slip_gaji", "doc_other", npwp=npwp, employee_name="JOKO SUSILO SPECIMEN")
    invoice = source("invoice", seller_name="PT CONTOH SEJAHTERA", seller_npwp=npwp)
    tax = source("faktur_pajak", seller_name="PT CONTOH SEJAHTERA", seller_npwp="01.300.066.6-091.000")

    found = report(one, other, invoice, tax)

    [company] = found.subjects
    assert company.document_ids == {"doc_invoice", "doc_faktur_pajak"}
    assert found.contradictions == ()


@pytest.mark.parametrize("nik", ["0000000000000000", "---", "0", "3273019908950001", "NIHIL"])
def test_what_is_no_nik_links_nobody(nik):
    one = source("ktp", "doc_one", nik=nik, fullName="RATNA SARI CONTOH")
    other = source("ktp", "doc_other", nik=nik, fullName="JOKO SUSILO SPECIMEN")

    assert report(one, other).subjects == ()


def test_a_name_that_differs_with_an_npwp_alone_is_no_error_for_a_wife_may_use_that_of_her_husband():
    husband = source("npwp", npwp_number="09.254.294.3-407.000", name="JOKO SUSILO SPECIMEN")
    wife = source("slip_gaji", npwp="09.254.294.3-407.000", employee_name="RATNA SARI CONTOH")
    card = source("ktp", **RATNA | {"fullName": "JOKO SUSILO SPECIMEN"})

    for found in (
        report(husband, wife),
        report(card, source("slip_gaji", npwp=NIK, employee_name="RATNA SARI CONTOH")),
    ):
        assert contradictions(found)["name"].severity is Severity.WARNING


def test_husband_and_wife_with_niks_of_their_own_are_two_though_both_state_one_npwp():
    tax = "09.254.294.3-407.000"
    spouses = [(NIK, "RATNA SARI CONTOH"), (OTHER_NIK, "JOKO SUSILO SPECIMEN")]
    cards = [source("ktp", f"doc_ktp_{nik}", nik=nik, fullName=name) for nik, name in spouses]
    taxes = [source("npwp", f"doc_npwp_{nik}", nik=nik, npwp_number=tax, name=name) for nik, name in spouses]

    found = report(*cards, *taxes)

    assert sorted(len(one.document_ids) for one in found.subjects) == [2, 2]
    assert found.contradictions == ()


@pytest.mark.parametrize("other_nik", ["3273015508950002", "3273015508951102"])
def test_twins_are_two_and_a_document_without_a_nik_is_of_the_one_who_has_its_name(other_nik):
    twins = [
        source("ktp", "doc_one", **RATNA | {"fullName": "ADINDA PUTRI CONTOH"}),
        source("ktp", "doc_other", **RATNA | {"fullName": "ADINDO PUTRI CONTOH", "nik": other_nik}),
    ]
    passport = source("passport", full_name="ADINDO PUTRI CONTOH", date_of_birth="1995-08-15")

    assert report(*twins).subjects == ()
    [subject] = report(*twins, passport).subjects
    assert subject.document_ids == {"doc_other", "doc_passport"}


def test_a_misread_digit_and_a_shortened_name_are_still_of_one_person():
    sim = source("sim", nik="3278015508950001", name="RATNA SARI", date_of_birth="1995-08-15")

    assert set(contradictions(report(source("ktp", **RATNA), sim))) == {"nik"}


def test_a_branch_is_no_other_company():
    one = source("invoice", seller_name="PT CONTOH JAYA CABANG BANDUNG", seller_npwp="01.300.066.6-091.001")
    other = source("faktur_pajak", seller_name="PT CONTOH JAYA", seller_npwp="01.300.066.6-091.000")

    found = report(one, other)

    assert found.contradictions == ()
    assert not agreements(found)["name"].is_same


def test_card_and_family_card_agree_on_a_marriage():
    card = source("ktp", **RATNA, maritalStatus="KAWIN")
    family = source("kartu_keluarga", members=[member(marital_status="KAWIN BELUM TERCATAT")])

    found = report(card, family)

    assert "marital_status" not in contradictions(found)
    assert "marital_status" in agreements(found)


def test_the_century_that_is_printed_counts_beside_one_that_is_guessed():
    born = [source("ktp", f"doc_{day}", nik=NIK, fullName="RATNA SARI CONTOH", dateOfBirth=day) for day in DAYS]
    sim = source("sim", nik=NIK, name="RATNA SARI CONTOH")

    assert "birth_date" in contradictions(report(*born, sim))


DAYS = ("1995-08-15", "1895-08-15")


def test_each_value_is_prepared_once_and_few_different_ones_are_compared(monkeypatch):
    prepared, names = [], []
    monkeypatch.setattr("berkas.consistency.report.prepared", lambda a, v: prepared.append(v) or real(a, v))
    monkeypatch.setattr(Name, "likeness", lambda *given: names.append(given) or compared(*given))
    cards = [
        source("ktp", f"doc_{n}", nik=NIK, fullName=f"{chr(65 + n // 26)}{chr(65 + n % 26)} " * 90) for n in range(200)
    ]

    found = report(*cards)

    assert found.is_truncated
    assert len(contradictions(found)["name"].values) == MOST_VALUES
    assert len(prepared) <= 2 * len(cards)
    assert len(names) <= MOST_VALUES * len(cards) + MOST_VALUES**2
    few = report(*cards[: MOST_VALUES // 2])
    assert not few.is_truncated


real, compared = comparing.prepared, Name.likeness
