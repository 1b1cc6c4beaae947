"""`berkas compare`: another program, in a process of its own, on the same document."""

import json
import sys

import msgspec
import pytest

from berkas.evaluation.run import TRUTH_ENDING, Truth
from deployments.cli import build

PEER = """
import json, os
def extract_data(path):
    print("a library that prints breaks no answer")
    answer = json.loads(os.environ["PEER_ANSWER"])
    if answer is None:
        raise ValueError(path)
    return answer
"""


def run(*words):
    with pytest.raises(SystemExit) as ended:
        build()(list(words))
    return ended.value.code or 0


@pytest.fixture
def invoice(tmp_path):
    """A folder with one invoice, and its truth."""
    folder = tmp_path / "documents"
    assert run("specimens", str(folder), "--types", "invoice", "--variants", "text_pdf", "--seeds", "1") == 0
    kept = folder / f"invoice-boxed-1-text_pdf.pdf{TRUTH_ENDING}"
    for path in folder.iterdir():
        if not path.name.startswith("invoice-boxed-1"):
            path.unlink()
    return folder, msgspec.json.decode(kept.read_bytes(), type=Truth).fields


@pytest.fixture
def compared(tmp_path, monkeypatch, capsys, invoice):
    """The line of the table, figure by figure, when the peer answers so."""
    (tmp_path / "invoice2data.py").write_text(PEER)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def of(answer):
        monkeypatch.setenv("PEER_ANSWER", json.dumps(answer))
        capsys.readouterr()
        assert run("compare", "invoice2data", str(invoice[0]), "--python", sys.executable) == 0
        [line] = [line for line in capsys.readouterr().out.splitlines() if line.strip().startswith("invoice ")]
        return line.replace("/", " ").split()

    return of


def test_values_of_both_are_counted_right_wrong_or_missing(compared, invoice):
    truth = invoice[1]
    year, month, day = truth["invoice_date"].split("-")

    cells = compared({"invoice_number": truth["invoice_number"], "date": f"{day}/{month}/{year}", "amount": 1})

    assert cells[:6] == ["invoice", "text_pdf", "1", "5", "100.0", "0.0"]
    assert (cells[7:9], cells[10:]) == (["40.0", "20.0"], ["0", "0"])


def test_a_peer_that_fails_on_a_document_has_it_unread(compared):
    cells = compared(None)

    assert (cells[7:9], cells[10:]) == (["0.0", "0.0"], ["0", "1"])


@pytest.mark.parametrize("python", [sys.executable, "no-such-python"], ids=["peer", "interpreter"])
def test_what_is_not_installed_is_said_to_be_missing(invoice, capsys, python):
    assert run("compare", "xberg", str(invoice[0]), "--python", python) == 2

    assert "xberg does not run" in capsys.readouterr().out
