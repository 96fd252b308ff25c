"""How far a run may go, and what going on would cost."""

import pytest

from desktop_agent.core.actions.action import Action, Click, Wait
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.policy.limits import PATIENCE_S, Pace, RepetitionCount, usd


def pace(*costs: float) -> Pace:
    made = Pace()
    for cost in costs:
        made = made.after(cost)
    return made


@pytest.mark.parametrize(
    ("steps_left", "money_left", "expected"),
    [
        (None, None, "At this pace, 40 more steps will cost 0.40 USD."),
        (200, 5.0, "At this pace, 40 more steps will cost 0.40 USD."),
        (12, None, "At this pace, 12 more steps will cost 0.12 USD."),
        (1, None, "At this pace, 1 more step costs 0.010 USD."),
        (0, None, ""),
        (200, 0.095, "At this pace, the cost limit is reached in 10 steps."),
        (200, 0.004, "At this pace, the cost limit is reached in 1 step."),
    ],
)
def test_a_forecast_looks_no_further_than_the_limits(
    steps_left: int | None, money_left: float | None, expected: str
) -> None:
    assert pace(0.01).forecast(steps_left=steps_left, money_left=money_left) == expected


@pytest.mark.parametrize(
    ("cost", "words"),
    [(0.0, "0.00"), (12.345, "12.35"), (0.314, "0.31"), (0.0314, "0.031"), (0.00314, "0.0031"), (1e-9, "0.000000")],
)
def test_money_is_shown_with_its_significant_digits(cost: float, words: str) -> None:
    assert usd(cost) == f"{words} USD"


@pytest.mark.parametrize(
    ("actions", "times"),
    [
        ([Wait(1.0)], 1),
        ([Wait(PATIENCE_S / 2)], 1),
        ([Wait(PATIENCE_S / 2 + 1)], 2),
        ([Wait(1.0), Click(ImagePoint(1, 1))], 2),
        ([], 2),
    ],
    ids=repr,
)
def test_only_waiting_counts_as_a_standstill_after_a_while(actions: list[Action], times: int) -> None:
    progress = RepetitionCount().note(tuple(actions), unchanged=False).note(tuple(actions), unchanged=True)

    assert progress.times == times
