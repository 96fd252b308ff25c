"""The card, the digits, the chord and the bar under the window managers of other desktops."""

import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.asking_card import AskingCard
from tests.fakes.card_questions import CHORD
from tests.fakes.physical import REST, PhysicalHand
from tests.fakes.waiting import wait_until
from tests.fakes.window_managers import MANAGERS, managed_by

APPROVED = "Approved(remember=False, always=False, by='human')"
ARMED_S = 0.9
RESTS = 40  # looks, a few hundredths of a second apart
WITHIN_S = 4


@pytest.fixture(scope="module", params=[name for name in MANAGERS if shutil.which(name)])
def managed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateDisplay]:
    with managed_by(request.param, tmp_path_factory.mktemp(request.param)) as display:
        yield display


@pytest.fixture
def hand(managed: PrivateDisplay) -> Iterator[PhysicalHand]:
    with PhysicalHand(managed.name, managed.xauthority) as hand:
        yield hand


@pytest.fixture(scope="module")
def card(managed: PrivateDisplay) -> Iterator[AskingCard]:
    with AskingCard(managed.environment()) as card:
        yield card


def calmly(hand: PhysicalHand, box: list[int]) -> None:
    """Come from elsewhere once a yes counts, and click."""
    shown = time.monotonic()
    wait_until(lambda: time.monotonic() > shown + ARMED_S, "the delay")
    hand.move(*REST)
    hand.click(box[0] + box[2] // 2, box[1] + box[3] // 2)


def clicked(card: AskingCard, hand: PhysicalHand, button: str) -> str:
    """Click until there is an answer: a compositor without a graphics card shows a window late, and it counts then."""

    def answer() -> str:
        calmly(hand, settled(card, button))
        return card.answer(WITHIN_S)

    return wait_until(answer, "an answer")


def held(card: AskingCard, hand: PhysicalHand) -> str:
    """Hold the chord, again where it was too early, and return the answer."""

    def answer() -> str:
        with ExitStack() as keys:
            for key in CHORD:
                hand.key(key, down=True)
                keys.callback(hand.key, key, down=False)
            return card.answer(WITHIN_S)

    return wait_until(answer, "an answer")


def settled(card: AskingCard, name: str) -> list[int]:
    """Return where something is once the manager has put its window somewhere for good."""
    places: list[list[int]] = []

    def rests() -> bool:
        places.append(card.where().get(name, []))
        return len(places) > RESTS and places[-1] != [] and len({tuple(one) for one in places[-RESTS:]}) == 1

    wait_until(rests, name)
    return places[-1]


def test_a_persons_click_approves(card: AskingCard, hand: PhysicalHand) -> None:
    for _ in range(2):  # a window may be another at its second showing
        card.ask()

        assert clicked(card, hand, "Approve once") == APPROVED


def test_the_chord_approves(card: AskingCard, hand: PhysicalHand) -> None:
    card.ask()

    assert held(card, hand) == APPROVED
