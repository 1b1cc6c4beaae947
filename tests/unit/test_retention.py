"""How long documents are kept."""

from datetime import UTC, datetime, timedelta

from berkas.retention import DEFAULT, DEFAULT_DAYS, policy, retain_until

UPLOADED = datetime(2026, 2, 28, 17, 0, tzinfo=UTC)
BY_TYPE = {"card": 400, "ledger": 3653, "text": None}


def end(kind, overrides=None):
    return retain_until(UPLOADED, kind, defaults=BY_TYPE, overrides=overrides or {})


def test_every_type_has_days_and_so_has_what_has_none() -> None:
    assert policy(BY_TYPE, {}) == {"card": 400, "ledger": 3653, "text": DEFAULT_DAYS, DEFAULT: DEFAULT_DAYS}


def test_an_organisation_decides_by_type() -> None:
    assert end("card", {"card": 30}) == UPLOADED + timedelta(days=30)
    assert end("ledger", {"card": 30}) == UPLOADED + timedelta(days=3653)


def test_null_keeps_for_ever() -> None:
    assert end("ledger", {"ledger": None}) is None
    assert end(None, {"default": None}) is None


def test_the_default_is_for_documents_without_days_of_their_own_only() -> None:
    days = policy(BY_TYPE, {"default": 10})

    assert (days["default"], days["text"], days["ledger"]) == (10, 10, 3653)
    assert end(None, {"default": 10}) == UPLOADED + timedelta(days=10)


def test_types_without_days_may_be_given_some() -> None:
    assert policy(BY_TYPE, {"default": 10, "text": None})["text"] is None


def test_names_that_are_no_type_are_ignored() -> None:
    assert policy(BY_TYPE, {"passwort": 1}) == policy(BY_TYPE, {})
