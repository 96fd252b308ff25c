"""Takes over chosen changes, undoes and finishes takeovers, and discards changes."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from desktop_agent.core.errors import DeskError, DesktopAgentError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.folder import DeskRecord, DeskStatus, open_desk, running_desk_error, set_status
from desktop_agent.desk.receipt.carry_out import DiskActs, RefusedStepError, StepRunner, write_to_disk
from desktop_agent.desk.receipt.change import (
    ConflictAnswers,
    DeskChange,
    RefusalReason,
    Refused,
    TakePlan,
    TakeResult,
    TakeStep,
)
from desktop_agent.desk.receipt.folder_copy import rights_of_folders
from desktop_agent.desk.receipt.journal import TakeJournal, journals, new_journal
from desktop_agent.desk.receipt.layers import KnownTimes, folders_above
from desktop_agent.desk.receipt.plan import TakePlanning, TakeStage, drop_staged
from desktop_agent.desk.receipt.run_changes import own_times
from desktop_agent.desk.receipt.wording import DESK_WORDS, SetWords
from desktop_agent.desk.remove import remove_folder
from desktop_agent.lib.files import FULL_ERRORS
from desktop_agent.record.lock import lock_file

_log = logging.getLogger(__name__)

_LOCK = "takings.lock"
# Errors of a single file or folder; any other error concerns the disk, and then nothing is taken over.
_ENTRY_ERRORS = frozenset({errno.EACCES, errno.EPERM, errno.ELOOP, errno.EBUSY, errno.ENAMETOOLONG, errno.ETXTBSY})

# Errors of an entry that the person has just removed or replaced.
_CHANGED_ERRORS = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENOTEMPTY})


@dataclass(slots=True)
class HeldPaths:
    """The places of what a later takeover keeps, which an earlier one must not touch, with the reasons."""

    _reasons: dict[tuple[int, str], RefusalReason] = field(default_factory=dict)
    _above: dict[tuple[int, str], RefusalReason] = field(default_factory=dict)  # the folders that these are in

    def add(self, plan: TakePlan, staying: Mapping[int, RefusalReason]) -> None:
        """Hold the places of these changes of a plan."""
        for step in plan.steps:
            if step.change in staying and step.act != "folder":
                reason = staying[step.change]
                self._reasons[step.layer, step.path] = reason
                self._above.update(((step.layer, above), reason) for above in folders_above(step.path))

    def refusals_in(self, plan: TakePlan) -> dict[int, RefusalReason]:
        """Return the changes of a plan that touch what is held, with the reasons."""
        found = dict[int, RefusalReason]()
        for step in plan.steps:
            reason = self._reason(step)
            if reason:
                found[step.change] = reason
        return found

    def _reason(self, step: TakeStep) -> RefusalReason | None:
        if step.act == "folder":  # it goes only if it is empty
            return None
        places = [(step.layer, path) for path in (step.path, *folders_above(step.path))]
        reason = next((self._reasons[place] for place in places if place in self._reasons), None)
        return reason if reason or step.act == "rights" else self._above.get(places[0])


def take(
    desk: Path,
    chosen: Sequence[DeskChange],
    answer: ConflictAnswers = "keep-mine",
    acts: DiskActs | None = None,
    words: SetWords = DESK_WORDS,
) -> TakeResult:
    """Apply these changes of a desk that has ended; DeskError, in its own words, if none could be.

    Then nothing is changed, or the error says so.
    """
    acts = acts or DiskActs()
    record = open_desk(desk)
    with _lock_takeovers(desk, record, words):
        if open_desk(desk).status == "discarded":
            raise DeskError(Message(words.discarded, id=record.id))
        if unfinished(desk):
            raise DeskError(
                Message("The takeover from desk {id} was interrupted.", id=record.id),
                Message(
                    "Finish it with “desktop-agent desk take {id} --finish”, or undo it with "
                    "“desktop-agent desk undo {id2}”.",
                    id=record.id,
                    id2=record.id,
                ),
            )
        journal = new_journal(desk)
        try:
            planning = TakePlanning(record, TakeStage(record.id, journal), answer, rights=rights_of_folders(desk)).add(
                chosen
            )
            plan = planning.plan()
            if not plan.steps:
                remove_folder(journal.folder)
                return TakeResult((), tuple(planning.refused))
            for layer in record.layers:
                write_to_disk(layer.upper)
            acts.report_point("plan")
            journal.write_plan(plan)
        except OSError as error:
            drop_staged(record.layers, record.id, journal)
            remove_folder(journal.folder)
            raise _take_error(error, record, words) from error
        return _carry_out(_Takeover(desk, record, journal, acts, words), plan, planning.refused)


def finish(desk: Path, acts: DiskActs | None = None, words: SetWords = DESK_WORDS) -> TakeResult:
    """Finish an interrupted takeover; the result names the refused changes, as in `take`."""
    record = open_desk(desk)
    with _lock_takeovers(desk, record, words):
        journal = _interrupted_journal(desk, record)
        if journal is None:
            raise DeskError(
                Message(words.no_interrupted, id=record.id),
                Message("There's nothing to finish."),
            )
        return _carry_out(_Takeover(desk, record, journal, acts or DiskActs(), words), journal.plan(), [])


def undo(desk: Path, acts: DiskActs | None = None, words: SetWords = DESK_WORDS) -> TakeResult:
    """Undo all takeovers from a desk; entries that the person has changed since stay and are returned as refused."""
    record = open_desk(desk)
    with _lock_takeovers(desk, record, words):
        _interrupted_journal(desk, record)
        journal_list = journals(desk)
        if not journal_list:
            raise DeskError(
                Message("There is no takeover from desk {id} that can be undone.", id=record.id),
                Message("Old versions are kept for 30 days."),
            )
        taken = dict[tuple[int, str], None]()
        refused = dict[tuple[int, str], Refused]()
        held = HeldPaths()
        for journal in reversed(journal_list):
            plan = journal.plan()
            taking = _Takeover(desk, record, journal, acts or DiskActs(), words)
            try:
                staying = _undo_plan(taking, plan, held)
            except OSError as error:
                raise _undo_error(error, record, words) from error
            for refusal in staying:
                refused.setdefault((refusal.layer, refusal.path), refusal)
            taken.update(dict.fromkeys(plan.changes))
    return TakeResult(tuple(key for key in taken if key not in refused), tuple(refused.values()))


def discard(desk: Path) -> None:
    """Discard the changes that were not taken over; old versions stay for the undo."""
    record = open_desk(desk)
    with _lock_takeovers(desk, record, DESK_WORDS):
        if _interrupted_journal(desk, record):
            raise DeskError(
                Message("The takeover from desk {id} was interrupted.", id=record.id),
                Message("Undo it first with “desktop-agent desk undo {id}”.", id=record.id),
            )
        set_status(desk, "discarded")
        for part in ("up", "names", "wk"):
            remove_folder(desk / part)


def unfinished(desk: Path) -> bool:
    """Return whether an interrupted takeover waits to be finished or undone."""
    return any(_unfinished(desk))


def unfinished_paths(desk: Path) -> frozenset[tuple[int, str]]:
    """Return the layers and paths that an interrupted takeover is about."""
    return frozenset((step.layer, step.path) for journal in _unfinished(desk) for step in journal.plan().steps)


def _unfinished(desk: Path) -> Iterator[TakeJournal]:
    return (journal for journal in journals(desk) if journal.is_planned and not journal.is_done)


def forget_old(desk: Path, now_ns: int) -> bool:
    """Remove old versions whose time for an undo is over; return whether there were any."""
    old = [journal for journal in journals(desk) if journal.is_old(now_ns)]
    for journal in old:
        with suppress(DeskError):
            for folder in journal.plan().beside:
                remove_folder(Path(folder))
        remove_folder(journal.folder)
    return bool(old)


@dataclass(frozen=True, slots=True)
class _Takeover:
    """One takeover as it is carried out or undone."""

    desk: Path
    record: DeskRecord
    journal: TakeJournal
    acts: DiskActs
    words: SetWords

    def steps(self) -> StepRunner:
        """Return a runner of its steps."""
        return StepRunner(tuple(layer.lower for layer in self.record.layers), self.acts)

    def set_status(self, status: DeskStatus) -> None:
        """Write the desk's new status; what was done counts even if that fails."""
        try:
            set_status(self.desk, status)
        except DesktopAgentError as error:
            _log.warning("the status of a desk can't be written: %s", error)


