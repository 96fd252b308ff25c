"""Controls that change when others are used, in GTK 3: `/usr/bin/python3 changing_gtk.py PLACES LOG`.

PLACES gets, again and again, where each is and where the “window” is; LOG gets a line for everything that was done, by
GTK's own signals.
"""

import json
import sys
from pathlib import Path

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402 - the versions come first

PLACES, LOG = map(Path, sys.argv[1:3])
KINDS = ("renamed", "moved", "covered", "replaced")


def note(what: str) -> None:
    with LOG.open("a") as log:
        log.write(what + "\n")


class Changing:
    def __init__(self) -> None:
        self.window = Gtk.Window(title="Changing")
        self.window.set_default_size(620, 420)
        self.all = Gtk.Fixed()
        self.window.add(self.all)
        self.parts: dict[str, Gtk.Widget] = {}
        self.name = self.put("Name", Gtk.Entry(), 20, 20)
        self.name.get_accessible().set_name("Name")
        create = self.put("Create", Gtk.Button(label="Create"), 220, 20)
        create.set_sensitive(False)
        self.name.connect("changed", lambda entry: create.set_sensitive(bool(entry.get_text())))
        create.connect("clicked", lambda _: note("Create"))
        for n, word in enumerate(("Bold", "Italic")):
            self.put(word, Gtk.ToggleButton(label=word), 20 + 70 * n, 70).connect("toggled", lambda _, w=word: note(w))
        rows = Gtk.ListStore(str)
        for word in ("Photos", "Letters", "Music"):
            rows.append([word])
        view = Gtk.TreeView(model=rows, headers_visible=False)
        view.append_column(Gtk.TreeViewColumn("", Gtk.CellRendererText(), text=0))
        view.connect("row-activated", lambda _v, path, _c: note(f"opened {rows[path][0]}"))
        view.set_size_request(180, 100)
        self.put("rows", view, 20, 120)
        icons = Gtk.IconView(model=rows, text_column=0)
        icons.connect("item-activated", lambda _v, path: note(f"opened icon {rows[path][0]}"))
        icons.set_size_request(330, 100)
        self.put("icons", icons, 260, 120)
        fill = Gtk.Button()
        fill.get_accessible().set_name("Fill")
        self.swatch = Gtk.DrawingArea()
        self.swatch.set_size_request(24, 24)
        self.colour = (0.9, 0.9, 0.2)
        self.swatch.connect("draw", self.draw)
        fill.add(self.swatch)
        fill.connect("clicked", lambda _: note("Fill"))
        self.put("Fill", fill, 220, 70)
        red = self.put("Red", Gtk.Button(label="Red"), 280, 70)
        red.connect("clicked", self.paint)
        self.size = self.unnamed()
        for n, kind in enumerate(KINDS):
            self.put(kind, Gtk.Button(label=f"Make {kind}"), 20 + 140 * n, 250).connect("clicked", self.swap, kind)
        self.target = self.put("Target", Gtk.Button(label="Archive"), 20, 310)
        self.target.connect("clicked", lambda button: note(f"pressed {button.get_label()}"))
        self.danger = self.put("Danger", Gtk.Button(label="Delete"), 20, 360)
        self.danger.connect("clicked", lambda button: note(f"pressed {button.get_label()}"))
        self.cover = Gtk.EventBox()
        self.cover.get_accessible().set_name("Cover")
        self.cover.override_background_color(Gtk.StateFlags.NORMAL, Gdk.RGBA(0.6, 0.1, 0.1, 1))
        self.cover.set_size_request(120, 40)
        self.cover.set_visible_window(True)
        self.cover.connect("button-press-event", lambda *_: note("pressed cover"))
        self.window.connect("destroy", Gtk.main_quit)
        self.window.show_all()
        GLib.timeout_add(100, self.tell)
        GLib.io_add_watch(sys.stdin, GLib.IO_IN, self.reset)

    def put(self, name: str, part: Gtk.Widget, x: int, y: int) -> Gtk.Widget:
        self.all.put(part, x, y)
        self.parts[name] = part
        return part

    def unnamed(self) -> Gtk.SpinButton:
        size = Gtk.SpinButton.new_with_range(0, 100, 1)
        size.set_size_request(200, -1)
        size.set_sensitive(False)
        size.connect("activate", lambda spin: note(f"size {spin.get_text()}"))
        return self.put("Size", size, 360, 20)

    def draw(self, area: Gtk.DrawingArea, context: object) -> None:
        context.set_source_rgb(*self.colour)  # type: ignore[attr-defined]
        context.paint()  # type: ignore[attr-defined]

    def paint(self, _: Gtk.Button) -> None:
        self.colour = (0.9, 0.1, 0.1)
        self.swatch.queue_draw()
        self.size.set_sensitive(True)
        self.size.set_value(30)
        note("Red")

    def swap(self, _: Gtk.Button, kind: str) -> None:
        note(f"made {kind}")
        if kind == "renamed":
            self.target.set_label("Delete")
        elif kind == "moved":
            self.all.move(self.target, 20, 360)
            self.all.move(self.danger, 20, 310)
        elif kind == "covered":
            self.all.put(self.cover, 20, 306)
            self.cover.show()
        else:
            self.target.hide()
            self.all.move(self.danger, 20, 310)

    def reset(self, *_: object) -> bool:
        sys.stdin.readline()
        if self.cover.get_parent() is not None:
            self.all.remove(self.cover)
        self.target.set_label("Archive")
        self.target.show()
        self.all.move(self.target, 20, 310)
        self.all.move(self.danger, 20, 360)
        self.name.set_text("")
        self.size.set_value(0)
        self.size.set_sensitive(False)
        self.colour = (0.9, 0.9, 0.2)
        for word in ("Bold", "Italic"):
            self.parts[word].set_active(False)
        self.parts["rows"].get_selection().unselect_all()
        self.parts["icons"].unselect_all()
        self.name.grab_focus()
        GLib.timeout_add(200, self.was_reset)
        return True

    def was_reset(self) -> bool:
        note("reset")
        return False

    def tell(self) -> bool:
        _, left, top = self.window.get_window().get_origin()
        places = {"window": (left, top)}
        for name, part in self.parts.items():
            x, y = part.translate_coordinates(self.window, 0, 0)
            size = part.get_allocation()
            places[name] = (left + x + size.width // 2, top + y + size.height // 2)
        x, y = self.parts["rows"].translate_coordinates(self.window, 0, 0)
        for n, word in enumerate(("Photos", "Letters", "Music")):
            path = Gtk.TreePath(n)
            box = self.parts["rows"].get_cell_area(path, self.parts["rows"].get_column(0))
            places[f"row {word}"] = (left + x + 30, top + y + box.y + box.height // 2)
            _, place = self.parts["icons"].get_cell_rect(path, None)
            at_x, at_y = self.parts["icons"].translate_coordinates(self.window, 0, 0)
            places[f"icon {word}"] = (
                left + at_x + place.x + place.width // 2,
                top + at_y + place.y + place.height // 2,
            )
        new = PLACES.with_suffix(".new")
        new.write_text(json.dumps(places))
        new.replace(PLACES)
        return True


Changing()
Gtk.main()
