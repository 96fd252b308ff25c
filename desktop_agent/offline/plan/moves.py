"""Which function does which kind of step; each is pure, in a few phases, on what is seen."""

from typing import assert_never

from desktop_agent.offline.plan.filling import select, type_text
from desktop_agent.offline.plan.outcome import MoveOutcome, ScreenReading
from desktop_agent.offline.plan.pointing import click, drag, scroll
from desktop_agent.offline.plan.position import PlanPosition
from desktop_agent.offline.plan.steps import (
    CheckStep,
    ClickStep,
    DragStep,
    PressStep,
    ScrollStep,
    SelectStep,
    TickStep,
    TypeStep,
    Verb,
    WaitForStep,
    WaitStep,
)
from desktop_agent.offline.plan.ticking import tick
from desktop_agent.offline.plan.waiting import check, pause, press, wait_for


def move(verb: Verb, place: PlanPosition, eyes: ScreenReading, now_ms: int) -> MoveOutcome:
    """Return what a step does next."""
    match verb:
        case ClickStep():
            return click(verb, place, eyes)
        case TypeStep():
            return type_text(verb, place, eyes)
        case TickStep():
            return tick(verb, place, eyes)
        case SelectStep():
            return select(verb, place, eyes)
        case PressStep():
            return press(verb, place)
        case ScrollStep():
            return scroll(verb, place, eyes)
        case DragStep():
            return drag(verb, place, eyes)
        case WaitForStep():
            return wait_for(verb, place, eyes, now_ms)
        case WaitStep():
            return pause(verb, place, now_ms)
        case CheckStep():
            return check(verb, eyes)
        case _ as never:
            assert_never(never)
