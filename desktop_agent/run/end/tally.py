"""The facts about a run's end: which of its actions were done, and which windows it leaves."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from math import dist
from typing import Literal

from desktop_agent.core.decisions.rule_id import BY_PERSON, SKIPPING
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.pictures import Frame, Rect
from desktop_agent.core.programs import program_name
from desktop_agent.core.runs.events import (
    ActionDone,
    ActionFailed,
    ActionProposed,
    ActionStarted,
    Decided,
    NamedTarget,
    PersonSaid,
    Settled,
    Stamped,
)
from desktop_agent.core.runs.outcome import Outcome, WindowLeft
from desktop_agent.policy.act import is_unsaved_title
from desktop_agent.run.act.visibility import places_of, window_seen
from desktop_agent.run.ports import Camera, Surroundings

_log = logging.getLogger(__name__)
_Fate = Literal["", "done", "refused", "skipped", "failed", "interrupted", "unseen", "altered", "unknown"]
# A later act of the same kind makes up for these. A refusal stays one, and what is uncertain may have been done.
_LOST: frozenset[_Fate] = frozenset({"skipped", "failed", "interrupted", "unseen", "altered"})
_NEVER_DONE: frozenset[_Fate] = frozenset({"skipped", "failed", "interrupted"})
_CHANGES_NOTHING = frozenset({"wait", "look", "move", "finish"})
_SHOWS_MORE = frozenset({"scroll", *_CHANGES_NOTHING})  # one of these that was left out is not missed
_PLACE = frozenset({"x", "y", "path"})  # in the form of an action
_SAME_PLACE_PX = 8
_Key = tuple[int, str, int]  # turn, call id, and number in the call


@dataclass(slots=True)
class _Act:
    """One action of the model, its target as far as it is known, and what became of it."""

    turn: int
    form: Mapping[str, object] | None  # None: it could not be read
    written: Mapping[str, object]
    target: NamedTarget | None
    fate: _Fate = ""

    @property
    def kind(self) -> object:
        """Return its kind by the name in events; None where it could not be read."""
        return None if self.form is None else self.form.get("kind")

    @property
    def content(self) -> Mapping[str, object]:
        """Return what is done, wherever that is."""
        return {name: value for name, value in (self.form or {}).items() if name not in _PLACE}

    @property
    def points(self) -> tuple[tuple[int, int], ...]:
        """Return the places of its first and its last press, in screen pixels."""
        form = self.form or {}
        path = form.get("path")
        ends = [path[0], path[-1]] if isinstance(path, list) and path else [form]
        places = ((end.get("x"), end.get("y")) for end in ends if isinstance(end, Mapping))
        return tuple((x, y) for x, y in places if isinstance(x, int) and isinstance(y, int))


@dataclass(slots=True)
class ActionTally:
    """Counts what became of a run's actions, and of the person's messages, from its events in order.

    An action that was left out, that failed, or whose text went wrong is made up for by the same action in a later
    answer, one for one: what became of the later one counts. “The same” has the same kind and content, and goes to the
    same control, or to the same place where a control is unknown. Typing into a field makes up for the click into it.
    """

    _acts: dict[_Key, _Act] = field(default_factory=dict)
    _last: _Act | None = None  # the action done last
    _said: list[tuple[int, int]] = field(default_factory=list)  # the turn of each message, and the acts before it

    def take(self, stamped: Stamped) -> None:
        """Take the next event."""
        match stamped.event:
            case ActionProposed(call_id, index, action, written, target=target):
                self._acts[stamped.turn, call_id, index] = _Act(stamped.turn, action, written, target)
            case Settled(typed=typed) if self._last is not None:
                if typed and self._last.fate == "done":  # a field reports more than a picture shows
                    self._last.fate = typed
                self._last = None
            case PersonSaid():
                self._said.append((stamped.turn, self._change_count))
            case Decided() | ActionStarted() | ActionDone() | ActionFailed() as event:
                act = self._acts.get((stamped.turn, event.call_id, event.index))
                if act is None:
                    return
                act.fate = _fate(event)
                if isinstance(event, Decided | ActionDone) and event.target is not None:
                    act.target = event.target
                elif isinstance(event, Decided) and act.target is None:
                    act.target = self._program_before(act)
                self._last = act if isinstance(event, ActionDone) else self._last
            case _:
                pass

    def outcome(self, turn: int, *, is_reached: bool = False) -> Outcome:
        """Return the counts after the last event, which has this turn.

        `is_reached`: the program itself has seen that all is done, so that nothing is missing that was left out.
        """
        missing = [act for act in self._lost_actions() if not (is_reached and act.fate in _NEVER_DONE)]
        lost = Counter(act.fate for act in missing)
        fates = Counter(act.fate for act in self._acts.values())
        unread = sum(said_in == turn for said_in, _ in self._said)
        unheeded = sum(said_in != turn and before == self._change_count for said_in, before in self._said)
        return Outcome(
            refused=fates["refused"],
            skipped=lost["skipped"],
            failed=lost["failed"],
            interrupted=lost["interrupted"],
            unseen=lost["unseen"],
            altered=lost["altered"],
            unknown=fates["unknown"],
            unread=unread,
            unheeded=unheeded,
        )

    def _program_before(self, act: _Act) -> NamedTarget | None:
        """Return the program of an action that was not reached, as nothing was looked up: that of the one before it."""
        before = [other for other in self._acts.values() if other.turn == act.turn and other is not act]
        named = next((other.target for other in reversed(before) if other.target), None)
        return NamedTarget(application=named.application) if named else None

    def _lost_actions(self) -> list[_Act]:
        """Return the actions that were lost, and that no later answer has made up for."""
        missing: list[_Act] = []
        for _, acts in groupby(self._acts.values(), key=lambda act: act.turn):
            newly: list[_Act] = []
            for act in acts:
                earlier = next((lost for lost in missing if _makes_up_for(act, lost)), None)
                if earlier is not None:
                    missing.remove(earlier)
                missing = [lost for lost in missing if not _needed_no_click(act, lost)]
                if act.fate in _LOST and act.kind not in _SHOWS_MORE:
                    newly.append(act)
            missing += newly
        return missing

    @property
    def _change_count(self) -> int:
        """Return the number of actions so far that may have changed something."""
        return sum(
            act.fate in {"done", "unseen", "altered", "unknown"} and act.kind not in _CHANGES_NOTHING
            for act in self._acts.values()
        )


def _fate(event: Decided | ActionStarted | ActionDone | ActionFailed) -> _Fate:
    match event:
        case Decided(verdict="deny", by=by, rule=rule) if by != "mode":  # a rehearsal does nothing
            if rule in BY_PERSON:
                return ""
            return "skipped" if rule in SKIPPING else "refused"
        case Decided():
            return ""
        case ActionStarted():
            return "unknown"
        case ActionDone(typed=typed):
            return typed or "done"
        case ActionFailed(cause=cause):
            return "failed" if cause == "error" else "interrupted"


def _makes_up_for(act: _Act, lost: _Act) -> bool:
    """Return whether an action of a later answer is the one that was lost before, tried again."""
    if lost.form is None:  # only its kind is known, so it is the next answer that tries again
        name = ("type", "name")
        return act.turn == lost.turn + 1 and [*map(act.written.get, name)] == [*map(lost.written.get, name)]
    return (act.content == lost.content or _is_rest_of(act, lost)) and _at_same_place(act, lost)


def _is_rest_of(act: _Act, lost: _Act) -> bool:
    """Return whether an action types the rest of a text that was interrupted."""
    text = act.content.get("text")
    begun = lost.content.get("text")
    is_text = act.kind == lost.kind == "type" and isinstance(text, str) and isinstance(begun, str)
    return is_text and lost.fate == "interrupted" and bool(text) and str(begun).endswith(str(text))


def _needed_no_click(act: _Act, lost: _Act) -> bool:
    """Return whether an action types into what a lost click would have given the keyboard to."""
    is_plain = lost.kind == "click" and lost.content.get("button") == "left" and lost.content.get("count") == 1
    return act.kind == "type" and is_plain and not lost.content.get("keys") and _at_same_place(act, lost)


def _at_same_place(act: _Act, lost: _Act) -> bool:
    """Return whether two actions go to the same control; places count where a control has no name that is known."""
    there = act.target or NamedTarget()
    then = lost.target or NamedTarget()
    if there.application and then.application and there.application != then.application:
        return False
    if there.name and then.name:
        return (there.name, there.row) == (then.name, then.row)
    if not lost.points:
        return True  # keys go to whatever has the keyboard
    if not act.points:
        return _holds(there.rect, lost.points[0])
    if _holds(there.rect, lost.points[0]) or _holds(then.rect, act.points[0]):
        return True
    here = _in_window(act, there.window_rect)
    before = _in_window(lost, then.window_rect)
    return _are_near(act.points, lost.points) or (bool(here and before) and _are_near(here, before))


def _holds(box: Rect | None, point: tuple[int, int]) -> bool:
    return box is not None and box.x <= point[0] < box.right and box.y <= point[1] < box.bottom


def _in_window(act: _Act, window: Rect | None) -> tuple[tuple[int, int], ...]:
    """Return an action's places from the corner of its window, which may have moved; empty where it is unknown."""
    return tuple((x - window.x, y - window.y) for x, y in act.points) if window else ()


