"""How a run ends, given what was found or what stopped it: every error of the tree has one end, and says nothing private."""

from dataclasses import dataclass

import pytest

from berkas import errors, refusals
from berkas.model.extraction import ReviewCause
from berkas.model.statuses import FINAL_STATUSES, DocumentStatus
from flows.outcomes import Verdict, of_error, of_result

SECRET = "3171234567890123"


@dataclass
class Result:
    review_reasons: tuple[str, ...]
    review_causes: tuple[ReviewCause, ...] = ()


def subclasses(cls):
    return [cls, *(found for child in cls.__subclasses__() for found in subclasses(child))]


KNOWN = sorted(
    (c for c in subclasses(errors.BerkasError) if c.__module__ in {"berkas.errors", "berkas.refusals"}),
    key=lambda c: c.__name__,
)


def raised(cls):
    return cls({"x": [SECRET]}) if cls is refusals.ValidationFailed else cls(SECRET)


def test_values_without_a_reason_to_look_are_extracted():
    assert of_result(Result(())) == Verdict(DocumentStatus.EXTRACTED)


@pytest.mark.parametrize("result", [None, Result(("field_missing",))])
def test_no_values_or_doubtful_ones_are_for_an_analyst(result):
    assert of_result(result) == Verdict(DocumentStatus.REQUIRES_REVIEW)


def test_reasons_are_told_on_one_line_with_the_names_of_fields():
    causes = (ReviewCause("rule_broken", ("nik", "gender")), ReviewCause("score_below_threshold"))

    assert of_result(Result(("rule_broken",), causes)).reasons == "rule_broken: nik, gender; score_below_threshold"
    assert of_result(Result(())).reasons is None


@pytest.mark.parametrize("cls", KNOWN)
def test_every_error_ends_in_one_final_status_with_the_sentence_of_its_class(cls):
    verdict = of_error(raised(cls), "extract")

    shown = errors.PasswordExpired if cls is errors.SlotMissing else cls
    assert verdict.status in FINAL_STATUSES
    assert verdict.stage == "extract"
    assert SECRET not in repr(verdict)
    if issubclass(cls, errors.DocumentError | errors.TemplateError | errors.StorageError):
        assert (verdict.error_code, verdict.message) == (shown.code, shown.message)
    else:
        assert (verdict.error_code, verdict.message) == (errors.BerkasError.code, errors.BerkasError.message)


@pytest.mark.parametrize(
    ("error", "status", "is_ours"),
    [
        (errors.PasswordRequired(), "password_required", False),
        (errors.PasswordWrong(), "password_required", False),
        (errors.SlotMissing(), "password_required", False),
        (errors.UnreadableFile(), "failed", False),
        (errors.ReaderCrashed(), "failed", False),
        (errors.TemplateNotFound(), "failed", False),
        (errors.SealBroken(), "failed", True),
        (errors.KeyUnknown(), "failed", True),
        (ValueError(SECRET), "failed", True),
        (errors.BerkasError(SECRET), "failed", True),
    ],
)
def test_a_password_is_asked_for_a_paper_fails_and_our_faults_call_an_operator(error, status, is_ours):
    verdict = of_error(error, "unseal")

    assert (verdict.status.value, verdict.is_our_fault) == (status, is_ours)
    assert SECRET not in repr(verdict)
