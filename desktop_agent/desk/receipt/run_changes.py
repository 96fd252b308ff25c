"""What a run changed in the folders of which there is a copy.

The list is made once, when the run has ended, and the copy keeps only what an undo needs. From then on it is read as
the receipt of a desk whose changes lead back; what the person has changed since is a conflict.
"""

from __future__ import annotations

import logging
import os
import stat
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, TypeAdapter, ValidationError

from desktop_agent.core.errors import DeskError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.folder import DeskLayer, DeskRecord, now_on_disk, open_desk, quoted, unquoted
from desktop_agent.desk.receipt.change import DOCUMENTS, DeskChange, LeftOut, Receipt
from desktop_agent.desk.receipt.classify import Noise, noise
from desktop_agent.desk.receipt.folder_copy import UNCOPIED, UncopiedEntry, entries_below, rights_of_folders
from desktop_agent.desk.receipt.journal import restored_entries, taken_paths
from desktop_agent.desk.receipt.layers import (
    KnownTimes,
    LowerFolder,
    folders_above,
    kind_of,
    safe_rights,
    same_content,
    version,
)
from desktop_agent.desk.receipt.pairs import with_moves_joined
from desktop_agent.desk.remove import remove_folder
from desktop_agent.lib.files import replace_file

_log = logging.getLogger(__name__)

Change = Literal["new", "changed", "removed", "uncopied"]  # uncopied: it can't be undone
ChangedEntry = tuple[int, str, Change]  # the number of the folder, and the path in it
_Entries = Mapping[str, os.stat_result]
LIST: Final = "changes.json"
_UNCOPIED: TypeAdapter[list[UncopiedEntry]] = TypeAdapter(list[UncopiedEntry])


class _ListText(BaseModel):
    ended_ns: int
    changes: list[ChangedEntry]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The files that have changed, and how many others programs have left for themselves, such as locks."""

    changes: tuple[ChangedEntry, ...]
    noise: int = 0


def compare(folder: Path, *, ended_ns: int | None = None) -> Comparison:
    """Return what has changed since the copy in a folder was made, and keep the list; OSError if that fails.

    It names each file, and a folder only if it's empty or has other rights. `ended_ns` is the end of the run by the
    disk's clock, if that isn't now. A file that came and went meanwhile is no change. A lock isn't undone: it is of
    a program that is open, or was.
    """
    ended_ns = ended_ns or now_on_disk(folder) + 1  # what the person changes from now on is known as theirs
    record = open_desk(folder)
    uncopied = _UNCOPIED.validate_json((folder / UNCOPIED).read_bytes())
    copies = [dict(entries_below(str(layer.upper))) for layer in record.layers]
    origins = CopiedEntries(record.layers, copies)
    rights = rights_of_folders(folder)
    inodes = {inode for _, _, inode in uncopied}
    entries = list[ChangedEntry]()
    changes = list[ChangedEntry]()
    noisy = 0
    for number, (layer, before) in enumerate(zip(record.layers, copies, strict=True)):
        unread = list[str]()
        try:
            after = dict(entries_below(str(layer.lower), frozenset(layer.hidden), unread))
        except FileNotFoundError:
            after = {}
        new = {path: status for path, status in after.items() if path not in before}
        gone = {path: status for path, status in before.items() if path not in after and not _is_below(path, unread)}
        other = [
            path
            for path in before
            if path in after and _differs(layer, path, record.started_ns, rights.get((number, path)))
        ]
        rows: list[ChangedEntry] = [(number, path, "removed") for path in _listed_paths(gone)]
        rows += [(number, path, "changed") for path in other]
        lasting = list(_uncopied_changes(number, layer, uncopied, record.started_ns))
        holding = {_parent_path(path) for path in new}
        # It came from where there is no copy: to remove it could lose it.
        moved = {
            path
            for path, status in new.items()
            if status.st_ino in inodes
            or (
                status.st_mtime_ns <= record.started_ns
                and path not in holding
                and not origins.hold(layer, path, status)
            )
        }
        noise_of = partial(_noise, before, after)
        undone = [*rows, *((number, path, "new") for path in _outermost_entries(new, before, moved))]
        entries += [row for row in undone if noise_of(row[1]) != "lock"]
        entries += [(number, path, "uncopied") for path in (*(path for _, path, _ in lasting), *moved)]
        listed = [*rows, *lasting, *((number, path, "new") for path in _listed_paths(new))]
        wanted = [row for row in listed if not noise_of(row[1])]
        noisy += len(listed) - len(wanted)
        changes += sorted(wanted, key=lambda row: row[1])
        # What was there at the end of the run: it shows what the person makes or deletes later.
        replace_file(layer.names, (os.fsencode(path) + b"\0" for path in (*new, *other)))
    _log.info("the run has changed %d files, and programs %d of their own", len(changes), noisy)
    text = _ListText(ended_ns=ended_ns, changes=[(n, quoted(path), change) for n, path, change in entries])
    replace_file(folder / LIST, [text.model_dump_json().encode()])
    return Comparison(tuple(changes), noisy)


class CopiedEntries:
    """All entries of which there is a copy, to distinguish what was only moved between the folders from what is new."""

    def __init__(self, layers: Sequence[DeskLayer], copies: Sequence[_Entries]) -> None:
        self._files = defaultdict[tuple[int, int], list[str]](list)
        self._targets = set[str]()
        self._has_lost_folder = False  # an empty one
        for layer, before in zip(layers, copies, strict=True):
            holding = {_parent_path(path) for path in before}
            for path, status in before.items():
                upper = f"{layer.upper}/{path}"
                if stat.S_ISREG(status.st_mode):
                    self._files[status.st_size, status.st_mtime_ns].append(upper)
                elif stat.S_ISLNK(status.st_mode):
                    self._targets.add(os.readlink(upper))  # noqa: PTH115 - 20 000 entries
                elif path not in holding and not os.path.lexists(layer.lower / path):
                    self._has_lost_folder = True

    def hold(self, layer: DeskLayer, path: str, status: os.stat_result) -> bool:
        """Return whether what an entry holds is in the copy as well; False if it can't be read."""
        lower = f"{layer.lower}/{path}"
        try:
            if stat.S_ISLNK(status.st_mode):
                return os.readlink(lower) in self._targets  # noqa: PTH115
            if stat.S_ISDIR(status.st_mode):
                return self._has_lost_folder
            like = self._files.get((status.st_size, status.st_mtime_ns), ())
            return any(same_content(lower, upper, status.st_size) for upper in like)
        except OSError:
            return False


