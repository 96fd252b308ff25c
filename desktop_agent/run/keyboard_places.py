"""Keeps the yeses to text at a place of the keyboard, and tells by pictures whether one still holds."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.decision import Case, Reason
from desktop_agent.core.errors import GeometryChangedError, ScreenError
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import Rect
from desktop_agent.policy import keyboard_place
from desktop_agent.policy.keyboard_place import KeyboardPlace
from desktop_agent.run.input_state import InputState
from desktop_agent.run.pending import PendingAction
from desktop_agent.run.ports import Camera


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
