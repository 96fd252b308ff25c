"""A mandate from end to end: rehearsed at a terminal, and at its time the same button is pressed, and only that."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.record.store import RunStore
from desktop_agent.tasks.saved.store import TaskStore
from desktop_agent.tasks.schedule.mandate import keep_mandate, mandate_from_run
from tests.fakes.source import ROOT
from tests.fakes.typist import ASKED_HERE, at_a_terminal
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program

# A program that tells its controls' names, and writes a file for each button that is pressed.
PROGRAM = """
import pathlib, gi
gi.require_version("Gtk", "3.0")
from gi.repository import Gtk
window = Gtk.Window(title="Letters")
box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=40, margin=60)
for name in ("Send letters", "Publish letters"):
    button = Gtk.Button(label=name)
    button.connect("clicked", lambda _, name=name: pathlib.Path(name).write_text("pressed"))
    box.add(button)
window.add(box)
window.connect("destroy", Gtk.main_quit)
window.show_all()
pathlib.Path("shown").touch()
Gtk.main()
"""
gtk = subprocess.run(
    ["/usr/bin/python3", "-c", "import gi; gi.require_version('Gtk', '3.0')"], capture_output=True, check=False
)
pytestmark = pytest.mark.skipif(gtk.returncode != 0, reason="GTK for Python is not installed")


@pytest.fixture
def own(display: PrivateDisplay, tmp_path: Path) -> dict[str, str]:
    if not display.accessible:
        pytest.skip("no program tells its names here")
    home = {"HOME": str(tmp_path), "DESKTOP_AGENT_HOME": str(tmp_path / "own"), "PYTHONPATH": str(ROOT)}
    environment = {**display.environment(), **home, "LC_ALL": "C.UTF-8"}
    environment.pop("XDG_CONFIG_HOME", None)
    (tmp_path / "letters.py").write_text(PROGRAM)
    return environment


@contextmanager
def letters(own: dict[str, str]) -> Iterator[Path]:
    """Start the program anew; give the folder in which it writes what was pressed."""
    folder = Path(own["HOME"]) / f"pressed-{os.urandom(4).hex()}"
    folder.mkdir()
    process = subprocess.Popen(["/usr/bin/python3", "../letters.py"], env=own, cwd=folder)
    try:
        wait_until((folder / "shown").exists, "the window is shown")
        yield folder
    finally:
        process.kill()
        process.wait()


def saved(own: dict[str, str], name: str, words: str) -> TaskStore:
    command = program("tasks", "save", name, words, "--allow", "letters.py")
    subprocess.run(command, env=own, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    store = TaskStore(Path(own["DESKTOP_AGENT_HOME"]) / "config")
    store.confirm(store.read(name))
    return store


def at_its_time(own: dict[str, str], name: str) -> list[str]:
    """Run a task as its timer does; return which buttons were pressed."""
    with letters(own) as folder:
        subprocess.run(
            program("tasks", "run", name, "--scheduled"),
            env=own, capture_output=True, check=False, timeout=120, start_new_session=True,
        )  # fmt: skip
        return sorted(one.name for one in folder.glob("* letters"))


def rehearse(own: dict[str, str], name: str) -> list[str]:
    """Run a task at a terminal, and say yes to what is asked."""
    with (
        letters(own) as folder,
        at_a_terminal(program("tasks", "run", name), own | ASKED_HERE, columns=160) as person,
    ):
        person.waits_for("[y/N]")
        person.types("y\n")
        assert person.ends() == 0, person.text
        return sorted(one.name for one in folder.glob("* letters"))


def decided_by(runs: RunStore) -> set[str]:
    events = map(json.loads, (runs.find("last") / "events.jsonl").read_text().splitlines())
    return {one["by"] for one in events if one["event"] == "decision"}


def test_what_was_rehearsed_is_done_at_its_time_and_nothing_else(own: dict[str, str]) -> None:
    home = Path(own["DESKTOP_AGENT_HOME"])
    runs = RunStore(home / "data/runs")
    store = saved(own, "send", 'click "Send letters"')
    other = saved(own, "publish", 'click "Publish letters"')
    assert rehearse(own, "send") == ["Send letters"]
    assert "human" in decided_by(runs)

    made = mandate_from_run(runs, "last", date.today() + timedelta(days=1))  # noqa: DTZ011
    assert [(act.control.control, act.times) for act in made.mandate.acts] == [("Send letters", 1)]
    keep_mandate(home / "config", store.read("send"), made)
    assert at_its_time(own, "send") == ["Send letters"]
    assert "mandate" in decided_by(runs)
    assert "human" not in decided_by(runs)

    keep_mandate(home / "config", other.read("publish"), made)
    assert at_its_time(own, "publish") == []
