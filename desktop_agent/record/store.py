"""The folder of all runs: makes one, finds them by what a user types, and deletes old ones as far as that is set."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote_to_bytes

from desktop_agent.core.errors import RecordError
from desktop_agent.core.texts.message import Message, plural, sentences
from desktop_agent.lib.files import READ_NO_LINK, Folder, disk_use
from desktop_agent.lib.paths import places
from desktop_agent.lib.traces import Trace
from desktop_agent.record.journal import BEFORE, BESIDE, JOURNAL, RunRecorder, record_error
from desktop_agent.record.lock import is_locked
from desktop_agent.record.reader import LIST_RUNS, RUN_NAME, first_time, no_recording, read_summary, unreadable_summary
from desktop_agent.record.recording import RunSummary

_SLUG_LENGTH = 32
_LONGEST_TASK = 4_000
# A quotation without an end goes on to the end of the line: the task may have been cut there.
_QUOTED = re.compile(r"""(?:(?<!\w)'|["“„«‹‘])(?:\\.|[^"”“»›\n])*?(?:'(?!\w)|["”“»›’]|$)""", re.MULTILINE)
_LONGEST_REF = 80


class RunStore:
    """All runs under one folder, `<data>/runs`; nothing is touched before the first run is made."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def create(self, task: str, now: datetime, token: str, *, pictures: bool = True) -> RunRecorder:
        """Make the folder of a new run and record into it; `token` is 6 unique hexadecimal digits."""
        folder = self.root / f"{now.astimezone(UTC):%Y%m%d-%H%M%S}-{slug(task)}-{token}"
        if not RUN_NAME.fullmatch(folder.name):
            raise RecordError(
                Message("{name} isn't a valid folder name.", name=_short(folder.name)),
                Message("Use six hexadecimal digits."),
            )
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700)
        except OSError as error:
            raise record_error(error, folder) from error
        try:
            self._sync()
            return RunRecorder(folder, pictures=pictures)
        except (OSError, RecordError) as error:
            # Nothing was recorded: leave no empty run behind.
            shutil.rmtree(folder, ignore_errors=True)
            raise record_error(error, folder) if isinstance(error, OSError) else error from error

    def all(self) -> list[RunSummary]:
        """Return all runs, newest first; one that cannot be read is listed with the reason."""
        return [summary_of(folder) for folder in self.folders()]

    def folders(self) -> list[Path]:
        """Return the folders of all runs, newest first, without opening them."""
        return [self.root / name for name in sorted(self._names(), reverse=True)]

    def find(self, ref: str) -> Path:
        """Return the folder of the run with this id, unique start of an id, or path; `last` is the newest.

        A name without a slash is only compared with the names in the runs folder, or taken as a folder
        in the current one. RecordError when none or several match.
        """
        if not ref.strip() or "\0" in ref:
            raise RecordError(Message("That isn't the name of a run."), LIST_RUNS)
        if Path(ref).name != ref:
            return _folder_by_path(ref)
        names = self._names()
        if ref == "last":
            return self._last_run(names)
        matching = [ref] if ref in names else sorted(name for name in names if name.startswith(ref))
        if len(matching) > 1:
            raise RecordError(
                Message("{matching} runs have names that start with “{ref}”.", matching=len(matching), ref=_short(ref)),
                sentences(Message("Enter more of the name."), LIST_RUNS),
            )
        return self.root / matching[0] if matching else _folder_by_path(ref)

    def delete(self, folder: Path) -> None:
        """Delete a run permanently; RecordError where it is no run here, is in progress, or cannot be deleted."""
        delete_run(self.root, folder)

    def _sync(self) -> None:
        with contextlib.closing(Folder(self.root.resolve())) as root:
            root.sync()

    def _last_run(self, names: set[str]) -> Path:
        if not names:
            raise RecordError(
                Message("There are no runs in {root} yet.", root=self.root),
                Message("To create one: `desktop-agent demo`."),
            )
        second = max(names)[:15]
        folders = [self.root / name for name in names if name.startswith(second)]
        return max(folders, key=lambda folder: (first_time(folder), folder.name))

    def _names(self) -> set[str]:
        """Return the names of the runs' folders; links and anything else there are ignored."""
        try:
            with os.scandir(self.root) as entries:
                return {entry.name for entry in entries if _is_run(entry)}
        except FileNotFoundError:
            return set()
        except OSError as error:
            raise RecordError(
                Message("The runs in {root} can't be read: {strerror}.", root=self.root, strerror=error.strerror)
            ) from error


def summary_of(folder: Path) -> RunSummary:
    """Return one line of the list; a run that cannot be read has the reason in it."""
    try:
        return read_summary(folder)
    except RecordError as error:
        return unreadable_summary(folder, error)


def slug(task: str) -> str:
    """Return a short name for a task: lower-case ASCII letters, digits and single dashes.

    Quoted text is left out: it may be a password that a step types, and names are passed on.
    """
    unquoted = _QUOTED.sub(" ", task[:_LONGEST_TASK])
    folded = unicodedata.normalize("NFKD", unquoted.casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", folded)
    name = ""
    for word in words:
        if len(name) + len(word) >= _SLUG_LENGTH:
            break
        name += f"-{word}" if name else word
    return name or "".join(words)[: _SLUG_LENGTH - 1] or "task"


def is_foreign(folder: Path, root: Path) -> bool:
    """Return whether a run was recorded elsewhere: it is not in the folder of all runs."""
    return folder.parent.resolve() != root.resolve() or not RUN_NAME.fullmatch(folder.name)


def _is_run(entry: os.DirEntry[str]) -> bool:
    return RUN_NAME.fullmatch(entry.name) is not None and entry.is_dir(follow_symlinks=False)


def _folder_by_path(ref: str) -> Path:
    try:
        folder = Path(ref).expanduser()
        if (folder / JOURNAL).is_file():
            return folder.resolve()
        is_folder = folder.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        raise RecordError(Message("There is no run “{ref}”.", ref=_short(ref)), LIST_RUNS) from error
    if is_folder:
        raise no_recording(_short(ref))
    raise RecordError(Message("There is no run “{ref}”.", ref=_short(ref)), LIST_RUNS)


def _short(ref: str) -> str:
    return ref if len(ref) <= _LONGEST_REF else f"{ref[:_LONGEST_REF]}…"


def delete_run(root: Path, folder: Path) -> None:
    """Delete a run below the folder of all runs; RecordError where it is none, in progress, or cannot be deleted."""
    if folder.parent.resolve() != root.resolve() or not RUN_NAME.fullmatch(folder.name) or folder.is_symlink():
        raise RecordError(
            Message("{folder} isn't in the runs folder, {root}.", folder=folder, root=root),
            Message("Delete that folder manually."),
        )
    if is_being_recorded(folder):
        raise RecordError(Message("This run is still in progress."), Message("Stop it first, then delete it."))
    try:
        for plan in folder.glob(f"{BEFORE}/takings/*/plan.json"):
            remove_undo_leftovers(plan)
        # Goes by open folders where the system can: a link that is put in a folder's place meanwhile is not followed.
        shutil.rmtree(folder)
    except FileNotFoundError:
        if folder.exists():
            raise RecordError(
                Message("The run in {folder} changed while it was being deleted.", folder=folder),
                Message("Delete it again."),
            ) from None
    except OSError as error:
        raise RecordError(
            Message("The run in {folder} can't be deleted: {strerror}.", folder=folder, strerror=error.strerror),
            Message("Check that you have permission to change its files."),
        ) from error


def remove_undo_leftovers(plan: Path) -> None:
    """Remove what an undo on another disk has kept there, next to the person's files."""
    with contextlib.suppress(OSError, ValueError, KeyError):
        for quoted in json.loads(plan.read_bytes())["beside"]:
            beside = Path(os.fsdecode(unquote_to_bytes(quoted)))
            if beside.name.startswith(BESIDE):
                shutil.rmtree(beside, ignore_errors=True)


def is_being_recorded(folder: Path) -> bool:
    """Return whether a run is being recorded in a folder."""
    try:
        fd = os.open(folder / JOURNAL, READ_NO_LINK)
    except OSError:
        return False
    try:
        return stat.S_ISREG(os.fstat(fd).st_mode) and is_locked(fd)
    finally:
        os.close(fd)


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the records of all runs."""
    store = RunStore(places(environment).runs)
    folders = tuple(store.folders())
    if not folders:
        return
    busy = Message("A run is in progress.") if any(map(is_being_recorded, folders)) else ""
    kind = plural("{count:,} run, with its screenshots", "{count:,} runs, with their screenshots", count=len(folders))

    def remove() -> None:
        for folder in folders:
            store.delete(folder)

    yield Trace(kind, str(store.root), folders, busy=busy, remover=remove)


KEPT = "keep"  # a file of this name in a run's folder marks it
_NEW: int = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run's age, size and mark, for the choice of runs to delete."""

    dir: Path
    at: datetime  # when it was made
    size: int
    stays: bool  # it is marked, or under way


def runs_to_delete(
    runs: Sequence[StoredRun], now: datetime, *, days: int | None = None, most_bytes: float | None = None
) -> tuple[StoredRun, ...]:
    """Return the runs to delete, oldest first: all that are too old, then more until the remaining ones fit."""
    oldest_first = sorted(runs, key=lambda run: (run.at, run.dir.name))
    free = [run for run in oldest_first[:-1] if not run.stays]
    deletable = [run for run in free if days is not None and now - run.at > timedelta(days=days)]
    remaining = sum(run.size for run in runs) - sum(run.size for run in deletable)
    for run in free:
        if most_bytes is None or remaining <= most_bytes:
            break
        if run not in deletable:
            deletable.append(run)
            remaining -= run.size
    return tuple(deletable)


def stored_runs(folders: Iterable[Path]) -> list[StoredRun]:
    """Return the age, size and mark of each run."""
    return [
        StoredRun(folder, _made_at(folder), disk_use(folder), is_kept(folder) or is_being_recorded(folder))
        for folder in folders
    ]


def clear_out(
    store: RunStore, now: datetime, *, days: int | None = None, most_bytes: float | None = None
) -> tuple[StoredRun, ...]:
    """Delete the runs that `runs_to_delete` names, and return those deleted; one that cannot be deleted stays."""
    if days is None and most_bytes is None:
        return ()
    deleted: list[StoredRun] = []
    for run in runs_to_delete(stored_runs(store.folders()), now, days=days, most_bytes=most_bytes):
        # The mark may have been set just now.
        if not is_kept(run.dir):
            with contextlib.suppress(RecordError):
                store.delete(run.dir)
                deleted.append(run)
    return tuple(deleted)


def is_kept(folder: Path) -> bool:
    """Return whether a run is marked to stay."""
    return os.path.lexists(folder / KEPT)


def mark_kept(folder: Path, *, keep: bool) -> None:
    """Mark a run to stay, or remove the mark; RecordError when that fails."""
    try:
        if keep:
            with contextlib.suppress(FileExistsError):
                os.close(os.open(folder / KEPT, _NEW, 0o600))
        else:
            (folder / KEPT).unlink(missing_ok=True)
    except OSError as error:
        raise record_error(error, folder) from error


def _made_at(folder: Path) -> datetime:
    try:
        return datetime.strptime(folder.name[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)
