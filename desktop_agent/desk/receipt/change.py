"""The data types of a receipt: changes, left-out entries, the receipt, and the steps of a takeover. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from desktop_agent.desk.folder import DiskPath

EntryKind = Literal["file", "folder", "link", "other"]
ChangeKind = Literal["new", "changed", "deleted", "moved", "trashed", "rights"]
ReceiptGroup = Literal["documents", "outside", "settings", "runs-later"]
ConflictKind = Literal["", "changed", "deleted", "made", "unseen", "folder-gone", "in-the-way"]
LeftOutReason = Literal[
    "lock", "cache", "temporary", "special", "hidden", "unreadable", "not-kept", "unsaved", "made-anew", "uncopied"
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
ConflictAnswer = Literal["keep-mine", "take-desk"]
# One answer for all conflicts, or one for each change by its key; without an answer the person's version stays.
ConflictAnswers = ConflictAnswer | Mapping[tuple[int, str], ConflictAnswer]
UNDO_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class EntryVersion:
    """One version of a file, folder or link, identified by its system metadata."""

    kind: EntryKind
    device: int
    inode: int
    size: int
    mode: int  # the rights alone
    mtime_ns: int
    ctime_ns: int
    links: int = 1
    tree: str = ""  # a digest of all content, for a folder that is moved as a unit


@dataclass(frozen=True, slots=True)
class DeskChange:
    """One change, taken over completely or not at all; `path` and `origin` are relative to their layers' folders."""

    layer: int
    path: str
    kind: ChangeKind
    group: ReceiptGroup
    before: EntryVersion | None
    after: EntryVersion | None
    origin: str = ""  # its old path, if it was moved
    conflict: ConflictKind = ""  # the person's own change meanwhile
    notes: tuple[str, ...] = ()
    files: int = 1  # in a folder that is moved as a unit
    parts: tuple[DeskChange, ...] = ()  # the new files of a moved folder, taken over together
    origin_layer: int | None = None  # its old layer, if it was moved
    kept_by: tuple[tuple[int, str], ...] = ()  # keys of the changes that hold the deleted files, needed with it

    @property
    def key(self) -> tuple[int, str]:
        """Return the layer and path, which identify a change on its desk."""
        return self.layer, self.path

    @property
    def old_place(self) -> tuple[int, str]:
        """Return the layer and path of the entry before the desk."""
        return self.layer if self.origin_layer is None else self.origin_layer, self.origin or self.path


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry written by the desk that is never taken over."""

    layer: int
    path: str  # or a window's title, for unsaved content
    reason: LeftOutReason


@dataclass(frozen=True, slots=True)
class Receipt:
    """All changes of a desk; `names_known` says whether the list of names at its start exists."""

    desk: str
    changes: tuple[DeskChange, ...]
    left_out: tuple[LeftOut, ...]
    names_known: bool

    def of(self, group: ReceiptGroup) -> tuple[DeskChange, ...]:
        """Return the changes of one group."""
        return tuple(change for change in self.changes if change.group == group)

    def conflicts(self) -> Iterator[DeskChange]:
        """Yield the changes that conflict with the person's own."""
        return (change for change in self.changes if change.conflict)


@dataclass(frozen=True, slots=True)
class TakeStep:
    """One step; `path` is relative to the layer's folder, `source` and `undo` are absolute."""

    change: int  # the number of the change that it belongs to
    act: TakeAct
    layer: int
    path: DiskPath
    source: DiskPath = ""  # the staged new version
    undo: DiskPath = ""  # the place for the old version
    old: EntryVersion | None = None
    new: EntryVersion | None = None
    mode: int = 0  # of a new folder, or the new rights
    needs: tuple[int, ...] = ()  # the numbers of changes that it depends on


@dataclass(frozen=True, slots=True)
class Refused:
    """A change that was not taken over, and the reason."""

    layer: int
    path: str
    reason: RefusalReason
    conflict: ConflictKind = ""
    kept_by: tuple[int, str] | None = None  # the other half of a half move


@dataclass(frozen=True, slots=True)
class TakePlan:
    """All steps of one takeover in order, and the keys of its changes by number."""

    desk: str
    changes: tuple[tuple[int, DiskPath], ...]
    steps: tuple[TakeStep, ...]
    beside: tuple[DiskPath, ...] = ()  # our folders with old versions on other disks

    def part(self, numbers: Collection[int]) -> TakePlan:
        """Return the plan of these changes alone, with the new folders that their entries lie in."""
        renumbered = {number: index for index, number in enumerate(sorted(numbers))}
        inside = dict[tuple[int, str], int]()  # a change of these in each folder
        for step in self.steps:
            if step.change in renumbered:
                for above in _folders_above(step.path):
                    inside.setdefault((step.layer, above), step.change)
        steps = list[TakeStep]()
        for step in self.steps:
            is_around = step.act == "folder" and step.change not in renumbered
            number = inside.get((step.layer, step.path)) if is_around else step.change
            if number is not None and number in renumbered:
                needs = tuple(renumbered[needed] for needed in step.needs if needed in renumbered)
                steps.append(replace(step, change=renumbered[number], needs=needs))
        changes = tuple(self.changes[number] for number in renumbered)
        return TakePlan(self.desk, changes, tuple(steps), self.beside)


def _folders_above(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


@dataclass(frozen=True, slots=True)
class TakeResult:
    """The changes taken over, or undone, and those refused."""

    taken: tuple[tuple[int, str], ...]
    refused: tuple[Refused, ...]
