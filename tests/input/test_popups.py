"""A tenth of the bench: presses while another program's pop-ups come and go."""

import asyncio

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench import popups

PRESSES = popups.PRESSES // 10


def test_no_press_lands_in_a_pop_up_that_the_picture_did_not_show(on_display: PrivateDisplay) -> None:
    score, desk = asyncio.run(popups.run(PRESSES, bound=True, managed=False))

    assert (PRESSES, 0, PRESSES) == (score.made, desk.presses["pop-up"], desk.presses["target"])
    assert desk.shown > 0
