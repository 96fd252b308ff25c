"""Bring a check box or radio button to a state, and say that it is done only when the picture shows it.

Where its look does not tell the state, the box is clicked and compared. One that comes back to its first look after two
clicks has two states; if one of them is surely the opposite, the other is the right one. Where neither is sure, the box
is left as it was and the step fails in words.
"""

from __future__ import annotations

from typing import Literal

from desktop_agent.core.actions import Click
from desktop_agent.core.message import Message
from desktop_agent.offline.picture.find import TextPlace, not_seen
from desktop_agent.offline.plan.outcome import (
    Do,
    Failed,
    Passed,
    PlanPosition,
    ScreenReading,
    StepOutcome,
    Unseen,
    find_all,
    find_anywhere,
    i_see,
    middle,
)
from desktop_agent.offline.plan.steps import TextTarget, TickStep
from desktop_agent.screen.ocr.boxes import Box, BoxState, Indicator

WORDS: dict[BoxState, str] = {
    "ticked": "ticked", "empty": "not ticked", "mixed": "ticked in part", "unsure": "in a state that I cannot read",
}  # fmt: skip
_MOST_CLICKS = 3
TickVerdict = Literal["done", "click", "still", "unclear"]


def tick(verb: TickStep, position: PlanPosition, screen: ScreenReading) -> StepOutcome:
    """Click the box unless its state is surely right, then see whether it is."""
    found = caption_and_box(verb.target, position, screen, position.mark if position.phase else None)
    if found is None:
        return Unseen(not_seen(verb.target.text, screen.lines()))
    caption, box = found
    if box is None:
        return Unseen(f"{i_see(caption)} I see no box beside it, so I cannot tell whether it is ticked.")
    goal: BoxState = "ticked" if verb.ticked else "empty"
    if box.state == goal:
        return Passed(f"{i_see(caption)} It is {WORDS[goal]}.")
    if len(position.indicators) != position.phase:
        return Failed(
            Message("I no longer know what the box of “{text}” looked like before I clicked it.", text=verb.target.text)
        )
    return _next(verb, position, box, compared(goal, position.indicators, box))


def caption_and_box(
    target: TextTarget, position: PlanPosition, screen: ScreenReading, at: Box | None = None
) -> tuple[TextPlace, Indicator | None] | None:
    """Return a caption and its box, which is at `at` where that is known; a caption alone where none has a box."""
    captions = find_all(target, position, screen)
    # A heading, or a word in the window in front, may read like the caption; it has no box.
    places = (*captions, *find_anywhere(target, position, screen)) if captions else ()
    pairs = ((one, screen.indicator(one.box, at)) for one in places if at is None or _belongs(at, one.box))
    return next(((one, box) for one, box in pairs if box), (captions[0], None) if captions else None)


def _next(verb: TickStep, position: PlanPosition, box: Indicator, verdict: TickVerdict) -> StepOutcome:
    name, state = verb.target.text, WORDS[box.state]
    match verdict:
        case "done":
            return Passed(Message("The box of “{name}” is now what it was not before I clicked it.", name=name))
        case "click":
            says = Message("The box of “{name}” at {center} is {state}.", name=name, center=box.box.center, state=state)
            indicators = (*position.indicators, box)
            return Do(Click(middle(box.box)), says, then=position.phase + 1, mark=box.box, indicators=indicators)
        case "still":
            return Unseen(
                Message("I clicked the box of “{name}”, and it did not change: it is {state}.", name=name, state=state)
            )
        case "unclear":
            back = "; it looks again as it did before" if position.indicators[0].looks_like(box) else ""
            return Failed(f"I clicked the box of “{name}” and cannot tell from its look whether it is ticked{back}.")


def compared(goal: BoxState, looks: tuple[Indicator, ...], now: Indicator) -> TickVerdict:
    """Return what the looks of a box before each click, and now, say; `now` is not surely the goal."""
    if not looks:
        return "click"
    opposite: BoxState = "empty" if goal == "ticked" else "ticked"
    turned = not looks[-1].looks_like(now)
    if len(looks) == 1:
        return "click" if turned else "still"
    first, second = looks[0], looks[1]
    if not turned:
        # A radio button that was chosen stays so.
        chosen = len(looks) == 2 and first.state == opposite == "empty"  # noqa: PLR2004
        return "done" if chosen else "still"
    if not looks[-2].looks_like(now):
        return "unclear" if len(looks) == _MOST_CLICKS else "click"
    if opposite == looks[-1].state != now.state:
        return "done"
    return "click" if opposite in {first.state, second.state} and len(looks) < _MOST_CLICKS else "unclear"


def _belongs(box: Box, caption: Box) -> bool:
    """Tell whether a box is where the box of a caption would be."""
    beside = caption.left - 3 * caption.height < box.center[0] < caption.right + 3 * caption.height
    return beside and abs(box.center[1] - caption.center[1]) <= caption.height // 2
