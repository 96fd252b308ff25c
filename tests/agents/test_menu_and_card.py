"""A menu that closes when the person answers the card about an item of it is opened again: a real menu and mouse."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.agents.test_yes_by_hand import awaited_button, click_by_hand
from tests.fakes.apps import running
from tests.fakes.mcp_agent import agent, environment
from tests.fakes.physical import PhysicalHand
from tests.fakes.waiting import wait_until

MENU = Path(__file__).with_name("menu_gtk.py")
SCOPE = ("--mode", "guard", "--allow", "menu_gtk.py=click", "--allow", "python3.11=click")


def named(name: str) -> dict[str, object]:
    return {"action": "click", "name": name}


@pytest.mark.parametrize(
    ("opens", "chooses", "item"),
    [
        ((named("Order"), named("Finish")), named("Send the order"), "Send the order"),
        (({**named("Parcel"), "button": "right"},), {"action": "click", "x": 720, "y": 401}, "Send the parcel"),
    ],
    ids=["of the bar", "of a row"],
)
def test_an_item_of_a_menu_that_closed_under_the_card_is_chosen_at_one_yes(
    display: PrivateDisplay,
    tmp_path: Path,
    opens: Sequence[Mapping[str, object]],
    chooses: Mapping[str, object],
    item: str,
) -> None:
    log = tmp_path / "log"
    log.touch()

    async def work() -> str:
        async with agent(environment(display, tmp_path), *SCOPE) as caller:
            await caller.call("look")
            for one in opens:
                await caller.act(one)
            chosen = asyncio.create_task(caller.act(chooses))
            await asyncio.to_thread(awaited_button, display)
            await asyncio.to_thread(click_by_hand, display, hand)
            return (await chosen).text

    with (
        PhysicalHand(display.name, display.xauthority) as hand,
        running(["/usr/bin/python3", MENU, log], display, tmp_path / "home", "^Menus$"),
    ):
        said = asyncio.run(work())
        wait_until(log.read_text, "the program's word")

    assert log.read_text() == f"{item}\n"
    assert f"Done: Click “{item}” (menu item)" in said
    (journal,) = tmp_path.glob("data/runs/*/events.jsonl")
    assert journal.read_text().count('"verdict":"allow","by":"human"') == 1
