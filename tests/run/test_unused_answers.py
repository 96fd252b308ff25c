"""A yes that the screen made useless: it holds for the very same act on the very same screen, and for nothing else."""

import pytest

from desktop_agent.core.actions import Action, Click, Look
from desktop_agent.core.decision import Answer, Approved, Question
from desktop_agent.core.events import Decided
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.turn import ModelInput, SafetyCheck, Turn
from tests.fakes.run_ports import World, world
from tests.fakes.turns import CHECK, CLICK, DONE, call, drive, of, turn

OPENED, CLOSED, OTHER = 7, 0, 9  # what the screen looks like
OPENS = Click(ImagePoint(150, 50))


def listing(again: Action, screen: int, checks: tuple[SafetyCheck, ...] = ()) -> World:
    """Give a run in which a list closes as the person presses the card about an entry, and is opened again."""

    def opened(_: ModelInput) -> Turn:
        scene.camera.colour, scene.camera.redrawn = screen, False
        return turn(call(Look(), call_id="c2"))

    asks = turn(call(again, checks=checks, call_id="c3"))
    scene = world([turn(call(CLICK)), opened, asks, DONE], mode="ask")
    scene.camera.colour = OPENED

    async def decide(question: Question) -> Answer:
        scene.person.asked.append(question)
        if len(scene.person.asked) == 1:
            scene.camera.colour, scene.camera.redrawn = CLOSED, True
        return Approved()

    scene.person.decide = decide  # type: ignore[method-assign]
    return scene


@pytest.mark.parametrize(
    ("again", "screen", "checks", "asked"),
    [
        (CLICK, OPENED, (), 1),
        (CLICK, OTHER, (), 2),
        (OPENS, OPENED, (), 2),
        (CLICK, OPENED, (CHECK,), 2),
    ],
    ids=["the same", "another screen", "another act", "a server's warning"],
)
def test_an_answer_holds_for_the_same_act_on_the_same_screen(
    again: Action, screen: int, checks: tuple[SafetyCheck, ...], asked: int
) -> None:
    scene = listing(again, screen, checks)

    drive(scene)

    assert asked == len(scene.person.asked)
    assert [again] == scene.executor.done
    assert ("approved-before" in [one.rule for one in of(scene, Decided)]) is (asked == 1)
