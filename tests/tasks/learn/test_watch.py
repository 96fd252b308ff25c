"""What was done before the end of a demonstration belongs to it, what was done while it paused does not."""

import asyncio
import time
from collections.abc import Sequence
from itertools import combinations
from typing import Any, cast

import pytest

from desktop_agent.core.pictures import Pixels, Rect, Scene, ScreenPoint, Size
from desktop_agent.platforms.x11.input_record import DeviceEvent, KeyMeaning
from desktop_agent.screen.controls.window import Control
from desktop_agent.tasks.learn.before_press import KeyboardAnswer, Snapshot
from desktop_agent.tasks.learn.control_keys import ControlKeys, ControlSense, PersonsWish
from desktop_agent.tasks.learn.demonstration import Demonstration, PressedKeys, TypedWords
from desktop_agent.tasks.learn.listen import EventQueue
from desktop_agent.tasks.learn.watch import DemonstrationWatch, WatchParts

ENTER = 36
DELETE = 119
ESCAPE = 9
TAB = 23
LETTER = 38
KEYS = {ENTER: "enter", DELETE: "delete", ESCAPE: "escape", TAB: "tab", LETTER: "a"}
SNAPSHOT = Snapshot(0.0, Rect(0, 0, 4, 4), Scene(), Pixels(Size(4, 4), bytes(64)), {})


class StillScreen:
    """A screen on which nothing changes, and the devices and names that belong to it."""

    def take(self) -> Snapshot:
        return SNAPSHOT

    def before(self, _at_s: float) -> Snapshot:
        return SNAPSHOT

    def pointer(self) -> ScreenPoint:
        return ScreenPoint(1, 1)

    def meaning(self, event: DeviceEvent) -> KeyMeaning:
        return KeyMeaning(KEYS[event.code], "a" if event.code == LETTER else "", "", ())

    def known_focus(self) -> KeyboardAnswer:
        return KeyboardAnswer()

    def __getattr__(self, _name: str) -> object:
        return lambda *_, **__: None


def press(code: int, at_s: float) -> DeviceEvent:
    """Return a key that went down at a time of our clock."""
    return DeviceEvent("key", True, code, ScreenPoint(1, 1), 0, round(at_s * 1000) % (1 << 32))


def watch_of(screen: object, events: EventQueue) -> DemonstrationWatch:
    """Return a watch of this screen."""
    seen = cast("Any", screen)
    parts = WatchParts(events, seen, seen, seen, None, lambda _: False)
    return DemonstrationWatch(parts, ControlSense(ControlKeys()), lambda *_: None)


def chords(seen: Demonstration | None) -> list[str]:
    """Return the keys that were pressed."""
    gestures = [act.gesture for act in seen.acts] if seen else []
    return [one.keys[0] for one in gestures if isinstance(one, PressedKeys)]


def shown_in_order(order: Sequence[tuple[float, int | PersonsWish]]) -> Demonstration | None:
    """Return what comes out when keys and buttons of ours, each with its time, are heard in this order."""

    async def watched() -> Demonstration | None:
        events = EventQueue()
        now_s = time.monotonic()
        watch = watch_of(StillScreen(), events)
        for at_s, what in order:
            if isinstance(what, int):
                events.put(press(what, now_s + at_s))
            else:
                watch.ask(what, now_s + at_s)
        events.put(None)
        return await watch.run()

    return asyncio.run(watched())


PRESSED = [(-5.0, ENTER), (-3.0, DELETE), (-1.0, ESCAPE)]
ASKED: list[tuple[float, PersonsWish]] = [(-4.0, "pause"), (-2.0, "pause"), (-0.5, "end")]


def merged(places: tuple[int, ...]) -> list[tuple[float, int | PersonsWish]]:
    """Return both in one row, the presses at these places of it."""
    presses = iter(PRESSED)
    wishes = iter(ASKED)
    return [next(presses) if place in places else next(wishes) for place in range(6)]


@pytest.mark.parametrize("places", list(combinations(range(6), 3)))
def test_what_is_pressed_while_it_pauses_is_dropped_in_whatever_order_it_is_heard(places: tuple[int, ...]) -> None:
    order = merged(places)

    keys = chords(shown_in_order(order))

    assert "delete" not in keys
    assert order != sorted(order, key=lambda one: one[0]) or keys == ["enter", "escape"]


class ScriptedNames(StillScreen):
    """Says in turn what has the keyboard; what is `late` is heard when the last of it was said."""

    def __init__(self, answers: Sequence[KeyboardAnswer], events: EventQueue, late: Sequence[DeviceEvent]) -> None:
        self.answers = [*answers]
        self.events = events
        self.late = late
        self.known = KeyboardAnswer()

    async def focus(self, _snapshot: Snapshot) -> KeyboardAnswer:
        self.known = self.answers.pop(0)
        if not self.answers:
            for event in (*self.late, None):
                asyncio.get_running_loop().call_soon(self.events.put, event)
        return self.known

    def known_focus(self) -> KeyboardAnswer:
        return self.known


FIELD = Control("Recipient", "text")
SECRET = Control("Secret", "password text")


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        ([(FIELD, -2.5, True), (FIELD, -2.4, True)], ("aa", False)),
        ([(FIELD, -2.5, False), (FIELD, -2.4, True)], ("aa", False)),
        ([(FIELD, -2.5, True), (FIELD, -0.5, True)], ("", True)),  # the next field may have answered
        ([(FIELD, -2.5, False), (FIELD, -2.4, False)], ("", True)),  # the field before may have answered
        ([(FIELD, -2.5, False), (SECRET, -2.4, False)], ("", True)),
        ([(FIELD, -2.5, True), (SECRET, -2.4, True)], ("", True)),
        ([(SECRET, -2.5, True), (FIELD, -0.5, True)], ("", True)),
        ([(Control(), -2.5, True), (FIELD, -2.4, True)], ("", True)),  # in doubt as a whole
    ],
)
def test_letters_are_kept_in_clear_only_if_their_field_was_told_before_the_keyboard_moved_on(
    answers: list[tuple[Control, float, bool]], kept: tuple[str, bool]
) -> None:
    async def watched() -> Demonstration | None:
        events = EventQueue()
        now_s = time.monotonic()
        reported = [KeyboardAnswer(focus, 0, now_s + at_s, settled) for focus, at_s, settled in answers]
        screen = ScriptedNames(reported, events, [press(TAB, now_s - 1)])
        events.put(press(LETTER, now_s - 3))
        events.put(press(LETTER, now_s - 2.9))
        return await watch_of(screen, events).run()

    seen = asyncio.run(watched())

    assert seen is not None
    texts = [act.gesture for act in seen.acts if isinstance(act.gesture, TypedWords)]
    assert [(text.text, text.secret) for text in texts] == [kept]
