"""A new type of documents is a folder with two files and a painter: no line of Python, and all of the engine."""

import random
import shutil
from datetime import date

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from rogue_children import LIMITS

from berkas.evaluation.run import Case, Truth, evaluate
from berkas.evaluation.specimens import papers
from berkas.evaluation.specimens.papers import paint
from berkas.reading.limits import OcrOptions
from berkas.reading.reader import DocumentReader
from templates_registry import document_types, registry

TYPE = """
name: polis_asuransi
names: {id: Polis asuransi, en: Insurance policy}
group: finance
position: 175
retention_days: 3653
evidence:
  titles: [POLIS ASURANSI, IKHTISAR POLIS]
  phrases: [PENANGGUNG, TERTANGGUNG]
  labels: [PREMI, UANG PERTANGGUNGAN, NOMOR POLIS]
  patterns: ['PA-[0-9]{4}-[0-9]{6}']
  negatives: [KUITANSI]
"""
TEMPLATE = """
id: tpl_01K00000000000000000000P0L
name: Insurance policy
slug: polis_asuransi
version: 1
document_type_hint: polis_asuransi
other_labels: {vocabulary: [numbers.customer, letter.signatures]}
checks:
  - column_sum: {table: instalments, column: premium, equals: [premium_total]}
  - date_order: {first: starts_on, last: ends_on}
fields:
  - {name: policy_number, label: Number, required: true, role: document, labels: [NOMOR POLIS], normaliser: document_number}
  - {name: policy_holder, label: Holder, required: true, labels: [TERTANGGUNG, NAMA TERTANGGUNG], normaliser: name}
  - {name: holder_email, label: E-mail, labels: {vocabulary: parties.email}, normaliser: email}
  - {name: starts_on, label: From, type: date, role: issued, labels: [MULAI BERLAKU]}
  - {name: ends_on, label: To, type: date, labels: [{vocabulary: dates.due}, BERAKHIR PADA]}
  - {name: class, label: Class, type: enum, values: [SILVER, GOLD], labels: [KELAS]}
  - name: instalments
    label: Instalments
    type: array
    required: true
    items:
      row_start: [premium]
      stop_labels: [TOTAL PREMI]
      fields:
        - {name: term, label: Term, type: number, labels: [ANGSURAN], normaliser: quantity}
        - {name: payable_on, label: Payable on, type: date, labels: {vocabulary: dates.due}}
        - {name: premium, label: Premium, type: number, labels: [PREMI]}
  - {name: premium_total, label: Total, type: number, required: true, role: total, labels: [TOTAL PREMI]}
"""


def painter(canvas: Canvas, rng: random.Random) -> dict[str, object]:
    """A policy with three instalments."""
    width, height = A4
    canvas.setPageSize(A4)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(60, height - 60, "POLIS ASURANSI - SPECIMEN")
    canvas.setFont("Helvetica", 10)
    number, premiums = f"PA-2026-{rng.randint(100000, 999999)}", [rng.randint(300, 900) * 1000 for _ in range(3)]
    head = {
        "Nomor Polis": number,
        "Tertanggung": "SINTA CONTOH",
        "Email": "sinta@contoh.example",
        "Mulai Berlaku": "3 Maret 2026",
        "Berakhir pada": "2 Maret 2027",
        "Kelas": "GOLD",
    }
    for line, (label, value) in enumerate(head.items()):
        canvas.drawString(60, height - 100 - 18 * line, label)
        canvas.drawString(180, height - 100 - 18 * line, f": {value}")
    canvas.drawString(60, height - 230, "Penanggung: PT ASURANSI CONTOH SEJAHTERA")
    rows = [("Angsuran", "Jatuh Tempo", "Premi")]
    rows += [(str(n + 1), f"{5 + n:02d}/04/2026", f"{amount:,}".replace(",", ".")) for n, amount in enumerate(premiums)]
    for line, (term, due, premium) in enumerate(rows):
        canvas.drawString(60, height - 270 - 20 * line, term)
        canvas.drawString(200, height - 270 - 20 * line, due)
        canvas.drawRightString(width - 100, height - 270 - 20 * line, premium)
    canvas.drawString(200, height - 370, "Total Premi")
    canvas.drawRightString(width - 100, height - 370, f"{sum(premiums):,}".replace(",", "."))
    return {
        "policy_number": number,
        "policy_holder": "SINTA CONTOH",
        "holder_email": "sinta@contoh.example",
        "starts_on": "2026-03-03",
        "ends_on": "2027-03-02",
        "class": "GOLD",
        "instalments": [
            {"term": n + 1, "payable_on": f"2026-04-{5 + n:02d}", "premium": amount}
            for n, amount in enumerate(premiums)
        ],
        "premium_total": sum(premiums),
    }


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> registry.Registry:
    """The definitions of this release, with one more folder."""
    folder = tmp_path_factory.mktemp("new") / "definitions"
    shutil.copytree(str(document_types.definitions()), folder)
    own = folder / "polis_asuransi"
    own.mkdir()
    (own / "type.yaml").write_text(TYPE)
    (own / "v1.yaml").write_text(TEMPLATE)
    return registry.load(folder)


@pytest.fixture(scope="module")
def reader():
    with DocumentReader(LIMITS, OcrOptions()) as one:
        yield one


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_new_type_is_recognised_and_read(known, reader, seed) -> None:
    specimen = paint(painter, "polis_asuransi", layout="plain", seed=seed)
    case = Case("polis.pdf", specimen.pdf, Truth(type=specimen.type, fields=specimen.truth))

    [outcome] = evaluate([case], reader, known.classifier, known.latest, today=date(2026, 11, 1))

    assert outcome.classification is not None
    assert outcome.classification.type == "polis_asuransi"
    assert [one for one in outcome.comparisons if not one.is_right] == []
    assert outcome.review_reasons == ()


def test_other_types_are_read_as_before(known, reader) -> None:
    specimen = papers.make("npwp", layout="card", seed=1)
    case = Case("npwp.pdf", specimen.pdf, Truth(type="npwp", fields=specimen.truth))

    [new], [old] = (
        list(evaluate([case], reader, one.classifier, one.latest, today=date(2026, 11, 1)))
        for one in (known, registry.built_in())
    )

    assert (new.classification, new.comparisons) == (old.classification, old.comparisons)
    assert new.is_flawless
