"""What hostile code on a desk does to the person: `… desk_hostile [AB|C] [all]` (`all` names each act)."""

from __future__ import annotations

import os
import sys
from collections import Counter

from tests.hostile.on_desk.play import HostilePlay, play


def main(halves: str, *, names: bool) -> None:
    """Print how the acts of each half ended, and what the person shows of them."""
    played = play(halves=halves)
    print(f"load {os.getloadavg()[0]:.1f}, as user {os.getuid()}")
    for half in halves:
        acts = [act for act in played.acts if act.half == half]
        ends = Counter(act.ended.partition(":")[0] for act in acts)
        kinds = Counter(act.kind for act in acts)
        print(f"half {half}: {len(acts)} acts ({_counts(kinds)}); on the desk {_counts(ends)}")
    print(f"of the person's changed, reached or typed at: {len(played.changed)}")
    print(f"changes that a process of the person's saw: {len(played.seen)}; lines in the receipt: {played.in_receipt}")
    if played.no_receipt:
        print(f"there is no receipt: {played.no_receipt}")
    if played.ended_by:
        print(f"the desk ended by itself: {played.ended_by}")
    _print_wrong(played, names=names)


def _print_wrong(played: HostilePlay, *, names: bool) -> None:
    for line in (*played.changed, *played.seen[:20]):
        print(f"  CHANGED {line}")
    for act in played.acts:
        if names or act.ended.startswith(("broken", "reached")):
            print(f"  {act.half} {act.kind}: {act.name}: {act.ended}")


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counter.items()))


if __name__ == "__main__":
    for halves in [one for one in sys.argv[1:] if one != "all"] or ["AB", "C"]:
        main(halves, names="all" in sys.argv[1:])
