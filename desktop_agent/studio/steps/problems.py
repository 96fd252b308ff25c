"""What is wrong with a step's words, in a sentence for the person who has written them. Pure."""

from __future__ import annotations

from desktop_agent.core.actions import Drag
from desktop_agent.core.message import Message
from desktop_agent.offline.grammar import understand
from desktop_agent.offline.plan.phrases import OpenQuote, phrases
from desktop_agent.offline.plan.unknown import UnknownStep
from desktop_agent.studio.steps.step import StepPlace
from desktop_agent.studio.steps.words import act_of, own_act, verb_of


def problem_of(text: str) -> str:
    """Return why a step's words cannot be taken, in a sentence; empty where they can."""
    pieces = phrases(text)
    if isinstance(pieces, OpenQuote):
        return "A quotation is never closed."
    if len(pieces) > 1:
        return Message(
            "There is more than one step on this line: “{text}” and “{text2}”.",
            text=pieces[0].text,
            text2=pieces[1].text,
        )
    if pieces and own_act(pieces[0]):
        return ""
    plan = understand(text)
    if isinstance(plan, UnknownStep):
        return plan.brief
    return "" if len(plan.steps) == 1 else "There is more than one step on this line."


def problem_of_place(text: str, place: StepPlace | None) -> str:
    """Return why a step's words and its place do not go together, in a sentence; empty where they do."""
    act = act_of(text)
    if place is None:
        needs = act is not None and act.pointed and verb_of(text) is None
        return (
            "Without a name that can be read on the screen the step needs a place: at: 412,300 in 1280x800."
            if needs
            else ""
        )
    drags = act is not None and isinstance(act.action, Drag)
    if drags and len(place.points) == 1:
        return "A drag needs two points or more: at: 10,20 300,20 in 1280x800."
    return "" if drags or len(place.points) == 1 else "The step goes to one point only."
