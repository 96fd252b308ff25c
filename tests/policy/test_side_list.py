"""An entry of a file manager's list of places is no button that Return could press; everything else may be one."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import Action, Press, Type
from desktop_agent.core.decision import ReadLine, Target
from desktop_agent.core.geometry import Rect
from tests.fakes.cases import changed, on, target_of, window

PLACES = ("Home", "Desktop", "Trash Can", "Applications")
FILES = window("/usr/bin/pcmanfm", "stuff")


def read(*texts: str, x: int = 40, apart: int = 24) -> tuple[ReadLine, ...]:
    """Return lines of a column."""
    return tuple(ReadLine(text, Rect(x, 100 + at * apart, 80, 14)) for at, text in enumerate(texts))


def shows(*lines: ReadLine) -> Target:
    """Return a window that tells nothing, with what is read in it."""
    return target_of(FILES, around=tuple(line.text for line in lines), lines=lines)


LIST = shows(*read(*PLACES))


def names_a_button(action: Action, target: Target) -> bool:
    """Tell whether it is asked about for what it could press; Return may open a file besides."""
    return "unknown-effect" in on(action, target)


@pytest.mark.parametrize("action", [Press(("enter",)), Press(("space",)), Type("a b\n"), Press(("alt", "t"))], ids=repr)
@pytest.mark.parametrize("name", ["Trash", "Trash Can", "Corbeille", "Papelera", "Cestino", "i Trash Can"])
def test_the_trash_in_a_list_of_places_is_no_button(action: Action, name: str) -> None:
    assert not names_a_button(action, shows(*read("Home", "Desktop", name, "Applications")))


@pytest.mark.parametrize(
    "target",
    [
        shows(*read("Home", "Desktop", "Empty Trash", "Applications")),
        shows(*read("Home", "Desktop", "Delete", "Applications")),
        shows(*read("Home", "Trash")),
        shows(*read(*PLACES, apart=60)),
        shows(*read("Home", "Desktop", "Applications"), *read("Trash", x=300)),
        shows(*read("Home", "Desktop", "Trash"), *read("Trash", x=300)),
        shows(*read(*PLACES), *read("Delete", x=300)),
        target_of(FILES, around=PLACES),
        changed(LIST, window=window("/usr/bin/app", "stuff")),
        changed(LIST, window=replace(FILES, dialog=True)),
        changed(LIST, window=replace(FILES, menu=True)),
    ],
)
def test_all_else_that_reads_like_deleting_may_be_one(target: Target) -> None:
    assert names_a_button(Press(("enter",)), target)


def test_the_trash_in_a_menu_is_an_item() -> None:
    assert names_a_button(Type("t"), changed(LIST, focus_role="popup menu"))
