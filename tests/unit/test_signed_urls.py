"""A link is good as issued, until it is over, and in no other spelling."""

from datetime import UTC, datetime, timedelta

import pytest

from berkas.ids import IdPrefix, is_id, new_id
from berkas.refusals import LinkExpired, LinkInvalid
from berkas.signed_urls import VALID_SECONDS, LinkSigner

NOW = datetime(2026, 5, 24, 3, 15, 42, 118_500, tzinfo=UTC)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture
def signer() -> LinkSigner:
    return LinkSigner([bytes(range(32))])


@pytest.fixture
def ids() -> dict[str, str]:
    return {"document_id": new_id(IdPrefix.DOCUMENT), "organisation_id": new_id(IdPrefix.ORGANISATION)}


def test_a_token_says_what_it_was_issued_for(signer, ids) -> None:
    token, issued = signer.issue(**ids, now=NOW)

    link = signer.check(token, now=NOW)

    assert link == issued
    assert (link.document_id, link.organisation_id) == (ids["document_id"], ids["organisation_id"])
    assert is_id(link.document_id, IdPrefix.DOCUMENT)
    assert link.expires_at - NOW.replace(microsecond=118_000) == timedelta(seconds=VALID_SECONDS)


def test_two_tokens_for_one_document_are_two_links(signer, ids) -> None:
    (first, one), (second, other) = signer.issue(**ids, now=NOW), signer.issue(**ids, now=NOW)

    assert first != second
    assert one.link_id != other.link_id


def test_a_token_in_which_any_character_is_another_is_refused(signer, ids) -> None:
    token, _ = signer.issue(**ids, now=NOW)

    for position, char in enumerate(token):
        for other in ALPHABET:
            if other != char:
                with pytest.raises(LinkInvalid):
                    signer.check(token[:position] + other + token[position + 1 :], now=NOW)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1],
        lambda token: token[:-4],
        lambda token: token + "A",
        lambda token: token + "AAAA",
        lambda token: token + "=",
        lambda token: token + "\n",
        lambda token: " " + token,
        lambda token: token[4:] + token[:4],
        lambda token: token.replace(token[5], "+", 1),
        lambda token: token[:-1] + "é",
        lambda token: "",
        lambda token: "A" * 116,
    ],
)
def test_a_token_of_another_shape_is_refused(signer, ids, spoil) -> None:
    token, _ = signer.issue(**ids, now=NOW)

    with pytest.raises(LinkInvalid):
        signer.check(spoil(token), now=NOW)


def test_a_token_of_another_key_is_refused(signer, ids) -> None:
    token, _ = LinkSigner([bytes(32)]).issue(**ids, now=NOW)

    with pytest.raises(LinkInvalid):
        signer.check(token, now=NOW)


def test_a_token_outlives_a_rotation_of_keys(ids) -> None:
    old, new = bytes(32), bytes(range(32))
    token, link = LinkSigner([old]).issue(**ids, now=NOW)

    assert LinkSigner([new, old]).check(token, now=NOW) == link
    with pytest.raises(LinkInvalid):
        LinkSigner([new]).check(token, now=NOW)
    signed_anew, _ = LinkSigner([new, old]).issue(**ids, now=NOW)
    LinkSigner([new]).check(signed_anew, now=NOW)


def test_a_token_is_over_after_five_minutes_to_the_millisecond(signer, ids) -> None:
    token, link = signer.issue(**ids, now=NOW)

    signer.check(token, now=link.expires_at - timedelta(microseconds=1))

    with pytest.raises(LinkExpired):
        signer.check(token, now=link.expires_at)
