"""A GTK 4 window, run by the system's Python: above a text field, below an area, and a log of keys and pointer.

Each line of JSON on stdin is an order (`text`, `empty`, `seen`, `forget`) and is answered on stdout.
"""

import json
import sys

import gi

gi.require_version("Gtk", "4.0")
gi.require_version("Gdk", "4.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402 - the versions are named first

TITLE = "GTK 4 fields"
seen: list[dict[str, object]] = []


def key(_controller: object, symbol: int, code: int, state: int) -> bool:
    """Note a key as the toolkit names it, and let it pass."""
    held = [name for name, bit in (("shift", 1), ("ctrl", 4), ("alt", 8), ("super", 1 << 26)) if int(state) & bit]
    seen.append({"kind": "key", "name": Gdk.keyval_name(symbol), "code": code, "held": held})
    return False


def motion(_controller: object, x: float, y: float) -> None:
    """Note where the pointer is, in the area's own coordinates."""
    seen.append({"kind": "motion", "x": round(x), "y": round(y)})


def button(kind: str, x: float, y: float) -> None:
    """Note a press or a release."""
    seen.append({"kind": kind, "x": round(x), "y": round(y)})


def place() -> list[int]:
    """Return where the area is in the window: left, top, width, height."""
    moved = area.translate_coordinates(window, 0, 0)
    return [round(moved[0]), round(moved[1]), area.get_width(), area.get_height()]


def obey(order: str) -> dict[str, object]:
    """Do what is asked and return the answer."""
    text = field.get_buffer()
    if order == "empty":
        text.set_text("")
    elif order == "forget":
        seen.clear()
    elif order == "seen":
        return {"seen": seen, "area": place()}
    return {"text": text.get_text(*text.get_bounds(), True), "focus": field.has_focus() and window.is_active()}


def read(_source: object, _condition: object) -> bool:
    """Take an order from stdin."""
    line = sys.stdin.readline()
    if not line:
        loop.quit()
        return False
    sys.stdout.write(f"{json.dumps(obey(json.loads(line)['order']))}\n")
    sys.stdout.flush()
    return True


Gtk.init()
loop = GLib.MainLoop()
window = Gtk.Window(title=TITLE, default_width=640, default_height=520)
window.connect("close-request", lambda _window: loop.quit())
keys = Gtk.EventControllerKey(propagation_phase=Gtk.PropagationPhase.CAPTURE)
keys.connect("key-pressed", key)
window.add_controller(keys)
field = Gtk.TextView(vexpand=True)
area = Gtk.DrawingArea(vexpand=True)
moves = Gtk.EventControllerMotion()
moves.connect("motion", motion)
area.add_controller(moves)
presses = Gtk.GestureClick()
presses.connect("pressed", lambda _gesture, _count, x, y: button("press", x, y))
presses.connect("released", lambda _gesture, _count, x, y: button("release", x, y))
area.add_controller(presses)
box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, homogeneous=True)
box.append(Gtk.ScrolledWindow(child=field))
box.append(area)
window.set_child(box)
window.present()
GLib.io_add_watch(0, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, read)
loop.run()
