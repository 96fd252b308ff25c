"""Steps that only look: a field's text, a box's state, a file's content. What is not sure is no yes."""

from __future__ import annotations

from desktop_agent.core.display_text import visible
from desktop_agent.core.message import Message
from desktop_agent.offline.picture.find import not_seen
from desktop_agent.offline.plan.outcome import (
    Computer,
    Failed,
    Passed,
    PlanPosition,
    ScreenReading,
    StepOutcome,
    Unseen,
    field,
    i_see,
)
from desktop_agent.offline.plan.read_back import has_text, is_text, pieces_in, row_in
from desktop_agent.offline.plan.steps import CheckFieldStep, CheckFileStep, CheckTickStep
from desktop_agent.offline.plan.ticking import WORDS, caption_and_box

_SHOWN = 80  # characters of a file


def check_field(verb: CheckFieldStep, position: PlanPosition, screen: ScreenReading) -> StepOutcome:
    """Pass when a field holds the text."""
    control = field(verb.target, position, screen)
    if isinstance(control, Unseen):
        return control
    place, box = control
    fits = has_text if verb.part else is_text
    readings = (pieces_in(screen, box), row_in(screen, box))
    shown = " ".join(readings[0] or readings[1])
    if any(fits(pieces, verb.text) for pieces in readings):
        return Passed(Message("The field of “{text}” shows “{shown}”.", text=place.text, shown=shown))
    what = f"“{shown}”" if shown else "no text that I can read"
    return Unseen(
        Message("The field of “{text}” shows {what}, and not “{text2}”.", text=place.text, what=what, text2=verb.text)
    )


def check_tick(verb: CheckTickStep, position: PlanPosition, screen: ScreenReading) -> StepOutcome:
    """Pass when a box is surely in the state."""
    found = caption_and_box(verb.target, position, screen)
    if found is None:
        return Unseen(not_seen(verb.target.text, screen.lines()))
    caption, box = found
    if box is None:
        return Unseen(f"{i_see(caption)} I see no box beside it, so I cannot tell whether it is ticked.")
    says = Message("The box of “{text}” is {words}.", text=verb.target.text, words=WORDS[box.state])
    return Passed(says) if box.state == ("ticked" if verb.ticked else "empty") else Unseen(says)


def check_file(verb: CheckFileStep, computer: Computer) -> StepOutcome:
    """Pass when a file of the person's holds the text."""
    if computer.read_file is None:
        return Failed("Files can be checked only in a run of this program's own.")
    found = computer.read_file(verb.path)
    if found.problem:
        return Unseen(found.problem)
    cut = "…" if len(found.text) > _SHOWN else ""
    says = f"The file “{verb.path}” has {len(found.text)} characters: “{visible(found.text, _SHOWN)}{cut}”."
    return Passed(says) if (verb.text in found.text) is verb.holds else Unseen(says)