def own_times(folder: Path, record: DeskRecord) -> KnownTimes:
    """Return which times are changes by the person: of a run those after its end, of a desk those after its start."""
    try:
        since_ns = _ListText.model_validate_json((folder / LIST).read_bytes()).ended_ns
    except (OSError, ValidationError):
        since_ns = record.started_ns
    return KnownTimes(since_ns, restored_entries(folder))


def _noise(before: _Entries, after: _Entries, path: str) -> Noise | None:
    """Return why a change to an entry is none for a person; None if it is one."""
    status = after.get(path) or before.get(path)
    if status is None or stat.S_ISDIR(status.st_mode):
        return None
    return noise(
        path,
        size=status.st_size,
        link=stat.S_ISLNK(status.st_mode),
        is_beside=lambda other: other in before or other in after,
    )


def _listed_paths(entries: _Entries) -> Iterator[str]:
    """Yield the paths of files, links and empty folders."""
    folders = {_parent_path(path) for path in entries}
    return (path for path in entries if path not in folders)


def _outermost_entries(new: _Entries, before: _Entries, staying: Collection[str]) -> Iterator[str]:
    """Yield the new files, links and folders, without what is in these, and without those that hold what stays."""
    opened = {folder for path in staying for folder in folders_above(path)}
    for path in new:
        above = _parent_path(path)
        is_reached = not above or above in opened or (above in before and stat.S_ISDIR(before[above].st_mode))
        if is_reached and path not in opened and path not in staying:
            yield path


def _uncopied_changes(
    number: int, layer: DeskLayer, uncopied: Iterable[UncopiedEntry], started_ns: int
) -> Iterator[ChangedEntry]:
    """Yield the changes to what isn't in the copy; of a folder only that it's gone."""
    for n, path_text, _ in uncopied:
        path = unquoted(path_text)
        if n != number:
            continue
        try:
            status = os.lstat(layer.lower / path)
        except OSError:
            yield number, path, "removed"
            continue
        if stat.S_ISREG(status.st_mode) and status.st_ctime_ns >= started_ns:
            yield number, path, "changed"


def _differs(layer: DeskLayer, path: str, started_ns: int, rights: int | None) -> bool:
    """Return whether an entry differs from its copy, or can't be read any more."""
    lower = f"{layer.lower}/{path}"
    upper = f"{layer.upper}/{path}"
    try:
        here = os.lstat(lower)
        copy = os.lstat(upper)
        if stat.S_ISREG(here.st_mode) and here.st_ctime_ns < started_ns and here.st_mtime_ns == copy.st_mtime_ns:
            return False
        return not _is_same(lower, here, upper, copy, rights)
    except OSError:
        return True


