"""Codes on documents: read in the sandbox, kept with the extraction, compared with what is printed, and removed with it."""

import pytest

from berkas.evaluation.specimens import papers, variants
from berkas.evaluation.specimens.commerce.taxed import Taxed
from berkas.model.extraction import Severity
from berkas.model.geometry import CodeKind
from tables.engine import fetch
from tables.erasures import ErasureKind
from tables.queries import documents, erasures, extractions, receipts, removals
from tables.queries.erasures import Wanted

OTHERS = "http://svc.efaktur.pajak.go.id/validasi/faktur/019999999407000/0099977777777/3031300d"


def tax_invoice(monkeypatch=None):
    """A SPECIMEN tax invoice; with the code of another one where its painter is bent."""
    if monkeypatch is not None:
        monkeypatch.setattr(Taxed, "code", OTHERS)
    return papers.make("faktur_pajak", layout="efaktur", seed=4)


async def newest(organisation, document_id):
    return (await extractions.list_extractions(organisation.id, document_id))[0]


@pytest.mark.parametrize("variant", ["text_pdf", "photo"])
async def test_a_code_that_says_what_is_printed_is_kept_with_the_extraction(run, store, organisation, variant):
    specimen = tax_invoice()
    stored = await store(variants.render(specimen, variant, seed=4)[0])

    await run(stored.id)

    extraction = await newest(organisation, stored.id)
    [code] = extraction.codes
    assert (code.kind, (code.content,)) == (CodeKind.QR_CODE, specimen.codes)
    assert code.box.center_x < 0.3
    assert "code_contradicts" not in {finding.code for finding in extraction.findings}


async def test_a_code_of_another_document_asks_for_a_review_and_is_erased(run, store, organisation, monkeypatch):
    stored = await store(tax_invoice(monkeypatch).pdf)

    await run(stored.id)

    extraction = await newest(organisation, stored.id)
    found = {(f.fields, f.severity) for f in extraction.findings if f.code == "code_contradicts"}
    assert found == {(("nomor_seri",), Severity.ERROR), (("seller_npwp",), Severity.WARNING)}
    assert "rule_broken" in (await documents.find(organisation.id, stored.id)).review_reasons

    begun = await erasures.begin(
        Wanted(organisation_id=organisation.id, document_id=stored.id, kind=ErasureKind.ERASE, reason="Case 17", actor="key_1",
               keep_fields=True)
    )  # fmt: skip
    await removals.remove_derived(begun.erasure.id)

    rows = await fetch("select t::text as line from extraction t union all select t::text from document t")
    assert rows
    assert not [row for row in rows if "0099977777777" in row["line"]]
    assert (await receipts.get(begun.erasure.id)).removed["codes"] == 1
