"""Text that goes to no field: words for a button, or for a dialog of which it is unknown what has the keyboard."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import Action, Press, Type
from desktop_agent.core.decision import Target
from tests.fakes.cases import AT, on, window

APP = window("/usr/bin/app", "Clean up")
DIALOG = replace(APP, dialog=True)
ASKED = {"text-without-field"}


@pytest.mark.parametrize("role", ["push button", "check box", "link", "page tab"])
@pytest.mark.parametrize("action", [Type("word"), Type("two words"), Type("Anna\n")], ids=repr)
def test_words_for_a_button_are_asked_about(action: Action, role: str) -> None:
    assert ASKED <= on(action, Target(APP, "Bold", role, focus="Bold", focus_role=role, around=("Bold",)))


def test_words_with_a_space_or_a_line_break_are_asked_about_where_a_dialog_does_not_tell_its_focus() -> None:
    assert on(Type("two words"), Target(DIALOG)) == ASKED
    assert on(Type("word\n"), Target(DIALOG, around=("Name",))) == ASKED


@pytest.mark.parametrize(
    ("action", "target"),
    [
        (Type("word"), Target(DIALOG)),
        (Type("two words"), Target(APP)),
        (Type("two words"), Target()),
        (Type("two words"), Target(DIALOG, focus="Name", focus_role="entry")),
        (Type("two words", AT), Target(DIALOG, "Bold", "push button")),
        (Press(("space",)), Target(DIALOG, "Bold", "push button", focus="Bold", focus_role="push button")),
        (Type(" "), Target(DIALOG, "Bold", "push button", focus="Bold", focus_role="push button")),
    ],
    ids=repr,
)
def test_what_goes_to_a_field_or_is_meant_as_a_key_passes(action: Action, target: Target) -> None:
    assert on(action, target) == set()
