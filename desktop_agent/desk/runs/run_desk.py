"""A side desk as the place of one run: records the run, watches the desk, ends it, and settles its receipt."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import stat
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desktop_agent.core.actions.action import STARTS, Function
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.runs.events import Announce, DeskEnd, DeskEnded, Noticed, ReceiptAnswer, Status
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.desk.folder import DeskLayer, DeskRecord, desk_error, open_desk, write_desk
from desktop_agent.desk.network.hosts import host_scope
from desktop_agent.desk.receipt.layers import FUSE_MARK, is_opaque, is_whiteout
from desktop_agent.desk.sandbox.side_desk import ENDED_WORDS, SideDesk
from desktop_agent.offline.run_access import programs_for
from desktop_agent.run.control import StopSource
from desktop_agent.run.end.ending import RunEnding
from desktop_agent.run.ports import DeskOrder

if TYPE_CHECKING:
    from desktop_agent.desk.receipt.change_set import ReceiptSettlement
    from desktop_agent.run.stream import Stream

_log = logging.getLogger(__name__)

_Came = TypeVar("_Came")
BY_FUSE = Message(
    "The kernel on this computer can't create these layers, so the slower fuse-overlayfs is used instead."
)
SEES_NOTHING = Message("The desk's home folder is empty. To show it your files, name their folders with --desk-files.")
_LOOK_EVERY_S = 0.1
_REASON_WITHIN_S = 5.0  # by the keeper of a desk whose display is gone
_STATUS: Mapping[DeskEnd, Status] = {"told": "stopped", "gone": "failed"}  # of a run whose desk has ended; else a limit
_WORTH_TAKING = frozenset(
    {"completed", "answered", "partly", "proven"}
)  # what another run has left half done is for a person to look at


class RunDesk:
    """A running desk and its connection to a run; after the end, `ended` says how the receipt was settled.

    It is made before this process moves to the desk.
    """

    def __init__(self, side: SideDesk, order: DeskOrder, left_out: tuple[str, ...] = ()) -> None:
        """`left_out`: sites of the run's scope that the desk doesn't reach."""
        self.side = side
        self.order = order
        self._left_out = left_out
        self.outside = dict(os.environ)
        self.ended: DeskEnded | None = None
        self._by: DeskEnd | None = None  # how it ended while the run was going on
        self._closing = threading.Event()

    @property
    def id(self) -> str:
        """The desk's name."""
        return self.side.id

    def begin(self, run: str) -> None:
        """Record the run in the desk's record; DeskError or DiskFullError if that fails."""
        try:
            write_desk(self.side.folder, replace(open_desk(self.side.folder), run=run))
        except OSError as error:
            raise desk_error(error, self.side.folder) from error
        self.side.record = replace(self.side.record, run=run)

    @property
    def reaches_hosts(self) -> bool:
        """Whether anything done on the desk can leave it."""
        return bool(self.side.record.hosts)

    def names(self, site: str) -> bool:
        """Return whether the person named a site when the desk was opened."""
        return host_scope(self.order.hosts).covers_site(site)

    def covers(self, site: str) -> bool:
        """Return whether the desk reaches a site."""
        return self.side.covers(site)

    def admit(self, site: str) -> None:
        """Let the desk reach a site, too, from now on."""
        self.side.admit(site)

    def programs(self, task: str, environment: Mapping[str, str]) -> Mapping[str, Function]:
        """Return the functions that start programs on the desk, by name; they need no approval there."""
        skipped = 1 + len(STARTS)  # what starts a program outside
        return {
            name: replace(function, command=(*self.side.starter, *function.command[skipped:]), verdict="allow")
            for name, function in programs_for(task, environment).items()
        }

    def staged(self, path: Path) -> Path | None:
        """Return the path of the desk's version of a file, as `staged_file` does."""
        return staged_file(path, self.side.record)

    def watch(self, stop: Callable[[StopSource, str], None]) -> None:
        """Stop the run as soon as the desk ends, for whatever reason."""
        threading.Thread(target=self._watch, args=(stop,), name="desk-watch", daemon=True).start()

    def join(self, stream: Stream) -> None:
        """Report what is special about the desk."""
        if self.side.record.by_fuse:
            stream.announce(Noticed("info", BY_FUSE))
        if not self.side.record.seen:
            stream.announce(Noticed("info", SEES_NOTHING))
        if self._left_out:
            text = Message(
                "Not named as hosts of the desk, and so not reached from it: {sites}",
                sites=", ".join(self._left_out),
            )
            stream.announce(Noticed("info", text))

    async def ready(self, announce: Announce) -> None:
        """Do nothing: changes there don't count before they are applied."""

    async def end(self, ending: RunEnding, announce: Announce) -> RunEnding:
        """End the desk, settle its receipt, and return the run's resulting end."""
        by = await run_to_end(self._await_desk_end, ending)
        self._closing.set()
        if by is not None:
            ending = RunEnding(_STATUS.get(by, "limit"), ENDED_WORDS[by])
        try:
            await run_to_end(self.side.close)
            return await self._settle_ending(ending, by or "run", announce)
        except DesktopAgentError as error:
            _log.info("the desk's changes could not be settled: %s", error)
            announce(Noticed("error", str(error)))
            return RunEnding("failed", str(error)) if ending.status in _WORTH_TAKING else ending

    def close(self) -> None:
        """End the desk if no run has; remove it if no run began on it."""
        self._closing.set()
        self.side.close()
        if self.side.record.run is None:
            self.side.remove()

    def _watch(self, stop: Callable[[StopSource, str], None]) -> None:
        while not self._closing.wait(_LOOK_EVERY_S):
            if (by := self.side.over) is not None:
                _log.info("the desk has ended during the run: %s", by)
                self._by = by
                stop("signal", ENDED_WORDS[by])
                return

    def _await_desk_end(self, ending: RunEnding) -> DeskEnd | None:
        """Return how the desk ended, if that ended the run; else None.

        When the display disappears, its users fail at once, but the keeper reports the reason a little later.
        """
        if ending.status in _WORTH_TAKING or (ending.status == "stopped" and self._by is None):
            return None
        until = time.monotonic() + _REASON_WITHIN_S
        while (
            (by := self._by or self.side.over) is None
            and not self.side.accepts_connections
            and time.monotonic() < until
        ):
            time.sleep(_LOOK_EVERY_S)
        return by

    async def _settle_ending(self, ending: RunEnding, by: DeskEnd, announce: Announce) -> RunEnding:
        answer: ReceiptAnswer = self.order.receipt
        if answer == "accept" and ending.status not in _WORTH_TAKING:
            answer = "keep"
        try:
            settlement = await run_to_end(self._settle, answer)
        except DesktopAgentError:
            self.ended = DeskEnded(self.id, by, "keep", None)
            announce(self.ended)
            raise
        _log.info("the desk's changes: %s, of %s", answer, dict(settlement.changes))
        self.ended = DeskEnded(self.id, by, answer, settlement.changes, len(settlement.taken), settlement.left)
        announce(self.ended)
        left = list[str]()
        if answer == "accept" and settlement.left:
            from desktop_agent.desk.receipt.wording import counted_changes

            counted = counted_changes(settlement.left)
            left.append(Message("Not applied: {left}. See: desktop-agent desk show {id}", left=counted, id=self.id))
        if answer != "discard":
            from desktop_agent.desk.receipt.wording import unsaved_line

            left += [unsaved_line(entry.path) for entry in settlement.receipt.left_out if entry.reason == "unsaved"]
        if left and ending.status in _WORTH_TAKING:
            return replace(ending, status="partly", message=sentences(ending.message, *left))
        return ending

    def _settle(self, answer: ReceiptAnswer) -> ReceiptSettlement:
        from desktop_agent.desk.receipt.change_set import note_settlement, settle

        settlement = settle(self.side.folder, answer)
        note_settlement(self.side.folder, answer, settlement)
        return settlement


