"""One action, from proposal to the last input event: decide, ask, bind, write, act.

Nothing is pressed on what the model has not seen: right before an action the window under the target and the
picture around it are compared with the frame that the model answered to. Whatever is not allowed, not the same
any more, or cannot be done is left, and the model is told in words. These words name no control: what is written
on the screen is not ours to repeat as the user's.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace

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
    fields_of,
    points_of,
)
from desktop_agent.core.actions import uses_keyboard as goes_by_keyboard
from desktop_agent.core.decision import Ask, Decision, Reason
from desktop_agent.core.describe import in_words
from desktop_agent.core.errors import InputDeniedError, InputError
from desktop_agent.core.events import ActionDone, ActionFailed, ActionStarted, Decided, Noticed
from desktop_agent.core.frame import Frame
from desktop_agent.core.permit import Permit
from desktop_agent.core.stop import Stopped
from desktop_agent.core.turn import NotDone
from desktop_agent.run.control import ms_since
from desktop_agent.run.handover import TOLD, PauseSupervisor
from desktop_agent.run.rooms import RunContext
from desktop_agent.run.sight import Sight
from desktop_agent.run.weighed import Authorization, PendingAction
from desktop_agent.run.weighing import RESTLESS, Authorizer


@dataclass(frozen=True, slots=True)
class Done:
    """The action was carried out; `words` say what it was, `note` what the model has to know besides."""

    words: str
    note: str = ""


ActionOutcome = Done | NotDone | Finish
_MOVED = "The screen changed there after the last picture, so nothing was done"


class Stepper:
    """Takes actions one at a time through all that must happen to each."""

    def __init__(self, rooms: RunContext, handover: PauseSupervisor) -> None:
        """Take the rooms of the run."""
        self._rooms = rooms
        self._weigher = Authorizer(rooms, handover)
        self._sight = Sight(rooms.camera)
        self._held: tuple[str, ...] = ()
        self._button_held = False
        self._times_taken = 0

    def begin_answer(self) -> None:
        """Start on a new answer of the model; whatever was held when the person took over was let go."""
        self._sight.begin_answer()
        if self._times_taken != self._rooms.reins.times:
            self._times_taken = self._rooms.reins.times
            self._held, self._button_held = (), False

    def begin_call(self) -> None:
        """Start on a new call: what was approved for the last one is worth nothing now."""
        self._weigher.begin_call()

    def person_agreed(self) -> bool:
        """Tell whether a person has confirmed the safety checks of the call."""
        return self._weigher.person_agreed()

    async def take(
        self, item: PendingAction, others: tuple[Action, ...], extra: tuple[Reason, ...] = ()
    ) -> ActionOutcome:
        """Take one action.

        `others` are further actions of the call that the same question shows; `extra` are reasons to ask that do
        not come from policy.
        """
        weighed = await self._weigher.weigh(item, others, extra, self._held, lambda: self.may_ask(item))
        if isinstance(weighed, NotDone):
            return weighed
        return await self._do(weighed)

    def let_go(self) -> bool:
        """Let go of all keys and buttons that are held; tell whether there were any."""
        holding = bool(self._held) or self._button_held
        if holding:
            self._rooms.hands.release_all()
            self._held, self._button_held = (), False
        return holding

    def may_ask(self, item: PendingAction) -> NotDone | None:
        """Leave an action that has to be asked about while something is held: with Ctrl, a “y” is another key."""
        if not self.let_go():
            return None
        rooms = self._rooms
        rooms.step("refused")
        rooms.announce(Decided(item.call.call_id, item.index, "deny", "policy", "held-during-question"))
        why = "A person has to be asked about this, and nothing may be held meanwhile: what was held was let go"
        return NotDone("failed", f"{why}, and this was not done: {item.words}. Ask for it without holding.")

    async def _do(self, yes: Authorization) -> ActionOutcome:
        rooms, item = self._rooms, yes.item
        first, *rest = _parts(yes.action)
        further = fields_of(yes.action)[1:]
        permit = self._permit(item, first, yes)
        rooms.step("allowed")
        if rooms.reins.taken:
            rooms.step("changed")
            return NotDone("taken over", TOLD)
        if not await self._unchanged(item, yes):
            self._weigher.bounced(yes)
            rooms.step("changed")
            rooms.announce(Noticed("warning", f"{_MOVED}: {in_words(item.action)}."))
            return NotDone("failed", f"{_MOVED}: {item.words}. Look at the new picture and decide again.")
        self._weigher.held_good()
        rooms.check_stop()
        rooms.announce(ActionStarted(item.call.call_id, item.index))
        rooms.step("act")
        began = time.monotonic()
        try:
            note = await self._carry_out(item, first, permit)
            for part in rest:
                await self._follow(item, part, yes)
            for part in further:
                await self._weigher.check_field(yes, part, self._held)
                await self._follow(item, part, yes)
        except (InputError, Stopped, asyncio.CancelledError) as error:
            return self._failed(item, error, began)
        self._weigher.did(item.action, yes.pasted)
        return self._done(item, " ".join(filter(None, (yes.note, note))), began)

    def _permit(self, item: PendingAction, part: Action, yes: Authorization) -> Permit:
        binding = self._rooms.binding(item.call, item.index, part, item.seen, _window(item.seen, part))
        return self._rooms.gate.permit(binding, yes.decision, yes.answer)

    async def _carry_out(self, item: PendingAction, part: Action, permit: Permit) -> str:
        note = ""
        match part:
            case Wait(seconds):
                await self._rooms.reins.doze(seconds)
            case Look() | Finish():
                pass
            case _:
                note = self._rooms.hands.perform(permit)
        self._sight.remember(item.seen, part)
        return note

    async def _follow(self, item: PendingAction, part: Action, yes: Authorization) -> None:
        """Carry out what comes after the first part of an action, under a permit of its own."""
        if not await self._sight.holds(item.seen, part, restless=False):
            raise InputError(
                "Another window took the keyboard after the click, so the text was not typed.",
                "Look at the new picture and decide again.",
            )
        await self._carry_out(item, part, self._permit(item, part, yes))

    def _done(self, item: PendingAction, note: str, began: float) -> Done | Finish:
        rooms, action = self._rooms, item.action
        if not isinstance(action, Finish):
            rooms.step("idled" if isinstance(action, Wait | Look) else "acted")
        rooms.announce(ActionDone(item.call.call_id, item.index, ms_since(began)))
        if isinstance(action, Finish):
            return action
        self._held = _held_after(self._held, action)
        if isinstance(action, HoldButton | ReleaseButton):
            self._button_held = isinstance(action, HoldButton)
        return Done(item.words, note)

    def _failed(self, item: PendingAction, error: BaseException, began: float) -> NotDone:
        """Write that an action did not come to its end; goes on raising what ends the run."""
        rooms = self._rooms
        taken_over = isinstance(error, Stopped) and not rooms.stop.is_set()
        text = str(error) if isinstance(error, InputError) else "Stopped before its end."
        text = "Broken off: the person took the mouse and keyboard." if taken_over else text
        rooms.announce(ActionFailed(item.call.call_id, item.index, ms_since(began), text))
        if not taken_over and (not isinstance(error, InputError) or isinstance(error, InputDeniedError)):
            raise error
        rooms.step("acted")
        rooms.hands.release_all()
        self._held, self._button_held = (), False
        if taken_over:
            return NotDone("taken over", TOLD, touched=True)
        return NotDone("failed", f"This could not be done: {item.words}. {text}", touched=True)

    async def _unchanged(self, item: PendingAction, yes: Authorization) -> bool:
        if not await self._sight.holds(item.seen, item.action, restless=RESTLESS in _reasons(yes.decision)):
            return False
        if not (yes.asked_now and goes_by_keyboard(item.action)):
            return True
        # Keys press whatever has them; no picture tells that it is still what the person was asked about.
        return await self._weigher.still_meant(yes, self._held)


def _parts(action: Action) -> tuple[Action, ...]:
    """Split an action where the screen has to be looked at once more: text at a point is a click, then typing.

    Of text with Tabs this is what goes into the first field.
    """
    match fields_of(action)[0]:
        case Type(at=at) as text if at is not None:
            return Click(at), replace(text, at=None)
        case only:
            return (only,)


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


def _window(seen: Frame, action: Action) -> int | None:
    points = points_of(action)
    return seen.scene.window_at(seen.viewport.to_screen(points[0])) if points else seen.scene.focus
