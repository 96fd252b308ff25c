"""The golden answers, one for each dialect, that hold everything; as a stream in every manner, and decoded again."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from desktop_agent.core.runs.turn import Turn
from desktop_agent.core.runs.waiting import pass_nothing_on
from desktop_agent.model.caps import USUAL, Caps
from desktop_agent.model.dialect import Dialect
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.reading.turn import ReadOptions, read_turn
from desktop_agent.model.wire.stream_reader import StreamReader
from tests.fakes.servers.stream import as_events, as_sse
from tests.fakes.servers.thinking import SIZE
from tests.fakes.source import ROOT


def golden(dialect: str) -> dict[str, Any]:
    """Return the answer, in its vendor's form, that holds all items, actions and fields that a computer run meets."""
    response: dict[str, Any] = json.loads((ROOT / "tests" / "wire" / dialect / "golden.json").read_text("utf-8"))
    return response


def turn_of(response: Mapping[str, object], dialect: str, spoken: Dialect | None = None) -> Turn:
    """Return the turn of a whole response, or of an answer of the vendor's own API; `spoken` as some model has it."""
    spoken = spoken or dialect_named(dialect)
    reported = response if "output" in response else spoken.api.response(response)
    return read_turn(reported, ReadOptions(spoken, spoken.coordinates or "viewport", Caps()), SIZE).turn


def pieces(stream: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(stream), size):
        yield stream[start : start + size]


def decoded(chunks: Iterable[bytes], dialect: str) -> Mapping[str, object] | None:
    """Return the response that a stream adds up to; None when it broke off before its end.

    Raises DialectError for what is no stream of a response.
    """
    following = StreamReader(USUAL, pass_nothing_on, dialect_named(dialect).api.events())
    for chunk in chunks:
        following.feed(chunk)
    following.close()
    return following.full_response() if following.ended else None


def _over_several_lines(response: Mapping[str, Any]) -> bytes:
    events = (json.dumps(event, indent=1, ensure_ascii=False) for event in as_events(response))
    return "".join("data: " + event.replace("\n", "\ndata: ") + "\n\n" for event in events).encode()


def _with_comments_and_ids(response: Mapping[str, Any]) -> bytes:
    events = (json.dumps(event) for event in as_events(response))
    noise = ": ping\nretry: 1000\n"
    return "".join(f"{noise}id: {n}\ndata:{event}\n{noise}\n:\n\n" for n, event in enumerate(events)).encode()


MANNERS: Mapping[str, Callable[[Mapping[str, Any]], bytes]] = {
    "line feeds": lambda response: as_sse(as_events(response)),
    "carriage returns and line feeds": lambda response: as_sse(as_events(response), line_end="\r\n"),
    "carriage returns": lambda response: as_sse(as_events(response), line_end="\r"),
    "no [DONE]": lambda response: as_sse(as_events(response), done=False),
    "[DONE] twice": lambda response: as_sse(as_events(response)) + b"data: [DONE]\n\n",
    "a byte order mark": lambda response: b"\xef\xbb\xbf" + as_sse(as_events(response)),
    "several data lines": _over_several_lines,
    "comments, ids and retries": _with_comments_and_ids,
    "an end without output": lambda response: as_sse(as_events(response, end_carries_output=False)),
    "no last blank line": lambda response: as_sse(as_events(response), done=False)[:-1],
}
