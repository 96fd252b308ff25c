"""What stands at a place is an answer's own work where it has typed it, formatted it, computed it or removed it."""

import pytest

from desktop_agent.core.decisions.decision import ReadLine
from desktop_agent.core.pictures import Rect
from desktop_agent.run.act.input_state import OwnText, values_of

TYPED = OwnText().after("Total\t=sum(B2:B6)\n1000\n")


@pytest.mark.parametrize(
    ("before", "now", "explained"),
    [
        ("", "Total", True),
        ("Sum", "Total", True),
        ("Next", "Tota1", True),  # as it is read
        ("", "1,000.00", True),  # as it is shown
        ("", "290", True),  # what a formula comes to
        ("12", "290", True),
        ("12", "$12.00", True),
        ("12", "12,00 €", True),
        ("12", "", True),
        ("Total", "", True),
        ("", "", True),
        ("Next", "", False),
        ("Next", "290", False),
        ("Next", "Delete", False),
        ("", "Delete", False),
        ("12", "Delete", False),
        ("Save", "Save as", False),
    ],
)
def test_own_text_explains_what_it_has_made_and_no_label(before: str, now: str, *, explained: bool) -> None:
    assert TYPED.explains(before, now) is explained


@pytest.mark.parametrize(("before", "now"), [("12", "$12.00"), ("", ""), ("", "Total")])
def test_nothing_is_explained_without_keys(before: str, now: str) -> None:
    assert not OwnText().explains(before, now)


@pytest.mark.parametrize(
    ("before", "now", "explained"), [("12", "12.00", True), ("12", "13", False), ("", "290", False), ("12", "", True)]
)
def test_other_keys_explain_a_format_and_what_they_have_removed(before: str, now: str, *, explained: bool) -> None:
    assert OwnText().after(None).explains(before, now) is explained


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12", {12.0}),
        ("$12.00", {12.0, 1200.0}),
        ("1,234", {1234.0, 1.234}),
        ("1.234,50 €", {1.2345, 1234.5}),
        ("1 234", {1234.0}),
        ("-5", {5.0}),
        ("45 %", {45.0}),
        ("Page 3", set()),
        ("3 rows", set()),
        ("1.2.3", {123.0}),
        ("", set()),
    ],
)
def test_a_number_means_its_values_in_either_spelling(text: str, values: set[float]) -> None:
    assert values_of(text) == values


def row(*words: tuple[str, int, int]) -> list[ReadLine]:
    return [ReadLine(text, Rect(x, 0, width, 10)) for text, x, width in words]


@pytest.mark.parametrize(
    ("before", "now", "explained"),
    [
        ((("Tape", 0, 30), ("121", 80, 20)), (("Tape", 0, 32), ("$121.00", 60, 40)), True),
        ((("Tape", 0, 30),), (("Tape", 0, 30), ("Total", 60, 40)), True),
        ((("Tape", 0, 30),), (("Tape", 0, 30), ("TotalTotal", 60, 40)), True),
        ((("Ada", 0, 30), ("Delete", 60, 40)), (("Bob", 0, 30), ("Delete", 60, 40)), False),
        ((("Tape", 0, 30),), (("Tape", 0, 30), ("Delete", 60, 40)), False),
        ((("Ada", 0, 30),), (), False),
        ((), (), True),
    ],
)
def test_the_rest_of_a_row_has_to_be_what_it_was(
    before: tuple[tuple[str, int, int], ...], now: tuple[tuple[str, int, int], ...], *, explained: bool
) -> None:
    assert TYPED.explains_row(row(*before), row(*now)) is explained


def test_without_keys_a_row_with_the_same_words_is_the_same_and_an_empty_one_is_not_known_to_be() -> None:
    assert OwnText().explains_row(row(("Item", 0, 30)), row(("Item", 0, 34)))
    assert not OwnText().explains_row([], [])


def test_numbers_that_have_moved_on_are_not_those_that_were_there() -> None:
    before = row(("1", 0, 9), ("2", 20, 9), ("3", 40, 9))
    now = row(("1", 20, 9), ("2", 40, 9), ("3", 60, 9))

    assert not OwnText().after(None).explains_row(before, now)
