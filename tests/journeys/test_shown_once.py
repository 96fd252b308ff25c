"""A person shows a task once, and its steps do the same again without a model: the file on disk is the oracle."""

import os
import threading
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.run.ask.function_approver import FunctionApprover
from desktop_agent.runtime.desktop.watch import watch_person
from desktop_agent.runtime.prepare import prepare
from desktop_agent.runtime.spec import ClientServices, HostParts, RunSpec
from desktop_agent.screen.ocr.reader import OcrReader
from desktop_agent.settings.confirmed import settings_for_run
from desktop_agent.tasks.learn.control_keys import ControlKeys
from desktop_agent.tasks.learn.session import LearnSession
from desktop_agent.tasks.learn.to_steps import to_steps
from desktop_agent.tasks.saved.store import read_task, task_of, write_task_file
from desktop_agent.tasks.saved.variables import filled_lines
from desktop_agent.tasks.steps.player import StepsToPlay
from desktop_agent.tasks.steps.playing import played
from tests.fakes.people.hands import Hands
from tests.fakes.programs.debian_apps import mousepad
from tests.fakes.waiting import wait_until


@pytest.mark.promise("guide tasks: tasks add --watch")
def test_a_demonstrated_task_is_repeated(
    on_display: PrivateDisplay, hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "own"))
    note = tmp_path / "note.txt"
    steps = tmp_path / "greet.task"
    note.write_text("first line\n")
    with mousepad(on_display, tmp_path, note) as app:
        hands.wait_for_window(app.title())
        _show(hands, app.frame(), note, steps)
    shown = note.read_text()
    note.write_text("first line\n")
    with mousepad(on_display, tmp_path, note) as app:
        hands.wait_for_window(app.title())
        status = _play(steps)

    assert shown == "first line\nDear Ada"
    assert status == "completed"
    assert note.read_text() == shown


def _show(hands: Hands, frame: tuple[int, int, int, int], note: Path, steps: Path) -> None:
    """Show it with somebody else's hands, each act after the one before was noticed."""
    acts: list[int] = []
    over = threading.Event()
    # Where the editor is slow to tell what has the keyboard, what was typed must be readable to be no secret.
    with OcrReader() as reader:
        session = LearnSession(
            ControlKeys(), os.environ, reader=reader, on_state=lambda _, count: acts.append(count), on_end=over.set
        )
        session.start()
        wait_until(lambda: acts, "the watch")
        hands.click(frame[0] + 40, frame[1] + 80)
        hands.press("ctrl+End")
        wait_until(lambda: acts[-1] == 1, "the click")
        hands.type("Dear Ada", every_ms=400)  # as a person does
        wait_until(lambda: acts[-1] == 2, "the chord")
        hands.press("ctrl+s")
        wait_until(lambda: acts[-1] == 3, "the text")
        wait_until(lambda: note.read_text() != "first line\n", "the saved file")
        session.ask("end")
        wait_until(over.is_set, "the end")
    shown = session.result()
    assert shown is not None
    write_task_file(task_of(to_steps(shown, "Greet"), "greet"), steps)


def _play(file: Path) -> str:
    settings = settings_for_run(os.environ, {"provider.name": "local"})
    presence = watch_person(settings)
    task = read_task(file).task
    lines = filled_lines(task, {one.name: one.default or "" for one in task.variables})
    steps = StepsToPlay(played(read_task(file).book, lines))
    try:
        services = ClientServices(FunctionApprover(lambda _: True))
        session = prepare(RunSpec(steps.words, settings), services, HostParts(presence=presence, stand_in=steps))
        return session.run().status
    finally:
        presence.close()
