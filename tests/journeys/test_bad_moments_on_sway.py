"""What sway does not tell a run: nothing is done blindly."""

import json
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_sway import PrivateSway
from tests.fakes.fields import middle
from tests.fakes.runs_in_sway import KEY, asking, run_in_sway
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.sway_windows import told_in_sway


@pytest.mark.timeout(300)
def test_without_sways_word_on_windows_a_scope_covers_nothing(sway: PrivateSway, tmp_path: Path) -> None:
    with told_in_sway("gtk4", sway, tmp_path / "home") as window:
        at = middle(window.place("field"))
        click = asks({"type": "click", "x": at.x, "y": at.y})
        with ScriptedServer([click, asks({"type": "type", "text": "unasked"}), says("Done.")], key=KEY) as server:
            ran = run_in_sway(
                sway, tmp_path, "Work", *asking(server), "--allow", window.app, "--mode", "guard",
                without=("SWAYSOCK",),
            )  # fmt: skip

        assert 5 == ran.returncode, ran.stderr
        assert "" == window.text()
        assert [] == window.seen("press")
    assert "There is no one to approve it" in json.dumps(server.creates[-1].body["input"])
