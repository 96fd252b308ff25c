"""Where programs name nothing the real card says so, and turns the desktop's accessibility on."""

import pytest

from tests.fakes.desktops.accessible import is_on, ordinary_desktop
from tests.fakes.people.asking_card import AskingCard
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.screen

SWITCH = "Turn accessibility on"
APPROVE = "Approve once"


@pytest.mark.slow
def test_where_nothing_can_be_known_the_card_says_so_and_turns_accessibility_on() -> None:
    with ordinary_desktop() as (private, environment), AskingCard(environment) as card:
        card.ask("click", "action")
        wait_until(lambda: APPROVE in card.where(), "the card")
        named = card.where()
        card.cancel()
        card.ask("click", "unnamed")
        wait_until(lambda: SWITCH in card.where(), "the switch")
        left, top, width, height = card.where()[SWITCH]
        with PhysicalHand(private.name, private.xauthority) as hand:
            hand.click(left + width // 2, top + height // 2)
            wait_until(lambda: is_on(environment), "accessibility")
        card.cancel()

    assert SWITCH not in named
