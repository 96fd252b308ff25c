"""A run or a file of steps as guidance: what the server gets of it, by its own log, and that it allows nothing."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.fakes.servers.plain_vendor import PlainVendor, call, message
from tests.journeys.conftest import Agent

CLICK = [call({"type": "click", "x": 10, "y": 300, "button": "left"}, "c0")]


def content(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [part for item in body["input"] if item.get("role") == "user" for part in item["content"]]


def test_a_file_of_steps_is_told_and_nothing_that_it_does_is_allowed(agent: Agent, tmp_path: Path) -> None:
    file = tmp_path / "save.task"
    file.write_text('+++\n+++\n1. click "Save"\n2. type "{{secret:bank}}"\n', encoding="utf-8")

    with PlainVendor([CLICK, [message("Done.")]]) as vendor:
        ran = agent("run", "t", "--json", "--dialect", "openai", "--base-url", vendor.url, "--like", str(file))
        reported = [part.get("text", "") for part in content(vendor.bodies[0])]

    assert '1. click "Save"' in reported
    assert any("(the secret bank)" in text for text in reported)
    assert not any("{{secret" in text for text in reported)
    assert [event["verdict"] for event in ran.events if event["event"] == "decision"] == ["deny"]


def test_what_cannot_be_told_is_refused_before_anything_is_sent(agent: Agent, tmp_path: Path) -> None:
    hidden = tmp_path / ".ssh"
    hidden.mkdir()
    (hidden / "a.task").write_text('+++\n+++\n1. click "a"', encoding="utf-8")
    (tmp_path / "key.task").write_text("+++\n+++\n1. type \"api_key = 'q7Zt2Lk9vXw4Rb81mNc6'\"", encoding="utf-8")
    cases = {
        "last": "There are no runs",
        str(tmp_path / "none.task"): "doesn't exist",
        str(hidden / "a.task"): "hidden from all models",
        str(tmp_path / "key.task"): "a key or a password",
    }

    with PlainVendor([[message("Done.")]]) as vendor:
        for like, why in cases.items():
            words = ("run", "t", "--json", "--dialect", "openai", "--base-url", vendor.url, "--like", like)
            ran = agent(*words, environment={"HOME": str(tmp_path)})
            assert (ran.code, ran.out) == (2, ""), like
            assert why in ran.err, like

    assert vendor.requests == []
