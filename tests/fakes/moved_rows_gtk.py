"""A list of people with a Delete button each, in GTK 3: `/usr/bin/python3 moved_rows_gtk.py LOG`.

A line on stdin puts Zoe on top, so that every row moves down by one. LOG gets a line for everything that was done.
"""

import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import GLib, Gtk  # noqa: E402 - the version comes first

LOG = Path(sys.argv[1])


def note(what: str) -> None:
    """Write a line."""
    with LOG.open("a") as log:
        log.write(what + "\n")


def row_of(name: str) -> Gtk.Box:
    """Return the row of a person."""
    row = Gtk.Box(spacing=6)
    row.pack_start(Gtk.Label(label=name, xalign=0), True, True, 6)
    delete = Gtk.Button(label="Delete")
    delete.connect("clicked", lambda _: note(f"deleted {name}"))
    row.pack_end(delete, False, False, 6)
    row.show_all()
    return row


def add_zoe(*_: object) -> bool:
    """Put one more person on top, and say so once it's drawn."""
    sys.stdin.readline()
    people.insert(row_of("Zoe"), 0)
    GLib.timeout_add(300, lambda: note("added Zoe"))
    return True


window = Gtk.Window(title="People")
window.set_default_size(600, 300)
people = Gtk.ListBox()
for one in ("Ada", "Bob", "Cem"):
    people.add(row_of(one))
window.add(people)
window.connect("destroy", Gtk.main_quit)
window.show_all()
GLib.io_add_watch(sys.stdin, GLib.IO_IN, add_zoe)
Gtk.main()
