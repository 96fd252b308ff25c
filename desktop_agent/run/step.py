"""One action, from proposal to the last input event: decide, ask, bind, write, act.

Nothing is pressed on what the model has not seen: right before an action the window under the target and the
picture around it are compared with the frame that the model answered to. Whatever is not allowed, not the same
any more, or cannot be done is left, and the model is told in words.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from desktop_agent.core.actions import (
    Action,
    Finish,
    HoldKey,
    Look,
    Move,
    ReleaseKey,
    Wait,
    points_of,
    pressed_points,
    uses_keyboard,
)
from desktop_agent.core.decision import Allow, Approved, Ask, Case, Decision, Question, Reason, Refuse, StopRun
from desktop_agent.core.describe import in_words
from desktop_agent.core.errors import GeometryChangedError, InputDeniedError, InputError
from desktop_agent.core.events import ActionDone, ActionFailed, ActionStarted, Decided, Noticed
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.stop import Stopped
from desktop_agent.core.turn import Call
from desktop_agent.run.rooms import Rooms

_SAME_SPOT_PX = 4
_BOUNCES_BEFORE_ASKING = 2
RESTLESS = Reason("restless", "The screen keeps changing at this place while the model answers.")


@dataclass(frozen=True, slots=True)
class Done:
    """The action was carried out; `words` say what it was."""

    words: str


@dataclass(frozen=True, slots=True)
class Undone:
    """The action was not carried out, or not to its end; `note` tells the model why."""

    note: str


Outcome = Done | Undone | Finish


@dataclass(frozen=True, slots=True)
class Item:
    """One action of a call, and the frame that the model saw when it asked for it."""

    call: Call
    index: int
    action: Action
    seen: Frame


class Stepper:
    """Takes actions one at a time through all that must happen to each."""

    def __init__(self, rooms: Rooms) -> None:
        """Take the rooms of the run."""
        self._rooms = rooms
        self._held: tuple[str, ...] = ()
        self._hovered: tuple[ImagePoint, ...] = ()  # where this answer only moved the pointer
        self._approved: frozenset[str] = frozenset()  # rules that a person has approved for this call
        self._bounces = 0

    def begin_answer(self) -> None:
        """Start on a new answer of the model."""
        self._hovered = ()

    def begin_call(self) -> None:
        """Start on a new call: what was approved for the last one is worth nothing now."""
        self._approved = frozenset()

    def person_agreed(self) -> bool:
        """Tell whether a person has confirmed the safety checks of the call."""
        return "safety-check" in self._approved

    async def take(self, item: Item, others: tuple[Action, ...], extra: tuple[Reason, ...] = ()) -> Outcome:
        """Take one action.

        `others` are the further actions of a call with checks, shown in the same question; `extra` are reasons
        to ask that do not come from policy.
        """
        rooms = self._rooms
        target = await rooms.surroundings.target(item.seen, item.action)
        case = Case(item.action, item.seen.viewport, target, item.call.checks, self._held)
        decision = self._with(rooms.judge(case), extra)
        words = in_words(item.action, target.control)
        if isinstance(decision, Refuse):
            reason = decision.reasons[0]
            rooms.step("refused")
            rooms.announce(Decided(item.call.call_id, item.index, "deny", "policy", reason.rule))
            return Undone(f"A rule refuses this: {words}. {reason.text}")
        if isinstance(decision, Ask) and not {reason.rule for reason in decision.reasons} <= self._approved:
            sentence = "; then ".join((words, *(in_words(other) for other in others)))
            question = Question(
                item.call.call_id,
                sentence,
                (item.action, *others),
                target,
                decision.reasons,
                item.call.checks,
                item.seen,
            )
            refusal = await self._ask(question, item.index)
            if refusal is not None:
                return refusal
        else:
            self._announce_yes(item, decision)
        return await self._do(item, decision, words)

    def _with(self, decision: Decision, extra: tuple[Reason, ...]) -> Decision:
        restless = (RESTLESS,) if self._bounces >= _BOUNCES_BEFORE_ASKING else ()
        more = (*extra, *restless)
        match decision:
            case Allow() if more:
                return Ask(more)
            case Ask(reasons):
                return Ask((*reasons, *more))
            case _:
                return decision

    def _announce_yes(self, item: Item, decision: Decision) -> None:
        if isinstance(decision, Allow):
            decided = Decided(item.call.call_id, item.index, "allow", decision.by, decision.rule)
        else:
            decided = Decided(item.call.call_id, item.index, "allow", "human", "approved-together")
        self._rooms.announce(decided)

    async def _ask(self, question: Question, index: int) -> Undone | None:
        rooms = self._rooms
        rooms.step("ask")
        began = time.monotonic()
        with rooms.watch.waiting_for("person"):
            answer = await rooms.approver.decide(question)
        waited_ms = round((time.monotonic() - began) * 1000)
        rule = question.reasons[0].rule
        if isinstance(answer, Approved):
            rooms.announce(Decided(question.call_id, index, "allow", "human", rule, None, waited_ms))
            self._approved |= {reason.rule for reason in question.reasons}
            return None
        if isinstance(answer, StopRun):
            rooms.announce(Decided(question.call_id, index, "stop", "human", rule, None, waited_ms))
            rooms.stop.set("human")
            raise Stopped
        rooms.step("refused")
        rooms.announce(Decided(question.call_id, index, "deny", answer.by, rule, answer.reply or None, waited_ms))
        why = f" Answer: {answer.reply}" if answer.reply else ""
        return Undone(f"This was refused by the person in charge, do not try it again: {question.sentence}.{why}")

    async def _do(self, item: Item, decision: Decision, words: str) -> Outcome:
        rooms = self._rooms
        binding = rooms.binding(item.call, item.index, item.action, item.seen, _window(item))
        grant = rooms.gate.permit(binding, decision, Approved() if isinstance(decision, Ask) else None)
        rooms.step("allowed")
        if not self._unchanged(item):
            self._bounces += 1
            rooms.step("changed")
            text = f"The screen changed there after the last picture, so nothing was done: {words}."
            rooms.announce(Noticed("warning", text))
            return Undone(f"{text} Look at the new picture and decide again.")
        self._bounces = 0
        rooms.announce(ActionStarted(item.call.call_id, item.index))
        rooms.step("act")
        if isinstance(item.action, Finish):
            rooms.announce(ActionDone(item.call.call_id, item.index, 0))
            return item.action
        return await self._act(item, words, lambda: rooms.hands.perform(grant, binding))

    async def _act(self, item: Item, words: str, perform: Callable[[], None]) -> Outcome:
        rooms = self._rooms
        began = time.monotonic()
        failure = ""
        try:
            await _carry_out(item.action, perform)
        except InputDeniedError:
            raise
        except InputError as error:
            failure = str(error)
        took_ms = round((time.monotonic() - began) * 1000)
        rooms.step("idled" if isinstance(item.action, Wait | Look) else "acted")
        if failure:
            rooms.announce(ActionFailed(item.call.call_id, item.index, took_ms, failure))
            return Undone(f"This could not be done: {words}. {failure}")
        rooms.announce(ActionDone(item.call.call_id, item.index, took_ms))
        self._remember(item.action)
        return Done(words)

    def _unchanged(self, item: Item) -> bool:
        camera = self._rooms.camera
        try:
            if uses_keyboard(item.action):
                return camera.same_focus(item.seen)
            for at in pressed_points(item.action):
                on_screen = item.seen.viewport.to_screen(at)
                exempt = RESTLESS.rule in self._approved or any(_near(at, spot) for spot in self._hovered)
                same = camera.same_window if exempt else camera.same_near
                if not same(item.seen, on_screen):
                    return False
        except GeometryChangedError:
            return False
        return True

    def _remember(self, action: Action) -> None:
        match action:
            case HoldKey(keys):
                self._held = tuple(dict.fromkeys((*self._held, *keys)))
            case ReleaseKey(keys):
                self._held = tuple(key for key in self._held if key not in keys)
            case Move(at=at):
                self._hovered = (*self._hovered, at)
            case _:
                pass


async def _carry_out(action: Action, perform: Callable[[], None]) -> None:
    match action:
        case Wait(seconds):
            await asyncio.sleep(seconds)
        case Look():
            pass
        case _:
            perform()


def _window(item: Item) -> int | None:
    points = points_of(item.action)
    if not points:
        return item.seen.scene.focus
    return item.seen.scene.window_at(item.seen.viewport.to_screen(points[0]))


def _near(one: ImagePoint, other: ImagePoint) -> bool:
    return abs(one.x - other.x) <= _SAME_SPOT_PX and abs(one.y - other.y) <= _SAME_SPOT_PX
