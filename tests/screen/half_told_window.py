"""A window that says on the accessibility bus what stands in it, or only half of it: `half_told_window.py HOW`.

HOW is `whole`; `late`: the tree is built some time after it was first asked for; `boxless`: no object has a place;
`pane`: the label is drawn in a pane that tells of nothing in it; `untold`: nobody tells of the label; or `never`: it is
on the bus, and answers nothing. Tk draws it and tells nothing by itself; what is told is served here.
"""

import asyncio
import os
import sys
import threading
import tkinter as tk

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

TITLE = "Half told"
BUTTON, LABEL = "Save", "Nothing is stored yet"
BUILT_AFTER_S = 0.25
_PATH = "/org/a11y/atspi/accessible"
_REGISTRY = ("org.a11y.atspi.Registry", f"{_PATH}/root")
_SHOWN = 1 << 8 | 1 << 24 | 1 << 25 | 1 << 30  # enabled, sensitive, showing, visible
_NOWHERE = (0, 0, 0, 0)
# Path: name, role, role's number, what holds it.
_OBJECTS = {
    "root": ("half-told", "application", 75, ""),
    "window": (TITLE, "frame", 23, "root"),
    "button": (BUTTON, "push button", 43, "window"),
    "label": (LABEL, "label", 29, "window"),
    "pane": ("Icon view", "layered pane", 30, "window"),
}
_UNTOLD = {"pane": {"label"}, "untold": {"label", "pane"}}  # by HOW; else the pane


class Window:
    """The window as it is drawn."""

    def __init__(self) -> None:
        self.root = tk.Tk()
        self.root.title(TITLE)
        self.root.geometry("420x160+200+150")
        button = tk.Button(self.root, text=BUTTON, font=("DejaVu Sans", 16))
        button.place(x=30, y=30, width=140, height=44)
        label = tk.Label(self.root, text=LABEL, font=("DejaVu Sans", 14))
        label.place(x=30, y=100)
        self.root.update()
        parts = {"window": self.root, "button": button, "label": label, "pane": label}
        self.boxes = {
            path: (part.winfo_rootx(), part.winfo_rooty(), part.winfo_width(), part.winfo_height())
            for path, part in parts.items()
        }


class Tree:
    """Answers questions about the window's objects, as far as HOW goes."""

    def __init__(self, how: str, boxes: dict[str, tuple[int, int, int, int]], bus: MessageBus) -> None:
        self._how, self._boxes, self._bus = how, boxes, bus
        self._first_asked: float | None = None

    def answer(self, question: Message) -> Message | bool | None:
        """Return the answer; True where there will be none."""
        if question.message_type is not MessageType.METHOD_CALL or not (question.path or "").startswith(_PATH):
            return None
        if self._how == "never":
            return True
        path = str(question.path).removeprefix(f"{_PATH}/")
        name, role, number, holder = _OBJECTS.get(path, ("", "", 0, ""))
        match question.member:
            case "GetChildren":
                shown = _OBJECTS.keys() - _UNTOLD.get(self._how, {"pane"}) if self._is_built(path) else ()
                held = [one for one in shown if _OBJECTS[one][-1] == path]
                return Message.new_method_return(question, "a(so)", [[self._object(one) for one in held]])
            case "GetState":
                return Message.new_method_return(question, "au", [[_SHOWN, 0]])
            case "GetRoleName":
                return Message.new_method_return(question, "s", [role])
            case "GetRole":
                return Message.new_method_return(question, "u", [number])
            case "GetExtents":
                is_told = self._how != "boxless" or path == "window"
                box = self._boxes.get(path, _NOWHERE) if is_told else _NOWHERE
                return Message.new_method_return(question, "(iiii)", [list(box)])
            case "Get":
                told = {"Name": Variant("s", name), "Parent": Variant("(so)", self._object(holder or "null"))}
                value = told.get(question.body[1], Variant("s", ""))
                return Message.new_method_return(question, "v", [value])
            case _:
                return Message.new_error(question, "org.freedesktop.DBus.Error.UnknownMethod", "not here")

    def _is_built(self, path: str) -> bool:
        if self._how != "late" or path != "window":
            return True
        now = asyncio.get_running_loop().time()
        self._first_asked = self._first_asked or now
        return now >= self._first_asked + BUILT_AFTER_S

    def _object(self, path: str) -> list[str]:
        return [str(self._bus.unique_name), "/org/a11y/atspi/null" if path == "null" else f"{_PATH}/{path}"]


async def serve(how: str, boxes: dict[str, tuple[int, int, int, int]]) -> None:
    """Be a program of the accessibility bus."""
    session = await MessageBus(os.environ["DBUS_SESSION_BUS_ADDRESS"]).connect()
    where = await session.call(Message("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress"))
    bus = await MessageBus(str(where.body[0]) if where else "").connect()
    tree = Tree(how, boxes, bus)
    bus.add_message_handler(tree.answer)
    root = [str(bus.unique_name), f"{_PATH}/root"]
    await bus.call(Message(*_REGISTRY, "org.a11y.atspi.Socket", "Embed", signature="(so)", body=[root]))
    await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    window = Window()
    threading.Thread(target=lambda: asyncio.run(serve(sys.argv[1], window.boxes)), daemon=True).start()
    window.root.mainloop()