def _is_same(lower: str, here: os.stat_result, upper: str, copy: os.stat_result, rights: int | None) -> bool:
    """Return whether an entry and its copy have the same kind, content and rights; `rights` are those not copied."""
    if kind_of(here.st_mode) != kind_of(copy.st_mode):
        return False
    if stat.S_ISLNK(here.st_mode):
        return os.readlink(lower) == os.readlink(upper)  # noqa: PTH115 - 20 000 entries
    if stat.S_ISDIR(here.st_mode):
        return stat.S_IMODE(here.st_mode) == (stat.S_IMODE(copy.st_mode) if rights is None else rights)
    is_like = (here.st_size, safe_rights(here.st_mode)) == (copy.st_size, safe_rights(copy.st_mode))
    return is_like and same_content(lower, upper, here.st_size)


def keep_only_what_undo_needs(folder: Path) -> None:
    """Remove from a compared copy what no undo needs; all of it if nothing has changed."""
    rows = _changed_entries(folder)
    if not rows:
        remove_folder(folder)
        return
    for number, layer in enumerate(open_desk(folder).layers):
        needed = {path for n, path, change in rows if n == number and change in {"changed", "removed"}}
        for path, status in reversed(list(entries_below(str(layer.upper)))):
            if path not in needed:
                with suppress(OSError):  # a folder that holds what is needed
                    (os.rmdir if stat.S_ISDIR(status.st_mode) else os.unlink)(f"{layer.upper}/{path}")


def _changed_entries(folder: Path) -> list[ChangedEntry]:
    try:
        rows = _ListText.model_validate_json((folder / LIST).read_bytes()).changes
    except (OSError, ValidationError) as error:
        raise DeskError(Message("The list of changes in {folder} can't be read.", folder=folder)) from error
    return [(number, unquoted(path), change) for number, path, change in rows]


def restoring_changes(folder: Path) -> Receipt:
    """Return the changes that lead back to the copy in a folder; DeskError where the list can't be read."""
    record = open_desk(folder)
    rights = rights_of_folders(folder)
    times = own_times(folder, record)
    lowers = [LowerFolder(layer, times, taken_paths(folder, number)) for number, layer in enumerate(record.layers)]
    changes = list[DeskChange]()
    left_out = list[LeftOut]()
    for number, path, change in _changed_entries(folder):
        if change == "uncopied":
            left_out.append(LeftOut(number, path, "uncopied"))
            continue
        is_new = change == "new"
        try:
            changes += _undo_change(
                (number, path), record.layers[number], lowers[number], rights.get((number, path)), is_new=is_new
            )
        except OSError as error:
            if lowers[number].is_taken(path):
                continue  # it was undone with the copy itself
            _log.warning("a change can't be undone: %s", error)
            left_out.append(LeftOut(number, path, "uncopied" if isinstance(error, FileNotFoundError) else "unreadable"))
    return Receipt(record.id, tuple(with_moves_joined(changes, record.layers)), tuple(left_out), names_known=True)


def _undo_change(
    key: tuple[int, str], layer: DeskLayer, lower: LowerFolder, rights: int | None, *, is_new: bool
) -> Iterator[DeskChange]:
    """Yield the change that leads back to the copy of an entry; none if it has been undone."""
    number, path = key
    here = lower.status(path)
    upper = f"{layer.upper}/{path}"
    copy = None if is_new else os.lstat(upper)
    conflict = lower.conflict(path, here)
    files = 1
    before = here and version(here)
    after = copy and version(copy)
    if after is not None and rights is not None:
        after = replace(after, mode=rights)
    if here is not None and copy is not None and _is_same(f"{layer.lower}/{path}", here, upper, copy, rights):
        return
    if before and after and before.kind == after.kind == "folder":
        yield DeskChange(number, path, "rights", DOCUMENTS, before, after, conflict=conflict)
        return
    if here is not None and stat.S_ISDIR(here.st_mode):
        before, tree = lower.version_and_tree(path, here)
        files = tree.files
        conflict = conflict or tree.conflict
    if after is None or (before and after.kind == "folder"):  # its files come back by themselves
        if before:
            yield DeskChange(number, path, "deleted", DOCUMENTS, before, None, conflict=conflict, files=files)
    else:
        yield DeskChange(
            number, path, "changed" if before else "new", DOCUMENTS, before, after, conflict=conflict, files=files
        )


def _parent_path(path: str) -> str:
    return path.rpartition("/")[0]


def _is_below(path: str, folders: Iterable[str]) -> bool:
    return any(path.startswith(f"{folder}/") for folder in folders)