def _carry_out(taking: _Takeover, plan: TakePlan, refused: Sequence[Refused]) -> TakeResult:
    acts = taking.acts
    folders = FolderTimes(taking.record, plan, own_times(taking.desk, taking.record))
    try:
        stopped = _run_steps(taking.steps(), plan)
        _flush(taking.record)
        taken = tuple(key for number, key in enumerate(plan.changes) if number not in stopped)
        late = [Refused(*plan.changes[number], reason) for number, reason in stopped.items()]
        result = TakeResult(taken, (*refused, *late))
        acts.report_point("result")
        taking.journal.note_restored(taking.desk, folders.unchanged_but_moved())
        if taken:
            taking.set_status("taken")
            acts.report_point("status")
        taking.journal.write_done()
        _log.info("%d changes were taken over, and %d not", len(taken), len(result.refused))
    except OSError as error:
        _log.info("a takeover failed, and is undone: %s", error)
        raise _roll_back(taking, plan, error) from error
    return result


def _roll_back(taking: _Takeover, plan: TakePlan, failure: OSError) -> DeskError:
    """Undo a takeover that has failed; return the error for the person, by what has become of it."""
    try:
        staying = _undo_plan(taking, plan, HeldPaths())
    except OSError as error:
        _log.warning("a takeover that failed can't be undone: %s", error)
    else:
        if not staying:
            return _take_error(failure, taking.record, taking.words)
    return DeskError(
        Message(taking.words.failed_partly, reason=_reason(failure)),
        Message(taking.words.undo_failed_hint, id=taking.record.id),
    )


