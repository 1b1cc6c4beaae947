"""The shape of keys, what scopes allow, and by what failed authentications are counted."""

import pytest

from api.auth import Caller, bearer_key, client_address, hash_of, holds_key, refuse_key_in_url
from berkas.refusals import AuthenticationFailed, Refused
from berkas.scopes import unknown_scopes

KEY = "bk_live_" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@pytest.mark.parametrize("header", [f"Bearer {KEY}", f"bearer {KEY}", f"BEARER  {KEY} "])
def test_a_key_is_found_in_the_header(header):
    assert bearer_key(header, "live") == KEY


@pytest.mark.parametrize(
    "header",
    [None, "", KEY, f"Basic {KEY}", "Bearer", "Bearer ", f"Bearer {KEY}A", f"Bearer {KEY[:-1]}", f"Bearer {KEY.lower()}",
     f"Bearer {KEY.replace('live', 'sandbox')}", f"Bearer {KEY}\u00e9", f"Bearer {KEY} {KEY}"],
)  # fmt: skip
def test_what_is_no_key_of_this_environment_fails(header):
    with pytest.raises(AuthenticationFailed):
        bearer_key(header, "live")


def test_only_the_hash_of_a_key_is_known():
    assert len(hash_of(KEY)) == 64
    assert hash_of(KEY) != hash_of(KEY.replace("A", "B"))


@pytest.mark.parametrize(
    "query", [f"key={KEY}", f"a=b&{KEY}=1", KEY.replace("_", "%5F"), f"q=x+{KEY}", f"q={KEY.lower()}"]
)
def test_a_key_in_a_query_is_refused_and_not_repeated(query):
    with pytest.raises(Refused) as caught:
        refuse_key_in_url("/api/documents", query.encode())

    assert KEY[8:] not in str(caught.value)


def test_a_query_without_a_key_passes():
    refuse_key_in_url("/api/documents", b"q=bk_live_short&externalRef=bk&x=%ff%00")


def test_a_key_is_seen_anywhere_in_a_text():
    assert holds_key(f'{{"kunci": "x{KEY}y"}}')
    assert not holds_key("bk_live_")


@pytest.mark.parametrize(
    ("scopes", "allowed", "forbidden"),
    [
        ({"documents:read"}, "documents:read", "documents:write"),
        ({"read"}, "templates:read", "templates:write"),
        ({"write"}, "documents:write", "documents:read"),
        ({"read", "write"}, "documents:write", "webhooks:manage"),
        ({"documents:*"}, None, "documents:read"),
    ],
)
def test_a_key_may_what_its_scopes_say(scopes, allowed, forbidden):
    caller = Caller("key_1", "org_1", frozenset(scopes), {})

    assert allowed is None or caller.may(allowed)
    assert not caller.may(forbidden)


def test_scopes_that_do_not_exist_are_told():
    assert unknown_scopes(["read", "documents:read", "api:manage", "documents:*", "admin"]) == ["admin", "documents:*"]


@pytest.mark.parametrize(
    ("client", "counted"),
    [
        (None, "unknown"),
        (("192.0.2.7", 1), "192.0.2.7"),
        (("2001:db8:1:2:3:4:5:6", 1), "2001:db8:1:2::/64"),
        (("/run/socket", 0), "/run/socket"),
    ],
)
def test_failed_authentications_are_counted_by_address_or_by_the_network_of_an_ipv6_client(client, counted):
    assert client_address(client) == counted
