"""Reads the text on pictures, in a child process that is started when first needed and ends with us."""

from __future__ import annotations

import contextlib
import threading
from importlib.util import find_spec
from typing import Self

from desktop_agent.core.controls.boxes import Box
from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.core.errors import ModelError
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.texts.message import Message
from desktop_agent.installation import hint_for
from desktop_agent.lib.child_process import ChildProcess, python_command
from desktop_agent.screen.ocr.pipes import PictureRequest, reading_ended, receive_lines, send_picture

READ_WITHIN_S = 60.0
_NEEDED = ("onnxruntime", "rapidocr")


def why_not() -> str:
    """Return why the screen's text cannot be read here; empty when it can."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if not missing:
        return ""
    return f"Reading the screen needs {', '.join(missing)}."


class OcrReader:
    """One child process; calls from several threads take turns."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: ChildProcess | None = None
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the child now, so that the first picture does not wait for it; not once the reader was closed.

        ModelError when the offline extra is not installed, or no process can be started.
        """
        with self._lock:
            if not self._closed:
                self._running()

    def read(self, data: bytes, *, fresh: bool = False, near: ImagePoint | None = None) -> tuple[TextLine, ...]:
        """Return the lines of text on a PNG or JPEG, in reading order; `near` a point the nearest one alone.

        What has not changed since an earlier picture is not read again; `fresh` reads everything again. ModelError when
        the offline extra is missing, the picture cannot be read, the child has ended, or the reader was closed.
        """
        return self._ask(PictureRequest(data, fresh=fresh, near=near))

    def read_row(self, data: bytes, box: Box) -> tuple[str, ...]:
        """Return the pieces of text in a box of a picture, from left to right, which is read as one row."""
        return tuple(line.text for line in self._ask(PictureRequest(data, row=box)))

    def read_small(self, data: bytes) -> tuple[TextLine, ...]:
        """Return the signs that stand alone on a picture, which reading whole lines leaves out."""
        return self._ask(PictureRequest(data, small=True))

    def close(self) -> None:
        """End the child, in the middle of a picture too; calling it again does nothing."""
        reading = self._child
        if reading is not None:
            # The reading thread holds the lock until the child answers, or is gone.
            reading.kill()
        with self._lock:
            child = self._child
            self._child = None
            self._closed = True
            if child is not None:
                child.end()

    def _ask(self, request: PictureRequest) -> tuple[TextLine, ...]:
        with self._lock:
            if self._closed:  # a thread that reads ahead has waited for the lock: another child would not be ended
                raise reading_ended()
            child = self._running()
            # A child that hangs is ended: its pipe closes, and what is read from it says so.
            with child.ended_after(READ_WITHIN_S):
                # One that cannot load its networks says why and ends, maybe before the picture is with it.
                with contextlib.suppress(OSError):
                    send_picture(child.requests, request)
                return receive_lines(child.output)

    def _running(self) -> ChildProcess:
        if self._child is not None and not self._child.has_ended:
            return self._child
        if reason := why_not():
            raise ModelError(reason, hint_for("offline"))
        if self._child is not None:
            self._child.end()
        try:
            self._child = ChildProcess(python_command("desktop_agent.screen.ocr.worker"), requests=True)
        except OSError as error:
            raise ModelError(
                Message("The process that reads the screen can't be started."), Message("{what}.", what=error)
            ) from error
        return self._child
