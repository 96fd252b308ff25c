"""An agent finds controls by name, over the real protocol, and acts on them without a look at any picture."""

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.changing import Place, changing_page, native
from tests.fakes.mcp_agent import Agent, agent, environment
from tests.fakes.waiting import wait_until

ALLOWED = ("--mode", "auto", "--allow", "python=everything", "--allow", "chromium=everything")
LINE = re.compile(r"^(?P<kind>[a-z ]+) “(?P<name>[^”]+)” \((?P<x>\d+), (?P<y>\d+)\)", re.MULTILINE)


def named(name: str, action: str = "click") -> dict[str, object]:
    return {"action": action, "name": name}


def pressed(*keys: str) -> dict[str, object]:
    return {"action": "press", "keys": [*keys]}


def places(text: str) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for line in LINE.finditer(text):
        found.setdefault(line["name"], []).append((int(line["x"]), int(line["y"])))
    return found


def are_near(one: Place, other: Place) -> bool:
    return abs(one[0] - other[0]) <= 25 and abs(one[1] - other[1]) <= 12


async def fills_in(caller: Agent) -> str:
    """Fill in the form as a client does that gets no pictures."""
    first = await caller.call("find", text="Name")
    assert "field “Name”" in first.text
    await caller.act(named("Name"), {"action": "type", "text": "Ada"})
    ready = await caller.call("find", text="Create")
    assert not ready.picture
    return ready.text + (await caller.act(named("Create"))).text


@pytest.mark.parametrize("toolkit", ["gtk", "qt", "page"])
def test_a_form_is_filled_in_by_names_alone(toolkit: str, display: PrivateDisplay, tmp_path: Path) -> None:
    async def work() -> tuple[str, str]:
        async with agent(environment(display, tmp_path), *ALLOWED) as caller:
            said = await fills_in(caller)
            return said, (await caller.call("find", window="Changing")).text

    opened = changing_page if toolkit == "page" else native
    with opened(toolkit, display, tmp_path / "app") as window:
        said, shown = asyncio.run(work())
        log = [line for line in window.log() if line != "reset"]

    found = places(shown)
    assert log == ["Create"]
    assert "disabled" not in said
    assert "Done: Click “Create” (button)." in said
    assert len(found["Letters"]) == (1 if toolkit == "gtk" else 2)
    for name in ("Name", "Create", "Red"):
        assert any(are_near(at, window.places[name]) for at in found[name]), (name, found)


def test_a_name_that_two_controls_have_or_none_presses_nothing(display: PrivateDisplay, tmp_path: Path) -> None:
    async def work() -> list[str]:
        async with agent(environment(display, tmp_path), *ALLOWED) as caller:
            await caller.call("look")
            return [(await caller.act(named(name), named("Red"))).text for name in ("Letters", "Nothing so called")]

    with native("qt", display, tmp_path / "app") as window:
        several, none = asyncio.run(work())
        log = window.log()

    assert log == []
    assert "2 controls are called “Letters”: list item “Letters” (" in several
    assert "No control in the picture is called “Nothing so called”" in none


def test_what_is_kept_private_is_in_no_list_and_has_no_name(display: PrivateDisplay, tmp_path: Path) -> None:
    async def work(hidden: str) -> list[str]:
        surroundings = {**environment(display, tmp_path), "DESKTOP_AGENT_PRIVACY__REGIONS": hidden}
        async with agent(surroundings, *ALLOWED) as caller:
            shown = (await caller.call("find")).text
            return [shown, (await caller.act(named("Create"))).text]

    with native("gtk", display, tmp_path / "app") as window:
        x, y = window.places["Create"]
        shown, said = asyncio.run(work(f"{x - 60},{y - 15},120,30"))
        log = window.log()

    assert "Archive" in places(shown)
    assert "Create" not in shown
    assert log == []
    assert "No control in the picture is called “Create”" in said


def test_where_a_program_tells_nothing_the_lines_that_are_read_are_found(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    async def work() -> tuple[str, str]:
        async with agent(environment(display, tmp_path), *ALLOWED) as caller:
            shown = (await caller.call("find", text="red")).text
            return shown, (await caller.act(named("Red"))).text

    with native("tk", display, tmp_path / "app") as window:
        shown, said = asyncio.run(work())
        log = window.log()

    assert are_near(places(shown)["Red"][0], window.places["Red"])
    assert "Done: Click" in said
    assert log == ["Red"]


def test_a_window_that_is_not_there_is_said_to_be_missing(display: PrivateDisplay, tmp_path: Path) -> None:
    async def work() -> list[str]:
        async with agent(environment(display, tmp_path), *ALLOWED) as caller:
            await caller.call("look")
            told = [await caller.call("find", window="Accounts"), await caller.call("find", text="Nothing so called")]
            return [one.text for one in told]

    with native("gtk", display, tmp_path / "app"):
        said: Mapping[int, str] = dict(enumerate(asyncio.run(work())))

    assert said[0] == "No window in the picture has “Accounts” in its title."
    assert said[1] == "Nothing there has “Nothing so called” in its name or kind."


def test_a_path_of_menus_is_followed_in_one_call_and_what_comes_after_it_too(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("one\ntwo\n")

    async def work() -> tuple[str, str]:
        async with agent(environment(display, tmp_path), "--mode", "auto", "--allow", "mousepad=everything") as caller:
            await caller.call("look")
            done = (await caller.act(named("Edit › Select All"), pressed("delete"), pressed("ctrl", "s"))).text
            wait_until(lambda: note.read_text() == "", "the file without its text")
            return done, (await caller.act(named("Edit › No such item"), named("File"))).text

    with running(["mousepad", "--disable-server", str(note)], display, tmp_path / "home", "note.txt"):
        done, missing = asyncio.run(work())

    assert "Done: Click “Edit” (menu); Click “Select All” (menu item); Press delete" in done
    assert "Done: Click “Edit” (menu)" in missing
    assert "No control in the picture is called “No such item”" in missing
    assert "Anything requested after that wasn't carried out." in missing


def test_what_a_dialog_of_the_same_program_covers_has_no_name(display: PrivateDisplay, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("one\n")

    async def work() -> list[str]:
        async with agent(environment(display, tmp_path), "--mode", "auto", "--allow", "mousepad=everything") as caller:
            await caller.call("look")
            opened = await caller.act(named("Edit › Preferences..."), {"action": "wait_for", "text": "Preferences"})
            listed = await caller.call("find", window="Preferences")
            menus = [(await caller.act(named(name))).text for name in ("Help", "Document")]
            used = await caller.act(named("editor"))
            return [opened.text, listed.text, *menus, used.text]

    with running(["mousepad", "--disable-server", str(note)], display, tmp_path / "home", "note.txt"):
        opened, listed, *menus, used = asyncio.run(work())

    assert "Done" in opened
    assert "“Editor”" in listed
    assert not re.search(r"^menu “", listed, re.MULTILINE), listed
    assert all("No control in the picture is called" in said for said in menus), menus
    assert "Done: Click “Editor”" in used
