"""Whatever is raised becomes one of our errors with a status; nothing that a library says gets out."""

import pytest
from litestar.exceptions import (
    ClientException,
    InternalServerException,
    MethodNotAllowedException,
    NotFoundException,
    ValidationException,
)
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from api.errors import TooManyRequests, as_ours, envelope, headers_of, places_of, status_of
from berkas import errors, refusals

SECRET = "rahasia"


def subclasses(cls):
    return [cls, *(found for child in cls.__subclasses__() for found in subclasses(child))]


REFUSALS = sorted(
    (c for c in subclasses(refusals.Refused) if c.__module__ == "berkas.refusals"), key=lambda c: c.__name__
)


@pytest.mark.parametrize("cls", REFUSALS)
def test_every_refusal_has_a_status_of_its_own_kind(cls):
    error = cls({"x": ["y"]}) if cls is refusals.ValidationFailed else cls()

    assert 400 <= status_of(error) < 500


@pytest.mark.parametrize(
    ("raised", "status", "code"),
    [
        (NotFoundException(detail=SECRET), 404, "not_found"),
        (MethodNotAllowedException(detail=SECRET), 405, "method_not_allowed"),
        (RequestEntityTooLarge(detail=SECRET), 413, "payload_too_large"),
        (ClientException(detail=SECRET), 400, "bad_request"),
        (InternalServerException(detail=SECRET), 500, "internal_error"),
        (ValueError(SECRET), 500, "internal_error"),
        (errors.DatabaseUnavailable(), 503, "database_unavailable"),
        (errors.UnsupportedFile(), 415, "unsupported_file_type"),
        (errors.SealBroken(), 500, "seal_broken"),
    ],
)
def test_any_error_becomes_ours(raised, status, code):
    ours = as_ours(raised)

    assert status_of(ours) == status
    body = envelope(ours, "req_1")
    assert (body["code"], body["requestId"]) == (code, "req_1")
    assert SECRET not in str(body)


def test_the_frameworks_field_errors_are_told_without_their_values():
    extra = [
        {"key": "fields", "message": f"Object contains unknown field `{SECRET}`"},
        {"key": "reason", "message": "Field required"},
        {"key": "limit", "message": f"Expected int, got {SECRET}"},
        {"key": "limit", "message": SECRET},
        {"message": SECRET},
        SECRET,
    ]

    ours = as_ours(ValidationException(detail=SECRET, extra=extra))

    assert ours.field_errors == {
        "fields": ["is unknown"],
        "reason": ["is required"],
        "limit": ["is invalid", "is invalid"],
        "body": ["is invalid"],
    }
    assert as_ours(ValidationException()).field_errors == {"body": ["is invalid"]}


def test_some_failures_say_what_to_do_next():
    assert headers_of(refusals.AuthenticationFailed()) == {"WWW-Authenticate": "Bearer"}
    assert headers_of(errors.DatabaseUnavailable()) == {"Retry-After": "5"}
    assert headers_of(TooManyRequests("api.read", 600, 7)) == {"Retry-After": "7"}
    assert headers_of(refusals.NotFound()) == {}


def test_the_place_of_an_error_is_told_without_source_or_values():
    def fail(secret):
        raise ValueError(secret)

    with pytest.raises(ValueError) as caught:
        fail(SECRET)

    place = places_of(caught.value)
    assert place.endswith("in fail")
    assert "test_errors.py:" in place
    assert SECRET not in place
