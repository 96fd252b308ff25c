"""A window with rows, each a name and a button, in a toolkit of choice: `rows_window.py gtk3|gtk4|qt|tk JSON NOTE`.

The JSON says what stands in it; NOTE gets a line for each button that is pressed: its words, its row, the field's text.
GTK and Tk are those of the system's Python. GTK and Qt tell the names of their controls, Tk tells nothing.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

KIND = sys.argv[1]
NOTE = Path(sys.argv[3])
WISH: dict[str, Any] = {"title": "Members", "rows": [], "field": "", "tick": None, "dark": False, "size": [520, 420]}
WISH |= json.loads(sys.argv[2])
NARROW = 22  # letters, where long names go over two lines


def note(button: str, row: str, text: str) -> None:
    with NOTE.open("a") as log:
        log.write(" ".join(word for word in (button, row, text) if word) + "\n")


def ticked(is_on: bool) -> None:
    note("tick", "on" if is_on else "off", "")


def gtk(version: str) -> None:
    import gi

    gi.require_version("Gtk", version)
    from gi.repository import GLib, Gtk

    is_old = version == "3.0"
    Gtk.init() if not is_old else Gtk.init(None)
    Gtk.Settings.get_default().set_property("gtk-application-prefer-dark-theme", WISH["dark"])
    window = Gtk.Window(title=WISH["title"], default_width=WISH["size"][0], default_height=WISH["size"][1])
    column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=8, margin_start=12, margin_end=12, margin_top=8)
    place: Callable[[Any, Any], None] = lambda box, part: box.add(part) if is_old else box.append(part)  # noqa: E731
    entry = Gtk.Entry()
    if WISH["field"]:
        label = Gtk.Label(label=WISH["field"], xalign=0)
        label.set_mnemonic_widget(entry)
        for part in (label, entry):
            place(column, part)
    if WISH["tick"]:
        box = Gtk.CheckButton(label=WISH["tick"][0], active=WISH["tick"][1])
        box.connect("toggled", lambda box: ticked(box.get_active()))
        place(column, box)
    for name, words, is_on in WISH["rows"]:
        line = Gtk.Box(spacing=8)
        place(line, Gtk.Label(label=name, xalign=0, hexpand=True, wrap=True, max_width_chars=NARROW))
        button = Gtk.Button(label=words, sensitive=is_on)
        button.connect("clicked", lambda _, name=name, words=words: note(words, name, entry.get_text()))
        place(line, button)
        place(column, line)
    place(window, column) if is_old else window.set_child(column)
    window.show_all() if is_old else window.present()
    GLib.MainLoop().run()


def qt() -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QColor, QPalette
    from PySide6.QtWidgets import (
        QApplication,
        QCheckBox,
        QHBoxLayout,
        QLabel,
        QLineEdit,
        QPushButton,
        QVBoxLayout,
        QWidget,
    )

    app = QApplication(sys.argv[:1])
    app.setStyle("fusion")
    if WISH["dark"]:
        dark = QPalette(QColor(50, 50, 55), QColor(40, 40, 45))
        app.setPalette(dark)
    window = QWidget(windowTitle=WISH["title"])
    column = QVBoxLayout(window)
    entry = QLineEdit()
    if WISH["field"]:
        label = QLabel(WISH["field"])
        label.setBuddy(entry)
        column.addWidget(label)
        column.addWidget(entry)
    if WISH["tick"]:
        box = QCheckBox(WISH["tick"][0])
        box.setChecked(WISH["tick"][1])
        box.toggled.connect(ticked)
        column.addWidget(box)
    for name, words, is_on in WISH["rows"]:
        line = QHBoxLayout()
        button = QPushButton(words)
        button.setEnabled(is_on)
        button.clicked.connect(lambda *_, name=name, words=words: note(words, name, entry.text()))
        line.addWidget(QLabel(name, wordWrap=len(name) > NARROW), 1)
        line.addWidget(button)
        column.addLayout(line)
    column.addStretch(1)
    column.setAlignment(Qt.AlignmentFlag.AlignTop)
    window.resize(*WISH["size"])
    window.show()
    app.exec()


def tkinter() -> None:
    import tkinter as tk

    back, ink = ("#26262a", "#f0f0f0") if WISH["dark"] else ("#eeeeee", "#101010")
    root = tk.Tk()
    root.title(WISH["title"])
    root.geometry("{}x{}".format(*WISH["size"]))
    root.configure(background=back)
    root.option_add("*Font", "Sans 12")
    entry = tk.Entry(root)
    if WISH["field"]:
        tk.Label(root, text=WISH["field"], background=back, foreground=ink).pack(anchor="w", padx=12)
        entry.pack(fill="x", padx=12, pady=6)
    if WISH["tick"]:
        value = tk.BooleanVar(value=WISH["tick"][1])
        tk.Checkbutton(root, text=WISH["tick"][0], variable=value, command=lambda: ticked(value.get())).pack()
    for name, words, is_on in WISH["rows"]:
        line = tk.Frame(root, background=back)
        label = tk.Label(line, text=name, background=back, foreground=ink, wraplength=240, justify="left")
        label.pack(side="left")
        press = lambda name=name, words=words: note(words, name, entry.get())  # noqa: E731
        tk.Button(line, text=words, command=press, state="normal" if is_on else "disabled").pack(side="right")
        line.pack(fill="x", padx=12, pady=6)
    root.mainloop()


if __name__ == "__main__":
    {"gtk3": lambda: gtk("3.0"), "gtk4": lambda: gtk("4.0"), "qt": qt, "tk": tkinter}[KIND]()
