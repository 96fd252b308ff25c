"""Keys go on in a window that a batch has opened once it has been waited for by name: a real editor and its dialog."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.mcp_agent import agent, environment
from tests.fakes.waiting import wait_until

Act = Mapping[str, object]
SAVE = ("ctrl", "s")


def keys(*names: str) -> Act:
    return {"action": "press", "keys": names}


def words(text: str) -> Act:
    return {"action": "type", "text": text}


def wait_for(text: str, seconds: float | None = None) -> Act:
    return {"action": "wait_for", "text": text, **({} if seconds is None else {"seconds": seconds})}


def contents(file: Path) -> str:
    return file.read_text()


@pytest.fixture
def note(display: PrivateDisplay, tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "note.txt"
    file.write_text("")
    with running(["mousepad", "--disable-server", str(file)], display, tmp_path / "home", "note.txt"):
        yield file


def test_keys_go_into_a_dialog_that_was_waited_for_and_into_no_other(
    display: PrivateDisplay, tmp_path: Path, note: Path
) -> None:
    async def work() -> list[str]:
        async with agent(environment(display, tmp_path), "--mode", "auto", "--allow", "mousepad") as caller:
            await caller.call("look")
            late = [keys("ctrl", "r"), {"action": "wait", "seconds": 1}, words("lost"), keys(*SAVE)]
            unseen = await caller.act(*late)
            assert contents(note) == ""
            missing = await caller.act(keys("escape"), wait_for("Print", 1), words("lost"), keys(*SAVE))
            assert contents(note) == ""
            opens = [keys("ctrl", "r"), wait_for("and replace"), words("sought")]
            seen = await caller.act(*opens, keys("escape"), words("kept"), keys(*SAVE))
            return [unseen.text, missing.text, seen.text]

    unseen, missing, seen = asyncio.run(work())

    wait_until(lambda: note.read_text() == "kept", "the saved text")
    assert "The screen changed at that point after the last screenshot" in unseen
    assert "“Print” didn't appear within 1 s." in missing
    assert "Wait up to 10 s for “and replace”; Type “sought”" in seen
