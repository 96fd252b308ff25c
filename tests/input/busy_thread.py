"""A program that presses while another thread of it asks the X server with Python's lock held, as Qt's thread may.

`python -m tests.input.busy_thread WINDOW PRESSES` presses that often in the middle of the window, and says "pressed".
"""

import ctypes
import sys
import threading

from desktop_agent.core.actions import Click, Scroll
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from tests.input.performer_bench import permit_for

AT = ImagePoint(400, 250)


class Cookie(ctypes.Structure):
    """A question that was sent (source: xcb.h)."""

    _fields_ = (("sequence", ctypes.c_uint),)


def ask_until(done: threading.Event) -> None:
    """Ask the server again and again; these calls keep Python's lock until the answer is there."""
    xcb, c = ctypes.PyDLL("libxcb.so.1"), ctypes.PyDLL(None)
    xcb.xcb_connect.restype = xcb.xcb_get_input_focus_reply.restype = ctypes.c_void_p
    xcb.xcb_get_input_focus.argtypes = [ctypes.c_void_p]
    xcb.xcb_get_input_focus.restype = Cookie
    xcb.xcb_get_input_focus_reply.argtypes = [ctypes.c_void_p, Cookie, ctypes.c_void_p]
    c.free.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    while not done.is_set():
        c.free(xcb.xcb_get_input_focus_reply(connection, xcb.xcb_get_input_focus(connection), None))


def press(window: int, presses: int) -> None:
    """Click and turn the wheel, on this window only."""
    hands = ActionExecutor(choose(), redeem=lambda _permit: None, stop=threading.Event(), bound=True)
    for _ in range(presses):
        hands.perform(permit_for(Click(AT), window=window))
        hands.perform(permit_for(Scroll(AT, dy=100), window=window))
    hands.close()


if __name__ == "__main__":
    pressed = threading.Event()
    asking = threading.Thread(target=ask_until, args=(pressed,), daemon=True)
    asking.start()
    press(int(sys.argv[1]), int(sys.argv[2]))
    pressed.set()
    asking.join()
    sys.stdout.write("pressed\n")
