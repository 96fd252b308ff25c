"""What of a person's answers is kept: for a window, for a place of the keyboard, or for always."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.decision import Approved, Case, Question, Reason, RememberedApproval, RememberedControl
from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import DesktopAgentError, GeometryChangedError, ScreenError
from desktop_agent.core.events import Noticed
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import Rect
from desktop_agent.core.message import Message, sentences
from desktop_agent.policy import keyboard_place
from desktop_agent.policy.keyboard_place import KeyboardPlace
from desktop_agent.policy.remembered_approvals import LASTING, control_of
from desktop_agent.run.input_state import InputState
from desktop_agent.run.pending_action import PendingAction
from desktop_agent.run.ports import ApprovalMemory, Camera, ControlMemory
from desktop_agent.run.stream import Stream

_LONGEST_NAME = 60


class AnswerMemory:
    """Says what a question's answer could cover, and keeps it where the person wants that."""

    def __init__(
        self, approvals: ApprovalMemory, controls: ControlMemory, places: KeyboardPlaces, stream: Stream
    ) -> None:
        self._approvals, self._controls, self._stream = approvals, controls, stream
        self.places = places  # what “Approve text here” covers

    def covers(self, case: Case, reason: Reason, pending: PendingAction, inputs: InputState) -> bool:
        """Tell whether the person has approved this for the window, or for where the keyboard is, already."""
        approval = self._approvals.approval_for(case, reason)
        if approval is not None and self._approvals.covers(approval):
            return True
        return self.places.covers(case, reason, pending, inputs)

    def for_window(self, case: Case, reasons: tuple[Reason, ...]) -> tuple[RememberedApproval, ...]:
        """Return what “Approve for this window” would cover; nothing unless it can cover all the reasons."""
        found = [self._approvals.approval_for(case, reason) for reason in reasons]
        known = tuple(filter(None, found))
        return known if len(known) == len(found) else ()

    def for_always(self, case: Case, reasons: tuple[Reason, ...]) -> RememberedControl | None:
        """Return what “Always for this button” would cover; None where a rule asks for which no yes lasts."""
        return control_of(case) if all(reason.rule in LASTING for reason in reasons) and not case.checks else None

    def keep(self, answer: Approved, question: Question, approvals: tuple[RememberedApproval, ...]) -> None:
        """Keep an answer as far as the person wants, and the question has offered it."""
        if answer.remember and question.may_be_remembered:
            for approval in approvals:
                self._approvals.add(approval)
        if answer.always and question.always is not None:
            self._keep_always(question.always)

    def _keep_always(self, control: RememberedControl) -> None:
        named = Message(
            "“{control}” ({act}) in {program}",
            control=visible(control.control, _LONGEST_NAME),
            act=control.act,
            program=control.program,
        )
        try:
            self._controls.keep(control)
        except DesktopAgentError as error:
            self._stream.announce(Noticed("warning", sentences(str(error), Message("This applies to this run only."))))
        else:
            self._stream.announce(
                Noticed(
                    "info",
                    Message("You will no longer be asked about {named}. You can undo this in Settings.", named=named),
                )
            )


@dataclass(frozen=True, slots=True)
class _Yes:
    place: KeyboardPlace
    seen: Frame


class KeyboardPlaces:
    """The yeses of one run."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._given: list[_Yes] = []

    def offers(self, case: Case, reasons: tuple[Reason, ...], inputs: InputState) -> bool:
        """Tell whether a yes could be for more text at the same place."""
        return keyboard_place.may_last(reasons) and keyboard_place.place_of(case, inputs.led) is not None

    def keep(self, case: Case, pending: PendingAction, inputs: InputState) -> None:
        """Keep a person's yes to an action."""
        if (place := keyboard_place.place_of(case, inputs.led)) is not None:
            self._given.append(_Yes(place, pending.seen))

    def covers(self, case: Case, reason: Reason, pending: PendingAction, inputs: InputState) -> bool:
        """Tell whether a person has said yes to text at this place, and nothing else has changed there since."""
        now = keyboard_place.place_of(case, inputs.led)
        if now is None or not keyboard_place.may_last((reason,)):
            return False
        return any(
            keyboard_place.is_within(now, yes.place) and self._looks_as_then(yes, now, pending, inputs)
            for yes in reversed(self._given)
        )

    def _looks_as_then(self, yes: _Yes, now: KeyboardPlace, pending: PendingAction, inputs: InputState) -> bool:
        window, seen = now.window.id, pending.seen
        box = _box(yes.seen, window)
        if box is None or box != _box(seen, window) or not _above(seen, window, box) <= _above(yes.seen, window, box):
            return False
        new = keyboard_place.new_in(now, yes.place, inputs.texts)
        # What this answer has pressed itself has changed the window since the model saw it.
        rests = () if inputs.pressed_in else (box,)
        try:
            return (
                all(self._camera.same_in(one, yes.seen, seen) for one in new)
                and all(self._camera.same_in(one, yes.seen) for one in keyboard_place.guarded(yes.place, box))
                and all(self._camera.same_in(one, seen) for one in rests)
            )
        except (GeometryChangedError, ScreenError):
            return False


def _box(frame: Frame, window: int) -> Rect | None:
    return next((one.box for one in frame.scene.windows if one.id == window), None)


def _above(frame: Frame, window: int, box: Rect) -> frozenset[int]:
    """Return the windows that cover a part of one."""
    ids = [one.id for one in frame.scene.windows]
    before = frame.scene.windows[: ids.index(window)]
    return frozenset(one.id for one in before if one.box.intersection(box))
