"""Sessions of an agent that go on with each other are one in every list; everything else stays as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_agent.record.search import RunSearch
from desktop_agent.record.sessions import SessionChains, chain_of
from desktop_agent.record.store import RunStore
from tests.fakes.runs.recorded import record_session


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


def rename(folder: Path, resumes: str) -> None:
    """Have a record say that it goes on with another one."""
    journal = folder / "events.jsonl"
    head, rest = journal.read_text("utf-8").split("\n", 1)
    journal.write_text(json.dumps({**json.loads(head), "resumes": resumes}) + "\n" + rest, "utf-8")


def chains(store: RunStore) -> Mapping[Path, tuple[Path, ...]]:
    return SessionChains().of(store.folders())


def test_sessions_that_go_on_with_each_other_are_one_run(store: RunStore) -> None:
    first = record_session(store, 1)
    other = record_session(store, 2)
    second = record_session(store, 3, first.name)
    third = record_session(store, 4, second.name)

    assert chains(store) == {third: (first, second, third), other: (other,)}
    assert chain_of(third) == (first, second, third)
    run = RunSearch().summary((first, second, third))
    assert (run.id, run.turns, run.actions, run.seconds) == (third.name, 3, 3, 7.5)
    assert run.cost == pytest.approx(0.027)
    assert (run.started, run.resumes, run.earlier) == ("2026-11-20T10:15:31.123Z", "", (first, second))


def test_no_session_is_hidden_by_one_that_is_gone_or_by_a_record_that_names_itself_or_a_later_one(
    store: RunStore,
) -> None:
    first = record_session(store, 1, "20261120-101533-x-000002")
    second = record_session(store, 2, first.name)
    rename(first, second.name)
    itself = record_session(store, 3)
    rename(itself, itself.name)

    assert chains(store) == {itself: (itself,), second: (first, second)}
    store.delete(first)
    assert chains(store) == {itself: (itself,), second: (second,)}
