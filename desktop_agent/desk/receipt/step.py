"""One step of taking over as data: what is put where, and by what the old and the new version are known again. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from desktop_agent.desk.receipt.change import ConflictKind, EntryVersion

TakeAct = Literal["folder", "put", "replace", "remove", "rights"]
RefusalReason = Literal["changed", "exists", "gone", "folder", "no-access", "shown", "conflict", "waits", "unknown"]
ConflictAnswer = Literal["keep-mine", "keep-both", "take-desk"]
# One for all that the person has changed, too, or one for each by its key; yours stays where none is given.
ConflictAnswers = ConflictAnswer | Mapping[tuple[int, str], ConflictAnswer]
UNDO_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class TakeStep:
    """One step; `path` is relative to the layer's folder, `source` and `undo` are paths of their own."""

    change: int  # the number of the change that it belongs to
    act: TakeAct
    layer: int
    path: str
    source: str = ""  # where the new version waits
    undo: str = ""  # where the old version goes
    old: EntryVersion | None = None
    new: EntryVersion | None = None
    mode: int = 0  # of a new folder, or the new rights


@dataclass(frozen=True, slots=True)
class Refused:
    """What was not taken over, and why."""

    layer: int
    path: str
    reason: RefusalReason
    conflict: ConflictKind = ""


@dataclass(frozen=True, slots=True)
class TakePlan:
    """All that one taking over does, in order, and the paths of its changes, by their numbers."""

    desk: str
    changes: tuple[tuple[int, str], ...]
    steps: tuple[TakeStep, ...]
    beside: tuple[str, ...] = ()  # folders of ours on the person's other disks, which hold old versions


@dataclass(frozen=True, slots=True)
class TakeResult:
    """What came of it."""

    taken: tuple[tuple[int, str], ...]
    refused: tuple[Refused, ...]
