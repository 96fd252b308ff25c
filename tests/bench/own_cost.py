"""What does a turn cost us besides the model? Build, serialise, send to nobody, parse; the `openai` SDK beside it.

`python -m tests.bench.own_cost [turns]` prints a table, and ends with 1 when a goal is missed. Both send the same
bodies, with a new picture of 1 MB in each, through httpx to a transport in this process, and read the same answers; the
SDK gets its body ready-made but for the new picture, which it has to be given as text.
"""

from __future__ import annotations

import asyncio
import base64
import gc
import hashlib
import json
import random
import statistics
import struct
import sys
import time
import zlib
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
from openai import AsyncOpenAI

from desktop_agent.core.frame import Frame, Pixels, Scene
from desktop_agent.core.geometry import Rect, Size, Viewport
from desktop_agent.core.turn import Opening, Reply
from desktop_agent.model.request_options import RequestOptions
from tests.fakes.script import asks, says, thinks, written
from tests.fakes.stream import as_events, as_sse
from tests.fakes.thinking import answered, conversation

TURNS, WARM = 60, 8
GOAL_MS = 5.0
PICTURE_BYTES = 1_000_000
URL = "http://127.0.0.1:9/v1"
WORDS = "I see the form; the next field wants the name of the street, so I click into it and type. " * 3
CLICK = {"type": "click", "x": 10, "y": 20, "button": "left", "keys": None}
KINDS = ("reasoning", "message", "computer_call")
WAYS = {
    "chained, streamed": (True, True),
    "chained, whole": (True, False),
    "own history, streamed": (False, True),
    "own history, whole": (False, False),
}


@dataclass
class Nobody(httpx.AsyncBaseTransport):
    """Takes requests, keeps their bodies, and answers at once."""

    answers: list[bytes]
    media_type: str
    bodies: list[bytes] = field(default_factory=list)
    spent: float = 0.0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer with the next of the answers."""
        self.bodies.append(await request.aread())
        answer = self.answers[len(self.bodies) - 1]
        return httpx.Response(200, headers={"content-type": self.media_type}, stream=_Stream(answer))


@dataclass
class _Stream(httpx.AsyncByteStream):
    """A body in pieces of a network packet's size."""

    body: bytes

    async def __aiter__(self) -> Any:  # noqa: ANN401
        for start in range(0, len(self.body), 1_400):
            yield self.body[start : start + 1_400]


def main(turns: int) -> int:
    """Print the table; 1 when ours is slower than the goal or than the SDK."""
    print(f"own cost of a turn, 1 MB picture, median (p95) of {turns} turns, ms of processor time")
    print(f"{'history':<24}{'ours':>16}{'openai SDK':>18}{'body':>10}")
    missed = 0
    for name, (chain, stream) in WAYS.items():
        ours, theirs, size = asyncio.run(measured(turns + WARM, chain=chain, stream=stream))
        print(f"{name:<24}{_cell(ours):>16}{_cell(theirs):>18}{size / 1e6:>7.1f} MB", flush=True)
        missed += statistics.median(ours) > GOAL_MS or statistics.median(ours) >= statistics.median(theirs)
    return 1 if missed else 0


async def measured(turns: int, *, chain: bool, stream: bool) -> tuple[list[float], list[float], int]:
    answers = [_answer(number, stream=stream) for number in range(1, turns + 1)]
    media_type = "text/event-stream" if stream else "application/json"
    here, there = Nobody(answers, media_type), Nobody(answers, media_type)
    mind = conversation(URL, RequestOptions(dialect="openai", chain=chain, stream=stream), transport=here)
    # Its types ask for a copy of httpx under another name; it takes the original as well.
    connections: Any = httpx.AsyncClient(transport=there)
    client = AsyncOpenAI(api_key="none", base_url=URL, http_client=connections, max_retries=0)
    size, ours = 0, list[float]()
    theirs = list[float]()
    message: Opening | Reply = Opening("Fill in the form", _shot(0))
    for number in range(1, turns + 1):
        gc.collect()
        began = time.thread_time()
        turn = await mind.think(message)
        ours.append((time.thread_time() - began) * 1_000)
        theirs.append(await _their_turn(client, json.loads(here.bodies[-1]), message.frame))
        if json.loads(here.bodies[-1]) != json.loads(there.bodies[-1]):
            raise SystemExit("the SDK sent something else than we did")
        size, here.bodies[-1], there.bodies[-1] = len(here.bodies[-1]), b"", b""
        shot = _shot(number)
        results = answered(turn, number).results
        message = Reply(tuple(replace(result, frame=shot) for result in results), (), shot)
    await mind.close()
    await client.close()
    return ours[WARM:], theirs[WARM:], size


async def _their_turn(client: AsyncOpenAI, body: dict[str, Any], shot: Frame) -> float:
    """Return the ms that the SDK takes for the same body, once it gets the new picture, to a whole response."""
    newest = _holder(body["input"][-1])
    body["extra_headers"] = {"Accept-Encoding": "identity"}
    gc.collect()
    began = time.thread_time()
    newest["image_url"] = f"data:{shot.media_type};base64,{base64.b64encode(shot.data).decode()}"
    answer = await client.responses.create(**body)
    if body["stream"]:
        async for event in answer:
            if event.type == "response.completed":
                answer = event.response
    spent = (time.thread_time() - began) * 1_000
    if answer.status != "completed" or len(answer.output) != len(KINDS):
        raise SystemExit("the SDK has not read the answer")
    return spent


def _holder(item: dict[str, Any]) -> dict[str, Any]:
    held: dict[str, Any] = item["output"] if "output" in item else item["content"][-1]
    return held


def _answer(number: int, *, stream: bool) -> bytes:
    """Return an answer as the server sends it: a thought, some words in small pieces, a click."""
    pieces = thinks(WORDS) + says(WORDS) + asks(CLICK)
    response = {
        "id": f"resp_{number}",
        "object": "response",
        "created_at": 1_795_169_730,
        "model": "m",
        "status": "completed",
        "output": written(pieces, "openai", number, {}),
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [{"type": "computer"}],
        "usage": {
            "input_tokens": 1_400,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens": 90,
            "output_tokens_details": {"reasoning_tokens": 40},
            "total_tokens": 1_490,
        },
    }
    return as_sse(as_events(response), done=False) if stream else json.dumps(response).encode()


def _shot(number: int) -> Frame:
    """Return a PNG file of 1 MB; what it shows does not matter here."""
    head = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", struct.pack(">IIBBBBB", 1280, 800, 8, 2, 0, 0, 0)),)
    )
    data = b"\x89PNG\r\n\x1a\n" + head + random.Random(number).randbytes(PICTURE_BYTES)
    size = Size(1280, 800)
    seen = Viewport(Rect(0, 0, size.width, size.height), size)
    return Frame(data, "image/png", seen, hashlib.sha256(data).hexdigest(), Scene(), Pixels(Size(1, 1), b""))


def _cell(spent: list[float]) -> str:
    return f"{statistics.median(spent):.2f} ({sorted(spent)[int(len(spent) * 0.95)]:.2f})"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else TURNS))
