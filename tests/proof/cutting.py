"""Asks a golden host question after question, each of which breaks off somewhere, and counts what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from desktop_agent.core.turn import Opening, Turn
from desktop_agent.model.request_options import RequestOptions
from tests.fakes.thinking import conversation, frame
from tests.proof.golden import golden, turn_of
from tests.proof.golden_host import GoldenHost, Memory, golden_host

Cut = tuple[int, int, Memory, bool]  # after which byte, in chunks of how many, what the server remembers, chunked


async def cut_at_each(dialect: str, cuts: Callable[[int], Iterable[Cut]]) -> Counter[str]:
    """Return how often the turn was the same, by the way it was come by, and how often it was not.

    `cuts` gets the stream's length. The keys: `at once`, `resumed`, `retrieved`, `asked again`, `ANOTHER TURN` and
    `ANOTHER KEY`.
    """
    whole = plain(turn_of(golden(dialect), dialect))
    counts: Counter[str] = Counter()
    async with golden_host(dialect) as host:
        mind = conversation(f"http://127.0.0.1:{host.port}/v1", RequestOptions(dialect=dialect, stream=True))
        try:
            for cut, size, memory, chunked in cuts(len(host.stream)):
                host.expect(cut, size, memory, chunked=chunked)
                turn = await mind.think(Opening("Save a note", frame(0)))
                counts[_way(host)] += 1
                counts["ANOTHER TURN"] += plain(turn) != whole
                counts["ANOTHER KEY"] += len(set(host.keys)) != 1
        finally:
            await mind.close()
    return counts


def plain(turn: Turn) -> Turn:
    """Return a turn without what is told once in a conversation, and without money."""
    return replace(turn, notices=(), cost=None)


def _way(host: GoldenHost) -> str:
    if len(host.keys) > 1:
        return "asked again"
    return {"": "at once", "stream": "resumed"}.get(host.asked_after[-1] if host.asked_after else "", "retrieved")
