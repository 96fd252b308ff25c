"""A Tk window, run by the system's Python: a field, an area that notes the pointer and keys, a slider, a pane.

Each line of JSON on stdin is an order (`tests/fakes/told_window.py`) and is answered on stdout.
"""

import json
import sys
import tkinter as tk

TITLE = "Tk fields"
LINES = "\n".join(f"{n} the quick brown fox" for n in range(1, 7))
PAGE = "\n".join(f"line {n}: " + "  ".join(f"{n}.{word} words" for word in range(40)) for n in range(170))
HELD = (("shift", 1), ("ctrl", 4), ("alt", 8), ("super", 64))
seen: list[dict[str, object]] = []


def note(kind: str, event: "tk.Event[tk.Misc]", count: int = 1) -> None:
    """Note what the pointer does, in the area's own coordinates."""
    held = [name for name, bit in HELD if int(event.state) & bit]
    # A motion has no button: Tk then tells "??".
    button = int(event.num) if str(event.num).isdigit() else 0
    if kind == "press" and button in {4, 5, 6, 7}:
        dx, dy = {4: (0, -1), 5: (0, 1), 6: (-1, 0), 7: (1, 0)}[button]
        seen.append({"kind": "wheel", "dx": dx, "dy": dy, "held": held})
    elif button not in {4, 5, 6, 7} or kind == "motion":
        seen.append({"kind": kind, "x": event.x, "y": event.y, "button": button, "count": count, "held": held})


def box_in_window(part: tk.Misc) -> list[int]:
    """Return where a part is in the window: left, top, width, height."""
    x, y = part.winfo_rootx() - root.winfo_rootx(), part.winfo_rooty() - root.winfo_rooty()
    return [x, y, part.winfo_width(), part.winfo_height()]


def places() -> dict[str, list[int]]:
    """Return where all the parts are."""
    found = {name: box_in_window(part) for name, part in
             {"field": field, "area": area, "slider": slider, "pane": pane}.items()}  # fmt: skip
    left, top, _, _ = found["slider"]
    for name, value in (("knob", slider.get()), ("goal", 70)):
        x, y = slider.coords(value)
        found[name] = [left + x - 5, top + y - 5, 10, 10]
    for name, line in (("from", 2), ("to", 4)):
        box = field.bbox(f"{line}.0")
        if box:
            found[name] = [found["field"][0] + box[0], found["field"][1] + box[1], 3, box[3]]
    return found


def reset() -> None:
    """Put everything where a part of the bench wants to find it."""
    field.delete("1.0", "end")
    field.insert("1.0", LINES)
    slider.set(20)
    pane.itemconfigure(page, text=PAGE)
    pane.xview_moveto(0.1)
    pane.yview_moveto(0.1)


def state() -> dict[str, object]:
    """Return what the parts are now."""
    marked = field.tag_ranges("sel")
    selection = field.get(*marked) if marked else ""
    across, down = (round(view[0] * 3000) for view in (pane.xview(), pane.yview()))
    return {"slider": slider.get(), "selection": selection, "scroll": [across, down]}


def obey(order: str) -> dict[str, object]:
    """Do what is asked and return the answer."""
    if order == "empty":
        field.delete("1.0", "end")
        pane.itemconfigure(page, text="")  # whoever reads the screen would be busy with it for long
    elif order == "forget":
        seen.clear()
    elif order == "reset":
        reset()
    elif order == "state":
        return state()
    elif order in {"seen", "places"}:
        root.update_idletasks()
        return {"seen": seen} if order == "seen" else {"places": places(), "clicks": 3}
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
root.geometry("900x560+40+60")
field = tk.Text(root, undo=True)
area = tk.Frame(root, background="#eeeeff")
slider = tk.Scale(root, orient="horizontal", from_=0, to=100)
pane = tk.Canvas(root, scrollregion=(0, 0, 3000, 3000), background="#ffeedd", yscrollincrement=0)
page = pane.create_text(0, 0, anchor="nw")
for turn, way in (("Button-4", -1), ("Button-5", 1)):
    pane.bind(f"<{turn}>", lambda _event, way=way: pane.yview_scroll(way, "units"))  # type: ignore[misc]
    # What Tk makes of the wheel's buttons to the sides.
    pane.bind(f"<Shift-{turn}>", lambda _event, way=way: pane.xview_scroll(way, "units"))  # type: ignore[misc]
for name, kind, times in (
    ("<Button>", "press", 1), ("<Double-Button>", "press", 2), ("<Triple-Button>", "press", 3),
    ("<ButtonRelease>", "release", 1), ("<Motion>", "motion", 1),
):  # fmt: skip
    area.bind(name, lambda event, kind=kind, times=times: note(kind, event, times))  # type: ignore[misc]
field.place(relx=0, rely=0, relwidth=0.5, relheight=0.5)
area.place(relx=0, rely=0.5, relwidth=0.5, relheight=0.5)
slider.place(relx=0.5, rely=0, relwidth=0.5, relheight=0.2)
pane.place(relx=0.5, rely=0.5, relwidth=0.5, relheight=0.5)
root.createfilehandler(sys.stdin, tk.READABLE, read)
root.mainloop()
