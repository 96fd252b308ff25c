"""`schedule` as people use it: with a real systemd for users, whose timers start the task, and without one."""

import fcntl
import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.tasks.saved.store import TaskStore
from tests.fakes.desktops.locking_saver import saver_that_locks
from tests.fakes.desktops.private_bus import SESSION, private_bus
from tests.fakes.desktops.user_systemd import asked, user_systemd, why_no_systemd
from tests.fakes.servers.plain_vendor import PlainVendor, message
from tests.fakes.servers.told_server import ToldServer
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program

HOSTILE = "a \"b\" 100% $HOME ${X} \\ 'c'\nExecStart=/bin/false"
needs_systemd = pytest.mark.skipif(bool(why_no_systemd()), reason=why_no_systemd() or "there is one")


def call(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        program(*words), env=environment, capture_output=True, text=True, check=False,
        timeout=60, start_new_session=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def display() -> Iterator[PrivateDisplay]:
    """Give one for this file alone: what systemd starts here tells all programs on it of another accessibility bus."""
    with PrivateDisplay() as made:
        yield made


@pytest.fixture
def own_environment(display: PrivateDisplay, tmp_path: Path) -> dict[str, str]:
    home = {"HOME": str(tmp_path), "DESKTOP_AGENT_HOME": str(tmp_path / "own"), "LC_ALL": "C.UTF-8"}
    environment = {**display.environment(), **home, "PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "DBUS_SESSION_BUS_ADDRESS"):
        environment.pop(name, None)
    return environment


@pytest.fixture
def vendor() -> Iterator[PlainVendor]:
    with PlainVendor([[message("Fin.")]] * 9) as serving:
        yield serving


def saved(own_environment: dict[str, str], vendor: PlainVendor) -> None:
    words = ("tasks", "add", "note", "Write: {text}.", "--base-url", vendor.url, "--dialect", "openai")
    assert call(own_environment, *words).returncode == 0
    store = TaskStore(Path(own_environment["DESKTOP_AGENT_HOME"]) / "config")
    store.confirm(store.read("note"))


def started_by(there: dict[str, str], own_environment: dict[str, str]) -> None:
    """Tell that systemd what a session tells it of itself."""
    session = [f"{name}={there[name]}" for name in ("DISPLAY", "XAUTHORITY") if name in there]
    asked(there, "set-environment", *session, f"PATH={own_environment['PATH']}", f"PYTHONPATH={ROOT}")


def units(own_environment: dict[str, str]) -> list[Path]:
    return sorted((Path(own_environment["HOME"]) / ".config/systemd/user").glob("**/desktop-agent*"))


@pytest.mark.slow
@needs_systemd
def test_systemd_starts_the_task_with_its_values_and_catches_up_once(
    own_environment: dict[str, str], vendor: PlainVendor
) -> None:
    saved(own_environment, vendor)
    with user_systemd(own_environment) as there:
        started_by(there, own_environment)
        added = call(
            there, "schedule", "add", "note", "Mondays 9:00; every day 8:30", "--set", f"text={HOSTILE}", "--here"
        )
        assert added.returncode == 0, added.stderr
        reported = asked(there, "list-timers", "--all", "--no-legend").stdout
        (listed,) = json.loads(call(there, "schedule", "list", "--json").stdout)
        assert "desktop-agent-note.timer" in reported
        assert (listed["when"], listed["last"]) == ("Mondays 9:00; every day 8:30", None)
        assert listed["next"][11:16] in reported
        assert vendor.bodies == []

        asked(there, "start", "desktop-agent-note.service")
        wait_until(
            lambda: asked(there, "is-active", "desktop-agent-note.service").stdout.strip() == "inactive", "it ends"
        )
        assert json.dumps(f"Write: {HOSTILE}.")[1:-1] in json.dumps(vendor.bodies[0])
        (listed,) = json.loads(call(there, "schedule", "list", "--json").stdout)
        assert (listed["last"]["exit_code"], listed["last"]["message"]) == (0, "Answered: “Fin.”")
        count = len(vendor.bodies)

    (stamp,) = Path(own_environment["HOME"]).glob(".local/share/systemd/timers/stamp-desktop-agent-note.timer")
    os.utime(stamp, (time.time() - 3 * 86400,) * 2)
    with user_systemd(own_environment) as there:
        started_by(there, own_environment)
        asked(there, "start", "timers.target")
        wait_until(lambda: len(vendor.bodies) == 2 * count, "what was missed in three days is caught up on, once")
        wait_until(
            lambda: asked(there, "is-active", "desktop-agent-note.service").stdout.strip() == "inactive", "it ends"
        )
        assert len(vendor.bodies) == 2 * count

        removed = call(there, "schedule", "remove", "note")
        assert removed.returncode == 0, removed.stderr
        assert "desktop-agent" not in asked(there, "list-timers", "--all").stdout
    assert units(own_environment) == []


def test_on_a_locked_screen_nothing_is_done_and_that_is_told(
    own_environment: dict[str, str], vendor: PlainVendor
) -> None:
    saved(own_environment, vendor)
    with ToldServer() as server, private_bus() as bus, saver_that_locks(bus[SESSION]):
        assert call(own_environment, "config", "set", "notify.webhook", f"http://{server.host}/").returncode == 0
        done = call(own_environment | {SESSION: bus[SESSION]}, "run", "note", "--scheduled", "--set", "text=x")

        (notice,) = wait_until(lambda: server.got, "the notice")
    reported = json.loads(notice.partition(b"\r\n\r\n")[2])
    assert reported == {"event": "end", "title": "A task has ended: Failed", "status": "failed"}
    assert (done.returncode, vendor.bodies) == (1, [])
    assert "The screen is locked" in done.stderr


def test_a_task_runs_once_at_a_time(own_environment: dict[str, str], vendor: PlainVendor) -> None:
    saved(own_environment, vendor)
    folder = Path(own_environment["DESKTOP_AGENT_HOME"]) / "data/task-locks"
    folder.mkdir(parents=True)
    with (folder / "note").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = call(own_environment, "run", "note", "--set", "text=x")

    assert (done.returncode, vendor.bodies) == (1, [])
    assert "already running" in done.stderr
