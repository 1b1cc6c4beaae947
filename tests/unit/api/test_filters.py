"""The query of a list: what is unknown, repeated or malformed is refused, every mistake at once."""

from datetime import UTC, datetime

import pytest
from litestar.datastructures import MultiDict

from api.filters import (
    Include,
    include_of_document,
    parse_extraction_query,
    parse_include,
    parse_list_query,
    parse_paging,
)
from berkas.model.statuses import DocumentStatus
from berkas.refusals import ValidationFailed
from tables.queries.document_lists import DocumentFilters, Sort


def parse(*pairs, **values):
    return parse_list_query(MultiDict([*pairs, *values.items()]))


def test_nothing_asked_is_the_first_fifty_newest_first():
    query = parse()

    assert (query.filters, query.limit, query.offset, query.cursor) == (DocumentFilters(), 50, 0, None)
    assert query.sort is Sort.NEWEST


def test_every_filter_is_read():
    query = parse(
        ("from", "2026-05-01"),
        type="ktp, npwp",
        status="failed,extracted,",
        q=" budi  ",
        customerName="PT CONTOH",
        customerId="cus_01HXYJ8Q4Z5N7T2B9C6D3E8F3J",
        externalRef="a b",
        to="2026-06-01T07:00:00+07:00",
        limit="200",
        offset="7",
        cursor="abc",
        sort="oldest",
    )

    assert query.filters == DocumentFilters(
        types=frozenset({"ktp", "npwp"}),
        statuses=frozenset({DocumentStatus.FAILED, DocumentStatus.EXTRACTED}),
        q="budi",
        customer_name="PT CONTOH",
        customer_id="cus_01HXYJ8Q4Z5N7T2B9C6D3E8F3J",
        external_ref="a b",
        created_from=datetime(2026, 5, 1, tzinfo=UTC),
        created_to=datetime(2026, 6, 1, tzinfo=UTC),
    )
    assert (query.limit, query.offset, query.cursor, query.sort) == (200, 7, "abc", Sort.OLDEST)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2026-05-24", datetime(2026, 5, 24, tzinfo=UTC)),
        ("2026-05-24T03:15:42.118Z", datetime(2026, 5, 24, 3, 15, 42, 118000, tzinfo=UTC)),
        ("2026-05-24T03:15:42", datetime(2026, 5, 24, 3, 15, 42, tzinfo=UTC)),
        ("2026-05-24t03:15:42z", datetime(2026, 5, 24, 3, 15, 42, tzinfo=UTC)),
        ("2026-05-24T03:15:42 07:00", datetime(2026, 5, 23, 20, 15, 42, tzinfo=UTC)),
        ("2026-05-24 03:15", datetime(2026, 5, 24, 3, 15, tzinfo=UTC)),
    ],
)
def test_a_date_or_a_time_is_read_as_utc_unless_it_names_its_zone(given, meant):
    assert parse(("from", given)).filters.created_from == meant


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("type", "ktp,kartu"),
        ("status", "done"),
        ("sort", "size"),
        ("limit", "0"),
        ("limit", "201"),
        ("limit", "-1"),
        ("limit", "1.5"),
        ("limit", ""),
        ("limit", "٣"),
        ("limit", "9" * 5000),
        ("offset", "10000001"),
        ("from", "yesterday"),
        ("from", "2026-13-01"),
        ("to", "0001-01-01T00:00:00+14:00"),
        ("customerId", "doc_01HXYJ8Q4Z5N7T2B9C6D3E8F3J"),
        ("q", "x" * 256),
        ("externalRef", "a\x00b"),
        ("colour", "red"),
    ],
)
def test_a_value_that_is_wrong_is_blamed_by_its_name(name, value):
    with pytest.raises(ValidationFailed) as caught:
        parse((name, value))

    assert list(caught.value.field_errors) == [name]


def test_every_mistake_is_found_at_once_and_no_value_is_repeated():
    with pytest.raises(ValidationFailed) as caught:
        parse(("type", "rahasia"), ("limit", "rahasia"), ("colour", "rahasia"), ("q", "a"), ("q", "b"))

    assert set(caught.value.field_errors) == {"type", "limit", "colour", "q"}
    assert "rahasia" not in str(caught.value.field_errors)
    assert caught.value.field_errors["q"] == ["is given more than once"]


def test_a_list_with_pages_only_knows_no_filter():
    paging = parse_paging(MultiDict([("limit", "3"), ("offset", "6")]))

    assert (paging.limit, paging.offset) == (3, 6)
    with pytest.raises(ValidationFailed):
        parse_paging(MultiDict([("q", "budi")]))


@pytest.mark.parametrize(
    ("asked", "include"),
    [
        ([], Include()),
        (["rawText"], Include(text=True)),
        (["evidence"], Include(evidence=True)),
        (["evidence, rawText"], Include(text=True, evidence=True)),
        ([""], Include()),
    ],
)
def test_what_is_included_is_named_with_commas_between(asked, include):
    query = MultiDict([("include", value) for value in asked])

    assert parse_include(query) == include_of_document(query) == include
    assert parse_extraction_query(query)[1] == include


@pytest.mark.parametrize("asked", [["fields"], ["rawText,x"], ["rawText", "evidence"]])
@pytest.mark.parametrize("parse_it", [parse_include, include_of_document, parse_extraction_query])
def test_nothing_else_can_be_included(asked, parse_it):
    with pytest.raises(ValidationFailed) as refusal:
        parse_it(MultiDict([("include", value) for value in asked]))

    assert list(refusal.value.field_errors) == ["include"]


def test_a_parameter_that_never_meant_anything_is_refused_of_an_extraction_alone():
    assert include_of_document(MultiDict({"page": "1"})) == Include()
    with pytest.raises(ValidationFailed):
        parse_include(MultiDict({"page": "1"}))
