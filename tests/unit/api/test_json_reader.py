"""Every JSON body is read by one strict reader: what is ambiguous, extreme or holds a key is refused in a short sentence."""

import json

import pytest

from api.json_reader import MOST_DEPTH, MOST_NAMES, SHOWN_UNKNOWN, Mistakes, decode_object, unescaped, unknown_fields
from berkas.refusals import Refused, ValidationFailed

KEY = "bk_live_ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def nested(depth: int) -> bytes:
    return b'{"a":' * (depth - 1) + b"{}" + b"}" * (depth - 1)


def test_an_object_is_decoded_as_it_was_sent():
    body = '{"name": "é\\u20ac", "rows": [{"a": 1.5}, {"a": null}], "big": 123456789012345678901}'.encode()

    assert decode_object(body) == {"name": "é€", "rows": [{"a": 1.5}, {"a": None}], "big": 123456789012345678901}


def test_the_byte_order_mark_of_a_writer_is_ignored():
    assert decode_object(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@pytest.mark.parametrize(
    "body", [b'{"a": 1, "a": 2}', b'{"x": [{"b": 1, "\\u0062": 1}]}', b'{"a": {"b": {}, "b": {}}}']
)
def test_a_field_that_comes_twice_is_refused_for_nobody_knows_which_one_counts(body):
    with pytest.raises(Refused, match="twice"):
        decode_object(body)


def test_one_name_in_several_objects_is_no_repetition():
    assert decode_object(b'{"a": [{"a": 1}, {"a": 1}]}') == {"a": [{"a": 1}, {"a": 1}]}


@pytest.mark.parametrize("digits", [400, 5_000, 100_000])
@pytest.mark.parametrize("number", ["{}", "-{}", "{}.5", "1e{}"])
def test_a_number_that_fits_nowhere_is_refused_in_words_that_say_so(digits, number):
    body = f'{{"fields": {{"total": {number.format("9" * digits)}}}}}'.encode()

    with pytest.raises(Refused, match="number that is too large"):
        decode_object(body)


@pytest.mark.parametrize("depth", [MOST_DEPTH + 1, 500, 5_000, 100_000])
def test_what_is_nested_deeper_than_anybody_means_is_refused(depth):
    with pytest.raises(Refused, match="nested deeper"):
        decode_object(nested(depth))
    with pytest.raises(Refused, match="nested deeper"):
        decode_object(b'{"a": ' + b"[" * depth + b"]" * depth + b"}")


def test_what_is_nested_as_deep_as_allowed_is_taken():
    assert decode_object(nested(MOST_DEPTH))


def test_an_object_of_more_names_than_any_has_is_refused():
    wide = json.dumps({"fields": {f"k{number}": 1 for number in range(MOST_NAMES + 1)}}).encode()

    with pytest.raises(Refused, match=str(MOST_NAMES)):
        decode_object(wide)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"7", b'{"a": NaN}', b'{"a": 1}x', b'{"a": "\\ud800"}', b"\xff{}", b"{'a': 1}", b'{"a": 1,}']
)
def test_what_is_no_json_object_is_refused(body):
    with pytest.raises(Refused, match="valid JSON object"):
        decode_object(body)


@pytest.mark.parametrize(
    "body",
    [
        f'{{"name": "{KEY}"}}',
        f'{{"{KEY}": 1}}',
        f'{{"a": [{{"b": "x{KEY}"}}]}}',
        '{"name": "\\u0062k_live_ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"}',
        '{"name": "bk\\u005Flive\\u005fABCDEFGHIJKLMNOPQRSTUVWXYZ234567"}',
        '{"\\u0062\\u006b_live_\\u0041BCDEFGHIJKLMNOPQRSTUVWXYZ234567": 1}',
        '{"name": "\\\\\\u0062k_live_ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"}',
    ],
)
def test_an_api_key_is_found_however_it_is_spelled(body):
    with pytest.raises(Refused, match="treat this one as leaked") as caught:
        decode_object(body.encode(), secret="pdfPassword")

    assert "ABCDEFG" not in str(caught.value)


def test_a_password_may_look_like_a_key():
    assert decode_object(f'{{"pdfPassword": "{KEY}"}}'.encode(), secret="pdfPassword") == {"pdfPassword": KEY}


def test_escaped_backslashes_are_no_escapes():
    assert unescaped("\\\\u0062k") == "\\\\u0062k"


def test_unknown_fields_are_named_as_far_as_anybody_reads():
    names = unknown_fields([f"field{number}\n" + "x" * 100 for number in range(5_000)], {"name"})

    assert len(names) == SHOWN_UNKNOWN
    assert names[0] == "field0" + "x" * 57


def test_an_error_list_ends_somewhere_even_if_mistakes_do_not():
    mistakes = Mistakes()
    for number in range(5_000):
        mistakes.blame(f"fields.{number}", "is not a field of this type")
        mistakes.blame("fields", f"message {number}")

    with pytest.raises(ValidationFailed) as caught:
        mistakes.refuse()

    assert len(caught.value.field_errors) == ValidationFailed.MOST_FIELDS
    assert len(caught.value.field_errors["fields"]) == ValidationFailed.MOST_MESSAGES
