"""A display that goes away while Qt is connected to it."""

import subprocess
import sys

from desktop_agent.desk.display.private_display import PrivateDisplay

_SCRIPT = """
import ctypes, sys
from desktop_agent.ui.qt.app import start_app

display = ctypes.c_void_p(start_app().nativeInterface().display())
print("connected", flush=True)
sys.stdin.read()
ctypes.CDLL("libX11.so.6").XSync(display, 0)
print("still here")
"""


def test_xlib_does_not_end_the_process_with_the_display() -> None:
    with PrivateDisplay() as display:
        process = subprocess.Popen(
            [sys.executable, "-c", _SCRIPT], env=display.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "connected\n"
        display.close()
        shown, _ = process.communicate(timeout=60)

    assert shown == "still here\n"
