"""What somebody types as it is printed: taken where it is clear, asked about where it is not. In a real browser."""

from typing import Any

import pytest

from berkas.values.dates import _MONTHS

TAKEN = {
    "1.500.000,50": 1500000.5,
    "1,500,000.50": 1500000.5,
    "1500000,50": 1500000.5,
    "1500000.50": 1500000.5,
    "113.000.000": 113000000,
    "1,500,000": 1500000,
    "1 500 000,5": 1500000.5,
    "Rp 1.500.000": 1500000,
    "Rp1.500.000,-": 1500000,
    "Rp. 1.500": 1500,
    "IDR 1,500": 1500,
    "-Rp 250.000": -250000,
    "Rp -250.000,00": -250000,
    "(1.500.000)": -1500000,
    "1.500.000-": -1500000,
    "\u22121.500.000": -1500000,
    "0,125": 0.125,
    "0.125": 0.125,
    "1500.500": 1500.5,
    "1,50": 1.5,
    "1.5": 1.5,
    "0": 0,
    "-0": 0,
    "007": 7,
}
REFUSED = [
    "1.500", "1,500", "-2.750", "1.50.000", "1.500,000.50", "12,34,567", "1,500.000,50", "1.500.000.00", "1..5", "5,", ".5",
    "abc", "1e5", "Rp", "--5",    "12 34", "0x10", "\u0661\u0662", "1234567890123456", "9" * 400,
]  # fmt: skip

DAYS = {
    "21/02/2026": "2026-02-21",
    "21-2-2026": "2026-02-21",
    "21.02.2026": "2026-02-21",
    "2026-02-21": "2026-02-21",
    "2026/02/21": "2026-02-21",
    "21 Feb 2026": "2026-02-21",
    "21 Februari 2026": "2026-02-21",
    "21-PEB-2026": "2026-02-21",
    "21Feb2026": "2026-02-21",
    "February 21, 2026": "2026-02-21",
    "Feb. 21 2026": "2026-02-21",
    "Jakarta, 17 Agustus 1945": "1945-08-17",
    "Senin, 21 Februari 2026": "2026-02-21",
    "03/04/2026": "2026-04-03",
    "29/02/2024": "2024-02-29",
}
NO_DAYS = [
    "21/02/26", "21 Feb 26", "02/21/2026", "31/02/2026", "29/02/2026", "21 Fub 2026", "2026", "21",
    "0/1/2026", "1/0/2026", "21022026", "soon", "1/1/0000",
]  # fmt: skip


@pytest.fixture(scope="module")
def ask(browser: Any, installation: Any) -> Any:
    """Calls a function of the page's values with each text: its value, or the message and the choices of what it is unsure of."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{installation.url}/review")
    script = """async ([name, texts, more]) => {
        const values = await import('/review/assets/values.js');
        return texts.map((text) => {
            try { return [values[name](text, more)]; }
            catch (error) { if (!(error instanceof values.Unclear)) throw error; return [error.message, error.choices]; }
        });
    }"""
    yield lambda name, texts, more=None: page.evaluate(script, [name, list(texts), more or {}])
    context.close()


def test_numbers_are_taken_as_printed_in_indonesian_and_in_english(ask: Any) -> None:
    assert dict(zip(TAKEN, ask("parseNumber", TAKEN), strict=True)) == {text: [value] for text, value in TAKEN.items()}


def test_a_number_that_may_mean_two_is_asked_about_and_others_are_refused(ask: Any) -> None:
    answers = ask("parseNumber", REFUSED)

    assert all(len(answer) == 2 for answer in answers), answers
    assert answers[0] == ['"1.500" may be 1500 or 1,50. Which is meant?', ["1500", "1,50"]]
    assert [choices for _, choices in answers[:3]] == [["1500", "1,50"], ["1500", "1,50"], ["-2750", "-2,75"]]
    assert all(choices == [] for _, choices in answers[3:])


def test_each_choice_is_clear(ask: Any) -> None:
    assert ask("parseNumber", ["1500", "1,50", "-2750", "-2,75"]) == [[1500], [1.5], [-2750], [-2.75]]


def test_where_points_are_shown_between_thousands_a_typed_point_is_one(ask: Any) -> None:
    typed = ["250.000", "1.500", "1,500"]

    answers = ask("parseNumber", typed, {"pointGroups": True})

    assert answers[:2] == [[250000], [1500]]
    assert len(answers[2]) == 2


def test_what_is_shown_of_a_number_is_read_again_as_the_same_number(ask: Any) -> None:
    numbers = [0, 7, -7, 0.5, 0.125, 1.125, 999, 1000, 1500000.5, 113000000, -9876543210.25, 123456789012345]

    shown = [text for [text] in ask("formatNumber", numbers)]

    assert shown[5:] == [
        "1,1250",
        "999",
        "1.000",
        "1.500.000,50",
        "113.000.000",
        "-9.876.543.210,25",
        "123.456.789.012.345",
    ]
    assert ask("parseNumber", shown, {"pointGroups": True}) == [[number] for number in numbers]


def test_dates_are_taken_as_printed_the_day_first(ask: Any) -> None:
    assert dict(zip(DAYS, ask("parseDate", DAYS), strict=True)) == {text: [day] for text, day in DAYS.items()}


def test_what_is_no_day_or_leaves_the_century_open_is_refused_with_a_sentence(ask: Any) -> None:
    answers = dict(zip(NO_DAYS, ask("parseDate", NO_DAYS), strict=True))

    assert all(len(answer) == 2 and answer[0].endswith(".") for answer in answers.values()), answers
    assert "four digits" in answers["21/02/26"][0]
    assert "no month 21" in answers["02/21/2026"][0]


def test_every_month_that_reading_knows_may_be_typed(ask: Any) -> None:
    names = [(name, number) for number, names in enumerate(_MONTHS, start=1) for name in names]

    answers = ask("parseDate", [f"3 {name} 2026" for name, _ in names])

    assert answers == [[f"2026-{number:02}-03"] for _, number in names]
