"""What the system lets this program do: record on the disk, and, where that is asked for, see the screen and act."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from desktop_agent.app.paths import places
from desktop_agent.doctor.finding import Finding

_MAC_FRAMEWORKS = "/System/Library/Frameworks/{0}.framework/{0}"


def permissions(environment: Mapping[str, str]) -> Finding:
    """Tell the first thing that is not permitted."""
    runs = places(environment).runs
    if not _can_be_written(runs):
        return Finding(
            "permissions",
            "broken",
            f"nothing can be recorded in {runs}",
            "Make that folder yours, or set DESKTOP_AGENT_HOME.",
        )
    if sys.platform == "darwin":
        return _of_a_mac()
    if sys.platform == "win32":
        return _of_windows()
    return Finding("permissions", "works", f"runs can be recorded in {runs}; X11 asks for none besides")


def _can_be_written(folder: Path) -> bool:
    """Tell whether a folder can be written, or made in the nearest one that is there."""
    nearest = next(one for one in (folder, *folder.parents) if one.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def _of_a_mac() -> Finding:
    """Ask without a dialog: CGPreflightScreenCaptureAccess and AXIsProcessTrusted, as Apple documents them."""
    missing = [
        name
        for name, framework, question in (
            ("Screen Recording", "CoreGraphics", "CGPreflightScreenCaptureAccess"),
            ("Accessibility", "ApplicationServices", "AXIsProcessTrusted"),
        )
        if not _says_yes(framework, question)
    ]
    if not missing:
        return Finding("permissions", "works", "Screen Recording and Accessibility are granted")
    mend = "System Settings, Privacy & Security: switch them on for the terminal or this app, and start it again."
    return Finding("permissions", "broken", f"not granted: {', '.join(missing)}", mend)


def _says_yes(framework: str, question: str) -> bool:
    try:
        function = getattr(ctypes.CDLL(_MAC_FRAMEWORKS.format(framework)), question)
    except (OSError, AttributeError):
        return False
    function.restype = ctypes.c_bool
    return bool(function())


def _of_windows() -> Finding:
    """Say what Windows keeps from every program that is not elevated (User Interface Privilege Isolation)."""
    if sys.platform == "win32" and ctypes.windll.shell32.IsUserAnAdmin():
        return Finding("permissions", "works", "elevated: every window can be worked")
    return Finding("permissions", "limited", "windows of elevated programs cannot be worked", "")
