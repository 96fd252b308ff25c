"""Tells whether somebody else has changed our own files while a run lasts: the settings, the answers, the functions.

Looked at right before each act, by what the system says of each file and of each folder on the way to it; contents are
read only where that has changed. Nothing that happened before the act can be missed so, however it was done: edited in
place, replaced, renamed, reached by another name, or brought by a folder or a link that was put on the way.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from desktop_agent.core.function import Function
from desktop_agent.core.message import Message, sentences
from desktop_agent.settings.saved import (
    ANCHOR,
    FILES,
    LARGEST_FILE,
    NAME,
    SavedRecord,
    SavedSettings,
    content_of,
    digest_of,
    programs_of,
)

FileStamp = tuple[object, ...]  # what the system says of a file or folder; empty where there is none
_DO = Message("If that was not you, put it back; then let the run go on, or stop it.")


class OwnFilesWatch:
    """What was there when the run began, or was written by this program since."""

    def __init__(self, folder: Path, functions: Iterable[Function] = ()) -> None:
        """Take the settings' folder, and the functions, whose programs are watched."""
        self._saved = SavedSettings(folder)
        # Not resolved: a link on the way is watched as well.
        self._folder = Path(os.path.abspath(folder))  # noqa: PTH100 - Path.absolute keeps “..”
        programs = [path for function in functions for path in programs_of(function)]
        watched = [*(self._folder / name for name in (*FILES, NAME, ANCHOR)), *programs]
        self._files = tuple(dict.fromkeys(watched))
        self._folders = tuple(dict.fromkeys(one for path in self._files for one in path.parents))
        self._record = self._saved.raw()
        self._stamps = self._look()
        self._digests = {path: self._digest(path) for path in self._files}

    def changed(self) -> str:
        """Return what somebody else has changed since this was last asked, in a sentence; empty where nothing is."""
        stamps = self._look()
        if stamps == self._stamps:
            return ""
        # What changes from here on differs from these stamps, and is seen the next time.
        digests = {path: self._digest(path) for path in self._files}
        why = self._folder_changed(stamps) or self._file_changed(digests)
        self._stamps = stamps
        self._digests = digests
        if why:
            self._saved.put_back(self._record)
            self._digests[self._folder / NAME] = self._digest(self._folder / NAME)
        self._record = self._saved.raw()
        return why

    def _look(self) -> Mapping[Path, FileStamp]:
        folders = {path: _stamp(path, _identity) for path in self._folders}
        return folders | {path: _stamp(path, _version) for path in self._files}

    def _folder_changed(self, stamps: Mapping[Path, FileStamp]) -> str:
        """Return which folder is another one; one that was made meanwhile is told by what is in it."""
        other = next((path for path in self._folders if self._stamps[path] not in {(), stamps[path]}), None)
        return (
            sentences(Message("“{other}” is no longer the folder that it was when the run began.", other=other), _DO)
            if other
            else ""
        )

    def _file_changed(self, digests: Mapping[Path, str]) -> str:
        changed = [path for path in self._files if digests[path] != self._digests[path]]
        # This program notes what it is about to write before it does; a second look is for what it writes meanwhile.
        other = next((one for one in changed if not any(self._is_own(one, digests[one]) for _ in range(2))), None)
        return (
            sentences(Message("“{other}” was changed during the run, and not by this program.", other=other), _DO)
            if other
            else ""
        )

    def _is_own(self, path: Path, digest: str) -> bool:
        """Tell whether this process has written what is there now; it writes to where a link leads."""
        record = self._saved.record()
        if path.name in {NAME, ANCHOR}:
            return record.own
        same_link = digest.partition(" ")[2] == self._digests[path].partition(" ")[2]
        return record.own and same_link and _is_noted(path, record)

    def _digest(self, path: Path) -> str:
        # An empty file is like any other; this one is known by its place.
        return repr(_stamp(path, _version)) if path == self._folder / ANCHOR else digest_of(path)


def _is_noted(path: Path, record: SavedRecord) -> bool:
    noted = record.texts.get(path.name)
    return noted is not None and noted.encode() == content_of(path, LARGEST_FILE)


def _identity(state: os.stat_result) -> FileStamp:
    return stat.S_IFMT(state.st_mode), state.st_dev, state.st_ino


def _version(state: os.stat_result) -> FileStamp:
    return *_identity(state), state.st_size, state.st_mtime_ns, state.st_ctime_ns


def _stamp(path: Path, told: Callable[[os.stat_result], FileStamp]) -> FileStamp:
    """Return what is told of a file, and of a link also what is told of where it leads."""
    try:
        state = os.lstat(path)
        if not stat.S_ISLNK(state.st_mode):
            return told(state)
        return *told(state), os.readlink(path), *told(os.stat(path))  # noqa: PTH115, PTH116 - in microseconds
    except OSError:
        return ()
