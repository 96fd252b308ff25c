"""A Tk window with one text field, run by the system's Python: `/usr/bin/python3 tests/fakes/tk_window.py`.

Each line of JSON on stdin is an order (`text`, `empty`) and is answered on stdout.
"""

import json
import sys
import tkinter as tk

TITLE = "Tk fields"


def obey(order: str) -> dict[str, object]:
    """Do what is asked and return the answer."""
    if order == "empty":
        field.delete("1.0", "end")
    return {"text": field.get("1.0", "end-1c"), "focus": root.focus_displayof() is field}


def read(_file: object, _mask: int) -> None:
    """Take an order from stdin."""
    line = sys.stdin.readline()
    if not line:
        root.destroy()
        return
    sys.stdout.write(f"{json.dumps(obey(json.loads(line)['order']))}\n")
    sys.stdout.flush()


root = tk.Tk()
root.title(TITLE)
root.geometry("640x480+40+60")
field = tk.Text(root, undo=True)
field.pack(fill="both", expand=True)
root.createfilehandler(sys.stdin, tk.READABLE, read)
root.mainloop()
