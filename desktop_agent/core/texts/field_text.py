"""The text in a field, as its program reports it, for checks whether entered text has arrived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from desktop_agent.core.texts.message import sentences

TypedResult = Literal["unseen", "altered"]  # a text was seen in no field, or a field's text differs from the request


@dataclass(frozen=True, slots=True)
class InputNote:
    """The notes of the input on an action: sentences, and the result for a typed text.

    Both are empty without a problem; `typed` is also None if no field reports its text: then `unread` are the texts
    that have not been compared, one a field. `unmoved`: a scroll moved nothing, if the program responds.
    """

    text: str = ""
    typed: TypedResult | None = None
    unmoved: bool = False
    unread: tuple[str, ...] = ()

    def __add__(self, other: InputNote) -> InputNote:
        """Return both notes as one; “unseen” takes precedence over “altered”."""
        text = self.text if other.text == self.text else sentences(self.text, other.text)
        typed: TypedResult | None = "unseen" if "unseen" in {self.typed, other.typed} else self.typed or other.typed
        return InputNote(text, typed, self.unmoved or other.unmoved, (*self.unread, *other.unread))


@dataclass(frozen=True, slots=True)
class FieldMark:
    """The place where text will be entered: the selection or the caret; offsets as the program counts them.

    They are those in `part`: the field itself, or the paragraph or the style in it that has the caret.
    """

    field: tuple[str, str]  # its program and path on the accessibility bus
    length: int  # of the field's text
    start: int
    end: int
    many_lines: bool
    part: tuple[str, str] = ("", "")
    was_empty: bool = False  # nothing stood in the field, so that all that stands there later has been entered


class FieldSource(Protocol):
    """Reads the text of fields, never of password fields. Each call but `mark` takes some 50 ms at most."""

    def mark(self) -> FieldMark | None:
        """Return the place where text will be entered now; None if no program reports it in time."""

    def since(self, mark: FieldMark, text: str) -> str | None:
        """Return the text that has arrived since the mark; `text` is the expected one.

        None if it isn't reported in time, or the field no longer has the keyboard.
        """

    def offers_more(self, mark: FieldMark, text: str) -> bool | None:
        """Return whether the program has added a selected completion behind `text`, which Return or Tab accepts.

        None if it isn't reported in time.
        """

    def growth(self, mark: FieldMark) -> int | None:
        """Return the number of characters that the field has more since the mark, what was selected then aside.

        None if it isn't reported in time, or the field no longer has the keyboard. It costs less than the text.
        """

    def became(self, mark: FieldMark, text: str) -> str | None:
        """Return what stands in the field in place of `text`, which was entered, also where it has lost the keyboard.

        None if it isn't reported in time, or the field is gone.
        """

    def has_keyboard(self, mark: FieldMark) -> bool | None:
        """Return whether keys still go to the field, also where an entry of its own list is marked; None if unknown."""


class NoFields:
    """The stand-in where no program reports the text of its fields."""

    def mark(self) -> FieldMark | None:
        """Return nothing."""
        return None

    def since(self, mark: FieldMark, text: str) -> str | None:  # noqa: ARG002 - nothing is known anywhere
        """Return nothing."""
        return None

    def offers_more(self, mark: FieldMark, text: str) -> bool:  # noqa: ARG002 - nothing is known anywhere
        """Return False."""
        return False

    def growth(self, mark: FieldMark) -> int | None:  # noqa: ARG002 - nothing is known anywhere
        """Return nothing."""
        return None

    def became(self, mark: FieldMark, text: str) -> str | None:  # noqa: ARG002 - nothing is known anywhere
        """Return nothing."""
        return None

    def has_keyboard(self, mark: FieldMark) -> bool | None:  # noqa: ARG002 - nothing is known anywhere
        """Return nothing."""
        return None
