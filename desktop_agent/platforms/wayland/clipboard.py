"""The selections of a Wayland session, read and owned without any window (wlr-data-control).

The owner of a selection isn't reported.
"""

from __future__ import annotations

import contextlib
import os
import select
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from desktop_agent.core.decisions.decision import Pasted
from desktop_agent.core.errors import DesktopAgentError, InputDeniedError, NoScreenError, ScreenError
from desktop_agent.core.texts.foreign_text import text_of
from desktop_agent.lib.files import read_pipe
from desktop_agent.platforms.pasting import MOST_OFFERED_BYTES, NO_CONTENT, OFFERED_WITHIN_S
from desktop_agent.platforms.wayland.connection import (
    Registry,
    WaylandConnection,
    WaylandObject,
    create_on_session,
    why_not_by,
)
from desktop_agent.platforms.wayland.protocols import DATA_CONTROL_MANAGER, DATA_DEVICE, DATA_SOURCE, SEAT
from desktop_agent.screen.clipboard import Selection, SelectionChange, copied_files

SelectionName = Literal["clipboard", "primary"]
Content = Mapping[str, bytes]  # by media type
TEXT_TYPES = ("text/plain;charset=utf-8", "text/plain", "UTF8_STRING", "STRING", "TEXT")
# Marks content that clipboard managers are asked not to store.
_HINT = "x-kde-passwordManagerHint"
_SETS: Mapping[SelectionName, str] = {"clipboard": "set_selection", "primary": "set_primary_selection"}


def text_content(text: str) -> Content:
    """Return what a paste of a text may ask for."""
    return {**dict.fromkeys(TEXT_TYPES, text.encode()), _HINT: b"secret"}


@dataclass(slots=True)
class _Write:
    """The transfer of a selection to another program, by a pipe."""

    file: int
    rest: memoryview
    is_text: bool


@dataclass(slots=True)
class _Owned:
    """A selection of ours: what it holds, and who is being given it."""

    source: WaylandObject
    content: Content
    writes: list[_Write] = field(default_factory=list)
    asked: int = 0  # requests for text
    given: int = 0  # complete transfers


