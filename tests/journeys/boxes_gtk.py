"""Check boxes, radio buttons and a list in GTK 3: `/usr/bin/python3 boxes_gtk.py STATE`; STATE gets what GTK says."""

import json
import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk  # noqa: E402 - the version comes first


class Boxes:
    """The window and what it holds."""

    def __init__(self, state: Path) -> None:
        self._state = state
        self._buttons: dict[str, Gtk.ToggleButton] = {}
        self._rows = Gtk.ListStore(str, bool)
        column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6, margin=20)
        for caption, ticked in (("Gift wrap", False), ("Newsletter", True)):
            self._add(column, Gtk.CheckButton(label=caption), caption, ticked)
        first = Gtk.RadioButton(label="By post")
        second = Gtk.RadioButton.new_with_label_from_widget(first, "By courier")
        self._add(column, first, "By post", ticked=True)
        self._add(column, second, "By courier", ticked=False)
        column.add(self._list())
        self.window = Gtk.Window(title="Boxes")
        self.window.add(column)

    def _add(self, column: Gtk.Box, button: Gtk.ToggleButton, caption: str, ticked: bool) -> None:
        button.set_active(ticked)
        button.connect("toggled", self.write)
        self._buttons[caption] = button
        column.add(button)

    def _list(self) -> Gtk.TreeView:
        for caption, ticked in (("Apples", False), ("Bananas", True)):
            self._rows.append([caption, ticked])
        view, toggle = Gtk.TreeView(model=self._rows, headers_visible=False), Gtk.CellRendererToggle()
        toggle.connect("toggled", self._turn)
        view.append_column(Gtk.TreeViewColumn("", toggle, active=1))
        view.append_column(Gtk.TreeViewColumn("", Gtk.CellRendererText(), text=0))
        return view

    def _turn(self, _: object, row: str) -> None:
        self._rows[row][1] = not self._rows[row][1]
        self.write()

    def write(self, *_: object) -> None:
        """Write what GTK says, whole or not at all."""
        held = {caption: button.get_active() for caption, button in self._buttons.items()}
        part = self._state.with_suffix(".part")
        part.write_text(json.dumps(held | {row[0]: row[1] for row in self._rows}))
        part.replace(self._state)


boxes = Boxes(Path(sys.argv[1]))
boxes.window.show_all()
boxes.write()
Gtk.main()
