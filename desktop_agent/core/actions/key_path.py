"""What stands between a key and the control that it is for: the one record from which a text's route follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class KeyPath:
    """What would change keys on their way, as it was right before them; empty where they arrive as they are.

    Where another program has the keyboard to itself, no key is sent at all: that is asked before each key.
    """

    composer: str = ""  # the input method that makes other characters of letters, as it calls itself

    @property
    def composes(self) -> bool:
        """Return whether typed letters would become other characters, and Return, space and Tab choose among them."""
        return bool(self.composer)


class InputMethods(Protocol):
    """The input methods of a session, which get keys before any program does."""

    def composer(self) -> str:
        """Return the name of the input method that composes what is typed now; empty if none does."""

    def set_aside(self) -> bool:
        """Switch it off, until `put_back`; return whether keys go straight to the programs from now on."""

    def put_back(self, *, here: bool = True) -> bool:
        """Switch on again what `set_aside` has switched off; return whether all of it is to be on; never raises.

        `here`: the window that had the keyboard then has it now. Elsewhere, one stays off that is switched for the
        window with the keyboard.
        """

    def put_back_left(self) -> tuple[str, ...]:
        """Switch on again what killed runs have left off in this session; return a sentence for each; never raises."""

    def close(self) -> None:
        """Put back, and disconnect; never raises."""


class NoInputMethods:
    """A session without input methods."""

    def composer(self) -> str:
        """Return nothing."""
        return ""

    def set_aside(self) -> bool:
        """Return True."""
        return True

    def put_back(self, *, here: bool = True) -> bool:  # noqa: ARG002 - nothing was switched off
        """Return True."""
        return True

    def put_back_left(self) -> tuple[str, ...]:
        """Return nothing."""
        return ()

    def close(self) -> None:
        """Do nothing."""
