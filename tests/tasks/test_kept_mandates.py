"""A mandate that is kept: made of a recorded rehearsal, shown line by line, and good for one text of one task alone."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.core.decision import RememberedControl
from desktop_agent.core.errors import RecordError, SettingsError
from desktop_agent.core.events import Decided
from desktop_agent.desk.runs.receipts import look, take_back, take_over
from desktop_agent.policy.mandate import Mandate, MandateAct
from desktop_agent.record.store import RunStore
from desktop_agent.tasks.saved.store import TaskFile, TaskStore, task_from
from desktop_agent.tasks.schedule.mandate import (
    KeptMandate,
    drop_mandate,
    keep_mandate,
    lines_of,
    mandate_from_run,
    read_mandate,
)
from tests.fakes.desks import desk_over, done_inside
from tests.fakes.recorded import START, Story, run_finished, run_started

UNTIL = date(2027, 3, 31)
SEND = RememberedControl("/usr/bin/thunderbird", "", "main window", "", "push button", "Send", "click")
ACT = MandateAct(SEND, ("words",))


def decided(**more: object) -> Decided:
    yes = Decided("c", 0, "allow", "human", "words", covers=(asdict(ACT),))
    return replace(yes, **more)  # type: ignore[arg-type]  # each as it is there


def run_with(home: Path, *events: Decided) -> RunStore:
    store = RunStore(home / "runs")
    recorder = store.create("Send the report", START, "abc123")
    story = Story(recorder)
    story.tell(run_started(recorder.dir.name, str(recorder.dir), "Send the report"))
    for event in events:
        story.tell(event)
    story.tell(run_finished(1, 1))
    recorder.close()
    return store


def test_files_that_were_taken_over_from_the_rehearsals_desk_are_named_and_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    with desk_over(tmp_path) as side:
        done_inside(side, "echo milk > ~/list.txt; echo no > ~/other.txt; mkdir ~/new; echo a > ~/new/a.txt")
    home, store = tmp_path / "home", RunStore(tmp_path / "runs")
    recorder = store.create("Send the report", START, "abc123")
    story = Story(recorder)
    story.tell(replace(run_started(recorder.dir.name, str(recorder.dir), "Send the report"), desk=side.record.id))
    story.tell(run_finished(1, 1))
    recorder.close()
    with pytest.raises(RecordError, match="no approvals that a mandate"):
        mandate_from_run(store, "last", UNTIL)
    receipt = look(side.folder).receipt
    take_over(side.folder, [one for one in receipt.changes if "other" not in one.path])

    made = mandate_from_run(store, "last", UNTIL)
    assert made.mandate == Mandate((), UNTIL, (f"{home}/list.txt", f"{home}/new/a.txt"))
    assert next(iter(lines_of(made.mandate))) == (
        f"apply “{home}/list.txt” from the desk once all expectations are met, if nothing else was created or"
        " changed, until 2027-03-31"
    )
    task = a_task(tmp_path)
    keep_mandate(tmp_path, task, made)
    read = read_mandate(tmp_path, task)
    assert read is not None
    assert read.mandate == made.mandate
    take_back(side.folder)
    with pytest.raises(RecordError, match="no approvals that a mandate"):
        mandate_from_run(store, "last", UNTIL)


def a_task(home: Path, text: str = "+++\n+++\nSend it.") -> TaskFile:
    return TaskStore(home).keep("report", task_from(text, "report"), replaces=True)


def kept(home: Path) -> tuple[TaskFile, Path]:
    task = a_task(home)
    keep_mandate(home, task, mandate_from_run(run_with(home, decided()), "last", UNTIL))
    return task, home / "mandates/report.json"


def test_a_rehearsal_becomes_a_list_of_what_the_person_said_yes_to(tmp_path: Path) -> None:
    other = asdict(replace(ACT, control=replace(SEND, control="Save", window="dialog", title="Keep?")))
    store = run_with(
        tmp_path,
        decided(), decided(), decided(covers=(other,)), decided(verdict="deny"), decided(verdict="edit"),
        decided(by="mandate"), decided(by="policy"), decided(covers=()),
        decided(covers=({**asdict(ACT), "rules": ("credential",)}, {**asdict(ACT), "control": {"program": "x"}}, {})),
    )  # fmt: skip
    made = mandate_from_run(store, "last", UNTIL)

    assert [(one.control.control, one.times) for one in made.mandate.acts] == [("Send", 2), ("Save", 1)]
    assert [*lines_of(made.mandate)] == [
        "click “Send” (push button) in “thunderbird” of /usr/bin/thunderbird, 2 times per run, until 2027-03-31",
        "click “Save” (push button) in “Keep?” of /usr/bin/thunderbird, 1 time per run, until 2027-03-31",
    ]


def test_it_counts_for_this_text_of_this_task_and_is_gone_when_dropped(tmp_path: Path) -> None:
    task, _ = kept(tmp_path)
    read = read_mandate(tmp_path, task)
    assert read is not None
    assert read.mandate == Mandate((ACT,), UNTIL)

    for other in (a_task(tmp_path, '+++\nallow = ["xterm"]\n+++\nSend it.'), a_task(tmp_path, "+++\n+++\nSend all.")):
        with pytest.raises(SettingsError, match="haven't confirmed the mandate"):
            read_mandate(tmp_path, other)
    with pytest.raises(SettingsError, match="haven't confirmed the mandate"):
        read_mandate(tmp_path, a_copy_named(tmp_path, task, "other"))
    drop_mandate(tmp_path, "report")
    assert read_mandate(tmp_path, a_task(tmp_path)) is None


def a_copy_named(home: Path, task: TaskFile, name: str) -> TaskFile:
    (home / f"mandates/{name}.json").write_bytes((home / "mandates/report.json").read_bytes())
    return replace(task, name=name)


CHANGES: dict[str, Callable[[Any], object]] = {
    "another day": lambda tree: tree | {"until": "2099-01-01"},
    "another control": lambda tree: json.loads(json.dumps(tree).replace("Send", "Delete")),
    "a rule that no mandate covers": lambda tree: json.loads(json.dumps(tree).replace("words", "secret")),
    "no list": lambda tree: tree | {"acts": {"a": 1}},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_file_that_somebody_has_changed_approves_nothing(tmp_path: Path, change: str) -> None:
    task, file = kept(tmp_path)
    file.write_text(json.dumps(CHANGES[change](json.loads(file.read_text()))))

    with pytest.raises(SettingsError, match="haven't confirmed the mandate"):
        read_mandate(tmp_path, task)


@pytest.mark.parametrize("content", [b"", b"\xff", b"[" * 100_000])
def test_a_damaged_file_approves_nothing(tmp_path: Path, content: bytes) -> None:
    task, file = kept(tmp_path)
    file.write_bytes(content)

    with pytest.raises(SettingsError):
        read_mandate(tmp_path, task)


def test_a_mandate_that_was_never_confirmed_approves_nothing(tmp_path: Path) -> None:
    task, file = kept(tmp_path)
    text = file.read_text()
    (tmp_path / "saved.json").unlink()

    assert KeptMandate(Mandate((ACT,), UNTIL), text).digest(task) == KeptMandate(Mandate((), UNTIL), text).digest(task)
    with pytest.raises(SettingsError):
        read_mandate(tmp_path, task)
