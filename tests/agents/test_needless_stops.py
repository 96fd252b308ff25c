"""A batch goes on in the next window without its title, and nobody is asked about what is gone: a real editor."""

import asyncio
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import end, running, windows
from tests.fakes.mcp_agent import agent, environment
from tests.fakes.waiting import wait_until


def keys(*names: str) -> dict[str, object]:
    return {"action": "press", "keys": names}


def words(text: str) -> dict[str, object]:
    return {"action": "type", "text": text}


def test_an_editors_next_dialog_gets_the_keys_and_its_closed_window_no_card(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("")
    batch = (keys("ctrl", "r"), {"action": "wait_for"}, words("sought"), keys("escape"), words("kept"))

    async def work() -> tuple[str, str, list[str]]:
        async with agent(environment(display, tmp_path), "--mode", "guard", "--allow", "mousepad") as caller:
            await caller.call("look")
            edited = (await caller.act(*batch, keys("ctrl", "s"), words("more"))).text
            await asyncio.to_thread(wait_until, lambda: note.read_text() == "kept", "the saved text")
            await asyncio.to_thread(end, app.process)
            await asyncio.to_thread(wait_until, lambda: not windows(display, "note.txt"), "the editor's end")
            pressed = await caller.act({"action": "click", "x": 640, "y": 400, "button": "left"})
            return edited, pressed.text, caller.progress

    with running(["mousepad", "--disable-server", str(note)], display, tmp_path / "home", "note.txt") as app:
        edited, pressed, progress = asyncio.run(work())

    assert note.read_text() == "kept"
    assert "Wait up to 10 s for a new window; Type “sought”" in edited
    assert "Title now: window “*" in edited
    assert "New:" not in edited
    assert "The screen changed at that point" in pressed
    assert not any("person's answer" in one for one in progress)
