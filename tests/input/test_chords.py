"""Chords reach programs as what they are called, on every layout, and a stop leaves no key down."""

import subprocess
import threading
from collections.abc import Callable

import pytest

from desktop_agent.core.actions import Action, Click, HoldKey, Press, ReleaseKey, Type
from desktop_agent.core.stop import Stopped
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input.perform import ActionExecutor
from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEventLog
from tests.input.performer_bench import permit_for
from tests.input.targets import Target

Act = Callable[[Action], None]


@pytest.mark.parametrize("layout", ["ru", "us,ru", "fr"])
def test_a_shortcut_is_the_same_on_every_layout(
    qt: Target, act: Act, layouts: Callable[[str], None], layout: str
) -> None:
    act(Click(qt.field()))
    layouts(layout)
    before = len(qt.noted("shortcut"))

    for chord in (("ctrl", "s"), ("ctrl", "shift", "s"), ("f5",), ("ctrl", "+")):
        act(Press(chord))

    wait_until(lambda: len(qt.noted("shortcut")) == before + 4, "the shortcuts")
    assert [note["name"] for note in qt.noted("shortcut")[before:]] == ["Ctrl+S", "Ctrl+Shift+S", "F5", "Ctrl++"]


def test_what_was_pressed_is_released_though_the_layout_has_changed(
    act: Act, layouts: Callable[[str], None], display: PrivateDisplay
) -> None:
    act(HoldKey(("a",)))
    layouts("fr")

    act(ReleaseKey(("a",)))

    assert keys_down(display) == []


def test_a_stop_in_the_middle_of_a_text_leaves_no_key_down_and_sends_nothing_more(
    performer: ActionExecutor, qt: Target, stop: threading.Event, x_events: XEventLog, display: PrivateDisplay
) -> None:
    ended: list[BaseException] = []

    def type_on() -> None:
        try:
            performer.perform(permit_for(Type("Aa " * 5000, secret=True)))
        except BaseException as error:  # noqa: BLE001 - looked at below
            ended.append(error)

    performer.perform(permit_for(Click(qt.field())))
    thread = threading.Thread(target=type_on)
    thread.start()
    x_events.wait_for(100, "key_press")
    stop.set()
    thread.join(60)

    assert [type(error) for error in ended] == [Stopped]
    assert keys_down(display) == []
    subprocess.run(["xdotool", "mousemove", "3", "3"], env=display.environment(), check=True)
    wait_until(lambda: [event for event in x_events.events("motion") if (event.x, event.y) == (3, 3)])
    assert (x_events.events()[-1].x, x_events.events()[-1].y) == (3, 3)  # nothing came after the marker
    assert len(x_events.events("key_press")) < 15_000


def keys_down(display: PrivateDisplay) -> list[str]:
    """Return the keys that are down, as xinput says."""
    return [word for word in _state("Virtual core XTEST keyboard", display).split() if word.endswith("=down")]


def _state(device: str, display: PrivateDisplay) -> str:
    command = ["xinput", "query-state", device]
    return subprocess.run(command, env=display.environment(), capture_output=True, text=True, check=True).stdout
