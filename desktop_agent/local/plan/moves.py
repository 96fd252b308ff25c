"""Which function does which kind of step; each is pure, in a few phases, on what is seen."""

from typing import assert_never

from desktop_agent.local.plan.filling import select, type_text
from desktop_agent.local.plan.outcome import Eyes, Outcome
from desktop_agent.local.plan.place import Place
from desktop_agent.local.plan.pointing import click, drag, scroll
from desktop_agent.local.plan.steps import (
    Check,
    Click,
    Drag,
    Pause,
    Press,
    Scroll,
    Select,
    Tick,
    TypeText,
    Verb,
    WaitFor,
)
from desktop_agent.local.plan.ticking import tick
from desktop_agent.local.plan.waiting import check, pause, press, wait_for


def move(verb: Verb, place: Place, eyes: Eyes, now_ms: int) -> Outcome:
    """Return what a step does next."""
    match verb:
        case Click():
            return click(verb, place, eyes)
        case TypeText():
            return type_text(verb, place, eyes)
        case Tick():
            return tick(verb, place, eyes)
        case Select():
            return select(verb, place, eyes)
        case Press():
            return press(verb, place)
        case Scroll():
            return scroll(verb, place, eyes)
        case Drag():
            return drag(verb, place, eyes)
        case WaitFor():
            return wait_for(verb, place, eyes, now_ms)
        case Pause():
            return pause(verb, place, now_ms)
        case Check():
            return check(verb, eyes)
        case _ as never:
            assert_never(never)
