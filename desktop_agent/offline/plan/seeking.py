"""A step whose text isn't on the picture, though its window has it: it is scrolled to, and looked for again."""

from __future__ import annotations

from typing import Final

from desktop_agent.core.actions.action import Scroll, Wait
from desktop_agent.core.texts.message import Message
from desktop_agent.offline.plan.outcome import (
    Away,
    Do,
    Failed,
    PlanPosition,
    ScreenReading,
    Seeking,
    StepOutcome,
    Unseen,
    certain,
    digest,
    find,
)
from desktop_agent.offline.plan.steps import (
    CheckFieldStep,
    CheckStep,
    CheckTickStep,
    ClickStep,
    DragStep,
    Looking,
    SelectStep,
    TextTarget,
    TickStep,
    TypeStep,
    Verb,
    WaitForStep,
)

MOST_TURNS: Final = 40  # of the wheel for one step
_MOST_POINTS: Final = 3  # at which the wheel is tried
_FARTHEST_PX: Final = 4_000  # at once: then the picture is looked at again
_FIELD_KINDS: Final = frozenset({"box", "input", "combo", "combo box"})


def seek(verb: Verb, position: PlanPosition, screen: ScreenReading, outcome: StepOutcome, now_ms: int) -> StepOutcome:
    """Return a turn of the wheel towards what a step lacks, if the window has it elsewhere; else the step's outcome.

    Of several with the name, an act needs to know which: they are not scrolled to.
    """
    lacks = _lacks_something(verb, position, outcome)
    # A label that has just come into sight at an edge may not have its field there.
    continues = position.seeking.is_last and position.phase == 0
    if not (lacks or continues) or position.seeking.turns >= MOST_TURNS:
        return outcome
    for target, is_field in _needed(verb):
        if not is_field and (not lacks or find(target, position, screen) or certain(target, screen)):
            continue
        found = screen.scrolled_away(target.text, wants_field=is_field)
        if not found or (found[0].at_edge and position.seeking.is_centred):
            return outcome
        if len(found) > 1 and not isinstance(verb, Looking):
            return Unseen(
                Message(
                    "“{text}” is scrolled out of view, and there are {of} of them. Specify which one you mean, for "
                    "example by scrolling to it first.",
                    text=target.text,
                    of=len(found),
                )
            )
        return _turn(found[0], verb, position, screen, now_ms) or outcome
    return outcome


def _lacks_something(verb: Verb, position: PlanPosition, outcome: StepOutcome) -> bool:
    if isinstance(verb, WaitForStep):
        return isinstance(outcome, Failed) or (isinstance(outcome, Do) and isinstance(outcome.action, Wait))
    return position.phase == 0 and isinstance(outcome, Unseen | Failed)


def _needed(verb: Verb) -> list[tuple[TextTarget, bool]]:
    """Return the texts that a step needs on the picture, an anchor first, and whether a field is meant."""
    targets: list[tuple[TextTarget, bool]] = []
    match verb:
        case ClickStep(target=target):
            targets = [(target, "field" in target.kind or target.kind in _FIELD_KINDS)]
        case TypeStep(into=TextTarget() as into):
            targets = [(into, True)]
        case SelectStep(source=source):
            targets = [(source, True)]
        case DragStep(source=source, to=to):
            targets = [(source, False), (to, False)]
        case CheckFieldStep(target=target):
            targets = [(target, True)]
        case TickStep(target=target) | CheckTickStep(target=target):
            targets = [(target, False)]
        case WaitForStep(target=target, gone=False) | CheckStep(target=target, visible=True):
            targets = [(target, False)]
        case _:
            pass
    return [
        each
        for target, is_field in targets
        for each in (*(((target.anchor, False),) if target.anchor else ()), (target, is_field))
    ]


def _turn(away: Away, verb: Verb, position: PlanPosition, screen: ScreenReading, now_ms: int) -> Do | None:
    """Return the next turn of the wheel; None once it has had no effect at any of its points."""
    before = position.seeking
    had_no_effect = before.is_last and position.texts == digest(screen.lines())
    points_tried = before.points_tried + had_no_effect
    points = away.at[:_MOST_POINTS]
    if points_tried >= len(points):
        return None
    dx = _at_once(away.dx) if not away.dy else 0  # one way at a time, as the wheel turns
    dy = _at_once(away.dy)
    return Do(
        Scroll(points[points_tried], dx, dy),
        _words(away, dx, dy),
        then=position.phase,
        since_ms=(position.since_ms or now_ms) if isinstance(verb, WaitForStep) else None,
        seeking=Seeking(before.turns + 1, points_tried, is_last=True, is_centred=before.is_centred or away.at_edge),
    )


def _at_once(distance_px: int) -> int:
    return max(-_FARTHEST_PX, min(_FARTHEST_PX, distance_px))


def _words(away: Away, dx: int, dy: int) -> str:
    if dy > 0:
        return Message("“{name}” is further down, so I'll scroll to it.", name=away.name)
    if dy < 0:
        return Message("“{name}” is further up, so I'll scroll to it.", name=away.name)
    if dx > 0:
        return Message("“{name}” is further right, so I'll scroll to it.", name=away.name)
    return Message("“{name}” is further left, so I'll scroll to it.", name=away.name)
