"""The errors for a desk that cannot start: the reason in one sentence, and a remedy."""

from __future__ import annotations

import errno
import logging
import os
import shutil
from pathlib import Path

from desktop_agent.core.errors import DeskError
from desktop_agent.core.texts.message import Message

_log = logging.getLogger(__name__)

_NEEDED = {"bwrap": "bubblewrap", "Xvfb": "xvfb", "openbox": "openbox", "dbus-daemon": "dbus", "dbus-send": "dbus"}
_APPARMOR = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
_SWITCHES = (
    Path("/proc/sys/kernel/unprivileged_userns_clone"),
    Path("/proc/sys/user/max_user_namespaces"),
    Path("/proc/sys/user/max_mnt_namespaces"),
)
_OTHER_FOLDERS = Message(
    "Another file system is mounted inside your folder, or your folder's file system can't be "
    "layered. Specify other folders with --desk-files, or run: sudo apt-get install -y "
    "fuse-overlayfs"
)
_OTHER_FOLDERS_HERE = Message(
    "Another file system is mounted inside your folder, or your folder's file system can't be "
    "layered. Choose other folders, or run: sudo apt-get install -y fuse-overlayfs"
)
_FUSE = Message("Use Linux 5.11 or later, or run: sudo apt-get install -y fuse-overlayfs")
_NEVER_WITHOUT = Message("Side desks don't run without a sandbox.")


def missing_programs() -> None:
    """Raise DeskError if a program that every desk needs is missing."""
    if os.name != "posix" or not Path("/proc/self/ns/user").exists():
        raise DeskError(Message("Side desks require Linux with user namespaces."), _NEVER_WITHOUT)
    missing = sorted({package for program, package in _NEEDED.items() if shutil.which(program) is None})
    _log.debug("packages that a desk lacks: %s", missing)
    if missing:
        raise DeskError(
            Message("Side desks require programs that aren't installed: {missing}.", missing=", ".join(missing)),
            Message("Run: sudo apt-get install -y {missing}", missing=" ".join(missing)),
        )


def no_desk(step: str, number: int, reason: str) -> DeskError:
    """Return the error for a failed step of the start; `number` is its errno."""
    if step == "namespace":
        return DeskError(
            Message("This computer doesn't allow user namespaces, which side desks require."), _missing_permission()
        )
    if step == "layers":
        why = os.strerror(number) if number else Message("no reason was given")
        is_of_folder = number == errno.EINVAL
        return DeskError(
            Message("The layer that keeps changes separate couldn't be created on top of your folder: {why}.", why=why),
            _OTHER_FOLDERS if is_of_folder else _FUSE,
            in_window=_OTHER_FOLDERS_HERE if is_of_folder else "",
        )
    if step in {"bubblewrap", "walls"} or "bwrap" in reason:
        return DeskError(
            Message("The side desk sandbox can't be set up: {reason}.", reason=_cleaned(reason)), _missing_permission()
        )
    if step == "time":
        return DeskError(
            Message("The side desk didn't start in time."), Message("Try again when the computer is less busy.")
        )
    return DeskError(
        Message("The side desk didn't start: {part}.", part=_cleaned(reason) or Message("it gave no reason")),
        Message("Try: desktop-agent doctor"),
    )


def _missing_permission() -> str:
    if _value(_APPARMOR) == "1":
        return "Allow them: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
    _log.info("user namespaces: %s", {file.name: _value(file) for file in (_APPARMOR, *_SWITCHES)})
    for switch in _SWITCHES:
        if _value(switch) == "0":
            name = ".".join(switch.parts[3:])
            return f"Allow them: sudo sysctl {name}={'1' if 'clone' in name else '10000'}"
    return Message(
        "User namespaces are blocked by a container or by the computer's administrator. If you're using "
        "a container, start the program outside it."
    )


def _value(file: Path) -> str:
    try:
        return file.read_text().strip()
    except OSError:
        return ""


def _cleaned(reason: str) -> str:
    return reason.removeprefix("bwrap: ").rstrip(".")[:200]
