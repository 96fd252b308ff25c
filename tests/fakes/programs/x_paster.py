"""A bare X client that pastes at Shift+Insert in its own way; lines of JSON on stdin are orders, answered on stdout.

`become` with a `way`: "clipboard" or "primary" is what it asks for, "silent" asks for nothing, "refuses" asks what
there is and takes none of it; `marked`: it owns PRIMARY, as with text that is chosen in it. `paste`: ask for what is in
`selection`. `seen`: what it has pasted, how many keys it got besides, and whether PRIMARY is its own.
"""

import json
import select
import sys
import time
from typing import Any

from Xlib import XK, X
from Xlib.display import Display
from Xlib.protocol import rq
from Xlib.protocol.event import ClientMessage

TITLE = "Pastes in its own way"
_ANSWER_WITHIN_S = 5.0
_SELECTIONS = {"clipboard": "CLIPBOARD", "primary": "PRIMARY"}


class Paster:
    def __init__(self) -> None:
        self._display = Display()
        screen = self._display.screen()
        self._window: Any = screen.root.create_window(
            300, 200, 400, 300, 0, screen.root_depth, background_pixel=0xFFFFFF,
            event_mask=X.KeyPressMask | X.FocusChangeMask | X.StructureNotifyMask,
        )  # fmt: skip
        self._window.set_wm_name(TITLE)
        self._window.set_wm_protocols([self._display.intern_atom("_NET_WM_PING")])
        self._window.map()
        # A window manager maps it a while later, and what is not seen cannot have the keyboard.
        while self._display.next_event().type != X.MapNotify:
            pass
        self._way = "clipboard"
        self._pasted = list[str | None]()
        self._keys = 0

    def run(self) -> None:
        while True:
            if not self._display.pending_events():
                select.select([self._display, sys.stdin], [], [])
            while self._display.pending_events():
                self._take(self._display.next_event())
            if select.select([sys.stdin], [], [], 0.0)[0]:
                line = sys.stdin.readline()
                if not line:
                    return
                sys.stdout.write(f"{json.dumps(self._obey(json.loads(line)))}\n")
                sys.stdout.flush()

    def _obey(self, order: dict[str, Any]) -> dict[str, object]:
        primary = self._display.intern_atom("PRIMARY")
        if order["order"] == "become":
            self._way = order["way"]
            self._pasted = []
            self._keys = 0
            if order.get("marked"):
                self._window.set_selection_owner(primary, X.CurrentTime)
            self._window.set_input_focus(X.RevertToPointerRoot, X.CurrentTime)
            self._display.sync()
        if order["order"] == "paste":
            return {"text": self._paste(order["selection"])}
        owner = self._display.get_selection_owner(primary)
        return {"pasted": self._pasted, "keys": self._keys, "marked": owner == self._window}

    def _take(self, event: rq.Event) -> None:
        if event.type == X.ClientMessage:
            # A ping of a window manager: it goes back to the root window.
            root = self._display.screen().root
            answer = ClientMessage(window=root, client_type=event.client_type, data=event.data)
            root.send_event(answer, event_mask=X.SubstructureNotifyMask | X.SubstructureRedirectMask)
            self._display.flush()
        if event.type != X.KeyPress:
            return
        symbol = self._display.keycode_to_keysym(event.detail, 0)
        if symbol == XK.XK_Insert and event.state & X.ShiftMask:
            if self._way in _SELECTIONS:
                self._pasted.append(self._paste(self._way))
            elif self._way == "refuses":
                self._ask("clipboard", "TARGETS")
        elif symbol not in {XK.XK_Shift_L, XK.XK_Shift_R}:
            self._keys += 1

    def _paste(self, selection: str) -> str | None:
        place = self._display.intern_atom("PASTED")
        return self._read(place) if self._ask(selection, "UTF8_STRING") else None

    def _ask(self, selection: str, target: str) -> bool:
        atom = self._display.intern_atom(_SELECTIONS[selection])
        place = self._display.intern_atom("PASTED")
        self._window.convert_selection(atom, self._display.intern_atom(target), place, X.CurrentTime)
        self._display.flush()
        until = time.monotonic() + _ANSWER_WITHIN_S
        while time.monotonic() < until:
            if not self._display.pending_events():
                select.select([self._display], [], [], _ANSWER_WITHIN_S)
            while self._display.pending_events():
                event = self._display.next_event()
                if event.type == X.SelectionNotify:
                    return bool(event.property)
                self._take(event)
        return False

    def _read(self, place: int) -> str:
        reported = self._window.get_full_property(place, X.AnyPropertyType)
        self._window.delete_property(place)
        self._display.flush()
        return bytes(reported.value).decode()


if __name__ == "__main__":
    Paster().run()
