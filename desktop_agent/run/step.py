"""One action, from proposal to the last input event: decide, ask, bind, write, act.

Nothing is pressed on what the model has not seen: right before an action the window under the target and the
picture around it are compared with the frame that the model answered to. Whatever is not allowed, not the same
any more, or cannot be done is left, and the model is told in words. These words name no control: what is written
on the screen is not ours to repeat as the user's.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from desktop_agent.core.actions import (
    Action,
    Click,
    Finish,
    HoldButton,
    HoldKey,
    Look,
    ReleaseButton,
    ReleaseKey,
    Type,
    Wait,
    points_of,
)
from desktop_agent.core.actions import uses_keyboard as goes_by_keyboard
from desktop_agent.core.decision import Allow, Approved, Ask, Case, Decision, Question, Reason, Refuse, Target
from desktop_agent.core.describe import in_words
from desktop_agent.core.errors import InputDeniedError, InputError
from desktop_agent.core.events import ActionDone, ActionFailed, ActionStarted, Decided, Noticed
from desktop_agent.core.frame import Frame
from desktop_agent.core.grant import Binding, Grant
from desktop_agent.core.stop import Stopped
from desktop_agent.core.turn import Call
from desktop_agent.run.asking import Asker, Undone
from desktop_agent.run.rooms import Rooms
from desktop_agent.run.sight import Sight

_BOUNCES_BEFORE_ASKING = 2
RESTLESS = Reason("restless", "The screen keeps changing at this place while the model answers.")


@dataclass(frozen=True, slots=True)
class Done:
    """The action was carried out; `words` say what it was."""

    words: str


Outcome = Done | Undone | Finish


@dataclass(frozen=True, slots=True)
class Item:
    """One action of a call, and the frame that the model saw when it asked for it."""

    call: Call
    index: int
    action: Action
    seen: Frame


@dataclass(frozen=True, slots=True)
class _Yes:
    """Why an action may be done: what policy said, and the person's answer where one was asked about `target`."""

    decision: Decision
    answer: Approved | None
    target: Target
    asked_now: bool


