"""A “Save As” window whose texts say “Save”, too, in GTK 3: `/usr/bin/python3 saving_gtk.py LOG [button]`.

LOG gets each press of the button. Without the word there is no button.
"""

import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk  # noqa: E402 - the version comes first

window = Gtk.Window(title="Save As")
window.set_default_size(500, 420)
window.connect("destroy", Gtk.main_quit)
parts = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=30)
window.add(parts)


def note(_: Gtk.Button) -> None:
    with Path(sys.argv[1]).open("a") as log:
        log.write("Save\n")


heading = Gtk.Label()
heading.set_markup("<big><b>Save</b></big>")
parts.add(heading)
parts.add(Gtk.Label(label="Save it where it was found"))
editor = Gtk.TextView()
editor.get_buffer().set_text("Save the whales")
parts.add(editor)
if "button" in sys.argv:
    button = Gtk.Button(label="Save")
    button.connect("clicked", note)
    parts.add(button)
status = Gtk.Statusbar()
status.push(0, "Save")
parts.pack_end(status, expand=False, fill=False, padding=0)
window.show_all()
Gtk.main()
