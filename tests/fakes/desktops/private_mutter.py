"""A private GNOME compositor: bare mutter, headless, with PipeWire and a session bus of its own; no shell, no portal.

There is no keyboard until somebody makes one by RemoteDesktop. A window that opens is in front and has the keyboard.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from desktop_agent.desk.display.kept_programs import start_keeper

_END_WITHIN_S = 10.0
_OTHER_SCREENS = ("DISPLAY", "XAUTHORITY", "WAYLAND_SOCKET", "SWAYSOCK", "I3SOCK", "AT_SPI_BUS_ADDRESS", "QT_IM_MODULE")
_FIXED = {
    "QT_QPA_PLATFORM": "wayland",
    "GDK_BACKEND": "wayland",
    "GSETTINGS_BACKEND": "memory",
    "XDG_SESSION_TYPE": "wayland",
    "XDG_CURRENT_DESKTOP": "GNOME",
    "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    "LIBGL_ALWAYS_SOFTWARE": "1",
}


class PrivateMutter:
    def __init__(self, width: int = 1280, height: int = 800) -> None:
        """Start it and wait until it is ready; NoScreenError when a program is missing or does not start."""
        self.size = (width, height)
        self._keeper, self._facts = start_keeper("tests.fakes.desktops.private_mutter_keeper", f"{width}x{height}")
        self.folder = Path(self._facts["folder"])
        self.bus = self._facts["bus"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        return int(self._facts["pid"])

    @property
    def manager_pid(self) -> int:
        return int(self._facts["manager"])

    def environment(self, base: Mapping[str, str] = os.environ) -> dict[str, str]:
        return environment_in(self._facts, base)

    def close(self) -> None:
        self._keeper.end(_END_WITHIN_S)


def environment_in(facts: Mapping[str, str], base: Mapping[str, str]) -> dict[str, str]:
    own = {
        "WAYLAND_DISPLAY": facts["socket"],
        "XDG_RUNTIME_DIR": facts["folder"],
        "DBUS_SESSION_BUS_ADDRESS": facts["bus"],
    }
    return {name: value for name, value in base.items() if name not in _OTHER_SCREENS} | _FIXED | own
