"""Single presses become whole gestures: what a person would say that they did."""

import pytest

from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.tasks.learn.demonstration import (
    AGAIN_KEY_MS,
    AGAIN_WITHIN_MS,
    SAME_TURN_MS,
    ButtonEvent,
    Clicked,
    DeviceInput,
    Dragged,
    Gesture,
    GestureMaker,
    KeyEvent,
    PressedKeys,
    Scrolled,
    TypedWords,
)


class Typist:
    """Makes the events of somebody who types and clicks, a moment for each."""

    def __init__(self) -> None:
        self.events: list[DeviceInput] = []
        self._now_ms = 1000

    def wait(self, ms: int) -> None:
        self._now_ms += ms

    def button(
        self, number: int, x: int, y: int, *, to: tuple[int, int] | None = None, held: tuple[str, ...] = ()
    ) -> None:
        end = to or (x, y)
        for down, place in ((True, (x, y)), (False, end)):
            at = ScreenPoint(*place)
            self.events.append(ButtonEvent(number, down, at, held, self._now_ms, len(self.events)))
            self._now_ms += 60

    def key(
        self,
        key: str,
        char: str = "",
        accent: str = "",
        held: tuple[str, ...] = (),
        *,
        secret: bool = False,
        doubt: bool = False,
    ) -> None:
        for down in (True, False):
            self.events.append(KeyEvent(key, char, accent, down, held, self._now_ms, len(self.events), secret, doubt))
            self._now_ms += 40

    def text(self, text: str, *, doubt: bool = False) -> None:
        for char in text:
            self.key("space" if char == " " else char.lower(), char, doubt=doubt)


def _gestures(typist: Typist) -> list[Gesture]:
    maker = GestureMaker()
    done = [gesture for event in typist.events for gesture in maker.take(event)]
    return [*done, *maker.close()]


def _short(typist: Typist) -> list[object]:
    """Return the gestures as a person would tell them."""
    reported: list[object] = []
    for gesture in _gestures(typist):
        match gesture:
            case Clicked():
                reported.append((gesture.button, gesture.count))
            case Dragged():
                reported.append(("drag", gesture.to.x - gesture.at.x))
            case Scrolled():
                reported.append(("scroll", gesture.dx, gesture.dy))
            case TypedWords():
                reported.append(gesture.text)
            case PressedKeys():
                reported.append(("+".join(gesture.keys), gesture.times))
    return reported


@pytest.mark.parametrize("count", [1, 2, 3])
def test_quick_clicks_at_one_place_are_one_gesture(count: int) -> None:
    typist = Typist()
    for n in range(count):
        typist.button(1, 100 + n, 100)

    assert _short(typist) == [("left", count)]


@pytest.mark.parametrize(
    ("wait_ms", "x", "button"),
    [(AGAIN_WITHIN_MS, 100, 1), (0, 130, 1), (0, 100, 3)],
    ids=["later", "elsewhere", "other"],
)
def test_a_click_later_elsewhere_or_with_another_button_is_another_one(wait_ms: int, x: int, button: int) -> None:
    typist = Typist()
    typist.button(1, 100, 100)
    typist.wait(wait_ms)
    typist.button(button, x, 100)

    assert len(_gestures(typist)) == 2


def test_a_button_let_go_elsewhere_is_a_drag_and_a_shaking_hand_still_clicks() -> None:
    typist = Typist()
    typist.button(1, 100, 100, to=(160, 100))
    typist.button(3, 100, 100, to=(104, 97))

    assert _short(typist) == [("drag", 60), ("right", 1)]


def test_notches_of_the_wheel_add_up_and_a_turn_that_is_taken_back_is_nothing() -> None:
    typist = Typist()
    for number in (5, 5, 5, 4, 7):
        typist.button(number, 100, 100)
    typist.wait(SAME_TURN_MS)
    typist.button(5, 100, 100)
    typist.button(4, 100, 100)

    assert _short(typist) == [("scroll", 1, 2)]


def test_backspace_mends_the_text_and_what_is_gone_before_it_was_typed_is_a_key() -> None:
    typist = Typist()
    typist.text("Helo")
    typist.key("backspace")
    typist.text("lo")
    typist.key("enter")
    typist.key("backspace")

    assert _short(typist) == ["Hello", ("enter", 1), ("backspace", 1)]


def test_a_chord_names_its_modifiers_and_counts_its_repeats() -> None:
    typist = Typist()
    typist.key("ctrl")
    typist.key("s", held=("ctrl",))
    typist.key("tab")
    typist.key("tab")
    typist.wait(AGAIN_KEY_MS)
    typist.key("tab")
    typist.key("")

    assert _short(typist) == [("ctrl+s", 1), ("tab", 2), ("tab", 1)]


def test_of_a_secret_nothing_is_left_but_that_there_was_one() -> None:
    typist = Typist()
    typist.text("Ada")
    for _ in range(6):
        typist.key("", secret=True)
    typist.key("backspace")
    typist.key("enter")

    gestures = _gestures(typist)

    assert [type(one).__name__ for one in gestures] == ["TypedWords", "TypedWords", "PressedKeys"]
    assert gestures[1] == TypedWords("", secret=True, doubt=False, time_ms=gestures[1].time_ms, moment=6)


def test_a_text_in_doubt_is_kept_apart_from_one_that_is_not() -> None:
    typist = Typist()
    typist.text("ab")
    typist.text("cd", doubt=True)

    gestures = _gestures(typist)

    assert [(one.text, one.doubt) for one in gestures if isinstance(one, TypedWords)] == [("ab", False), ("cd", True)]
