"""`berkas specimens` and `berkas eval` on a few papers, through the real reader."""

import json

import msgspec
import pytest

from berkas.evaluation.run import TRUTH_ENDING, Truth, TruthBroken, cases_in
from deployments.cli import build
from templates_registry import document_types


def run(*words):
    with pytest.raises(SystemExit) as ended:
        build()(list(words))
    return ended.value.code or 0


@pytest.fixture
def folder(tmp_path):
    assert run("specimens", str(tmp_path), "--types", "npwp", "--variants", "text_pdf,locked_pdf", "--seeds", "1") == 0
    return tmp_path


def test_every_paper_has_its_truth_beside_it(folder):
    papers = {path.name for path in folder.iterdir() if not path.name.endswith(TRUTH_ENDING)}
    assert papers == {
        f"npwp-{layout}-1-{variant}.pdf" for layout in ("card", "electronic") for variant in ("text_pdf", "locked_pdf")
    }
    for paper in papers:
        truth = msgspec.json.decode((folder / f"{paper}{TRUTH_ENDING}").read_bytes(), type=Truth)
        assert truth.type == "npwp"
        assert (truth.password is not None) == ("locked" in paper)
        assert truth.fields["npwp_number"]


def test_a_folder_is_measured_and_its_figures_written(folder, capsys):
    figures = folder / "figures.json"
    assert run("eval", str(folder), "--json", str(figures)) == 0
    assert "npwp: 4 documents" in capsys.readouterr().out
    found = json.loads(figures.read_text())["npwp"]
    assert found["all"]["type_right"] == 4
    assert found["all"]["unread"] == 0
    assert set(found["variants"]) == {"text_pdf", "locked_pdf"}
    assert found["fields"]["npwp_number"]["normalised"] == 1.0


def test_drawn_papers_are_measured_with_papers_of_other_kinds(capsys):
    assert run("eval", "--types", "ktp", "--variants", "text_pdf", "--seeds", "2", "--negatives", "--misses") == 0
    out = capsys.readouterr().out
    assert "ktp: 2 documents" in out
    assert "Papers of other kinds: 21 documents" in out


def test_composed_documents_have_as_many_layouts_as_documents(tmp_path):
    words = (
        "--procedural",
        "calibrate",
        "--documents",
        "3",
        "--types",
        "invoice",
        "--variants",
        "text_pdf",
        "--seeds",
        "7",
    )
    assert run("specimens", str(tmp_path), *words) == 0
    truths = [msgspec.json.decode(path.read_bytes(), type=Truth) for path in tmp_path.glob(f"*{TRUTH_ENDING}")]
    assert len({truth.layout for truth in truths}) == 3
    assert all(truth.layout.startswith("calibrate-") and truth.fields["total_amount"] for truth in truths)


def test_documents_of_the_judge_family_come_from_a_grammar_of_their_own(tmp_path):
    words = ("--procedural", "judge", "--documents", "2", "--types", "invoice", "--variants", "text_pdf")
    assert run("specimens", str(tmp_path), *words) == 0
    truths = [msgspec.json.decode(path.read_bytes(), type=Truth) for path in tmp_path.glob(f"*{TRUTH_ENDING}")]
    assert len(truths) == 2
    assert all(truth.layout.startswith("judge-") for truth in truths)


def test_a_report_has_figures_and_pictures_and_no_value_of_a_document(tmp_path, capsys):
    folder, report = tmp_path / "documents", tmp_path / "made" / "report"
    words = ("--procedural", "judge", "--documents", "2", "--types", "invoice", "--variants", "text_pdf")
    assert run("specimens", str(folder), *words) == 0
    assert run("eval", str(folder), "--report", str(report)) == 0

    assert {path.name for path in report.iterdir()} == {"report.md", "reliability.png", "automation.png"}
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in report.glob("*.png"))
    text, out = (report / "report.md").read_text(), capsys.readouterr().out
    assert text.startswith("# Reading of 2 documents")
    assert "Expected calibration error" in text
    assert "Expected calibration error" in out
    assert "Documents that need no person" in out
    for path in folder.glob(f"*{TRUTH_ENDING}"):
        assert path.name.removesuffix(TRUTH_ENDING) not in text
        fields = msgspec.json.decode(path.read_bytes(), type=Truth).fields
        for value in (fields["invoice_number"], fields["seller_name"]):
            assert value not in text


def test_a_page_of_accuracy_is_made_of_held_out_papers_in_parts(tmp_path, capsys):
    page = tmp_path / "accuracy.md"
    words = ("--variants", "text_pdf", "--seeds", "900", "--accuracy-page", str(page))

    assert run("eval", "--held-out", "--types", "bpkb", *words) == 0
    assert run("eval", "--held-out", "--types", "npwp", *words) == 0

    assert [f"| `{kind}` | `text_pdf` | 2 | 2/2 |" in page.read_text() for kind in ("bpkb", "npwp")] == [True, True]
    assert set(json.loads((tmp_path / "accuracy.json").read_text())) == {"bpkb", "npwp"}
    assert (tmp_path / "images" / "accuracy.png").stat().st_size > 1000
    assert run("eval", "--types", "npwp", *words) == 2
    assert "held-out" in capsys.readouterr().out


def test_what_was_read_of_held_out_papers_is_not_shown(capsys):
    assert run("eval", "--held-out", "--misses") == 2
    assert "not shown" in capsys.readouterr().out


@pytest.mark.parametrize(
    "choice", [("--types", "other"), ("--variants", "fax"), ("--seeds", "a-b"), ("--procedural", "none")]
)
def test_an_unknown_choice_is_named(choice, tmp_path, capsys):
    assert run("specimens", str(tmp_path), *choice) == 2
    assert choice[1] in capsys.readouterr().out


def test_a_broken_truth_file_is_named(folder):
    broken = next(folder.glob(f"*{TRUTH_ENDING}"))
    broken.write_text('{"type": "ktpp"}')
    with pytest.raises(TruthBroken, match=broken.name):
        list(cases_in(folder, document_types.names()))


def test_a_truth_file_without_its_document_is_named(folder):
    next(folder.glob("*-text_pdf.pdf")).unlink()
    with pytest.raises(TruthBroken, match="no document"):
        list(cases_in(folder, document_types.names()))
