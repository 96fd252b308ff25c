"""Sessions of an agent that go on with each other are one in every list; everything else stays as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_agent.core.events import AGENT
from desktop_agent.record.sessions import SessionChains, chain_of, read_chain_summary
from desktop_agent.record.store import RunStore
from tests.fakes.recorded import START, Story, run_finished, run_started

CLICK = {"kind": "click", "x": 550, "y": 190, "button": "left", "count": 1, "keys": []}
TASK = "“client 1” works this computer over MCP"


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


def session(store: RunStore, second: int, resumes: str = "", provider: str = AGENT, message: str = "") -> Path:
    """Record a session of one click."""
    now = START + timedelta(seconds=second)
    recorder = store.create(TASK, now, f"{second:06x}")
    story = Story(recorder, now=now)
    begun = run_started(recorder.run, str(recorder.dir), TASK)
    story.tell(replace(begun, provider=provider, model="client 1", resumes=resumes))
    story.show("start")
    story.think("The form is open.")
    story.act(CLICK)
    story.tell(replace(run_finished(1, 1, 2.5), status="stopped", message=message, steps=None))
    recorder.close()
    return recorder.dir


def rename(folder: Path, resumes: str) -> None:
    """Have a record say that it goes on with another one."""
    journal = folder / "events.jsonl"
    head, rest = journal.read_text("utf-8").split("\n", 1)
    journal.write_text(json.dumps({**json.loads(head), "resumes": resumes}) + "\n" + rest, "utf-8")


def chains(store: RunStore) -> Mapping[Path, tuple[Path, ...]]:
    return SessionChains().of(store.folders())


def test_sessions_that_go_on_with_each_other_are_one_run(store: RunStore) -> None:
    first = session(store, 1)
    other = session(store, 2)
    second = session(store, 3, first.name)
    third = session(store, 4, second.name)

    assert chains(store) == {third: (first, second, third), other: (other,)}
    assert chain_of(third) == (first, second, third)
    run = read_chain_summary((first, second, third))
    assert (run.id, run.turns, run.actions, run.seconds) == (third.name, 3, 3, 7.5)
    assert run.cost == pytest.approx(0.027)
    assert (run.started, run.resumes, run.earlier) == ("2026-11-20T10:15:31.123Z", "", (first, second))


def test_no_session_is_hidden_by_one_that_is_gone_or_by_a_record_that_names_itself_or_a_later_one(
    store: RunStore,
) -> None:
    first = session(store, 1, "20261120-101533-x-000002")
    second = session(store, 2, first.name)
    rename(first, second.name)
    itself = session(store, 3)
    rename(itself, itself.name)

    assert chains(store) == {itself: (itself,), second: (first, second)}
    store.delete(first)
    assert chains(store) == {itself: (itself,), second: (second,)}
