"""What a run promises whatever breaks: a named end, a clear sentence, nothing lost, nothing twice, no secret told."""

import json
import re
from collections.abc import Iterator, Sequence

from desktop_agent.core.actions import Action
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.events import EXIT_CODES
from tests.faults.canaries import found_in
from tests.faults.whole_run import EXPECTED, Played

_UNCLEAR = re.compile(
    r"Traceback|Error\(|Exception|0x[0-9a-f]{4}|<class|\bNone\b(?! of it was carried out)|inside the program|\n|\[Errno"
)
_LONGEST = 600


def broken_promises(
    played: Played, expected: Sequence[Action] = EXPECTED, *, record_broke: bool = False
) -> Iterator[str]:
    """Yield in words what a run did not keep; `record_broke` when its own files were what failed."""
    yield from _end(played)
    yield from _done(played, expected)
    yield from _journal(played, record_broke=record_broke)
    leaks = found_in(played.written, played.sentence, played.said)
    if leaks:
        yield f"somebody can read: {', '.join(sorted(leaks))}"
    if played.loud:
        yield f"a person was shown the log: {played.loud}"


def _end(played: Played) -> Iterator[str]:
    if not isinstance(played.result, DesktopAgentError) and EXIT_CODES[played.result.status] != played.result.exit_code:
        yield f"exit code {played.result.exit_code} for {played.status}"
    sentence = played.sentence
    if _UNCLEAR.search(sentence) or not 0 < len(sentence) <= _LONGEST or sentence[-1] not in ".!?":
        yield f"no clear sentence: {sentence!r}"


def _done(played: Played, expected: Sequence[Action]) -> Iterator[str]:
    if played.done != tuple(expected[: len(played.done)]):
        yield f"done: {played.done}"
    if played.status == "completed" and len(played.done) != len(expected):
        yield "said to be completed, and is not"
    if played.heard and not played.released:
        yield "keys and buttons were not let go"


def _journal(played: Played, *, record_broke: bool) -> Iterator[str]:
    lines, heard = list(played.lines), [stamped.line() for stamped in played.heard]
    if lines[: len(heard)] != heard:
        yield "the journal lost something that was announced"
    events = [json.loads(line) for line in lines]
    if [event["seq"] for event in events] != list(range(1, len(events) + 1)):
        yield "the journal's numbers have a gap"
    kinds = [event["event"] for event in events]
    if len(played.done) > kinds.count("action.started"):
        yield "something was done that the journal does not know of"
    if not record_broke and (kinds[:1], kinds[-1:]) != (["run.started"], ["run.finished"]):
        yield f"the journal goes from {kinds[:1]} to {kinds[-1:]}"
    if not played.heard and played.runs:
        yield "a run that did not begin has left a folder"
    if any(run.status == "unreadable" for run in played.runs):
        yield "the run cannot be read again"
