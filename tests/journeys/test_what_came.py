"""A batch that waits for something finds it anywhere in a window, and is told early what has come in its place."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.people.mcp_agent import Told, agent, environment
from tests.fakes.programs.apps import running
from tests.fakes.programs.browser import browsing, pages_at

FLAGS = ("--mode", "auto", "--approver", "none")
PAGE = """<!doctype html><meta charset=utf-8><title>Notes</title>
<button onclick="setTimeout(() => said.innerHTML = 'Sa<b>ved</b> it', 700)">Save note</button><p id=said></p>"""


def acted(display: PrivateDisplay, home: Path, *actions: Mapping[str, object]) -> Told:
    async def session() -> Told:
        async with agent(environment(display, home), *FLAGS) as caller:
            await caller.call("look")
            return await caller.act(*actions)

    return asyncio.run(session())


@pytest.mark.slow
def test_a_text_that_comes_in_a_page_is_found_where_no_keyboard_is(display: PrivateDisplay, tmp_path: Path) -> None:
    with (
        pages_at({"/": PAGE}) as address,
        browsing(display, tmp_path / "app", address, "Notes", more=("force-renderer-accessibility",)),
    ):
        reported = acted(
            display,
            tmp_path / "agent",
            {"action": "click", "name": "Save note"},
            {"action": "wait_for", "text": "saved it"},
        )

    assert reported.text.startswith("Done: Click “Save note” (button); Wait up to 10 s for “saved it”."), reported.text


@pytest.mark.slow
def test_a_window_that_comes_instead_ends_the_wait_and_is_named(display: PrivateDisplay, tmp_path: Path) -> None:
    note = tmp_path / "app" / "note.txt"
    note.parent.mkdir()
    note.write_text("")
    with running(["mousepad", "--disable-server", note], display, tmp_path / "app", "note.txt"):
        reported = acted(
            display,
            tmp_path / "agent",
            {"action": "press", "keys": ["ctrl", "shift", "s"]},
            {"action": "wait_for", "text": "Keep the old one?", "seconds": 60},
            {"action": "type", "text": "x"},
        )

    assert "“Keep the old one?” hasn't appeared. The window “Save As” (mousepad) has the keyboard now." in reported.text
    assert "Anything requested after that wasn't carried out." in reported.text


@pytest.mark.slow
def test_the_list_of_windows_goes_away_with_its_chord_and_a_copy_of_nothing_is_told(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    home = tmp_path / "app"
    home.mkdir()
    first = home / "first.txt"
    second = home / "second.txt"
    first.write_text("one")
    second.write_text("")
    with (
        running(["mousepad", "--disable-server", first], display, home, "first.txt"),
        running(["mousepad", "--disable-server", second], display, home, "second.txt"),
    ):
        reported = acted(
            display,
            tmp_path / "agent",
            {"action": "press", "keys": ["ctrl", "c"]},
            {"action": "press", "keys": ["alt", "tab"]},
        )

    assert "In front: window “" in reported.text, reported.text
    assert "list of the desktop" not in reported.text
    assert "Nothing was copied: the clipboard is as it was before." in reported.text
