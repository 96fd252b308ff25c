"""Keys go on in a window that a batch has opened once it has been waited for by name: a real editor and its dialog."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
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


@pytest.fixture
def note(display: PrivateDisplay, tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "note.txt"
    file.write_text("")
    with running(["mousepad", "--disable-server", str(file)], display, tmp_path / "home", "note.txt"):
        yield file


def told(display: PrivateDisplay, home: Path, *acts: Act, before: Sequence[Act] = ()) -> str:
    """Return what is told of an act; `before` is done in one before that."""

    async def work() -> str:
        async with agent(environment(display, home), "--mode", "auto", "--allow", "mousepad=everything") as caller:
            await caller.call("look")
            if before:
                await caller.act(*before)
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

    wait_until(lambda: note.read_text() == "kept", "the saved text")
    assert f"Wait up to 10 s for “{name}”; Type “sought”" in said


def test_keys_go_into_no_dialog_that_was_not_waited_for(display: PrivateDisplay, tmp_path: Path, note: Path) -> None:
    said = told(display, tmp_path, keys("ctrl", "r"), {"action": "wait", "seconds": 1}, words("lost"), keys(*SAVE))

    assert note.read_text() == ""
    assert "The screen changed at that point after the last screenshot" in said


def test_what_does_not_come_is_told_and_nothing_after_it_is_done(
    display: PrivateDisplay, tmp_path: Path, note: Path
) -> None:
    said = told(display, tmp_path, wait_for("Print", 1), words("lost"), keys(*SAVE))

    assert note.read_text() == ""
    assert "“Print” didn't appear within 1 s." in said


def test_a_window_behind_a_dialog_is_waited_for_until_it_has_the_keyboard(
    display: PrivateDisplay, tmp_path: Path, note: Path
) -> None:
    opens = [keys("ctrl", "r"), wait_for("Find and Replace")]

    said = told(display, tmp_path, wait_for("note.txt", 1), words("lost"), keys(*SAVE), before=opens)

    assert note.read_text() == ""
    assert "“note.txt” appeared, but the focus is in another window." in said


def test_keys_go_on_in_a_window_of_the_picture_once_the_answer_has_closed_the_dialog_over_it(
    display: PrivateDisplay, tmp_path: Path, note: Path
) -> None:
    opens = [keys("ctrl", "r"), wait_for("Find and Replace")]

    told(display, tmp_path, keys("escape"), words("kept"), keys(*SAVE), before=opens)

    wait_until(lambda: note.read_text() == "kept", "the saved text")


def test_keys_do_not_go_on_in_another_program_whose_window_was_behind_the_one_that_the_answer_has_closed(
    display: PrivateDisplay, tmp_path: Path, note: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("")

    with running(["mousepad", "--disable-server", str(other)], display, tmp_path / "home", "other.txt"):
        said = told(display, tmp_path, keys("ctrl", "q"), words("lost"), keys(*SAVE))

    assert (note.read_text(), other.read_text()) == ("", "")
    assert "The screen changed at that point after the last screenshot" in said
