"""A GTK 3 window that writes each event it gets (lines of JSON), and the text of its field.

LOG FILE TITLE MONITOR SIZE: MONITOR is a number; SIZE is `full`, or WIDTHxHEIGHT. The left half is for the pointer, the
right half is the field.
"""

import json
import sys
import zlib
from pathlib import Path

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402 - after the versions

log, file, title, monitor, size = sys.argv[1:]
events = Path(log).open("a", buffering=1)  # noqa: SIM115 - to the end
_OF_KEYS = 0x4000D  # shift, control, alt, super


def note(kind: str, **more: object) -> bool:
    events.write(json.dumps({"kind": kind, **more}) + "\n")
    return False


def pointer(_: Gtk.Widget, event: Gdk.Event) -> bool:
    kind = event.type.value_nick
    more = {"x": event.x, "y": event.y}
    if kind.endswith("-press") or kind == "button-release":
        more["button"] = event.button
    elif kind == "scroll":
        more |= {"direction": event.direction.value_nick, "dx": event.delta_x, "dy": event.delta_y}
    return note(kind, **more)


def key(_: Gtk.Widget, event: Gdk.Event) -> bool:
    return note(event.type.value_nick, key=Gdk.keyval_name(event.keyval), state=int(event.state) & _OF_KEYS)


def changed(buffer: Gtk.TextBuffer) -> None:
    Path(file).write_text(buffer.get_text(*buffer.get_bounds(), True))


def drawn(*_: object) -> bool:
    GLib.timeout_add(300, note, "drawn")
    return False


window = Gtk.Window(title=title)
half = Gtk.Box(orientation=Gtk.Orientation.HORIZONTAL, homogeneous=True)
area = Gtk.DrawingArea()
field = Gtk.TextView(wrap_mode=Gtk.WrapMode.CHAR)
mask = Gdk.EventMask
area.add_events(mask.BUTTON_PRESS_MASK | mask.BUTTON_RELEASE_MASK | mask.POINTER_MOTION_MASK | mask.SCROLL_MASK)
area.add_events(mask.SMOOTH_SCROLL_MASK)
for signal in ("button-press-event", "button-release-event", "motion-notify-event", "scroll-event"):
    area.connect(signal, pointer)
for signal in ("key-press-event", "key-release-event"):
    window.connect(signal, key)
# Each title has a colour of its own, by which it is found in pictures.
colour = f"#{zlib.crc32(title.encode()) >> 16:04x}5a"
style = Gtk.CssProvider()
style.load_from_data(f"box {{ background: {colour}; }}".encode())
half.get_style_context().add_provider(style, Gtk.STYLE_PROVIDER_PRIORITY_APPLICATION)
field.get_buffer().connect("changed", changed)
window.connect("destroy", Gtk.main_quit)
half.pack_start(area, True, True, 0)
half.pack_start(field, True, True, 0)
window.add(half)
if size == "full":
    window.fullscreen_on_monitor(Gdk.Screen.get_default(), int(monitor))
else:
    window.set_default_size(*map(int, size.split("x")))
window.connect("map-event", drawn)
window.show_all()
field.grab_focus()
Gtk.main()
