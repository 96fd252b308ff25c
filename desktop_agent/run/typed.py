"""What the model has typed into one field, piece by piece: an address is no other for being typed in two actions."""

from __future__ import annotations

from desktop_agent.core.actions import Action, Click, Drag, HoldButton, HoldKey, Navigate, Press, Type
from desktop_agent.core.decision import Pasted

_LONGEST = 100_000
_ENDS = "\n\t"  # Return and Tab leave the field
_NAMED = {"space": " "}
_LEAVING = frozenset({"enter", "tab", "escape"})


class Typed:
    """The text typed since the last click, Return, Tab or Escape."""

    def __init__(self) -> None:
        self.text = ""

    def note(self, action: Action, pasted: Pasted | None = None) -> None:
        """Take notice of an action that was carried out, and of what it has pasted."""
        if pasted is not None:
            self._add(pasted.text)
            return
        match action:
            case Type(text, at):
                self.text = self.text if at is None else ""
                self._add(text)
            case Press((key,)) | HoldKey((key,)):
                self._key(key)
            case Press(("shift", key)) if len(key) == 1:
                self._add(key.upper())
            case Press(keys) if _LEAVING & {*keys}:
                self.text = ""
            case Click() | Drag() | HoldButton() | Navigate():
                self.text = ""
            case _:
                pass

    def _key(self, key: str) -> None:
        if key == "backspace":
            self.text = self.text[:-1]
        elif key in _LEAVING:
            self.text = ""
        elif len(key) == 1 or key in _NAMED:
            self._add(_NAMED.get(key, key))

    def _add(self, text: str) -> None:
        last = max(text.rfind(end) for end in _ENDS)
        self.text = text[last + 1 :] if last >= 0 else (self.text + text)[-_LONGEST:]
