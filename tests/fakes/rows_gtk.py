"""A list in GTK 3 with a button “Remove” in each row: `/usr/bin/python3 rows_gtk.py LOG NAME…`.

LOG gets the names whose button was pressed, a line each.
"""

import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk  # noqa: E402 - the version comes first

LOG, NAMES = Path(sys.argv[1]), sys.argv[2:]


def note(_button: Gtk.Button, name: str) -> None:
    """Write down whose button was pressed."""
    with LOG.open("a") as log:
        log.write(f"{name}\n")


rows = Gtk.ListBox()
for each in NAMES:
    row = Gtk.Box(spacing=40, margin=8)
    button = Gtk.Button(label="Remove")
    button.connect("clicked", note, each)
    row.pack_start(Gtk.Label(label=each), False, False, 0)
    row.pack_end(button, False, False, 0)
    rows.add(row)
window = Gtk.Window(title="Members", default_width=500, default_height=400)
window.add(rows)
window.connect("destroy", Gtk.main_quit)
window.show_all()
Gtk.main()
