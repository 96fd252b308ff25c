"""A program that owns the clipboard and answers whatever it likes."""

import select
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Self

from Xlib import X, display
from Xlib.error import ConnectionClosedError
from Xlib.protocol import event

from tests.fakes.programs.odd_bytes import Odd, set_property

_LOOKS_EVERY_S = 0.05


class OddOwner:
    """Owns CLIPBOARD while the context lasts; needs DISPLAY in the environment."""

    def __init__(self, answers: Mapping[str, Odd | None]) -> None:
        """Take the answers by target; None: the request is refused, and any other is not answered at all."""
        self._answers = answers
        self._ends = threading.Event()
        self._display = display.Display()
        root = self._display.screen().root
        self._window = root.create_window(0, 0, 1, 1, 0, X.CopyFromParent, window_class=X.InputOnly)
        self._window.set_selection_owner(self._display.intern_atom("CLIPBOARD"), X.CurrentTime)
        self._display.sync()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._thread.join()
        self._window.destroy()
        self._display.close()

    def _serve(self) -> None:
        with suppress(ConnectionClosedError):
            while not self._ends.is_set():
                select.select([self._display], [], [], _LOOKS_EVERY_S)
                for _ in range(self._display.pending_events()):
                    asked = self._display.next_event()
                    if asked.type == X.SelectionRequest:
                        self._answer(asked)

    def _answer(self, asked: event.SelectionRequest) -> None:
        name = self._display.get_atom_name(asked.target)
        if name not in self._answers:
            return
        odd = self._answers[name]
        if odd is not None:
            set_property(asked.requestor, self._display.get_atom_name(asked.property), odd)
        answer = event.SelectionNotify(
            time=asked.time, requestor=asked.requestor, selection=asked.selection, target=asked.target,
            property=asked.property if odd is not None else X.NONE,
        )  # fmt: skip
        asked.requestor.send_event(answer)
        self._display.flush()
