"""Input of ours besides a run's, from any process: noted in the session, so that no watch takes it for the person's.

A Wayland compositor reports input without its source. What a run itself sends, it announces to its own watch
(`silence.py`). A query for the lock of the screen may be sent by any process of ours, such as `desktop-agent
screenshot`: its sender notes, before the first event, until when events may come, and in the end, that they have come.
The note is the modification time of a file, on the monotonic clock, which all processes of a computer share.
"""

from __future__ import annotations

import logging
import math
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

_NS_PER_S = 1_000_000_000
_log = logging.getLogger(__name__)
_POLL_S = 0.01
_SENT_WITHIN_S = 1.0  # a sender that is killed leaves a watch blind for as long


class Senders:
    """The senders of one session, besides a run; without a folder for the session, none is noted."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        folder = environment.get("XDG_RUNTIME_DIR", "")
        display = Path(environment.get("WAYLAND_DISPLAY", "")).name
        self._path = Path(folder, f"desktop-agent-sends-{display}") if folder and display else None

    @contextmanager
    def sending(self) -> Iterator[None]:
        """Note all input of the context as ours; it has to be handled by the end, a second later at most.

        Senders wait for each other.
        """
        fd = self._open_locked()
        _note(fd, time.monotonic() + _SENT_WITHIN_S)
        try:
            yield
        finally:
            _note(fd, time.monotonic())
            if fd is not None:
                os.close(fd)

    def _open_locked(self) -> int | None:
        """Return the open file once no other process sends, or has been sending for too long; None without one."""
        import fcntl  # Wayland's systems have it

        if self._path is None:
            return None
        try:
            fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError as error:
            _log.info("what is sent besides a run isn't noted: %s", error)
            return None
        until_s = time.monotonic() + _SENT_WITHIN_S
        while time.monotonic() < until_s:
            with suppress(OSError):
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            time.sleep(_POLL_S)
        return fd

    def until_s(self) -> float:
        """Return until when another sender's input may come or has come (monotonic seconds); -infinity if never."""
        if self._path is None:
            return -math.inf
        with suppress(OSError):
            noted_s = self._path.stat().st_mtime_ns / _NS_PER_S
            if noted_s <= time.monotonic() + _SENT_WITHIN_S:  # the clock begins again when the computer starts
                return noted_s
        return -math.inf


def _note(fd: int | None, at_s: float) -> None:
    ns = round(at_s * _NS_PER_S)
    with suppress(OSError):
        if fd is not None:
            os.utime(fd, ns=(ns, ns))
