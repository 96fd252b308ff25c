"""Decide what comes next, from the plan, the position in it and the screen: an action, or the end. Pure.

The model follows plain steps and ends with a message when a step cannot be done. It never invents a step, and never
repeats a refused one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import assert_never

from desktop_agent.core.actions.action import Click, Move, Wait
from desktop_agent.core.controls.boxes import NOWHERE
from desktop_agent.core.controls.read_text import TextTarget, certain_place
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.runs.turn import StepThought
from desktop_agent.core.texts.message import Message, join, sentences
from desktop_agent.offline.plan.checking import check, check_field, check_file, check_tick, pause, press, tick, wait_for
from desktop_agent.offline.plan.filling import select, type_text
from desktop_agent.offline.plan.outcome import (
    NO_COMPUTER,
    Computer,
    Do,
    Failed,
    Passed,
    PlannedAction,
    PlanPosition,
    ScreenReading,
    Seeking,
    StartProgram,
    StepOutcome,
    Unseen,
    ambiguous_anchor,
    digest,
    short_digest,
)
from desktop_agent.offline.plan.pointing import click, drag, open_program, scroll, seek, warning_of
from desktop_agent.offline.plan.steps import (
    CheckFieldStep,
    CheckFileStep,
    CheckStep,
    CheckTickStep,
    ClickStep,
    DragStep,
    Looking,
    OpenStep,
    PlanStep,
    PressStep,
    ScrollStep,
    SelectStep,
    TickStep,
    TypeStep,
    Verb,
    WaitForStep,
    WaitStep,
)

LOOKS_S = (0.2, 0.3, 0.5, 1.0, 1.5)  # seconds before each further look for something that is not there
ASIDE = 3  # of those looks, the one before which the pointer is moved away: a tooltip may cover the text
TRIES_S = (0.3, 0.6, 1.2)  # seconds before each further try of an action that could not be carried out


_LEFT_OUT = Message("It follows a refused step, so it's skipped.")
_EDGE_PX = 3


@dataclass(frozen=True, slots=True)
class Next:
    """The next action, and the position after it."""

    position: PlanPosition
    thoughts: tuple[StepThought, ...]
    action: PlannedAction
    warning: str = ""
    next_name: str = ""  # what is clicked after this click, and isn't on the screen yet, as in a menu
    next_warning: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """The end of the run; `success` if every step that was not refused is done, else `why` is the reason."""

    position: PlanPosition
    thoughts: tuple[StepThought, ...]
    message: str
    success: bool
    why: str = ""


def next_or_end(
    steps: Sequence[PlanStep],
    position: PlanPosition,
    screen: ScreenReading,
    now_ms: int,
    *,
    computer: Computer = NO_COMPUTER,
    rehearsal: bool = False,
) -> Next | End:
    """Return the next action of a plan, past the steps that need no action, or the end.

    A rehearsal carries out nothing: it ends with success at the first step that needs the effect of an earlier one.
    """
    thoughts: tuple[StepThought, ...] = ()
    while position.step < len(steps):
        is_moot = _depends_on_refused(steps, position.skipped, position.step)
        outcome = None if is_moot else _outcome(steps, position, screen, now_ms, computer)
        if outcome is None or (isinstance(outcome, Unseen | Failed) and _follows_refusal(steps, position)):
            thoughts += _thoughts(steps, position, _LEFT_OUT)
            position = _position_after_step(replace(position, skipped=(*position.skipped, position.step)))
        elif isinstance(outcome, Passed):
            thoughts += _thoughts(steps, position, outcome.saw)
            # Scrolling over a drop-down list changes the choice, so its place is forgotten.
            has_selected = isinstance(steps[position.step].verb, SelectStep)
            position = _position_after_step(replace(position, mark=NOWHERE) if has_selected else position)
        else:
            answer = _answer(steps, position, screen, outcome, rehearsal=rehearsal)
            return replace(answer, thoughts=(*thoughts, *answer.thoughts))
    return End(position, thoughts, _done_message(steps, position, rehearsal=rehearsal), success=True)


def lines_of(answer: Next | End) -> str:
    """Return the thoughts of an answer, one line for each step that it passes."""
    return join("\n", (thought.line for thought in answer.thoughts))


def refused(position: PlanPosition) -> PlanPosition:
    """Return the position after the last action was refused: its step is skipped."""
    after = replace(position, skipped=(*position.skipped, position.did_step))
    return replace(_position_after_step(replace(after, step=position.did_step)), tries=0)


def retry_or_end(steps: Sequence[PlanStep], position: PlanPosition, reason: str) -> Next | End:
    """Return a wait before the last action is tried again, or the end after the last try.

    The usual cause is something that still moves, for example a button that fades in.
    """
    # A program that was started once is not started again.
    if position.tries < len(TRIES_S) and not isinstance(steps[position.did_step].verb, OpenStep):
        again = replace(position, step=position.did_step, phase=position.did_phase, tries=position.tries + 1, looks=0)
        again = replace(again, indicators=position.indicators[: position.did_phase])
        thoughts = _thoughts(steps, again, Message("It wasn't carried out, so I'll wait a moment and try again."))
        return Next(again, thoughts, Wait(TRIES_S[position.tries]))
    return _failed_end(
        steps,
        replace(position, step=position.did_step),
        Message("It couldn't be carried out: {reason}", reason=reason),
    )


def _outcome(
    steps: Sequence[PlanStep], position: PlanPosition, screen: ScreenReading, now_ms: int, computer: Computer
) -> StepOutcome:
    verb = steps[position.step].verb
    if isinstance(verb, WaitStep) and _follows_refusal(steps, position):
        return Passed(Message("There is nothing to wait for."))
    outcome = _unambiguous_outcome(verb, position, screen, _step_outcome(verb, position, screen, now_ms, computer))
    waits = isinstance(outcome, Do) and isinstance(outcome.action, Wait)
    if waits and isinstance(verb, WaitForStep) and _follows_refusal(steps, position):
        return Failed(Message("It never appeared."))
    # Reading only what changed can leave a line out; before anything counts as missing, all of it is read.
    missing = isinstance(outcome, Unseen | Failed) or (waits and not position.phase)
    if missing and not isinstance(verb, CheckFileStep) and position.looks == 0 and screen.read_again():
        outcome = _unambiguous_outcome(verb, position, screen, _step_outcome(verb, position, screen, now_ms, computer))
    return seek(verb, position, screen, outcome, now_ms)


def _unambiguous_outcome(
    verb: Verb, position: PlanPosition, screen: ScreenReading, outcome: StepOutcome
) -> StepOutcome:
    """Return the outcome of a step, or Unseen if its anchor is ambiguous."""
    acts = isinstance(outcome, Do) and not isinstance(outcome.action, Wait | StartProgram)
    if position.phase or not (acts or isinstance(outcome, Passed)):
        return outcome
    values = [getattr(verb, attribute.name) for attribute in fields(verb)]
    whys = (ambiguous_anchor(value, position, screen) for value in values if isinstance(value, TextTarget))
    why = next(filter(None, whys), "")
    return Unseen(why) if why else outcome


def _step_outcome(
    verb: Verb, position: PlanPosition, screen: ScreenReading, now_ms: int, computer: Computer
) -> StepOutcome:
    """Return the outcome of a step on the current screen."""
    match verb:
        case ClickStep():
            return click(verb, position, screen)
        case OpenStep():
            return open_program(verb, position, screen, computer)
        case TypeStep():
            return type_text(verb, position, screen)
        case TickStep():
            return tick(verb, position, screen)
        case SelectStep():
            return select(verb, position, screen)
        case PressStep():
            return press(verb, position)
        case ScrollStep():
            return scroll(verb, position, screen)
        case DragStep():
            return drag(verb, position, screen)
        case WaitForStep():
            return wait_for(verb, position, screen, now_ms)
        case WaitStep():
            return pause(verb, position, now_ms)
        case CheckStep():
            return check(verb, screen)
        case CheckFieldStep():
            return check_field(verb, position, screen)
        case CheckTickStep():
            return check_tick(verb, position, screen)
        case CheckFileStep():
            return check_file(verb, computer)
        case _ as never:
            assert_never(never)


def _answer(
    steps: Sequence[PlanStep],
    position: PlanPosition,
    screen: ScreenReading,
    outcome: Do | Unseen | Failed,
    *,
    rehearsal: bool,
) -> Next | End:
    if isinstance(outcome, Do):
        thoughts = _thoughts(steps, position, outcome.saw)
        after = _position_after_action(position, screen, outcome)
        name = _name_clicked_next(steps, after, screen) if isinstance(outcome.action, Click) else ""
        return Next(after, thoughts, outcome.action, outcome.warning, name, warning_of(name))
    if rehearsal:
        progress = Message("I can show only {step} of {steps} steps", step=position.step, steps=len(steps))
        message = sentences(
            Message("This is a rehearsal and nothing was carried out, so {shown}.", shown=progress), outcome.why
        )
        return End(replace(position, step=len(steps)), (), message, success=True)
    if isinstance(outcome, Failed) or position.looks >= len(LOOKS_S):
        return _failed_end(steps, position, outcome.why)
    again = replace(position, looks=position.looks + 1, did_step=position.step, did_phase=position.phase)
    note = Message("I look again.")
    action: Wait | Move = Wait(LOOKS_S[position.looks])
    if position.looks == ASIDE:
        note = Message("I'll move the pointer aside and look again.")
        action = Move(ImagePoint(screen.size[0] - _EDGE_PX, screen.size[1] // 3))
    return Next(again, _thoughts(steps, position, sentences(outcome.why, note)), action)


def _name_clicked_next(steps: Sequence[PlanStep], after: PlanPosition, screen: ScreenReading) -> str:
    """Return the name that the step after a click clicks, where it can't be seen yet; else nothing."""
    verb = steps[after.step].verb if after.step < len(steps) else None
    match verb:
        case SelectStep() if after.phase == 1:
            return verb.option
        case ClickStep(button="left", count=1) if after.phase == 0:
            return "" if certain_place(TextTarget(verb.target.text), screen.lines()) else verb.target.text
        case _:
            return ""


