"""Windows that change after a picture, in GTK 3, which names its controls: `/usr/bin/python3 unseen_gtk.py LOG`.

Two orders on stdin, a line each: “show KIND” gives a new window, and “change” changes it as its kind says. LOG gets
“shown X Y” with the point to press, “changed”, and a line for everything that is done in the window.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import GLib, Gtk  # noqa: E402 - the version comes first

LOG = Path(sys.argv[1])
DRAWN_MS = 300
ASKED_MS = 700  # by then it has been asked what had the keyboard in the picture
TICK_MS = 120


def note(what: str) -> bool:
    with LOG.open("a") as log:
        log.write(what + "\n")
    return False


Change = Callable[[], object] | Any


class Stage:
    def __init__(self, kind: str) -> None:
        self.window = Gtk.Window(title=f"Unseen: {kind}")
        self.window.set_default_size(520, 320)
        self.box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=16)
        self.window.add(self.box)
        self.pressed: Gtk.Widget = self.box
        self.quiet = False
        self.change = KINDS[kind](self)
        self.window.connect("key-press-event", lambda _, event: self.heard(f"key {event.keyval}"))
        self.window.connect("button-press-event", lambda _, event: self.heard(f"press {event.x:.0f} {event.y:.0f}"))
        self.window.show_all()
        GLib.timeout_add(DRAWN_MS, self.tell)

    def heard(self, what: str) -> bool:
        note(what)
        return False

    def tell(self) -> bool:
        _, left, top = self.window.get_window().get_origin()
        x, y = self.pressed.translate_coordinates(self.window, 12, self.pressed.get_allocated_height() // 2)
        note(f"shown {left + x} {top + y}")
        return False

    def entry(self, name: str, text: str = "") -> Gtk.Entry:
        field = Gtk.Entry(text=text)
        field.get_accessible().set_name(name)
        self.box.add(field)
        return field

    def button(self, label: str) -> Gtk.Button:
        button = Gtk.Button(label=label)
        button.connect("clicked", lambda _: note("clicked"))
        self.box.add(button)
        return button

    def tick(self, draw: Callable[[int], object], count: int = 0) -> bool:
        if self.box.get_toplevel() is self.window and self.window.get_visible():
            draw(count)
            GLib.timeout_add(TICK_MS, self.tick, draw, count + 1)
        return False


def focus(stage: Stage) -> Change:
    stage.entry("Search").grab_focus()
    return stage.entry("Transfer to").grab_focus


def button(stage: Stage) -> Change:
    stage.button("Next").grab_focus()
    return stage.button("Last").grab_focus


def text(stage: Stage) -> Change:
    view = Gtk.TextView()
    view.get_buffer().set_text("A letter")
    stage.box.pack_start(view, True, True, 0)
    view.grab_focus()
    return lambda: view.get_buffer().set_text("Another document")


def named(stage: Stage) -> Change:
    stage.pressed = stage.button("Keep all of them")
    stage.pressed.grab_focus()
    return lambda: stage.pressed.set_label("Take all of them")


def default(stage: Stage) -> Change:
    stage.entry("Search").set_activates_default(True)
    first = stage.button("Keep")
    second = stage.button("Move on")
    for one in (first, second):
        one.set_can_default(True)
        one.get_style_context().add_class("suggested-action" if one is first else "plain")
    first.grab_default()

    def change() -> None:
        second.grab_default()
        first.get_style_context().remove_class("suggested-action")
        second.get_style_context().add_class("suggested-action")

    return change


def listed(stage: Stage) -> Gtk.TreeView:
    store = Gtk.ListStore(str)
    for n in range(8):
        store.append([f"Letter {n}"])
    view = Gtk.TreeView(model=store)
    view.append_column(Gtk.TreeViewColumn("Name", Gtk.CellRendererText(), text=0))
    view.set_headers_visible(False)
    stage.box.add(view)
    view.set_cursor(Gtk.TreePath(1))
    view.grab_focus()
    stage.pressed = view
    return view


def chosen(stage: Stage) -> Change:
    view = listed(stage)
    return lambda: view.set_cursor(Gtk.TreePath(5))


def inserted(stage: Stage) -> Change:
    view = listed(stage)
    return lambda: view.get_model().prepend(["Letter 9"])


def nothing(stage: Stage) -> Change:
    stage.entry("Search", "to Ada").grab_focus()
    stage.pressed = stage.button("Next")
    return lambda: None


def clock(stage: Stage) -> Change:
    nothing(stage)
    label = Gtk.Label(label="00:00", xalign=1)
    stage.box.add(label)
    return lambda: stage.tick(lambda n: label.set_text(f"00:{n + 10:02}"))


def progress(stage: Stage) -> Change:
    nothing(stage)
    bar = Gtk.ProgressBar()
    stage.box.add(bar)
    return lambda: stage.tick(lambda n: bar.set_fraction(n % 50 / 50))


def spinner(stage: Stage) -> Change:
    nothing(stage)
    turning = Gtk.Spinner()
    stage.box.add(turning)
    return turning.start


def messages(stage: Stage) -> Change:
    pane = Gtk.ScrolledWindow(min_content_height=150)
    rows = Gtk.ListBox()
    pane.add(rows)
    stage.box.add(pane)
    nothing(stage)

    def come(n: int) -> None:
        rows.add(Gtk.Label(label=f"Bob: message {n}", xalign=0))
        rows.show_all()

    return lambda: stage.tick(come)


KINDS = {
    one.__name__: one
    for one in (
        *(focus, named, default, chosen),
        *(nothing, clock, messages),
    )
}
stages: list[Stage] = []


def change() -> bool:
    stages[0].change()
    GLib.timeout_add(DRAWN_MS, note, "changed")
    return False


def order(*_: object) -> bool:
    words = sys.stdin.readline().split()
    if not words:
        Gtk.main_quit()
    elif words[0] == "show":
        for stage in stages:
            stage.window.destroy()
        stages[:] = [Stage(words[1])]
    else:
        GLib.timeout_add(ASKED_MS, change)
    return True


GLib.io_add_watch(sys.stdin, GLib.IO_IN, order)
note("ready")
Gtk.main()
