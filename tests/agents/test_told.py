"""What an agent is told of an act, over the real protocol: what it hit, by name, and what has changed besides."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.changing import Place, native
from tests.fakes.mcp_agent import Agent, agent, environment
from tests.fakes.waiting import awaited

KEYBOARD = "The keyboard is in"


def press(at: Place) -> dict[str, object]:
    return {"action": "click", "x": at[0], "y": at[1], "button": "left"}


def keys(*names: str) -> dict[str, object]:
    return {"action": "press", "keys": names}


async def look_with_keyboard(caller: Agent) -> str:
    """Look until it is told what has the keyboard: it is not where the window's program is slow to say so."""

    async def told() -> str:
        text = (await caller.call("look")).text
        return text if KEYBOARD in text else ""

    return await awaited(told, "the word on the keyboard")


def without_pictures_name(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("Its name "))


def test_an_agent_is_told_what_it_hit_and_what_has_the_keyboard_by_name(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    async def work(at: Mapping[str, Place]) -> list[str]:
        async with agent(environment(display, tmp_path), "--mode", "auto", "--allow", "python=everything") as caller:
            seen = await look_with_keyboard(caller)
            first = await caller.act(press(at["Name"]))
            then = await caller.act({"action": "type", "text": "Ada"}, press(at["Create"]))
            told = [seen, *map(without_pictures_name, (first.text, then.text))]
            return [*told, then.text if KEYBOARD in then.text else await look_with_keyboard(caller)]

    with native("gtk", display, tmp_path / "app") as window:
        seen, first, then, at_last = asyncio.run(work(window.places))
        pressed = window.log()

    assert pressed == ["Create"]
    assert "The keyboard is in “Name” (field)." in seen
    assert first.startswith("Done: Click “Name” (field).")
    assert then.startswith("Done: Type “Ada” into “Name” (field); Click “Create” (button).")
    assert "The keyboard is in “Create” (button)." in at_last


def test_after_a_press_of_a_button_that_changed_nothing_nothing_is_typed(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    async def work(at: Mapping[str, Place]) -> list[str]:
        late = {"action": "type", "text": "late"}
        async with agent(environment(display, tmp_path), "--mode", "auto", "--allow", "python=everything") as caller:
            await caller.call("look")
            await caller.act(press(at["Name"]), {"action": "type", "text": "Ada"}, press(at["Create"]))
            return [(await caller.act(press(at["Create"]), late)).text, (await caller.act(press(at["Red"]), late)).text]

    with native("gtk", display, tmp_path / "app") as window:
        swallowed, seen = asyncio.run(work(window.places))

    assert swallowed.startswith("Done: Click “Create” (button).\nNothing changed on the screen after this press")
    assert "wasn't carried out" in swallowed
    assert "; Type “late”" in seen


def test_the_name_of_a_field_that_is_kept_private_is_told_to_no_agent(display: PrivateDisplay, tmp_path: Path) -> None:
    async def work(hidden: str) -> str:
        surroundings = {**environment(display, tmp_path), "DESKTOP_AGENT_PRIVACY__REGIONS": hidden}
        async with agent(surroundings, "--mode", "auto", "--allow", "python=everything") as caller:
            seen = await caller.call("look")
            return seen.text + (await caller.act({"action": "type", "text": "Ada"})).text

    with native("gtk", display, tmp_path / "app") as window:
        x, y = window.places["Name"]
        said = asyncio.run(work(f"{x - 200},{y - 15},400,30"))

    assert "Done: Type “Ada”." in said
    assert "Name" not in said


def test_an_agent_is_told_which_window_has_come_and_gone(display: PrivateDisplay, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("")

    async def work() -> list[str]:
        async with agent(environment(display, tmp_path), "--mode", "auto", "--allow", "mousepad=everything") as caller:
            await caller.call("look")
            return [(await caller.act(keys("ctrl", "r"))).text, (await caller.act(keys("escape"))).text]

    with running(["mousepad", "--disable-server", str(note)], display, tmp_path / "home", "note.txt"):
        opened, closed = asyncio.run(work())

    assert "New: Window “Find and Replace” (mousepad) from (" in opened
    assert "Gone: window “Find and Replace” (mousepad)" in closed
    assert "pixels" not in opened + closed


def test_an_agent_is_told_that_a_window_is_gone_and_not_that_its_program_does_not_answer(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("")

    async def work() -> str:
        async with agent(environment(display, tmp_path), "--mode", "auto", "--allow", "mousepad=everything") as caller:
            await caller.call("look")
            return (await caller.act(keys("alt", "f4"))).text

    with running(["mousepad", "--disable-server", str(note)], display, tmp_path / "home", "note.txt"):
        said = asyncio.run(work())

    assert "Gone: window “" in said
    assert "it isn't responding" not in said
    assert "No visible change on the screen" not in said
