"""A set of changes as one thing, for all surfaces: list it, apply some or all, undo, redo, finish after a crash.

There are two kinds. What a desk has changed has no effect until it is applied to the person's files. What a run has
changed on the person's own screen is read from the copy of its folders, and leads back: to apply that is to undo the
run's changes, and to undo it is to redo them. Both are carried out by the same steps (`take.py`).
"""

from __future__ import annotations

import logging
import posixpath
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from desktop_agent.core.errors import DeskError, DesktopAgentError
from desktop_agent.core.runs.events import ReceiptAnswer
from desktop_agent.core.texts.message import Message, foreign
from desktop_agent.desk.folder import RECORD, START_MARK, DeskLayer, DeskRecord, find_desk, open_desk
from desktop_agent.desk.receipt import take
from desktop_agent.desk.receipt.change import (
    DOCUMENTS,
    GROUPS,
    OUTSIDE,
    RUNS_LATER,
    SETTINGS,
    SHOWN_PATH,
    UNDO_DAYS,
    ConflictAnswers,
    DeskChange,
    Receipt,
    Refused,
    TakeResult,
)
from desktop_agent.desk.receipt.journal import DAY_NS, journals
from desktop_agent.desk.receipt.layers import safe_rights
from desktop_agent.desk.receipt.read import read_receipt
from desktop_agent.desk.receipt.run_changes import LIST, compare, keep_only_what_undo_needs, restoring_changes
from desktop_agent.desk.receipt.wording import (
    DESK_WORDS,
    RUN_WORDS,
    SetWords,
    change_line,
    left_out_lines,
    refusal_words,
    shown_path,
)
from desktop_agent.desk.remove import remove_folder
from desktop_agent.lib.paths import places
from desktop_agent.record.desk_receipt import ReceiptAct, ReceiptActKind, ReceiptEntry, note_act, receipt_acts
from desktop_agent.record.journal import BEFORE, JOURNAL
from desktop_agent.record.reader import RUN_NAME
from desktop_agent.record.store import is_being_recorded, is_foreign

_log = logging.getLogger(__name__)


_AFTER_CRASH_NS = 10 * 10**9  # a program may still be saving what the last act of a killed run began
_NOTHING = Message("There's nothing to undo: this program has no copy of files that this run has changed.")
_COPIES = Message(
    "It copies the folders of --allow files:FOLDER before a run on your own screen, and can't undo anything else."
)


@dataclass(frozen=True, slots=True)
class ListedChanges:
    """A set of changes as it is now, with its folder's record."""

    folder: Path
    record: DeskRecord
    receipt: Receipt
    cut_off: bool  # it was being applied when the program or the computer stopped
    may_undo: bool  # something of it is applied


def _listed_changes(folder: Path, receipt: Receipt) -> ListedChanges:
    cut_off = take.unfinished(folder)
    return ListedChanges(folder, open_desk(folder), receipt, cut_off, bool(journals(folder)) and not cut_off)


@dataclass(frozen=True, slots=True)
class DeskChanges:
    """What a desk has changed; each act on it is recorded in the desk's run."""

    folder: Path
    words: ClassVar[SetWords] = DESK_WORDS

    def read(self) -> ListedChanges:
        """Return the changes that are neither applied nor discarded; DeskError while the desk runs."""
        receipt = read_receipt(self.folder)
        _note_changes(self.folder, receipt)
        return _listed_changes(self.folder, receipt)

    def apply(self, chosen: Sequence[DeskChange], answers: ConflictAnswers = "keep-mine") -> TakeResult:
        """Apply the chosen changes; DeskError if none could be, and then nothing is changed."""
        return _note_result(self.folder, "taken", take.take(self.folder, chosen, answers))

    def finish(self) -> TakeResult:
        """Finish what was interrupted while it was applied."""
        return _note_result(self.folder, "taken", take.finish(self.folder))

    def undo(self) -> TakeResult:
        """Undo all that was applied."""
        return _note_result(self.folder, "undone", take.undo(self.folder))

    def discard(self) -> None:
        """Discard the changes that weren't applied."""
        take.discard(self.folder)
        _note_discarded(self.folder)


