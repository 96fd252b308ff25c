"""A planner in GTK 4, run by the system's Python: `/usr/bin/python3 gtk4_planner.py FILE`; FILE is its list.

A line on stdin is answered by where the controls are in the window. “Delete all” empties the list.
"""

import json
import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "4.0")
from gi.repository import GLib, Gtk  # noqa: E402 - the version is named first

FILE = Path(sys.argv[1])


def add(_button: Gtk.Button) -> None:
    """Put what stands in the fields on the list."""
    words = f"{parts['when'].get_text()} {parts['what'].get_text()}"
    with FILE.open("a", encoding="utf-8") as file:
        file.write(f"{words}\n")
    listed.set_text(FILE.read_text(encoding="utf-8"))


def clear(_button: Gtk.Button) -> None:
    """Delete the list."""
    FILE.write_text("", encoding="utf-8")


def place(part: Gtk.Widget) -> list[int]:
    """Return the middle of a control in the window."""
    found = part.compute_bounds(window)[1]
    return [round(found.origin.x + found.size.width / 2), round(found.origin.y + found.size.height / 2)]


def read(_source: object, _condition: object) -> bool:
    """Say where everything is."""
    if not sys.stdin.readline():
        loop.quit()
        return False
    sys.stdout.write(f"{json.dumps({name: place(part) for name, part in parts.items()})}\n")
    sys.stdout.flush()
    return True


Gtk.init()
loop = GLib.MainLoop()
window = Gtk.Window(title="Planner", default_width=560, default_height=520)
window.connect("close-request", lambda _window: loop.quit())
parts = {
    "what": Gtk.Entry(),
    "when": Gtk.Entry(),
    "add": Gtk.Button(label="Add"),
    "clear": Gtk.Button(label="Delete all"),
}
parts["add"].connect("clicked", add)
parts["clear"].connect("clicked", clear)
listed = Gtk.Label(xalign=0.0)
lines = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=20, margin_start=30, margin_top=30, margin_end=30)
for part in (Gtk.Label(label="What", xalign=0.0), parts["what"], Gtk.Label(label="When", xalign=0.0), parts["when"],
             parts["add"], parts["clear"], listed):  # fmt: skip
    lines.append(part)
window.set_child(lines)
window.present()
parts["what"].grab_focus()
GLib.io_add_watch(0, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, read)
loop.run()
