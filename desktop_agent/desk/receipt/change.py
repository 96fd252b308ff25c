"""What a desk has changed, as data: one change, what was left out, the receipt, and a step of taking over. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

EntryKind = Literal["file", "folder", "link", "other"]
ChangeKind = Literal["new", "changed", "deleted", "moved", "trashed", "rights"]
ReceiptGroup = Literal["documents", "outside", "settings", "runs-later"]
ConflictKind = Literal["", "changed", "deleted", "made", "unseen", "folder-gone", "in-the-way"]
LeftOutReason = Literal[
    "lock", "cache", "temporary", "special", "hidden", "unreadable", "not-kept", "unsaved", "made-anew"
]
SHOWN_PATH: Final = 300  # characters
DOCUMENTS: Final[ReceiptGroup] = "documents"
OUTSIDE: Final[ReceiptGroup] = "outside"  # documents in a home of which the desk saw only some folders
SETTINGS: Final[ReceiptGroup] = "settings"
RUNS_LATER: Final[ReceiptGroup] = "runs-later"
GROUPS: Final[tuple[ReceiptGroup, ...]] = (DOCUMENTS, OUTSIDE, RUNS_LATER, SETTINGS)
TakeAct = Literal["folder", "put", "replace", "remove", "rights"]
RefusalReason = Literal[
    "changed", "exists", "gone", "folder", "no-access", "shown", "conflict", "waits", "half-move", "unknown"
]
ConflictAnswer = Literal["keep-mine", "keep-both", "take-desk"]
# One for all that the person has changed, too, or one for each by its key; yours stays where none is given.
ConflictAnswers = ConflictAnswer | Mapping[tuple[int, str], ConflictAnswer]
UNDO_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class EntryVersion:
    """One version of a file, folder or link, told by what the system says of it."""

    kind: EntryKind
    device: int
    inode: int
    size: int
    mode: int  # the rights alone
    mtime_ns: int
    ctime_ns: int
    links: int = 1
    tree: str = ""  # of a folder that goes as a whole: a digest of all that is in it


@dataclass(frozen=True, slots=True)
class DeskChange:
    """One change, taken over as a whole or not at all; `path` and `origin` are relative to their layers' folders."""

    layer: int
    path: str
    kind: ChangeKind
    group: ReceiptGroup
    before: EntryVersion | None
    after: EntryVersion | None
    origin: str = ""  # where it was moved from
    conflict: ConflictKind = ""  # what the person did with it meanwhile
    notes: tuple[str, ...] = ()
    files: int = 1  # in a folder that goes as a whole
    parts: tuple[DeskChange, ...] = ()  # of what was moved: the new files, taken over together
    origin_layer: int | None = None  # where it was moved from another layer
    kept_by: tuple[tuple[int, str], ...] = ()  # the changes that hold what is deleted here, and have to come with it

    @property
    def key(self) -> tuple[int, str]:
        """Return what tells this change from the others of its desk."""
        return self.layer, self.path

    @property
    def old_place(self) -> tuple[int, str]:
        """Return the layer and path that it had before the desk."""
        return self.layer if self.origin_layer is None else self.origin_layer, self.origin or self.path


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One thing that the desk has written and that is never taken over."""

    layer: int
    path: str  # of what a window held that was not saved: its title
    reason: LeftOutReason


@dataclass(frozen=True, slots=True)
class Receipt:
    """All that a desk has changed; `names_known` tells whether what was there at its start was written down."""

    desk: str
    changes: tuple[DeskChange, ...]
    left_out: tuple[LeftOut, ...]
    names_known: bool

    def of(self, group: ReceiptGroup) -> tuple[DeskChange, ...]:
        """Return the changes of one group."""
        return tuple(change for change in self.changes if change.group == group)

    def conflicts(self) -> Iterator[DeskChange]:
        """Yield what the person has changed, too."""
        return (change for change in self.changes if change.conflict)


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
    needs: tuple[int, ...] = ()  # the numbers of changes without which it is not done


@dataclass(frozen=True, slots=True)
class Refused:
    """What was not taken over, and why."""

    layer: int
    path: str
    reason: RefusalReason
    conflict: ConflictKind = ""
    kept_by: tuple[int, str] | None = None  # of half a move: the other half


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
