"""One proposal of the model: the action, a person's change to it, the decisions, and the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop_agent.core.actions.action import Action, points_of
from desktop_agent.core.actions.describe import in_words, kind_of, place_of, shown_name
from desktop_agent.core.pictures import Rect, Viewport
from desktop_agent.core.runs import events
from desktop_agent.core.texts.message import Message
from desktop_agent.record.parse import parse_action
from desktop_agent.record.wording import ActionResult

_UNREADABLE = Message("An unreadable action")
_NOT_RECORDED = Message("something else that wasn't recorded")
_DONE: frozenset[ActionResult] = frozenset({"done", "unseen", "altered"})
# pixels of a picture: what is larger is no button
_WIDEST = 480
_HIGHEST = 120
_READ = frozenset({"", "icon"})  # kinds of what may have no name of its own

# What follows a proposal under its call id and index.
ActionEvent = events.Decided | events.ActionStarted | events.ActionDone | events.ActionFailed


@dataclass(frozen=True, slots=True)
class RecordedProposal:
    """Actions are in picture pixels; None for one that is unreadable.

    `outcome` is `unknown` when the journal ends between intent and result: it may or may not have happened.
    """

    proposed: Action | None
    model_action: Mapping[str, object]
    safety_checks: tuple[Mapping[str, object], ...]
    viewport: Viewport | None = None  # where the picture was that the model saw
    target: events.NamedTarget | None = None  # of the proposed action, as far as it is known
    edited: Action | None = None  # as a person changed it
    edited_target: events.NamedTarget | None = None
    decisions: tuple[events.Decided, ...] = ()
    outcome: ActionResult = "not done"
    duration_ms: int | None = None
    error: str = ""
    cause: events.BreakCause = "error"  # of a failure
    call_id: str = ""

    @property
    def changed(self) -> bool:
        """Return whether a person changed it."""
        return any(decided.verdict == "edit" for decided in self.decisions)

    @property
    def action(self) -> Action | None:
        """Return the person's version if there is one, else the model's: the one that is carried out."""
        return self.edited if self.changed else self.proposed

    @property
    def given_up(self) -> Action | None:
        """Return the model's own action, if a person changed it."""
        return self.proposed if self.changed else None

    @property
    def moved(self) -> bool:
        """Return whether a person changed the model's point, to another or to an unknown one."""
        before = points_of(self.given_up) if self.given_up else ()
        return bool(before) and before != (points_of(self.edited) if self.edited else ())

    @property
    def aim(self) -> events.NamedTarget | None:
        """Return the target of the version that counts, as far as it is known.

        If only one line of a name was read from the screen, the model's own longer name is used.
        """
        if self.changed:
            return self.edited_target
        model_name = self.model_action.get("name")
        read_name = self.target and self.target.name
        if (
            not isinstance(model_name, str)
            or not self.target
            or not read_name
            or kind_of(self.target.role) not in _READ
        ):
            return self.target
        is_part = _letters(read_name) in _letters(model_name) and _letters(read_name) != _letters(model_name)
        return replace(self.target, name=shown_name(model_name)) if is_part else self.target

    @property
    def was_done(self) -> bool:
        """Return whether it was certainly carried out."""
        return self.outcome in _DONE

    @property
    def may_have_happened(self) -> bool:
        """Return whether it was carried out, or was begun and its end is not in the record."""
        return self.was_done or self.outcome == "unknown"

    @property
    def target_box(self) -> Rect | None:
        """Return the box of the target control in the picture; None where it is not known, or not shown."""
        return box_in_picture(self.aim.rect if self.aim else None, self.viewport)

    @property
    def framed_box(self) -> Rect | None:
        """Return the box of the target control, unless it is so large that a ring around the point says more."""
        box = self.target_box
        return box if box is None or not (self.action and points_of(self.action)) or is_small(box) else None

    @property
    def window_box(self) -> Rect | None:
        """Return the box of the target window in the picture; None where it is not known, or not shown."""
        return box_in_picture(self.aim.window_rect if self.aim else None, self.viewport)

    @property
    def place(self) -> str:
        """Return its place in the picture in words; empty without one, or if it is unknown."""
        return place_of(self.action) if self.action else ""

    @property
    def sentence(self) -> str:
        """Return the action that counts in words; if a person changed it, the model's own precedes it."""
        proposed = _UNREADABLE if self.proposed is None else in_words(self.proposed, self.target)
        if not self.changed:
            return proposed
        edited = _NOT_RECORDED if self.edited is None else in_words(self.edited, self.edited_target)
        if edited == proposed:  # only the point differs
            edited = Message("another place")
        return Message("Model: {proposed} → You: {edited}", proposed=proposed, edited=edited)

    def after(self, event: ActionEvent) -> RecordedProposal:
        """Return the proposal after an event about it."""
        match event:
            case events.Decided(verdict="edit"):
                edited = _read(event.action, self.viewport)
                decisions = (*self.decisions, event)
                return replace(self, edited=edited, edited_target=event.target, decisions=decisions)
            case events.Decided():
                # A slow program may report only now; what a person changed stays what they changed, and a text that is
                # under way has gone on into other fields.
                is_settled = self.changed or self.outcome == "under way"
                target = self.target if is_settled else event.target or self.target
                return replace(self, target=target, decisions=(*self.decisions, event))
            case events.ActionStarted():
                return replace(self, outcome="under way")
            case events.ActionDone(duration_ms=ms, typed=typed):
                known = self._with_known(event)
                # A slow program may have reported its names only when the act began.
                late = event.target if not self.changed and event.target and event.target.role else None
                target = late if late and not (self.target and self.target.name) else self.target
                if late and target:
                    target = replace(target, checked=late.checked)  # earlier acts of the answer may have turned it
                return replace(known, target=target, outcome=typed or "done", duration_ms=ms)
            case events.ActionFailed(duration_ms=ms, error=error, cause=cause):
                return replace(self, outcome="failed", duration_ms=ms, error=error, cause=cause)

    def _with_known(self, event: events.ActionDone) -> RecordedProposal:
        """Return the proposal with what had been covered until the fields of its text were known."""
        action = _read(event.action, self.viewport)
        if action is None:
            return self
        if self.changed:
            return replace(self, edited=action)
        return replace(self, proposed=action, model_action=event.model_action or self.model_action)


def is_small(box: Rect) -> bool:
    """Return whether a frame around a box in a picture marks a place: a button's does, a whole page's doesn't."""
    return box.width <= _WIDEST and box.height <= _HIGHEST


def proposal_of(event: events.ActionProposed, viewport: Viewport | None) -> RecordedProposal:
    """Return a new proposal from its event; `viewport` is where the pictures are."""
    proposed = _read(event.action, viewport)
    return RecordedProposal(
        proposed,
        event.model_action,
        event.safety_checks,
        viewport=viewport,
        target=event.target,
        call_id=event.call_id,
    )


def _read(form: Mapping[str, object] | None, viewport: Viewport | None) -> Action | None:
    return parse_action(form, viewport) if form is not None and viewport is not None else None


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()


def box_in_picture(box: Rect | None, viewport: Viewport | None) -> Rect | None:
    """Return the part of the picture that shows a box of the screen; None where it shows nothing of it."""
    visible = box.intersection(viewport.screen) if box and viewport else None
    if visible is None or viewport is None:
        return None
    screen = viewport.screen
    image = viewport.image
    left, right = ((x - screen.x) * image.width // screen.width for x in (visible.x, visible.right))
    top, bottom = ((y - screen.y) * image.height // screen.height for y in (visible.y, visible.bottom))
    return Rect(left, top, max(1, right - left), max(1, bottom - top))
