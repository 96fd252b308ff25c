"""A permit is for one action, once, for a while, on what was seen."""

import itertools
from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import Click, Type
from desktop_agent.core.decisions.decision import (
    Allow,
    Answer,
    Approved,
    Ask,
    Decision,
    Question,
    Reason,
    Refuse,
    Rejected,
    StopRun,
    Target,
)
from desktop_agent.core.decisions.permit import Binding, Permit
from desktop_agent.core.errors import RunOrderError
from desktop_agent.core.pictures import ImagePoint, Rect, Size, Viewport
from desktop_agent.policy.gate import LIFETIME_S, SingleUseGate
from desktop_agent.policy.limits import Limits, RepetitionCount, Spent, reached
from desktop_agent.run.null_objects import AbsentApprover

VIEWPORT = Viewport(Rect(0, 0, 100, 100), Size(100, 100))
BINDING = Binding("run", 1, "c1", 0, Click(ImagePoint(1, 2)), (), VIEWPORT, "f" * 64, 7)
ASK = Ask((Reason("words", "It sends."),))
MUTATIONS = [
    {"run": "other"},
    {"turn": 2},
    {"call_id": "c2"},
    {"index": 1},
    {"action": Click(ImagePoint(1, 3))},
    {"action": Click(ImagePoint(1, 2), count=2)},
    {"action": Type("x", ImagePoint(1, 2))},
    {"checks": ("sc1",)},
    {"viewport": Viewport(Rect(1, 0, 100, 100), Size(100, 100))},
    {"frame": "e" * 64},
    {"window": 8},
    {"window": None},
]


class Clock:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gate(clock: Clock) -> SingleUseGate:
    numbers = itertools.count()
    return SingleUseGate(clock, lambda: f"serial-{next(numbers)}")


def test_a_permit_is_redeemed_once(gate: SingleUseGate) -> None:
    permit = gate.permit(BINDING, Allow())
    gate.redeem(permit)

    with pytest.raises(RunOrderError, match="already been used"):
        gate.redeem(permit)


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_permit_is_worth_nothing_for_anything_else(gate: SingleUseGate, mutation: dict[str, object]) -> None:
    permit = gate.permit(BINDING, Allow())

    changed = replace(BINDING, **mutation)  # type: ignore[arg-type]  # a table of fields

    with pytest.raises(RunOrderError, match="was never granted"):
        gate.redeem(replace(permit, binding=changed))


def test_a_permit_expires(gate: SingleUseGate, clock: Clock) -> None:
    permit = gate.permit(BINDING, Allow())
    clock.now += LIFETIME_S + 0.1

    with pytest.raises(RunOrderError, match="expired"):
        gate.redeem(permit)


def test_a_forged_permit_is_worth_nothing(gate: SingleUseGate) -> None:
    permit = gate.permit(BINDING, Allow())

    for forged in (replace(permit, serial="x"), replace(permit, expires_at=1e9), Permit("s", 1e9, BINDING)):
        with pytest.raises(RunOrderError):
            gate.redeem(forged)


def test_a_new_permit_ends_the_one_before(gate: SingleUseGate) -> None:
    old = gate.permit(BINDING, Allow())
    gate.permit(BINDING, Allow())

    with pytest.raises(RunOrderError):
        gate.redeem(old)


@pytest.mark.parametrize(
    ("decision", "answer", "checks"),
    [
        (Refuse((Reason("own-window", "R"),)), None, ()),
        (Refuse((Reason("own-window", "R"),)), Approved(), ()),
        (ASK, None, ()),
        (ASK, Rejected(), ()),
        (ASK, StopRun(), ()),
        (Allow(), None, ("sc1",)),
        (Allow(), Approved(), ("sc1",)),
    ],
)
def test_no_permit_without_a_yes(
    gate: SingleUseGate, decision: Decision, answer: Answer | None, checks: tuple[str, ...]
) -> None:
    with pytest.raises(RunOrderError):
        gate.permit(replace(BINDING, checks=checks), decision, answer)


def test_a_person_may_allow_what_policy_asks(gate: SingleUseGate) -> None:
    bound = replace(BINDING, checks=("sc1",))

    gate.redeem(gate.permit(bound, ASK, Approved()))


@pytest.mark.parametrize(
    ("spent", "word"),
    [
        (Spent(10, 0, 0), "10 steps"),
        (Spent(10, 0, 0, line=2, lines=3), "10 responses was reached at step 2 of 3"),
        (Spent(0, 5, 0), "5 minutes"),
        (Spent(0, 0, 2.5), "2 USD"),
        (Spent(9, 4.9, 1.9), ""),
    ],
)
def test_the_limit_that_is_reached_is_named(spent: Spent, word: str) -> None:
    words = reached(Limits(10, 5, 2), spent)

    assert (word in words) if word else words == ""


def test_the_same_actions_on_an_unchanged_picture_are_counted() -> None:
    click = (Click(ImagePoint(1, 1)),)
    other = (Click(ImagePoint(2, 2)),)
    progress = RepetitionCount().note(click, unchanged=False)

    assert progress.times == 1
    assert progress.note(click, unchanged=True).times == 2
    assert progress.note(click, unchanged=False).times == 1
    assert progress.note(other, unchanged=True).times == 1


async def _decide() -> tuple[Answer, str | None]:
    nobody = AbsentApprover()
    question = Question("c1", "Click", (), Target(), (), (), None)  # type: ignore[arg-type]  # no picture is needed
    return await nobody.decide(question), await nobody.reply("Which one?")


def test_without_a_person_every_question_is_refused_and_gets_no_words() -> None:
    import asyncio

    answer, words = asyncio.run(_decide())

    assert isinstance(answer, Rejected)
    assert words is None
