"""The card beside an open menu of another program, which gets every click until it is closed."""

import time
from contextlib import suppress
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.accessible import controls
from tests.fakes.apps import App, running, windows_of
from tests.fakes.asking_card import AskingCard
from tests.fakes.physical import PhysicalHand
from tests.fakes.waiting import wait_until

ARMED_S = 0.9


def says(display: PrivateDisplay, words: str) -> bool:
    return any(words in one.name for one in controls(display, "desktop-agent") if one.role == "label")


def open_menu(pad: App, hand: PhysicalHand) -> None:
    """Open a menu by keyboard, again and again while the program is still busy starting."""
    left, top, width, height = pad.frame()
    hand.click(left + width // 4, top + height // 2)
    closed = windows_of(pad.display, "mousepad")

    def opened() -> bool:
        hand.tap("alt", "f")
        with suppress(AssertionError):
            return wait_until(lambda: len(windows_of(pad.display, "mousepad")) > len(closed), within_s=5)
        return False

    wait_until(opened, "an open menu")


def test_the_card_says_that_a_menu_gets_the_click_and_what_to_do_instead(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    with (
        running(["mousepad"], display, tmp_path, "Mousepad") as pad,
        PhysicalHand(display.name, display.xauthority) as hand,
        AskingCard(display.environment()) as card,
    ):
        card.ask()
        shown = time.monotonic()
        assert not says(display, "A menu is open")

        open_menu(pad, hand)
        wait_until(lambda: says(display, "your first click will only close it. To approve with the menu open, hold "))

        wait_until(lambda: time.monotonic() > shown + ARMED_S)
        for key in ("ctrl", "alt", "y"):
            hand.key(key, down=True)
        answer = card.answer()
        for key in ("y", "alt", "ctrl"):
            hand.key(key, down=False)
        assert answer == "Approved(remember=False, always=False, by='human')"
