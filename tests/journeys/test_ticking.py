"""Boxes of other people's toolkits are brought to a state; what the toolkit itself says is the oracle."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.fidelity.apps import SYSTEM_PYTHON, imports
from tests.fakes.apps import running
from tests.fakes.waiting import wait_until
from tests.journeys.conftest import Agent

GTK_3 = "gi.require_version('Gtk', '3.0'); from gi.repository import Gtk"


def scope_of(command: Sequence[str]) -> str:
    """Return the scope of a script: what runs it, with all links followed, and its own path."""
    return f"{Path(command[0]).resolve()} {command[1]}=everything"


def held(state: Path) -> dict[str, bool]:
    said: dict[str, bool] = json.loads(state.read_text())
    return said


@pytest.mark.skipif(not imports("gi", GTK_3), reason="GTK 3 for Python (python3-gi, gir1.2-gtk-3.0) is not installed.")
def test_boxes_of_gtk_are_ticked_and_unticked(display: PrivateDisplay, agent: Agent, tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    task = """
    tick "Gift wrap"; untick "Newsletter"; tick "By courier"
    tick "Apples"; untick "Bananas"
    """

    command = [SYSTEM_PYTHON, str(Path(__file__).with_name("boxes_gtk.py")), str(state)]
    with running(command, display, tmp_path / "home", "Boxes"):
        wait_until(state.exists, "the window's file")
        ran = agent("run", task, "--allow", scope_of(command))
        wait_until(lambda: held(state) == {
            "Gift wrap": True, "Newsletter": False, "By post": False, "By courier": True,
            "Apples": True, "Bananas": False,
        }, "the boxes")  # fmt: skip

    assert ran.code == 0, ran.out + ran.err


@pytest.mark.parametrize(
    ("task", "box", "ticked"),
    [
        ('tick "Gift wrap"', "Gift wrap", True),
        ('untick "Gift wrap"', "Gift wrap", False),
        ('tick "Newsletter"', "Newsletter", True),
        ('untick "Newsletter"', "Newsletter", False),
    ],
)
def test_a_box_whose_look_does_not_say_its_state_is_clicked_and_compared(
    display: PrivateDisplay, agent: Agent, tmp_path: Path, task: str, box: str, ticked: bool
) -> None:
    state = tmp_path / "state.json"

    command = [sys.executable, str(Path(__file__).with_name("boxes_tk.py")), str(state)]
    with running(command, display, tmp_path / "home", "Boxes"):
        wait_until(state.exists, "the window's file")
        ran = agent("run", task, "--allow", scope_of(command))
        assert ran.code == 0, ran.out + ran.err
        wait_until(lambda: held(state)[box] == ticked, "the box")
