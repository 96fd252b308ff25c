"""A private Wayland session to work on: a headless sway that only this program reaches, and that ends with it.

As with the private X display, a keeper process (`python -m … WIDTHxHEIGHT@HERTZHz`) owns the servers and lives as long
as the pipe to it is open. Sway refuses to run as root: started by root, it runs as nobody, and root's programs reach
it.
"""

from __future__ import annotations

import logging
import os
import pwd
import shutil
import struct
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.display.kept_programs import (
    CLOSE_WITHIN_S,
    check_size,
    environment_on,
    serve,
    start_bus,
    start_keeper,
    start_program,
)

_log = logging.getLogger(__name__)


_OTHER_SCREENS = ("DISPLAY", "XAUTHORITY", "WAYLAND_SOCKET", "DESKTOP_SESSION", "QT_STYLE_OVERRIDE", "I3SOCK")
_CURSORS = ("XCURSOR_PATH", "XCURSOR_THEME", "XCURSOR_SIZE")
_FIXED = {
    "QT_QPA_PLATFORM": "wayland",
    "GDK_BACKEND": "wayland",
    "MOZ_ENABLE_WAYLAND": "1",
    "XDG_SESSION_TYPE": "wayland",
    "XDG_CURRENT_DESKTOP": "sway",
    "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    "LIBGL_ALWAYS_SOFTWARE": "1",
}