def _position_after_action(position: PlanPosition, screen: ScreenReading, do: Do) -> PlanPosition:
    """Return the position after an action."""
    again = (position.step, position.phase) == (position.did_step, position.did_phase)
    lines = screen.read_so_far()
    return replace(
        position,
        step=position.step + 1 if do.then is None else position.step,
        phase=do.then or 0,
        looks=0,
        did_step=position.step,
        did_phase=position.phase,
        tries=position.tries if again else 0,
        since_ms=do.since_ms or 0,
        mark=do.mark or position.mark,
        texts=digest(lines),
        start_texts=short_digest(lines) if isinstance(do.action, StartProgram) else position.start_texts,
        before=lines or position.before,
        indicators=do.indicators,
        seeking=do.seeking
        or (Seeking() if do.then is None else replace(position.seeking, points_tried=0, is_last=False)),
    )


def _failed_end(steps: Sequence[PlanStep], position: PlanPosition, why: str) -> End:
    stopped = Message(
        "I stopped at step {part} of {steps}: {text}.",
        part=position.step + 1,
        steps=len(steps),
        text=steps[position.step].text,
    )
    refused_steps = _listed(steps, position.skipped)
    before = Message("Steps refused before that: {steps}.", steps=refused_steps) if refused_steps else ""
    message = sentences(stopped, why, before)
    over = replace(position, step=len(steps))
    return End(over, _thoughts(steps, position, why), message, success=False, why=why)


