"""What `run_task` plays from a file or a run's folder: where it was, confirmed as for the command, once at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_agent import TaskOptions, start_run
from desktop_agent.api import RunResult, _spec_of_file
from desktop_agent.core.errors import BusyError, SettingsError
from desktop_agent.films.commands import run_proof
from desktop_agent.films.proof import make
from desktop_agent.films.proof.make import ProofOrder
from desktop_agent.record.store import RunStore
from desktop_agent.tasks.saved.carry_out import alone
from desktop_agent.tasks.saved.source import source_of
from desktop_agent.tasks.saved.store import TaskFile, TaskStore, task_from
from tests.fakes.runs.recorded import record_played


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def store(home: Path) -> TaskStore:
    return TaskStore(home / "config")


@pytest.fixture
def saved(store: TaskStore) -> TaskFile:
    return store.keep("hello", task_from("+++\n+++\n1. press f9\n", "hello"))


def run_of(home: Path, file: TaskFile, *, desk: str = "") -> Path:
    return record_played(RunStore(home / "data" / "runs"), "000001", source_of(file, {}), desk=desk)


@pytest.mark.parametrize("desk", ["", "20261120-101530-abc"])
@pytest.mark.parametrize("options", [{}, {"desk": False}, {"mode": "auto"}])
def test_a_run_is_played_where_it_was(
    home: Path, store: TaskStore, saved: TaskFile, desk: str, options: TaskOptions
) -> None:
    store.confirm(saved)

    spec, _ = _spec_of_file(run_of(home, saved, desk=desk), options)

    assert (spec.desk is not None) == bool(desk)


def test_a_saved_task_needs_its_confirmation_in_any_mode(home: Path, store: TaskStore, saved: TaskFile) -> None:
    run = run_of(home, saved)

    with pytest.raises(SettingsError, match="You haven't confirmed"):
        start_run(run, mode="auto")
    store.confirm(saved)
    assert _spec_of_file(run, {"mode": "auto"})[0].lines is not None


def test_a_saved_task_is_carried_out_once_at_a_time(home: Path, store: TaskStore, saved: TaskFile) -> None:
    store.confirm(saved)

    with alone("hello"), start_run(run_of(home, saved)) as run, pytest.raises(BusyError, match="already running"):
        run.result()
    assert run.state == "failed"
    with alone("hello"):
        pass


def test_a_path_may_begin_with_the_home(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "hello.task").write_text("+++\n+++\n1. press f9\n", encoding="utf-8")

    spec, _ = _spec_of_file(Path("~/hello.task"), {"mode": "auto"})

    assert spec.source is not None
    assert Path(spec.source.name) == tmp_path / "hello.task"


@pytest.mark.program
def test_a_proof_names_the_same_command_wherever_it_is_made(
    home: Path, saved: TaskFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = run_of(home, saved)
    orders = list[ProofOrder]()

    def keep(order: ProofOrder, *_: object) -> int:
        orders.append(order)
        return 0

    monkeypatch.setattr(make, "make_proof", keep)
    monkeypatch.setattr(run_proof, "write_proof", keep)

    RunResult("completed", "", folder.name, folder, 1, 1, None, 1.0, 0).proof()
    run_proof.proof("last")

    again = f"desktop-agent run {folder.name} && desktop-agent runs proof last"
    assert [order.again for order in orders] == [again, again]
