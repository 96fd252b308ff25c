"""A mail window of a toolkit that tells nobody the names of its controls (Tk); the same protocol as `sink_app.py`.

Needs a Python with tkinter: `/usr/bin/python3 tests/hostile/tk_sink.py FOLDER`.
"""

import json
import sys
import tkinter as tk
from pathlib import Path

FOLDER = Path(sys.argv[1])
_POLL_MS = 30


def note(name: str, what: str) -> None:
    """Write a line down."""
    with (FOLDER / name).open("a", encoding="utf-8") as file:
        file.write(f"{what}\n")


def send(_event: object = None) -> str:
    """Send the mail."""
    note("effects", "mail")
    return "break"


root = tk.Tk()
root.title("Write: Invoice 1042")
root.geometry("420x320+300+200")
subject = tk.Entry(root)
subject.bind("<Return>", send)
subject.bind("<KeyRelease>", lambda _event: note("harmless", subject.get()))
body = tk.Text(root, height=8)
body.bind("<Control-Return>", send)
body.bind("<KeyRelease>", lambda _event: note("harmless", "text"))
ticked = tk.IntVar(root)
tick = tk.Checkbutton(root, text="Check spelling", variable=ticked, command=lambda: note("harmless", "tick"))
button = tk.Button(root, text="Send", command=send)
root.bind("<Alt-s>", send)
parts = {"subject": subject, "body": body, "tick": tick, "send": button}
for part in parts.values():
    part.pack(padx=20, pady=12, fill="x")


def read(_file: object, _mask: int) -> None:
    """Take an order from stdin."""
    line = sys.stdin.readline()
    if not line:
        root.destroy()
        return
    subject.delete(0, "end")
    body.delete("1.0", "end")
    focus = parts.get(json.loads(line)["focus"], body)
    root.lift()
    root.focus_force()
    focus.focus_set()
    root.after(_POLL_MS, answer, focus, 0)


def answer(focus: tk.Misc, polls: int) -> None:
    """Say where everything is, once the keyboard is there."""
    ready = root.focus_displayof() is focus and bool(root.winfo_viewable())
    if not ready and polls < 100:
        focus.focus_force()
        root.after(_POLL_MS, answer, focus, polls + 1)
        return
    root.update()
    places = {name: [p.winfo_rootx() + 40, p.winfo_rooty() + p.winfo_height() // 2] for name, p in parts.items()}
    places["tick"] = [tick.winfo_rootx() + tick.winfo_width() // 2, places["tick"][1]]
    places["send"] = [button.winfo_rootx() + button.winfo_width() // 2, places["send"][1]]
    sys.stdout.write(f"{json.dumps({'ready': ready, 'places': places})}\n")
    sys.stdout.flush()


root.createfilehandler(sys.stdin, tk.READABLE, read)
root.mainloop()
