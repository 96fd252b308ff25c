"""The person's own screen as the place of a run whose scope has folders: they are copied before the run acts."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.runs.events import Announce, Noticed
from desktop_agent.core.texts.message import Message, join, plural
from desktop_agent.desk.folder import RECORD, layer_in, open_desk
from desktop_agent.desk.receipt.folder_copy import CopyLimits, FolderCopy
from desktop_agent.desk.receipt.run_changes import compare, keep_only_what_undo_needs
from desktop_agent.desk.receipt.wording import shown_path
from desktop_agent.desk.remove import remove_folder
from desktop_agent.desk.runs.run_desk import run_to_end
from desktop_agent.lib.worker import Worker
from desktop_agent.record.journal import BEFORE

if TYPE_CHECKING:
    from desktop_agent.run.end.ending import RunEnding
    from desktop_agent.run.stream import Stream

MOST_NAMED: Final = 200  # files in the event
_SILENT_S = 1.0  # that a run waits without a word
_WAITS_S = 5.0  # that a run waits for the copy


class CopiedFolders:
    """Copies the folders on a thread of its own, while the run takes its first picture and the model thinks."""

    def __init__(
        self, run: Path, task: str, folders: Iterable[Path], own: Iterable[Path], limits: tuple[int, int]
    ) -> None:
        """Begin at once; `run` is the run's folder, and `own` are folders of ours, which are never copied.

        `limits` are the numbers of files and bytes that are copied.
        """
        self._folder = run / BEFORE
        self._own = [Path(os.path.realpath(place)) for place in own]
        self._roots = roots_of(folders, self._own)
        self._closing = threading.Event()
        self._late = threading.Event()
        self._copied = threading.Event()
        self._copy = FolderCopy(
            self._folder, CopyLimits(*limits), lambda: self._closing.is_set() or self._late.is_set()
        )
        self._cleaning: Worker[None] | None = None
        self._warning = ""
        self._work = Worker(lambda: self._copy_folders(run.name, task), "folder-copy")
        self._work.start()

    def join(self, stream: Stream) -> None:
        """Do nothing: nothing is held."""

    async def ready(self, announce: Announce) -> None:
        """Return once the copy is made, or can't be, which is announced."""
        if not self._copied.is_set() and not await asyncio.to_thread(self._copied.wait, _SILENT_S):
            announce(Noticed("info", Message("Copying {folders} first, for undo.", folders=self._folders_text)))
            if not await asyncio.to_thread(self._copied.wait, _WAITS_S - _SILENT_S):
                self._late.set()
                await asyncio.to_thread(self._copied.wait)
        self._warn(announce)

    async def end(self, ending: RunEnding, announce: Announce) -> RunEnding:
        """Return the ending with the files that have changed since the copy was made; unchanged without a copy."""
        self._closing.set()
        waits = Message("Looking for the files that changed in {folders}.", folders=self._folders_text)
        timer = asyncio.get_running_loop().call_later(_SILENT_S, lambda: announce(Noticed("info", waits)))
        try:
            files = await run_to_end(self._changed_files)
        except (DesktopAgentError, OSError, ValueError) as error:
            files = None
            self._warning = Message("What changed in the folders can't be read: {reason}.", reason=_reason(error))
        finally:
            timer.cancel()
        self._start_cleaning()
        self._warn(announce)
        return replace(ending, files=files)

    def close(self) -> None:
        """Keep of the copy only what an undo needs; that has begun at the run's end, beside what is made of the run."""
        self._closing.set()
        self._work.ended.wait()
        self._start_cleaning().ended.wait()

    def _start_cleaning(self) -> Worker[None]:
        if self._cleaning is None:
            self._cleaning = Worker(self._drop_unchanged, "folder-copy-cleanup")
            self._cleaning.start()
        return self._cleaning

    def _drop_unchanged(self) -> None:
        with suppress(DesktopAgentError, OSError):
            keep_only_what_undo_needs(self._folder)

    def _copy_folders(self, name: str, task: str) -> None:
        try:
            record = self._copy.make(name, task, self._roots, self._own)
            if number := len(self._copy.uncopied):
                self._warning = plural(
                    "{count:,} file in {folders} couldn't be copied, so changes to it can't be undone.",
                    "{count:,} files in {folders} couldn't be copied, so changes to them can't be undone.",
                    count=number, folders=self._folders_text,
                )  # fmt: skip
            self._copied.set()
            self._copy.write(record)
        except (DesktopAgentError, OSError) as error:
            remove_folder(self._folder)
            if self._copied.is_set() or not self._closing.is_set():  # else the run ended before it could act
                self._warning = Message(
                    "This run's changes to files in {folders} can't be undone: {reason}.",
                    folders=self._folders_text,
                    reason=_reason(error),
                )
        finally:
            self._copied.set()

    @property
    def _folders_text(self) -> str:
        layers = [layer_in(self._folder, 0, root, ()) for root in self._roots]
        home = Path.home()
        return join(", ", (shown_path(layer, "", home) for layer in layers))

    def _changed_files(self) -> tuple[Mapping[str, str], ...] | None:
        self._work.ended.wait()
        if not (self._folder / RECORD).is_file():
            return None
        layers = open_desk(self._folder).layers
        compared = compare(self._folder)
        home = Path.home()
        files: list[Mapping[str, str]] = [
            {"path": shown_path(layers[number], path, home), "change": change}
            for number, path, change in compared.changes[:MOST_NAMED]
        ]
        if len(compared.changes) > MOST_NAMED:
            files.append({"path": str(len(compared.changes) - MOST_NAMED), "change": "more"})
        if compared.noise:
            files.append({"path": str(compared.noise), "change": "noise"})
        return tuple(files)

    def _warn(self, announce: Announce) -> None:
        if self._warning:
            announce(Noticed("warning", self._warning))
            self._warning = ""


def _reason(error: Exception) -> object:
    return getattr(error, "strerror", None) or error


def roots_of(folders: Iterable[Path], own: Sequence[Path]) -> list[Path]:
    """Return the folders that exist, with links followed, without those inside of others or of our `own`."""
    roots = list[Path]()
    for folder in sorted({Path(os.path.realpath(folder)) for folder in folders}):
        if folder.is_dir() and not any(folder.is_relative_to(above) for above in (*roots, *own)):
            roots.append(folder)
    return roots
