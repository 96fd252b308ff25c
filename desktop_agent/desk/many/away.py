"""The desk of a task that runs on another computer: its folder here, made before and filled when the result is back.

The person's folders are packed when its record is made, so what they change from then on is a conflict, as if the desk
were here. The receipt is settled here, after everything has come back.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.errors import DeskError, SettingsError
from desktop_agent.core.events import DeskEnded
from desktop_agent.core.message import Message
from desktop_agent.desk.folder import desk_error, desk_id, make_desk, write_desk
from desktop_agent.desk.hidden import hidden_in, is_hidden
from desktop_agent.desk.kept import LOCK
from desktop_agent.desk.many.bundle import names_in, packed, unpacked
from desktop_agent.desk.many.node import NodeResult, TravellingFolder
from desktop_agent.desk.network.sent import SENT_FILE
from desktop_agent.desk.remove import remove_folder
from desktop_agent.desk.runs.desks import home_places
from desktop_agent.desk.sandbox.seen_folder import rest_of_home
from desktop_agent.desk.unkept import UNKEPT
from desktop_agent.lib.paths import places
from desktop_agent.record.lock import lock_file

if TYPE_CHECKING:
    from desktop_agent.desk.many.task import DeskTask


class DeskAway:
    """The desk of one task, as it is here while its run is elsewhere."""

    def __init__(self, task: DeskTask) -> None:
        """Make its folder and pack what it is to see; SettingsError or DeskError where that cannot be done."""
        self._task, own = task, home_places()
        lowers = [(folder, hidden_in(folder, own)) for folder in _outermost(task)]
        for folder, _ in lowers:
            if is_hidden(folder, own):
                raise SettingsError(
                    Message("The folder {folder} is hidden from every desk.", folder=folder),
                    Message("See: desktop-agent guide desk"),
                )
        self.id = desk_id(task.task, datetime.now(UTC), secrets.token_hex(3))
        self.folder = places().desks / self.id
        rest = rest_of_home(lowers, own)
        self.record = make_desk(places().desks, self.id, task.task, lowers, rest=rest, hosts=task.hosts)
        # Held, but without a number: nobody can end it here by that.
        self._lock = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        lock_file(self._lock)
        try:
            for layer in self.record.layers:
                names = () if layer.unseen else names_in(layer.lower, layer.hidden)
                layer.names.write_bytes(b"".join(name + b"\0" for name in names))
            self.folders = tuple(
                TravellingFolder(_place(layer.lower, n, own.home), packed(layer.lower, layer.hidden))
                for n, layer in enumerate(self.record.layers)
                if not layer.unseen
            )
        except OSError as error:
            self.remove()
            raise desk_error(error, self.folder) from error
        except DeskError:
            self.remove()
            raise

    def take_in(self, result: NodeResult, *, is_done: bool) -> DeskEnded:
        """Fill it with what has come back, settle its receipt, and return what came of that; DeskError else.

        What a run has left half done is not accepted unseen.
        """
        from desktop_agent.desk.receipt.settle import settle

        try:
            self._fill(result)
        except OSError as error:
            self.remove()
            raise desk_error(error, self.folder) from error
        except DeskError:
            self.remove()  # a part of it would look like the whole
            raise
        self._let_go()
        answer = "keep" if self._task.receipt == "accept" and not is_done else self._task.receipt
        came = settle(self.folder, answer)
        return DeskEnded(self.id, "run", answer, came.changes, len(came.taken), came.left)

    def _fill(self, result: NodeResult) -> None:
        if len(result.uppers) != len(self.record.layers):
            raise DeskError(Message("The other computer sent the wrong data."), Message("Don't trust it."))
        for layer, content in zip(self.record.layers, result.uppers, strict=True):
            unpacked(content, layer.upper)
        # A record of that name is there only where that computer is this one.
        record = places().runs / Path(result.run).name
        if not record.exists():
            unpacked(result.record, record)
        if result.sent:
            (self.folder / SENT_FILE).write_bytes(result.sent)
        (self.folder / UNKEPT).write_bytes(result.unkept)
        write_desk(self.folder, replace(self.record, run=result.run, status="ended"))

    def remove(self) -> None:
        """Take it away: no run has begun on it, or its result never came."""
        self._let_go()
        remove_folder(self.folder)

    def _let_go(self) -> None:
        with suppress(OSError):
            os.close(self._lock)


def _outermost(task: DeskTask) -> list[Path]:
    folders = list(dict.fromkeys(map(Path, task.files)))
    return [one for one in folders if not any(other in one.parents for other in folders)]


def _place(folder: Path, number: int, home: Path) -> str:
    """Return where a folder is below the home of the other computer: as here, if it is in the home here."""
    try:
        return str(folder.relative_to(home.resolve()))
    except ValueError:
        return f"folder-{number}/{folder.name}"
