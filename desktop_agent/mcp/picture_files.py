"""Keeps an agent's newest pictures for a minute, in files that only this user can read.

Over stdio each connection is a process of its own, so the pictures can't stay in memory. A picture's name is as long as
a key, and the file's own name does not contain it. A file records its display; an unreadable file counts as missing.

Some clients open a connection for each call. An act that names a picture is checked against the run's first picture, as
any act is against the screen right before it is done: part of the desktop, window on top, pixels around the point,
window with the keyboard. All other checks are the same as for any act.
"""

from __future__ import annotations

import json
import secrets
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ValidationError

from desktop_agent.core.pictures import Frame, Pixels, Rect, Scene, Size, Viewport, WindowBox
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.files import replace_file
from desktop_agent.lib.paths import places
from desktop_agent.lib.traces import Trace, named_in

LIFE_S = 60.0
_MOST = 4
_LARGEST = 512 * 1024 * 1024  # of a capture, in bytes


class _PictureHead(BaseModel):
    """The first line of a file."""

    at: float
    display: str
    run: str  # in which it was taken
    screen: Rect
    image: Size
    size: Size
    windows: tuple[WindowBox, ...]
    focus: int | None
    is_shown: bool


_ON_DISK = "mcp-pictures"  # in the data
_IN_MEMORY = ("desktop-agent", "pictures")  # in the session's folder


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A stored picture without its encoded form; `is_shown`: the agent has seen it, and not only words about it."""

    frame: Frame
    is_shown: bool


@dataclass(frozen=True, slots=True)
class PictureFiles:
    """The pictures of one display, in one folder."""

    folder: Path
    display: str

    def keep(self, frame: Frame, run: str, *, is_shown: bool) -> str:
        """Store a picture, and delete old and excess ones; return its name, empty where it can't be written."""
        name = secrets.token_urlsafe(24)
        head = {
            "at": time.time(),
            "display": self.display,
            "run": run,
            "screen": asdict(frame.viewport.screen),
            "image": asdict(frame.viewport.image),
            "size": asdict(frame.pixels.size),
            "windows": [asdict(window) for window in frame.scene.windows],
            "focus": frame.scene.focus,
            "is_shown": is_shown,
        }
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.tidy(_MOST - 1)
            parts = (json.dumps(head).encode(), b"\n", zlib.compress(frame.pixels.bgrx, 1))
            replace_file(self._file(name), parts, mode=0o600)
        except OSError:
            return ""
        return name

    def find(self, name: str) -> StoredPicture | None:
        """Return a stored picture; None where there is none any more."""
        stored = self._read(name)
        if stored is None:
            return None
        head, packed = stored
        unpacking = zlib.decompressobj()
        try:
            pixels = unpacking.decompress(packed, _LARGEST)
        except zlib.error:
            return None
        if not unpacking.eof or len(pixels) != 4 * head.size.width * head.size.height:
            return None
        scene = Scene(head.windows, head.focus)
        frame = Frame(b"", "", Viewport(head.screen, head.image), "", scene, Pixels(head.size, pixels))
        return StoredPicture(frame, head.is_shown)

    def run_of(self, name: str) -> str:
        """Return the id of a picture's run; empty where the picture is no longer stored."""
        stored = self._read(name)
        return stored[0].run if stored else ""

    def _read(self, name: str) -> tuple[_PictureHead, bytes] | None:
        try:
            line, _, packed = self._file(name).read_bytes().partition(b"\n")
            head = _PictureHead.model_validate_json(line)
        except (OSError, ValidationError):
            return None
        is_recent = 0 <= time.time() - head.at <= LIFE_S
        return (head, packed) if is_recent and head.display == self.display else None

    def _file(self, name: str) -> Path:
        return self.folder / sha256(name.encode()).hexdigest()

    def tidy(self, most: int = _MOST) -> None:
        """Delete all but the `most` newest pictures, and those whose names have expired."""
        files = sorted(self.folder.glob("*"), key=_modified_at, reverse=True)
        for number, file in enumerate(files):
            if number >= most or time.time() - _modified_at(file) > LIFE_S:
                with suppress(OSError):
                    file.unlink()


def _modified_at(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def pictures_of(environment: Mapping[str, str], data: Path) -> PictureFiles:
    """Return this display's picture store: in the session's folder in memory, if there is one."""
    own = environment.get("DESKTOP_AGENT_HOME", "")
    runtime = environment.get("XDG_RUNTIME_DIR", "")
    folder = Path(runtime, *_IN_MEMORY) if runtime and not own else data / _ON_DISK
    display = environment.get("WAYLAND_DISPLAY") or environment.get("DISPLAY", "")
    return PictureFiles(folder, display)


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the pictures that were kept for agents, with the session's folder or without one."""
    kind = Message("Pictures for other agents")
    yield from named_in(kind, places(environment).data, _ON_DISK)
    if runtime := environment.get("XDG_RUNTIME_DIR"):
        yield from named_in(kind, Path(runtime, *_IN_MEMORY[:-1]), _IN_MEMORY[-1])
