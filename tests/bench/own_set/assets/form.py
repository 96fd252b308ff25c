"""A form with two fields, a box to tick and a button, each at a fixed place; what is in it is written to a file."""

import sys
import tkinter as tk
from pathlib import Path


def main(place: Path) -> None:
    """Show the form until its window is closed."""
    root = tk.Tk()
    root.title("Guest")
    root.geometry("600x300+300+200")
    fields = {}
    for row, name in enumerate(("Name", "Town")):
        tk.Label(root, text=name).place(x=20, y=20 + 60 * row)
        fields[name] = tk.Entry(root)
        fields[name].place(x=120, y=20 + 60 * row, width=400)
    stays = tk.BooleanVar(root)
    tk.Checkbutton(root, text="Stays the night", variable=stays).place(x=120, y=140)

    def save() -> None:
        lines = [f"{name}: {field.get()}" for name, field in fields.items()]
        place.write_text("\n".join([*lines, f"Stays: {'yes' if stays.get() else 'no'}", ""]), encoding="utf-8")

    tk.Button(root, text="Save", command=save).place(x=120, y=220, width=120, height=40)
    root.mainloop()


main(Path(sys.argv[1]))