def _done_message(steps: Sequence[PlanStep], position: PlanPosition, *, rehearsal: bool) -> str:
    if rehearsal:
        return Message("This was a rehearsal: the entire task was shown, but nothing was carried out.")
    if not position.skipped:
        return Message("Every step was carried out.")
    refused_steps = [
        at
        for at in position.skipped
        if not isinstance(steps[at].verb, Looking) and not _depends_on_refused(steps, position.skipped, at)
    ]
    moot = [at for at in position.skipped if at not in refused_steps]
    return sentences(
        Message("I wasn't allowed to {steps}.", steps=_listed(steps, refused_steps)),
        Message("So I didn't {steps} either.", steps=_listed(steps, moot)) if moot else "",
        Message("The rest is done.") if len(position.skipped) < len(steps) else "",
    )


def _listed(steps: Sequence[PlanStep], numbers: Sequence[int]) -> str:
    return ", ".join(steps[at].text for at in numbers)


def _follows_refusal(steps: Sequence[PlanStep], position: PlanPosition) -> bool:
    """Return whether this step only looks for the effect of a refused step."""
    at = position.step
    while at >= 0 and isinstance(steps[at].verb, Looking | WaitStep):
        at -= 1
    return at != position.step and at in position.skipped


def _depends_on_refused(steps: Sequence[PlanStep], skipped: Sequence[int], at: int) -> bool:
    """Return whether a step would act on the wrong control, because a refused step should have prepared it.

    Keys go to the focused control, which the refused step would have changed. Without the program that was not
    started, another control may have the same name.
    """
    verb = steps[at].verb
    if isinstance(verb, OpenStep | Looking | WaitStep):
        return False
    uses_keys = isinstance(verb, PressStep) or (isinstance(verb, TypeStep) and verb.into is None)
    for before in range(at - 1, -1, -1):
        if isinstance(steps[before].verb, Looking | WaitStep):
            continue
        if before not in skipped:
            return False
        if uses_keys or isinstance(steps[before].verb, OpenStep):
            return True
    return False


def _position_after_step(position: PlanPosition) -> PlanPosition:
    return replace(position, step=position.step + 1, phase=0, looks=0, since_ms=0, indicators=(), seeking=Seeking())


def _thoughts(steps: Sequence[PlanStep], position: PlanPosition, seen: str) -> tuple[StepThought]:
    return (StepThought(position.step + 1, len(steps), steps[position.step].text, seen),)
