"""A GTK 3 window that shows another number and moves a bar 50 times a second; run by the system's Python."""

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import GLib, Gtk  # noqa: E402 - the version comes first

window = Gtk.Window(title="Painting")
column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
label = Gtk.Label(label="0")
bar = Gtk.ProgressBar()
column.add(label)
column.add(bar)
window.add(column)
window.set_default_size(400, 200)


def paint() -> bool:
    label.set_text(str(int(label.get_text()) + 1))
    bar.pulse()
    return True


GLib.timeout_add(20, paint)
window.connect("destroy", Gtk.main_quit)
window.show_all()
Gtk.main()
