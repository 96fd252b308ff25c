"""A Tk window, run by the system's Python: a field, and an area that notes the pointer."""

import json
import sys
import tkinter as tk

TITLE = "Tk fields"
HELD = (("shift", 1), ("ctrl", 4), ("alt", 8), ("super", 64))
seen: list[dict[str, object]] = []


def note(kind: str, event: "tk.Event[tk.Misc]", count: int = 1) -> None:
    held = [name for name, bit in HELD if int(event.state) & bit]
    # A motion has no button: Tk then tells "??".
    button = int(event.num) if str(event.num).isdigit() else 0
    if kind == "press" and button in {4, 5, 6, 7}:
        dx, dy = {4: (0, -1), 5: (0, 1), 6: (-1, 0), 7: (1, 0)}[button]
        seen.append({"kind": "wheel", "dx": dx, "dy": dy, "held": held})
    elif button not in {4, 5, 6, 7} or kind == "motion":
        seen.append({"kind": kind, "x": event.x, "y": event.y, "button": button, "count": count, "held": held})


def box_in_window(part: tk.Misc) -> list[int]:
    x, y = part.winfo_rootx() - root.winfo_rootx(), part.winfo_rooty() - root.winfo_rooty()
    return [x, y, part.winfo_width(), part.winfo_height()]


def obey(order: str) -> dict[str, object]:
    if order == "empty":
        field.delete("1.0", "end")
    elif order == "forget":
        seen.clear()
    elif order in {"seen", "places"}:
        root.update_idletasks()
        places = {"field": box_in_window(field), "area": box_in_window(area)}
        return {"seen": seen} if order == "seen" else {"places": places}
    return {"text": field.get("1.0", "end-1c"), "focus": root.focus_displayof() is field}


def read(_file: object, _mask: int) -> None:
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
for name, kind, times in (
    ("<Button>", "press", 1), ("<Double-Button>", "press", 2), ("<Triple-Button>", "press", 3),
    ("<ButtonRelease>", "release", 1), ("<Motion>", "motion", 1),
):  # fmt: skip
    area.bind(name, lambda event, kind=kind, times=times: note(kind, event, times))  # type: ignore[misc]
field.place(relx=0, rely=0, relwidth=1, relheight=0.5)
area.place(relx=0, rely=0.5, relwidth=1, relheight=0.5)
root.createfilehandler(sys.stdin, tk.READABLE, read)
root.mainloop()