@dataclass(frozen=True, slots=True)
class RunChanges:
    """What leads back to the copy that was made before a run acted; `root` is the folder of all runs."""

    run: Path
    root: Path
    words: ClassVar[SetWords] = RUN_WORDS

    @property
    def folder(self) -> Path:
        """The folder with the copy."""
        return self.run / BEFORE

    def read(self) -> ListedChanges:
        """Return what can be undone, without what an interrupted undo is about; DeskError without a copy.

        After a crash of the run, its changes are listed now.
        """
        self._prepare()
        receipt = restoring_changes(self.folder)
        if pending := take.unfinished_paths(self.folder):
            left = (change for change in receipt.changes if not {change.key, change.old_place} & pending)
            receipt = replace(receipt, changes=tuple(left))
        return _listed_changes(self.folder, receipt)

    def apply(self, chosen: Sequence[DeskChange], answers: ConflictAnswers = "keep-mine") -> TakeResult:
        """Undo the chosen changes of the run; DeskError if none could be, and then nothing is changed.

        An undo that was interrupted is completed first.
        """
        completed = TakeResult((), ())
        if take.unfinished(self.folder):
            completed = self.finish()
            left = {change.key for change in self.read().receipt.changes}
            chosen = [change for change in chosen if change.key in left]
            if not chosen:
                return completed
        layers = open_desk(self.folder).layers
        for layer in {layers[change.layer] for change in chosen}:
            if not layer.lower.exists():
                with suppress(OSError):  # then what was in it is refused
                    layer.lower.mkdir(mode=safe_rights(layer.upper.stat().st_mode), parents=True)
        result = take.take(self.folder, chosen, answers, words=self.words)
        return TakeResult((*completed.taken, *result.taken), (*completed.refused, *result.refused))

    def finish(self) -> TakeResult:
        """Finish an undo that was interrupted."""
        return take.finish(self.folder, words=self.words)

    def undo(self) -> TakeResult:
        """Redo all that was undone; DeskError if that is nothing."""
        if not journals(self.folder):
            raise DeskError(Message("The changes of this run haven't been undone, so there's nothing to redo."))
        return take.undo(self.folder, words=self.words)

    def _prepare(self) -> None:
        if is_being_recorded(self.run):
            raise DeskError(Message("This run is still in progress."), Message("Stop it first, then undo its changes."))
        # A record from elsewhere could bring anything into the person's folders.
        if is_foreign(self.run, self.root) or not (self.folder / RECORD).is_file():
            raise DeskError(_NOTHING, _COPIES)
        try:
            if not (self.folder / LIST).exists():
                compare(self.folder, ended_ns=(self.run / JOURNAL).stat().st_mtime_ns + _AFTER_CRASH_NS)
                keep_only_what_undo_needs(self.folder)
        except OSError as error:
            raise DeskError(Message("The folders of this run can't be read: {reason}.", reason=str(error))) from error
        if not self.folder.exists():
            raise DeskError(_NOTHING, _COPIES)


ChangeSet = DeskChanges | RunChanges


def desk_changes(desk: str, desks: Path | None = None) -> DeskChanges:
    """Return the changes of the desk with this id, below `desks` or the usual folder; DeskError if there is none."""
    return DeskChanges(find_desk(desks or places().desks, desk, running=False))


def run_changes(run: Path, root: Path | None = None) -> RunChanges:
    """Return the changes of a run on the person's own screen; `root` is the folder of all runs, if not the usual."""
    return RunChanges(run, root or places().runs)


