"""What a model asks for, in the words of OpenAI's API; places are looked up when it is asked, not before."""

from collections.abc import Callable, Sequence

from tests.fakes.script import Item

Turn = Callable[[], Sequence[Item]]
Place = tuple[int, int]
At = Callable[[], Place]


def click(at: At, button: str = "left") -> Turn:
    """Click."""
    return lambda: [{"type": "click", **_xy(at()), "button": button}]


def named(name: str, at: At, **more: object) -> Turn:
    """Do something at a point: double_click, mouse_down, mouse_up, move, point_and_type."""
    return lambda: [{"type": name, **_xy(at()), **more}]


def scroll(at: At, dy: int) -> Turn:
    """Turn the wheel."""
    return lambda: [{"type": "scroll", **_xy(at()), "scroll_x": 0, "scroll_y": dy}]


def press(*chords: str) -> Turn:
    """Press chords ("ctrl+enter"), one after the other, in one answer."""
    return lambda: [{"type": "keypress", "keys": chord.split("+")} for chord in chords]


def typed(*pieces: str) -> Turn:
    """Type text in one or more pieces, in one answer."""
    return lambda: [{"type": "type", "text": piece} for piece in pieces]


def fixed(x: int, y: int) -> At:
    """Return a place that does not move."""
    return lambda: (x, y)


def _xy(at: Place) -> Item:
    return {"x": at[0], "y": at[1]}
