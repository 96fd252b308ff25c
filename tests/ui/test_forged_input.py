"""A click that any program can play as if the person's own mouse had made it: no yes where the kernel can be asked."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.ui.proof.guard import JUMPED, NOT_YOURS, PUT_THERE
from tests.bench.approval_put import REST
from tests.fakes.asking_card import AskingCard
from tests.fakes.card_questions import CHORD
from tests.fakes.kernel_devices import KernelDevices, KernelHand
from tests.fakes.physical import PhysicalHand
from tests.fakes.waiting import wait_until

ARMED_S = 0.85


@pytest.fixture
def devices(display: PrivateDisplay, tmp_path: Path) -> Iterator[KernelDevices]:
    devices = KernelDevices(tmp_path, display)
    yield devices
    devices.close()


@pytest.fixture
def card(display: PrivateDisplay, devices: KernelDevices, tmp_path: Path) -> Iterator[AskingCard]:
    with AskingCard(display.environment(), f"--kernel={tmp_path}") as card:
        yield card


def ready(card: AskingCard) -> tuple[int, int]:
    x, y, width, height = card.ask()["Approve once"]
    shown = time.monotonic()
    wait_until(lambda: time.monotonic() > shown + ARMED_S, "the delay")
    return x + width // 2, y + height // 2


def test_only_a_click_that_the_kernel_knows_of_approves(
    display: PrivateDisplay, devices: KernelDevices, card: AskingCard
) -> None:
    with KernelHand(display, devices) as hand, PhysicalHand(display.name, display.xauthority) as forger:
        hand.move(*REST)
        x, y = ready(card)
        hand.move(x, y)
        forger.press()
        forger.release()
        wait_until(lambda: card.told() == NOT_YOURS, "a word about the click")
        hand.move(*REST)
        away = time.monotonic()
        wait_until(lambda: time.monotonic() > away + 0.1, "the end of that motion")
        forger.move(x, y)
        wait_until(lambda: card.told() == JUMPED, "a word about the motion")
        hand.press()
        hand.release()
        wait_until(lambda: card.told() in {JUMPED, PUT_THERE}, "a word about the press")
        wait_until(card.is_armed, "the two seconds")
        answered = card.is_answered()
        hand.move(*REST)
        hand.click(x, y)

        assert (answered, card.answer()) == (
            False,
            "Approved(remember=False, always=False, everything=False, by='human')",
        )


def test_nor_does_a_chord_that_it_knows_nothing_of(
    display: PrivateDisplay, devices: KernelDevices, card: AskingCard
) -> None:
    answers = []
    for hand in (PhysicalHand(display.name, display.xauthority), KernelHand(display, devices)):
        with hand:
            ready(card)
            for key in CHORD:
                hand.key(key, down=True)
            answers.append(card.answer(1.6))
            for key in CHORD:
                hand.key(key, down=False)
            card.cancel()

    assert answers == ["", "Approved(remember=False, always=False, everything=False, by='human')"]
