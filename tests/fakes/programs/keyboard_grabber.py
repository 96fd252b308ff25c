"""A program that has the keyboard to itself: it prints its window's number, and then the name of each key it gets.

`python -m tests.fakes.programs.keyboard_grabber [hidden]`: with “hidden”, no window shows that it has.
"""

import sys

from Xlib import XK, X, display


def main() -> None:
    server = display.Display()
    root = server.screen().root
    window = root.create_window(300, 300, 200, 60, 0, X.CopyFromParent, override_redirect=True)
    is_hidden = "hidden" in sys.argv
    if not is_hidden:
        window.map()
    grabbing = root if is_hidden else window
    server.sync()
    while grabbing.grab_keyboard(False, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime) != X.GrabSuccess:
        server.sync()
    _tell(str(window.id))
    while True:
        event = server.next_event()
        if event.type == X.KeyPress:
            _tell(XK.keysym_to_string(server.keycode_to_keysym(event.detail, 0)) or "another key")


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
