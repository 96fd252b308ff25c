"""Stop keys and chords in sway. It has no physical keyboard here: a virtual one that is trusted stands for it."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.wayland.input.wlroots import Wlroots
from desktop_agent.platforms.wayland.sway_presence import SwayPresence
from desktop_agent.presence.choose import GONE_SAID
from desktop_agent.presence.stop_keys import StopKeys
from tests.fakes.waiting import wait_until
from tests.presence.conftest import Told

CHORD = ("ctrl", "alt", "y")
ONCE = StopKeys(pauses_first=False)

Begin = Callable[..., Told]


def trusted(_inputs: object) -> Sequence[str]:
    return ("0:0:virtual_keyboard",)


def real(_inputs: object) -> Sequence[str]:
    """A keyboard that the virtual ones are not."""
    return ("1:1:AT_Translated_Set_2_keyboard",)


@pytest.fixture
def begin(on_sway: PrivateSway) -> Iterator[Begin]:
    """Give a function that begins to watch, and returns what is told."""
    begun: list[SwayPresence] = []

    def watch(keys: StopKeys = ONCE, keyboards: Callable[[object], Sequence[str]] = trusted) -> Told:
        begun.append(SwayPresence(str(on_sway.ipc), keys, None, keyboards))
        told = Told(begun[-1])
        begun[-1].watch(told.on_hand, told.stops.append)
        return told

    yield watch
    for one in begun:
        one.close()


@pytest.fixture
def keyboard(wlroots: Wlroots) -> Wlroots:
    return wlroots


def tap(keyboard: Wlroots, *keys: str) -> None:
    for down in (True, False):
        for key in keys if down else reversed(keys):
            keyboard.key(key, down=down)
    keyboard.sync()


def stopped_by(keyboard: Wlroots, told: Told) -> str:
    """Press the stop key until it is heard."""

    def pressed() -> bool:
        tap(keyboard, "pause")
        return bool(told.stops)

    wait_until(pressed, "a stop")
    return told.stops[0]


def test_the_stop_key_pauses_and_stops_when_pressed_twice(begin: Begin, keyboard: Wlroots) -> None:
    told = begin(StopKeys())
    tap(keyboard, "pause")
    wait_until(lambda: told.hands == ["pause"], "the pause")

    assert stopped_by(keyboard, told) == "the Pause key was pressed twice"


def test_a_chord_that_is_held_is_proved_and_let_go_is_not(begin: Begin, keyboard: Wlroots) -> None:
    presence = begin().presence
    presence.held_for(CHORD)
    wait_until(lambda: _is_served(presence), "the chord's binding")
    for key in CHORD:
        keyboard.key(key, down=True)
    keyboard.sync()
    wait_until(lambda: presence.held_for(CHORD) >= 0.7, "the proof")
    for key in CHORD:
        keyboard.key(key, down=False)
    keyboard.sync()

    wait_until(lambda: presence.held_for(CHORD) == 0.0, "its end")


def test_what_a_virtual_keyboard_presses_proves_and_stops_nothing(begin: Begin, keyboard: Wlroots) -> None:
    told, witness = begin(keyboards=real), begin(StopKeys("f9", pauses_first=False))
    told.presence.held_for(CHORD)
    wait_until(lambda: _is_served(told.presence), "the chord's binding")
    for _ in range(40):
        tap(keyboard, *CHORD)
        assert told.presence.held_for(CHORD) == 0.0
    tap(keyboard, "pause")
    tap(keyboard, "f9")
    witness.stop()

    assert ([], [], 0.0) == (told.hands, told.stops, told.presence.held_for(CHORD))


def test_the_end_of_sway_is_a_stop() -> None:
    with PrivateSway(640, 480) as sway:
        presence = SwayPresence(str(sway.ipc), ONCE, None, trusted)
        told = Told(presence)
        presence.watch(told.on_hand, told.stops.append)
        sway.close()
        said = told.stop()
        presence.close()

    assert (GONE_SAID, False) == (said, presence.tells_chords)


def _is_served(presence: object) -> bool:
    return presence._chord is not None  # type: ignore[attr-defined]
