"""A GTK 4 window of named controls, run by the system's Python; its title says which one was pressed last.

The order "turn", to the next page, or any other on stdin is answered by where the controls are in the window.
"""

import json
import sys

import gi

gi.require_version("Gtk", "4.0")
from gi.repository import GLib, Gtk  # noqa: E402 - the version is named first

TITLE = "GTK 4 controls"


def pressed(part: Gtk.Widget, name: str) -> None:
    """Say which control was pressed."""
    del part
    window.set_title(f"pressed {name}")


def place(part: Gtk.Widget) -> list[int]:
    """Return where a control is, with its padding."""
    found = part.compute_bounds(window)[1]
    return [round(side) for side in (found.origin.x, found.origin.y, found.size.width, found.size.height)]


def read(_source: object, _condition: object) -> bool:
    """Take an order from stdin."""
    line = sys.stdin.readline()
    if not line:
        loop.quit()
        return False
    if json.loads(line)["order"] == "turn":
        pages.set_visible_child(parts["Picture"])
    sys.stdout.write(f"{json.dumps({name: place(part) for name, part in parts.items()})}\n")
    sys.stdout.flush()
    return True


Gtk.init()
loop = GLib.MainLoop()
window = Gtk.Window(title=TITLE, default_width=500, default_height=400)
window.connect("close-request", lambda _window: loop.quit())
parts: dict[str, Gtk.Widget] = {
    "Send order": Gtk.Button(label="Send order"),
    "Remove it": Gtk.Button(icon_name="edit-delete", tooltip_text="Remove it"),
    "Urgent": Gtk.CheckButton(label="Urgent"),
    "Name": Gtk.Entry(),
    "Picture": Gtk.Image(icon_name="edit-copy", pixel_size=60),
}
for title in ("Send order", "Remove it"):
    parts[title].connect("clicked", pressed, title)
parts["Urgent"].connect("toggled", pressed, "Urgent")
pages = Gtk.Stack()
for page in (Gtk.Button(label="Behind"), parts["Picture"]):
    pages.add_child(page)
lines = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=20, margin_start=30, margin_top=30)
for part in (*list(parts.values())[:-1], pages):
    lines.append(part)
window.set_child(lines)
window.present()
parts["Name"].grab_focus()
GLib.io_add_watch(0, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, read)
loop.run()
