"""The command lines of what a private display consists of, wherever it is started."""

from __future__ import annotations

from pathlib import Path

INSTALL = "sudo apt-get install -y xvfb openbox"
ACCESSIBILITY_ON = (
    *("dbus-send", "--session", "--print-reply", "--reply-timeout=5000", "--dest=org.a11y.Bus", "/org/a11y/bus"),
    *("org.freedesktop.DBus.Properties.Set", "string:org.a11y.Status", "string:IsEnabled", "variant:boolean:true"),
)
# For programs on it: they see no other screen, and tell the names of their controls.
DISPLAY_SETTINGS = {
    "QT_QPA_PLATFORM": "xcb",
    "GDK_BACKEND": "x11",
    "XDG_SESSION_TYPE": "x11",
    "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    "LIBGL_ALWAYS_SOFTWARE": "1",
}


def xvfb_command(size: str, cookie: Path, *more: str) -> list[str]:
    """Return how to start the server; without `-noreset` the first client that leaves would start it anew.

    GLX would take most of its time to start and of its memory, and let programs reach all of Mesa inside of it. What
    draws by OpenGL does that by EGL, in its own process.
    """
    fixed = ("-nolisten", "tcp", "-dpi", "96", "-noreset", "-extension", "GLX", "-auth", str(cookie))
    return ["Xvfb", *more, "-screen", "0", f"{size}x24", *fixed]


def bus_command(*more: str) -> list[str]:
    """Return how to start the session bus, which prints its address."""
    return ["dbus-daemon", "--nofork", "--nopidfile", "--print-address=1", *more]
