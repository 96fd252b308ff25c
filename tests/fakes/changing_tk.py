"""Controls that change when others are used, in Tk, which names none of them: `changing_tk.py PLACES LOG`.

PLACES gets, again and again, where each is and where the “window” is; LOG gets a line for everything that was done, by
Tk's own events.
"""

from __future__ import annotations

import json
import sys
import tkinter as tk
from functools import partial
from pathlib import Path

PLACES, LOG = map(Path, sys.argv[1:3])
KINDS = ("renamed", "moved", "covered", "replaced")
WORDS = ("Photos", "Letters", "Music")


def note(what: str) -> None:
    """Write a line."""
    with LOG.open("a") as log:
        log.write(what + "\n")


root = tk.Tk()
root.title("Changing")
root.geometry("620x420")
parts: dict[str, tk.Widget] = {}
text = tk.StringVar(root)


def put(name: str, part: tk.Widget, x: int, y: int, width: int = 80, height: int = 30) -> tk.Widget:
    """Place a part."""
    part.place(x=x, y=y, width=width, height=height)
    parts[name] = part
    return part


def button(name: str, words: str, x: int, y: int, width: int = 80) -> tk.Button:
    """Make a button that takes note."""
    made = tk.Button(root, text=words, command=lambda: note(name))
    put(name, made, x, y, width)
    return made


def light(shape: int, _: object) -> None:
    """Draw a shape as chosen."""
    icons.itemconfigure(shape, fill="#90b0f0")


def tell_opened(word: str, _: object) -> None:
    """Take note of an icon that was opened."""
    note(f"opened icon {word}")


def tell_row(event: tk.Event[tk.Misc]) -> None:
    """Take note of a row that was opened."""
    note(f"opened {rows.get(rows.index(f'@{event.x},{event.y}'))}")


field = put("Name", tk.Entry(root, textvariable=text), 20, 20, 180)
create = button("Create", "Create", 220, 20)
create.configure(state="disabled")
text.trace_add("write", lambda *_: create.configure(state="normal" if text.get() else "disabled"))
toggled = {word: tk.IntVar(root) for word in ("Bold", "Italic")}
for n, (word, variable) in enumerate(toggled.items()):
    put(
        word,
        tk.Checkbutton(root, text=word, variable=variable, indicatoron=False, command=partial(note, word)),
        20 + 90 * n,
        70,
    )
fill = button("Fill", "", 220, 70, 40)
swatch = tk.Frame(fill, background="#e0e020", width=16, height=16)
swatch.place(x=10, y=6)
swatch.bind("<Button-1>", lambda _: note("Fill"))
red = button("Red", "Red", 310, 70)
red.bind("<ButtonRelease-1>", lambda _: swatch.configure(background="#e01b1b"), add=True)
rows, icons = tk.Listbox(root, exportselection=False), tk.Canvas(root)
put("rows", rows, 20, 120, 180, 100)
put("icons", icons, 260, 120, 330, 100)
for n, word in enumerate(WORDS):
    rows.insert("end", word)
    shape = icons.create_rectangle(20 + 100 * n, 10, 70 + 100 * n, 50, fill="#c8d2e8", tags=word)
    icons.create_text(45 + 100 * n, 30, text=word, tags=word)
    icons.tag_bind(word, "<Button-1>", partial(light, shape))
    icons.tag_bind(word, "<Double-Button-1>", partial(tell_opened, word))
rows.bind("<Double-Button-1>", tell_row)
target: tk.Button = tk.Button(root, text="Archive")
target.configure(command=lambda: note(f"pressed {target.cget('text')}"))
danger = tk.Button(root, text="Delete", command=lambda: note("pressed Delete"))
cover = tk.Frame(root, background="#a01818")
cover.bind("<Button-1>", lambda _: note("pressed cover"))


def swap(kind: str) -> None:
    """Make the target something else."""
    note(f"made {kind}")
    if kind == "renamed":
        target.configure(text="Delete")
    elif kind == "moved":
        target.place(y=360)
        danger.place(y=310)
    elif kind == "covered":
        cover.place(x=18, y=306, width=120, height=40)
        cover.lift()
    else:
        target.place_forget()
        danger.place(y=310)


for n, kind in enumerate(KINDS):
    put(kind, tk.Button(root, text=f"Make {kind}", command=partial(swap, kind)), 20 + 140 * n, 250, 130)


def restore() -> None:
    """Make everything as it was."""
    cover.place_forget()
    target.configure(text="Archive")
    put("Target", target, 20, 310)
    put("Danger", danger, 20, 360)
    text.set("")
    swatch.configure(background="#e0e020")
    for variable in toggled.values():
        variable.set(0)
    rows.selection_clear(0, "end")
    for word in WORDS:
        icons.itemconfigure(icons.find_withtag(word)[0], fill="#c8d2e8")
    field.focus_force()


def reset(*_: object) -> None:
    """Do so when told, and say it."""
    sys.stdin.readline()
    restore()
    root.after(200, lambda: note("reset"))


def tell() -> None:
    """Write where everything is."""
    places = {
        name: (part.winfo_rootx() + part.winfo_width() // 2, part.winfo_rooty() + part.winfo_height() // 2)
        for name, part in parts.items()
    }
    places["window"] = (root.winfo_rootx(), root.winfo_rooty())
    for n, word in enumerate(WORDS):
        x, y, width, height = rows.bbox(n) or (0, 0, 0, 0)
        places[f"row {word}"] = (rows.winfo_rootx() + x + width // 2, rows.winfo_rooty() + y + height // 2)
        places[f"icon {word}"] = (icons.winfo_rootx() + 45 + 100 * n, icons.winfo_rooty() + 30)
    new = PLACES.with_suffix(".new")
    new.write_text(json.dumps(places))
    new.replace(PLACES)
    root.after(100, tell)


restore()
root.createfilehandler(sys.stdin, tk.READABLE, reset)
root.after(100, tell)
root.mainloop()