class DataControl:
    """Both selections of a session; belongs to the thread of its connection."""

    def __init__(
        self, registry: Registry, seat: WaylandObject, denied: type[DesktopAgentError] = InputDeniedError
    ) -> None:
        """Begin to follow them; raises `denied` where the compositor doesn't allow it."""
        self._connection = registry.connection
        self._manager = registry.need(DATA_CONTROL_MANAGER, denied=denied)
        self._device = self._manager.create("get_data_device", DATA_DEVICE, seat)
        self._types = dict[int, list[str]]()  # of each offer, by its number
        self._offers = dict[SelectionName, WaylandObject | None]()
        self._owned = dict[SelectionName, _Owned]()
        self._changes = list[SelectionName]()
        self._device.on(
            data_offer=self._note_offer,
            selection=lambda offer: self._note_selection("clipboard", offer),
            primary_selection=lambda offer: self._note_selection("primary", offer),
        )
        self._connection.round_trip()

    @property
    def has_primary(self) -> bool:
        """Return whether the compositor has a primary selection."""
        return self._device.version > 1

    def owns(self, name: SelectionName) -> bool:
        """Return whether a selection is ours, as far as is known by now."""
        return name in self._owned

    def asked(self, name: SelectionName) -> int:
        """Return how often other programs have requested the text of a selection of ours."""
        return self._owned[name].asked if name in self._owned else 0

    def given(self, name: SelectionName) -> int:
        """Return how often other programs have received all of it."""
        return self._owned[name].given if name in self._owned else 0

    def own(self, name: SelectionName, content: Content) -> None:
        """Take a selection."""
        source = self._manager.create("create_data_source", DATA_SOURCE)
        for media_type in content:
            source.request("offer", media_type)
        self._drop_selection(name)
        owned = _Owned(source, content)
        self._owned[name] = owned
        source.on(
            send=lambda kind, fd: self._start_write(owned, kind, fd), cancelled=lambda: self._on_cancelled(name, owned)
        )
        self._device.request(_SETS[name], source)

    def disown(self, name: SelectionName) -> None:
        """Leave a selection of ours empty."""
        if self._drop_selection(name):
            self._device.request(_SETS[name], 0)

    def serve(self, within_s: float) -> None:
        """Give what is asked for, for so long at most; returns earlier when something has happened."""
        files = [write.file for owned in self._owned.values() for write in owned.writes]
        if files:
            select.select([self._connection], files, [], within_s)
            within_s = 0.0
        self._connection.dispatch(within_s)
        for owned in tuple(self._owned.values()):
            owned.writes = [write for write in owned.writes if not self._continue_write(owned, write)]

    def read(self, name: SelectionName, within_s: float, most: int) -> Content:
        """Return what another program has there, but for what isn't given whole and in time; texts are read first."""
        self._connection.round_trip()
        offer = self._offers.get(name)
        if offer is None or name in self._owned:
            return {}
        types = [kind for kind in self._types.get(offer.number, ()) if kind not in NO_CONTENT]
        until = time.monotonic() + within_s
        content = dict[str, bytes]()
        left = most
        for media_type in sorted(types, key=lambda kind: kind not in TEXT_TYPES):
            data = self._read_offer(offer, media_type, until, left)
            if data is not None:
                content[media_type] = data
                left -= len(data)
        return {kind: content[kind] for kind in types if kind in content}

    def read_copied(self, name: SelectionName, within_s: float, most: int) -> Pasted | None:
        """Return the text and the files that another program has there; the text is empty where it offers none.

        None where it keeps it secret, gives too much of it, or does not give it in time.
        """
        self._connection.round_trip()
        offer = self._offers.get(name)
        kinds = self._types.get(offer.number, []) if offer is not None else []
        if offer is None or _HINT in kinds:
            return None if kinds else Pasted("")
        until = time.monotonic() + within_s
        kind = next((text_type for text_type in TEXT_TYPES if text_type in kinds), "")
        data = self._read_offer(offer, kind, until, most) if kind else b""
        if data is None:
            return None
        paths, moves = copied_files(kinds, lambda file_type: self._read_offer(offer, file_type, until, most))
        return Pasted(text_of(data, "latin-1" if kind == "STRING" else "utf-8"), paths=paths, moves=moves)

    def holds(self, name: SelectionName) -> bool:
        """Return whether another program has anything there."""
        self._connection.round_trip()
        return self._offers.get(name) is not None

    def changes(self) -> tuple[SelectionName, ...]:
        """Return the selections that have changed since the last call, in order."""
        self._connection.round_trip()
        changes = tuple(self._changes)
        self._changes.clear()
        return changes

    def _read_offer(self, offer: WaylandObject, media_type: str, until: float, most: int) -> bytes | None:
        reading, writing = os.pipe2(os.O_CLOEXEC)
        try:
            offer.request("receive", media_type, writing)
            self._connection.round_trip()
        finally:
            os.close(writing)
        return read_pipe(reading, until, most)

    def _note_offer(self, offer: WaylandObject) -> None:
        types = list[str]()
        self._types[offer.number] = types
        offer.on(offer=types.append)

    def _note_selection(self, name: SelectionName, offer: WaylandObject | None) -> None:
        before = self._offers.get(name)
        self._offers[name] = offer
        self._changes.append(name)
        if before is not None and before is not offer:
            self._types.pop(before.number, None)
            before.end()

    def _start_write(self, owned: _Owned, media_type: str, file: int) -> None:
        os.set_blocking(file, False)
        is_text = media_type in TEXT_TYPES
        if is_text:
            owned.asked += 1
        owned.writes.append(_Write(file, memoryview(owned.content.get(media_type, b"")), is_text))

    def _continue_write(self, owned: _Owned, write: _Write) -> bool:
        """Write what the pipe takes; close it and return True when all is written, or the reader has gone."""
        try:
            while write.rest:
                write.rest = write.rest[os.write(write.file, write.rest) :]
        except BlockingIOError:
            return False
        except OSError:
            pass  # the reader has gone
        else:
            if write.is_text:
                owned.given += 1
        os.close(write.file)
        return True

    def _on_cancelled(self, name: SelectionName, owned: _Owned) -> None:
        if self._owned.get(name) is owned:
            self._drop_selection(name)

    def _drop_selection(self, name: SelectionName) -> bool:
        owned = self._owned.pop(name, None)
        if owned is None:
            return False
        for write in owned.writes:
            with contextlib.suppress(OSError):
                os.close(write.file)
        owned.source.end()
        return True


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    return why_not_by(create)


def create() -> WaylandClipboard:
    """Return the backend for the session in the environment; NoScreenError when selections can't be read."""
    return create_on_session(WaylandClipboard)


class WaylandClipboard:
    """The selections of one session, on a connection of its own; for one thread at a time."""

    def __init__(self, connection: WaylandConnection) -> None:
        self._connection = connection
        registry = Registry(connection)
        self._selections = DataControl(registry, registry.need(SEAT), NoScreenError)

    def offered(self, selection: Selection) -> Pasted | None:
        """Return the text and the files that a selection offers."""
        try:
            return self._selections.read_copied(selection, OFFERED_WITHIN_S, MOST_OFFERED_BYTES)
        except ScreenError:
            return None

    def holds(self, selection: Selection) -> bool:
        """Return whether anything is offered."""
        try:
            return self._selections.holds(selection)
        except ScreenError:
            return True

    def changes(self) -> Sequence[SelectionChange] | None:
        """Return the changes since the last call, without their processes."""
        try:
            return [SelectionChange(name) for name in self._selections.changes()]
        except ScreenError:
            return None

    def put(self, text: str) -> bool:
        """Return False: it is not set here."""
        return False

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()
