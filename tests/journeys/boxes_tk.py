"""Check boxes and radio buttons in Tk's plainest theme, which fills a ticked one and draws no mark.

`python boxes_tk.py STATE`; STATE gets what Tk's variables hold.
"""

import json
import sys
import tkinter as tk
from pathlib import Path
from tkinter import ttk

STATE = Path(sys.argv[1])
root = tk.Tk()
root.title("Boxes")
ttk.Style(root).theme_use("default")
ticked = {"Gift wrap": tk.BooleanVar(root, value=False), "Newsletter": tk.BooleanVar(root, value=True)}
way = tk.StringVar(root, "By post")


def write() -> None:
    """Write what is ticked, whole or not at all."""
    held = {caption: held.get() for caption, held in ticked.items()}
    held |= {caption: way.get() == caption for caption in ("By post", "By courier")}
    part = STATE.with_suffix(".part")
    part.write_text(json.dumps(held))
    part.replace(STATE)


for name, variable in ticked.items():
    ttk.Checkbutton(root, text=name, variable=variable, command=write).pack(anchor="w", padx=20, pady=4)
for name in ("By post", "By courier"):
    ttk.Radiobutton(root, text=name, value=name, variable=way, command=write).pack(anchor="w", padx=20, pady=4)
write()
root.mainloop()
