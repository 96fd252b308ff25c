"""The timeline of a run as it streams: rows of plain words, made from the events and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from desktop_agent.core.actions import Action
from desktop_agent.core.describe import visible
from desktop_agent.core.events import (
    ActionDone,
    ActionFailed,
    ActionProposed,
    Answered,
    Asked,
    Decided,
    Noticed,
    Paused,
    Reasoned,
    Resumed,
    RunFinished,
    RunStarted,
    Said,
    Settled,
    Stamped,
)
from desktop_agent.core.geometry import Viewport
from desktop_agent.record.page.words import duration, verdict
from desktop_agent.record.parse import parse_viewport
from desktop_agent.record.recording import TimeUse
from desktop_agent.record.spans import moment, spans_of
from desktop_agent.record.versions import Versions, versions_of

RowKind = Literal["thought", "said", "action", "question", "pause", "notice", "end"]
Tone = Literal["text", "muted", "ok", "warn", "bad"]
_PARTS: Mapping[TimeUse, str] = {
    "model": "model",
    "own": "deciding",
    "person": "you",
    "act": "acting",
    "settle": "settling",
}
_LONGEST = 2_000  # characters of one row; the record holds all of them
_ENDED: Mapping[str, tuple[str, Tone]] = {
    "completed": ("Completed", "ok"),
    "failed": ("Failed", "bad"),
    "stopped": ("Stopped", "warn"),
    "limit": ("Limit reached", "warn"),
    "blocked": ("Blocked", "warn"),
}
_TONES: Mapping[str, Tone] = {"ok": "ok", "warn": "warn", "bad": "bad"}


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One line: when, in which turn, what, what was decided about it, what came of it, and how long each part took."""

    at: str  # local wall clock, HH:MM:SS
    turn: int
    kind: RowKind
    text: str
    decision: str = ""
    result: str = ""
    tone: Tone = "text"
    parts: Mapping[TimeUse, int] = field(default_factory=dict)  # milliseconds
    action: Action | None = None
    given_up: Action | None = None  # what the model asked for where a person changed it

    @property
    def times(self) -> str:
        """Return the milliseconds of each part in words."""
        return " · ".join(f"{_PARTS[spent]} {duration(ms)}" for spent, ms in self.parts.items() if ms)


class Timeline:
    """The rows of one run, in order; `take` says which one changed."""

    def __init__(self) -> None:
        """Start empty."""
        self.rows: list[TimelineRow] = []
        self.viewport: Viewport | None = None
        self._last: Stamped | None = None
        self._open: dict[TimeUse, int] = {}  # time that no row has taken yet
        self._actions: dict[tuple[int, str, int], int] = {}
        self._versions: dict[int, Versions] = {}
        self._settling: int | None = None

    def take(self, stamped: Stamped) -> int | None:
        """Take the next event; return the index of the row that is new or changed, None where none is."""
        self._spend(stamped)
        event = stamped.event
        match event:
            case RunStarted():
                self.viewport = parse_viewport(event)
                return None
            case ActionProposed():
                return self._proposed(stamped, event)
            case Decided() | ActionDone() | ActionFailed():
                return self._of_action(stamped, event)
            case Settled():
                return self._settled()
            case _:
                plain = _plain(event)
                return None if plain is None else self._add(stamped, *plain)

    def _spend(self, stamped: Stamped) -> None:
        span = spans_of((self._last or stamped, stamped))[-1]
        if span.length_ms:
            self._open[span.spent] = self._open.get(span.spent, 0) + span.length_ms
        self._last = stamped

    def _spent(self) -> dict[TimeUse, int]:
        spent, self._open = self._open, {}
        return spent

    def _add(self, stamped: Stamped, kind: RowKind, text: str, tone: Tone = "text") -> int:
        at = moment(stamped.at)
        clock = f"{at.astimezone():%H:%M:%S}" if at else ""
        parts = self._spent()
        self.rows.append(TimelineRow(clock, stamped.turn, kind, visible(text, _LONGEST), tone=tone, parts=parts))
        return len(self.rows) - 1

    def _proposed(self, stamped: Stamped, event: ActionProposed) -> int:
        versions = versions_of(event, self.viewport)
        index = self._add(stamped, "action", versions.sentence())
        self._versions[index] = versions
        self.rows[index] = replace(self.rows[index], action=versions.action)
        self._actions[stamped.turn, event.call_id, event.index] = index
        self._settling = None
        return index

    def _of_action(self, stamped: Stamped, event: Decided | ActionDone | ActionFailed) -> int | None:
        index = self._actions.get((stamped.turn, event.call_id, event.index))
        if index is None:
            return None
        row = self._with_times(index)
        match event:
            case Decided():
                words, tone = verdict(event)
                reply = f": {visible(event.reply, _LONGEST)}" if event.reply else ""
                rule = "" if event.rule in {"", "default"} else f" ({event.rule})"
                row = replace(row, decision=f"{words}{rule}{reply}", tone=_TONES.get(tone, "text"))
                row = self._in_its_version(index, row, event)
            case ActionDone():
                row = replace(row, result="Done", tone="ok" if row.tone == "text" else row.tone)
                self._settling = index
            case ActionFailed(error=error):
                row = replace(row, result=f"Not done: {visible(error, _LONGEST)}", tone="bad")
        self.rows[index] = row
        return index

    def _in_its_version(self, index: int, row: TimelineRow, decided: Decided) -> TimelineRow:
        versions = self._versions[index] = self._versions[index].after(decided, self.viewport)
        text = visible(versions.sentence(), _LONGEST)
        return replace(row, text=text, action=versions.action, given_up=versions.given_up)

    def _settled(self) -> int | None:
        index, self._settling = self._settling, None
        if index is not None:
            self.rows[index] = self._with_times(index)
        return index

    def _with_times(self, index: int) -> TimelineRow:
        row = self.rows[index]
        parts = dict(row.parts)
        for spent, ms in self._spent().items():
            parts[spent] = parts.get(spent, 0) + ms
        return replace(row, parts=parts)


def _plain(event: object) -> tuple[RowKind, str, Tone] | None:
    match event:
        case Reasoned(text=text):
            return "thought", text, "muted"
        case Said(text=text):
            return "said", text, "text"
        case Asked(text=text):
            return "question", f"The model asks: {text}", "warn"
        case Answered(text=text):
            return "question", f"You answer: {text}", "text"
        case Paused(reason=reason):
            return "pause", f"Paused: {reason}", "warn"
        case Resumed():
            return "pause", "Going on", "text"
        case Noticed(level=level, text=text):
            return "notice", text, "muted" if level == "info" else "warn"
        case RunFinished(status=status, message=message):
            words, tone = _ENDED[status]
            return "end", f"{words}: {message}" if message else f"{words}.", tone
        case _:
            return None
