"""Reads the receipt of an ended desk: all its changes in groups, and the entries left out."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Literal

from desktop_agent.desk.folder import DeskLayer, open_desk, running_desk_error
from desktop_agent.desk.receipt.change import (
    DOCUMENTS,
    OUTSIDE,
    ChangeKind,
    ConflictKind,
    DeskChange,
    EntryVersion,
    LeftOut,
    LeftOutReason,
    Receipt,
    ReceiptGroup,
)
from desktop_agent.desk.receipt.classify import group_of, in_hidden_folder, noise, property_notes, why_later, why_wider
from desktop_agent.desk.receipt.journal import restored_entries, taken_paths
from desktop_agent.desk.receipt.layers import (
    KnownTimes,
    LowerFolder,
    deleted_by_fuse,
    is_opaque,
    is_whiteout,
    kind_of,
    lacks_content,
    same_content,
    version,
)
from desktop_agent.desk.receipt.pairs import with_moves_joined
from desktop_agent.desk.sandbox.lists import unkept, unsaved

# What the person's folder has for a folder of the desk: the folder, one that the desk has made again so that nothing of
# it shows through, nothing, or something that they put in its place.
_Below = Literal["folder", "made-anew", "nothing", "in-the-way"]
_DEEPEST = 150  # folders in folders; no one keeps documents below that, and hostile code makes thousands


def read_receipt(desk: Path) -> Receipt:
    """Return the receipt of the desk in a folder; DeskError while it is running."""
    record = open_desk(desk)
    if record.status == "running":
        raise running_desk_error(record)
    if record.status == "discarded":
        return Receipt(record.id, (), (), names_known=True)
    times = KnownTimes(record.started_ns, restored_entries(desk))
    readings = [
        LayerReading(
            number,
            LowerFolder(layer, times, taken_paths(desk, number)),
            layer,
            by_fuse=record.by_fuse,
        ).read()
        for number, layer in enumerate(record.layers)
    ]
    changes = [change for layer in readings for change in layer.changes]
    left_out = [LeftOut(0, title, "unsaved") for title in unsaved(desk)]
    left_out += [entry for layer in readings for entry in layer.left_out]
    left_out += [LeftOut(0, path, "not-kept") for path in unkept(desk) if not noise(path[1:], size=1, link=False)]
    names_known = all(layer.lower.names_known for layer in readings)
    return Receipt(record.id, tuple(with_moves_joined(changes, record.layers)), tuple(left_out), names_known)


class LayerReading:
    """The changes and left-out entries of one layer."""

    def __init__(self, number: int, lower: LowerFolder, layer: DeskLayer, *, by_fuse: bool = False) -> None:
        self.changes: list[DeskChange] = []
        self.left_out: list[LeftOut] = []
        self.lower = lower
        self._number = number
        self._upper = str(layer.upper)
        self._by_fuse = by_fuse

    def read(self) -> LayerReading:
        """Read the layer, and return this reading."""
        self._read_folder("", "folder")
        return self

    def _read_folder(self, path: str, below: _Below) -> None:
        if path.count("/") >= _DEEPEST:
            self._leave_out(path, "unreadable")
            return
        where = f"{self._upper}/{path}" if path else self._upper
        try:
            entries = sorted(os.scandir(where), key=lambda entry: entry.name)
        except OSError:
            self._leave_out(path, "unreadable")
            return
        names = frozenset(entry.name for entry in entries) if self._by_fuse else frozenset[str]()
        for entry in entries:
            inner = f"{path}/{entry.name}" if path else entry.name
            if self._by_fuse and (marked := deleted_by_fuse(names, entry.name)) is not None:
                self._read_fuse_mark(f"{path}/{marked}" if path else marked, below, marked)
            elif self.lower.is_hidden(inner):
                self._leave_out(inner, "hidden")
            else:
                self._read_entry(inner, entry.stat(follow_symlinks=False), below)

    def _read_fuse_mark(self, path: str, below: _Below, marked: str) -> None:
        """Add a deletion that fuse-overlayfs has marked."""
        before = self.lower.status(path) if marked and below == "folder" and not self.lower.unseen else None
        if before is not None and not self.lower.is_hidden(path):
            self._read_deleted(path, before)

    def _read_entry(self, path: str, after: os.stat_result, below: _Below) -> None:
        before = self.lower.status(path) if below in {"folder", "made-anew"} else None
        if is_whiteout(after):
            if before is not None and not self.lower.unseen:
                self._read_deleted(path, before)
            return
        kind = kind_of(after.st_mode)
        if kind == "folder":
            self._read_inner_folder(path, before, after, below)
        elif kind == "other":
            self._leave_out(path, "special")
        elif reason := noise(path, size=after.st_size, link=kind == "link", is_beside=self._is_known):
            self._leave_out(path, reason)
        else:
            self._read_written(path, before, after, below)

    def _read_deleted(self, path: str, before: os.stat_result) -> None:
        is_folder = stat.S_ISDIR(before.st_mode)
        if is_folder and self.lower.holds_hidden(path):
            # The desk never saw the hidden entries, so the others are deleted one by one.
            for inner in self.lower.entries(path):
                if status := self.lower.status(inner):
                    self._read_deleted(inner, status)
            return
        size = 0 if is_folder else before.st_size
        is_link = stat.S_ISLNK(before.st_mode)
        if reason := noise(path, size=size, link=is_link, is_beside=self._is_known):
            self._leave_out(path, reason)
            return
        old, files, conflict = self._version_of(path, before)
        group = group_of(path)
        self.changes.append(DeskChange(self._number, path, "deleted", group, old, None, conflict=conflict, files=files))

    def _is_known(self, path: str) -> bool:
        """Return whether the desk or the person's folder has an entry."""
        return os.path.lexists(f"{self._upper}/{path}") or self.lower.status(path) is not None

    def _read_inner_folder(
        self, path: str, before: os.stat_result | None, after: os.stat_result, below: _Below
    ) -> None:
        inner: _Below = "folder" if before and stat.S_ISDIR(before.st_mode) else "nothing"
        if below == "in-the-way":
            inner = below
        elif before and inner == "nothing":
            if self.lower.unseen or self.lower.is_changed(before):
                inner = "in-the-way"
            else:
                self._read_deleted(path, before)  # the desk made a folder of a file
        where = f"{self._upper}/{path}"
        # The desk can't have emptied a folder that it hasn't seen, nor changed its rights.
        if inner == "folder" and before and not self.lower.unseen:
            if below == "made-anew" or is_opaque(where, by_fuse=self._by_fuse):
                inner = "made-anew"
                self._read_opaque(path)
            self._read_rights(path, before, after)
        count = len(self.changes) + len(self.left_out)
        self._read_folder(path, inner)
        if inner in {"nothing", "in-the-way"} and count == len(self.changes) + len(self.left_out):
            if reason := noise(path, size=after.st_size, link=False):
                self._leave_out(path, reason)
                return
            conflict = "in-the-way" if inner == "in-the-way" else self._conflict_at(path, before)
            group = self._group_of(path)
            self.changes.append(DeskChange(self._number, path, "new", group, None, version(after), conflict=conflict))

    def _read_opaque(self, path: str) -> None:
        """Add deletions for the entries of a folder that the desk has recreated without them."""
        for inner in self.lower.entries(path):
            status = self.lower.status(inner)
            if status and not self.lower.is_taken(inner) and not os.path.lexists(f"{self._upper}/{inner}"):
                self._read_deleted(inner, status)

    def _read_rights(self, path: str, before: os.stat_result, after: os.stat_result) -> None:
        notes = property_notes(f"{self.lower.root}/{path}", before, f"{self._upper}/{path}", after)
        if notes:
            why = why_wider(before.st_mode, after.st_mode)
            why = why or why_later(path, f"{self._upper}/{path}", after, str(self.lower.root))
            group = group_of(path, why)
            notes = (why, *notes) if why else notes
            conflict = self.lower.conflict(path, before)
            old = version(before)
            new = version(after)
            self.changes.append(
                DeskChange(self._number, path, "rights", group, old, new, conflict=conflict, notes=notes)
            )

    def _read_written(self, path: str, before: os.stat_result | None, after: os.stat_result, below: _Below) -> None:
        upper = f"{self._upper}/{path}"
        lower = f"{self.lower.root}/{path}"
        try:
            if lacks_content(upper):
                self._leave_out(path, "unreadable")
                return
            if before and self._is_same_content(lower, before, upper, after):
                if stat.S_ISREG(after.st_mode) and not self.lower.unseen:
                    self._read_rights(path, before, after)
                return
            old, files, conflict = (
                self._version_of(path, before) if before else (None, 1, self._conflict_at(path, before))
            )
            why = why_later(path, upper, after, str(self.lower.root))
            if before and not self.lower.unseen and kind_of(before.st_mode) == kind_of(after.st_mode) == "file":
                why = why or why_wider(before.st_mode, after.st_mode)
            notes = property_notes(lower, None if self.lower.unseen else before, upper, after)
        except OSError:
            self._leave_out(path, "unreadable")
            return
        if before and stat.S_ISDIR(before.st_mode) and self.lower.holds_hidden(path):
            self._leave_out(path, "hidden")
            return
        if conflict == "unseen" and not why and in_hidden_folder(path):
            # With an empty home, a program has started from its defaults; the person's own settings are better.
            self._leave_out(path, "made-anew")
            return
        conflict = "in-the-way" if below == "in-the-way" else conflict
        kind: ChangeKind = "changed" if before and not self.lower.unseen else "new"
        group = self._group_of(path, why)
        notes = (why, *notes) if why else notes
        self.changes.append(
            DeskChange(self._number, path, kind, group, old, version(after), "", conflict, notes, files)
        )

    def _is_same_content(self, lower: str, before: os.stat_result, upper: str, after: os.stat_result) -> bool:
        if stat.S_IFMT(before.st_mode) != stat.S_IFMT(after.st_mode) or before.st_size != after.st_size:
            return False
        if stat.S_ISLNK(after.st_mode):
            return os.readlink(lower) == os.readlink(upper)  # noqa: PTH115 - 20 000 times
        return same_content(lower, upper, after.st_size)

    def _version_of(self, path: str, before: os.stat_result) -> tuple[EntryVersion, int, ConflictKind]:
        """Return the person's version of an entry, its number of files, and the first conflict in it."""
        conflict = self.lower.conflict(path, before)
        if not stat.S_ISDIR(before.st_mode):
            return version(before), 1, conflict
        old, tree = self.lower.version_and_tree(path, before)
        return old, tree.files, conflict or tree.conflict

    def _group_of(self, path: str, why: str = "") -> ReceiptGroup:
        group = group_of(path, why)
        return OUTSIDE if group == DOCUMENTS and self.lower.unseen else group

    def _conflict_at(self, path: str, before: os.stat_result | None) -> ConflictKind:
        return self.lower.conflict(path, before) or self.lower.parent_conflict(path)

    def _leave_out(self, path: str, reason: LeftOutReason) -> None:
        self.left_out.append(LeftOut(self._number, path, reason))
