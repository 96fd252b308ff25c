"""Steps without a place on the screen: press keys, wait, check."""

from __future__ import annotations

from desktop_agent.core.actions import Press, Wait
from desktop_agent.core.message import Message
from desktop_agent.offline.picture.find import not_seen
from desktop_agent.offline.plan.outcome import (
    Do,
    Failed,
    Passed,
    PlanPosition,
    ScreenReading,
    StepOutcome,
    Unseen,
    certain,
    i_see,
)
from desktop_agent.offline.plan.steps import CheckStep, PressStep, WaitForStep, WaitStep

FIRST_WAIT_S = 0.5
# The same wait again on a still screen looks like a model that is stuck; each is a little longer than the last.
LONGER = 1.2
MOST_S = 50.0  # clients refuse a wait of more than a minute


def press(verb: PressStep, position: PlanPosition) -> StepOutcome:
    """Press a chord as often as asked."""
    left = verb.times - position.phase
    then = position.phase + 1 if left > 1 else None
    return Do(
        Press(verb.keys),
        Message("{left} to go.", left=left) if verb.times > 1 else "A key goes to what has the focus.",
        then=then,
    )


def wait_for(verb: WaitForStep, position: PlanPosition, screen: ScreenReading, now_ms: int) -> StepOutcome:
    """Wait until a text is there, or gone."""
    place = certain(verb.target, screen)
    text = verb.target.text
    if bool(place) != verb.gone:
        return Passed(i_see(place) if place else Message("“{text}” is gone.", text=text))
    since = position.since_ms or now_ms
    state = i_see(place) if place else not_seen(text, screen.lines())
    left_s = verb.seconds - (now_ms - since) / 1000
    if left_s <= 0:
        return Failed(f"I waited {verb.seconds:g} s. {state}")
    bit = Wait(round(min(left_s, FIRST_WAIT_S * LONGER**position.phase, MOST_S), 2))
    return Do(
        bit,
        Message("“{text}” is {part} there.", text=text, part="still" if place else "not"),
        then=position.phase + 1,
        since_ms=since,
    )


def pause(verb: WaitStep, position: PlanPosition, now_ms: int) -> StepOutcome:
    """Let time pass."""
    since = position.since_ms or now_ms
    left_s = verb.seconds - (now_ms - since) / 1000
    if left_s <= 0:
        return Passed(Message("{seconds} s are over.", seconds=format(verb.seconds, "g")))
    return Do(
        Wait(round(min(left_s, MOST_S), 2)),
        Message("{left_s} s are left.", left_s=format(left_s, ".1f")),
        then=1,
        since_ms=since,
    )


def check(verb: CheckStep, screen: ScreenReading) -> StepOutcome:
    """Pass when a text is there, or is not, as the step says."""
    place = certain(verb.target, screen)
    if place and not verb.visible:
        return Unseen(Message("“{text}” should not be visible, but {place}", text=verb.target.text, place=i_see(place)))
    if not place and verb.visible:
        return Unseen(not_seen(verb.target.text, screen.lines()))
    return Passed(
        i_see(place) if place else Message("“{text}” is not visible, as it should be.", text=verb.target.text)
    )
