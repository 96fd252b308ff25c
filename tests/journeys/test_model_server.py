"""A person adds a server of their own by mouse and keyboard: it gets the pictures and its key, the built-in model none.

What was sent is in the server's own log.
"""

import json
import tomllib
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.apps import box_of, windows_of
from tests.fakes.servers.script import calls, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until
from tests.fakes.windows.tray_program import NAME, TrayProgram, known_user, panel, tray_program

pytestmark = pytest.mark.screen

EDGE_PX = 18  # from the edge of a list into its first or last row
KEY = "its-key-0123456789"
MOVES = calls("computer_use", json.dumps({"action": "mouse_move", "coordinate": [500, 500]}))


def give_keyboard(program: TrayProgram, name: str) -> None:
    # A window manager that looks at a click first passes it on after a key that was pressed later.
    program.press(name, "text")
    wait_until(lambda: program.control(name, "text").focused, f"“{name}” to have the keyboard")


def enter(program: TrayProgram, name: str, text: str) -> None:
    give_keyboard(program, name)
    program.hand.type(text)


def open_list(program: TrayProgram, name: str, role: str) -> tuple[int, int, int, int]:
    """Return the left, upper, right and lower edge of the list that a control opens."""
    program.control(name, role)
    before = set(windows_of(program.display, NAME))
    program.press(name, role)
    (opened,) = wait_until(lambda: set(windows_of(program.display, NAME)) - before, "the list to open")
    left, top, width, height = box_of(program.display, opened)
    return left, top, left + width, top + height


def is_over(program: TrayProgram, task: str) -> bool:
    return '"run.finished"' in program.journal(task)


@pytest.mark.slow
def test_a_server_is_added_by_hand_and_gets_pictures_only_for_its_own_tasks(tmp_path: Path) -> None:
    home = tmp_path / "agent"
    (tmp_path / "panel").mkdir()
    known_user(home)
    with (
        ScriptedServer([MOVES, says("Seen.")], dialect="functions", key=KEY) as server,
        PrivateDisplay(1280, 800) as desktop,
        panel(desktop, tmp_path / "panel"),
        tray_program(desktop, home) as program,
    ):
        server.models = ("qwen3-vl:8b",)
        program.choose("Settings")
        left, bottom = open_list(program, "Built-in model — offline, on this computer", "combo box")[::3]
        program.hand.click(left + EDGE_PX, bottom - EDGE_PX)  # “Another server…” is the last
        program.window("Desktop Agent — Model server")
        enter(program, "Name", "Team server")
        enter(program, "Address", server.base_url)
        enter(program, "Model name", "qwen3-vl:8b")
        enter(program, "Key", KEY)
        program.press("Save")
        file = home / "config/config.toml"
        wait_until(lambda: "team-server" in file.read_text(), "the saved server")
        program.choose("New task…")
        program.write_task("Look around")
        wait_until(lambda: is_over(program, "Look around"), "the end of the run")
        sent = len(server.requests)
        program.choose("New task…")
        left, top = open_list(program, "Model", "button menu")[:2]
        program.hand.click(left + EDGE_PX, top + EDGE_PX)  # the built-in model is the first
        wait_until(
            lambda: "The model runs on this computer and sends nothing." in " ".join(program.names("label")),
            "the built-in model",
        )
        give_keyboard(program, "Task")
        program.hand.tap("ctrl", "a")
        program.write_task("wait 1 s")
        wait_until(lambda: is_over(program, "wait 1 s"), "the end of the run")

        assert len(server.creates) == 2
        assert {one.headers.get("authorization") for one in server.creates} == {f"Bearer {KEY}"}
        assert all('"input_image"' in json.dumps(one.body) for one in server.creates)
        assert {request.method for request in server.requests[sent:]} <= {"GET"}  # the list of its models, for the menu
        assert tomllib.loads(file.read_text())["providers"]["team-server"]["base_url"] == server.base_url
        assert KEY not in file.read_text()
