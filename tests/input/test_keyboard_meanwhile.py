"""Caps Lock that somebody switches on while text is typed: the rest is not typed, and it is said why."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from desktop_agent.core.actions import Type
from desktop_agent.core.errors import InputError
from desktop_agent.input.backend import InputBackend
from desktop_agent.input.perform import ActionExecutor
from tests.fakes.hands import Hands
from tests.fakes.waiting import wait_until
from tests.input.performer_bench import permit_for
from tests.input.targets import Target

TEXT = "glo" * 27  # with Ctrl they do nothing in Qt: what stands there already stays
AFTER = 20  # questions whether to stop: one before each character


@dataclass
class MeanwhileStop:
    """A stop token that never stops; in the middle of a text, somebody does something."""

    deed: Callable[[], None]
    asked: int = 0

    def is_set(self) -> bool:
        self.asked += 1
        if self.asked == AFTER:
            self.deed()
        return False

    def wait(self, seconds: float) -> bool:
        del seconds
        return False


@pytest.fixture
def still(hands: Hands, qt: Target) -> Iterator[None]:
    """Empty the field, and let everything go afterwards."""
    qt.empty()
    yield
    hands.let_go("ctrl")


@pytest.mark.usefixtures("still")
def test_caps_lock_that_is_switched_on_meanwhile_is_an_error_and_stays_on(
    qt: Target, backend: InputBackend, hands: Hands
) -> None:
    performer = ActionExecutor(
        backend, redeem=lambda _permit: None, stop=MeanwhileStop(lambda: hands.press("Caps_Lock"))
    )

    try:
        with pytest.raises(InputError, match="Caps Lock was turned on"):
            performer.perform(permit_for(Type(TEXT)))
        hands.type("x")
        wait_until(lambda: qt.now().endswith("X"), "a capital")
    finally:
        hands.press("Caps_Lock")

    assert len(qt.now()) < len(TEXT)
