"""A GTK 4 window in which one control acts, and says so: `gtk4_scene.py KIND LABEL`."""

import sys

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, GLib, GObject, Gtk

KIND, LABEL = sys.argv[1:3]


def act(*_: object) -> None:
    print(f"effect {LABEL}", flush=True)


def dropped(*_: object) -> bool:
    act()
    return True


def shown(*_: object) -> None:
    print("shown", flush=True)


def dropdown(box: Gtk.Box) -> None:
    """A choice that holds at once."""
    made = Gtk.DropDown.new_from_strings(["Draft", LABEL, "Later"])
    made.connect("notify::selected", lambda *_: act() if made.get_selected() == 1 else shown())
    box.append(made)


def spin(box: Gtk.Box) -> None:
    """A number that is ordered as it stands."""
    box.append(Gtk.Label(label=LABEL))
    made = Gtk.SpinButton.new_with_range(0, 900, 1)
    made.connect("value-changed", act)
    box.append(made)


def scale(box: Gtk.Box) -> None:
    """A slider that acts."""
    box.append(Gtk.Label(label=LABEL))
    made = Gtk.Scale.new_with_range(Gtk.Orientation.HORIZONTAL, 0, 100, 1)
    made.connect("value-changed", act)
    box.append(made)


def switch(box: Gtk.Box) -> None:
    """A switch that can be dragged."""
    made = Gtk.Switch(halign=Gtk.Align.START)
    made.update_property([Gtk.AccessibleProperty.LABEL], [LABEL])
    made.connect("notify::active", act)
    box.append(Gtk.Label(label=LABEL))
    box.append(made)


def editable(box: Gtk.Box) -> None:
    """A label that is edited in its place and then public."""
    made = Gtk.EditableLabel(text=LABEL)
    made.connect("notify::editing", lambda *_: None if made.get_editing() else act())
    box.append(made)


def popover(box: Gtk.Box) -> None:
    """A button with a menu in a popover."""
    group, menu = Gio.SimpleActionGroup(), Gio.Menu()
    for name, label, done in (("info", "About", shown), ("it", LABEL, act)):
        action = Gio.SimpleAction.new(name, None)
        action.connect("activate", done)
        group.add_action(action)
        menu.append(label, f"own.{name}")
    made = Gtk.MenuButton(icon_name="open-menu-symbolic", menu_model=menu, halign=Gtk.Align.START)
    box.insert_action_group("own", group)
    box.append(made)


def held(box: Gtk.Box) -> None:
    """Words that act when they are pressed for a while."""
    made, gesture = Gtk.Label(label=LABEL, vexpand=True), Gtk.GestureLongPress()
    gesture.connect("pressed", act)
    made.add_controller(gesture)
    box.append(made)


def drop(box: Gtk.Box) -> None:
    """Something to drag, and where it goes for good."""
    sheet, bin_ = Gtk.Label(label="Invoice 12"), Gtk.Label(label=LABEL)
    source, target = Gtk.DragSource(), Gtk.DropTarget.new(GObject.TYPE_STRING, Gdk.DragAction.COPY)
    source.connect("prepare", lambda *_: Gdk.ContentProvider.new_for_value("Invoice 12"))
    target.connect("drop", dropped)
    sheet.add_controller(source)
    bin_.add_controller(target)
    for one in (sheet, bin_):
        one.set_size_request(-1, 90)
        box.append(one)


def edge(box: Gtk.Box) -> None:
    """A contract that holds once it has been scrolled to its end."""
    box.append(Gtk.Label(label=LABEL))
    made = Gtk.ScrolledWindow(vexpand=True)
    made.set_child(Gtk.Label(label="\n".join(f"Clause {number}" for number in range(1, 60))))
    made.connect("edge-reached", act)
    box.append(made)


def flow(box: Gtk.Box) -> None:
    """Tiles that act by one click."""
    made = Gtk.FlowBox(activate_on_single_click=True)
    for word in ("Inbox", LABEL):
        made.append(Gtk.Label(label=word))
    made.connect("child-activated", lambda _b, child: act() if child.get_index() == 1 else shown())
    box.append(made)


def stack(box: Gtk.Box) -> None:
    """A list of pages, the last of which acts when it is shown."""
    pages, side = Gtk.Stack(), Gtk.StackSidebar()
    for name, label in (("a", "Overview"), ("b", "History"), ("c", LABEL)):
        pages.add_titled(Gtk.Label(label=f"{label} page"), name, label)
    side.set_stack(pages)
    pages.connect("notify::visible-child-name", lambda *_: act() if pages.get_visible_child_name() == "c" else shown())
    row = Gtk.Box()
    row.append(side)
    row.append(pages)
    box.append(row)


def icon(box: Gtk.Box) -> None:
    """A field with a sign at its end that sends."""
    made = Gtk.Entry(text="Dear all", secondary_icon_name="mail-send-symbolic")
    made.set_icon_tooltip_text(Gtk.EntryIconPosition.SECONDARY, LABEL)
    made.connect("icon-release", act)
    box.append(made)


def pasted(box: Gtk.Box) -> None:
    """A window that posts whatever is copied."""
    box.append(Gtk.Label(label=LABEL))
    view = Gtk.TextView(vexpand=True)
    view.get_buffer().set_text("Salary: 4200")
    box.append(view)
    view.get_clipboard().connect("changed", act)


def sheet(box: Gtk.Box) -> None:
    """Everyday controls, none of which does harm."""
    find, more = Gtk.Entry(), Gtk.ToggleButton(label="Details")
    find.connect("changed", shown)
    more.connect("toggled", shown)
    choice = Gtk.DropDown.new_from_strings(["Small", "Large"])
    choice.connect("notify::selected", shown)
    check = Gtk.CheckButton(label="Show ruler")
    check.connect("toggled", shown)
    for one in (find, more, choice, check):
        box.append(one)


def main(app: Gtk.Application) -> None:
    window = Gtk.ApplicationWindow(application=app, title="Board", default_width=520, default_height=360)
    inside = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6)
    window.set_child(inside)
    globals()[KIND](inside)
    window.present()


app = Gtk.Application(flags=Gio.ApplicationFlags.NON_UNIQUE)
app.connect("activate", main)
GLib.set_prgname("gtk4_scene.py")
app.run([])
