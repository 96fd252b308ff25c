"""The real helper: bytes of the kernel go in by pipes, and what comes out of its socket is read here."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.fakes.evdev_helper import EvdevHelper, HelperTalk, running_helper
from tests.fakes.input_nodes import KEYBOARD, MOUSE, PAD, key, tap
from tests.fakes.processes import open_files
from tests.fakes.waiting import PATIENCE_S, wait_until

PAUSE = 119
CTRL = 29
ALT = 56
Y = 21
WATCH = "watch 119"
CARD = "card ctrl+alt+21"
OF_PROGRAMS = "virtual/input"
# Runs the helper's folder as `python3 FOLDER` does, and tells what it has loaded.
LOADED = """import runpy, sys
sys.path.insert(0, PROGRAM); sys.argv[1:] = ["--help"]
try: runpy.run_path(PROGRAM, run_name="__main__")
except SystemExit: print("loaded", *sys.modules)
"""


@pytest.fixture(scope="module")
def shared() -> Iterator[EvdevHelper]:
    with running_helper() as helper:
        helper.nodes.plug("event0", KEYBOARD)
        helper.nodes.plug("event1", MOUSE)
        helper.nodes.plug("event7", (*KEYBOARD, *MOUSE), OF_PROGRAMS)
        helper.nodes.plug("event8", (116,))
        yield helper


@pytest.fixture
def helper(shared: EvdevHelper) -> Iterator[EvdevHelper]:
    yield shared
    shared.user_is(os.getuid())


@pytest.fixture
def talk(helper: EvdevHelper) -> Iterator[HelperTalk]:
    # The one before has gone as soon as the helper has read so.
    talk = HelperTalk(helper)
    first = ""
    while not first.startswith("devices"):
        talk.close()
        talk = HelperTalk(helper, WATCH)
        first = talk.word()
    yield talk
    talk.close()


def test_devices_of_programs_count_for_nothing_others_may_come_and_go_and_what_one_held_is_let_go(
    helper: EvdevHelper, talk: HelperTalk
) -> None:
    talk.say(CARD)
    helper.nodes.plug("event3", (*KEYBOARD, *PAD))
    assert talk.until("devices 2 2")[-1] == "devices 2 2"
    helper.nodes.play("event3", key(CTRL, 1) + key(ALT, 1) + key(Y, 1))
    assert talk.until("chord down")[-1] == "chord down"
    helper.nodes.unplug("event3")
    words = talk.until("devices 1 1")

    assert words[-1] == "devices 1 1"
    assert "chord up" in words


def test_nobody_but_the_user_at_the_screen_is_served(helper: EvdevHelper, talk: HelperTalk) -> None:
    helper.user_is(os.getuid() + 1)
    helper.nodes.play("event0", tap(PAUSE))
    assert (talk.word(), talk.word()) == ("refused", "")
    talk.close()
    stranger = HelperTalk(helper)
    assert (stranger.word(), stranger.word()) == ("refused", "")
    stranger.close()


@pytest.mark.parametrize("message", ["watch 30", "x" * 500], ids=range(2))
def test_who_says_what_is_no_message_is_let_go(helper: EvdevHelper, talk: HelperTalk, message: str) -> None:
    talk.say(message)

    assert talk.until("")[-1] == ""


def test_who_asks_too_often_is_let_go(helper: EvdevHelper, talk: HelperTalk) -> None:
    """Whoever could ask for every moment would know when buttons were pressed."""
    with suppress(OSError):  # it hangs up meanwhile
        for at_ms in range(100):
            talk.say(f"was down {at_ms}")

    assert talk.until("")[-1] == ""


def test_it_loads_nothing_but_python_and_its_own_package(helper: EvdevHelper) -> None:
    script = LOADED.replace("PROGRAM", repr(str(helper.program)))
    told = subprocess.run([*helper.command[:-1], "-c", script], capture_output=True, text=True, check=True).stdout
    modules = set(told.splitlines()[-1].split()[1:])
    own = {one for one in modules if one.startswith("desktop_agent")}

    assert "desktop_agent.platforms.evdev.server" in own
    holders = {"desktop_agent", "desktop_agent.platforms"}
    assert all(one.startswith("desktop_agent.platforms.evdev") for one in own - holders)
    assert {one.partition(".")[0] for one in modules - own} <= {*sys.stdlib_module_names, "__main__"}


def test_it_ends_when_nobody_is_there() -> None:
    with running_helper(idle_s=0.2) as helper:
        assert helper.process.wait(PATIENCE_S) == 0


def test_no_device_is_open_while_nobody_is_connected(helper: EvdevHelper, talk: HelperTalk) -> None:
    wait_until(lambda: len(_open_devices(helper)) == 2)
    talk.close()

    wait_until(lambda: not _open_devices(helper))


def _open_devices(helper: EvdevHelper) -> list[str]:
    return [
        one for one in open_files(helper.process.pid).values() if one.startswith(str(helper.nodes.devices / "event"))
    ]
