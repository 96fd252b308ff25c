"""Chooses among the changes of a receipt: the proposal, all but what runs by itself, or what a person names. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from desktop_agent.core.display_text import foreign
from desktop_agent.core.errors import DeskError
from desktop_agent.core.message import Message
from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.receipt.change import DOCUMENTS, OUTSIDE, RUNS_LATER, SETTINGS, SHOWN_PATH, DeskChange, Receipt


def proposed(receipt: Receipt) -> list[DeskChange]:
    """Return the documents that the person has not changed, too, in the folders that they gave the desk to see."""
    return [change for change in receipt.of(DOCUMENTS) if not change.conflict]


def made_for_person(receipt: Receipt) -> list[DeskChange]:
    """Return the documents, wherever they were saved; by a person's own word, who was shown them."""
    return [*receipt.of(DOCUMENTS), *receipt.of(OUTSIDE)]


def all_but_later(receipt: Receipt) -> list[DeskChange]:
    """Return documents and settings; what would run later is named one by one."""
    return [change for change in receipt.changes if change.group != RUNS_LATER]


def named(receipt: Receipt, layers: Sequence[DeskLayer], paths: Sequence[str]) -> list[DeskChange]:
    """Return what lies at these absolute paths or in these folders; DeskError for a path with no change.

    A folder stands for the documents in it, a hidden one for its settings, too. What would run later goes by its own
    path alone.
    """
    chosen = dict[tuple[int, str], DeskChange]()
    for path in paths:
        found = list(_at(receipt, layers, posixpath.normpath(path)))
        if not found:
            raise DeskError(
                Message(
                    "The desk has changed nothing at “{path}” that can be taken over.", path=foreign(path, SHOWN_PATH)
                ),
                Message("See “desktop-agent desk show {desk}”.", desk=receipt.desk),
            )
        chosen.update((change.key, change) for change in found)
    return list(chosen.values())


def _at(receipt: Receipt, layers: Sequence[DeskLayer], path: str) -> Iterator[DeskChange]:
    for change in receipt.changes:
        lower = str(layers[change.layer].lower)
        places = [f"{lower}/{one}" for one in (change.path, change.origin) if one]
        if path in places:
            yield change
        elif any(place.startswith(f"{path.rstrip('/')}/") for place in places):
            hidden = "/." in path.removeprefix(lower)
            if change.group in {DOCUMENTS, OUTSIDE} or (change.group == SETTINGS and hidden):
                yield change
