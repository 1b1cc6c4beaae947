"""Two requests have one fingerprint only if they ask for the same, part by part."""

import pytest

from api.idempotency import Fingerprints

FINGERPRINTS = Fingerprints([b"new" * 11, b"old" * 11])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["ab", "c"], ["a", "bc"]),
        (["ab"], ["a", "b"]),
        (["a", ""], ["a"]),
        (["", "a"], ["a", ""]),
        (["a", "b"], ["b", "a"]),
        (["a\x00", "b"], ["a", "\x00b"]),
        (["correct", "doc_1", "{}"], ["correct", "doc_", "1{}"]),
        ([], [""]),
    ],
)
def test_parts_that_join_to_the_same_text_are_different_requests(one, other):
    first, second = FINGERPRINTS.of(one), FINGERPRINTS.of(other)

    assert not set(first) & set(second)


def test_the_same_parts_are_the_same_request_by_every_key():
    assert FINGERPRINTS.of(["a", "b"]) == FINGERPRINTS.of(["a", "b"])
    assert set(Fingerprints([b"old" * 11]).of(["a", "b"])) < set(FINGERPRINTS.of(["a", "b"]))