class Stepper:
    """Takes actions one at a time through all that must happen to each."""

    def __init__(self, rooms: Rooms) -> None:
        """Take the rooms of the run."""
        self._rooms = rooms
        self._asker = Asker(rooms)
        self._sight = Sight(rooms.camera)
        self._held: tuple[str, ...] = ()
        self._button_held = False
        self._bounces = 0

    def begin_answer(self) -> None:
        """Start on a new answer of the model."""
        self._sight.begin_answer()

    def begin_call(self) -> None:
        """Start on a new call: what was approved for the last one is worth nothing now."""
        self._asker.forget()

    def person_agreed(self) -> bool:
        """Tell whether a person has confirmed the safety checks of the call."""
        return self._asker.confirmed_checks

    async def take(self, item: Item, others: tuple[Action, ...], extra: tuple[Reason, ...] = ()) -> Outcome:
        """Take one action.

        `others` are further actions of the call that the same question shows; `extra` are reasons to ask that do
        not come from policy.
        """
        rooms, call = self._rooms, item.call
        target = await rooms.surroundings.target(item.seen, item.action)
        case = Case(item.action, item.seen.viewport, target, call.checks, self._held)
        decision = self._with(rooms.judge(case), extra)
        if isinstance(decision, Refuse):
            reason = decision.reasons[0]
            rooms.step("refused")
            rooms.announce(Decided(call.call_id, item.index, "deny", "policy", reason.rule))
            return Undone(f"A rule refuses this: {in_words(item.action)}. {reason.text}")
        if isinstance(decision, Allow):
            rooms.announce(Decided(call.call_id, item.index, "allow", decision.by, decision.rule))
            return await self._do(item, _Yes(decision, None, target, asked_now=False))
        given = self._asker.given_for(decision)
        if given is not None:
            rooms.announce(Decided(call.call_id, item.index, "allow", "human", "approved-together"))
            return await self._do(item, _Yes(decision, given, target, asked_now=False))
        if self._holding():
            return self._let_go(item)
        answer = await self._asker.ask(_question(item, others, target, self._asker.open_in(decision)), item.index)
        if isinstance(answer, Undone):
            return answer
        return await self._do(item, _Yes(decision, answer, target, asked_now=True))

    def _holding(self) -> bool:
        return bool(self._held) or self._button_held

    def _let_go(self, item: Item) -> Undone:
        """Leave an action that has to be asked about: with Ctrl held, a person's “y” would be another key."""
        rooms = self._rooms
        rooms.hands.release_all()
        self._held, self._button_held = (), False
        rooms.step("refused")
        rooms.announce(Decided(item.call.call_id, item.index, "deny", "policy", "held-during-question"))
        why = "A person has to be asked about this, and nothing may be held meanwhile: what was held was let go"
        return Undone(f"{why}, and this was not done: {in_words(item.action)}. Ask for it without holding.")

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

    async def _do(self, item: Item, yes: _Yes) -> Outcome:
        rooms, words = self._rooms, in_words(item.action)
        first, *rest = _parts(item.action)
        grant, binding = self._permit(item, first, yes)
        rooms.step("allowed")
        if not await self._unchanged(item, yes):
            self._bounces += 1
            rooms.step("changed")
            text = f"The screen changed there after the last picture, so nothing was done: {words}."
            rooms.announce(Noticed("warning", text))
            return Undone(f"{text} Look at the new picture and decide again.")
        self._bounces = 0
        rooms.check_stop()
        rooms.announce(ActionStarted(item.call.call_id, item.index))
        rooms.step("act")
        began = time.monotonic()
        try:
            await self._carry_out(item, first, grant, binding)
            for part in rest:
                await self._follow(item, part, yes)
        except (InputError, Stopped, asyncio.CancelledError) as error:
            return self._failed(item, error, began)
        return self._done(item, began)

    def _permit(self, item: Item, part: Action, yes: _Yes) -> tuple[Grant, Binding]:
        binding = self._rooms.binding(item.call, item.index, part, item.seen, _window(item.seen, part))
        return self._rooms.gate.permit(binding, yes.decision, yes.answer), binding

    async def _carry_out(self, item: Item, part: Action, grant: Grant, binding: Binding) -> None:
        match part:
            case Wait(seconds):
                await asyncio.sleep(seconds)
            case Look() | Finish():
                pass
            case _:
                self._rooms.hands.perform(grant, binding)
        self._sight.remember(item.seen, part)

    async def _follow(self, item: Item, part: Action, yes: _Yes) -> None:
        """Carry out what comes after the first part of an action, under a grant of its own."""
        if not await self._sight.holds(item.seen, part, restless=False):
            raise InputError(
                "Another window took the keyboard after the click, so the text was not typed.",
                "Look at the new picture and decide again.",
            )
        await self._carry_out(item, part, *self._permit(item, part, yes))

    def _done(self, item: Item, began: float) -> Done | Finish:
        rooms, action = self._rooms, item.action
        if not isinstance(action, Finish):
            rooms.step("idled" if isinstance(action, Wait | Look) else "acted")
        rooms.announce(ActionDone(item.call.call_id, item.index, _ms_since(began)))
        if isinstance(action, Finish):
            return action
        self._held = _held_after(self._held, action)
        if isinstance(action, HoldButton | ReleaseButton):
            self._button_held = isinstance(action, HoldButton)
        return Done(in_words(action))

    def _failed(self, item: Item, error: BaseException, began: float) -> Undone:
        """Write that an action did not come to its end; goes on raising what ends the run."""
        text = str(error) if isinstance(error, InputError) else "Stopped before its end."
        self._rooms.announce(ActionFailed(item.call.call_id, item.index, _ms_since(began), text))
        if not isinstance(error, InputError) or isinstance(error, InputDeniedError):
            raise error
        self._rooms.step("acted")
        self._rooms.hands.release_all()
        self._held, self._button_held = (), False
        return Undone(f"This could not be done: {in_words(item.action)}. {text}", touched=True)

    async def _unchanged(self, item: Item, yes: _Yes) -> bool:
        if not await self._sight.holds(item.seen, item.action, restless=RESTLESS in _reasons(yes.decision)):
            return False
        if not (yes.asked_now and goes_by_keyboard(item.action)):
            return True
        # Keys press whatever has them; no picture tells that it is still what the person was asked about.
        now = await self._rooms.surroundings.target(item.seen, item.action)
        return _identity(now) == _identity(yes.target)


def _question(item: Item, others: tuple[Action, ...], target: Target, reasons: tuple[Reason, ...]) -> Question:
    sentence = "; then ".join((in_words(item.action, target.control), *(in_words(other) for other in others)))
    checks = item.call.checks if any(reason.rule == "safety-check" for reason in reasons) else ()
    return Question(item.call.call_id, sentence, (item.action, *others), target, reasons, checks, item.seen)


def _parts(action: Action) -> tuple[Action, ...]:
    """Split an action where the screen has to be looked at once more: text at a point is a click, then typing."""
    match action:
        case Type(text, at, secret) if at is not None:
            return Click(at), Type(text, None, secret)
        case _:
            return (action,)


def _reasons(decision: Decision) -> tuple[Reason, ...]:
    return decision.reasons if isinstance(decision, Ask) else ()


def _held_after(held: tuple[str, ...], action: Action) -> tuple[str, ...]:
    match action:
        case HoldKey(keys):
            return tuple(dict.fromkeys((*held, *keys)))
        case ReleaseKey(keys):
            return tuple(key for key in held if key not in keys)
        case _:
            return held


def _identity(target: Target) -> tuple[object, ...]:
    """Return what tells one target from another; a title may change under the same window."""
    window = target.window.id if target.window else None
    return window, target.control, target.role, _identity(target.also) if target.also else None


def _window(seen: Frame, action: Action) -> int | None:
    points = points_of(action)
    return seen.scene.window_at(seen.viewport.to_screen(points[0])) if points else seen.scene.focus


def _ms_since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
