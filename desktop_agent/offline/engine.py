"""The built-in model: a task of plain steps and a picture of the screen in, the next action or the end out.

`OfflineModel` is the loop's model for a run of our own and works in that run's process. `next_answer` is the planning
alone, which `serve` offers as a server.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar, assert_never

from desktop_agent.core.actions.action import Action, Click, Drag, Finish, Invoke, Move, Press, Scroll, Type, Wait
from desktop_agent.core.controls.boxes import Box, box_of
from desktop_agent.core.controls.locator import no_control
from desktop_agent.core.decisions.decision import Target
from desktop_agent.core.decisions.question_words import SENSITIVE
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.pictures import Frame, ImagePoint, Size
from desktop_agent.core.runs.events import Announce, RequestSent
from desktop_agent.core.runs.turn import (
    Call,
    ModelInput,
    NextClick,
    NotDone,
    Opening,
    Proposal,
    SafetyCheck,
    Turn,
    Usage,
)
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.core.texts.message import Message
from desktop_agent.offline.grammar import understand, with_more_steps
from desktop_agent.offline.picture.screen_picture import PictureReader, ScreenPicture
from desktop_agent.offline.plan.outcome import (
    NO_COMPUTER,
    Away,
    Computer,
    FieldText,
    PlannedAction,
    PlanPosition,
    ReportedBoxes,
    ScreenReading,
    StartProgram,
    middle,
)
from desktop_agent.offline.plan.phrases import UnknownStep
from desktop_agent.offline.plan.steps import ClickStep
from desktop_agent.offline.planner import End, Next, lines_of, next_or_end, refused, retry_or_end
from desktop_agent.offline.resume import call_id, task_and_beginning

# Estimates, as servers count: characters of text and pixels of a picture for one token.
_CHARACTERS = 4
_PIXELS = 750
_MOST_LOOKS = 8  # for what a step means, after text that is no control
_Answer = TypeVar("_Answer")
TargetOf = Callable[[Frame, Action], Awaitable[Target]]


class OfflineModel:
    """Follows the steps of one task; its only state is the task and the position in the plan."""

    def __init__(
        self,
        reader: PictureReader,
        read_action: Callable[[JsonItem, Size], Proposal],
        announce: Announce,
        computer: Computer = NO_COMPUTER,
        target: TargetOf | None = None,
    ) -> None:
        """`read_action` parses a requested action for a picture of a size, within the caps of any model.

        `target` returns what an action would hit. The caller closes the reader.
        """
        self._reader = reader
        self._read_action = read_action
        self._announce = announce
        self._computer = computer
        self._target = target
        self._task = ""
        self._position = PlanPosition()
        self._turns = 0
        self._gave_up: End | None = None  # at a step that could not be done

    async def think(self, message: ModelInput) -> Turn:
        """Return the next action or the end; ModelError when the picture cannot be read.

        After an error nothing has changed: the same message can be sent again.
        """
        frame = message.frame
        notices = tuple[Message, ...]()
        if isinstance(message, Opening):
            task, begin = task_and_beginning(message.task, message.earlier)
            position = begin.position
            restart = begin.restart
            not_done = None
            text_size = len(message.task)
            self._gave_up = begin.unsure
        else:
            position = self._position
            restart = None
            not_done = message.not_done
            text_size = sum(map(len, message.texts))
            task, notices = with_more_steps(self._task, message.said)
        self._announce(RequestSent(1, 1, text_size + len(frame.data), chained=False, previous_response_id=None))
        # Nothing after a failed step is done, even if it is added later.
        answer: Next | End
        if self._gave_up is None:
            front = self._computer.in_front(frame.scene)
            reports = _ProgramReports(self._computer, asyncio.get_running_loop(), frame, front)
            screen = await asyncio.to_thread(self._screen, reports)
            plan = partial(self._answer, task, position, restart, screen, not_done)
            answer = await self._answer_at_control(frame, screen, plan)
        else:
            answer = self._gave_up
        self._task = task
        self._position = answer.position
        self._turns = self._turns + 1
        self._gave_up = answer if isinstance(answer, End) and not answer.success else None
        return replace(self._turn_of_answer(answer, frame.viewport.image, text_size), notices=notices)

    async def cancel(self) -> None:
        """Stop reading, in the middle of a picture too."""
        self._reader.close()

    async def forget(self) -> None:
        """Do nothing: no server has stored anything."""

    async def close(self) -> None:
        """Do nothing: the owner of the reader closes it."""

    async def _answer_at_control(
        self, frame: Frame, screen: ScreenPicture, plan: Callable[[], Next | End]
    ) -> Next | End:
        """Return the answer of a plan whose click hits a control, as far as programs report: no title, no mere text."""
        for _ in range(_MOST_LOOKS):
            answer = await asyncio.to_thread(plan)
            if not await self._leave_texts_out(frame, screen):
                return answer
        screen.leave_out(Box(0, 0, *screen.size), "text")
        return await asyncio.to_thread(plan)

    async def _leave_texts_out(self, frame: Frame, screen: ScreenPicture) -> bool:
        """Leave the texts out that the plan would click though they are no control; return whether there was one."""
        if self._target is None:
            return False
        found = False
        for text in screen.considered:
            target = await self._target(frame, Click(middle(text)))
            why = no_control(target, is_whole=any(box_of(line) == text for line in screen.lines()))
            if why == "title" or (why and screen.presses):
                screen.leave_out(text, why)
                found = True
        return found

    def _screen(self, reports: _ProgramReports) -> ScreenPicture:
        return ScreenPicture(
            reports.frame.data,
            self._reader,
            partial(_is_in_windows, reports.frame, reports.front),
            partial(_are_in_one_window, reports.frame),
            reports.scrolled_away,
            reports.reported,
            reports.field_texts,
        )

    def _answer(
        self,
        task: str,
        position: PlanPosition,
        restart: PlanPosition | None,
        screen: ScreenPicture,
        not_done: NotDone | None,
    ) -> Next | End:
        answer = next_answer(task, position, screen, not_done, self._computer)
        if restart is None:
            return answer
        looks_again = isinstance(answer, Next) and answer.position.step == restart.step and answer.position.looks > 0
        needs_restart = looks_again or (isinstance(answer, End) and not answer.success)
        return next_answer(task, restart, screen, not_done, self._computer) if needs_restart else answer

    def _turn_of_answer(self, answer: Next | End, image: Size, text_size: int) -> Turn:
        thoughts = answer.thoughts
        step_lines = lines_of(answer)
        if isinstance(answer, End):
            finish = Finish("success" if answer.success else "failed", answer.message)
            spent = _usage(text_size, image, step_lines + answer.message)
            return Turn(steps=thoughts, finish=finish, usage=spent, exact=True, unmet=answer.why)
        name = call_id(answer.position, secrets.token_hex(4))  # from which the run can be continued
        if isinstance(answer.action, StartProgram):
            # An ordinary function call: the user sees the command and is asked.
            proposal = Proposal(Invoke(answer.action.function), as_json(answer.action))
            call = Call(name, (proposal,), called="function")
            return Turn(steps=thoughts, calls=(call,), usage=_usage(text_size, image, step_lines))
        item = as_json(answer.action)
        proposal = self._read_action(item, image)
        if name_of_target := self._click_target_name(answer):
            proposal = replace(proposal, model_action={**proposal.model_action, "name": name_of_target})
        if answer.next_name:
            proposal = replace(
                proposal, then=NextClick(answer.next_name, _checks(self._turns + 1, answer.next_warning))
            )
        call = Call(name, (proposal,), _checks(self._turns, answer.warning), skips_disabled=True)
        spent = _usage(text_size, image, step_lines + json.dumps(item, ensure_ascii=False))
        return Turn(steps=thoughts, calls=(call,), usage=spent)

    def _click_target_name(self, answer: Next) -> str:
        """Return the full name of the click target in the task; on the screen it may be on several lines."""
        plan = understand(self._task)
        if isinstance(plan, UnknownStep) or not isinstance(answer.action, Click):
            return ""
        verb = plan.steps[answer.position.did_step].verb
        return verb.target.text if isinstance(verb, ClickStep) else ""


@dataclass(frozen=True, slots=True)
class _ProgramReports:
    """What programs report of one picture, for the thread that reads it; the run's own loop asks them."""

    computer: Computer
    loop: asyncio.AbstractEventLoop
    frame: Frame
    front: frozenset[int]

    def scrolled_away(self, text: str, wants_field: bool) -> tuple[Away, ...]:  # noqa: FBT001 - as the picture asks
        """Return what the front window has under a name and doesn't show."""
        ask = self.computer.scrolled_away
        return self._answer(ask(self.frame, self.front, text, wants_field)) if ask else ()

    def reported(self) -> ReportedBoxes:
        """Return what the front window's program calls fields, and buttons and the like."""
        ask = self.computer.reported
        return self._answer(ask(self.frame, self.front)) if ask else ReportedBoxes()

    def field_texts(self) -> tuple[FieldText, ...]:
        """Return what is in the fields of the front window, as its program reports it."""
        ask = self.computer.field_texts
        return self._answer(ask(self.frame, self.front)) if ask else ()

    def _answer(self, question: Coroutine[None, None, _Answer]) -> _Answer:
        return asyncio.run_coroutine_threadsafe(question, self.loop).result()


