"""Requests are taken back while the line breaks: nothing is done twice, and nothing goes on from a broken request."""

import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.faulty_line import LINE_FAULTS, FaultyLine, LineFault
from tests.fakes.script import Answer
from tests.fakes.scripted_server import Request, ScriptedServer
from tests.faults.canaries import KEY
from tests.faults.moments import Moment, moments
from tests.faults.promises import broken_promises
from tests.faults.whole_run import FAST, PATIENCE, Played, Way, play, script

WAYS = tuple(
    Way(dialect, stream, chain)
    for dialect in ("openai", "preview")
    for stream in (True, False)
    for chain in (True, False)
)
# Before anything of a request has left, on its way, and while its answer is made, or has come.
OUTDATED_MS = ((0.0, 0.0, 1.0), (1.0, 2.0, 3.0), (4.0, 0.0, 8.0))
EVERY_STREAMED, EVERY_WHOLE = 151, 53  # of the moments
_CALL = re.compile(r'"call_id": "call_(\d+)_')


class SteppedServer(ScriptedServer):
    """Answers by what a request goes on from, so that one that was taken back uses up no answer."""

    def __init__(self, answers: list[Answer], dialect: str) -> None:
        super().__init__([], dialect=dialect, key=KEY)
        self._steps = answers
        self._step_of = {0: -1}  # by the number of the response

    def answer(self, request: Request) -> tuple[dict[str, Any], Answer]:
        """Return the response to a request, and the script's entry it comes from."""
        previous = str(request.body.get("previous_response_id") or "")
        known = [int(number) for number in _CALL.findall(json.dumps(request.body))]
        before = int(previous.removeprefix("resp_")) if previous else max(known, default=0)
        step = self._step_of[before] + 1
        self._answers = [self._steps[step]]
        response, answer = super().answer(request)
        if response:
            self._step_of[int(str(response["id"]).removeprefix("resp_"))] = step
        return response, answer


@dataclass
class TakenBack:
    """What came of one run."""

    played: Played
    server: SteppedServer
    broken: list[str] = field(default_factory=list)  # promises

    @property
    def events(self) -> list[dict[str, Any]]:
        """Return the journal."""
        return [json.loads(line) for line in self.played.lines]


def run(way: Way, moment: Moment | None = None, fault: LineFault | None = None) -> TakenBack:
    """Play the run, with the line breaking at a moment."""
    side, at = (moment.side, moment.at) if moment else ("down", -1)
    with (
        tempfile.TemporaryDirectory(dir=FAST) as folder,
        SteppedServer(script(way), way.dialect) as server,
        FaultyLine(server.port, side, at, fault) as line,
    ):
        found = TakenBack(play(way, f"http://127.0.0.1:{line.port}/v1", Path(folder), patience=PATIENCE), server)
    found.broken += broken_promises(found.played)
    acted_on = {event.get("response_id") for event in found.events if event["event"] == "action.proposed"}
    parents = {
        request.body["previous_response_id"]
        for request in server.creates
        if way.chain and request.body.get("previous_response_id")
    }
    found.broken += [f"went on from {one}" for one in parents - acted_on]
    if fault != "garbage" and found.played.status != "completed":
        found.broken.append(f"the run did not go on: {found.played.sentence}")
    return found


@pytest.mark.parametrize("outdated_ms", OUTDATED_MS, ids=str)
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_requests_are_taken_back_and_the_run_does_all_it_was_asked_for(
    way: Way, outdated_ms: tuple[float, ...]
) -> None:
    found = run(replace(way, outdated_ms=outdated_ms))

    assert found.broken == []
    withdrawn = [event["sha256"] for event in found.events if event["event"] == "frame.withdrawn"]
    shown = [event["sha256"] for event in found.events if event["event"] == "frame" and "early" in event]
    assert {*withdrawn} <= {*shown}
    assert withdrawn or outdated_ms[0]


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_whenever_the_line_breaks_nothing_is_done_twice_with_requests_taken_back(way: Way) -> None:
    assert [str(one) for one in _breaks(way)] == []


def _breaks(way: Way) -> Iterator[str]:
    """Yield what went wrong, and where."""
    places = [(moment, fault) for moment in moments(way) for fault in LINE_FAULTS]
    for number, (moment, fault) in enumerate(places[WAYS.index(way) :: EVERY_STREAMED if way.stream else EVERY_WHOLE]):
        taken = replace(way, outdated_ms=OUTDATED_MS[number % len(OUTDATED_MS)])
        for broken in run(taken, moment, fault).broken:
            yield f"{moment.name} ({fault}), {taken.outdated_ms}: {broken}"
