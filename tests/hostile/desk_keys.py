"""A desktop's own keys, on a display that has none: `python -m tests.hostile.desk_keys FILE`.

Alt+F2, Super alone, Super+R and Ctrl+Alt+T each write a line, as there the launcher or a terminal would open.
"""

import sys
from pathlib import Path

from Xlib import XK, X, display

_KEYS = (("F2", X.Mod1Mask), ("Super_L", 0), ("r", X.Mod4Mask), ("t", X.ControlMask | X.Mod1Mask))


def main(file: Path) -> None:
    """Take the keys, say "ready", and write until the display is gone."""
    screen = display.Display()
    root = screen.screen().root
    root.change_attributes(event_mask=X.KeyPressMask)
    names: dict[tuple[int, int], str] = {}
    for name, modifiers in _KEYS:
        code = screen.keysym_to_keycode(XK.string_to_keysym(name))
        names[code, modifiers] = name
        root.grab_key(code, modifiers, False, X.GrabModeAsync, X.GrabModeAsync)
    screen.sync()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        event = screen.next_event()
        if event.type == X.KeyPress:
            with file.open("a", encoding="utf-8") as written:
                written.write(f"{names.get((event.detail, event.state), 'key')}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
