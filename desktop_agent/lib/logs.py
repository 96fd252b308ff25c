"""The program's log: to stderr with --debug, and that of the last run to a file of limited size.

A maintainer asks a person for it, so it holds what this computer and its servers are like, and nothing of a person's:
no key, no text that was typed, no title of a window. The lines of this program keep to that (`contributing.md`), and
the form of a line here keeps the rest away: of an error or a sentence, which may quote anything, only its kind and the
words that stand in the program remain, and a traceback has no messages.
"""

from __future__ import annotations

import logging
import os
import platform
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message
from desktop_agent.core.version import __version__
from desktop_agent.lib.files import content_of, write_all
from desktop_agent.lib.paths import places
from desktop_agent.lib.traces import Trace, named_in

LAST_RUN = "last-run.log"  # in the data folder
MOST_BYTES = 1_000_000
_OURS = "desktop_agent"
_LONGEST_LINE = 500
_SESSION = ("XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "WAYLAND_DISPLAY", "DISPLAY")
_log = logging.getLogger(__name__)
_LEFT_OUT = "…"
_BETWEEN_SENTENCES = frozenset({"", " ", "."})
_CUT = "\n… lines are left out here …\n".encode()
_ADDED_TO: int = os.O_CREAT | os.O_APPEND | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_NEW_FILE: int = _ADDED_TO | os.O_EXCL
_MOST_TRACE_LINES = 100


def log_to_stderr() -> None:
    """Write every line of ours to stderr from now on, and nothing of a library: an HTTP library logs the key."""
    handler = logging.StreamHandler()
    handler.setFormatter(_LineFormatter())
    ours = logging.getLogger(_OURS)
    ours.addHandler(handler)
    ours.setLevel(logging.DEBUG)


def is_on_stderr() -> bool:
    """Return whether this process writes its log to stderr."""
    return any(isinstance(handler.formatter, _LineFormatter) for handler in _stream_handlers())


@contextmanager
def log_to_file(environment: Mapping[str, str] = os.environ, *, adds: bool = False) -> Iterator[None]:
    """Write the lines of this process to the file of the last run, which is replaced; inside of another, do nothing.

    With `adds`, the lines that the file has stay. Other handlers get what they would get without it. A file that can't
    be written is not kept.
    """
    ours = logging.getLogger(_OURS)
    if any(isinstance(handler, _LogFileHandler) for handler in ours.handlers):
        yield
        return
    try:
        kept = _LogFileHandler(places(environment).data / LAST_RUN, adds=adds)
    except OSError:
        yield
        return
    with_handlers: list[logging.Handler] = [kept]
    level = ours.level
    propagates = ours.propagate
    if propagates and not is_on_stderr():
        with_handlers.append(_ForwardingHandler(ours.getEffectiveLevel()))
        ours.propagate = False
    for handler in with_handlers:
        ours.addHandler(handler)
    ours.setLevel(logging.DEBUG)
    _log_system(environment)
    try:
        yield
    finally:
        ours.setLevel(level)
        ours.propagate = propagates
        for handler in with_handlers:
            ours.removeHandler(handler)
        kept.close()


def log_of_last_run(environment: Mapping[str, str]) -> str:
    """Return what the last run has logged; empty if there is none."""
    content = content_of(places(environment).data / LAST_RUN, 2 * MOST_BYTES)
    return (content or b"").decode("utf-8", "replace")


def trace_of(error: BaseException | None) -> Iterator[str]:
    """Yield where an error and its causes were raised, and of which kinds they are."""
    while error is not None:
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"  {frame.name} in {Path(frame.filename).name}:{frame.lineno}"
        yield f"  {_loggable(error)}"
        error = error.__cause__ or error.__context__


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the log of the last run."""
    yield from named_in(Message("The log of the last run"), places(environment).data, LAST_RUN)


def system_facts(environment: Mapping[str, str]) -> str:
    """Return the versions of the program, of Python and of the system, and the kind of session."""
    session = (f"{name}={environment.get(name, '')}" for name in _SESSION)
    versions = (f"Desktop Agent {__version__}", f"Python {platform.python_version()}", platform.platform())
    return ", ".join((*versions, *session))


def _log_system(environment: Mapping[str, str]) -> None:
    _log.info("process %d: %s", os.getpid(), system_facts(environment))


def _stream_handlers() -> Iterator[logging.Handler]:
    return (handler for handler in logging.getLogger(_OURS).handlers if not isinstance(handler, _LogFileHandler))


class _LineFormatter(logging.Formatter):
    """One line for one record; what a traceback adds has no messages of errors."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        message = record.msg % _all_loggable(record.args) if record.args else str(record.msg)
        name = record.name.removeprefix(f"{_OURS}.")
        line = f"{self.formatTime(record)} {record.levelname} {name}: {_printable(message)}"
        error = record.exc_info[1] if record.exc_info else None
        return "\n".join((line, *islice(trace_of(error), _MOST_TRACE_LINES)))


def _all_loggable(values: object) -> object:
    if isinstance(values, Mapping):
        return {name: _loggable(value) for name, value in values.items()}
    return tuple(map(_loggable, values)) if isinstance(values, tuple) else _loggable(values)


def _loggable(value: object) -> object:
    """Return what a line may say of a value: of an error or a sentence, only what is the program's own."""
    match value:
        case Message():
            return str(value.with_texts(_own_words))
        case DesktopAgentError():
            return f"{type(value).__name__} ({_own_words(value.message)})"
        case OSError(errno=int(number)):
            return f"{type(value).__name__} ({os.strerror(number)})"
        case BaseException():
            return type(value).__name__
        case _:
            return value


def _own_words(text: str) -> str:
    if isinstance(text, Message):
        return str(text.with_texts(_own_words))
    return text if text in _BETWEEN_SENTENCES else _LEFT_OUT


def _printable(text: str) -> str:
    """Return a text as one line of ordinary length: a server's words could look like further lines of ours."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in text)
    return shown if len(shown) <= _LONGEST_LINE else f"{shown[:_LONGEST_LINE]}{_LEFT_OUT}"


class _ForwardingHandler(logging.Handler):
    """Passes on to the other handlers of this process what they would get from our loggers by themselves."""

    def emit(self, record: logging.LogRecord) -> None:
        """Pass a record on."""
        logging.getLogger().callHandlers(record)


class _LogFileHandler(logging.Handler):
    """Writes lines to a file, of which the middle is left out when it becomes too long: no line fails a run."""

    def __init__(self, file: Path, *, adds: bool) -> None:
        """Replace the file, or add to it; OSError if it can't be written."""
        super().__init__()
        self.setFormatter(_LineFormatter())
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not adds:
            file.unlink(missing_ok=True)
        self._fd: int | None = os.open(file, _ADDED_TO if adds else _NEW_FILE, 0o600)
        self._size = os.fstat(self._fd).st_size

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line; a full disk loses it."""
        if self._fd is None:
            return
        try:
            line = self.format(record).encode("utf-8", "backslashreplace") + b"\n"
        except Exception:  # noqa: BLE001 - as in logging: a wrong line is reported, and fails nothing
            self.handleError(record)
            return
        with suppress(OSError):
            if self._size + len(line) > MOST_BYTES:
                self._leave_out_the_middle(self._fd)
            write_all(self._fd, line)
            self._size += len(line)

    def close(self) -> None:
        """Close the file."""
        self.acquire()
        try:
            fd = self._fd
            self._fd = None
        finally:
            self.release()
        if fd is not None:
            os.close(fd)
        super().close()

    def _leave_out_the_middle(self, fd: int) -> None:
        quarter = MOST_BYTES // 4
        os.lseek(fd, 0, os.SEEK_SET)
        beginning = os.read(fd, quarter)
        os.lseek(fd, -quarter, os.SEEK_END)
        end = os.read(fd, quarter)
        os.lseek(fd, 0, os.SEEK_SET)
        os.ftruncate(fd, 0)
        shortened = beginning.rpartition(b"\n")[0] + _CUT + end.partition(b"\n")[2]
        write_all(fd, shortened)
        self._size = len(shortened)
