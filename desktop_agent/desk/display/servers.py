"""What a private display is made of: its servers' command lines, who may connect, and plain dark title bars."""

from __future__ import annotations

import secrets
import socket
import struct
from pathlib import Path

from desktop_agent.platforms.x11.root_client import COOKIE_NAME

INSTALL = "sudo apt-get install -y xvfb openbox"
# Turns accessibility on, and starts the registry on its bus: Qt's programs look for one that runs, and start none.
_ASK = "dbus-send --print-reply --reply-timeout=5000"
_OF_BUS = "--session --dest=org.a11y.Bus /org/a11y/bus"
_TURN_ON = f"""
{_ASK} {_OF_BUS} org.freedesktop.DBus.Properties.Set string:org.a11y.Status string:IsEnabled \\
  variant:boolean:true || exit
set -- $(dbus-send --print-reply=literal --reply-timeout=5000 {_OF_BUS} org.a11y.Bus.GetAddress)
{_ASK} --bus="$1" --dest=org.freedesktop.DBus / \\
  org.freedesktop.DBus.StartServiceByName string:org.a11y.atspi.Registry uint32:0 || true
"""
ACCESSIBILITY_ON = ("sh", "-c", _TURN_ON)
# For programs on it: they see no other screen, and report the names of their controls.
DISPLAY_SETTINGS = {
    "QT_QPA_PLATFORM": "xcb",
    "GDK_BACKEND": "x11",
    "XDG_SESSION_TYPE": "x11",
    "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    "LIBGL_ALWAYS_SOFTWARE": "1",
}
_FAMILY_LOCAL = 256
_FAMILY_WILD = 65535
BACKGROUND = 0x39485C
# What is left out here openbox fills with its own defaults: no desktop menu, no desktop switching by wheel.
_CONFIG = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <theme><name>desktop-agent</name><titleLayout>LIMC</titleLayout>
    <font place="ActiveWindow"><name>Inter</name><size>10</size><weight>Bold</weight></font>
    <font place="InactiveWindow"><name>Inter</name><size>10</size><weight>Normal</weight></font>
  </theme>
  <desktops><number>1</number><popupTime>0</popupTime></desktops>
  <resize><popupShow>Never</popupShow></resize>
{more}</openbox_config>
"""
_THEME = """
border.width: 1
padding.width: 8
padding.height: 5
window.handle.width: 0
window.client.padding.width: 0
window.*.border.color: #10141c
window.*.title.separator.color: #10141c
window.active.title.bg: flat solid
window.active.title.bg.color: #222b3a
window.inactive.title.bg: flat solid
window.inactive.title.bg.color: #2f394a
window.*.label.bg: parentrelative
window.active.label.text.color: #f4f5f7
window.inactive.label.text.color: #aab2bf
window.label.text.justify: left
window.*.button.*.bg: parentrelative
window.active.button.*.image.color: #f4f5f7
window.inactive.button.*.image.color: #aab2bf
menu.items.bg: flat solid
menu.items.bg.color: #ffffff
osd.bg: flat solid
osd.bg.color: #ffffff
"""


def xvfb_command(size: str, cookie: Path, *more: str) -> list[str]:
    """Return how to start the server; without `-noreset` the first client that leaves would restart it.

    GLX would take most of its time to start and of its memory, and let programs reach all of Mesa inside of it. What
    draws by OpenGL does that by EGL, in its own process.
    """
    fixed = ("-nolisten", "tcp", "-dpi", "96", "-noreset", "-extension", "GLX", "-auth", str(cookie))
    return ["Xvfb", *more, "-screen", "0", f"{size}x24", *fixed]


def bus_command(*more: str) -> list[str]:
    """Return how to start the session bus, which prints its address."""
    return ["dbus-daemon", "--nofork", "--nopidfile", "--print-address=1", *more]


def write_cookie(path: Path) -> bytes:
    """Write an authority file for every display number, and return its cookie.

    python-xlib looks for the entry with our host's name.
    """
    cookie = secrets.token_bytes(16)
    entries = ((_FAMILY_LOCAL, socket.gethostname().encode()), (_FAMILY_WILD, b""))
    parts = ((host, b"", COOKIE_NAME, cookie) for _, host in entries)
    blocks = (b"".join(struct.pack(">H", len(part)) + part for part in block) for block in parts)
    path.touch(mode=0o600)
    path.write_bytes(
        b"".join(struct.pack(">H", family) + block for (family, _), block in zip(entries, blocks, strict=True))
    )
    return cookie


def write_openbox(folder: Path, more: str = "") -> Path:
    """Write the theme under a data folder (`XDG_DATA_HOME`) and the configuration beside it; return the latter.

    `more` is XML that goes into the configuration.
    """
    theme = folder / "themes" / "desktop-agent" / "openbox-3"
    theme.mkdir(parents=True)
    (theme / "themerc").write_text(_THEME)
    config = folder / "openbox.xml"
    config.write_text(_CONFIG.format(more=more))
    return config
