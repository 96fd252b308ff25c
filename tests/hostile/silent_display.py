"""A private display on which no program tells what its controls are: accessibility is off, as on many desktops."""

import os
from collections.abc import Mapping

from desktop_agent.desk.display.private_display import PrivateDisplay

_SILENT = {
    "DBUS_SESSION_BUS_ADDRESS": "disabled:",
    "NO_AT_BRIDGE": "1",
    "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "0",
}


class SilentDisplay(PrivateDisplay):
    """A context manager, as the display itself."""

    def environment(self, base: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return the environment of a program on this display, without the bus that programs tell themselves on."""
        return super().environment(base) | _SILENT
