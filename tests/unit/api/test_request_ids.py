"""A request keeps the id that its sender gave it, if that is harmless; else it gets one."""

import re

import pytest

from api.request_ids import choose, request_id_of

MINTED = re.compile(r"req_[0-9A-HJKMNP-TV-Z]{26}")


@pytest.mark.parametrize("given", ["a", "req-1", "2026-05-24T03:15:42.118Z", "A" * 128, "0_.:-"])
def test_a_safe_id_is_taken_over(given):
    assert choose([(b"x-request-id", given.encode())]) == given


@pytest.mark.parametrize("given", ["", " a", "-a", "a b", "a\r\nb", "a\n", "é", "A" * 129, "<a>", '"a"', "a/b"])
def test_an_unsafe_id_is_replaced(given):
    assert MINTED.fullmatch(choose([(b"x-request-id", given.encode())]))


def test_without_an_id_every_request_gets_another_one_and_keeps_it():
    first, second = {"headers": [(b"host", b"x")]}, {"headers": []}

    assert MINTED.fullmatch(request_id_of(first))
    assert request_id_of(first) == request_id_of(first) != request_id_of(second)
