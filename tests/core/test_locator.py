"""A control is found again by its name, and not where that is the name of several, or of another one."""

from collections.abc import Sequence

import pytest

from desktop_agent.core.events import NamedTarget
from desktop_agent.core.geometry import Rect
from desktop_agent.core.locator import (
    Absent,
    Another,
    ControlRequest,
    Found,
    called,
    folded,
    identity,
    locate,
    nearest_names,
    reads_as,
)
from desktop_agent.core.screen_contents import ShownControl


def shown(name: str, role: str = "push button", x: int = 0, y: int = 0, *, in_page: bool = False) -> ShownControl:
    """Return a control at a place."""
    return ShownControl(name, role, Rect(x, y, 60, 20), in_page=in_page)


def rows(*names: str) -> list[ShownControl]:
    """Return a list with a name and a button in each row."""
    return [
        control
        for number, name in enumerate(names)
        for control in (shown(name, "label", 0, 40 * number), shown("Delete", x=100, y=40 * number))
    ]


@pytest.mark.parametrize(
    ("row", "names", "number"),
    [("Bob", ("Ada", "Bob"), 1), ("Bob", ("Bob", "Ada"), 0), ("", ("Ada",), 0)],
)
def test_of_controls_of_one_name_it_is_the_one_in_the_row(row: str, names: Sequence[str], number: int) -> None:
    listed = rows(*names)

    assert locate(ControlRequest("Delete", "button", row), listed) == Found(listed[2 * number + 1])


def test_a_row_is_known_by_as_much_of_it_as_an_event_has() -> None:
    listed = rows("Ada", "B" * 300)

    assert locate(ControlRequest("Delete", "button", "B" * 200 + "…"), listed) == Found(listed[3])


def test_one_of_several_is_none_and_says_whether_one_is_in_the_row() -> None:
    twice, others = rows("Bob", "Bob"), rows("Ada", "Cleo")

    assert locate(ControlRequest("Delete", "button", "Bob"), twice) == Another((twice[1], twice[3]))
    assert locate(ControlRequest("Delete", "button"), twice) == Another((twice[1], twice[3]))
    assert locate(ControlRequest("Delete", "button", "Bob"), others) == Another((others[1], others[3]), is_in_row=False)


def test_what_is_called_otherwise_or_of_another_kind_is_absent() -> None:
    assert locate(ControlRequest("Save", "button"), [shown("Saved"), shown("Save", "label")]) == Absent()
    assert locate(ControlRequest("Save"), [shown("Save", "label")]) == Found(shown("Save", "label"))


def test_what_lies_on_a_control_of_its_name_is_the_same_thing() -> None:
    assert locate(ControlRequest("Save", "button"), [shown("Save"), shown("Save", x=2)]) == Found(shown("Save"))


@pytest.mark.parametrize(
    ("name", "names", "found"),
    [
        ("Save", ["Save…", "Save"], ["Save"]),
        ("Save", ["save:", "Saved"], ["save:"]),
        ("Save", ["Save Ctrl+S", "Save as"], ["Save Ctrl+S"]),
        ("x" * 200 + "…", ["x" * 300], ["x" * 300]),  # as an event has it
        ("", ["", "Save"], []),
        ("…", ["…"], ["…"]),
    ],
)
def test_a_name_is_taken_to_the_letter_first(name: str, names: Sequence[str], found: Sequence[str]) -> None:
    assert [one.name for one in called(name, [shown(each) for each in names])] == found


FIELDS = (
    shown("Name", "label"),
    shown("", "entry", x=70),
    shown("Town", "label", y=40),
    shown("", "entry", x=70, y=40),
)


def test_a_field_without_a_name_is_known_by_the_words_beside_it() -> None:
    assert locate(ControlRequest("", "field", beside="Town"), FIELDS) == Found(FIELDS[3])
    assert locate(ControlRequest("Name", "field"), FIELDS) == Found(FIELDS[1])
    assert locate(ControlRequest("", "field"), FIELDS) == Another((FIELDS[1], FIELDS[3]))
    assert locate(ControlRequest("", "field", beside="Street"), FIELDS) == Absent()


def test_without_any_words_it_is_the_only_one_of_its_kind_outside_of_pages() -> None:
    area = ShownControl("", "text", Rect(0, 0, 400, 300))

    assert locate(ControlRequest("", "text field"), [area]) == Found(area)
    assert locate(ControlRequest("", "field"), [shown("", "entry", in_page=True)]) == Absent()


@pytest.mark.parametrize(
    ("recorded", "now", "verdict"),
    [
        ("Save", "Save…", "same"),
        ("Save", "Save Ctrl+S", "alike"),
        ("Save", "Save As…", "other"),
        ("7", "7 7", "alike"),
        ("F2", "F3", "other"),
    ],
)
def test_a_name_with_its_keys_or_said_twice_may_be_the_same_one(recorded: str, now: str, verdict: str) -> None:
    assert identity(ControlRequest(recorded, "button"), NamedTarget(now, "push button")) == verdict


@pytest.mark.parametrize(
    ("wanted", "now", "verdict"),
    [
        (ControlRequest("Save", "button"), NamedTarget("Save", "link"), "other"),
        (ControlRequest("Save", "button"), NamedTarget(None, "push button"), "unknown"),
        (ControlRequest("Name", "field"), NamedTarget(None, "entry", beside="Name:"), "same"),
        (ControlRequest("", "field", beside="Name"), NamedTarget(None, "entry", beside="Town"), "other"),
        (ControlRequest("", "field", beside="Name"), NamedTarget(None, "entry"), "unknown"),
        (ControlRequest(""), NamedTarget("Save", "push button"), "unknown"),
        (ControlRequest("Save"), None, "unknown"),
        (ControlRequest("…", "button"), NamedTarget("…", "push button"), "same"),
        (ControlRequest("…", "button"), NamedTarget("*", "push button"), "unknown"),
    ],
)
def test_what_is_not_known_is_no_difference(wanted: ControlRequest, now: NamedTarget | None, verdict: str) -> None:
    assert identity(wanted, now) == verdict


@pytest.mark.parametrize(("read", "verdict"), [(True, "same"), (False, "other")])
def test_letters_that_look_alike_are_one_where_they_were_read(read: bool, verdict: str) -> None:
    assert identity(ControlRequest("Fill 10"), NamedTarget("FiII lO"), read=read) == verdict
    assert not reads_as("l", "1")


def test_signs_are_one_however_they_are_typed() -> None:
    assert folded("✓ “Don’t”  save — now…") == folded('"Don\'t" save - now')


def test_the_nearest_names_are_those_that_are_most_like_it() -> None:
    assert nearest_names("Save", ["Save as", "Open", ""]) == ["Save as"]
