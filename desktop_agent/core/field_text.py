"""The text in a field, as its program tells it, for whoever enters text and wants to see it arrive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from desktop_agent.core.message import sentences

TypedResult = Literal["unseen", "altered"]  # a text was seen in no field, or stands in one otherwise than asked for


@dataclass(frozen=True, slots=True)
class InputNote:
    """The notes of the input on an action: sentences, and the fate of a typed text.

    Both are empty where nothing is worth a word; `typed` is, too, where no field tells.
    """

    text: str = ""
    typed: TypedResult | None = None

    def __add__(self, other: InputNote) -> InputNote:
        """Return both notes; that a text was not seen counts for more than that it was altered."""
        text = self.text if other.text == self.text else sentences(self.text, other.text)
        typed: TypedResult | None = "unseen" if "unseen" in {self.typed, other.typed} else self.typed or other.typed
        return InputNote(text, typed)


@dataclass(frozen=True, slots=True)
class FieldMark:
    """The place where text will go in: the part that is marked, or the caret; offsets as the program counts them."""

    field: tuple[str, str]  # its program and path on the accessibility bus
    length: int  # of all that it holds
    start: int
    end: int
    many_lines: bool


class FieldSource(Protocol):
    """Tells what fields hold; never of passwords. Each question takes some 50 ms at most."""

    def mark(self) -> FieldMark | None:
        """Return where text will go in now; None where no program tells in time."""

    def since(self, mark: FieldMark, text: str) -> str | None:
        """Return what has come in since, of which `text` is expected.

        None when that is not told in time, or the field does not have the keyboard any more.
        """

    def offers_more(self, mark: FieldMark, text: str) -> bool:
        """Return whether the program has put in more behind `text`, marked, which a Return or Tab would take."""


class NoFields:
    """The stand-in where no program tells what its fields hold."""

    def mark(self) -> FieldMark | None:
        """Return nothing."""
        return None

    def since(self, mark: FieldMark, text: str) -> str | None:  # noqa: ARG002 - nothing is known anywhere
        """Return nothing."""
        return None

    def offers_more(self, mark: FieldMark, text: str) -> bool:  # noqa: ARG002 - nothing is known anywhere
        """Return no."""
        return False
