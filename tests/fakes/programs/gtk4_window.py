"""A GTK 4 window, run by the system's Python: a field, and an area that notes the pointer; it notes keys."""

import json
import sys

import gi

gi.require_version("Gtk", "4.0")
gi.require_version("Gdk", "4.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402 - the versions are named first

TITLE = "GTK 4 fields"
HELD = (("shift", 1), ("ctrl", 4), ("alt", 8), ("super", 1 << 26))
seen: list[dict[str, object]] = []


def held(state: int) -> list[str]:
    return [name for name, bit in HELD if int(state) & bit]


def key(_controller: object, symbol: int, code: int, state: int) -> bool:
    seen.append({"kind": "key", "name": Gdk.keyval_name(symbol), "held": held(state)})
    return False


def motion(_controller: object, x: float, y: float) -> None:
    seen.append({"kind": "motion", "x": round(x), "y": round(y)})


def button(gesture: Gtk.GestureClick, count: int, x: float, y: float, kind: str) -> None:
    state = gesture.get_current_event_state()
    note = {"kind": kind, "x": round(x), "y": round(y), "button": gesture.get_current_button(), "count": count}
    seen.append(note | {"held": held(state)})


def wheel(controller: Gtk.EventControllerScroll, dx: float, dy: float) -> bool:
    seen.append({"kind": "wheel", "dx": dx, "dy": dy, "held": held(controller.get_current_event_state())})
    return True


def watched() -> Gtk.DrawingArea:
    area = Gtk.DrawingArea(vexpand=True, hexpand=True)
    moves = Gtk.EventControllerMotion()
    moves.connect("motion", motion)
    presses = Gtk.GestureClick(button=0)
    presses.connect("pressed", button, "press")
    presses.connect("released", button, "release")
    turns = Gtk.EventControllerScroll(flags=Gtk.EventControllerScrollFlags.BOTH_AXES)
    turns.connect("scroll", wheel)
    for controller in (moves, presses, turns):
        area.add_controller(controller)
    return area


def box_in_window(part: Gtk.Widget) -> list[int]:
    moved = part.translate_coordinates(window, 0, 0)
    return [round(moved[0]), round(moved[1]), part.get_width(), part.get_height()]


def places() -> dict[str, list[int]]:
    return {"field": box_in_window(field), "area": box_in_window(area)}


def obey(order: str) -> dict[str, object]:
    text = field.get_buffer()
    if order == "empty":
        text.set_text("")
    elif order == "forget":
        seen.clear()
    elif order in {"seen", "places"}:
        return {"seen": seen} if order == "seen" else {"places": places()}
    return {"text": text.get_text(*text.get_bounds(), True), "focus": field.has_focus() and window.is_active()}


def read(_source: object, _condition: object) -> bool:
    line = sys.stdin.readline()
    if not line:
        loop.quit()
        return False
    sys.stdout.write(f"{json.dumps(obey(json.loads(line)['order']))}\n")
    sys.stdout.flush()
    return True


Gtk.init()
loop = GLib.MainLoop()
window = Gtk.Window(title=TITLE, default_width=900, default_height=560)
window.connect("close-request", lambda _window: loop.quit())
keys = Gtk.EventControllerKey(propagation_phase=Gtk.PropagationPhase.CAPTURE)
keys.connect("key-pressed", key)
window.add_controller(keys)
field = Gtk.TextView(vexpand=True)
area = watched()
halves = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, homogeneous=True)
halves.append(Gtk.ScrolledWindow(child=field))
halves.append(area)
window.set_child(halves)
window.present()
GLib.io_add_watch(0, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, read)
loop.run()