async def run_to_end(work: Callable[..., _Came], *args: object) -> _Came:
    """Do work on a thread to its end; a cancellation meanwhile doesn't interrupt it."""
    task = asyncio.create_task(asyncio.to_thread(work, *args))
    while not task.done():
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.shield(task)
    return task.result()


def staged_file(path: Path, desk: DeskRecord) -> Path | None:
    """Return the path of the desk's version of a file, or the person's own if the desk hasn't changed it.

    None if the desk has deleted the file, has no layer there, or has put a link, which may lead anywhere, on the path.
    """
    real_path = Path(os.path.realpath(path.parent)) / path.name
    layers = [layer for layer in desk.layers if real_path.is_relative_to(layer.lower)]
    if not layers:
        return None
    layer = max(layers, key=lambda layer: len(layer.lower.parts))
    return _staged_in_layer(real_path, layer, by_fuse=desk.by_fuse)


def _staged_in_layer(real_path: Path, layer: DeskLayer, *, by_fuse: bool) -> Path | None:
    shows_lower = not layer.unseen
    folder = layer.upper
    parts = real_path.relative_to(layer.lower).parts
    for index, part in enumerate(parts):
        entry = folder / part
        try:
            status = entry.lstat()
        except OSError:
            is_deleted = by_fuse and os.path.lexists(folder / f"{FUSE_MARK}{part}")
            return real_path if shows_lower and not is_deleted else None
        is_last = index == len(parts) - 1
        is_folder = stat.S_ISDIR(status.st_mode)
        if is_whiteout(status) or not (is_folder or (is_last and stat.S_ISREG(status.st_mode))):
            return None
        if not is_last and is_opaque(str(entry), by_fuse=by_fuse):
            shows_lower = False
        folder = entry
    return folder
