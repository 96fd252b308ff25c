"""Chooses among the changes of a receipt, and settles one where nobody looks: `--receipt accept|discard|keep`."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.display_text import foreign
from desktop_agent.core.errors import DeskError
from desktop_agent.core.events import ReceiptAnswer
from desktop_agent.core.message import Message
from desktop_agent.desk.folder import DeskLayer, open_desk
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
    """What came of a receipt."""

    receipt: Receipt  # as it was before
    taken: tuple[tuple[int, str], ...]
    refused: tuple[Refused, ...]
    left: int = 0  # how much of what was made for the person is not with them now

    @property
    def changes(self) -> Mapping[str, int]:
        """Return how many there were of each group, and what was lost with the desk, if anything."""
        lost = [one.reason for one in self.receipt.left_out]
        counts: dict[str, int] = {group: len(self.receipt.of(group)) for group in GROUPS}
        return counts | {reason: lost.count(reason) for reason in ("not-kept", "unsaved") if reason in lost}


def settle(desk: Path, answer: ReceiptAnswer) -> ReceiptSettlement:
    """Accept the documents of a desk that nobody else has changed, discard all, or keep all for later.

    DeskError where that cannot be done; then the person's files are as they were. What would run later, and what was
    saved outside of the folders that the person named, is never accepted unseen: it waits for `desk take`.
    """
    receipt = read_receipt(desk)
    wanted = [*made_for_person(receipt), *receipt.of(RUNS_LATER)]
    if answer == "keep" or (answer == "accept" and not wanted):
        return ReceiptSettlement(receipt, (), (), len(wanted))
    if answer == "discard":
        discard(desk)
        return ReceiptSettlement(receipt, (), ())
    chosen = proposed(receipt)
    result = take(desk, chosen) if chosen else TakeResult((), ())
    left = {change.key: change for change in wanted}
    for key in result.taken:
        left.pop(key, None)
    refused = {(one.layer, one.path): one for one in result.refused}
    rest = [
        refused.get(key) or Refused(*key, "conflict" if change.conflict else "waits", change.conflict)
        for key, change in left.items()
    ]
    return ReceiptSettlement(receipt, result.taken, tuple(rest), len(left))


def proposed(receipt: Receipt) -> list[DeskChange]:
    """Return the documents that the person has not changed, too, in the folders that they gave the desk to see."""
    return [change for change in receipt.of(DOCUMENTS) if not change.conflict]


def made_for_person(receipt: Receipt) -> list[DeskChange]:
    """Return the documents, wherever they were saved; by a person's own word, who was shown them."""
    return [*receipt.of(DOCUMENTS), *receipt.of(OUTSIDE)]


def all_but_later(receipt: Receipt) -> list[DeskChange]:
    """Return documents and settings; what would run later is named one by one."""
    return [change for change in receipt.changes if change.group != RUNS_LATER]


def why_not_unseen(desk: Path, files: Collection[Path], until_ns: int) -> str:
    """Return why the changes of a desk have to wait for the person; empty where they are these files alone.

    Each must have been made or written and nothing more, and not later than `until_ns` (since 1970): what was expected
    was looked at then. Settings stay on the desk in any case. DeskError as `read_receipt` raises it.
    """
    receipt, layers = read_receipt(desk), open_desk(desk).layers
    if any(one.reason in {"not-kept", "unsaved", "unreadable"} for one in receipt.left_out):
        return Message("not all of it can be read")
    for change in (*made_for_person(receipt), *receipt.of(RUNS_LATER)):
        path = layers[change.layer].lower / change.path
        shown = foreign(str(path), SHOWN_PATH)
        if change.group != DOCUMENTS or path not in files:
            return Message("the mandate doesn't name “{path}”", path=shown)
        if change.conflict:
            return Message("“{path}” was also changed outside the desk", path=shown)
        if not _is_written(change):
            return Message("“{path}” was changed in some way other than being created or written to", path=shown)
        if change.after is None or change.after.ctime_ns > until_ns:
            return Message("“{path}” changed again after the check", path=shown)
    return ""


def _is_written(change: DeskChange) -> bool:
    """Tell whether a file was made, or has another content, and there is nothing more to be said of it."""
    versions = [one for one in (change.before, change.after) if one is not None]
    is_plain = not (change.origin or change.parts or change.notes)
    return is_plain and change.kind in {"new", "changed"} and all(one.kind == "file" for one in versions)


def named(receipt: Receipt, layers: Sequence[DeskLayer], paths: Sequence[str]) -> list[DeskChange]:
    """Return what lies at these absolute paths or in these folders; DeskError for a path with no change.

    A folder stands for the documents in it, a hidden one for its settings, too. What would run later goes by its own
    path alone.
    """
    chosen = dict[tuple[int, str], DeskChange]()
    for path in paths:
        # What leads there may be a link, and what lies there, too.
        above, name = posixpath.split(posixpath.normpath(path))
        places = (
            f"{above.rstrip('/')}/{name}",
            f"{posixpath.realpath(above).rstrip('/')}/{name}",
            posixpath.realpath(path),
        )
        found = next(filter(None, (list(_at(receipt, layers, place)) for place in places)), [])
        if not found:
            raise DeskError(
                Message(
                    "There are no changes at “{path}” on the desk that can be applied.",
                    path=foreign(path, SHOWN_PATH),
                ),
                Message("See “desktop-agent desk show {desk}”.", desk=receipt.desk),
            )
        chosen.update((change.key, change) for change in found)
    return list(chosen.values())


def _at(receipt: Receipt, layers: Sequence[DeskLayer], path: str) -> Iterator[DeskChange]:
    for change in receipt.changes:
        lowers = [(str(layers[layer].lower), inner) for layer, inner in (change.key, change.old_place)]
        places = [f"{lower}/{inner}" for lower, inner in lowers]
        if path in places:
            yield change
        elif any(place.startswith(f"{path.rstrip('/')}/") for place in places):
            hidden = "/." in path.removeprefix(lowers[0][0])
            if change.group in {DOCUMENTS, OUTSIDE} or (change.group == SETTINGS and hidden):
                yield change
