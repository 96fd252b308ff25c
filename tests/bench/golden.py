"""Golden streams cut at every byte: `python -m tests.bench.golden [--tenth]`, about half an hour.

In each dialect the stream is cut after each of its bytes, first as the decoder sees it (in every manner that servers
write, byte by byte), then on a real socket, where the server remembers the answer and goes on with it, remembers it, or
has forgotten it, in chunks of 1, 7, 333 and 4096 bytes and in one. The turn of the whole answer, read from JSON, is the
witness; no other may come out. Exits with 1 when one has. `--tenth` cuts at every tenth byte.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import cycle

from desktop_agent.model.dialect_names import DIALECT_NAMES
from tests.proof.cutting import Cut, cut_at_each
from tests.proof.golden import MANNERS, decoded_at_every_byte, golden, turn_of
from tests.proof.golden_host import MEMORIES

FORMS = ((7, True), (4096, False), (333, True), (10**6, True), (333, False))
ONE_BYTE_EVERY = 101  # sending a stream byte by byte takes long


def main(*, stride: int) -> int:
    """Print both tables and return how many turns were wrong."""
    wrong = 0
    print("decoder: dialect, manner, cuts, whole turn, none yet, another")
    for dialect in DIALECT_NAMES:
        for manner in MANNERS:
            counts = decoder_counts(dialect, manner, stride)
            wrong += counts["another"]
            found = f"{counts.total():6} {counts['whole']:5} {counts['none']:6} {counts['another']}"
            print(f"  {dialect:9} {manner:31} {found}", flush=True)
    print("socket: dialect, cuts, and how the turn was come by")
    for dialect in DIALECT_NAMES:
        counts = asyncio.run(cut_at_each(dialect, cuts_of(stride)))
        wrong += counts.pop("ANOTHER TURN") + counts.pop("ANOTHER KEY")
        print(
            f"  {dialect:9} {counts.total():6}  {', '.join(f'{way} {n}' for way, n in sorted(counts.items()))}",
            flush=True,
        )
    print(f"other turns, half actions, other keys: {wrong}")
    return wrong


def decoder_counts(dialect: str, manner: str, stride: int) -> Counter[str]:
    """Count what a stream in one manner adds up to, by where it is cut."""
    whole = turn_of(golden(dialect), dialect)
    counts: Counter[str] = Counter()
    seen: object = None
    same = False
    for cut, response in enumerate(decoded_at_every_byte(MANNERS[manner](golden(dialect)), dialect)):
        if cut % stride:
            continue
        if response is not None and response is not seen:
            seen, same = response, turn_of(response, dialect) == whole
        counts["none" if response is None else "whole" if same else "another"] += 1
    return counts


def cuts_of(stride: int) -> Callable[[int], Iterator[Cut]]:
    """Return all cuts on a socket, memories and forms in turn."""

    def cuts(length: int) -> Iterator[Cut]:
        memories, forms = cycle(MEMORIES), cycle(FORMS)
        for cut in range(0, length + 1, stride):
            size, chunked = next(forms) if cut % ONE_BYTE_EVERY else (1, True)
            yield cut, size, next(memories), chunked

    return cuts


if __name__ == "__main__":
    sys.exit(min(main(stride=10 if "--tenth" in sys.argv else 1), 1))
