"""What pyautogui and its parts open when they are imported and never close: connections to X, and pipes of programs."""

import sys
from contextlib import suppress

_PARTS = ("pyautogui._pyautogui_x11", "mouseinfo", "pyscreeze")


def close_what_pyautogui_opened() -> None:
    """Close it, where any of this was imported; the library is of no use in this process from then on."""
    for module in filter(None, map(sys.modules.get, _PARTS)):
        for name in ("_display", "whichProc"):
            held = getattr(module, name, None)
            for one in filter(None, (held, getattr(held, "stdout", None), getattr(held, "stderr", None))):
                with suppress(Exception):  # a display that is gone
                    one.close()
