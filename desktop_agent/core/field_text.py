"""What a field tells of the text that goes into it, for whoever enters text and wants to see it arrive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

LOOK_FIRST: Final = "Look at the picture before you go on."  # said to the model with what is different in a field
NONE_STANDS: Final = "The application says that none of the text stands in the field."


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


class NoFields:
    """The stand-in where no program tells what its fields hold."""

    def mark(self) -> FieldMark | None:
        """Return nothing."""
        return None

    def since(self, mark: FieldMark, text: str) -> str | None:  # noqa: ARG002 - nothing is known anywhere
        """Return nothing."""
        return None
