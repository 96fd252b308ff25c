"""An agent on a side desk: its work stays there until the person takes it, who is asked on their own display."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.desk.folder import open_desk
from desktop_agent.desk.sandbox.start_on import main as start_on
from tests.fakes.desks.desks import skip_without_desks
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.people.mcp_agent import agent, environment
from tests.fakes.people.typist import agreed
from tests.fakes.waiting import awaited
from tests.fakes.warm import program

pytestmark = pytest.mark.slow

INSIDE = {"action": "click", "x": 640, "y": 400, "button": "left"}
WRITES = (INSIDE, {"action": "type", "text": "By an agent"}, {"action": "press", "keys": ["ctrl", "s"]})


def test_what_an_agent_writes_on_a_desk_counts_once_the_person_takes_it(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    skip_without_desks()
    note = tmp_path / "home" / "note.txt"
    note.parent.mkdir()
    note.write_text("")
    surroundings = environment(display, tmp_path / "own", HOME=str(note.parent))

    async def work() -> Path:
        flags = ("--desk", "--desk-files", str(tmp_path / "home"), "--mode", "auto", "--approver", "none")
        async with agent(surroundings, *flags) as caller:
            await caller.call("look")
            (desk,) = (tmp_path / "own" / "data" / "desks").iterdir()
            start_on(str(desk), ["mousepad", "--disable-server", str(note)])

            async def shown() -> bool:  # and managed: before that it has another number
                return re.search(r"note\.txt.*, has the keyboard", (await caller.call("look")).text) is not None

            await awaited(shown, "the editor in the picture")
            changed = open_desk(desk).layers[0].upper / "note.txt"

            async def written() -> bool:
                # What is typed at once may overtake the click, so it is done again.
                await caller.act(INSIDE, {"action": "press", "keys": ["ctrl", "a"]}, *WRITES[1:])
                return changed.exists() and changed.read_text().strip() == "By an agent"

            await awaited(written, "the text on the desk")
            assert f"desktop-agent desk show {desk.name}" in (await caller.call("stop", summary="Wrote it.")).text
            return desk

    with XEventLog(display.environment()) as log:
        desk = asyncio.run(work())
        assert not log.events()
    before = note.read_text()
    code, _ = agreed(program("desk", "take", desk.name), surroundings)

    assert (code, before) == (0, "")
    assert note.read_text().strip() == "By an agent"
