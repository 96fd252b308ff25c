"""What was done before the end of a demonstration belongs to it, however late it is worked off."""

import asyncio
from typing import Any, cast

import pytest

from desktop_agent.core.frame import Pixels, Scene
from desktop_agent.core.geometry import Rect, ScreenPoint, Size
from desktop_agent.learn.control_keys import ControlKeys, ControlSense, PersonsWish
from desktop_agent.learn.gesture import PressedKeys
from desktop_agent.learn.listen import HeardEvents
from desktop_agent.learn.moment import Demonstration
from desktop_agent.learn.rolling import Snapshot
from desktop_agent.learn.watch import ShownWatch, WatchParts
from desktop_agent.x11.input_record import DeviceEvent
from desktop_agent.x11.key_meaning import KeyMeaning

KEYS = {36: "enter", 119: "delete"}
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
        return KeyMeaning(KEYS[event.code], "", "", ())

    def __getattr__(self, _name: str) -> object:
        return lambda *_, **__: None


@pytest.mark.parametrize(("wish", "shown"), [("end", [("enter",), ("delete",)]), ("discard", None)])
def test_a_button_that_ends_it_waits_for_what_was_done_before(
    wish: PersonsWish, shown: list[tuple[str, ...]] | None
) -> None:
    async def watched() -> Demonstration | None:
        screen, events = cast("Any", StillScreen()), HeardEvents()
        parts = WatchParts(events, screen, screen, screen, None, lambda _: False)
        watch = ShownWatch(parts, ControlSense(ControlKeys()), lambda *_: None)
        for code in KEYS:
            events.put(DeviceEvent("key", True, code, ScreenPoint(1, 1), 0, 0))
        watch.ask(wish)
        events.put(DeviceEvent("key", True, 36, ScreenPoint(1, 1), 0, 0))  # done after it
        return await watch.run()

    seen = asyncio.run(watched())

    gestures = [act.gesture for act in seen.acts] if seen else []
    assert (seen and [one.keys for one in gestures if isinstance(one, PressedKeys)]) == shown
