"""What is no longer as it was recorded, and where that begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.message import Message, sentences

_LIVE = "live/"
RECEIPT = "receipt.jsonl"  # of the side desk on which a run worked
DamageKind = Literal["changed", "lost", "added", "cut", "link", "signature", "line-ends", "unreadable"]


@dataclass(frozen=True, slots=True)
class Damage:
    """One place; `byte` counts from 0, and no byte before it is affected by this."""

    kind: DamageKind
    file: str  # inside of the run's folder
    byte: int = 0
    line: int | None = None  # from 1; None in a picture
    step: int = 0  # as people count; 0 before the first
    count: int | None = None  # of lines that are lost, or end in another way

    @property
    def sentence(self) -> str:
        """Return it in words."""
        if self.file == RECEIPT or self.kind == "line-ends":  # it belongs to no step
            return Message("{place}: {what}", place=self._place, what=self._what)
        step = Message("Step {step}.", step=self.step) if self.step else Message("Before the first step.")
        return sentences(Message("{place}: {what}", place=self._place, what=self._what), step)

    @property
    def _place(self) -> str:
        if self.line is None:
            return self.file
        return Message("{file}, line {line}, byte {byte}", file=self.file, line=self.line, byte=self.byte)

    @property
    def _what(self) -> str:
        match self.kind, self.line:
            case (("changed" | "lost"), None) if self.file.startswith(_LIVE):
                return Message("The live picture is not the one that was recorded, or is missing.")
            case "changed", None:
                return Message("This picture is not the one that was recorded.")
            case "changed", _:
                return Message("This line was changed.")
            case "lost", None:
                return Message("This picture is missing.")
            case "lost", _:
                one = self.count == 1
                return (
                    Message("1 line before this one is missing.")
                    if one
                    else Message("{count} lines before this one are missing.", count=self.count)
                )
            case "added", None:
                return Message("No line of the record knows this file.")
            case "added", _:
                return Message("This line does not belong here. It was added, moved or doubled.")
            case "cut", None:
                return Message("This picture was cut off at byte {byte}.", byte=self.byte)
            case "cut", _:
                return Message(
                    "The record stops here. The program ended in the middle, or what followed was taken away."
                )
            case "line-ends", _:
                lines = Message("1 line ends") if self.count == 1 else Message("{count} lines end", count=self.count)
                return Message(
                    "{lines} in the way of Windows (CRLF): a program has changed how lines end.", lines=lines
                )
            case "link", _:
                return Message("This is no file but a link, or something else that is not followed.")
            case "signature", _:
                return Message("The signature is wrong, or is somebody else's.")
            case _:
                return Message("This cannot be read.")