def _checks(turn: int, warning: str) -> tuple[SafetyCheck, ...]:
    check = {"id": f"check_{turn}", "code": SENSITIVE, "message": warning}
    return (SafetyCheck(**check, raw=check),) if warning else ()


def next_answer(
    task: str, position: PlanPosition, screen: ScreenReading, not_done: NotDone | None, computer: Computer = NO_COMPUTER
) -> Next | End:
    """Return the next action or the end; `not_done` says why the last action was not carried out, if it was not."""
    plan = understand(task)
    if isinstance(plan, UnknownStep):
        return End(PlanPosition(), (), plan.message, success=False)
    position = replace(position, step=min(position.step, len(plan.steps)))
    match not_done:
        case NotDone("refused"):
            position = refused(position)
        case NotDone("taken over"):  # the user took over, so this is no failed try
            return retry_or_end(plan.steps, replace(position, tries=0), not_done.for_person)
        case NotDone("failed"):
            return retry_or_end(plan.steps, position, not_done.for_person)
    rehearsal = not_done is not None and not_done.why == "rehearsed"
    return next_or_end(plan.steps, position, screen, round(time.time() * 1000), computer=computer, rehearsal=rehearsal)


def _is_in_windows(frame: Frame, windows: frozenset[int], box: Box) -> bool:
    """Return whether the centre of a box shows one of these windows."""
    try:
        return _window_at(frame, box) in windows
    except OffScreenError:
        return False


