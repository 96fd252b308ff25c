"""Reads the text on a picture, in a child process that is started when first needed and ends with us."""

import subprocess
import sys
import threading
from importlib.util import find_spec
from types import TracebackType
from typing import Self

from desktop_agent.core.errors import ModelError
from desktop_agent.core.reading import TextLine
from desktop_agent.offline.child_process import end
from desktop_agent.offline.ocr.pipes import receive_lines, send_picture

READ_WITHIN_S = 60.0
_NEEDED = ("onnxruntime", "rapidfuzz", "rapidocr")


def why_not() -> str:
    """Return why the screen's text cannot be read here; empty when it can."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if not missing:
        return ""
    return f"Reading the screen needs {', '.join(missing)}. Run: pip install 'desktop-agent[offline]'"


class OcrReader:
    """One child process; calls from several threads take turns."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the child now, so that the first picture does not wait for it.

        Raises:
            ModelError: the offline extra is not installed, or no process can be started.
        """
        with self._lock:
            self._running()

    def read(self, picture: bytes, *, fresh: bool = False) -> tuple[TextLine, ...]:
        """Return the lines of text on a PNG or JPEG, in reading order.

        What did not change since an earlier picture is not read again; `fresh` reads everything anew.

        Raises:
            ModelError: the offline extra is missing, the picture cannot be read, or the child ended.
        """
        with self._lock:
            child = self._running()
            # A child that hangs is ended: its pipe closes, and the read below says so.
            watchdog = threading.Timer(READ_WITHIN_S, child.kill)
            watchdog.start()
            try:
                return self._ask(child, picture, fresh=fresh)
            finally:
                watchdog.cancel()

    def close(self) -> None:
        """End the child, in the middle of a picture too; calling it again does nothing."""
        reading = self._child
        if reading is not None:
            # Whoever reads right now holds the lock until the child answers, or is gone.
            reading.kill()
        with self._lock:
            child, self._child = self._child, None
            if child is not None:
                end(child)

    def _ask(self, child: subprocess.Popen[bytes], picture: bytes, *, fresh: bool) -> tuple[TextLine, ...]:
        if child.stdin is None or child.stdout is None:
            raise ModelError("The process that reads the screen has no pipes.")
        try:
            send_picture(child.stdin, picture, fresh=fresh)
        except OSError as error:
            return self._last_words(child, error)
        return receive_lines(child.stdout)

    def _last_words(self, child: subprocess.Popen[bytes], error: OSError) -> tuple[TextLine, ...]:
        """A child that cannot load its networks says why and ends, maybe before the picture went out."""
        if child.stdout is None:
            raise ModelError("The process that reads the screen ended unexpectedly.") from error
        return receive_lines(child.stdout)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        reason = why_not()
        if reason:
            sentence, _, hint = reason.partition(" Run: ")
            raise ModelError(sentence, f"Run: {hint}")
        if self._child is not None:
            end(self._child)
        command = [sys.executable, "-m", "desktop_agent.offline.ocr.worker"]
        try:
            # Its own session: Ctrl+C in a terminal is for the run, which closes the reader itself.
            self._child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
        except OSError as error:
            raise ModelError("The process that reads the screen cannot be started.", f"{error}.") from error
        return self._child