def forget_old(folders: Iterable[Path], now_ns: int | None = None) -> int:
    """Remove what is kept for an undo once its time is over, and runs' copies; return the number of sets affected."""
    now = time.time_ns() if now_ns is None else now_ns
    count = 0
    for folder in folders:
        count += take.forget_old(folder, now)
        if folder.name != BEFORE:
            continue
        with suppress(OSError):
            age_ns = now - (folder / START_MARK).stat().st_mtime_ns  # which half a copy has, too
            if age_ns > UNDO_DAYS * DAY_NS and not journals(folder) and not is_being_recorded(folder.parent):
                remove_folder(folder)
    return count


def note_settlement(desk: Path, answer: ReceiptAnswer, came: ReceiptSettlement) -> None:
    """Record how a desk's changes were settled at the end of its run."""
    _note_changes(desk, came.receipt)
    if answer == "discard":
        _note_discarded(desk)
    elif answer == "accept":
        _note_result(desk, "taken", TakeResult(came.taken, came.refused))


def _note_changes(desk: Path, receipt: Receipt) -> None:
    """Record a desk's changes in its run, once; later acts on them are recorded separately."""
    record = open_desk(desk)
    run = _run_of(record)
    if run is None or any(act.kind == "changed" and act.desk == record.id for act in receipt_acts(run)):
        return
    home = Path.home()
    entries = []
    for change in receipt.changes:
        line = change_line(change, record.layers, home)
        entries.append(
            ReceiptEntry(line.path, tuple(filter(None, (line.what, line.size, *line.remarks))), change.group)
        )
    left_out = tuple(left_out_lines(receipt.left_out, record.layers, home))
    act = ReceiptAct(
        "changed", record.id, count=len(entries), entries=tuple(entries), left_out=left_out, hosts=record.hosts
    )
    _append_act(run, act)


def _note_result(desk: Path, kind: ReceiptActKind, result: TakeResult) -> TakeResult:
    """Record what was applied or undone, and return it."""
    record = open_desk(desk)
    run = _run_of(record)
    if run is None:
        return result
    home = Path.home()
    layers = record.layers
    taken = tuple(ReceiptEntry(shown_path(layers[layer], path, home)) for layer, path in result.taken)
    refused = tuple(
        ReceiptEntry(shown_path(layers[refusal.layer], refusal.path, home), (refusal_words(refusal, layers, home),))
        for refusal in result.refused
    )
    _append_act(run, ReceiptAct(kind, record.id, count=len(taken), entries=taken, refused=refused))
    return result


def _note_discarded(desk: Path) -> None:
    """Record that the remaining changes were discarded."""
    record = open_desk(desk)
    run = _run_of(record)
    if run is not None:
        _append_act(run, ReceiptAct("discarded", record.id))


def _run_of(record: DeskRecord) -> Path | None:
    """Return the folder of a desk's run; None if there is none."""
    if record.run is None or not RUN_NAME.fullmatch(record.run):
        return None
    folder = places().runs / record.run
    return folder if folder.is_dir() and not folder.is_symlink() else None


def _append_act(run: Path, act: ReceiptAct) -> None:
    try:
        note_act(run, act)
    except DesktopAgentError as error:
        _log.warning("the receipt could not be written into the record: %s", error)


@dataclass(frozen=True, slots=True)
class ReceiptSettlement:
    """How a receipt was settled."""

    receipt: Receipt  # before it was settled
    taken: tuple[tuple[int, str], ...]
    refused: tuple[Refused, ...]
    left: int = 0  # number of changes made for the person that were neither applied nor discarded

    @property
    def changes(self) -> Mapping[str, int]:
        """Return the number of changes in each group, and of files and windows lost with the desk."""
        lost = [entry.reason for entry in self.receipt.left_out]
        counts: dict[str, int] = {group: len(self.receipt.of(group)) for group in GROUPS}
        return counts | {reason: lost.count(reason) for reason in ("not-kept", "unsaved") if reason in lost}


