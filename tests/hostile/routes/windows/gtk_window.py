"""A GTK window with one control that acts, and says so: `gtk_window.py KIND LABEL [TEXT]`."""

import sys

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk

KIND, LABEL, TEXT = (*sys.argv[1:4], "")[:3]


def act(*_: object) -> None:
    print(f"effect {LABEL}", flush=True)


box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6)
if TEXT:
    box.add(Gtk.Label(label=TEXT))
control = Gtk.SearchEntry() if KIND == "search" else Gtk.Button(label=LABEL)
if KIND == "destructive":
    control.get_style_context().add_class("destructive-action")
control.connect("search-changed" if KIND == "search" else "clicked", act)
box.add(control)
shown = Gtk.Window(title="Orders")
shown.add(box)
shown.set_default_size(420, 200)
shown.connect("destroy", Gtk.main_quit)
shown.show_all()
Gtk.main()
