"""A person's click that another program has set up is no yes, each kind once; the bench tries them often."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.approval_put import INNER, KINDS, LASTING, Puts
from tests.fakes.asking_card import AskingCard
from tests.fakes.physical import PhysicalHand
from tests.fakes.window_managers import managed_by


@pytest.fixture(scope="module")
def card(display: PrivateDisplay) -> Iterator[AskingCard]:
    with AskingCard(display.environment()) as card:
        yield card


@pytest.fixture
def hand(display: PrivateDisplay) -> Iterator[PhysicalHand]:
    with PhysicalHand(display.name, display.xauthority) as hand:
        yield hand


@pytest.mark.parametrize("kind", KINDS)
def test_a_click_that_another_program_has_set_up_is_no_yes(
    display: PrivateDisplay, card: AskingCard, hand: PhysicalHand, kind: str
) -> None:
    assert Puts(display, card, hand).tried(kind) == ""


def test_nor_is_one_with_a_strange_window_in_the_card_where_qt_has_one_of_its_own_there(tmp_path: Path) -> None:
    with (
        managed_by("metacity", tmp_path) as private,
        PhysicalHand(private.name, private.xauthority) as hand,
        AskingCard(private.environment()) as card,
    ):
        honest: list[str] = []
        puts = Puts(private, card, hand)
        taken = [puts.tried(kind, honest=honest if kind == INNER[0] else None) for kind in INNER]

    assert taken == [""] * len(INNER)
    assert honest == ["Approved(remember=False, always=False, everything=False, by='human')"]


def test_nor_is_one_after_what_stays_on_a_display() -> None:
    with (
        PrivateDisplay() as private,
        AskingCard(private.environment()) as card,
        PhysicalHand(private.name, private.xauthority) as hand,
    ):
        assert [Puts(private, card, hand).tried(kind) for kind in reversed(LASTING)] == ["", ""]


def test_a_display_that_goes_away_under_the_card_is_a_no_at_once() -> None:
    with PrivateDisplay() as private, AskingCard(private.environment()) as card:
        card.ask()
        private.close()

        assert "The connection to the display was lost" in card.answer()
