"""Controls that change when others are used, in GTK 3: `/usr/bin/python3 changing_gtk.py LOG`; LOG gets each press."""

import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk  # noqa: E402 - the version comes first

window = Gtk.Window(title="Changing")
window.set_default_size(620, 420)
window.connect("destroy", Gtk.main_quit)
parts = Gtk.Fixed()
window.add(parts)


def note(what: str) -> None:
    with Path(sys.argv[1]).open("a") as log:
        log.write(what + "\n")


def button(label: str, x: int, y: int) -> Gtk.Button:
    made = Gtk.Button(label=label)
    made.set_size_request(100, 40)
    made.connect("clicked", lambda _: note(label))
    parts.put(made, x, y)
    return made


def change_places(*_: object) -> None:
    parts.move(archive, 20, 360)
    parts.move(delete, 20, 310)


name = Gtk.Entry()
name.get_accessible().set_name("Name")
parts.put(name, 20, 20)
create = button("Create", 220, 20)
create.set_sensitive(False)
name.connect("changed", lambda entry: create.set_sensitive(bool(entry.get_text())))
for at, word in enumerate(("Bold", "Italic", "Red")):
    button(word, 20 + 130 * at, 70)
rows = Gtk.ListStore(str)
for word in ("Photos", "Letters", "Music"):
    rows.append([word])
view = Gtk.TreeView(model=rows, headers_visible=False)
view.append_column(Gtk.TreeViewColumn("", Gtk.CellRendererText(), text=0))
view.set_size_request(180, 100)
parts.put(view, 20, 120)
button("Make moved", 160, 250).connect("clicked", change_places)
archive = button("Archive", 20, 310)
delete = button("Delete", 20, 360)
window.show_all()
Gtk.main()
