"""Chooses among the changes of a receipt, and settles one where no one looks: `--receipt accept|discard|keep`."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.errors import DeskError
from desktop_agent.core.runs.events import ReceiptAnswer
from desktop_agent.core.texts.message import Message, foreign
from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.receipt.change import (
    DOCUMENTS,
    GROUPS,
    OUTSIDE,
    RUNS_LATER,
    SETTINGS,
    SHOWN_PATH,
    DeskChange,
    Receipt,
    Refused,
    TakeResult,
)
from desktop_agent.desk.receipt.read import read_receipt
from desktop_agent.desk.receipt.take import discard, take


@dataclass(frozen=True, slots=True)
class ReceiptSettlement:
    """How a receipt was settled."""

    receipt: Receipt  # before it was settled
    taken: tuple[tuple[int, str], ...]
    refused: tuple[Refused, ...]
    left: int = 0  # number of changes made for the person that were neither applied nor discarded

    @property
    def changes(self) -> Mapping[str, int]:
        """Return the number of changes in each group, and of files and windows lost with the desk."""
        lost = [entry.reason for entry in self.receipt.left_out]
        counts: dict[str, int] = {group: len(self.receipt.of(group)) for group in GROUPS}
        return counts | {reason: lost.count(reason) for reason in ("not-kept", "unsaved") if reason in lost}


def settle(desk: Path, answer: ReceiptAnswer) -> ReceiptSettlement:
    """Accept the desk's documents without conflicts, discard all changes, or keep all for later.

    DeskError if that fails; the person's files are unchanged then. Changes that would run later, or that lie outside
    the folders the person named, are never accepted unseen: they wait for `desk take`.
    """
    receipt = read_receipt(desk)
    candidates = to_decide(receipt)
    if answer == "keep" or (answer == "accept" and not candidates):
        return ReceiptSettlement(receipt, (), (), len(candidates))
    if answer == "discard":
        discard(desk)
        return ReceiptSettlement(receipt, (), ())
    chosen = proposed(receipt)
    result = take(desk, chosen) if chosen else TakeResult((), ())
    left = {change.key: change for change in candidates}
    for key in result.taken:
        left.pop(key, None)
    refused = {(entry.layer, entry.path): entry for entry in result.refused}
    remaining = [
        refused.get(key) or Refused(*key, "conflict" if change.conflict else "waits", change.conflict)
        for key, change in left.items()
    ]
    return ReceiptSettlement(receipt, result.taken, tuple(remaining), len(left))


def proposed(receipt: Receipt) -> list[DeskChange]:
    """Return the changed documents without a conflict, in the folders that the desk was given."""
    return [change for change in receipt.of(DOCUMENTS) if not change.conflict]


def made_for_person(receipt: Receipt) -> list[DeskChange]:
    """Return the changed documents wherever they were saved; for a person who has seen the list."""
    return [*receipt.of(DOCUMENTS), *receipt.of(OUTSIDE)]


def to_decide(receipt: Receipt) -> list[DeskChange]:
    """Return the changes that wait for the person; what programs note in their own settings isn't one of them."""
    return [*made_for_person(receipt), *receipt.of(RUNS_LATER)]


def all_but_later(receipt: Receipt) -> list[DeskChange]:
    """Return all changes but those that would run later, which must be named one by one."""
    return [change for change in receipt.changes if change.group != RUNS_LATER]


def named(receipt: Receipt, layers: Sequence[DeskLayer], paths: Sequence[str], listing: str = "") -> list[DeskChange]:
    """Return the changes at these absolute paths or in these folders; DeskError for a path without changes.

    `listing` is the command that lists them, for the hint.

    A folder stands for its documents, a hidden folder for its settings too. A change that would run later is returned
    for its own path only.
    """
    chosen = dict[tuple[int, str], DeskChange]()
    for path in paths:
        # The parent folder may be a link, and so may the entry itself.
        above, name = posixpath.split(posixpath.normpath(path))
        places = (
            f"{above.rstrip('/')}/{name}",
            f"{posixpath.realpath(above).rstrip('/')}/{name}",
            posixpath.realpath(path),
        )
        matches = next(filter(None, (list(_changes_at(receipt, layers, place)) for place in places)), [])
        if not matches:
            raise DeskError(
                Message("There are no changes at “{path}” that could be chosen.", path=foreign(path, SHOWN_PATH)),
                Message("See “{command}”.", command=listing or f"desktop-agent desk show {receipt.desk}"),
            )
        chosen.update((change.key, change) for change in matches)
    return list(chosen.values())


def _changes_at(receipt: Receipt, layers: Sequence[DeskLayer], path: str) -> Iterator[DeskChange]:
    for change in receipt.changes:
        lowers = [(str(layers[layer].lower), inner) for layer, inner in (change.key, change.old_place)]
        places = [f"{lower}/{inner}" for lower, inner in lowers]
        if path in places:
            yield change
        elif any(place.startswith(f"{path.rstrip('/')}/") for place in places):
            hidden = "/." in path.removeprefix(lowers[0][0])
            if change.group in {DOCUMENTS, OUTSIDE} or (change.group == SETTINGS and hidden):
                yield change
