"""A list to which a row comes in front whenever “Add” is pressed: `inserted_rows.py gtk3|gtk4|qt|tk LOG DELAY_MS…`.

LOG gets a line for each press on a row: its words. Each new row comes after the next of the delays; in the place of
each seventh one, those that were added go. GTK and Tk are those of the system's Python; GTK and Qt tell the names of
rows, Tk tells nothing.
"""

import itertools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

KIND = sys.argv[1]
LOG = Path(sys.argv[2])
ROWS = [f"Item {number}" for number in range(11, 19)]
TITLE = "Rows"
MOST_ADDED = 6
numbers = itertools.count(1)
delays = itertools.cycle([int(word) for word in sys.argv[3:]] or [0])


def note(row: str) -> None:
    with LOG.open("a") as log:
        log.write(row + "\n")


def change(insert: Callable[[str], object], remove_first: Callable[[], object]) -> None:
    """Insert the next row in front, or remove those that were added."""
    number = next(numbers)
    if number % (MOST_ADDED + 1):
        insert(f"Added {number}")
        return
    for _ in range(MOST_ADDED):
        remove_first()


def gtk(version: str) -> None:
    import gi

    gi.require_version("Gtk", version)
    gi.require_version("Gdk", version)
    from gi.repository import Gdk, GLib, Gtk

    is_old = version == "3.0"
    Gtk.init() if not is_old else Gtk.init(None)
    window = Gtk.Window(title=TITLE, default_width=420, default_height=560)
    column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
    place: Callable[[Any, Any], None] = lambda box, part: box.add(part) if is_old else box.append(part)  # noqa: E731
    button = Gtk.Button(label="Add")
    if is_old:
        store = Gtk.ListStore(str)
        for row in ROWS:
            store.append([row])
        shown = Gtk.TreeView(model=store, headers_visible=False)
        shown.append_column(Gtk.TreeViewColumn("", Gtk.CellRendererText(), text=0))

        def pressed(view: Gtk.TreeView, event: Gdk.EventButton) -> bool:
            at = view.get_path_at_pos(int(event.x), int(event.y))
            if at:
                note(store[at[0]][0])
            return False

        shown.connect("button-press-event", pressed)

        def insert(words: str) -> None:
            store.insert(0, [words])

        def remove_first() -> None:
            store.remove(store.get_iter(0))
    else:
        shown = Gtk.ListBox()

        def row_of(words: str) -> Gtk.ListBoxRow:
            row = Gtk.ListBoxRow(child=Gtk.Label(label=words, xalign=0))
            press = Gtk.GestureClick(button=0)  # any
            press.connect("pressed", lambda *_: note(words))
            row.add_controller(press)
            return row

        for row in ROWS:
            shown.append(row_of(row))

        def insert(words: str) -> None:
            shown.prepend(row_of(words))

        def remove_first() -> None:
            shown.remove(shown.get_row_at_index(0))

    def once() -> bool:
        change(insert, remove_first)
        return False

    def add(*_: object) -> None:
        GLib.timeout_add(next(delays), once)

    button.connect("clicked", add)
    place(column, button)
    place(column, shown)
    place(window, column) if is_old else window.set_child(column)
    window.show_all() if is_old else window.present()
    GLib.MainLoop().run()


def qt() -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QPushButton, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

    app = QApplication(sys.argv[:1])
    app.setStyle("fusion")
    window = QWidget(windowTitle=TITLE)
    window.resize(420, 560)
    button = QPushButton("Add")
    tree = QTreeWidget()
    tree.setHeaderHidden(True)
    column = QVBoxLayout(window)
    column.addWidget(button)
    column.addWidget(tree)
    for row in ROWS:
        tree.addTopLevelItem(QTreeWidgetItem([row]))

    def add() -> None:
        change(lambda words: tree.insertTopLevelItem(0, QTreeWidgetItem([words])), lambda: tree.takeTopLevelItem(0))

    button.clicked.connect(lambda: QTimer.singleShot(next(delays), add))

    class Presses(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.MouseButtonPress:
                item = tree.itemAt(event.position().toPoint())  # type: ignore[attr-defined]
                if item is not None:
                    note(item.text(0))
            return False

    presses = Presses()
    tree.viewport().installEventFilter(presses)
    window.show()
    app.exec()


def tk() -> None:
    import tkinter as tk

    window = tk.Tk()
    window.title(TITLE)
    window.geometry("420x560")
    shown = tk.Listbox(window, font=("DejaVu Sans", 13))
    for row in ROWS:
        shown.insert("end", row)

    def pressed(event: tk.Event) -> None:
        row = int(shown.index(f"@0,{event.y}"))
        box = shown.bbox(row)
        if box and event.y < box[1] + box[3]:
            note(shown.get(row))

    for button_number in (1, 3):
        shown.bind(f"<Button-{button_number}>", pressed)

    def add() -> None:
        change(lambda words: shown.insert(0, words), lambda: shown.delete(0))

    button = tk.Button(window, text="Add", font=("DejaVu Sans", 13))
    button.configure(command=lambda: window.after(next(delays), add))
    button.pack()
    shown.pack(fill="both", expand=True)
    window.mainloop()


if __name__ == "__main__":
    {"gtk3": lambda: gtk("3.0"), "gtk4": lambda: gtk("4.0"), "qt": qt, "tk": tk}[KIND]()
