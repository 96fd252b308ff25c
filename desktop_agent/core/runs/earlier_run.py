"""An earlier run that another one continues: its record for the model. Nothing is repeated automatically."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.runs.attachment import Picture

# “uncertain”: the record has its beginning and no end; “broken off”: it was stopped in the middle.
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
    note: str = ""  # why it was not done, or not as requested

    @property
    def is_half(self) -> bool:
        """Return whether the act may have happened completely or in part."""
        return self.came in _HALF


@dataclass(frozen=True, slots=True)
class EarlierTurn:
    """One answer of the model: the picture, its messages and acts, and a person's words after that."""

    seen: Picture | None = None
    messages: tuple[str, ...] = ()
    acts: tuple[EarlierAct, ...] = ()
    answers: tuple[str, ...] = ()  # to its questions
    heard: tuple[str, ...] = ()  # the person's messages that answered no question


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """All earlier runs of a task, joined; `run` is the id of the last one, and `ended` describes its end.

    `was_done` is a person's answer whether the uncertain act happened; None if no person was asked. `task` is the first
    run's task if the new run has another one; empty if the same task continues. `attached` are the names of files that
    went to the model with those tasks, and don't with this one.
    """

    run: str
    ended: str
    turns: tuple[EarlierTurn, ...] = ()
    was_done: bool | None = None
    task: str = ""
    attached: tuple[str, ...] = ()

    @property
    def last_turn(self) -> EarlierTurn | None:
        """Return the last answer with an act; None without one."""
        return next((turn for turn in reversed(self.turns) if turn.acts), None)

    @property
    def half_done(self) -> EarlierAct | None:
        """Return the last answer's act that may or may not have happened; at most one, as acts are done one by one."""
        last = self.last_turn
        return next((act for act in reversed(last.acts) if act.is_half), None) if last else None

    @property
    def never_known(self) -> tuple[EarlierAct, ...]:
        """Return the acts that were uncertain at an earlier interruption; the model has seen the screen since."""
        return tuple(act for turn in self.turns if turn is not self.last_turn for act in turn.acts if act.is_half)

    @property
    def done(self) -> tuple[EarlierAct, ...]:
        """Return the acts that were done, in order."""
        return tuple(act for turn in self.turns for act in turn.acts if act.came == "done")

    @property
    def said(self) -> tuple[str, ...]:
        """Return the person's messages that answered no question."""
        return tuple(text for turn in self.turns for text in turn.heard)
