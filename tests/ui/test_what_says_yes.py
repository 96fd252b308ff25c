"""Every window that takes a yes, on a real display: only a person's own calm click on its button is one.

What is too early, too quick or begun elsewhere is in `test_guard.py`; the terminal's yes is
in `tests/cli/test_line_guard.py` and `test_terminal_prompt.py`.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.desktops.assistive import press_all
from tests.fakes.people.asking_card import AskingCard
from tests.fakes.people.hands import Hands
from tests.fakes.people.physical import REST, PhysicalHand
from tests.fakes.programs.apps import windows
from tests.fakes.programs.x_window_process import covering
from tests.fakes.waiting import wait_until

# less after another click is a double click
CALM_S = 0.45
ANSWERS_WITHIN_S = 0.4
RESTS_S = 0.5
Box = list[int]


@dataclass(frozen=True, slots=True)
class Surface:
    opens: Callable[[AskingCard], object]
    title: str
    button: str
    yes: str


SURFACES = {
    "card": Surface(AskingCard.ask, "Approve this action?", "Approve once", "Approved("),
    "edit": Surface(AskingCard.edit, "Edit before approving", "Approve this instead", "Edited("),
    "banner": Surface(AskingCard.hand_back, "Paused", "Resume", "back"),
    "confirmation": Surface(AskingCard.confirm, "Confirm changes", "Accept these changes", "confirmed"),
}


@dataclass(frozen=True, slots=True)
class AllBut:
    name: str

    def __contains__(self, name: object) -> bool:
        return name != self.name


@dataclass(frozen=True, slots=True)
class Scene:
    display: PrivateDisplay
    card: AskingCard
    hand: PhysicalHand
    hands: Hands
    surface: Surface

    @property
    def middle(self) -> tuple[int, int]:
        x, y, width, height = self.card.where()[self.surface.button]
        return x + width // 2, y + height // 2

    def rest(self) -> None:
        since = time.monotonic()
        wait_until(lambda: time.monotonic() > since + CALM_S and self.card.is_armed(), "the delay")

    def by_xtest(self) -> None:
        self.hands.click(*self.middle)

    def by_a_sent_event(self) -> None:
        window = wait_until(lambda: windows(self.display, self.surface.title), self.surface.title)[-1]
        self.hands._do("mousemove", *self.middle, "click", "--window", window, 1)

    def by_an_assistive_program(self) -> None:
        assert self.surface.button in press_all(self.display, "desktop-agent", AllBut(self.surface.button))

    def while_covered(self) -> None:
        title = f"window {self.surface.title}"
        x, y, _, _ = next(box for name, box in self.card.where().items() if name.startswith(title))
        with covering(self.display, x, y, 50, 50, stubborn=True):
            self.hand.click(*self.middle)

    def let_go_elsewhere(self) -> None:
        self.hand.move(*self.middle)
        self.hand.press()
        self.hand.move(*REST)
        self.hand.release()

    def by_the_right_button(self) -> None:
        self.hand.move(*self.middle)
        self.hand.press(3)
        self.hand.release(3)


WAYS = (
    Scene.by_xtest,
    Scene.by_a_sent_event,
    Scene.by_an_assistive_program,
    Scene.while_covered,
    Scene.let_go_elsewhere,
    Scene.by_the_right_button,
)


@pytest.fixture(scope="module")
def asking(display: PrivateDisplay) -> Iterator[AskingCard]:
    with AskingCard(display.environment()) as card:
        yield card


@pytest.fixture(params=SURFACES)
def scene(request: pytest.FixtureRequest, display: PrivateDisplay, asking: AskingCard, hands: Hands) -> Iterator[Scene]:
    surface = SURFACES[request.param]
    with PhysicalHand(display.name, display.xauthority) as hand:
        hand.move(*REST)
        surface.opens(asking)
        settle(asking, surface.button)
        opened = Scene(display, asking, hand, hands, surface)
        opened.rest()
        yield opened
        asking.cancel()


def settle(card: AskingCard, name: str) -> None:
    """Wait until a button is somewhere for good: a window manager may move its window first."""
    seen: list[tuple[float, Box | None]] = []

    def rests() -> bool:
        seen.append((time.monotonic(), card.where().get(name)))
        since = next(at for at, box in seen if all(other == box for when, other in seen if when >= at))
        return seen[-1][1] is not None and seen[-1][0] - since > RESTS_S

    wait_until(rests, name)


@pytest.mark.promise("README, 2", cases=["card"])
def test_only_a_persons_calm_click_is_a_yes(scene: Scene) -> None:
    for way in WAYS:
        way(scene)
        scene.rest()
        assert not scene.card.is_answered(), way.__name__
    by_way = scene.card.answer(ANSWERS_WITHIN_S)

    def clicked() -> str:
        if not scene.card.is_answered():  # a busy computer may be late with it
            scene.hand.move(*REST)
            scene.rest()
            scene.hand.click(*scene.middle)
        return scene.card.answer(5)

    assert by_way == ""
    assert wait_until(clicked, "the person's own yes").startswith(scene.surface.yes)
