"""Which runs can be continued, by which terms and on what desk, and what counts against the limits."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.core.errors import DesktopAgentError, RecordError, SettingsError
from desktop_agent.core.runs.events import AGENT, Status
from desktop_agent.desk.folder import make_desk
from desktop_agent.desk.runs.desks import repeated_order
from desktop_agent.lib.paths import places
from desktop_agent.policy.limits import Spent
from desktop_agent.record.journal import RunRecorder
from desktop_agent.record.store import RunStore
from desktop_agent.run.ports import DeskOrder
from desktop_agent.runtime.continuation import permissions_note, resumption, session_continued
from desktop_agent.settings import RunSettings, Settings
from tests.fakes.runs.recorded import START, Story, run_finished, run_started

CLICK = {"kind": "click", "x": 550, "y": 190, "button": "left", "count": 1, "keys": []}
Record = Callable[..., Path]


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


@pytest.fixture
def record(store: RunStore) -> Iterator[Record]:
    open_runs: list[RunRecorder] = []

    def recorded(
        token: str = "aaaaaa", *, ended: Status | None = None, by: str = "", close: bool = True, **fields: object
    ) -> Path:
        recorder = store.create("Save a note", START, token)
        story = Story(recorder, now=START + timedelta(seconds=len(store.folders())))
        begun = run_started(recorder.run, str(recorder.dir))
        story.tell(replace(begun, **fields))  # type: ignore[arg-type]
        story.show("start")
        story.think("The form is open.")
        story.act(CLICK)
        if ended is not None:
            story.tell(replace(run_finished(1, 1), status=ended, by=by))
        if close:
            recorder.close()
        else:
            open_runs.append(recorder)
        return recorder.dir

    yield recorded
    for each in open_runs:
        each.close()


@pytest.mark.parametrize("ended", [None, "stopped", "failed", "limit"])
def test_a_run_that_was_broken_off_can_be_continued(store: RunStore, record: Record, ended: Status | None) -> None:
    found = resumption(store, record(ended=ended))

    assert [act.came for act in found.earlier.done] == ["done"]
    assert found.picture is not None
    assert found.picture.is_file()


def test_a_continued_run_does_not_inherit_scopes_and_says_how_to_give_them_again(
    store: RunStore, record: Record
) -> None:
    kept = resumption(store, record(allow=("mousepad", "files:~/My letters"))).started
    words = permissions_note(kept, Settings(), "resume last")

    assert words.endswith("resume last --allow mousepad --allow 'files:~/My letters'")
    assert not permissions_note(kept, Settings(run=RunSettings(allow=("mousepad",))))  # type: ignore[arg-type]
    assert not permissions_note(resumption(store, record("bbbbbb")).started, Settings())


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        *(
            ("has already ended", {"ended": ended})
            for ended in ("completed", "answered", "partly", "rehearsed", "blocked")
        ),
        ("still in progress", {"close": False}),
        ("came from elsewhere", {"run": "20200101-000000-other-cccccc"}),
    ],
)
def test_an_ended_a_running_and_a_foreign_run_cannot_be_continued(
    store: RunStore, record: Record, words: str, fields: dict[str, Any]
) -> None:
    with pytest.raises(RecordError, match=words):
        resumption(store, record(**fields))


def test_a_run_outside_of_the_folder_of_runs_cannot_be_continued(
    store: RunStore, record: Record, tmp_path: Path
) -> None:
    shutil.copytree(record(), tmp_path / "elsewhere")

    with pytest.raises(RecordError, match="came from elsewhere"):
        resumption(store, tmp_path / "elsewhere")


def test_a_run_is_continued_once(store: RunStore, record: Record) -> None:
    first = record()
    second = record("bbbbbb", resumes=first.name)

    with pytest.raises(RecordError, match=second.name):
        resumption(store, first)
    assert len(resumption(store, second).earlier.done) == 2  # of both runs


def test_a_session_of_an_agent_goes_on_and_what_it_has_used_counts(store: RunStore, record: Record) -> None:
    first = record(ended="stopped", provider=AGENT, model="client 1")
    second = record("bbbbbb", ended="stopped", provider=AGENT, model="client 1", resumes=first.name)
    found = session_continued(store, second.name, "client 1")

    assert found is not None
    assert (found.earlier.run, found.carried.steps) == (second.name, 2)
    assert session_continued(store, second.name, "client 2") is None
    assert session_continued(store, record("cccccc", ended="stopped").name, "client 1") is None
    assert [session_continued(store, name, "client 1") for name in ("", "..", "20261120-101530-x-dddddd")] == [None] * 3


def test_a_session_that_the_person_has_stopped_does_not_go_on(store: RunStore, record: Record) -> None:
    stopped = record(ended="stopped", by="human", provider=AGENT, model="client 1")

    with pytest.raises(DesktopAgentError, match="The person has stopped this"):
        session_continued(store, stopped.name, "client 1")


def test_a_continued_run_inherits_its_terms_but_not_mode_auto(store: RunStore, record: Record) -> None:
    found = resumption(store, record(mode="auto", window="Letter", base_url="http://127.0.0.1:9999/v1"))

    flags = found.flags(Settings(), {})

    assert (flags["run.max_steps"], flags["screen.window"]) == (200, "Letter")
    assert flags["provider.base_url"] == "http://127.0.0.1:9999/v1"
    assert not {"provider.name", "run.mode", "run.allow"} & {*flags}  # the built-in model has no address


def test_what_was_spent_counts_unless_the_limit_is_given(store: RunStore, record: Record) -> None:
    found = resumption(store, record(carried={"steps": 5, "minutes": 1.5, "cost": 0.5}))

    counted = found.continuation(Settings(), {}).carried
    assert counted.steps == 6
    assert round(counted.cost, 4) == 0.5014
    assert counted.minutes > 1.5
    fresh = {"run.max_steps": 9, "run.max_minutes": 9, "run.max_cost": 9}
    assert found.continuation(Settings(), fresh).carried == Spent(0, 0.0, 0.0)


def test_a_limit_that_is_reached_is_said_before_anything_begins(store: RunStore, record: Record) -> None:
    found = resumption(store, record(ended="limit"))
    settings = Settings(run=RunSettings(max_steps=1))

    with pytest.raises(DesktopAgentError, match="The limit of 1 steps was reached"):
        found.continuation(settings, {})
    assert found.fresh_limits(settings) == {"run.max_steps": 1}
    assert found.continuation(settings, found.fresh_limits(settings)).carried.steps == 0


@pytest.mark.parametrize("shown", [("Letters",), ()])
def test_a_new_desk_sees_the_folders_of_the_old_one_and_not_the_home_around_them(
    shown: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "20261122-090000-sort-a1b2c3"
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "own"))
    (tmp_path / "home/Letters").mkdir(parents=True)
    folders = tuple(tmp_path / "home" / one for one in shown)
    make_desk(places().desks, name, "Sort", [(one, ()) for one in folders], rest=(tmp_path / "home", ()))

    assert repeated_order(DeskOrder(), name).folders == folders
    with pytest.raises(SettingsError, match="no longer a record"):
        repeated_order(DeskOrder(), name.replace("sort", "gone"))
