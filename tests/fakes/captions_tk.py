"""Names in a grid, each on two lines and told to nobody but the eye: `python captions_tk.py LOG FIRST|SECOND…`.

LOG gets the whole name that was pressed, a line each.
"""

import sys
import tkinter as tk
from functools import partial
from pathlib import Path

LOG = Path(sys.argv[1])
COLUMNS = 3


def press(name: str, _event: object) -> None:
    """Write down what was pressed."""
    with LOG.open("a") as log:
        log.write(f"{name}\n")


root = tk.Tk()
root.title("Holiday pictures")
root.geometry("700x420")
for number, written in enumerate(sys.argv[2:]):
    whole = written.replace("|", "")
    caption = tk.Label(root, text=written.replace("|", "\n"), font=("DejaVu Sans", 14), padx=40, pady=25)
    caption.grid(row=number // COLUMNS, column=number % COLUMNS)
    caption.bind("<Button-1>", partial(press, whole))
root.mainloop()
