"""Settles a receipt where nobody is there to look at it: `--receipt accept|discard|keep`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.desk_event import ReceiptAnswer
from desktop_agent.desk.receipt.change import GROUPS, RUNS_LATER, Receipt
from desktop_agent.desk.receipt.choose import made_for_person, proposed
from desktop_agent.desk.receipt.read import read_receipt
from desktop_agent.desk.receipt.step import Refused, TakeResult
from desktop_agent.desk.receipt.take import discard, take


@dataclass(frozen=True, slots=True)
class ReceiptSettlement:
    """What came of a receipt; `is_whole` tells whether all that was made for the person is with them now."""

    receipt: Receipt  # as it was before
    taken: tuple[tuple[int, str], ...]
    refused: tuple[Refused, ...]
    is_whole: bool
    left: int = 0  # of what was made for the person

    @property
    def changes(self) -> Mapping[str, int]:
        """Return how many there were of each group, and how many files that are not kept, if any."""
        lost = sum(one.reason == "not-kept" for one in self.receipt.left_out)
        counts: dict[str, int] = {group: len(self.receipt.of(group)) for group in GROUPS}
        return counts | ({"not-kept": lost} if lost else {})


def settle(desk: Path, answer: ReceiptAnswer) -> ReceiptSettlement:
    """Accept the documents of a desk that nobody else has changed, discard all, or keep all for later.

    DeskError where that cannot be done; then the person's files are as they were. What would run later, and what was
    saved outside of the folders that the person named, is never accepted unseen: it waits for `desk take`.
    """
    receipt = read_receipt(desk)
    wanted = [*made_for_person(receipt), *receipt.of(RUNS_LATER)]
    if answer == "keep" or (answer == "accept" and not wanted):
        return ReceiptSettlement(receipt, (), (), not wanted, len(wanted))
    if answer == "discard":
        discard(desk)
        return ReceiptSettlement(receipt, (), (), is_whole=True)
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
    return ReceiptSettlement(receipt, result.taken, tuple(rest), not left, len(left))
