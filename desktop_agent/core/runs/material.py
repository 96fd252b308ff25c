"""The material that goes to the model with a task: files, a similar task's record, and the run that it continues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from desktop_agent.core.pictures import Size

AttachedKind = Literal["text", "picture", "pdf", "office"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is sent to a model."""

    data: bytes = field(repr=False)
    media_type: str
    size: Size


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file as it was read: its path, with “/” between folders, its length and its SHA-256, hexadecimal."""

    path: str
    kind: AttachedKind
    bytes: int
    sha256: str

    @property
    def name(self) -> str:
        """Return its name without its folder."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file, and its content for the model: texts and pictures, in order."""

    file: AttachedFile
    parts: tuple[str | Picture, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Guidance:
    """The steps of a similar task, from a run or a file of steps: an example, which approves nothing."""

    name: str  # of the run, or the path of the file
    parts: tuple[str | Picture, ...] = field(repr=False)


Material = Attachment | Guidance


def pictures_in(material: Iterable[Material]) -> int:
    """Return the number of pictures in all of the material."""
    return sum(isinstance(part, Picture) for item in material for part in item.parts)


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
