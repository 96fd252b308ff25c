"""The process that renders films: it reads one request from its standard input, and prints its progress.

When its standard input closes it removes its files and ends: so no partial film remains, even when the requesting
program was killed.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from pydantic import TypeAdapter

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message
from desktop_agent.films.film.script import FilmOptions, FilmScript

_EVERY_S = 0.15


@dataclass(frozen=True, slots=True)
class FilmRequest:
    """A film to render: for each format a file of that name in `parts`, a folder of its own."""

    folder: Path
    parts: Path
    script: FilmScript
    options: FilmOptions


REQUEST: TypeAdapter[FilmRequest] = TypeAdapter(FilmRequest)


def main() -> int:
    """Render the requested film; the last output line is `done`, or the error."""
    sys.excepthook = _our_own_bug
    request = REQUEST.validate_json(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_input, args=(request.parts,), daemon=True).start()
    try:
        _render(request)
    except (DesktopAgentError, OSError, MemoryError) as error:
        _print_line(_error_fields(error))
        return 1
    _print_line({"done": True})
    return 0


def _render(request: FilmRequest) -> None:
    from PySide6.QtGui import QGuiApplication

    from desktop_agent.films.film.paint import FilmRenderer

    application = QGuiApplication([])
    renderer = FilmRenderer(request.folder, request.script, request.options)
    formats = request.options.formats
    for number, kind in enumerate(formats):
        progress = _ProgressPrinter(number, len(formats))
        if kind == "stills":
            renderer.stills(request.parts / kind, progress)
        else:
            renderer.film(kind, request.parts / kind, progress)
    application.quit()


class _ProgressPrinter:
    """Prints the progress of all files together at intervals."""

    def __init__(self, number: int, of: int) -> None:
        self._number = number
        self._of = of
        self._printed_s = 0.0

    def __call__(self, part: float) -> None:
        now = time.monotonic()
        if now - self._printed_s >= _EVERY_S:
            self._printed_s = now
            _print_line({"part": round((self._number + part) / self._of, 4)})


def _error_fields(error: BaseException) -> dict[str, object]:
    if isinstance(error, DesktopAgentError):
        return {"error": error.message, "hint": error.hint}
    if isinstance(error, MemoryError):
        return {
            "error": Message("There isn't enough memory for this video."),
            "hint": Message("Make it smaller: --size 1280x720."),
        }
    return {"errno": error.errno or 0, "error": str(error.strerror or error)} if isinstance(error, OSError) else {}


def _our_own_bug(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    sys.stderr.write(f"{kind.__name__}: {error}\n")


def _print_line(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _end_with_input(parts: Path) -> None:
    # Not through the buffer: its lock would be held while the interpreter ends.
    while os.read(sys.stdin.fileno(), 1):
        pass
    shutil.rmtree(parts, ignore_errors=True)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
