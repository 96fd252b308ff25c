"""You stop it within 100 ms, and no key stays down: by the word of the X server, asked by another client of it."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from desktop_agent.core.actions.action import Action, Click, Drag, HoldButton, Scroll, Type
from desktop_agent.core.errors import InputDeniedError, InputError
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input import watchdog_process
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.platforms.x11.input import held_keys
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.processes import find, is_stopped, suspend, wait_for_end, wait_until_stopped
from tests.fakes.programs.x_window import XWindow
from tests.fakes.servers.script import Answer, asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.input.killing import (
    X11_WATCHDOG,
    Onlooker,
    Victim,
    await_no_suspension,
    victim,
    victims,
    watchdogs,
)
from tests.input.performer_bench import permit_for
from tests.input.restless import PATH
from tests.input.targets import layout

pytestmark = pytest.mark.screen

KILLS = (6, 20)
HELD = {"Control_L", "Shift_L", "button 1", "button 3"}  # and the back button, which the core protocol does not show


@pytest.fixture
def onlooker(onlooker: Onlooker) -> Iterator[Onlooker]:
    """Give another client of the display; at the end nothing is down there."""
    yield onlooker
    wait_for_nothing_down(onlooker)


@contextmanager
def held_down(
    mode: str, environment: dict[str, str], onlooker: Onlooker, backend: str = "xtest", ledgers: Path | str = ""
) -> Iterator[Victim]:
    with victim(mode, environment | {"DESKTOP_AGENT_INPUT": backend}, ledgers) as yours:
        yours.hear("ready")
        yours.go()
        yours.hear("down")
        assert onlooker.down() == HELD
        yield yours


def wait_for_nothing_down(onlooker: Onlooker) -> None:
    wait_until(lambda: not onlooker.down(), what="everything is up")


@pytest.mark.slow(but=["6"])
@pytest.mark.promise("README, 4: a killed run", cases=["6"])
@pytest.mark.parametrize("kills", KILLS)
def test_a_program_that_is_killed_at_any_moment_leaves_nothing_down(
    onlooker: Onlooker, there: dict[str, str], kills: int
) -> None:
    moments = random.Random(5)
    with XWindow(0, 0, 800, 600) as window:
        window.focus()
        for yours in victims(kills, there):
            yours.go()
            wait_until(onlooker.down)
            threading.Event().wait(moments.uniform(0, 0.25))
            yours.kill()

            wait_for_nothing_down(onlooker)


def test_the_watchdog_releases_only_our_keys_and_leaves_no_file(
    onlooker: Onlooker, there: dict[str, str], own: PrivateDisplay, tmp_path: Path
) -> None:
    with held_down("still", there, onlooker, ledgers=tmp_path) as holding:
        watchdog = holding.watchdog()
        onlooker.key("z", down=True)
        assert onlooker.down() == {*HELD, "z"}
        assert "button[8]=down" in _xinput(own)
        assert len([*tmp_path.iterdir()]) == 1

        holding.kill()

        wait_until(lambda: onlooker.down() == {"z"})
        wait_for_end(watchdog)
        assert "=down" not in _xinput(own)
        assert [*tmp_path.iterdir()] == []
        onlooker.key("z", down=False)


@pytest.mark.parametrize("deaths", [0, 1, watchdog_process.STARTS], ids="watchdogs_killed_{}".format)
def test_what_a_killed_program_has_dragged_is_cancelled_and_let_go_where_it_was_taken(
    onlooker: Onlooker, there: dict[str, str], deaths: int
) -> None:
    with victim("drag", there) as yours, XEventLog(there) as log:
        yours.hear("ready")
        yours.go()
        yours.hear("down")
        assert onlooker.down() == {"button 1"}

        kill_watchdogs(yours, deaths)
        if deaths < watchdog_process.STARTS:
            yours.watchdog()  # another one
            yours.kill()

        (release,) = log.wait_for(1, "button_release")
        names = [event.name for event in log.events("key_press", "button_release")]
        assert (names[0], len(names)) == ("Escape", 2)
        assert (release.x, release.y) == (PATH[0].x, PATH[0].y)


def test_a_release_that_the_server_had_not_read_at_the_end_is_made_again(
    onlooker: Onlooker, there: dict[str, str], own: PrivateDisplay
) -> None:
    # Its last requests are lost when it is gone before the server comes to read them.
    with victim("leave", there) as yours:
        yours.hear("ready")
        yours.go()
        yours.hear("down")
        with stopped_server(own):
            yours.go()
            yours.process.wait(30)
        wait_for_nothing_down(onlooker)

        assert "=down" not in _xinput(own)


def test_a_watchdog_that_does_not_answer_presses_nothing_and_is_replaced(
    onlooker: Onlooker, there: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_keys, "CHILD", "tests.input.deaf_watchdog")
    of_others = {*watchdogs(os.getpid(), held_keys.WATCHDOG)}  # another test's may still be on its way out
    with closing(ActionExecutor(choose(), redeem=lambda _permit: None, stop=threading.Event(), bound=True)) as hands:
        hands.await_watchdog()
        (watchdog,) = {*watchdogs(os.getpid(), held_keys.WATCHDOG)} - of_others
        monkeypatch.setattr(held_keys, "ANSWER_WITHIN_S", 0.1)

        with pytest.raises(InputError, match="presses buttons isn't responding"):
            hands.perform(permit_for(HoldButton(ImagePoint(5, 5))))

        assert not onlooker.down()
        wait_for_end(watchdog)
        wait_until(lambda: {*watchdogs(os.getpid(), held_keys.WATCHDOG)} - of_others - {watchdog}, "another one")


@pytest.mark.parametrize(
    ("module", "act", "bound"),
    [
        ("no_such_module", Drag((ImagePoint(5, 5), ImagePoint(50, 50))), False),
        ("no_such_module", Type("Aж", secret=True), False),
        ("no_such_module", Scroll(ImagePoint(5, 5), dy=100), True),
        ("silent_watchdog", Click(ImagePoint(5, 5)), True),
    ],
)
def test_without_a_watchdog_nothing_is_pressed_and_the_person_is_told(
    onlooker: Onlooker,
    there: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    module: str,
    act: Action,
    *,
    bound: bool,
) -> None:
    monkeypatch.setattr(held_keys, "CHILD", f"tests.input.{module}")
    monkeypatch.setattr(watchdog_process, "READY_WITHIN_S", 0.5 if module == "silent_watchdog" else 60.0)
    with (
        XEventLog(there) as log,
        closing(ActionExecutor(choose(), redeem=lambda _permit: None, stop=threading.Event(), bound=bound)) as hands,
    ):
        for _ in range(2):
            with pytest.raises(InputDeniedError, match="after a crash isn't running, so nothing was pressed"):
                hands.perform(permit_for(act))
        with pytest.raises(InputDeniedError, match="isn't running"):
            hands.await_watchdog()
        onlooker.key("z", down=True)
        onlooker.key("z", down=False)
        reported = log.wait_for(1, "key_release")

        assert ["z"] == [event.name for event in reported]
        assert () == log.events("button_press", "button_release")
        assert ["z"] == [event.name for event in log.events("key_press")]


LIBRARIES_WATCHDOG = "libraries.release_process"


def kill_watchdogs(yours: Victim, times: int, module: str = X11_WATCHDOG) -> None:
    for _ in range(times):
        watchdog = yours.watchdog(module)
        os.kill(watchdog, signal.SIGKILL)
        wait_for_end(watchdog)


@pytest.mark.parametrize(
    ("backend", "before", "end"),
    [
        ("xtest", "killed", signal.SIGKILL),
        ("xtest", "suspended", signal.SIGSTOP),
        ("pynput", "suspended", signal.SIGSTOP),
    ],
)
def test_a_watchdog_that_is_harmed_while_keys_are_held_is_replaced_or_goes_on_and_still_releases_them(
    onlooker: Onlooker, there: dict[str, str], backend: str, before: str, end: signal.Signals
) -> None:
    module = X11_WATCHDOG if backend == "xtest" else LIBRARIES_WATCHDOG
    with held_down("still", there, onlooker, backend) as yours:
        watchdog = yours.watchdog(module)
        if before == "suspended":
            os.kill(watchdog, signal.SIGSTOP)
        else:
            kill_watchdogs(yours, 1, module)
            watchdog = yours.watchdog(module)
        await_no_suspension(watchdog)
        assert onlooker.down() == HELD

        yours.process.send_signal(end)

        wait_for_nothing_down(onlooker)


@pytest.mark.parametrize("backend", ["xtest", "pynput"])
def test_held_keys_are_released_at_once_if_no_watchdog_can_be_started(
    onlooker: Onlooker, there: dict[str, str], backend: str
) -> None:
    module = X11_WATCHDOG if backend == "xtest" else LIBRARIES_WATCHDOG
    with held_down("again", there, onlooker, backend) as yours:
        kill_watchdogs(yours, watchdog_process.STARTS, module)

        wait_for_nothing_down(onlooker)
        yours.go()
        for _ in ("F5", "F6"):
            yours.hear("The process that releases held keys after a crash isn't running, so nothing was pressed.")
        assert not onlooker.down()


def test_group_and_caps_lock_are_what_they_were_before_the_typing(
    own: PrivateDisplay, onlooker: Onlooker, there: dict[str, str]
) -> None:
    layout("us,ru", own)
    onlooker.key("Caps_Lock", down=True)
    onlooker.key("Caps_Lock", down=False)
    wait_until(lambda: _lights(own) == {"Caps Lock"})
    with victim("type", there) as yours, XWindow(0, 0, 800, 600) as window:
        window.focus()
        yours.hear("ready")
        yours.go()
        wait_until(lambda: _lights(own) == {"Group 2"})

        yours.kill()

        wait_until(lambda: _lights(own) == {"Caps Lock"})
    onlooker.key("Caps_Lock", down=True)
    onlooker.key("Caps_Lock", down=False)
    layout("us", own)


@contextmanager
def stopped_server(display: PrivateDisplay) -> Iterator[None]:
    """Keep the X server from reading anything meanwhile."""
    server, *_ = find(name="Xvfb", words=(str(display.xauthority),))
    suspend(server)
    try:
        yield
    finally:
        os.kill(server, signal.SIGCONT)


def _lights(display: PrivateDisplay) -> set[str]:
    output = subprocess.run(["xset", "q"], env=display.environment(), capture_output=True, text=True, check=True).stdout
    return {name.strip() for name in re.findall(r"\d\d: ([A-Z][\w ]+): +on", output)}


def _xinput(display: PrivateDisplay) -> str:
    command = ["xinput", "query-state", "Virtual core XTEST pointer"]
    return subprocess.run(command, env=display.environment(), capture_output=True, text=True, check=True).stdout


HOLDS = {
    "keys": asks({"type": "key_down", "keys": ["shift", "ctrl"]}),
    "button": asks({"type": "mouse_down", "x": 600, "y": 300}),
}
DOWN = {"keys": {"Shift_L", "Control_L"}, "button": {"button 1"}}
PAUSED = "The run was paused for a while"


def run_command(carrier: str, url: str) -> list[str]:
    """Return a program that does a run with a server: by the command, or with a process of its own."""
    if carrier == "command":
        words = ["run", "task", "--base-url", url, "--dialect", "preview", "--coordinates", "viewport"]
        words += ["--mode", "auto", "--approver", "none"]
        return [sys.executable, "-m", "desktop_agent", *words]
    settings = {"provider": {"base_url": url, "dialect": "preview", "coordinates": "viewport"}, "run": {"mode": "auto"}}
    return [sys.executable, "-m", "tests.fakes.runs.served_run", "task", json.dumps(settings)]


@contextmanager
def started(command: list[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command, env=dict(environment), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGCONT)
            process.terminate()
        process.wait(60)


@pytest.mark.slow(but=["*SIGTSTP*"])
@pytest.mark.parametrize(
    ("carrier", "number", "expected", "held"),
    [
        ("command", signal.SIGTSTP, PAUSED, "keys"),
        ("command", signal.SIGSTOP, "The run was suspended", "button"),
        # Its own process hears nothing of the terminal: it looks at who started it.
        ("apart", signal.SIGSTOP, PAUSED, "button"),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_nothing_is_down_while_a_run_is_suspended_and_the_model_is_shown_the_screen_again(
    onlooker: Onlooker, there: dict[str, str], tmp_path: Path, carrier: str, number: int, expected: str, held: str
) -> None:
    go_on = threading.Event()

    def late(_: Mapping[str, object]) -> Answer:
        go_on.wait(60)
        return asks({"type": "keypress", "keys": ["b"]})

    environment = there | {"DESKTOP_AGENT_HOME": str(tmp_path)}
    with ScriptedServer([HOLDS[held], late, says("Done.")]) as server, XEventLog(environment) as log:
        with started(run_command(carrier, server.base_url), environment) as process:
            wait_until(lambda: len(server.creates) == 2, "the model to think")
            assert DOWN[held] == onlooker.down()
            os.kill(process.pid, number)
            wait_until_stopped(process.pid)
            wait_until(lambda: not onlooker.down(), "everything is up")
            assert is_stopped(process.pid)
            process.send_signal(signal.SIGCONT)
            go_on.set()
            wait_until(lambda: len(server.creates) == 3, "the third request")
            process.wait(60)
        pressed = [event.name for event in log.events("key_press")]
        last = json.dumps(server.creates[-1].body)

    assert expected in last
    assert "input_image" in last or "image_url" in last
    assert "b" not in pressed
    assert not onlooker.down()
