"""A clipboard manager that fetches the text whenever somebody takes the CLIPBOARD: `python -m` it with a FILE.

Each text it got is a line of JSON in FILE; it says "ready" first.
"""

import json
import sys
from pathlib import Path

from Xlib import X
from Xlib.display import Display
from Xlib.ext import xfixes


def main(out: Path) -> None:
    display = Display()
    display.xfixes_query_version()
    clipboard = display.intern_atom("CLIPBOARD")
    utf8 = display.intern_atom("UTF8_STRING")
    window = display.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
    display.xfixes_select_selection_input(window, clipboard, xfixes.XFixesSetSelectionOwnerNotifyMask)
    display.sync()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        event = display.next_event()
        if event.type == X.SelectionNotify:
            reported = window.get_full_property(utf8, X.AnyPropertyType) if event.property else None
            window.delete_property(utf8)
            display.flush()
            if reported:
                with out.open("a") as file:
                    file.write(json.dumps(bytes(reported.value).decode()) + "\n")
        elif event.type >= display.extension_event.SetSelectionOwnerNotify[0]:
            window.convert_selection(clipboard, utf8, utf8, X.CurrentTime)
            display.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
