"""`desk run` as a program: three real desks and their files, what is asked, and what is left after a stop or a kill."""

import json
import os
import re
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.fakes.desks import desk_over
from tests.fakes.many_desks import ManyDesks, still_there
from tests.fakes.waiting import wait_until

WRITERS = ("one", "two", "three")
LONG = "".join(f'[[task]]\nname = "long {n}"\ntask = "wait 300 seconds"\n' for n in range(2))


@pytest.fixture
def many(tmp_path: Path) -> Iterator[ManyDesks]:
    with desk_over(tmp_path):
        pass  # only to skip where there are none
    made = ManyDesks(tmp_path, WRITERS)
    yield made
    made.close()


def test_three_tasks_leave_each_its_own_file_on_its_own_desk(many: ManyDesks) -> None:
    tasks = [f'[[task]]\nname = "{name}"\ntask = "open \\"Write {name}\\""\nfiles = "~"\n' for name in WRITERS]
    tasks[1] += 'receipt = "accept"\n'
    many.tasks("\n".join(tasks))

    out, errors = many.start("--at-once", "3", "--json").communicate()

    lines = [json.loads(line) for line in out.splitlines()]
    ended = {line["task"]: line for line in lines if line["event"] == "task.ended"}
    by_id = {record.id: record for record in many.desks()}
    assert {name: line["status"] for name, line in ended.items()} == dict.fromkeys(WRITERS, "completed"), errors
    assert {name: many.written_on(by_id[line["desk"]]) for name, line in ended.items()} == {
        "one": {"one.txt"},
        "two": set(),
        "three": {"three.txt"},
    }
    assert lines[-1] == {"event": "tasks.ended", "exit_code": 0}
    assert {name: (line["receipt"], line["taken"]) for name, line in ended.items()} == {
        "one": ("keep", 0),
        "two": ("accept", 1),
        "three": ("keep", 0),
    }
    assert [file.name for file in many.home.glob("*.txt")] == ["two.txt"]
    assert "may change the same files" in errors.decode()
    assert not many.kept()


def test_questions_are_asked_one_after_another_with_the_name_of_the_task(many: ManyDesks) -> None:
    asked = (("first", "a"), ("second", "b"))
    many.tasks("".join(f'[[task]]\nname = "{name}"\ntask = "press {key}"\nmode = "ask"\n' for name, key in asked))

    terminal = many.start_on_terminal()
    assert many.process is not None
    for number, answer in enumerate((b"y\n", b"n\n"), 1):
        wait_until(partial(many.has_asked, number), "a question")
        os.write(terminal, answer)
    code = many.process.wait()

    text = many.text()
    assert sorted(re.findall(r"“(\w+)” asks:", text)) == ["first", "second"]
    decided = [event["verdict"] for event in many.events() if event["event"] == "decision" and event["by"] == "human"]
    assert sorted(decided) == ["allow", "deny"]
    assert code == 5
    assert "desktop-agent desk show " in text


def test_ctrl_c_stops_all_ends_all_desks_and_begins_no_more(many: ManyDesks) -> None:
    many.tasks(LONG + '[[task]]\nname = "never"\ntask = "wait 1 second"\n')
    many.start_on_terminal("--at-once", "2")
    assert many.process is not None
    wait_until(lambda: len(many.kept()) == 2, "two desks")
    wait_until(lambda: [event["event"] for event in many.events()].count("action.started") == 2, "both at work")
    started = many.processes()

    os.kill(many.process.pid, signal.SIGINT)
    code = many.process.wait()

    assert code == 130
    assert not many.kept()
    wait_until(lambda: not still_there(started), "their end")
    assert len(many.desks()) == 2
    assert "Not begun" in many.text()


def test_killed_outright_it_leaves_neither_a_desk_nor_a_process(many: ManyDesks) -> None:
    many.tasks(LONG)
    process = many.start("--at-once", "2")
    wait_until(lambda: [event["event"] for event in many.events()].count("action.started") == 2, "both at work")
    started = many.processes()

    process.kill()
    process.communicate()

    wait_until(lambda: not still_there(started), "the end of all that it has started")
    wait_until(lambda: not many.kept(), "the end of both desks")
    assert [record.status for record in many.desks()] == ["ended", "ended"]
