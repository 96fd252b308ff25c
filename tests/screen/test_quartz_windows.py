"""Windows of a Mac, by answers shaped as Apple's pages and other people's printed lists have them."""

from collections.abc import Mapping

import pytest

from desktop_agent.core.pictures import Rect
from desktop_agent.platforms.libraries.quartz_windows import windows_in

ALL = Rect(0, 0, 1440, 900)
LETTER = Rect(100, 100, 600, 400)


def listed(number: int, box: Rect, pid: int = 7, more: Mapping[str, object] = {}) -> dict[str, object]:
    """Return one window as CGWindowListCopyWindowInfo does."""
    bounds = {"X": float(box.x), "Y": float(box.y), "Width": float(box.width), "Height": float(box.height)}
    known = {"Number": number, "OwnerPID": pid, "Bounds": bounds, "Layer": 0, "Alpha": 1.0, **more}
    return {f"kCGWindow{name}": value for name, value in known.items()}


def test_windows_are_told_from_front_to_back_and_those_that_cannot_be_seen_are_left_out() -> None:
    clear = listed(71, LETTER, more={"Alpha": 0.0})
    empty = listed(72, Rect(5, 5, 0, 20))
    dock = listed(91, ALL, 9, {"Layer": 20})

    windows = windows_in([dock, listed(70, LETTER), clear, empty, listed(80, ALL)])

    assert [(70, LETTER), (80, ALL)] == [(window.id, window.box) for window in windows]


@pytest.mark.parametrize(
    ("more", "attached"), [({"Name": "letter.txt"}, False), ({}, True), ({"Name": "Menu", "Layer": 101}, True)]
)
def test_what_has_no_title_or_is_a_menu_may_belong_to_another_window(more: dict[str, object], attached: bool) -> None:
    assert [attached] == [one.is_attached for one in windows_in([listed(70, LETTER, more=more)])]
