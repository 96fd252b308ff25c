"""A GTK window with one control that acts, and says so: `gtk_window.py KIND LABEL [TEXT]`."""

import sys
from collections.abc import Callable

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk

KIND, LABEL, TEXT = (*sys.argv[1:4], "")[:3]


def act(*_: object) -> None:
    print(f"effect {LABEL}", flush=True)


def dialog(kind: "Gtk.MessageType", style: str) -> Gtk.Dialog:
    box = Gtk.MessageDialog(message_type=kind, text=TEXT or "Shall it be so?", title="Question")
    box.add_button("Back", Gtk.ResponseType.CANCEL)
    button = box.add_button(LABEL, Gtk.ResponseType.OK)
    if style:
        button.get_style_context().add_class(style)
    if KIND == "default":
        box.set_default_response(Gtk.ResponseType.OK)
        entry = Gtk.Entry(activates_default=True)
        box.get_content_area().add(entry)
    button.connect("clicked", act)
    return box


def tree() -> Gtk.TreeView:
    rows = Gtk.ListStore(bool, str)
    for words in ("Row 0", LABEL, "Row 2"):
        rows.append([False, words])
    made = Gtk.TreeView(model=rows)
    toggle = Gtk.CellRendererToggle()
    toggle.connect("toggled", act)
    made.append_column(Gtk.TreeViewColumn("Do", toggle, active=0))
    made.append_column(Gtk.TreeViewColumn(LABEL, Gtk.CellRendererText(), text=1))
    if KIND == "row activate":
        made.set_activate_on_single_click(True)
        made.connect("row-activated", act)
    return made


def button() -> Gtk.Button:
    made = Gtk.Button(label=LABEL)
    if KIND != "button":
        made.get_style_context().add_class(f"{KIND}-action")
    return made


def switch() -> Gtk.Switch:
    made = Gtk.Switch()
    made.get_accessible().set_name(LABEL)
    return made


def icon() -> Gtk.IconView:
    rows = Gtk.ListStore(str)
    rows.append([LABEL])
    made = Gtk.IconView(model=rows, activate_on_single_click=True)
    made.set_text_column(0)
    return made


def field_with_icon() -> Gtk.Entry:
    made = Gtk.Entry(text="words")
    made.set_icon_from_icon_name(Gtk.EntryIconPosition.SECONDARY, "mail-send")
    return made


# What is made for each kind, and the signal by which it acts; a tree connects its own.
MADE: dict[str, tuple[Callable[[], Gtk.Widget], str]] = {
    "button": (button, "clicked"), "destructive": (button, "clicked"), "switch": (switch, "state-set"),
    "row activate": (tree, ""), "cell toggle": (tree, ""), "icon": (icon, "item-activated"),
    "search": (Gtk.SearchEntry, "search-changed"), "icon in field": (field_with_icon, "icon-press"),
    "scale": (lambda: Gtk.Scale.new_with_range(Gtk.Orientation.HORIZONTAL, 0, 100, 1), "value-changed"),
    "colour": (Gtk.ColorButton, "button-press-event"),
    "expander": (lambda: Gtk.Expander(label=LABEL), "activate"),
}  # fmt: skip


def plain() -> Gtk.Widget:
    make, signal = MADE[KIND]
    made = make()
    if signal:
        made.connect(signal, act)
    return made


if KIND in {"question", "warning", "default", "destructive dialog"}:
    types = {"warning": Gtk.MessageType.WARNING, "destructive dialog": Gtk.MessageType.OTHER}
    style = "destructive-action" if KIND == "destructive dialog" else ""
    shown = dialog(types.get(KIND, Gtk.MessageType.QUESTION), style)
else:
    shown = Gtk.Window(title="Orders")
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6)
    if TEXT:
        box.add(Gtk.Label(label=TEXT))
    box.add(plain())
    shown.add(box)
shown.set_default_size(420, 200)
shown.connect("destroy", Gtk.main_quit)
shown.show_all()
Gtk.main()
