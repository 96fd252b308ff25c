"""A run names the task that it carried out, with its values, and is repeated and saved by that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_agent.cli.flags import FLAGS
from desktop_agent.core.errors import RecordError, SettingsError
from desktop_agent.core.runs.events import STEPS, NamedText, RunStarted, TaskSource
from desktop_agent.core.texts.passwords import HIDDEN
from desktop_agent.desk.commands.place import DESK_FLAGS
from desktop_agent.desk.network.hosts import UnreachableHostError
from desktop_agent.record.reader import read_ends, read_run
from desktop_agent.record.recording import title_of
from desktop_agent.record.store import RunStore, summary_of
from desktop_agent.runtime.continuation import may_be_resumed, resumption
from desktop_agent.tasks.commands.running import repeated
from desktop_agent.tasks.saved.carry_out import Wanted, spec_of
from desktop_agent.tasks.saved.kept_values import KeptForms
from desktop_agent.tasks.saved.source import file_of, repeated_task, source_of, values_of, with_defaults
from desktop_agent.tasks.saved.store import TaskFile, TaskStore, task_from, template, write_task_file
from tests.fakes.runs.recorded import record_played, record_run

RENAME = {"folder": "/srv/scans", "name": "Holiday", "manager": "Thunar"}
LINES = '+++\n{title}[variables.who]\n[variables.pin]\ntype = "secret"\n+++\n1. type "{{who}} {{pin}}"\n'


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunStore:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    return RunStore(tmp_path / "data" / "runs")


@pytest.fixture
def tasks(tmp_path: Path, runs: RunStore) -> TaskStore:
    return TaskStore(tmp_path / "config")


def keep(tasks: TaskStore, name: str, text: str) -> TaskFile:
    return tasks.keep(name, task_from(text, name))


def started_of(folder: Path) -> RunStarted:
    started, _ = read_ends(folder)
    assert started is not None
    return started


def spec_flags(**more: object) -> Mapping[str, object]:
    return {**dict.fromkeys(FLAGS), **dict.fromkeys(DESK_FLAGS), **more}


def test_the_record_names_a_template_with_its_values_and_leads_back_to_it(runs: RunStore) -> None:
    file = template("rename-files")
    run = record_played(runs, "000001", source_of(file, RENAME), title=file.title)

    started = started_of(run)
    again = repeated_task(started, run)

    assert started.source is not None
    assert (started.source.kind, started.source.name, started.source.title) == ("template", file.name, file.title)
    assert again is not None
    assert (again.file, again.values, again.path, again.is_kept) == (file, RENAME, None, True)


def test_a_run_is_called_what_its_task_is_called_in_lists_reports_and_films(runs: RunStore, tasks: TaskStore) -> None:
    words = keep(tasks, "weekly", "+++\n[variables.who]\n+++\nWrite to {who}.\n")
    titled = keep(tasks, "bill", LINES.format(title='title = "Enter a bill"\n'))
    played = record_played(runs, "000001", source_of(titled, {"who": "Ada"}), title="Enter a bill")
    unnamed = record_played(runs, "000002", None, title="Mousepad: Notes")

    source = source_of(words, {"who": "Ada"})
    by_model = replace(started_of(played), provider="local", task="Write to Ada.", source=source)

    assert (started_of(played).title, summary_of(played).title) == ("Enter a bill", "Enter a bill")
    assert (title_of(read_run(played)), title_of(read_run(unnamed))) == ("Enter a bill", "Mousepad: Notes")
    assert by_model.title == "weekly"


@pytest.mark.parametrize(("title", "called"), [('title = "Enter a bill"\n', "Enter a bill"), ("", "bill")])
def test_a_run_of_lines_has_the_tasks_title_or_else_its_name(tasks: TaskStore, title: str, called: str) -> None:
    file = keep(tasks, "bill", LINES.format(title=title))
    values = {"who": "Ada", "pin": "bank-pin"}

    spec = spec_of(file.book, Wanted(values), spec_flags(), source=source_of(file, values))

    assert spec.task == called
    assert spec.source == TaskSource("task", "bill", called, (NamedText("who", "Ada"), NamedText("pin", "bank-pin")))


@pytest.mark.parametrize(
    ("shown", "called"), [("Pay {who}", "Pay Ada"), ("Pay {nobody} with {pin_code}", f"Pay {{nobody}} with {HIDDEN}")]
)
def test_a_title_is_shown_with_its_values(tasks: TaskStore, shown: str, called: str) -> None:
    head = f'+++\ntitle = "{shown}"\n[variables.who]\n[variables.pin_code]\n+++\n'
    file = keep(tasks, "pay", f'{head}1. type "{{who}}"\n')
    values = {"who": "Ada", "pin_code": "1234"}
    source = source_of(file, values)

    spec = spec_of(file.book, Wanted(values), spec_flags(), source=source)

    assert (spec.task, source.title) == (called, called)


def test_a_text_that_is_named_like_a_password_is_recorded_nowhere(tasks: TaskStore) -> None:
    text = '+++\n[variables.pass_phrase]\n[variables.x]\nask = "Your Kennwort"\n+++\n1. type "{pass_phrase} {x}"\n'
    file = keep(tasks, "login", text)

    source = source_of(file, {"pass_phrase": "open sesame", "x": "geheim"})

    assert [each.text for each in source.values] == [HIDDEN, HIDDEN]
    assert values_of(source, file.task) == {}


def test_a_value_that_was_typed_as_a_password_is_not_in_what_the_record_leads_back_to(
    runs: RunStore, tasks: TaskStore
) -> None:
    file = keep(tasks, "login", '+++\n[variables.user]\n[variables.word]\n+++\n1. type "{user} {word}"\n')
    source = source_of(file, {"user": "ada", "word": "open-sesame"})

    run = record_played(runs, "000001", source, password="open-sesame")

    again = repeated_task(started_of(run), run)
    assert again is not None
    assert again.values == {"user": "ada"}


def test_a_task_is_repeated_as_it_is_now_with_the_values_that_it_still_has(runs: RunStore, tasks: TaskStore) -> None:
    file = keep(tasks, "bill", LINES.format(title=""))
    run = record_played(runs, "000001", source_of(file, {"who": "Ada", "pin": "bank-pin"}))
    tasks.keep("bill", task_from('+++\n[variables.who]\n+++\n1. click "{who}"\n', "bill"), replaces=True)

    again = repeated("last")

    assert again is not None
    assert again.book.task.steps[0].text == 'click "{who}"'
    assert (again.values, again.is_saved, again.foreign) == ({"who": "Ada"}, True, False)
    assert run.name


@pytest.mark.parametrize("desk", ["", "20261120-101530-abc"])
def test_run_last_repeats_a_template_with_its_values_where_it_was(runs: RunStore, desk: str) -> None:
    file = template("rename-files")
    record_played(runs, "000001", source_of(file, RENAME), desk=desk)

    again = repeated("last")

    assert again is not None
    assert again.file is not None
    assert (again.file.name, again.file.is_template, again.values) == ("rename-files", True, RENAME)
    assert again.on_desk == bool(desk)


def test_a_task_file_is_repeated_from_its_path(runs: RunStore, tmp_path: Path) -> None:
    path = tmp_path / "order.task"
    file = write_task_file(task_from(LINES.format(title=""), "order"), path)
    record_played(runs, "000001", source_of(file, {"who": "Ada"}, path=path))

    again = repeated("last")

    assert again is not None
    assert (again.path, again.written, again.is_saved, again.values) == (path, str(path), False, {"who": "Ada"})


def test_where_the_task_is_gone_the_steps_that_were_taken_are_what_is_left(
    runs: RunStore, tasks: TaskStore, capsys: pytest.CaptureFixture[str]
) -> None:
    file = keep(tasks, "bill", LINES.format(title=""))
    run = record_played(runs, "000001", source_of(file, {"who": "Ada"}))
    tasks.delete("bill")

    with pytest.raises(RecordError, match="Nothing was done"):
        repeated("last")
    with pytest.raises(RecordError, match="Nothing was done"):
        repeated_task(started_of(run), run)
    assert "the task “bill” can't be read any more" in capsys.readouterr().err


def test_a_run_from_elsewhere_names_no_task_of_this_computer(runs: RunStore, tasks: TaskStore, tmp_path: Path) -> None:
    keep(tasks, "bill", LINES.format(title=""))
    source = source_of(tasks.read("bill"), {"who": "Ada"})
    foreign = record_played(RunStore(tmp_path / "elsewhere"), "000001", source)

    with pytest.raises(RecordError, match="Nothing was done"):
        repeated_task(started_of(foreign), foreign)


def test_a_run_in_words_that_are_kept_nowhere_has_no_task_to_open(runs: RunStore) -> None:
    run = record_run(runs, "000001")

    assert repeated_task(started_of(run), run) is None


def test_what_is_saved_of_a_run_has_the_templates_variables_with_the_runs_values(runs: RunStore) -> None:
    file = template("rename-files")

    task = with_defaults(file, RENAME).book.task

    assert {variable.name: variable.default for variable in task.variables} == RENAME
    assert [step.loop for step in task.steps] == [step.loop for step in file.task.steps]


def test_played_lines_are_run_again_and_never_resumed(runs: RunStore) -> None:
    run = record_played(runs, "000001", source_of(template("rename-files"), RENAME), status="stopped")

    assert started_of(run).provider == STEPS
    assert not may_be_resumed(read_run(run))
    with pytest.raises(RecordError, match="only be run again") as error:
        resumption(runs, run)
    assert "Run again" in error.value.hint


def test_a_source_leads_to_the_template_even_where_a_task_has_taken_its_name(tasks: TaskStore) -> None:
    source = source_of(template("rename-files"), RENAME)
    keep(tasks, "rename-files", "+++\n+++\n1. press enter\n")

    assert file_of(source, tasks).is_template


@pytest.mark.parametrize(
    ("head", "flags", "way_out"),
    [
        ('desk_hosts = ["{page}"]\n', {"desk": True}, "omit --desk"),
        ('desk = true\ndesk_hosts = ["{page}"]\n', {}, "desk = true"),
    ],
)
@pytest.mark.parametrize("page", ["http://127.0.0.1:99999/form", "ftp://intranet", "https://[::1", "nas local"])
def test_a_task_that_a_desk_cannot_do_is_refused_with_the_way_out(
    tasks: TaskStore, head: str, flags: Mapping[str, object], way_out: str, page: str
) -> None:
    file = keep(tasks, "page", f'+++\n{head}[variables.page]\n+++\n1. type "{{page}}"\n')

    with pytest.raises(UnreachableHostError) as error:
        spec_of(file.book, Wanted({"page": page}), spec_flags(**flags))

    assert way_out in error.value.hint
    assert "--" not in error.value.window_text


@pytest.mark.parametrize(
    ("page", "host"),
    [("http://127.0.0.1:8600/form", "127.0.0.1:8600"), ("intranet", "intranet"), ("https://a.example/", "a.example")],
)
def test_the_address_of_a_task_names_its_host_for_the_desk(tasks: TaskStore, page: str, host: str) -> None:
    file = keep(tasks, "page", '+++\ndesk_hosts = ["{page}"]\n[variables.page]\n+++\n1. type "{page}"\n')

    order = spec_of(file.book, Wanted({"page": page}), spec_flags(desk=True)).desk

    assert order is not None
    assert order.hosts == (host,)


def test_on_the_persons_own_screen_any_address_is_fine(tasks: TaskStore) -> None:
    file = keep(tasks, "page", '+++\ndesk_hosts = ["{page}"]\n[variables.page]\n+++\n1. type "{page}"\n')

    assert spec_of(file.book, Wanted({"page": "http://127.0.0.1:8600/"}), spec_flags()).desk is None


def test_what_is_kept_of_a_form_follows_its_task_and_goes_with_it(tmp_path: Path) -> None:
    forms = KeptForms(tmp_path)
    task = template("rename-files").task
    assert forms.load("rename-files").values == {}

    forms.keep("rename-files", task, {**RENAME, "other": "x"}, on_desk=False)
    forms.rename("rename-files", "mine")
    assert (forms.load("rename-files").values, forms.load("mine").on_desk) == ({}, False)
    assert forms.load("mine").values == RENAME
    forms.delete("mine")
    forms.delete("mine")

    assert forms.load("mine").values == {}


@pytest.mark.parametrize("content", ["", "{", "[]", '{"values": {"a": 1}, "on_desk": null}', '{"on_desk": true}'])
def test_a_damaged_file_of_values_counts_as_missing(tmp_path: Path, content: str) -> None:
    forms = KeptForms(tmp_path)
    forms.keep("x", template("rename-files").task, RENAME, on_desk=True)
    next(tmp_path.rglob("x.json")).write_text(content, encoding="utf-8")

    assert (forms.load("x").values, forms.load("x").on_desk) == ({}, None)


def test_a_folder_that_cannot_be_written_keeps_nothing_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "task-values").write_text("a file", encoding="utf-8")
    forms = KeptForms(tmp_path)

    forms.keep("x", template("rename-files").task, RENAME, on_desk=True)
    forms.rename("x", "y")
    forms.delete("x")

    assert forms.load("x").values == {}


def test_a_missing_template_is_an_error_of_its_own(tasks: TaskStore) -> None:
    with pytest.raises(SettingsError, match="doesn't exist"):
        file_of(TaskSource("template", "gone", "Gone"), tasks)
