"""Our client at our other end, which shares no wire code with it, through every fault that a script can play."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.core.actions import Action, Click, Press, Type
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.request_options import RequestOptions
from desktop_agent.model.space import space_of
from tests.devtools.serve.serving import TOKEN, serving
from tests.fakes.talk import WITH_CHECKS, to_the_end
from tests.fakes.thinking import SIZE, conversation, with_conversation

FAULTS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "busy": {"status": 429, "headers": {"Retry-After": "0"}},
    "broken": {"status": 500},
    "cut in a line": {"cut_after_bytes": 701},
    "cut at the first byte": {"cut_after_bytes": 0},
    "cut between events": {"cut_after_events": 4},
    "slow": {"slow_bytes_per_second": 100_000},
    "silent for a while": {"stall": 0.2, "stall_after_events": 3},
    "no stream after all": {"ignore_stream": True},
    "no end": {"drop_end_event": True},
    "[DONE]": {"done_marker": True},
    "CRLF": {"crlf": True},
    "comments": {"comments": True},
    "split characters": {"split_utf8": True},
    "one number for all events": {"same_sequence_number": True},
    "odd usage": {"usage": {"input_tokens": -1, "output_tokens": "many"}},
}


def point(dialect: str) -> tuple[float, float]:
    """Return the point of the script, in what the model counts in."""
    return (0.25, 0.15) if dialect_named(dialect).coordinates == "relative1" else (200, 120)


def done(dialect: str) -> list[list[Action]]:
    """Return what is done."""
    at = space_of(dialect_named(dialect).coordinates or "viewport", SIZE, None).point(*point(dialect))
    return [[Click(at)], [Type("naïve 日本 🙂"), Press(("ctrl", "s"))], []]


def script(dialect: str, fault: dict[str, Any]) -> dict[str, Any]:
    check = {"checks": [{"message": "Sure? 確認"}]} if dialect in WITH_CHECKS else {}
    items = [
        [{"reasoning": "The “File” menu is open; 良い."}, {"click": point(dialect), **check}],
        [{"type": "naïve 日本 🙂"}, {"keys": ["ctrl", "s"]}],
        [{"message": "Gespeichert – 保存しました 🗂️."}],
    ]
    return {"answers": [{"items": some, **fault} for some in items]}


@pytest.mark.parametrize(("dialect", "fault"), list(product(DIALECT_NAMES, FAULTS)))
def test_a_fault_on_the_way_changes_nothing_of_what_is_done(tmp_path: Path, dialect: str, fault: str) -> None:
    with serving(script(dialect, FAULTS[fault]), tmp_path) as server:
        mind = conversation(server.base_url, RequestOptions(dialect=dialect, stream=True), key=TOKEN)
        turns = with_conversation(mind, to_the_end)

    assert [[each.action for call in turn.calls for each in call.proposals] for turn in turns] == done(dialect)
    assert turns[0].reasoning == ("The “File” menu is open; 良い.",)
    assert turns[2].messages == ("Gespeichert – 保存しました 🗂️.",)


@pytest.mark.parametrize(("dialect", "chain"), list(product(DIALECT_NAMES, (True, False))))
def test_answers_that_are_not_streamed_are_the_same(tmp_path: Path, dialect: str, chain: bool) -> None:
    with serving(script(dialect, {}), tmp_path) as server:
        mind = conversation(server.base_url, RequestOptions(dialect=dialect, stream=False, chain=chain), key=TOKEN)
        turns = with_conversation(mind, to_the_end)

    assert [[each.action for call in turn.calls for each in call.proposals] for turn in turns] == done(dialect)
