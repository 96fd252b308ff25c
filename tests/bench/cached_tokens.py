"""What a task of 30 steps costs in tokens read, with Anthropic's cache to without: python -m tests.bench.cached_tokens.

Counted from our own requests by the vendor's rules: a request is read from the cache up to the last marked block that
an earlier request had marked with all the same before it (looked for up to 20 blocks back); what is new up to the last
mark is written to the cache at 1.25 of the price, what is read from it costs 0.1. A picture is its pixels by 750, text
four characters a token. Without a cache everything costs 1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from desktop_agent.model.request_options import RequestOptions
from tests.fakes.script import asks, says, thinks
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.talk import CLICK, to_the_end
from tests.fakes.thinking import SIZE, conversation, with_conversation

STEPS = 30
READ, WRITTEN = 0.1, 1.25
_PICTURE = SIZE.width * SIZE.height // 750
_LOOKS_BACK = 20
_KEPT = 5
Body = Mapping[str, Any]


def sent() -> list[Body]:
    """Return the requests of the task, as the server got them."""
    thought = "The list is open now, so the next thing to do is to click the entry in it, and then to look again."
    script = [*(thinks(f"{n}: {thought}") + asks(CLICK) for n in range(STEPS - 1)), says("Saved.")]
    with ScriptedServer(script, dialect="anthropic") as server:
        with_conversation(conversation(server.base_url, RequestOptions(dialect="anthropic")), to_the_end)
    return [request.told for request in server.creates]


def blocks(body: Body) -> Iterator[Mapping[str, Any]]:
    """Yield the blocks of a request in the order in which they are cached."""
    yield from body["tools"]
    yield from body.get("system", [])
    for message in body["messages"]:
        yield from message["content"]


def tokens(block: Mapping[str, Any]) -> int:
    """Return the tokens of a block."""
    parts = block["content"] if isinstance(block.get("content"), list) else [block]
    shown = [part for part in parts if part.get("type") == "image"]
    return len(shown) * _PICTURE + len(json.dumps([part for part in parts if part not in shown])) // 4


def cached_cost(bodies: list[Body]) -> float:
    """Return what all requests cost with the cache, in tokens at the full price."""
    known: set[str] = set()
    cost = 0.0
    for body in bodies:
        prefix, places, sums = "", [], [0]
        for block in blocks(body):
            bare = {name: value for name, value in block.items() if name != "cache_control"}
            prefix = str(hash((prefix, json.dumps(bare))))
            places.append((prefix, "cache_control" in block))
            sums.append(sums[-1] + tokens(block))
        marks = [at for at, (_, marked) in enumerate(places) if marked]
        reach = [
            at - back for at in marks for back in range(_LOOKS_BACK) if at >= back and places[at - back][0] in known
        ]
        old, new = max(reach, default=-1) + 1, max(marks, default=-1) + 1
        cost += READ * sums[old] + WRITTEN * (sums[new] - sums[old]) + sums[-1] - sums[new]
        known |= {places[at][0] for at in marks}
    return cost


def plain_cost(bodies: list[Body]) -> float:
    """Return what the same requests cost without the cache."""
    return float(sum(tokens(block) for body in bodies for block in blocks(body)))


def thinned_cost(bodies: list[Body]) -> float:
    """Return what they would cost without the cache if only the newest pictures were sent, as elsewhere."""
    shown = [sum(_shows(block) for block in blocks(body)) for body in bodies]
    return plain_cost(bodies) - sum(max(0, count - _KEPT) * _PICTURE for count in shown)


def _shows(block: Mapping[str, Any]) -> int:
    parts = block["content"] if isinstance(block.get("content"), list) else [block]
    return sum(part.get("type") == "image" for part in parts)


if __name__ == "__main__":
    told = sent()
    with_cache, without, thinned = cached_cost(told), plain_cost(told), thinned_cost(told)
    print(f"requests {len(told)}, most pictures in one {max(sum(map(_shows, blocks(body))) for body in told)}")
    print(f"tokens at the full price: with the cache {with_cache:.0f}, without {without:.0f}")
    print(f"ratio {with_cache / without:.3f}; to five pictures and no cache {with_cache / thinned:.3f}")