def _run_steps(runner: StepRunner, plan: TakePlan) -> dict[int, RefusalReason]:
    """Do all steps; undo those of refused changes, and return these changes with the reasons."""
    stopped = dict[int, RefusalReason]()
    done = dict[int, list[TakeStep]]()
    for step in plan.steps:
        lacking = next((number for number in step.needs if number in stopped), None)
        if lacking is not None:
            stopped.setdefault(step.change, stopped[lacking])
        if step.change in stopped:
            continue
        try:
            runner.do(step)
            done.setdefault(step.change, []).append(step)
            continue
        except RefusedStepError as refusal:
            stopped[step.change] = refusal.reason
        except OSError as error:
            _log.debug("a step of a takeover failed: %s", error)
            if error.errno not in _ENTRY_ERRORS | _CHANGED_ERRORS:
                raise
            stopped[step.change] = "changed" if error.errno in _CHANGED_ERRORS else "no-access"
        for earlier in reversed(done.pop(step.change, [])):
            with suppress(RefusedStepError):
                runner.undo(earlier)
    return stopped


def _undo_plan(taking: _Takeover, plan: TakePlan, held: HeldPaths) -> list[Refused]:
    """Undo the steps of one plan; return the changes that stay because the person has changed the entry since.

    Changes of what is held stay as well, and what stays is held from then on. The steps of a change are undone up to
    the first that is refused, and the plan keeps the changes that stay.
    """
    desk = taking.desk
    record = taking.record
    journal = taking.journal
    staying = held.refusals_in(plan)
    times = own_times(desk, record)
    folders = FolderTimes(record, plan, times)
    runner = taking.steps()
    for step in reversed(plan.steps):
        if step.change in staying:
            continue
        try:
            runner.undo(step)
        except RefusedStepError as refusal:
            staying[step.change] = refusal.reason
        except OSError as error:
            if error.errno not in _ENTRY_ERRORS:
                raise
            staying[step.change] = "no-access"
    held.add(plan, staying)
    _flush(record)
    taking.acts.report_point("undone")
    restored = [*_restored_inodes(record, plan, times), *folders.unchanged_but_moved()]
    if staying:
        journal.keep(desk, plan.part(staying), restored)
        if not journal.is_done:  # it was interrupted, and what is left of it is the person's: there's nothing to finish
            journal.write_done()
    else:
        journal.drop(desk, restored)
        drop_staged(record.layers, record.id, journal)
        if not journals(desk) and record.status != "running":
            taking.set_status("ended")
    return [Refused(*plan.changes[number], reason) for number, reason in staying.items()]


