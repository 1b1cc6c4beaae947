"""What codes on a document say against what a person corrects."""

from dataclasses import replace
from datetime import date

import pytest

from berkas.corrections.corrected import Extracted, corrected
from berkas.extraction.checks.run import TemplateRules
from berkas.model.extraction import Severity
from berkas.model.geometry import BoundingBox, Code, CodeKind
from berkas.model.rules import Check, CodeAgrees
from templates_registry import registry

TODAY = date(2026, 11, 26)
TEMPLATE = registry.latest("faktur_pajak")
RULES = TemplateRules(TEMPLATE.fields, TEMPLATE.checks)
PRINTED = {"nomor_seri": "010.002-24.12345678", "seller_npwp": "09.254.294.3-407.000", "reference": "A-1"}


def code(seller, serial):
    content = f"http://svc.efaktur.pajak.go.id/validasi/faktur/{seller}/{serial}/3031300d"
    return Code(CodeKind.QR_CODE, content, len(content), BoundingBox(0, 0.1, 0.8, 0.1, 0.1))


OWN, OTHERS = code("092542943407000", "0022412345678"), code("019999999407000", "0099977777777")


def extracted(*codes, **values):
    fields = PRINTED | values
    return Extracted(fields=fields, confidences={}, cells={}, boxes={}, findings=(), codes=codes)


def contradicted(after):
    return {(f.fields, f.severity) for f in after.findings if f.code == "code_contradicts"}


def test_a_value_that_a_person_puts_right_agrees_with_the_code():
    known = extracted(OWN, Code(CodeKind.QR_CODE, None, 9, OWN.box), nomor_seri=None)

    wrong = corrected(known, {"nomor_seri": "010.002-24.12345679"}, RULES, today=TODAY)
    elsewhere = corrected(wrong, {"reference": "B-2"}, RULES, today=TODAY)
    right = corrected(elsewhere, {"nomor_seri": "010.002-24.12345678"}, RULES, today=TODAY)

    assert contradicted(wrong) == contradicted(elsewhere) == {(("nomor_seri",), Severity.ERROR)}
    assert contradicted(right) == set()
    assert right.codes == known.codes


@pytest.mark.parametrize("given", [{"reference": "B-2"}, {"nomor_seri": "010.002-24.12345670"}])
def test_a_code_of_another_document_of_the_file_contradicts_nothing(given):
    known = extracted(replace(OTHERS, is_elsewhere=True))

    assert contradicted(corrected(known, given, RULES, today=TODAY)) == set()


def test_a_contradiction_is_new_only_where_what_is_compared_changed():
    known = extracted(OTHERS)

    assert contradicted(corrected(known, {"reference": "B-2"}, RULES, today=TODAY)) == set()
    assert contradicted(corrected(known, {"nomor_seri": "010.002-24.12345670"}, RULES, today=TODAY)) == {
        (("nomor_seri",), Severity.ERROR)
    }


def test_a_contradiction_stays_while_one_of_its_fields_is_put_right():
    said = CodeAgrees.model_validate({"pattern": "validasi/faktur/(?P<seller_npwp>[0-9]+)/(?P<nomor_seri>[0-9]+)"})
    both = TemplateRules((), (Check(code_agrees=said),))
    wrong = corrected(extracted(OTHERS), {"nomor_seri": "1"}, both, today=TODAY)

    after = corrected(wrong, {"seller_npwp": "01.999.999.9-407.000"}, both, today=TODAY)

    assert contradicted(wrong) == {(("seller_npwp", "nomor_seri"), Severity.ERROR)}
    assert contradicted(after) == {(("nomor_seri",), Severity.ERROR)}


def test_what_a_code_says_stays_out_of_what_a_log_would_show():
    assert "0022412345678" not in repr(extracted(OWN).codes)
