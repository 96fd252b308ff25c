"""A server that has the key may say it back: it stands nowhere in the record, the report and what is printed."""

from pathlib import Path

import pytest

from tests.fakes.plain_vendor import Item, PlainVendor, Script, call, message
from tests.journeys.conftest import BARE, Agent

KEY = "sk-canary-4711-Zanzibar"


def reasoned(text: str) -> Item:
    return {"type": "reasoning", "id": "r1", "summary": [{"type": "summary_text", "text": text}]}


SAID: Script = [
    [
        reasoned(f"I was called with {KEY}, it seems."),
        message(f"({KEY})"),
        call({"type": "wait"}, "c0", pending_safety_checks=[{"id": "s1", "code": "c", "message": f"Key {KEY}"}]),
    ],
    [call({"type": "type", "text": f"x{KEY}y"}, "c1")],
    [message(f"Your key is {KEY}.")],
]


@pytest.mark.parametrize("streamed", ["--stream", "--no-stream"])
def test_a_key_that_is_said_back_is_kept_nowhere(agent: Agent, tmp_path: Path, streamed: str) -> None:
    with PlainVendor(SAID) as vendor:
        ran = agent(
            "run", "Wait", "--json", "--dialect", "openai", "--base-url", vendor.url, streamed, *BARE,
            environment={"DESKTOP_AGENT_API_KEY": KEY},
        )  # fmt: skip
        heard = vendor.requests

    assert len(heard) == 3
    assert ran.events[-1]["event"] == "run.finished"
    assert KEY not in ran.out + ran.err
    kept = [file for file in (tmp_path / "agent").rglob("*") if file.is_file()]
    assert any(file.name == "report.html" for file in kept)
    assert [file for file in kept if KEY.encode() in file.read_bytes()] == []