def _are_near(some: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> bool:
    pairs = zip(some, others, strict=False)
    return len(some) == len(others) and all(dist(first, second) <= _SAME_PLACE_PX for first, second in pairs)


class WindowWatch:
    """Compares the windows at the end of a run with those at its start; a failure only leaves them unknown."""

    def __init__(self, camera: Camera, surroundings: Surroundings) -> None:
        self._camera = camera
        self._surroundings = surroundings
        self._before: Mapping[int, bool] | None = None  # each window, and whether its title indicated unsaved changes

    def begin(self, frame: Frame) -> None:
        """Note the windows before the first action."""
        states = {window.id: self._window_state(frame, window.id) for window in frame.scene.windows}
        self._before = {number: state is not None and state.unsaved for number, state in states.items()}

    def left(self, newest: Frame | None) -> tuple[WindowLeft, ...] | None:
        """Return the visible windows that were opened, or are unsaved now; None if they are unknown."""
        if self._before is None or newest is None:
            return None
        try:
            frame = replace(newest, scene=self._camera.windows_now(newest))
            return tuple(self._changed_windows(frame, self._before))
        except DesktopAgentError:
            _log.debug("the windows at the end are unknown", exc_info=True)
            return None

    def _changed_windows(self, frame: Frame, before: Mapping[int, bool]) -> Iterator[WindowLeft]:
        for number in dict.fromkeys(window.id for window in frame.scene.windows if not window.tooltip):
            state = self._window_state(frame, number)
            if state is None:
                continue
            left = replace(state, opened=number not in before, unsaved=state.unsaved and not before.get(number))
            if left.opened or left.unsaved:
                yield left

    def _window_state(self, frame: Frame, number: int) -> WindowLeft | None:
        """Return a window that people work in, without names where it is hidden; None where it cannot be seen."""
        target = window_seen(frame, number, self._surroundings)
        place = target.place
        if place is None:
            return WindowLeft() if any(places_of(frame, number)) else None
        window = place.window
        if place.ours or window.menu or window.fixture or not (window.title or window.app):
            return None
        return WindowLeft(window.title, program_name(window), unsaved=is_unsaved_title(window.title))
