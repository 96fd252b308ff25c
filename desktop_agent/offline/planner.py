"""Decide what comes next, from the plan, the place in it and what is seen: an action, or the end. Pure.

The model follows plain steps and gives up in words when a step cannot be done; it never invents one, and it never does
a refused step again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from desktop_agent.core.reading import TextLine
from desktop_agent.offline.ocr.lines import NOWHERE
from desktop_agent.offline.plan.acts import Act, WaitABit
from desktop_agent.offline.plan.moves import move
from desktop_agent.offline.plan.outcome import Do, Failed, MoveOutcome, Passed, ScreenReading, Unseen, digest
from desktop_agent.offline.plan.position import PlanPosition
from desktop_agent.offline.plan.steps import CheckStep, PlanStep, SelectStep, WaitForStep, WaitStep

LOOKS_S = (0.2, 0.3, 0.5)  # seconds before each further look for something that is not there
TRIES_S = (0.3, 0.6, 1.2)  # seconds before each further try of an action that could not be carried out


class FreshEyes(ScreenReading, Protocol):
    """Eyes that can tell what they read so far, and read everything anew."""

    def read_so_far(self) -> tuple[TextLine, ...]:
        """Return the lines if they were needed, else none."""

    def look_anew(self) -> bool:
        """Read the whole picture again; False when that was done already."""


@dataclass(frozen=True, slots=True)
class Next:
    """The next action, and the place after it."""

    place: PlanPosition
    thought: str
    act: Act
    warning: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """The run is over; `success` says whether everything that was not refused is done."""

    place: PlanPosition
    thought: str
    message: str
    success: bool


def proceed(
    steps: Sequence[PlanStep], place: PlanPosition, eyes: FreshEyes, now_ms: int, *, rehearsal: bool = False
) -> Next | End:
    """Return the next action of a plan; steps that ask for nothing to be done are passed on the way.

    In a rehearsal nothing is carried out, so what a step would have brought about can't be there: it ends well then.
    """
    thoughts: list[str] = []
    while place.step < len(steps):
        outcome = _outcome(steps, place, eyes, now_ms)
        if isinstance(outcome, Do):
            return _next(steps, place, eyes, outcome, thoughts)
        if isinstance(outcome, Passed):
            thoughts.append(f"{_heading(steps, place.step)} {outcome.saw}")
            # A wheel that is turned over a drop-down list chooses something else: forget where that was.
            chosen = isinstance(steps[place.step].verb, SelectStep)
            place = _after(replace(place, mark=NOWHERE) if chosen else place)
        elif _follows_refusal(steps, place):
            thoughts.append(f"{_heading(steps, place.step)} It follows a refused step, so it is left out.")
            place = _after(replace(place, skipped=(*place.skipped, place.step)))
        elif rehearsal:
            return _rehearsed(steps, place, outcome.why, thoughts)
        elif isinstance(outcome, Failed) or place.looks >= len(LOOKS_S):
            return _failed(steps, place, outcome.why, thoughts)
        else:
            return _look_again(steps, place, outcome.why, thoughts)
    return End(place, "\n".join(thoughts), _done(steps, place), success=True)


def refused(place: PlanPosition) -> PlanPosition:
    """Return the place after the last action was refused: its step is left out."""
    after = replace(place, skipped=(*place.skipped, place.did_step))
    return replace(after, step=place.did_step + 1, phase=0, looks=0, tries=0, since_ms=0, boxes=())


def not_carried_out(steps: Sequence[PlanStep], place: PlanPosition, reason: str) -> Next | End:
    """Return a wait before the last action is tried again, or the end when that was done before.

    What keeps an action from being carried out is mostly something that still moves: a button that fades in.
    """
    if place.tries < len(TRIES_S):
        again = replace(place, step=place.did_step, phase=place.did_phase, tries=place.tries + 1, looks=0)
        again = replace(again, boxes=place.boxes[: place.did_phase])
        thought = f"{_heading(steps, place.did_step)} It was not carried out, so I wait a moment and try again."
        return Next(again, thought, WaitABit(TRIES_S[place.tries]))
    return _failed(steps, replace(place, step=place.did_step), f"It could not be carried out: {reason}", [])


def _outcome(steps: Sequence[PlanStep], place: PlanPosition, eyes: FreshEyes, now_ms: int) -> MoveOutcome:
    verb = steps[place.step].verb
    if isinstance(verb, WaitStep) and _follows_refusal(steps, place):
        return Passed("There is nothing to wait for.")
    outcome = move(verb, place, eyes, now_ms)
    waits = isinstance(outcome, Do) and isinstance(outcome.act, WaitABit)
    if waits and isinstance(verb, WaitForStep) and _follows_refusal(steps, place):
        return Failed("It will not come.")
    # Reading only what changed can leave a line out; before anything is called missing, all of it is read.
    missing = isinstance(outcome, Unseen | Failed) or (waits and not place.phase)
    return move(verb, place, eyes, now_ms) if missing and place.looks == 0 and eyes.look_anew() else outcome


def _next(steps: Sequence[PlanStep], place: PlanPosition, eyes: FreshEyes, do: Do, thoughts: list[str]) -> Next:
    again = place.tries if (place.step, place.phase) == (place.did_step, place.did_phase) else 0
    read = eyes.read_so_far()
    place_after = replace(
        place,
        step=place.step + 1 if do.then is None else place.step,
        phase=do.then or 0,
        looks=0,
        did_step=place.step,
        did_phase=place.phase,
        tries=again,
        since_ms=do.since_ms or 0,
        mark=do.mark or place.mark,
        texts=digest(read) if read else 0,
        before=read or place.before,
        boxes=do.boxes,
    )
    return Next(place_after, "\n".join([*thoughts, f"{_heading(steps, place.step)} {do.saw}"]), do.act, do.warning)


def _look_again(steps: Sequence[PlanStep], place: PlanPosition, why: str, thoughts: list[str]) -> Next:
    place_after = replace(place, looks=place.looks + 1, did_step=place.step, did_phase=place.phase)
    thought = f"{_heading(steps, place.step)} {why} I look again."
    return Next(place_after, "\n".join([*thoughts, thought]), WaitABit(LOOKS_S[place.looks]))


def _failed(steps: Sequence[PlanStep], place: PlanPosition, why: str, thoughts: list[str]) -> End:
    before = f" Before that, this was refused: {_listed(steps, place.skipped)}." if place.skipped else ""
    message = f"I stopped at step {place.step + 1} of {len(steps)}, {steps[place.step].said}. {why}{before}"
    over = replace(place, step=len(steps))
    return End(over, "\n".join([*thoughts, f"{_heading(steps, place.step)} {why}"]), message, success=False)


def _rehearsed(steps: Sequence[PlanStep], place: PlanPosition, why: str, thoughts: list[str]) -> End:
    words = f"In this rehearsal nothing was carried out, so I cannot show more than {place.step} of {len(steps)} steps."
    return End(replace(place, step=len(steps)), "\n".join(thoughts), f"{words} {why}", success=True)


def _done(steps: Sequence[PlanStep], place: PlanPosition) -> str:
    if not place.skipped:
        return f"All {len(steps)} steps are done." if len(steps) > 1 else "The step is done."
    refused_steps = [at for at in place.skipped if not isinstance(steps[at].verb, CheckStep | WaitForStep)]
    moot = [at for at in place.skipped if at not in refused_steps]
    left_out = f" So I did not {_listed(steps, moot)} either." if moot else ""
    done = len(steps) - len(place.skipped)
    return f"I did {done} of {len(steps)} steps, but did not {_listed(steps, refused_steps)}: it was refused.{left_out}"


def _listed(steps: Sequence[PlanStep], numbers: Sequence[int]) -> str:
    return ", ".join(steps[at].said for at in numbers)


def _follows_refusal(steps: Sequence[PlanStep], place: PlanPosition) -> bool:
    """Tell whether this step only looks for what a refused step would have brought about."""
    at = place.step
    while at >= 0 and isinstance(steps[at].verb, CheckStep | WaitForStep | WaitStep):
        at -= 1
    return at != place.step and at in place.skipped


def _after(place: PlanPosition) -> PlanPosition:
    return replace(place, step=place.step + 1, phase=0, looks=0, since_ms=0, boxes=())


def _heading(steps: Sequence[PlanStep], at: int) -> str:
    return f"Step {at + 1} of {len(steps)}: {steps[at].said}."
