"""Keeps a private Wayland session: starts a headless sway and a session bus, and ends them when its stdin closes.

Run by `private_sway.py` as `python -m … WIDTHxHEIGHT@HERTZHz`. One line of JSON on stdout says where the session is, or
what is missing (`kept_programs.py`).
"""

from __future__ import annotations

import os
import pwd
import shutil
import struct
import sys
from contextlib import ExitStack
from pathlib import Path

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.display.kept_programs import serve, start_bus, start_program

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
        reason = _reason(log)
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


def _reason(log: Path) -> str:
    """Return the last thing that sway calls an error."""
    lines = [line.rpartition("] ")[2].strip(" .") for line in log.read_text(errors="replace").splitlines()]
    return next((line for line in reversed(lines) if line), "it gave no reason")


def write_blank_cursors(folder: Path) -> dict[str, str]:
    """Write the theme into a folder; return the variables by which programs find it."""
    cursors = folder / NAME / "cursors"
    cursors.mkdir(parents=True)
    for shape in _SHAPES:
        (cursors / shape).write_bytes(_cursor())
    return {"XCURSOR_PATH": str(folder), "XCURSOR_THEME": NAME, "XCURSOR_SIZE": str(_SIZE)}


def _cursor() -> bytes:
    """Return a cursor file of one clear pixel (`man 3 Xcursor`: header, contents, image)."""
    header = struct.pack("<4s3I", b"Xcur", 16, 0x10000, 1)
    contents = struct.pack("<3I", _IMAGE, _SIZE, len(header) + 12)
    image = struct.pack("<9I", 36, _IMAGE, _SIZE, 1, 1, 1, 0, 0, 0)
    return header + contents + image + bytes(4)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