def _flush(record: DeskRecord) -> None:
    """Flush all writes to the disks of the person's folders that are there."""
    for layer in record.layers:
        with suppress(FileNotFoundError, NotADirectoryError):
            write_to_disk(layer.lower)


def _restored_inodes(record: DeskRecord, plan: TakePlan, times: KnownTimes) -> Iterator[tuple[int, int]]:
    """Yield inode and ctime of each restored entry, so that restoring doesn't count as a change by the person.

    An entry that the person had changed before the takeover stays a conflict.
    """
    for step in plan.steps:
        old = step.old
        if old and not times.is_changed(old.inode, old.ctime_ns):
            with suppress(OSError):
                status = os.lstat(record.layers[step.layer].lower / step.path)
                if status.st_ino == old.inode:
                    yield status.st_ino, status.st_ctime_ns


class FolderTimes:
    """The folders around the entries of a plan that the person hasn't changed, seen before we move anything in them."""

    def __init__(self, record: DeskRecord, plan: TakePlan, times: KnownTimes) -> None:
        self._seen = dict[Path, os.stat_result]()
        around = {(step.layer, step.path.rpartition("/")[0]) for step in plan.steps}
        for layer, path in around:
            folder = record.layers[layer].lower / path
            with suppress(OSError):
                status = os.lstat(folder)
                if path and not times.is_changed(status.st_ino, status.st_ctime_ns):
                    self._seen[folder] = status

    def unchanged_but_moved(self) -> Iterator[tuple[int, int]]:
        """Yield inode and ctime of each of these whose rights and owner are the same; moving has set its time."""
        for folder, seen in self._seen.items():
            with suppress(OSError):
                now = os.lstat(folder)
                same = (seen.st_ino, seen.st_mode, seen.st_uid, seen.st_gid)
                if (now.st_ino, now.st_mode, now.st_uid, now.st_gid) == same:
                    yield now.st_ino, now.st_ctime_ns


def _take_error(error: OSError, record: DeskRecord, words: SetWords) -> DeskError:
    return DeskError(Message(words.failed, reason=_reason(error)), Message(words.failed_hint, id=record.id))


def _undo_error(error: OSError, record: DeskRecord, words: SetWords) -> DeskError:
    return DeskError(Message(words.undo_failed, reason=_reason(error)), Message(words.undo_failed_hint, id=record.id))


def _reason(error: OSError) -> str:
    if error.errno in FULL_ERRORS:
        return Message("no space is left on the disk")
    return error.strerror or type(error).__name__


def _interrupted_journal(desk: Path, record: DeskRecord) -> TakeJournal | None:
    """Return the journal of an interrupted takeover; remove journals that have no complete plan."""
    interrupted = None
    for journal in journals(desk):
        if not journal.is_planned:
            drop_staged(record.layers, record.id, journal)
            remove_folder(journal.folder)
        elif not journal.is_done:
            interrupted = journal
    return interrupted


@contextmanager
def _lock_takeovers(desk: Path, record: DeskRecord, words: SetWords) -> Iterator[None]:
    """Lock the desk's takeovers; DeskError while the desk runs or another program holds the lock."""
    if record.status == "running":
        raise running_desk_error(record)
    try:
        fd = os.open(desk / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _take_error(error, record, words) from error
    try:
        if not lock_file(fd):
            raise DeskError(Message(words.busy, id=record.id), Message("Wait until it finishes."))
        yield
    finally:
        os.close(fd)
