"""Twenty kinds of faults of a server, in the middle of a run, and what the run then kept of its promises.

The second answer goes wrong. What comes back broken and whole at the same time, such as an answer that was not
completed, asks for a click that no other answer asks for: whoever sees that click has acted on a broken answer.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tests.fakes.script import Answer, asks
from tests.fakes.scripted_server import ScriptedServer
from tests.faults.canaries import KEY
from tests.faults.promises import broken_promises
from tests.faults.whole_run import FAST, Way, play, script

_NEVER = replace(asks({"type": "click", "x": 77, "y": 77, "button": "left"}), size=(200, 100))
_FAILED = {"error": {"code": "server_error", "message": "The model failed."}}
_JSON = {"Content-Type": "application/json"}
_SSE = {"Content-Type": "text/event-stream"}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: what the server answers in the place of the true answer, and whether the run has to go on after it."""

    name: str
    answers: Callable[[Answer], tuple[Answer, ...]]
    goes_on: bool = True


def _status(status: int, headers: Mapping[str, str] = {}, *, goes_on: bool = True) -> Kind:
    told = json.dumps({"error": {"type": "fault", "message": "Something is wrong."}}).encode()
    refused = Answer(http_status=status, body=told, headers={**_JSON, **headers})
    return Kind(f"status {status}", lambda true: (refused, true), goes_on)


def _body(name: str, body: bytes, headers: Mapping[str, str]) -> Kind:
    return Kind(name, lambda true: (Answer(body=body, headers=headers), true), goes_on=False)


KINDS: tuple[Kind, ...] = (
    *(_status(status) for status in (408, 500, 502, 503, 504, 529)),
    _status(429, {"Retry-After": "1"}),
    *(_status(status, goes_on=False) for status in (400, 401, 404)),
    Kind("closed before a byte", lambda true: (replace(true, cut_after=0),)),
    Kind("cut after 60 bytes", lambda true: (replace(true, cut_after=60),)),
    Kind("cut after 300 bytes", lambda true: (replace(true, cut_after=300),)),
    Kind("silent from the start", lambda true: (replace(true, stall_after=0),)),
    Kind("silent after 200 bytes", lambda true: (replace(true, stall_after=200),)),
    _body("a page in HTML", b"<html>Gateway</html>", {"Content-Type": "text/html"}),
    _body("JSON that breaks off", b'{"id": "r", "status": "comp', _JSON),
    _body("events that are none", b"data: {]\n\ndata: [DONE]\n\n", _SSE),
    Kind("not completed", lambda true: (replace(_NEVER, status="incomplete"), true), goes_on=False),
    Kind("failed", lambda true: (replace(_NEVER, status="failed", extra=_FAILED), true), goes_on=False),
)


def broken_by(kind: Kind, way: Way) -> Iterator[str]:
    """Yield in words what a run did not keep."""
    first, second, *rest = script(way)
    answers = [first, *kind.answers(second), *rest]
    with (
        tempfile.TemporaryDirectory(dir=FAST) as folder,
        ScriptedServer(answers, dialect=way.dialect, key=KEY, stream=way.stream) as server,
    ):
        played = play(way, server.base_url, Path(folder))
    yield from broken_promises(played)
    if kind.goes_on and played.status != "completed":
        yield f"the run did not go on: {played.sentence}"
