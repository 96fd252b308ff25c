"""A canvas that names nothing, with a block of a caret that blinks as gvim's does: `blinking_tk.py LOG`.

LOG gets a line for each press, by Tk's own events, and one once the window is drawn.
"""

from __future__ import annotations

import sys
import tkinter as tk
from pathlib import Path

LOG = Path(sys.argv[1])
THERE_MS = 400
AWAY_MS = 250


def note(what: str) -> None:
    with LOG.open("a") as log:
        log.write(what + "\n")


root = tk.Tk()
root.title("Blinking")
root.geometry("300x200")
canvas = tk.Canvas(root, background="white", highlightthickness=0)
canvas.pack(fill="both", expand=True)
caret = canvas.create_rectangle(100, 80, 118, 104, fill="black")
canvas.bind("<Button-1>", lambda event: note(f"pressed {event.x} {event.y}"))


def blink(*, there: bool) -> None:
    canvas.itemconfigure(caret, state="normal" if there else "hidden")
    root.after(THERE_MS if there else AWAY_MS, lambda: blink(there=not there))


root.update()
blink(there=True)
note("shown")
root.mainloop()
