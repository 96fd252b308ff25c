"""A form longer than its window, in GTK 3 (`/usr/bin/python3 long_form.py gtk`) or Qt (`python long_form.py qt`).

What is sent stands in the window's title. Another page of the window, behind this one, has a button of the same name.
"""

import sys

FIELDS = ("Name", *(f"Line {number}" for number in range(1, 21)), "E-mail")
TITLE = "Members"
SIZE = (460, 420)


def gtk() -> None:
    import gi

    gi.require_version("Gtk", "3.0")
    from gi.repository import Gtk

    window = Gtk.Window(title=TITLE)
    pages = Gtk.Notebook()
    window.set_default_size(*SIZE)
    scrolled = Gtk.ScrolledWindow()
    column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=8)
    fields = [Gtk.Entry() for _ in FIELDS]
    for name, field in zip(FIELDS, fields, strict=True):
        column.pack_start(Gtk.Label(label=name, xalign=0), expand=False, fill=False, padding=0)
        column.pack_start(field, expand=False, fill=False, padding=0)
    send = Gtk.Button(label="Add member")
    send.connect("clicked", lambda _: window.set_title(sent([field.get_text() for field in fields])))
    column.pack_start(send, expand=False, fill=False, padding=0)
    scrolled.add(column)
    pages.append_page(scrolled, Gtk.Label(label="One"))
    pages.append_page(Gtk.Button(label="Add member"), Gtk.Label(label="Two"))
    window.add(pages)
    window.connect("destroy", Gtk.main_quit)
    window.show_all()
    Gtk.main()


def qt() -> None:
    from PySide6.QtWidgets import (
        QApplication,
        QFormLayout,
        QLineEdit,
        QMainWindow,
        QPushButton,
        QScrollArea,
        QTabWidget,
        QWidget,
    )

    app = QApplication([])
    window = QMainWindow()
    pages = QTabWidget()
    window.setWindowTitle(TITLE)
    window.resize(*SIZE)
    scrolled = QScrollArea()
    column = QWidget()
    scrolled.setWidgetResizable(True)
    form = QFormLayout(column)
    fields = [QLineEdit() for _ in FIELDS]
    send = QPushButton("Add member")
    for name, field in zip(FIELDS, fields, strict=True):
        form.addRow(name, field)
    form.addRow(send)
    send.clicked.connect(lambda: window.setWindowTitle(sent([field.text() for field in fields])))
    scrolled.setWidget(column)
    pages.addTab(scrolled, "One")
    pages.addTab(QPushButton("Add member"), "Two")
    window.setCentralWidget(pages)
    window.show()
    app.exec()


def sent(texts: list[str]) -> str:
    return f"{TITLE}: {texts[0]} {texts[-1]}"


if __name__ == "__main__":
    {"gtk": gtk, "qt": qt}[sys.argv[1]]()
