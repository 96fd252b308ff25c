"""Keys go on in a window that a batch has opened once it has been waited for by name: a real editor and its dialog."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.mcp_agent import agent, environment

Act = Mapping[str, object]
SAVE = ("ctrl", "s")


def keys(*names: str) -> Act:
    return {"action": "press", "keys": names}


def words(text: str) -> Act:
    return {"action": "type", "text": text}


def wait_for(text: str, seconds: float | None = None) -> Act:
    return {"action": "wait_for", "text": text, **({} if seconds is None else {"seconds": seconds})}


@pytest.fixture
def note(display: PrivateDisplay, tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "note.txt"
    file.write_text("")
    with running(["mousepad", "--disable-server", str(file)], display, tmp_path / "home", "note.txt"):
        yield file


def told(display: PrivateDisplay, home: Path, *acts: Act) -> str:
    async def work() -> str:
        async with agent(environment(display, home), "--mode", "auto", "--allow", "mousepad=everything") as caller:
            await caller.call("look")
            return (await caller.act(*acts)).text

    return asyncio.run(work())


@pytest.mark.parametrize("name", ["Find and Replace", "and replace"])
def test_keys_go_into_a_dialog_that_was_waited_for_and_then_into_the_window_again(
    display: PrivateDisplay, tmp_path: Path, note: Path, name: str
) -> None:
    said = told(
        display,
        tmp_path,
        keys("ctrl", "r"),
        wait_for(name),
        words("sought"),
        keys("escape"),
        words("kept"),
        keys(*SAVE),
    )

    assert note.read_text() == "kept"
    assert f"Wait for “{name}”, 10 s at most; Type “sought”" in said


def test_keys_go_into_no_dialog_that_was_not_waited_for(display: PrivateDisplay, tmp_path: Path, note: Path) -> None:
    said = told(display, tmp_path, keys("ctrl", "r"), {"action": "wait", "seconds": 1}, words("lost"), keys(*SAVE))

    assert note.read_text() == ""
    assert "The screen changed there after the last picture" in said


def test_what_does_not_come_is_told_and_nothing_after_it_is_done(
    display: PrivateDisplay, tmp_path: Path, note: Path
) -> None:
    said = told(display, tmp_path, wait_for("Print", 1), words("lost"), keys(*SAVE))

    assert note.read_text() == ""
    assert "“Print” did not come within 1 s." in said
