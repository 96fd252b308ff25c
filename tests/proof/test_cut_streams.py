"""Golden streams cut over real sockets: the whole turn by another way, or asked again under the same key."""

import asyncio
from collections.abc import Callable, Iterator
from itertools import cycle, product

import pytest

from desktop_agent.model.dialect_names import DIALECT_NAMES
from tests.fakes.talk import WITH_RESPONSES
from tests.proof.cutting import Cut, cut_at_each
from tests.proof.golden_host import MEMORIES, Memory

CUTS = 24


def spread(memory: Memory) -> Callable[[int], Iterator[Cut]]:
    """Return cuts over the whole stream, in odd and whole chunks, framed and not."""

    def cuts(length: int) -> Iterator[Cut]:
        forms = cycle([(7, True), (4096, False), (333, True), (10**6, True)])
        for number, (size, chunked) in zip(range(CUTS), forms, strict=False):
            yield number * length // (CUTS - 1), size, memory, chunked

    return cuts


@pytest.mark.parametrize("memory", MEMORIES)
@pytest.mark.parametrize("dialect", DIALECT_NAMES)
def test_a_stream_cut_on_the_way_gives_the_same_turn_in_the_end(dialect: str, memory: Memory) -> None:
    counts = asyncio.run(cut_at_each(dialect, spread(memory)))

    assert counts["ANOTHER TURN"] == counts["ANOTHER KEY"] == 0
    assert counts["at once"] >= 1  # cut behind the end
    ways = {"resumes": "resumed", "retrieves": "retrieved", "forgets": "asked again"}
    assert counts[ways[memory] if dialect in WITH_RESPONSES else "asked again"] >= CUTS // 2


@pytest.mark.parametrize("dialect", DIALECT_NAMES)
def test_a_stream_in_chunks_of_one_byte_is_cut_like_any_other(dialect: str) -> None:
    def cuts(length: int) -> Iterator[Cut]:
        return ((min(cut, length // 2), 1, memory, True) for cut, memory in product((500, 3000), MEMORIES))

    counts = asyncio.run(cut_at_each(dialect, cuts))

    assert counts["ANOTHER TURN"] == counts["ANOTHER KEY"] == 0
    assert counts["at once"] == 0
