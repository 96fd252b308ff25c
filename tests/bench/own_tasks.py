"""Tasks of our own, each done on a side desk by a whole run, and judged by the file that it leaves there.

`python -m tests.bench.own_tasks [--provider NAME] [--model NAME]`, with the key in the environment. Without a provider
the built-in model does them in plain steps, so that what fails is the program's doing. Nobody approves of anything.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fakes.warm import program

_FORM = """
import pathlib, tkinter as tk
root = tk.Tk()
root.title("Guest")
root.geometry("700x340+200+150")
look = {"font": ("DejaVu Sans", 14)}
fields = {}
for row, name in enumerate(("Name", "Town")):
    tk.Label(root, text=name, **look).place(x=20, y=20 + 60 * row)
    fields[name] = tk.Entry(root, **look)
    fields[name].place(x=140, y=20 + 60 * row, width=400)
stays = tk.BooleanVar(root)
tk.Checkbutton(root, text="Stays the night", variable=stays, **look).place(x=140, y=140)
def save():
    words = [*(field.get() for field in fields.values()), *["stays"] * stays.get()]
    pathlib.Path.home().joinpath("guest.txt").write_text(", ".join(words))
tk.Button(root, text="Save", command=save, **look).place(x=140, y=220, width=160, height=60)
root.mainloop()
"""
_OPEN = 'open "Guest"; '
_ADA = 'fill "Name" with "Ada"; fill "Town" with "London"; '
# What is said to a model, the steps for the built-in one, and what the file holds then.
TASKS: Mapping[str, tuple[str, str, str]] = {
    "form": ("Open Guest, enter Ada from London, and save.", f'{_OPEN}{_ADA}click "Save"', "Ada, London"),
    "ticked": (
        "Open Guest, enter Ada from London, who stays the night, and save.",
        f'{_OPEN}{_ADA}tick "Stays the night"; click "Save"',
        "Ada, London, stays",
    ),
}


def left(folder: Path, name: str, flags: Sequence[str] = ()) -> tuple[str, str]:
    """Return what a run has left in the file of a task on its desk, and what it said."""
    home = folder / "home"
    entries = home / ".local" / "share" / "applications"
    entries.mkdir(parents=True)
    (home / "guest.py").write_text(_FORM)
    entry = f"[Desktop Entry]\nType=Application\nName=Guest\nExec=/usr/bin/python3 {home}/guest.py\n"
    (entries / "guest.desktop").write_text(entry)
    words = ("run", "--desk", "--desk-files", str(home), "--approver", "none", *flags, TASKS[name][0 if flags else 1])
    environment = {**os.environ, "HOME": str(home), "DESKTOP_AGENT_HOME": str(folder / "own")}
    done = subprocess.run(program(*words), env=environment, capture_output=True, text=True, check=False)
    return "".join(file.read_text() for file in folder.glob("own/data/desks/*/up/0/guest.txt")), done.stderr


def main(flags: Sequence[str]) -> int:
    """Have the tasks done, print how each went, and return how many have failed."""
    failed = 0
    for name, (*_, wanted) in TASKS.items():
        began = time.monotonic()
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            found, words = left(Path(folder), name, flags)
        failed += found != wanted
        how = "passes" if found == wanted else f"fails: {words.splitlines()[-1:]}"
        print(f"{name:<10}{time.monotonic() - began:>6.1f} s  {how}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
