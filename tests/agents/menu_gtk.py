"""A window with a menu, and a list whose row has one of its own, in GTK 3: `menu_gtk.py LOG`.

LOG gets a line for each item that is chosen.
"""

from __future__ import annotations

import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

LOG = Path(sys.argv[1])


def note(item: Gtk.MenuItem) -> None:
    """Write a line."""
    with LOG.open("a") as log:
        log.write(f"{item.get_label()}\n")


def menu(title: str, *entries: Gtk.MenuItem) -> Gtk.MenuItem:
    """Make a menu."""
    held, top = Gtk.Menu(), Gtk.MenuItem(label=title)
    for entry in entries:
        held.append(entry)
    top.set_submenu(held)
    return top


def item(words: str) -> Gtk.MenuItem:
    """Make an item that takes note."""
    made = Gtk.MenuItem(label=words)
    made.connect("activate", note)
    return made


def show(_: Gtk.TreeView, event: Gdk.EventButton) -> bool:
    """Show the list's own menu at a press of the right button."""
    if event.button == Gdk.BUTTON_SECONDARY:
        own.show_all()
        own.popup_at_pointer(event)
    return bool(event.button == Gdk.BUTTON_SECONDARY)


own = Gtk.Menu()
for each in ("Show it", "Send the parcel", "Pay"):
    own.append(item(each))
rows = Gtk.ListStore(str)
rows.append(["Parcel"])
listed = Gtk.TreeView(model=rows, headers_visible=False)
listed.append_column(Gtk.TreeViewColumn("Name", Gtk.CellRendererText(), text=0))
listed.connect("button-press-event", show)
window = Gtk.Window(title="Menus", default_width=400, default_height=300)
bar = Gtk.MenuBar()
bar.append(menu("Order", item("Show"), menu("Finish", item("Send the order"), item("Pay"))))
box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
box.pack_start(bar, expand=False, fill=False, padding=0)
box.pack_start(listed, expand=False, fill=False, padding=60)
window.add(box)
window.connect("destroy", Gtk.main_quit)
window.show_all()
Gtk.main()
