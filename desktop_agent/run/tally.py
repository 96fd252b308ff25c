"""The facts about a run's end: which of its actions were done, and which windows it leaves."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.events import (
    ActionDone,
    ActionFailed,
    ActionProposed,
    ActionStarted,
    Decided,
    PersonSaid,
    Settled,
    Stamped,
)
from desktop_agent.core.frame import Frame
from desktop_agent.core.outcome import Outcome, WindowLeft
from desktop_agent.core.programs import program_name
from desktop_agent.core.rule_id import SKIPPING
from desktop_agent.policy.act import is_unsaved_title
from desktop_agent.run.ports import Camera, Surroundings
from desktop_agent.run.visibility import places_of, window_seen

_log = logging.getLogger(__name__)
_Fate = Literal["", "done", "refused", "skipped", "failed", "unseen", "altered", "unknown"]
_CHANGES_NOTHING = frozenset({"wait", "look", "move", "finish"})


@dataclass(slots=True)
class ActionTally:
    """Counts what became of a run's actions, and of the person's messages, from its events in order."""

    _fates: dict[tuple[int, str, int], _Fate] = field(default_factory=dict)
    _idle: set[tuple[int, str, int]] = field(default_factory=set)  # actions that change nothing
    _last: tuple[int, str, int] | None = None  # the action done last
    _said: list[tuple[int, int]] = field(default_factory=list)  # the turn of each message, and the acts before it

    def take(self, stamped: Stamped) -> None:
        """Take the next event."""
        match stamped.event:
            case ActionProposed(call_id, index, action):
                place = (stamped.turn, call_id, index)
                self._fates[place] = ""
                if action is not None and action.get("kind") in _CHANGES_NOTHING:
                    self._idle.add(place)
            case Settled(typed=typed) if self._last is not None:
                if typed and self._fates[self._last] == "done":  # what a field tells is more than what a picture does
                    self._fates[self._last] = typed
                self._last = None
            case PersonSaid():
                self._said.append((stamped.turn, self._acts))
            case Decided() | ActionStarted() | ActionDone() | ActionFailed() as event:
                place = (stamped.turn, event.call_id, event.index)
                if place in self._fates:
                    self._fates[place] = _fate(event)
                    self._last = place if isinstance(event, ActionDone) else self._last
            case _:
                pass

    def outcome(self, turn: int) -> Outcome:
        """Return the counts after the last event, which has this turn."""
        count, acts = Counter(self._fates.values()), self._acts
        unread = sum(said_in == turn for said_in, _ in self._said)
        unheeded = sum(said_in != turn and before == acts for said_in, before in self._said)
        return Outcome(
            refused=count["refused"], skipped=count["skipped"], failed=count["failed"], unseen=count["unseen"],
            altered=count["altered"], unknown=count["unknown"], unread=unread, unheeded=unheeded,
        )  # fmt: skip

    @property
    def _acts(self) -> int:
        """Return the number of actions so far that may have changed something."""
        return sum(
            fate in {"done", "unseen", "altered", "unknown"} and place not in self._idle
            for place, fate in self._fates.items()
        )


def _fate(event: Decided | ActionStarted | ActionDone | ActionFailed) -> _Fate:
    match event:
        case Decided(verdict="deny", by=by, rule=rule) if by != "mode":  # a rehearsal does nothing
            return "skipped" if rule in SKIPPING else "refused"
        case Decided():
            return ""
        case ActionStarted():
            return "unknown"
        case ActionDone(typed=typed):
            return typed or "done"
        case ActionFailed(cause=cause):
            return "skipped" if cause == "takeover" else "failed"


class WindowWatch:
    """Compares the windows at the end of a run with those at its start; a failure only leaves them unknown."""

    def __init__(self, camera: Camera, surroundings: Surroundings) -> None:
        self._camera, self._surroundings = camera, surroundings
        self._before: Mapping[int, bool] | None = None  # each window, and whether its title indicated unsaved changes

    def begin(self, frame: Frame) -> None:
        """Note the windows before the first action."""
        states = {window.id: self._state(frame, window.id) for window in frame.scene.windows}
        self._before = {number: state is not None and state.unsaved for number, state in states.items()}

    def left(self, newest: Frame | None) -> tuple[WindowLeft, ...] | None:
        """Return the visible windows that were opened, or are unsaved now; None if they are unknown."""
        if self._before is None or newest is None:
            return None
        try:
            frame = replace(newest, scene=self._camera.windows_now(newest))
            return tuple(self._changed(frame, self._before))
        except DesktopAgentError:
            _log.debug("the windows at the end are unknown", exc_info=True)
            return None

    def _changed(self, frame: Frame, before: Mapping[int, bool]) -> Iterator[WindowLeft]:
        for number in dict.fromkeys(window.id for window in frame.scene.windows if not window.tooltip):
            state = self._state(frame, number)
            if state is None:
                continue
            left = replace(state, opened=number not in before, unsaved=state.unsaved and not before.get(number))
            if left.opened or left.unsaved:
                yield left

    def _state(self, frame: Frame, number: int) -> WindowLeft | None:
        """Return a window that people work in, without names where it is hidden; None where it cannot be seen."""
        target = window_seen(frame, number, self._surroundings)
        place = target.place
        if place is None:
            return WindowLeft() if any(places_of(frame, number)) else None
        window = place.window
        if place.ours or window.menu or window.fixture or not (window.title or window.app):
            return None
        return WindowLeft(window.title, program_name(window), unsaved=is_unsaved_title(window.title))
