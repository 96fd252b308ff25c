"""`desk run` as a program: three real desks and their files, what is asked, and what is left after a stop or a kill."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.desks.desks import skip_without_desks
from tests.fakes.desks.many_desks import ManyDesks, still_there
from tests.fakes.people.card_yes import CARD, approve_by_hand
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.programs.apps import windows
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.program

WRITERS = ("one", "two", "three")


@pytest.fixture
def many(tmp_path: Path) -> Iterator[ManyDesks]:
    skip_without_desks()
    made = ManyDesks(tmp_path, WRITERS)
    yield made
    made.close()


@pytest.mark.slow
def test_three_tasks_leave_each_its_own_file_on_its_own_desk(many: ManyDesks) -> None:
    for name in WRITERS:
        accept = ('receipt = "accept"',) if name == "two" else ()
        many.task(name, f'open "Write {name}"', 'desk_files = ["~"]', *accept)

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


def test_ctrl_c_stops_all_ends_all_desks_and_begins_no_more(many: ManyDesks) -> None:
    for name, seconds in (("long", 300), ("longer", 301), ("never", 1)):
        many.task(name, f"wait {seconds} seconds")
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


@pytest.mark.slow
def test_one_card_at_a_time_and_the_stop_keys_end_what_is_left(on_display: PrivateDisplay, many: ManyDesks) -> None:
    for key in "abcd":
        many.task(key, f"press {key}", 'mode = "ask"')

    with PhysicalHand(on_display.name, on_display.xauthority) as hand:
        process = many.start("--at-once", "2", "--json")
        many.lines_until("task.asking", 2)
        approve_by_hand(on_display, hand)
        many.lines_until("task.asking")  # the third, on the desk in place of the first
        cards = wait_until(lambda: windows(on_display, CARD), "the second card")
        hand.tap("pause")
        hand.tap("pause")
        lines = many.lines_until("task.ended", 4)

    by_person = [event for event in many.events() if event["event"] == "decision" and event["by"] == "human"]
    ended = [str(line["status"]) for line in lines if line["event"] == "task.ended"]
    assert len(cards) == 1
    assert sorted(ended) == ["None", "completed", "stopped", "stopped"]
    assert sorted(one["verdict"] for one in by_person) == ["allow", "stop", "stop"]
    assert process.wait() == 3
    assert not many.kept()
    wait_until(lambda: not windows(on_display, CARD), "the end of all cards")
