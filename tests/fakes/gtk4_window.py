"""A GTK 4 window, run by the system's Python: a field, an area that notes the pointer, parts to drag; it notes keys.

Each line of JSON on stdin is an order (`tests/fakes/told_window.py`) and is answered on stdout.
"""

import json
import sys

import gi

gi.require_version("Gtk", "4.0")
gi.require_version("Gdk", "4.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402 - the versions are named first

TITLE = "GTK 4 fields"
LINES = "\n".join(f"{n} the quick brown fox" for n in range(1, 7))
# A page of some 3000 pixels in both directions.
PAGE = "\n".join(f"line {n}: " + "  ".join(f"{n}.{word} words" for word in range(40)) for n in range(170))
HELD = (("shift", 1), ("ctrl", 4), ("alt", 8), ("super", 1 << 26))
seen: list[dict[str, object]] = []


def held(state: int) -> list[str]:
    """Return the names of the modifiers that are down."""
    return [name for name, bit in HELD if int(state) & bit]


def key(_controller: object, symbol: int, code: int, state: int) -> bool:
    """Note a key as the toolkit names it, and let it pass."""
    seen.append({"kind": "key", "name": Gdk.keyval_name(symbol), "code": code, "held": held(state)})
    return False


def motion(_controller: object, x: float, y: float) -> None:
    """Note where the pointer is, in the area's own coordinates."""
    seen.append({"kind": "motion", "x": round(x), "y": round(y)})


def button(gesture: Gtk.GestureClick, count: int, x: float, y: float, kind: str) -> None:
    """Note a press or a release."""
    state = gesture.get_current_event_state()
    note = {"kind": kind, "x": round(x), "y": round(y), "button": gesture.get_current_button(), "count": count}
    seen.append(note | {"held": held(state)})


def wheel(controller: Gtk.EventControllerScroll, dx: float, dy: float) -> bool:
    """Note a turn of the wheel."""
    seen.append({"kind": "wheel", "dx": dx, "dy": dy, "held": held(controller.get_current_event_state())})
    return True


def watched() -> Gtk.DrawingArea:
    """Return a part that notes what the pointer does on it."""
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


def row(name: str) -> Gtk.ListBoxRow:
    """Return a row that can be dragged onto another, and takes others."""
    made = Gtk.ListBoxRow(child=Gtk.Label(label=name, height_request=36), name=name)
    source = Gtk.DragSource(actions=Gdk.DragAction.MOVE)
    source.connect("prepare", lambda *_: Gdk.ContentProvider.new_for_value(name))
    target = Gtk.DropTarget.new(str, Gdk.DragAction.MOVE)
    target.connect("drop", lambda _target, moved, _x, y: drop(moved, made, below=y > made.get_height() / 2))
    made.add_controller(source)
    made.add_controller(target)
    return made


def drop(name: str, onto: Gtk.ListBoxRow, *, below: bool) -> bool:
    """Put a row before or after another."""
    moved = next(one for one in rows() if one.get_name() == name)
    if moved is not onto:
        listed.remove(moved)
        listed.insert(moved, onto.get_index() + int(below))
    return True


def rows() -> list[Gtk.ListBoxRow]:
    """Return the list's rows in their order."""
    return [listed.get_row_at_index(n) for n in range(4) if listed.get_row_at_index(n)]


def box_in_window(part: Gtk.Widget) -> list[int]:
    """Return where a part is in the window: left, top, width, height."""
    moved = part.translate_coordinates(window, 0, 0)
    return [round(moved[0]), round(moved[1]), part.get_width(), part.get_height()]


def places() -> dict[str, list[int]]:
    """Return where all the parts are."""
    parts = {"field": field, "area": area, "slider": slider, "pane": pane}
    found = {name: box_in_window(part) for name, part in parts.items()}
    found |= {one.get_name(): box_in_window(one) for one in rows()}
    left, top, _, height = found["slider"]
    thumb = slider.get_slider_range()
    size, trough = thumb[1] - thumb[0], slider.get_range_rect()
    for name, value in (("knob", slider.get_value()), ("goal", 70)):
        x = left + trough.x + (trough.width - size) * value / 100
        found[name] = [round(x), top + height // 4, size, height // 2]
    for name, line in (("from", 1), ("to", 3)):
        box = field.get_iter_location(field.get_buffer().get_iter_at_line(line)[1])
        x, y = field.buffer_to_window_coords(Gtk.TextWindowType.WIDGET, box.x, box.y)
        found[name] = [found["field"][0] + x, found["field"][1] + y, 3, box.height]
    return found


def reset() -> None:
    """Put everything where a part of the bench wants to find it."""
    text = field.get_buffer()
    text.set_text(LINES)
    text.place_cursor(text.get_end_iter())
    slider.set_value(20)
    for one in sorted(rows(), key=Gtk.Widget.get_name):
        listed.remove(one)
        listed.append(one)
    page.set_label(PAGE)
    pane.get_hadjustment().set_value(300)
    pane.get_vadjustment().set_value(300)


def state() -> dict[str, object]:
    """Return what the parts are now."""
    text = field.get_buffer()
    marked = text.get_selection_bounds()
    return {
        "slider": slider.get_value(), "order": [one.get_name() for one in rows()],
        "selection": text.get_text(*marked, True) if marked else "",
        "scroll": [round(pane.get_hadjustment().get_value()), round(pane.get_vadjustment().get_value())],
    }  # fmt: skip


def obey(order: str) -> dict[str, object]:
    """Do what is asked and return the answer."""
    text = field.get_buffer()
    if order == "empty":
        text.set_text("")
        page.set_label("")  # whoever reads the screen would be busy with it for long
    elif order == "forget":
        seen.clear()
    elif order == "reset":
        reset()
    elif order == "state":
        return state()
    elif order in {"seen", "places"}:
        return {"seen": seen} if order == "seen" else {"places": places(), "clicks": 3}
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
window = Gtk.Window(title=TITLE, default_width=900, default_height=560)
window.connect("close-request", lambda _window: loop.quit())
keys = Gtk.EventControllerKey(propagation_phase=Gtk.PropagationPhase.CAPTURE)
keys.connect("key-pressed", key)
window.add_controller(keys)
field = Gtk.TextView(vexpand=True)
area = watched()
slider = Gtk.Scale.new_with_range(Gtk.Orientation.HORIZONTAL, 0, 100, 1)
listed = Gtk.ListBox()
for number in range(4):
    listed.append(row(f"row{number}"))
page = Gtk.Label(xalign=0, yalign=0, width_request=3000, height_request=3000)
pane = Gtk.ScrolledWindow(child=page, vexpand=True)
left = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, homogeneous=True)
left.append(Gtk.ScrolledWindow(child=field))
left.append(area)
right = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
for part in (slider, listed, pane):
    right.append(part)
halves = Gtk.Box(homogeneous=True)
halves.append(left)
halves.append(right)
window.set_child(halves)
window.present()
GLib.io_add_watch(0, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, read)
loop.run()
