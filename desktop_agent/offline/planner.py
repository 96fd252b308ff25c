"""Decide what comes next, from the plan, the position in it and the screen: an action, or the end. Pure.

The model follows plain steps and gives up in words when a step cannot be done; it never invents one, and it never does
a refused step again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import assert_never

from desktop_agent.core.actions import Move, Wait
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.message import Message, join, sentences
from desktop_agent.core.turn import StepThought
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
    StartProgram,
    StepOutcome,
    Unseen,
    digest,
    doubled_anchor,
)
from desktop_agent.offline.plan.pointing import click, drag, open_program, scroll
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
    TextTarget,
    TickStep,
    TypeStep,
    Verb,
    WaitForStep,
    WaitStep,
)
from desktop_agent.screen.ocr.boxes import NOWHERE

LOOKS_S = (0.2, 0.3, 0.5, 1.0, 1.5)  # seconds before each further look for something that is not there
ASIDE = 3  # of those looks, the one before which the pointer is moved away: what it rests on may show a tip
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


@dataclass(frozen=True, slots=True)
class End:
    """The run is over; `success` says whether everything that was not refused is done, else `why` why a step is not."""

    position: PlanPosition
    thoughts: tuple[StepThought, ...]
    message: str
    success: bool
    why: str = ""


def proceed(
    steps: Sequence[PlanStep],
    position: PlanPosition,
    screen: ScreenReading,
    now_ms: int,
    *,
    computer: Computer = NO_COMPUTER,
    rehearsal: bool = False,
) -> Next | End:
    """Return the next action of a plan; steps that ask for nothing to be done are passed on the way.

    In a rehearsal nothing is carried out: it ends well at the first step that needs the effect of an earlier one.
    """
    thoughts: tuple[StepThought, ...] = ()
    while position.step < len(steps):
        is_moot = _depends_on_refused(steps, position.skipped, position.step)
        outcome = None if is_moot else _outcome(steps, position, screen, now_ms, computer)
        if outcome is None or (isinstance(outcome, Unseen | Failed) and _follows_refusal(steps, position)):
            thoughts += _thought(steps, position, _LEFT_OUT)
            position = _after(replace(position, skipped=(*position.skipped, position.step)))
        elif isinstance(outcome, Passed):
            thoughts += _thought(steps, position, outcome.saw)
            # A wheel that is turned over a drop-down list chooses something else: forget where that was.
            chosen = isinstance(steps[position.step].verb, SelectStep)
            position = _after(replace(position, mark=NOWHERE) if chosen else position)
        else:
            answer = _answer(steps, position, screen, outcome, rehearsal=rehearsal)
            return replace(answer, thoughts=(*thoughts, *answer.thoughts))
    return End(position, thoughts, _done(steps, position, rehearsal=rehearsal), success=True)


def lines_of(answer: Next | End) -> str:
    """Return what an answer says of each step that it passes, a line each."""
    return join("\n", (one.line for one in answer.thoughts))


def refused(position: PlanPosition) -> PlanPosition:
    """Return the position after the last action was refused: its step is left out."""
    after = replace(position, skipped=(*position.skipped, position.did_step))
    return replace(after, step=position.did_step + 1, phase=0, looks=0, tries=0, since_ms=0, indicators=())


def not_carried_out(steps: Sequence[PlanStep], position: PlanPosition, reason: str) -> Next | End:
    """Return a wait before the last action is tried again, or the end after the last try.

    Mostly an action is not carried out because something still moves, for example a button that fades in.
    """
    # A program that was started once is not started again.
    if position.tries < len(TRIES_S) and not isinstance(steps[position.did_step].verb, OpenStep):
        again = replace(position, step=position.did_step, phase=position.did_phase, tries=position.tries + 1, looks=0)
        again = replace(again, indicators=position.indicators[: position.did_phase])
        thoughts = _thought(steps, again, Message("It wasn't carried out, so I'll wait a moment and try again."))
        return Next(again, thoughts, Wait(TRIES_S[position.tries]))
    return _failed(
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
    outcome = _certain(verb, position, screen, _move(verb, position, screen, now_ms, computer))
    waits = isinstance(outcome, Do) and isinstance(outcome.action, Wait)
    if waits and isinstance(verb, WaitForStep) and _follows_refusal(steps, position):
        return Failed(Message("It never appeared."))
    # Reading only what changed can leave a line out; before anything is called missing, all of it is read.
    missing = isinstance(outcome, Unseen | Failed) or (waits and not position.phase)
    again = missing and not isinstance(verb, CheckFileStep) and position.looks == 0 and screen.read_again()
    return _certain(verb, position, screen, _move(verb, position, screen, now_ms, computer)) if again else outcome


def _certain(verb: Verb, position: PlanPosition, screen: ScreenReading, outcome: StepOutcome) -> StepOutcome:
    """Return what a step does next, or that what it goes by is there more than once."""
    acts = isinstance(outcome, Do) and not isinstance(outcome.action, Wait | StartProgram)
    if position.phase or not (acts or isinstance(outcome, Passed)):
        return outcome
    values = [getattr(verb, one.name) for one in fields(verb)]
    whys = (doubled_anchor(value, position, screen) for value in values if isinstance(value, TextTarget))
    why = next(filter(None, whys), "")
    return Unseen(why) if why else outcome


def _move(verb: Verb, position: PlanPosition, screen: ScreenReading, now_ms: int, computer: Computer) -> StepOutcome:
    """Return what a step does next."""
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
        thoughts = _thought(steps, position, outcome.saw)
        return Next(_acted(position, screen, outcome), thoughts, outcome.action, outcome.warning)
    if rehearsal:
        shown = Message("I can show only {step} of {steps} steps", step=position.step, steps=len(steps))
        message = sentences(
            Message("This is a rehearsal and nothing was carried out, so {shown}.", shown=shown), outcome.why
        )
        return End(replace(position, step=len(steps)), (), message, success=True)
    if isinstance(outcome, Failed) or position.looks >= len(LOOKS_S):
        return _failed(steps, position, outcome.why)
    again = replace(position, looks=position.looks + 1, did_step=position.step, did_phase=position.phase)
    note = Message("I look again.")
    action: Wait | Move = Wait(LOOKS_S[position.looks])
    if position.looks == ASIDE:
        note = Message("I'll move the pointer aside and look again.")
        action = Move(ImagePoint(screen.size[0] - _EDGE_PX, screen.size[1] // 3))
    return Next(again, _thought(steps, position, sentences(outcome.why, note)), action)


def _acted(position: PlanPosition, screen: ScreenReading, do: Do) -> PlanPosition:
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
        texts=digest(lines) if lines else 0,
        before=lines or position.before,
        indicators=do.indicators,
    )


def _failed(steps: Sequence[PlanStep], position: PlanPosition, why: str) -> End:
    before = (
        Message(" Steps refused before that: {steps}.", steps=_listed(steps, position.skipped))
        if position.skipped
        else ""
    )
    message = Message(
        "I stopped at step {part} of {steps}: {text}. {why}{before}",
        part=position.step + 1,
        steps=len(steps),
        text=steps[position.step].text,
        why=why,
        before=before,
    )
    over = replace(position, step=len(steps))
    return End(over, _thought(steps, position, why), message, success=False, why=why)


def _done(steps: Sequence[PlanStep], position: PlanPosition, *, rehearsal: bool) -> str:
    if rehearsal:
        return Message("This was a rehearsal: the entire task was shown, but nothing was carried out.")
    if not position.skipped:
        return Message("The entire task is done.")
    refused_steps = [
        at
        for at in position.skipped
        if not isinstance(steps[at].verb, Looking) and not _depends_on_refused(steps, position.skipped, at)
    ]
    moot = [at for at in position.skipped if at not in refused_steps]
    left_out = Message(" So I didn't {steps} either.", steps=_listed(steps, moot)) if moot else ""
    rest = Message(" The rest is done.") if len(position.skipped) < len(steps) else ""
    return Message(
        "I wasn't allowed to {steps}.{left_out}{rest}",
        steps=_listed(steps, refused_steps),
        left_out=left_out,
        rest=rest,
    )


def _listed(steps: Sequence[PlanStep], numbers: Sequence[int]) -> str:
    return ", ".join(steps[at].text for at in numbers)


def _follows_refusal(steps: Sequence[PlanStep], position: PlanPosition) -> bool:
    """Tell whether this step only looks for what a refused step would have brought about."""
    at = position.step
    while at >= 0 and isinstance(steps[at].verb, Looking | WaitStep):
        at -= 1
    return at != position.step and at in position.skipped


def _depends_on_refused(steps: Sequence[PlanStep], skipped: Sequence[int], at: int) -> bool:
    """Tell whether a step would go elsewhere, as the one was refused that makes the place for it.

    Keys go to whatever has the keyboard: to what the refused step would have brought there. In the place of a program
    that was not started anything may stand that is called the same.
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


def _after(position: PlanPosition) -> PlanPosition:
    return replace(position, step=position.step + 1, phase=0, looks=0, since_ms=0, indicators=())


def _thought(steps: Sequence[PlanStep], position: PlanPosition, seen: str) -> tuple[StepThought]:
    return (StepThought(position.step + 1, len(steps), steps[position.step].text, seen),)
