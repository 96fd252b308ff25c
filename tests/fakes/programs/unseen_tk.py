"""Windows that change after a picture, in Tk, which names nothing: `unseen_tk.py LOG`.

Two orders on stdin, a line each: “show KIND” gives a new window, and “change” changes it as its kind says. LOG gets
“shown X Y” with the point to press, “changed”, and a line for everything that the window gets, by Tk's own events.
"""

from __future__ import annotations

import sys
import tkinter as tk
from collections.abc import Callable
from pathlib import Path

LOG = Path(sys.argv[1])
DRAWN_MS = 250
TICK_MS = 120
Change = Callable[[], object]


def note(what: str) -> None:
    with LOG.open("a") as log:
        log.write(what + "\n")


root = tk.Tk()
root.withdraw()


class Stage:
    def __init__(self, kind: str) -> None:
        self.window = tk.Toplevel(root)
        self.window.title(f"Unseen: {kind}")
        self.window.geometry("520x320+200+200")
        self.at = (60, 60)
        self.focus: tk.Misc = self.window
        self.change: Change = KINDS[kind](self)
        self.window.bind("<Key>", lambda event: note(f"key {event.keysym}"))
        self.window.bind("<Button-1>", lambda event: note(f"press {event.x} {event.y}"))
        self.window.wait_visibility()
        self.focus.focus_force()
        self.window.after(DRAWN_MS, self.tell)

    def tell(self) -> None:
        note(f"shown {self.window.winfo_rootx() + self.at[0]} {self.window.winfo_rooty() + self.at[1]}")

    def put(self, part: tk.Widget, x: int, y: int, width: int = 120, height: int = 30) -> None:
        part.place(x=x, y=y, width=width, height=height)

    def entry(self, y: int, text: str = "", *, is_bare: bool = False, blinks: bool = True) -> tk.Entry:
        field = tk.Entry(self.window, insertontime=300, insertofftime=300 if blinks else 0)
        if is_bare:
            field.configure(highlightthickness=0, relief="flat")
        field.insert(0, text)
        self.put(field, 20, y, 200)
        return field

    def tick(self, draw: Callable[[int], object], count: int = 0) -> None:
        if self.window.winfo_exists():
            draw(count)
            self.window.after(TICK_MS, self.tick, draw, count + 1)


def focus(stage: Stage) -> Change:
    stage.focus = stage.entry(20)
    return stage.entry(80).focus_force


def bare_focus(stage: Stage) -> Change:
    stage.focus = stage.entry(20, is_bare=True, blinks=False)
    return stage.entry(90, is_bare=True, blinks=False).focus_force


def text(stage: Stage) -> Change:
    field = stage.entry(20, "to Ada")
    stage.focus = field

    def change() -> None:
        field.delete(0, "end")
        field.insert(0, "to Bob")

    return change


def default(stage: Stage) -> Change:
    keep = tk.Button(stage.window, text="Keep", default="active")
    send = tk.Button(stage.window, text="Send")
    stage.put(keep, 20, 200)
    stage.put(send, 180, 200)
    return lambda: (keep.configure(default="normal"), send.configure(default="active"))


def named(stage: Stage) -> Change:
    button = tk.Button(stage.window, text="Keep all of them")
    stage.focus = button
    stage.put(button, 20, 20, 400)
    stage.at = (40, 35)
    return lambda: button.configure(text="Take all of them")


def dialog(stage: Stage) -> Change:
    stage.focus = stage.entry(20)
    asks = tk.Frame(stage.window, relief="raised", borderwidth=2)
    yes = tk.Button(asks, text="Yes, send it")
    yes.pack(padx=20, pady=20)

    def change() -> None:
        asks.place(x=150, y=120)
        yes.focus_force()

    return change


def listed(stage: Stage) -> tk.Listbox:
    rows = tk.Listbox(stage.window)
    for n in range(40):
        rows.insert("end", f"Letter to a customer {100 + n}")
    stage.put(rows, 20, 20, 400, 200)
    stage.at = (40, 100)
    return rows


def chosen(stage: Stage) -> Change:
    rows = listed(stage)
    rows.selection_set(1)
    rows.activate(1)
    stage.focus = rows

    def change() -> None:
        rows.selection_clear(0, "end")
        rows.selection_set(4)
        rows.activate(4)

    return change


def scrolled(stage: Stage) -> Change:
    rows = listed(stage)
    return lambda: rows.yview_scroll(1, "units")


def swapped(stage: Stage) -> Change:
    name = tk.Label(stage.window, text="Bob")
    stage.put(name, 300, 45)
    stage.put(tk.Label(stage.window, text="OK"), 20, 45, 80)
    return lambda: name.configure(text="Zoe")


def nothing(stage: Stage) -> Change:
    stage.focus = stage.entry(20, "to Ada", blinks=False)
    return lambda: None


def caret(stage: Stage) -> Change:
    stage.focus = stage.entry(20, "to Ada")
    return lambda: None


def block(stage: Stage) -> Change:
    mark = tk.Frame(stage.window, background="black")
    stage.tick(lambda n: stage.put(mark, 60, 60, 18, 24) if n % 4 < 2 else mark.place_forget())
    return lambda: None


def far_clock(stage: Stage) -> Change:
    words = tk.Label(stage.window, text="00:00")
    stage.put(words, 430, 280, 80)
    return lambda: stage.tick(lambda n: words.configure(text=f"00:{n + 10:02}"))


KINDS: dict[str, Callable[[Stage], Change]] = {
    one.__name__: one
    for one in (
        *(focus, bare_focus, text, default, named, dialog, chosen, scrolled, swapped),
        *(nothing, caret, block, far_clock),
    )
}
stages: list[Stage] = []


def order(*_: object) -> None:
    words = sys.stdin.readline().split()
    if not words:
        root.destroy()
    elif words[0] == "show":
        for stage in stages:
            stage.window.destroy()
        stages[:] = [Stage(words[1])]
    else:
        stages[0].change()
        root.after(DRAWN_MS, note, "changed")


root.createfilehandler(sys.stdin, tk.READABLE, order)
note("ready")
root.mainloop()
