"""A run that another one continues: the model is told what was done, and nothing is done again by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.attachment import Picture

# “uncertain”: its beginning is on record, and no end; “broken off”: it was stopped in the middle.
CameOf = Literal["done", "refused", "not done", "failed", "broken off", "uncertain"]
_HALF: frozenset[CameOf] = frozenset({"broken off", "uncertain"})


@dataclass(frozen=True, slots=True)
class EarlierAct:
    """An action of the model, in words and in its own form, and its outcome."""

    step: int
    words: str
    came: CameOf
    call_id: str
    model_action: Mapping[str, object]
    note: str = ""  # why it was not done, or not as asked for

    @property
    def is_half(self) -> bool:
        """Return whether it may have happened, or a part of it."""
        return self.came in _HALF


@dataclass(frozen=True, slots=True)
class EarlierTurn:
    """One answer of the model: the picture, its messages and acts, and a person's words after that."""

    seen: Picture | None = None
    messages: tuple[str, ...] = ()
    acts: tuple[EarlierAct, ...] = ()
    answers: tuple[str, ...] = ()  # to its questions
    heard: tuple[str, ...] = ()  # of the person's own accord


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """The runs that a task has had so far, as one; `run` is the last one's id, and `ended` says how that ended.

    `was_done` is what a person says of the act that may or may not have happened; None where nobody was asked. `task`
    is the first one's, where another task goes on after it; empty where it is the same task that goes on. `attached`
    are the names of files that went along with those tasks, and do not with this one.
    """

    run: str
    ended: str
    turns: tuple[EarlierTurn, ...] = ()
    was_done: bool | None = None
    task: str = ""
    attached: tuple[str, ...] = ()

    @property
    def last_turn(self) -> EarlierTurn | None:
        """Return the last answer that asked for something."""
        return next((turn for turn in reversed(self.turns) if turn.acts), None)

    @property
    def half_done(self) -> EarlierAct | None:
        """Return the act that may or may not have happened; there is at most one, as they come one by one."""
        last = self.last_turn
        return next((act for act in reversed(last.acts) if act.is_half), None) if last else None

    @property
    def never_known(self) -> tuple[EarlierAct, ...]:
        """Return the acts that were uncertain at an earlier break already; the model has looked since."""
        return tuple(act for turn in self.turns if turn is not self.last_turn for act in turn.acts if act.is_half)

    @property
    def done(self) -> tuple[EarlierAct, ...]:
        """Return the acts that were done, in order."""
        return tuple(act for turn in self.turns for act in turn.acts if act.came == "done")

    @property
    def said(self) -> tuple[str, ...]:
        """Return the person's words of their own accord."""
        return tuple(text for turn in self.turns for text in turn.heard)