class PrivateSway:
    """One private Wayland session with one output, HEADLESS-1; a context manager.

    `size` is in pixels; `ipc` is the socket for sway's own commands. A picture is made `hertz` times a second at most,
    and so often it can be captured.
    """

    def __init__(self, width: int = 1280, height: int = 800, *, hertz: int = 60) -> None:
        """Start sway and wait until it is ready.

        NoScreenError when a program is missing or does not start, or the size is impossible; the hint is what to do.
        """
        check_size(width, height)
        self.size = (width, height)
        mode = f"{width}x{height}@{hertz}Hz"
        self._keeper, self._facts = start_keeper("desktop_agent.desk.display.private_sway", mode)
        self.name = self._facts["socket"]
        self.ipc = Path(self._facts["ipc"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def socket(self) -> Path:
        """The socket that Wayland programs connect to."""
        return Path(self._facts["folder"]) / self.name

    @property
    def pid(self) -> int:
        """The process id of sway."""
        return int(self._facts["pid"])

    def environment(self, base: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return the whole environment of a program in this session, made from `base`."""
        own = {
            "WAYLAND_DISPLAY": self.name,
            "SWAYSOCK": self._facts["ipc"],
            **{name: self._facts[name] for name in _CURSORS},
        }
        return environment_on(self._facts, base, _OTHER_SCREENS, _FIXED | own)

    def close(self) -> None:
        """End the session and everything that was started for it; calling it again does nothing."""
        self._keeper.end(CLOSE_WITHIN_S)
        _log.debug("the private sway's keeper has ended: %s", self._keeper.exit_code)


INSTALL = "sudo apt-get install -y sway"
_PLAIN_ACCOUNT = "nobody"
_REFUSES_ROOT = "Unable to drop root"  # sway's own words
_HEADLESS = {"WLR_BACKENDS": "headless", "WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1"}
# Sway runs the last line as soon as it is ready, and says there where it listens.
_CONFIG = """\
xwayland disable
output * mode --custom {mode}
output HEADLESS-1 position 0 0
default_border none
default_floating_border none
exec printf '%s|%s\\n' "$WAYLAND_DISPLAY" "$SWAYSOCK" >&{ready}
"""
NAME = "default"  # sway asks for no other one
# How toolkits call their pointers; what a theme lacks, they take from elsewhere or leave as it is.
_SHAPES = """
default left_ptr arrow top_left_arrow right_ptr xterm text ibeam vertical-text hand hand1 hand2 pointer pointing_hand
wait watch progress left_ptr_watch half-busy cross crosshair tcross cell plus help question_arrow whats_this up_arrow
sb_up_arrow center_ptr fleur move size_all all-scroll size_hor size_ver size_bdiag size_fdiag split_h split_v
sb_h_double_arrow sb_v_double_arrow h_double_arrow v_double_arrow col-resize row-resize ew-resize ns-resize
nesw-resize nwse-resize n-resize e-resize s-resize w-resize ne-resize nw-resize se-resize sw-resize top_side
bottom_side left_side right_side top_left_corner top_right_corner bottom_left_corner bottom_right_corner grab grabbing
openhand closedhand dnd-none dnd-copy dnd-move dnd-link dnd-ask copy alias link no-drop dnd-no-drop not-allowed
forbidden crossed_circle circle context-menu zoom-in zoom-out
""".split()
_IMAGE = 0xFFFD0002
_SIZE = 24


def main(mode: str) -> int:
    """Serve one session until stdin closes; return 0, or 1 when it could not start."""
    return serve(lambda folder, ending: _start(mode, folder, ending))


def _start(mode: str, folder: Path, ending: ExitStack) -> dict[str, str]:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SWAYSOCK", "I3SOCK"):
        os.environ.pop(name, None)
    os.environ.update(_HEADLESS | {"XDG_RUNTIME_DIR": str(folder), "GSETTINGS_BACKEND": "memory"})
    cursors = write_blank_cursors(folder / "cursors")
    os.environ.update(cursors)
    facts = {"folder": str(folder), "bus": start_bus(folder, ending)} | cursors
    return facts | _start_sway(mode, folder, ending)


def _start_sway(mode: str, folder: Path, ending: ExitStack) -> dict[str, str]:
    if shutil.which("sway") is None:
        raise NoScreenError(
            Message("A private Wayland session needs sway, which isn't installed."),
            Message("Run: {command}", command=INSTALL),
        )
    read_end, write_end = os.pipe()
    config = folder / "sway.conf"
    home = folder / "sway"
    log = folder / "sway.log"
    config.write_text(_CONFIG.format(mode=mode, ready=write_end))
    home.mkdir(mode=0o700)
    command = ["env", f"HOME={home}", f"XDG_RUNTIME_DIR={home}", "sway", "--config", str(config)]
    sway = start_program([*_as_plain_account(folder, home), *command], log, ending, keep=(write_end,))
    os.close(write_end)
    with os.fdopen(read_end, "rb") as answer:
        line = answer.readline().decode().strip()
    if not line:
        reason = _last_error(log)
        if _REFUSES_ROOT in reason:
            raise NoScreenError(
                Message("Sway refuses to run as root."), Message("Start this program as a regular user.")
            )
        raise NoScreenError(
            Message("Sway didn't start: {reason}.", reason=reason),
            Message("Make sure there's enough free memory, then try again."),
        )
    socket, ipc = line.split("|")
    # Programs find the socket in a folder that is theirs: they mistrust one of another account.
    (folder / socket).symlink_to(home / socket)
    return {"socket": socket, "ipc": ipc, "pid": str(sway.pid)}


def _as_plain_account(folder: Path, home: Path) -> list[str]:
    """Return what makes a command run as a plain account, where this one is root; that account gets the folder."""
    if os.geteuid() != 0:
        return []
    account = pwd.getpwnam(_PLAIN_ACCOUNT)
    os.chown(home, account.pw_uid, account.pw_gid)
    folder.chmod(0o711)
    return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups", "--"]


def _last_error(log: Path) -> str:
    """Return the last thing that sway calls an error."""
    lines = [line.rpartition("] ")[2].strip(" .") for line in log.read_text(errors="replace").splitlines()]
    return next((line for line in reversed(lines) if line), "it gave no reason")


def write_blank_cursors(folder: Path) -> dict[str, str]:
    """Write the theme into a folder; return the variables by which programs find it."""
    cursors = folder / NAME / "cursors"
    cursors.mkdir(parents=True)
    for shape in _SHAPES:
        (cursors / shape).write_bytes(_blank_cursor())
    return {"XCURSOR_PATH": str(folder), "XCURSOR_THEME": NAME, "XCURSOR_SIZE": str(_SIZE)}


def _blank_cursor() -> bytes:
    """Return a cursor file of one clear pixel (`man 3 Xcursor`: header, contents, image)."""
    header = struct.pack("<4s3I", b"Xcur", 16, 0x10000, 1)
    contents = struct.pack("<3I", _IMAGE, _SIZE, len(header) + 12)
    image = struct.pack("<9I", 36, _IMAGE, _SIZE, 1, 1, 1, 0, 0, 0)
    return header + contents + image + bytes(4)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