def settle(desk: Path, answer: ReceiptAnswer) -> ReceiptSettlement:
    """Accept the desk's documents without conflicts, discard all changes, or keep all for later.

    DeskError if that fails; the person's files are unchanged then. Changes that would run later, or that lie outside
    the folders the person named, are never accepted unseen: they wait for `desk take`.
    """
    receipt = read_receipt(desk)
    candidates = pending_changes(receipt)
    if answer == "keep" or (answer == "accept" and not candidates):
        return ReceiptSettlement(receipt, (), (), len(candidates))
    if answer == "discard":
        take.discard(desk)
        return ReceiptSettlement(receipt, (), ())
    chosen = proposed_changes(receipt)
    result = take.take(desk, chosen) if chosen else TakeResult((), ())
    left = {change.key: change for change in candidates}
    for key in result.taken:
        left.pop(key, None)
    refused = {(entry.layer, entry.path): entry for entry in result.refused}
    remaining = [
        refused.get(key) or Refused(*key, "conflict" if change.conflict else "waits", change.conflict)
        for key, change in left.items()
    ]
    return ReceiptSettlement(receipt, result.taken, tuple(remaining), len(left))


def proposed_changes(receipt: Receipt) -> list[DeskChange]:
    """Return the changed documents without a conflict, in the folders that the desk was given."""
    return [change for change in receipt.of(DOCUMENTS) if not change.conflict]


def changed_documents(receipt: Receipt) -> list[DeskChange]:
    """Return the changed documents wherever they were saved; for a person who has seen the list."""
    return [*receipt.of(DOCUMENTS), *receipt.of(OUTSIDE)]


def pending_changes(receipt: Receipt) -> list[DeskChange]:
    """Return the changes that wait for the person; what programs note in their own settings isn't one of them."""
    return [*changed_documents(receipt), *receipt.of(RUNS_LATER)]


def changes_not_run_later(receipt: Receipt) -> list[DeskChange]:
    """Return all changes but those that would run later, which must be named one by one."""
    return [change for change in receipt.changes if change.group != RUNS_LATER]


def named(receipt: Receipt, layers: Sequence[DeskLayer], paths: Sequence[str], listing: str = "") -> list[DeskChange]:
    """Return the changes at these absolute paths or in these folders; DeskError for a path without changes.

    `listing` is the command that lists them, for the hint.

    A folder stands for its documents, a hidden folder for its settings too. A change that would run later is returned
    for its own path only.
    """
    chosen = dict[tuple[int, str], DeskChange]()
    for path in paths:
        # The parent folder may be a link, and so may the entry itself.
        above, name = posixpath.split(posixpath.normpath(path))
        places = (
            f"{above.rstrip('/')}/{name}",
            f"{posixpath.realpath(above).rstrip('/')}/{name}",
            posixpath.realpath(path),
        )
        matches = next(filter(None, (list(_changes_at(receipt, layers, place)) for place in places)), [])
        if not matches:
            raise DeskError(
                Message("There are no changes at “{path}” that could be chosen.", path=foreign(path, SHOWN_PATH)),
                Message("See “{command}”.", command=listing or f"desktop-agent desk show {receipt.desk}"),
            )
        chosen.update((change.key, change) for change in matches)
    return list(chosen.values())


def _changes_at(receipt: Receipt, layers: Sequence[DeskLayer], path: str) -> Iterator[DeskChange]:
    for change in receipt.changes:
        lowers = [(str(layers[layer].lower), inner) for layer, inner in (change.key, change.old_place)]
        places = [f"{lower}/{inner}" for lower, inner in lowers]
        if path in places:
            yield change
        elif any(place.startswith(f"{path.rstrip('/')}/") for place in places):
            hidden = "/." in path.removeprefix(lowers[0][0])
            if change.group in {DOCUMENTS, OUTSIDE} or (change.group == SETTINGS and hidden):
                yield change
