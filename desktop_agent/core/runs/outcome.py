"""What is certain about the end of a run, beside its model's word: facts, none of which is read out of prose."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.texts.message import GAP, Message


@dataclass(frozen=True, slots=True)
class WindowLeft:
    """A window at the end of a run; it has no names where it is hidden from the model, or covered."""

    title: str = ""
    program: str = ""
    opened: bool = False  # during the run
    unsaved: bool = False  # its title indicates unsaved changes, and didn't before the run


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was not done as requested, as numbers of actions, and the state in which the run left the screen.

    What a later action made up for isn't counted.
    """

    refused: int = 0
    skipped: int = 0
    failed: int = 0
    interrupted: int = 0  # begun, and broken off by the person or by the end of the run
    unseen: int = 0  # texts that were found in no field
    altered: int = 0  # fields that contain something else than was typed
    unknown: int = 0
    unread: int = 0  # messages of the person that the model never got
    unheeded: int = 0  # those that it got, but after which nothing was done
    windows: tuple[WindowLeft, ...] | None = None  # opened or left unsaved; None: unknown


def is_claimed(status: str, message: str) -> bool:
    """Return whether it is only the model that calls a run done: the words about its end are its own, or none."""
    return status == "completed" and has_foreign_words(message)


def has_foreign_words(message: str) -> bool:
    """Return whether a message has foreign words, or none, outside of sentences of ours."""
    if not (isinstance(message, Message) and message.strip()):
        return True
    parts = [part for part in message.parts.values() if isinstance(part, str) and part.strip()]
    return not GAP.sub("", message.id).strip() and any(map(has_foreign_words, parts))
