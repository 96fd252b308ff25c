"""A desk on another computer: what runs there, in an actor of Ray's, over folders that were packed to it.

Nothing of this process is shared with whoever called it: it gets folders, passes on what client and run say to each
other, and gives back at the end what the desk has changed. The model's key is the one that the environment of that
computer has.
"""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import cast

from desktop_agent.core.version import __version__
from desktop_agent.desk.desk_lock import LOCK, is_kept, keep
from desktop_agent.desk.folder import open_desk
from desktop_agent.desk.many.bundle import packed, unpacked
from desktop_agent.desk.network.sent_list import SENT_FILE
from desktop_agent.desk.remove import remove_folder
from desktop_agent.desk.unkept_files import UNKEPT
from desktop_agent.host.process import HostProcess
from desktop_agent.host.protocol import Start, ToClient, ToHost, message_from, pieces_of
from desktop_agent.lib.paths import places

_OF_A_SESSION = ("DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")


@dataclass(frozen=True, slots=True)
class TravellingFolder:
    """A folder on its way: where it is below the home there, and what is in it."""

    place: str
    content: bytes


@dataclass(frozen=True, slots=True)
class NodeResult:
    """What a run has left: what each layer of its desk took, its record, what was sent; nothing where none began."""

    uppers: tuple[bytes, ...] = ()
    run: str = ""
    record: bytes = b""
    sent: bytes = b""  # the list of what the desk let out
    unkept: bytes = b""  # the list of what was saved where it keeps nothing


class NodeDesk:
    """One task there; it lives as long as the run and the way of its result."""

    def __init__(self, folders: Sequence[TravellingFolder]) -> None:
        """Unpack the folders and start the process of its run, which waits for what it is to do."""
        visits = places().data / "visits"
        _sweep(visits)
        visits.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._own = Path(tempfile.mkdtemp(prefix="desk-", dir=visits))
        self._lock = keep(str(self._own / LOCK))
        home = self._own / "home"
        home.mkdir()
        for folder in folders:
            unpacked(folder.content, home / folder.place)
        own = {"HOME": str(home), "DESKTOP_AGENT_HOME": str(self._own / "own")}
        environment = {name: value for name, value in os.environ.items() if name not in _OF_A_SESSION}
        self._folders = tuple(home / folder.place for folder in folders)
        self._host = HostProcess(environment={**environment, **own})
        self._said = SimpleQueue[bytes | None]()
        threading.Thread(target=self._listen, name="host", daemon=True).start()

    def version(self) -> str:
        """Return which version of this program is there."""
        return __version__

    def say(self, message: bytes) -> None:
        """Pass on what the client says; its folders are where they lie here, and what it has done stays to be seen."""
        said = message_from(io.BytesIO(message))
        if isinstance(said, Start) and said.desk is not None:
            said = replace(said, desk=replace(said.desk, folders=self._folders, receipt="keep"))
        with contextlib.suppress(OSError, ValueError):  # it is over, and the client hears so
            self._host.send(cast("ToHost", said))

    def hear(self, within_s: float) -> bytes | None:
        """Return the next message of the run, none where nothing is said in that time; None once it is over."""
        try:
            return self._said.get(timeout=within_s)
        except Empty:
            return b""

    def how_it_ended(self) -> str:
        """Return how its process has ended."""
        return self._host.how_it_ended()

    def end(self) -> None:
        """Wait until its process has ended, and make it end where that takes too long."""
        self._host.end()

    def result(self) -> NodeResult:
        """Return what it has left, once it is over."""
        data = self._own / "own" / "data"
        desks, runs = (sorted((data / name).glob("*")) for name in ("desks", "runs"))
        if not desks or not runs:
            return NodeResult()
        uppers = tuple(packed(layer.upper) for layer in open_desk(desks[-1]).layers)
        sent, lost = (_bytes_of(desks[-1] / name) for name in (SENT_FILE, UNKEPT))
        return NodeResult(uppers, runs[-1].name, packed(runs[-1]), sent, lost)

    def close(self) -> None:
        """End the run if need be, and leave nothing of it there."""
        self._host.kill()
        self._host.end()
        os.close(self._lock)
        remove_folder(self._own)

    def _listen(self) -> None:
        with contextlib.suppress(EOFError):
            while True:
                self._said.put(b"".join(pieces_of(cast("ToClient", self._host.receive()))))
        self._said.put(None)


def _bytes_of(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""


def _sweep(visits: Path) -> None:
    """Take away what a run has left whose process was killed."""
    for left in visits.glob("desk-*"):
        if not is_kept(left):
            remove_folder(left)
