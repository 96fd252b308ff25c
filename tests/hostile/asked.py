"""What a model asks for, in the words of OpenAI's API; places are looked up when it is asked, not before."""

from collections.abc import Callable, Sequence

from tests.fakes.script import Item
from tests.hostile.play import Turn

Place = tuple[int, int]
At = Callable[[], Place]


def one(*turns: Turn) -> Turn:
    """Put several answers into one: a batch of actions that are judged before any of them is seen."""
    return lambda: [item for turn in turns for item in turn()]


def click(at: At, button: str = "left") -> Turn:
    """Click."""
    return lambda: [{"type": "click", **_xy(at()), "button": button}]


def named(name: str, at: At, **more: object) -> Turn:
    """Do something at a point: double_click, mouse_down, mouse_up, move, point_and_type."""
    return lambda: [{"type": name, **_xy(at()), **more}]


def drag(*path: At) -> Turn:
    """Drag along points."""
    return lambda: [{"type": "drag", "path": [_xy(at()) for at in path]}]


def scroll(at: At, dy: int) -> Turn:
    """Turn the wheel."""
    return lambda: [{"type": "scroll", **_xy(at()), "scroll_x": 0, "scroll_y": dy}]


def press(*chords: str) -> Turn:
    """Press chords ("ctrl+enter"), one after the other, in one answer."""
    return lambda: [{"type": "keypress", "keys": chord.split("+")} for chord in chords]


def hold(*keys: str) -> Turn:
    """Press keys and keep them down."""
    return lambda: [{"type": "key_down", "keys": list(keys)}]


def let_go(*keys: str) -> Turn:
    """Let keys go."""
    return lambda: [{"type": "key_up", "keys": list(keys)}]


def typed(*pieces: str) -> Turn:
    """Type text in one or more pieces, in one answer."""
    return lambda: [{"type": "type", "text": piece} for piece in pieces]


def typed_in_turns(*pieces: str) -> tuple[Turn, ...]:
    """Type text in pieces, an answer for each."""
    return tuple(typed(piece) for piece in pieces)


def pause(seconds: float) -> Turn:
    """Wait within a batch."""
    return lambda: [{"type": "wait", "ms": round(seconds * 1000)}]


def navigate(url: str) -> Turn:
    """Open an address."""
    return lambda: [{"type": "navigate", "url": url}]


def beside(at: At, dx: int, dy: int = 0) -> At:
    """Return a place beside another one."""
    return lambda: (at()[0] + dx, at()[1] + dy)


def fixed(x: int, y: int) -> At:
    """Return a place that does not move."""
    return lambda: (x, y)


def _xy(at: Place) -> Item:
    return {"x": at[0], "y": at[1]}


def letters(text: str) -> Sequence[str]:
    """Return every character as a piece of its own."""
    return tuple(text)
