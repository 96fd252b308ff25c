"""Chords reach programs as what they are called, on another layout, and are released though it has changed."""

import subprocess
from collections.abc import Callable

import pytest

from desktop_agent.core.actions import Action, Click, HoldKey, Press, ReleaseKey
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.waiting import wait_until
from tests.input.targets import Target

Act = Callable[[Action], None]


@pytest.mark.parametrize("layout", ["ru"])
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


def keys_down(display: PrivateDisplay) -> list[str]:
    """Return the keys that are down, as xinput says."""
    return [word for word in _state("Virtual core XTEST keyboard", display).split() if word.endswith("=down")]


def _state(device: str, display: PrivateDisplay) -> str:
    command = ["xinput", "query-state", device]
    return subprocess.run(command, env=display.environment(), capture_output=True, text=True, check=True).stdout
