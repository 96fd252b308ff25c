"""A field without a name is known by the words beside it."""

import pytest

from desktop_agent.core.geometry import Rect
from desktop_agent.screen.labels import PlacedText, is_labelled, label_of

FIELD = Rect(200, 100, 180, 24)


def text(words: str, left: int, top: int) -> PlacedText:
    """Return words at a place."""
    return words, Rect(left, top, 8 * len(words), 18)


@pytest.mark.parametrize(
    ("texts", "label"),
    [
        ([text("Town*", 120, 103), text("12", 170, 103), text("Over", 200, 75)], "Town"),
        ([text("Far away", 800, 103), text("Over:", 201, 75)], "Over"),
        ([text("Left", 60, 103), text("Nearer", 140, 103)], "Nearer"),
        ([text("Below", 200, 140)], ""),
        ([], ""),
    ],
)
def test_the_label_is_left_of_a_field_else_above_it(texts: list[PlacedText], label: str) -> None:
    assert label_of(texts, FIELD) == label


def test_the_room_that_a_window_is_for_has_no_label() -> None:
    assert is_labelled(FIELD)
    assert not is_labelled(Rect(0, 0, 500, 400))
