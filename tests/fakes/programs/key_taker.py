"""A bare X client that prints its window's number, and then the name of each key it gets, a line each.

`python -m tests.fakes.programs.key_taker [WINDOW]`: with another window's number it takes the keyboard, and
gives it to that one at its first key.
"""

import sys

from Xlib import XK, X, display


def main() -> None:
    server = display.Display()
    screen = server.screen()
    window = screen.root.create_window(
        0, 0, 100, 100, 0, screen.root_depth, override_redirect=True, event_mask=X.KeyPressMask | X.StructureNotifyMask
    )
    window.map()
    while server.next_event().type != X.MapNotify:
        pass
    others = [server.create_resource_object("window", int(number)) for number in sys.argv[1:]]
    if others:
        window.set_input_focus(X.RevertToParent, X.CurrentTime)
    server.sync()
    _tell(str(window.id))
    while True:
        event = server.next_event()
        if event.type != X.KeyPress:
            continue
        for other in others:
            other.set_input_focus(X.RevertToParent, X.CurrentTime)
        server.sync()
        _tell(XK.keysym_to_string(server.keycode_to_keysym(event.detail, 0)) or "another key")


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
