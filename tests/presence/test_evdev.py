"""A person's hand as the helper tells of it: the real helper, on devices that are pipes."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from desktop_agent.core.presence import Presence
from desktop_agent.platforms.wayland import evdev_presence as evdev
from desktop_agent.platforms.wayland.evdev_presence import HelperPresence, coded
from desktop_agent.presence.choose import HELPER_GONE, choose_presence
from desktop_agent.presence.promises import promises
from desktop_agent.presence.stop_keys import StopKeys
from tests.fakes.evdev_helper import EvdevHelper, running_helper
from tests.fakes.input_nodes import KEYBOARD, MOUSE, key, move, now_ms, tap
from tests.fakes.waiting import wait_until
from tests.presence.conftest import Told

PAUSE = 119
ESC = 1
CTRL = 29
ALT = 56
F9 = 67
LEFT = 0x110
ON_WAYLAND = {"WAYLAND_DISPLAY": "wayland-7", "SWAYSOCK": "/nowhere"}

Begin = Callable[..., Told]


@pytest.fixture
def helper() -> Iterator[EvdevHelper]:
    with running_helper() as helper:
        helper.nodes.plug("event0", KEYBOARD)
        helper.nodes.plug("event1", MOUSE)
        helper.nodes.plug("event2", (*KEYBOARD, *MOUSE), "virtual/input")
        yield helper


@pytest.fixture
def begin(helper: EvdevHelper, monkeypatch: pytest.MonkeyPatch) -> Iterator[Begin]:
    monkeypatch.setattr(evdev, "ANSWERS_WITHIN_S", 60.0)  # on a busy computer
    begun: list[Presence] = []

    def watch(keys: StopKeys = StopKeys()) -> Told:  # noqa: B008 - frozen
        begun.append(HelperPresence(str(helper.path), keys))
        told = Told(begun[-1])
        begun[-1].watch(told.on_hand, told.stops.append, told.losses.append)
        return told

    yield watch
    for one in begun:
        one.close()


def test_a_hand_and_the_stop_key_are_told_and_a_program_is_none(helper: EvdevHelper, begin: Begin) -> None:
    told = begin()
    helper.nodes.play("event2", move(400, 400) + tap(PAUSE) * 2 + tap(ESC) * 3)
    assert not told.presence.was_physical(1, 5)  # all that has been done by now is told
    assert (told.hands, told.stops) == ([], [])

    helper.nodes.play("event1", move(30, 30))
    wait_until(lambda: told.hands == ["hand"], "the hand")
    helper.nodes.play("event0", tap(PAUSE) * 2)
    assert told.stop() == "the Pause key was pressed twice"
    assert "pause" in told.hands


def test_a_press_is_a_devices_where_one_has_made_it_at_that_time(helper: EvdevHelper, begin: Begin) -> None:
    presence = begin().presence
    at_ms = now_ms()
    presence.expects_press()
    presence.was_physical(1, 5)  # and the helper has heard of it
    helper.nodes.play("event2", b"".join(key(LEFT, way, at_ms + turn) for turn in range(500) for way in (1, 0)))
    forged = [presence.was_physical(way, at_ms + turn) for turn in range(8) for way in (1, -1)]
    helper.nodes.play("event1", key(LEFT, 1, at_ms + 3) + key(LEFT, 0, at_ms + 90))

    assert not any(forged)
    assert not presence.was_physical(-1, at_ms + 3)
    assert presence.was_physical(1, at_ms + 3)
    assert not presence.was_physical(1, at_ms + 3)
    assert presence.was_physical(-1, at_ms + 90)


def test_a_chord_is_held_as_long_as_devices_hold_it(helper: EvdevHelper, begin: Begin) -> None:
    presence = begin().presence
    chord = ("ctrl", "alt", "f9")
    assert presence.held_for(chord) == 0.0
    presence.was_physical(1, 5)
    helper.nodes.play("event2", key(CTRL, 1) + key(ALT, 1) + key(F9, 1))
    presence.was_physical(1, 5)
    assert presence.held_for(chord) == 0.0

    helper.nodes.play("event0", key(CTRL, 1) + key(ALT, 1) + key(F9, 1))
    wait_until(lambda: presence.held_for(chord) > 0.05, "the chord")
    helper.nodes.play("event0", key(F9, 0))
    wait_until(lambda: presence.held_for(chord) == 0.0, "its end")


def test_a_helper_that_ends_is_a_loss_and_proves_nothing_any_more(helper: EvdevHelper, begin: Begin) -> None:
    told = begin()
    helper.process.kill()

    assert told.loss() == HELPER_GONE
    wait_until(lambda: not told.presence.tells_source)
    assert not told.presence.was_physical(1, 5)


@pytest.mark.parametrize(
    ("names", "asked"),
    [(("pause",), "119"), (("ctrl", "alt", "f9"), "alt+ctrl+67"), (("shift", "f24"), "shift+194"), (("x",), "None"),
     (("ctrl", "enter"), "None"), (("super", "enter"), "super+28"), ((), "None"), (("ctrl", "alt"), "None")],
)  # fmt: skip
def test_a_chord_is_asked_for_by_codes_that_are_the_same_on_every_keyboard(names: tuple[str, ...], asked: str) -> None:
    assert str(coded(names)) == asked


def test_where_it_answers_it_comes_first_in_sway_too_and_windows_promise_what_it_tells(
    helper: EvdevHelper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evdev, "SOCKET", "/nowhere/evdev.sock")
    assert not choose_presence(ON_WAYLAND).tells_source
    before = promises(ON_WAYLAND)
    monkeypatch.setattr(evdev, "SOCKET", str(helper.path))

    with closing(choose_presence(ON_WAYLAND)) as presence:
        assert isinstance(presence, HelperPresence)
    assert ("digits", {"touch", "key", "corner"}) == (before.proof, {*before.lacks})
    assert "turn on the helper" in before.lacks["touch"]
    assert ("device", {"corner"}) == (promises(ON_WAYLAND).proof, {*promises(ON_WAYLAND).lacks})
