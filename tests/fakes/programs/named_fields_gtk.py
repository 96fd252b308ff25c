"""Fields with a text in each, and their names for screen readers alone, in GTK 3: `/usr/bin/python3 … FILE`.

FILE gets the texts, a line each, whenever one of them changes.
"""

import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk  # noqa: E402 - the version comes first

TEXTS = {"Name": "Ann", "Street": "12 High Road"}
window = Gtk.Window(title="Contact")
window.set_default_size(500, 300)
window.connect("destroy", Gtk.main_quit)
parts = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=30)
window.add(parts)
entries = []


def note(_: Gtk.Entry) -> None:
    Path(sys.argv[1]).write_text("\n".join(entry.get_text() for entry in entries))


for name, text in TEXTS.items():
    entry = Gtk.Entry(text=text)
    entry.get_accessible().set_name(name)
    entry.connect("changed", note)
    entries.append(entry)
    parts.add(entry)
window.show_all()
Gtk.main()
