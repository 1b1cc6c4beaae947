"""Bodies, signatures and delays of webhooks."""

import base64
import hashlib
import hmac
import json
import random
from datetime import UTC, datetime

import pytest

from berkas.model.events import EventKind
from berkas.webhooks import (
    DATA,
    DELAYS_SECONDS,
    MAX_ATTEMPTS,
    Signing,
    delay_seconds,
    event_body,
    event_data,
    headers,
    new_secret,
    plain_signature,
    standard_signature,
    unknown_events,
)

MOMENT = datetime(2026, 5, 24, 3, 15, 42, 118999, tzinfo=UTC)
BODY = b'{"test": 2432232314}'


def signed(signing: Signing, body: bytes = BODY) -> dict[str, str]:
    return headers(
        body, signing, event="document.failed", event_id="evt_1", delivery_id="whd_1", attempt=3, moment=MOMENT
    )


def test_the_signature_is_that_of_the_published_test_vector():
    # from the test suites of github.com/standard-webhooks/standard-webhooks/libraries
    signature = standard_signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, BODY
    )

    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_plain_signature_is_that_of_a_published_test_vector():
    # RFC 4231, test case 2: the key and the text are used as they stand
    signature = plain_signature("Jefe", b"what do ya want for nothing?")

    assert signature == "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


def test_the_headers_identify_and_sign_an_attempt():
    secret = new_secret()

    sent = signed(Signing(secret))

    assert sent["webhook-id"] == "evt_1"
    assert sent["webhook-timestamp"] == sent["X-Berkas-Timestamp"] == str(int(MOMENT.timestamp()))
    assert sent["webhook-signature"] == standard_signature(secret, "evt_1", int(MOMENT.timestamp()), BODY)
    assert (sent["X-Berkas-Event"], sent["X-Berkas-Delivery"], sent["X-Berkas-Attempt"]) == (
        "document.failed", "whd_1", "3",
    )  # fmt: skip
    assert sent["X-Berkas-Signature"] == "sha256=" + hmac.new(secret.encode(), BODY, hashlib.sha256).hexdigest()
    assert "X-Berkas-Signature-Previous" not in sent


def test_after_a_rotation_both_secrets_sign():
    old, new = new_secret(), new_secret()

    sent = signed(Signing(new, old))

    timestamp = int(MOMENT.timestamp())
    both = [standard_signature(secret, "evt_1", timestamp, BODY) for secret in (new, old)]
    assert sent["webhook-signature"].split(" ") == both
    assert sent["X-Berkas-Signature"] == plain_signature(new, BODY)
    assert sent["X-Berkas-Signature-Previous"] == plain_signature(old, BODY)


def test_a_secret_is_random_and_of_32_bytes():
    secrets = {new_secret() for _ in range(100)}

    assert len(secrets) == 100
    assert {len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) for secret in secrets} == {32}


def test_a_secret_that_is_not_base64_signs_nothing():
    with pytest.raises(ValueError, match="whsec_ and base64"):
        standard_signature("whsec_!", "evt_1", 0, BODY)


def test_the_repr_of_what_signs_shows_no_secret():
    secret = new_secret()

    assert secret not in repr(Signing(secret, secret))


def test_every_event_says_what_it_holds():
    assert set(DATA) == set(EventKind)
    assert {names[0] for names in DATA.values()} == {"document_id"}


def test_data_has_the_names_of_the_wire_and_nothing_that_the_event_does_not_tell():
    facts = {
        "document_id": "doc_1",
        "extraction_id": "ext_2",
        "actor_user_id": "key_3",
        "attempt": 4,
        "fields": {"a": 1},
    }

    data = event_data(EventKind.CORRECTED, facts)

    assert data == {
        "documentId": "doc_1",
        "extractionId": "ext_2",
        "actorUserId": "key_3",
        "previousExtractionId": None,
    }


def test_the_names_of_fields_are_not_changed():
    data = event_data(EventKind.EXTRACTED, {"fields": {"npwp_number": "1", "line_items": [{"unit_price": 1}]}})

    assert data["fields"] == {"npwp_number": "1", "line_items": [{"unit_price": 1}]}


def test_the_body_is_an_envelope_in_a_fixed_order():
    body = event_body(
        "document.erased",
        event_id="evt_1",
        occurred_at=MOMENT,
        organisation_id="org_1",
        data={"documentId": "doc_1", "name": "Ñusa"},
    )

    assert body == (
        '{"id":"evt_1","event":"document.erased","occurredAt":"2026-05-24T03:15:42.118Z","orgId":"org_1",'
        '"data":{"documentId":"doc_1","name":"Ñusa"}}'
    )
    assert json.loads(body)["data"]["name"] == "Ñusa"


def test_attempts_span_a_day_with_growing_delays():
    assert MAX_ATTEMPTS == 11
    assert 23 * 3600 < sum(DELAYS_SECONDS) <= 24 * 3600
    assert list(DELAYS_SECONDS) == sorted(DELAYS_SECONDS)


@pytest.mark.parametrize("failed", range(1, MAX_ATTEMPTS))
def test_a_delay_is_jittered_by_a_tenth_at_most(failed):
    planned = DELAYS_SECONDS[failed - 1]

    delays = [delay_seconds(failed, random.Random(seed)) for seed in range(200)]

    assert all(0.9 * planned <= delay <= 1.1 * planned for delay in delays if delay is not None)
    assert len(set(delays)) > 100


def test_after_the_last_attempt_there_is_no_other():
    assert delay_seconds(MAX_ATTEMPTS) is None


def test_only_events_of_documents_can_be_subscribed_to():
    assert unknown_events(["document.failed", "webhook.test", "*", "template.matched"]) == ["webhook.test", "*"]
