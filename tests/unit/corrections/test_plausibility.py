"""What a person may type without a doubt, and what cannot be a value of its field."""

from datetime import date

import pytest

from berkas.corrections.plausibility import is_possible
from berkas.evaluation.specimens import papers
from berkas.model.template import FieldType, TemplateField
from templates_registry import registry

TODAY = date(2026, 11, 26)


def fields_of(kind):
    return {field.name: field for field in registry.latest(kind).fields}


KTP, NPWP, STATEMENT, INVOICE = (fields_of(k) for k in ("ktp", "npwp", "rekening_koran", "invoice"))
CODE = TemplateField(name="code", label="Code", regex="KC-[0-9]{6}")
AROUND = TemplateField(name="code", label="Code", regex="No[:.] (KC-[0-9]{6})")


@pytest.mark.parametrize(
    ("field", "value", "is_likely"),
    [
        (KTP["nik"], "3174075508950001", True),
        (KTP["nik"], "ABCDEFGHIJKLMNOP", False),
        (KTP["nik"], "31740755089500", False),
        (KTP["nik"], "３１７４０７５５０８９５０００１", False),
        (KTP["fullName"], "CONTOH SPECIMEN", True),
        (KTP["fullName"], "12345", False),
        (KTP["rtRw"], "007/008", True),
        (KTP["rtRw"], "7", False),
        (KTP["dateOfBirth"], "1995-08-15", True),
        (KTP["dateOfBirth"], "2027-01-01", False),
        (KTP["issueDate"], "1017-12-02", False),
        (KTP["validUntil"], "SEUMUR HIDUP", True),
        (KTP["validUntil"], "2030-02-30", False),
        (KTP["validUntil"], "besok", False),
        (NPWP["npwp_number"], "09.123.456.7-890.000", True),
        (NPWP["npwp_number"], "091234567890000", True),
        (NPWP["npwp_number"], "NPWP SAYA", False),
        (NPWP["npwp16"], "0091234567890000", True),
        (NPWP["npwp16"], "lima", False),
        (STATEMENT["account_number"], "0123456789", True),
        (STATEMENT["account_number"], "12", False),
        (STATEMENT["currency"], "IDR", True),
        (STATEMENT["currency"], "rupiah", False),
        (INVOICE["seller_email"], "a@contoh.co.id", True),
        (INVOICE["seller_email"], "a@contoh", False),
        (INVOICE["ppn_rate"], 11, True),
        (INVOICE["ppn_rate"], 110, False),
        (INVOICE["total_amount"], -5, True),
        (CODE, "KC-000123", True),
        (CODE, "KC-000123 B", False),
        (AROUND, "KC-000123", True),  # the pattern describes what stands around the value
        (KTP["nik"], None, True),
        (TemplateField(name="n", label="N", type=FieldType.NUMBER, regex="[0-9]+"), 12.5, True),
    ],
)
def test_only_what_cannot_be_a_value_is_unlikely(field, value, is_likely):
    assert is_possible(field, value, today=TODAY) is is_likely


@pytest.mark.parametrize("kind", ["ktp", "npwp", "invoice", "rekening_koran"])
def test_nothing_that_stands_in_a_document_is_unlikely(kind):
    """A value that was read and is typed again must not make trouble."""
    fields = fields_of(kind)
    unlikely = []
    for layout in papers.LAYOUTS[kind]:
        for name, value in papers.make(kind, layout=layout, seed=3).truth.items():
            field = fields.get(name)
            if field is None:
                continue
            if not isinstance(value, list):
                unlikely += [(name, value)] * (not is_possible(field, value, today=TODAY))
                continue
            columns = {column.name: column for column in field.items.fields}
            unlikely += [
                (name, column, cell)
                for row in value
                for column, cell in row.items()
                if column in columns and not is_possible(columns[column], cell, today=TODAY)
            ]

    assert not unlikely
