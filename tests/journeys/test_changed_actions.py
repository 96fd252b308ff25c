"""A person changes what the model asked for on the card: the application, the model and every record say what was done.

The application's own file and menus are the oracle, and the server's log of what the model was told.
"""

import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes import warm
from tests.fakes.accessible import controls, find
from tests.fakes.apps import running
from tests.fakes.page import seen
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.tray_program import NAME, TrayProgram, known_user, panel, tray_program
from tests.fakes.waiting import wait_until

CARD, CONSOLE = "Approve this action\\? — Desktop Agent", "Desktop Agent"
EDIT = "Edit before approving — Desktop Agent"
CALM_S = 1.0  # a card takes no answer in its first 700 ms, nor the second click of two
MODELS, PERSONS = "Dear Sir or Madam", "Dear Ms Novak"
SETTINGS = """
[run]
mode = "ask"

[provider]
name = "vllm"
dialect = "preview"
base_url = "{url}"

[providers.vllm]
coordinates = "viewport"
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """A person's desktop with an editor on it, the tray program, and the server that its model answers from."""

    display: PrivateDisplay
    program: TrayProgram
    server: ScriptedServer
    note: Path

    def menu(self, name: str) -> tuple[int, int]:
        return find(self.display, "mousepad", "menu", name).centre

    def items(self) -> set[str]:
        return {
            one.name.strip() for one in controls(self.display, "mousepad") if "menu item" in one.role and one.showing
        }


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    note = tmp_path / "note.txt"
    note.write_text("")
    with (
        PrivateDisplay(1280, 800) as display,
        panel(display, tmp_path),
        running(["mousepad", note], display, tmp_path / "home", "Mousepad"),
    ):
        x, y = find(display, "mousepad", "menu", "Edit").centre
        click = {"type": "click", "x": x, "y": y, "button": "left"}
        save = {"type": "keypress", "keys": ["ctrl", "s"]}
        answers = [asks({"type": "type", "text": MODELS}), asks(save), asks(click), says("Written.")]
        with ScriptedServer(answers) as server:
            known_user(tmp_path / "agent", SETTINGS.format(url=server.base_url))
            with tray_program(display, tmp_path / "agent") as program:
                yield Desk(display, program, server, note)


def calmly(program: TrayProgram, name: str) -> None:
    """Press a button when a person could have read what it is for, once more where that came too early."""
    before = answers(program)
    button = program.control(name)
    for _ in range(6):
        clicked = time.monotonic()
        wait_until(lambda clicked=clicked: time.monotonic() > clicked + CALM_S)  # type: ignore[misc]
        program.hand.click(*button.centre)
        with suppress(AssertionError):
            wait_until(lambda: answers(program) > before, within_s=10)
            return
    raise AssertionError(program.names("label"))


def answers(program: TrayProgram) -> int:
    """Count what a person has said, by the run's journal."""
    return sum(one["event"] in {"decision", "notice"} for one in journal(program))


def change(program: TrayProgram, **fields: str) -> None:
    """Press Edit on the card, put these into the fields, and approve that instead."""
    program.window(CARD)
    program.show_more()
    button = program.control("Edit")
    shown = time.monotonic()
    wait_until(lambda: time.monotonic() > shown + CALM_S)
    program.hand.click(*button.centre)
    program.window(EDIT)
    for name, value in fields.items():
        role = "text" if name == "Text" else "spin box"
        field = program.control(name.replace("_", " "), role)
        program.hand.click(*field.centre)
        wait_until(lambda name=field.name, role=role: program.control(name, role).focused)  # type: ignore[misc]
        program.hand.tap("ctrl", "a")
        program.hand.type(value)
        program.hand.tap("tab")
    calmly(program, "Approve this instead")


def ended(program: TrayProgram) -> None:
    program.window(CONSOLE)
    wait_until(
        lambda: [one for one in program.names("label") if one.startswith(("Completed", "The model says it's done"))],
        "the end",
    )


def in_console(program: TrayProgram) -> list[str]:
    """Return what stands in the console's table, as a screen reader gets it, scrolled away or not."""
    program.window(CONSOLE)
    cells = [one.name for one in controls(program.display, NAME) if one.role == "cell"]
    return [without_windows(name) for name in cells if "→" in name]


def without_windows(sentence: str) -> str:
    """Leave out which window something was done in: its title is a path that differs from run to run."""
    return re.sub(r" in “[^”]*”", "", sentence)


def told_of(program: TrayProgram, *words: str) -> str:
    """Return what a command prints."""
    environment = {**os.environ, "DESKTOP_AGENT_HOME": str(program.home)}
    command = warm.program(*words)
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.mark.timeout(300)
def test_every_record_tells_what_a_person_made_of_a_text_and_a_point(desk: Desk) -> None:
    program = desk.program
    program.choose("New task…")
    program.write_task("Write a greeting")
    program.window(CARD)
    calmly(program, "Allow")
    change(program, Text=PERSONS)
    wait_until(lambda: "keypress" in str(journal(program)), "the text to be typed")
    calmly(program, "Approve once")
    (was_x, y), (x, _) = desk.menu("Edit"), desk.menu("Document")
    change(program, x_of_the_point=str(x), y_of_the_point=str(y))
    ended(program)
    opened = desk.items()
    program.hand.tap("escape")

    assert "Viewer Mode" in opened
    wait_until(lambda: desk.note.read_text().strip() == PERSONS, "the saved text")

    text = f"Model: Type “{MODELS}” → You: Type “{PERSONS}”"
    # A busy program does not tell the name in time: the records have the point then, all of them.
    proposed = [one for one in journal(program) if one["event"] == "action.proposed"][-1]["target"]
    named = "“Edit” (menu)" if proposed and proposed["name"] else f"({was_x}, {y})"
    point = f"Model: Click {named} → You: Click “Document” (menu)"
    changed = [one["action"] for one in journal(program) if one.get("verdict") == "edit"]
    assert [changed[0], (changed[1]["x"], changed[1]["y"])] == [{"kind": "type", "text": PERSONS}, (x, y)]
    assert in_console(program) == [text, point]
    assert all(words in without_windows(told_of(program, "runs", "show", "last")) for words in (text, point))
    told = json.dumps([one.body["input"] for one in desk.server.requests], ensure_ascii=False)
    assert f"Done instead: Type “{PERSONS}”" in told
    assert f"Done instead: Click ({x}, {y})" in told

    page = seen(Path(told_of(program, "runs", "report", "last").strip()))
    assert point in without_windows(page.text)
    assert PERSONS in page.text
    rings = {(int(each["cx"]), int(each["cy"])) for each in page.all("circle")}
    assert rings == {(was_x, y), (x, y)}


def journal(program: TrayProgram) -> list[dict[str, Any]]:
    """Return the events of the one run, as far as they are written."""
    (file,) = (program.home / "data/runs").glob("*/events.jsonl")
    return [json.loads(line) for line in file.read_text("utf-8").splitlines(keepends=True) if line.endswith("\n")]
