"""What is said beside a question: what is not known of what would be hit, and what an approval would cover."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import Action, Click, Drag, Press
from desktop_agent.core.decision import Question, Reason, RememberedControl
from desktop_agent.core.describe import place_of
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.question_words import UNKNOWN, is_unnamed, names_would_help, unnamed_note, what_is
from tests.fakes.card_questions import question
from tests.fakes.shown_questions import clicked

TERMINAL = Reason("shell", "It is a terminal.")


def unnamed() -> Question:
    return question("click", "unnamed")


def test_a_point_in_a_window_that_names_nothing_has_a_word_of_caution() -> None:
    assert is_unnamed(unnamed())
    assert UNKNOWN == unnamed_note(unnamed())
    assert "" == unnamed_note(clicked())
    assert "" == unnamed_note(replace(unnamed(), actions=(Press(("enter",)),)))
    assert not is_unnamed(replace(unnamed(), kind="function"))


def test_names_would_help_anywhere_but_in_a_terminal() -> None:
    assert names_would_help(unnamed())
    assert not names_would_help(clicked())
    assert not names_would_help(replace(unnamed(), reasons=(TERMINAL,)))


@pytest.mark.parametrize(
    ("act", "role", "expected"),
    [
        ("ctrl+s", "push button", "shortcut"),
        ("enter", "push button", "key"),
        ("click", "menu item", "item"),
        ("click", "link", "link"),
        ("click", "push button", "button"),
    ],
)
def test_a_control_is_called_what_a_person_calls_it(act: str, role: str, expected: str) -> None:
    assert expected == what_is(RememberedControl("/usr/bin/mail", "", "main window", "", role, "Send", act))


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (Press(("enter",)), ""),
        (Click(ImagePoint(3, 4)), "At (3, 4) in the screenshot"),
        (Drag((ImagePoint(3, 4), ImagePoint(30, 40))), "From (3, 4) to (30, 40) in the screenshot"),
    ],
)
def test_where_an_action_points_is_told_beside_its_name(action: Action, expected: str) -> None:
    assert expected == place_of(action)
