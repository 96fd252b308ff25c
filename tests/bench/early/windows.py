"""A window whose function keys answer at once, late, after an animation, or never, in a toolkit of the system's Python.

`/usr/bin/python3 windows.py gtk3|gtk4|tk TITLE`. F1 at once, F2 after 300 ms, F3 after 800 ms, F4 with an animation of
300 ms, F5 nothing, F6 opens a dialog (Escape closes it), F7 starts or stops a spinner, F8 blocks for 600 ms, then
answers. Letters go to a text field.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

COLOURS = ("#2f6f4f", "#7a3b69", "#2b4c7e", "#8a5a1c")
CSS = "label.big { font-size: 48px; color: white } " + " ".join(
    f".page{n} {{ background: {colour} }}" for n, colour in enumerate(COLOURS)
)


class GtkWindow:
    """The window in GTK 3 or 4."""

    def __init__(self, gtk: Any, gdk: Any, glib: Any, title: str) -> None:  # noqa: ANN401 - the toolkit has no types
        self._gtk, self._glib, self._number = gtk, glib, 0
        self._window = gtk.Window(title=title, default_width=900, default_height=600)
        self._page, self._spinner = gtk.Label(vexpand=True, hexpand=True), gtk.Spinner()
        self._revealer = gtk.Revealer(transition_duration=300)
        self._spinner.set_size_request(60, 60)
        self._page.get_style_context().add_class("big")
        self._lay_out(gdk, new=hasattr(self._window, "set_child"))
        self._answer()

    def _lay_out(self, gdk: Any, *, new: bool) -> None:  # noqa: ANN401 - as above
        gtk, css = self._gtk, self._gtk.CssProvider()
        css.load_from_data(CSS.encode())
        field, revealed = gtk.Entry(), gtk.Label(label="\n\n\nrevealed\n\n\n")
        box = gtk.Box(orientation=gtk.Orientation.VERTICAL)
        parts = (field, self._page, self._revealer, self._spinner)
        if new:
            gtk.StyleContext.add_provider_for_display(gdk.Display.get_default(), css, 800)
            self._revealer.set_child(revealed)
            keys = gtk.EventControllerKey(propagation_phase=gtk.PropagationPhase.CAPTURE)
            keys.connect("key-pressed", lambda _keys, symbol, *_: self._press(gdk.keyval_name(symbol)))
            self._window.add_controller(keys)
            for part in parts:
                box.append(part)
            self._window.set_child(box)
            self._window.present()
        else:
            gtk.StyleContext.add_provider_for_screen(gdk.Screen.get_default(), css, 800)
            self._revealer.add(revealed)
            self._window.connect("key-press-event", lambda _, event: self._press(gdk.keyval_name(event.keyval)))
            for part in parts:
                box.pack_start(part, part is self._page, part is self._page, 0)
            self._window.add(box)
            self._window.show_all()
        field.grab_focus()

    def _press(self, name: str) -> bool:
        keys: dict[str, Callable[[], object]] = {
            "F1": self._answer,
            "F2": partial(self._glib.timeout_add, 300, self._answer),
            "F3": partial(self._glib.timeout_add, 800, self._answer),
            "F4": lambda: self._revealer.set_reveal_child(not self._revealer.get_reveal_child()),
            "F6": self._dialog,
            "F7": lambda: self._spinner.stop() if self._spinner.get_property("spinning") else self._spinner.start(),
            "F8": self._block,
        }
        if name in keys:
            keys[name]()
        return name in keys

    def _answer(self) -> bool:
        style = self._page.get_style_context()
        style.remove_class(f"page{self._number % 4}")
        self._number += 1
        style.add_class(f"page{self._number % 4}")
        self._page.set_text(f"Page {self._number}")
        return False

    def _block(self) -> None:
        time.sleep(0.6)
        self._answer()

    def _dialog(self) -> None:
        dialog = self._gtk.MessageDialog(
            transient_for=self._window, modal=True, text="A dialog", buttons=self._gtk.ButtonsType.OK
        )
        dialog.connect("response", lambda *_: dialog.destroy())
        dialog.show()


class TkWindow:
    """The window in Tk."""

    def __init__(self, title: str) -> None:
        import tkinter as tk

        self.window, self._number = tk.Tk(), 0
        self.window.title(title)
        self.window.geometry("900x600")
        self._dialog_of = tk.Toplevel
        field = tk.Entry(self.window, width=80)
        self._page = page = tk.Canvas(self.window, highlightthickness=0)
        field.pack()
        page.pack(fill="both", expand=True)
        self._start, self._spins = 0, False
        self._bar = page.create_rectangle(0, 0, 0, 60, fill="white")
        self._word = page.create_text(400, 200, fill="white", font=("sans", 40))
        self._arc = page.create_arc(700, 300, 760, 360, extent=60, width=8, style="arc", state="hidden")
        late = {
            "F2": partial(self.window.after, 300, self._answer),
            "F3": partial(self.window.after, 800, self._answer),
        }
        keys = {"F1": self._answer, "F4": self._animate, "F6": self._dialog, "F7": self._spin, "F8": self._block}
        for name, does in (keys | late).items():
            self.window.bind(f"<{name}>", partial(_call, does))
        self._answer()
        self._turn()
        field.focus_force()

    def _answer(self) -> None:
        self._number += 1
        self._page.configure(background=COLOURS[self._number % 4])
        self._page.itemconfigure(self._word, text=f"Page {self._number}")

    def _animate(self, step: int = 0) -> None:
        self._page.coords(self._bar, 0, 0, step * 45, 60)
        self.window.after(16, self._animate, step + 1) if step < 20 else self._answer()

    def _turn(self) -> None:
        self._start = (self._start + 12) % 360
        self._page.itemconfigure(self._arc, start=self._start)
        self.window.after(33, self._turn)

    def _spin(self) -> None:
        self._spins = not self._spins
        self._page.itemconfigure(self._arc, state="normal" if self._spins else "hidden")

    def _block(self) -> None:
        time.sleep(0.6)
        self._answer()

    def _dialog(self) -> None:
        dialog = self._dialog_of(self.window)
        dialog.geometry("400x200+200+200")
        dialog.bind("<Escape>", lambda _event: dialog.destroy())
        dialog.focus_set()


def _call(does: Callable[..., object], _event: object) -> None:
    does()


def main(kind: str, title: str) -> None:
    """Show the window until it is closed."""
    if kind == "tk":
        TkWindow(title).window.mainloop()
        return
    import gi

    version = "4.0" if kind == "gtk4" else "3.0"
    gi.require_version("Gtk", version)
    gi.require_version("Gdk", version)
    from gi.repository import Gdk, GLib, Gtk

    Gtk.init(*(() if kind == "gtk4" else ([],)))
    GtkWindow(Gtk, Gdk, GLib, title)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main(*sys.argv[1:])
