"""Where an interrupted plan continues: the position in a call's id, its last act, and the screen. Pure.

Completed steps are not repeated. Whether an unfinished act happened is seen on the screen where the step checks it (a
field is filled again, a box is read); after a click or a key, only the user knows.

A client of the local server may store the conversation itself and send all of it. It always sends back the id of each
call, so the position is part of the id, and the conversation can continue after a restart of the server. A run's
journal has the ids too, so that an interrupted run can be continued.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from desktop_agent.core.controls.boxes import Box
from desktop_agent.core.runs.material import EarlierAct, EarlierRun
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.offline.grammar import understand, with_more_steps
from desktop_agent.offline.plan.filling import TypingPhase
from desktop_agent.offline.plan.outcome import PlanPosition
from desktop_agent.offline.plan.phrases import UnknownStep
from desktop_agent.offline.plan.steps import (
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
    WaitStep,
)
from desktop_agent.offline.planner import End, refused

_START = PlanPosition()
_ONE_ROW_PX = 64  # a higher field may contain more than the typed text
_IDLE = frozenset({"wait", "move", "screenshot"})
_ANOTHER_MODEL = End(
    _START,
    (),
    sentences(
        Message("It's unclear which of the steps are done, because another model worked on them."),
        Message("Check the screen, and start a new run with the steps that are left."),
    ),
    success=False,
)


@dataclass(frozen=True, slots=True)
class PlanBeginning:
    """Where to begin; `restart` is the start of the same step, for a screen that lacks what `position` needs.

    `unsure` ends the run: it is unknown whether the last act happened.
    """

    position: PlanPosition = _START
    restart: PlanPosition | None = None
    unsure: End | None = None


def task_and_beginning(task: str, earlier: EarlierRun | None) -> tuple[str, PlanBeginning]:
    """Return the task with the steps that the user has added, and where to begin."""
    if earlier is None or earlier.task:
        return task, PlanBeginning()
    task, _ = with_more_steps(task, earlier.said)
    plan = understand(task)
    last = earlier.last_turn
    if isinstance(plan, UnknownStep) or last is None:
        return task, PlanBeginning()
    act = last.acts[-1]
    after = position_in(act.call_id)
    if after is None:
        return task, PlanBeginning(unsure=_ANOTHER_MODEL)
    if after.did_step >= len(plan.steps):
        return task, PlanBeginning(replace(_START, step=len(plan.steps)))
    fresh = replace(after, looks=0, tries=0, since_ms=0)  # waiting and trying begin again
    return task, _beginning_after_act(plan.steps[after.did_step], act, fresh, earlier.was_done)


def needs_a_word(task: str, earlier: EarlierRun) -> bool:
    """Return whether the user must say if the last act happened."""
    return task_and_beginning(task, replace(earlier, was_done=None))[1].unsure is not None


def _beginning_after_act(step: PlanStep, act: EarlierAct, after: PlanPosition, was_done: bool | None) -> PlanBeginning:  # noqa: FBT001 - an answer
    before = replace(after, step=after.did_step, phase=after.did_phase)
    restart = replace(before, phase=0)
    if act.came == "refused":
        return PlanBeginning(refused(after))
    if act.came == "done" or str(act.model_action.get("type")) in _IDLE or (act.is_half and was_done):
        return _beginning_at(step, after, restart)
    if act.is_half and was_done is None:
        if not _shows_if_done(step, before):
            return PlanBeginning(after, unsure=_unclear_end(step, after))
        return _beginning_at(step, restart if isinstance(step.verb, TypeStep) else after, restart)
    return _beginning_at(step, before, restart)


def _beginning_at(step: PlanStep, position: PlanPosition, restart: PlanPosition) -> PlanBeginning:
    """Return a beginning; the field may have lost the focus, so it is clicked again before it is filled."""
    if position.step != restart.step or position.phase == 0:
        return PlanBeginning(position)
    if isinstance(step.verb, TypeStep) and step.verb.into is not None and position.phase < TypingPhase.CHECK:
        return PlanBeginning(restart)
    looks = isinstance(step.verb, SelectStep | TickStep) or _searches(step)
    return PlanBeginning(position, restart if looks else None)


def _shows_if_done(step: PlanStep, before: PlanPosition) -> bool:
    """Return whether the screen shows if the act happened, or whether repeating it is harmless."""
    match step.verb:
        case TypeStep(into=None) | ClickStep() | PressStep() | DragStep() | OpenStep():
            return False
        case TypeStep(text=text):
            types_over = before.phase < TypingPhase.TYPE or before.mark.height <= _ONE_ROW_PX
            return types_over and not {"\n", "\t"} & set(text)
        case ScrollStep():
            return _searches(step)
        case _:
            return isinstance(step.verb, SelectStep | TickStep | WaitStep | Looking)


def _searches(step: PlanStep) -> bool:
    return isinstance(step.verb, ScrollStep) and step.verb.until is not None


def _unclear_end(step: PlanStep, position: PlanPosition) -> End:
    why = Message("It's unclear whether this happened before the run stopped: {text}.", text=step.text)
    return End(
        position, (), sentences(why, Message("Check the screen. When you resume, say whether it did.")), success=False
    )


_ID = re.compile(r"call_[0-9a-f]{8}((?:_[0-9a-z]+){11})(?:_s([0-9a-z-]+))?")


def call_id(position: PlanPosition, random: str) -> str:
    """Return the id of the call after which the plan is at `position`; `random` is 8 hex digits."""
    box = position.mark
    packed = (box.left * 100_000 + box.top) * 10**10 + box.width * 100_000 + box.height
    numbers = (
        position.step, position.phase, position.looks, position.did_step, position.did_phase, position.tries,
        position.since_ms, packed, position.texts, position.start_texts,
        len(position.skipped),
    )  # fmt: skip
    skipped = "_s" + "-".join(_base36(step) for step in position.skipped) if position.skipped else ""
    return f"call_{random}_" + "_".join(_base36(number) for number in numbers) + skipped


def position_in(text: str) -> PlanPosition | None:
    """Return the position in an id, or in a text that contains an id; None if there is none."""
    match = _ID.search(text)
    if match is None:
        return None
    step, phase, looks, did_step, did_phase, tries, since, packed, texts, start_texts, count = (
        int(word, 36) for word in match[1].split("_")[1:]
    )
    start, size = divmod(packed, 10**10)
    mark = Box(*divmod(start, 100_000), *divmod(size, 100_000))
    skipped = tuple(int(word, 36) for word in match[2].split("-") if word) if match[2] else ()
    if len(skipped) != count:
        return None
    return PlanPosition(step, phase, looks, did_step, did_phase, tries, since, mark, texts, start_texts, skipped)


def _base36(number: int) -> str:
    return np.base_repr(number, 36).lower()