def _are_in_one_window(frame: Frame, one: Box, other: Box) -> bool:
    """Return whether the centres of two boxes show the same window; a field in another window is not a label's."""
    try:
        return _window_at(frame, one) == _window_at(frame, other)
    except OffScreenError:
        return False


def _window_at(frame: Frame, box: Box) -> int | None:
    return frame.scene.window_at(frame.viewport.to_screen(ImagePoint(*box.center)))


def as_json(action: PlannedAction) -> JsonItem:
    """Return an action in the format of `preview`, which most dialects share."""

    def point(at: ImagePoint) -> JsonItem:
        return {"x": at.x, "y": at.y}

    match action:
        case Click(at, count=2):
            return {"type": "double_click", **point(at)}
        case Click(at, button):
            return {"type": "click", "button": button, **point(at)}
        case Move(at):
            return {"type": "move", **point(at)}
        case Type(text):
            return {"type": "type", "text": text}
        case Press(keys):
            return {"type": "keypress", "keys": list(keys)}
        case Scroll(at, dx, dy):
            return {"type": "scroll", **point(at), "scroll_x": dx, "scroll_y": dy}
        case Drag(path):
            return {"type": "drag", "path": [point(at) for at in path]}
        case Wait(seconds):
            return {"type": "wait", "seconds": seconds}
        case StartProgram(function):
            return {"type": "function_call", "name": function}
        case _:
            assert_never(action)


def _usage(text_size: int, image: Size, answer: str) -> Usage:
    tokens_in = text_size // _CHARACTERS + image.width * image.height // _PIXELS + 1
    tokens_out = len(answer) // _CHARACTERS + 1
    return Usage(tokens_in, tokens_out, tokens_in + tokens_out)
