"""Stop keys and chords in sway. It has no physical keyboard here: a virtual one that is trusted stands for it."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.wayland.input.wlroots import Wlroots
from desktop_agent.platforms.wayland.sway_presence import SwayPresence
from desktop_agent.presence.stop_keys import StopKeys
from tests.fakes.waiting import wait_until
from tests.presence.conftest import Told

pytestmark = pytest.mark.screen

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
    begun: list[SwayPresence] = []

    def watch(keys: StopKeys = ONCE, keyboards: Callable[[object], Sequence[str]] = trusted) -> Told:
        begun.append(SwayPresence(str(on_sway.ipc), keys, None, keyboards))
        reports = Told(begun[-1])
        begun[-1].watch(reports.on_user_input, reports.stops.append)
        return reports

    yield watch
    for one in begun:
        one.close()


def put(keyboard: Wlroots, *keys: str, down: bool) -> None:
    for key in keys if down else reversed(keys):
        keyboard.key(key, down=down)
    keyboard.sync()


def tap(keyboard: Wlroots, *keys: str) -> bool:
    put(keyboard, *keys, down=True)
    put(keyboard, *keys, down=False)
    return True


def test_a_chord_that_is_held_is_proved_and_let_go_is_not(begin: Begin, wlroots: Wlroots) -> None:
    presence = begin().presence
    presence.held_for(CHORD)
    wait_until(lambda: _is_served(presence), "the chord's binding")
    put(wlroots, *CHORD, down=True)
    wait_until(lambda: presence.held_for(CHORD) >= 0.7, "the proof")
    put(wlroots, *CHORD, down=False)

    wait_until(lambda: presence.held_for(CHORD) == 0.0, "its end")


def test_what_a_virtual_keyboard_presses_proves_and_stops_nothing(begin: Begin, wlroots: Wlroots) -> None:
    reports = begin(keyboards=real)
    witness = begin(StopKeys("f9", pauses_first=False))
    reports.presence.held_for(CHORD)
    wait_until(lambda: _is_served(reports.presence), "the chord's binding")
    for _ in range(40):
        tap(wlroots, *CHORD)
        assert reports.presence.held_for(CHORD) == 0.0
    tap(wlroots, "pause")
    tap(wlroots, "f9")
    witness.stop()

    assert ([], [], 0.0) == (reports.hands, reports.stops, reports.presence.held_for(CHORD))


def test_the_end_of_sway_is_a_loss() -> None:
    with PrivateSway(640, 480) as sway:
        presence = SwayPresence(str(sway.ipc), ONCE, None, trusted)
        reports = Told(presence)
        presence.watch(reports.on_user_input, reports.stops.append, reports.losses.append)
        sway.close()
        words = reports.loss()
        presence.close()

    assert ("The display is gone. Once it's back, start the task again.", False) == (words, presence.reports_chords)


def _is_served(presence: object) -> bool:
    return presence._chord is not None  # type: ignore[attr-defined]
