"""The clipboard of a remote session: serves our content to programs that request it, and reads what others copy."""

from __future__ import annotations

import asyncio
import os
import select
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from desktop_agent.core.decisions.decision import Pasted
from desktop_agent.core.errors import InputError
from desktop_agent.core.remote_session import SharedClipboard
from desktop_agent.core.texts.foreign_text import text_of
from desktop_agent.lib.files import read_pipe
from desktop_agent.platforms.pasting import MOST_OFFERED_BYTES, NO_CONTENT, OFFERED_WITHIN_S
from desktop_agent.platforms.portal.bus import PortalBus
from desktop_agent.platforms.portal.wire import ClipboardNews, ClipboardRequest, SessionWire
from desktop_agent.platforms.wayland.clipboard import TEXT_TYPES
from desktop_agent.screen.clipboard import Selection, SelectionChange

if TYPE_CHECKING:
    from dbus_fast import Message

_PIECE = 1 << 16
_TAKEN_WITHIN_S = 10.0


class SessionClipboard:
    """Implements `portal.session.SharedClipboard`; `receive` is called on the bus's thread, all else from any."""

    def __init__(self, bus: PortalBus, wire: SessionWire) -> None:
        self._bus = bus
        self._wire = wire
        self._changed = threading.Condition()
        self._types: tuple[str, ...] = ()  # of the current content, ours or another program's
        self._content: Mapping[str, bytes] = {}
        self._ours = False
        self._is_confirmed = False
        self._asked = 0
        self._given = 0
        self._seen = 0
        self._changes = 0  # by others, since the last call

    def owns(self) -> bool:
        """Return whether our last offer would still be pasted."""
        with self._changed:
            return self._ours

    def own(self, content: Mapping[str, bytes]) -> None:
        """Offer this content for pasting."""
        with self._changed:
            self._content = content
            self._ours = True
            self._is_confirmed = False
        self._bus.call(self._wire.offer(tuple(content)))

    def disown(self) -> None:
        """Offer nothing any more."""
        with self._changed:
            was_ours = self._ours
            self._ours = False
            self._content = {}
        if was_ours:
            self._bus.call(self._wire.offer(()))

    def asked(self) -> int:
        """Return how many times our text has been requested."""
        with self._changed:
            return self._asked

    def given(self) -> int:
        """Return how many times all of our text was read."""
        with self._changed:
            return self._given

    def wait(self, seconds: float) -> None:
        """Wait so long, or until a request comes or was served."""
        with self._changed:
            if self._seen == self._asked + self._given:
                self._changed.wait(seconds)
            self._seen = self._asked + self._given

    def holds(self) -> bool:
        """Return whether anything would be pasted."""
        with self._changed:
            return self._ours or bool(self._types)

    def changes(self) -> int:
        """Return how often others have copied something since the last call."""
        with self._changed:
            changes = self._changes
            self._changes = 0
            return changes

    def read(self, within_s: float, most_bytes: int) -> Mapping[str, bytes]:
        """Return what others have copied, except incomplete content; texts are read first."""
        with self._changed:
            types = () if self._ours else tuple(kind for kind in self._types if kind not in NO_CONTENT)
        until = time.monotonic() + within_s
        content = dict[str, bytes]()
        left = most_bytes
        for media_type in sorted(types, key=lambda kind: kind not in TEXT_TYPES):
            data = self._read_type(media_type, until, left)
            if data is not None:
                content[media_type] = data
                left -= len(data)
        return {kind: content[kind] for kind in types if kind in content}

    def read_text(self, within_s: float, most_bytes: int) -> str | None:
        """Return the copied text, empty without one; None if it can't be read in time, or is too long."""
        with self._changed:
            ours = self._ours
            types = self._types
            content = self._content
        if ours:
            return next((text_of(content[text_type]) for text_type in TEXT_TYPES if text_type in content), "")
        kind = next((text_type for text_type in TEXT_TYPES if text_type in types), "")
        data = self._read_type(kind, time.monotonic() + within_s, most_bytes) if kind else b""
        encoding = "latin-1" if kind == "STRING" else "utf-8"
        return None if data is None else text_of(data, encoding)

    def receive(self, news: ClipboardNews | ClipboardRequest) -> None:
        """Handle a signal of the session."""
        if isinstance(news, ClipboardRequest):
            self._bus.spawn(self._serve_request(news))
            return
        with self._changed:
            self._types = news.types
            self._changes += not news.ours
            # Signals before the answer to our offer are about the previous owner.
            if news.ours:
                self._is_confirmed = True
            elif self._is_confirmed:
                self._ours = False
                self._content = {}
            self._changed.notify_all()

    async def _serve_request(self, request: ClipboardRequest) -> None:
        with self._changed:
            data = self._content.get(request.media_type, b"") if self._ours else b""
            is_text = self._ours and request.media_type in TEXT_TYPES
            self._asked += is_text
            self._changed.notify_all()
        done = False
        with suppress(InputError, OSError):
            answer = await self._bus.answered(self._wire.clipboard("SelectionWrite", "u", (request.number,)))
            done = await asyncio.to_thread(_write_all_and_close, descriptor_of(answer), data)
        with suppress(InputError):
            await self._bus.answered(self._wire.clipboard("SelectionWriteDone", "ub", (request.number, done)))
        with self._changed:
            self._given += done and is_text
            self._changed.notify_all()

    def _read_type(self, media_type: str, until: float, most: int) -> bytes | None:
        try:
            answer = self._bus.call(self._wire.clipboard("SelectionRead", "s", (media_type,)))
            return read_pipe(descriptor_of(answer), until, most)
        except (InputError, OSError):
            return None


def descriptor_of(answer: Message) -> int:
    """Return the descriptor in an answer; OSError without one."""
    for index in answer.body:
        if isinstance(index, int) and index < len(answer.unix_fds):
            return int(answer.unix_fds[index])
    raise OSError


def _write_all_and_close(file: int, data: bytes) -> bool:
    """Write everything and close; return whether the reader took all of it."""
    until = time.monotonic() + _TAKEN_WITHIN_S
    rest = memoryview(data)
    os.set_blocking(file, False)
    try:
        while rest and (left := until - time.monotonic()) > 0:
            if select.select([], [file], [], left)[1]:
                rest = rest[os.write(file, rest[:_PIECE]) :]
    except OSError:
        return False
    finally:
        os.close(file)
    return not rest


def create(shared: SharedClipboard) -> PortalClipboard:
    """Return the clipboard source of an open session."""
    return PortalClipboard(shared)


class PortalClipboard:
    """Implements `screen.clipboard.ClipboardSource`; the primary selection is not shared."""

    def __init__(self, shared: SharedClipboard) -> None:
        self._shared = shared

    def offered(self, selection: Selection) -> Pasted | None:
        """Return the text that the clipboard offers."""
        text = self._shared.read_text(OFFERED_WITHIN_S, MOST_OFFERED_BYTES) if selection == "clipboard" else None
        return None if text is None else Pasted(text)

    def holds(self, selection: Selection) -> bool:
        """Return whether the clipboard offers anything; True for the other selection, of which nothing is known."""
        return selection != "clipboard" or self._shared.holds()

    def changes(self) -> Sequence[SelectionChange] | None:
        """Return the changes since the last call, without their processes."""
        return [SelectionChange("clipboard")] * self._shared.changes()

    def put(self, text: str) -> bool:
        """Return False: this can't set the clipboard."""
        return False

    def close(self) -> None:
        """Leave the session open: it is not ours."""
