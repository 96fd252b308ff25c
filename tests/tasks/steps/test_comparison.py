"""What is read as one line now, and was read apart before, is taken apart; what is one text is not."""

import pytest

from desktop_agent.core.pictures import Window
from desktop_agent.tasks.steps.comparison import (
    exactly_same,
    is_known_by_looks,
    is_read_together,
    place_warning,
    recorded_among,
    same_window,
)
from desktop_agent.tasks.task import StepTarget, StepWindow


@pytest.mark.parametrize(
    ("line", "before", "together"),
    [
        ("poem.txt recipe.txt", ["budget.txt", "poem.txt", "recipe.txt"], True),
        ("poem.txtrecipe.txt", ["poem.txt", "recipe.txt"], True),
        ("poem.txt recipe.txt", ["poem.txt", "minutes.txt"], False),
        ("poem.txt recipe.txt", ["poem.txt recipe.txt", "poem.txt"], False),
        ("minutes.txt recipe.txt", ["minutes.txt", "poem.txt", "recipe.txt"], False),
        ("", [], False),
    ],
)
def test_a_line_is_taken_apart_at_texts_that_stood_alone(line: str, before: list[str], together: bool) -> None:
    assert is_read_together(line, "poem.txt", before) is together


def test_save_as_is_not_save() -> None:
    assert not is_read_together("Save as", "Save", ["Save", "Open"])


@pytest.mark.parametrize(
    "title", ["note.txt  — Kate", "note.txt * — Kate", "*note.txt — Kate", "note.txt — Kate [modified]"]
)
def test_a_mark_of_unsaved_text_is_no_other_window_wherever_it_stands(title: str) -> None:
    assert exactly_same(StepWindow("note.txt — Kate"), Window(1, title=title))


@pytest.mark.parametrize(
    ("then", "now", "is_same"),
    [
        ("Members", "Members (4)", True),
        ("Members (4)", "Members", True),
        ("Members (4)", "Members (12)", True),
        ("Inbox — Mail", "(3) Inbox — Mail", True),
        ("(3) Inbox — Mail", "Inbox — Mail", True),
        ("Team chat", "[7] Team chat", True),
        ("Team chat", "Team chat [99+]", True),
        ("Members", "Members (4) *", True),
        ("Members", "Members (new)", False),
        ("Members", "Members (4) of 9", False),
        ("Members", "Guests (4)", False),
        ("Members", "Members 4", False),
        ("Members", "Members(4)", False),
        ("Budget", "Budget (2026)", False),
        ("note.txt — Kate", "note (2).txt — Kate", False),
        ("Members", "(4)", False),
        ("", "(4)", False),
    ],
)
def test_a_counter_in_brackets_at_the_end_or_the_start_is_no_other_window(then: str, now: str, is_same: bool) -> None:
    assert same_window(StepWindow(then), Window(1, title=now)) is is_same


@pytest.mark.parametrize(
    ("then", "titles", "taken"),
    [
        ("Notes", ["Notes (2)", "Notes"], ["Notes"]),
        ("Notes (2)", ["Notes", "Notes (2)"], ["Notes (2)"]),
        ("Notes", ["Notes (2)", "Mail"], ["Notes (2)"]),
        ("Notes", ["Mail"], []),
    ],
)
def test_a_window_with_another_counter_is_taken_only_where_the_very_title_is_not_shown(
    then: str, titles: list[str], taken: list[str]
) -> None:
    windows = [Window(number, title=title) for number, title in enumerate(titles)]
    assert [window.title for window in recorded_among(StepWindow(then), windows)] == taken


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (StepTarget("switch", ""), True),
        (StepTarget("check box", ""), True),
        (StepTarget("button", ""), True),
        (StepTarget("cell", ""), True),
        (StepTarget("list item", ""), True),
        (StepTarget("switch", "Wi-Fi"), False),
        (StepTarget("switch", "", row="Bob"), False),
        (StepTarget("combo box", "", beside="Town"), False),
        (StepTarget("text field", ""), False),
        (StepTarget("", ""), False),
        (None, False),
    ],
)
def test_only_its_looks_tell_a_control_that_has_neither_a_name_nor_words_in_its_row(
    target: StepTarget | None, *, expected: bool
) -> None:
    assert is_known_by_looks(target) is expected


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (None, "where its program reports no control, such as a cell in Gnumeric"),
        (StepTarget("", ""), "where its program reports no control, such as a cell in Gnumeric"),
        (StepTarget("panel", ""), "where its program reports no control, such as a cell in Gnumeric"),
        (StepTarget("text field", "D5", row="Bob Paid"), "only while its row has the words “Bob Paid”"),
        (StepTarget("text field", "D5"), "goes to cell D5 by its address alone"),
        (StepTarget("switch", ""), "a control without a name"),
        (StepTarget("button", "Save"), None),
        (StepTarget("switch", "", row="Bob"), None),
        (StepTarget("text field", ""), None),
        (StepTarget("combo box", "", beside="Town"), None),
        (StepTarget("list", ""), None),
    ],
)
def test_it_is_said_where_a_place_is_found_by_less_than_a_name(target: StepTarget | None, words: str | None) -> None:
    warning = place_warning(3, target)

    assert (words is None) == (warning is None)
    assert words is None or (warning is not None and warning.startswith("Step 3 ") and words in warning)
