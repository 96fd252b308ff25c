"""Expectations of a run's end, from outside: the exit code and the last event, whatever the model says."""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.debian_apps import mousepad
from tests.fakes.pixels import one_colour
from tests.fakes.plain_vendor import Item, PlainVendor, Script, call, message
from tests.fakes.waiting import wait_until
from tests.journeys.conftest import BARE, Agent

FIN = [message("Fin.")]
MOVE = [call({"type": "move", "x": 10, "y": 300}, "c0")]


def done(arguments: Mapping[str, str]) -> Item:
    return {"type": "function_call", "name": "done", "call_id": "f", "arguments": json.dumps(arguments)}


def looked(events: Sequence[Mapping[str, object]]) -> list[tuple[object, object]]:
    return [(one["what"], one["holds"]) for one in events if one["event"] == "expectation"]


def run(agent: Agent, script: Script, *flags: str) -> tuple[int, list[dict[str, object]], str, list[dict[str, object]]]:
    with PlainVendor(script) as vendor:
        ran = agent("run", "t", "--json", "--dialect", "openai", "--base-url", vendor.url, *BARE, *flags)
        return ran.code, ran.events, ran.err, vendor.bodies


def test_a_model_that_lies_is_told_once_and_then_the_end_is_unproven(agent: Agent, tmp_path: Path) -> None:
    what = f"file:{tmp_path}/none.txt"

    code, events, _, bodies = run(agent, [MOVE, FIN], "--expect", what)

    last = events[-1]
    assert (code, last["status"], last["exit_code"]) == (6, "unproven", 6)
    assert looked(events) == [(what, False)] * 2
    assert len(bodies) == 3
    assert "You said that the task is done, but this isn't true yet" in json.dumps(bodies[2])
    assert "the file doesn't exist" in str(last["message"])


@pytest.mark.parametrize("tries", [0, 3])
def test_the_model_is_told_as_often_as_the_person_wants(agent: Agent, tmp_path: Path, tries: int) -> None:
    what = f"file:{tmp_path}/none.txt"

    code, events, _, bodies = run(
        agent, [MOVE, [done({"message": "Did it."})]], "--expect", what, "--expect-tries", str(tries)
    )

    assert (code, looked(events), len(bodies)) == (6, [(what, False)] * (tries + 1), tries + 2)


def test_what_holds_is_proven(agent: Agent, tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text("bread\nmilk\n", encoding="utf-8")
    what = (f'file:{file} contains "milk"', f"file:{file} matches ^mi.k$")

    code, events, _, _ = run(agent, [FIN], "--expect", what[0], "--expect", what[1])

    assert (code, events[-1]["status"], events[-1]["message"]) == (0, "proven", "Fin.")
    assert looked(events) == [(what[0], True), (what[1], True)]
    assert events[0]["expect"] == [*what]


def test_a_model_that_gives_up_has_failed_and_nothing_is_looked_for(agent: Agent, tmp_path: Path) -> None:
    script: Script = [MOVE, [done({"message": "No.", "status": "failed"})]]

    code, events, _, _ = run(agent, script, "--expect", f"file:{tmp_path}/none.txt")

    assert (code, events[-1]["status"], looked(events)) == (1, "failed", [])


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("fil:/x", "must start with one of"),
        ("file:", "nothing follows the colon"),
        ("file:/x contains milk", "quotation marks"),
        ("file:/x matches (", "isn't a valid regular expression"),
        ("file:/x equals /no/such/file", "to compare with"),
        ("file:~/.ssh/id_ed25519", "hidden from all models"),
        ("cell:/x.csv!a!B2=1", "cells can only be read in"),
        ("cell:/x.ods!B2=1", "use the form"),
        ("control:Name=checked", "use the form"),
        ('control:"Name"=blue', "the state must be one of"),
        ("command:test 'x", "missing a closing quotation mark"),
        ("file:/x.odt contains “a”", "write text:FILE~TEXT"),
    ],
)
def test_what_cannot_be_understood_or_is_hidden_is_a_usage_error(agent: Agent, what: str, why: str) -> None:
    with PlainVendor([FIN]) as vendor:
        ran = agent("run", "t", "--json", "--dialect", "openai", "--base-url", vendor.url, "--expect", what)

    assert (ran.code, ran.out, vendor.bodies) == (2, "", [])
    assert why in ran.err
    assert "Traceback" not in ran.err


def test_in_a_rehearsal_nothing_can_be_expected(agent: Agent, tmp_path: Path) -> None:
    ran = agent("run", "t", "--mode", "watch", "--expect", f"file:{tmp_path}/x")

    assert (ran.code, ran.out) == (2, "")
    assert "A rehearsal doesn't perform any actions" in ran.err


def test_a_command_that_nobody_allows_is_not_run_and_nothing_is_done(agent: Agent, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    with PlainVendor([MOVE, FIN]) as vendor:
        words = ("run", "t", "--json", "--dialect", "openai", "--base-url", vendor.url)
        ran = agent(*words, "--expect", f"command:touch {mark}")

    assert (ran.code, ran.events[-1]["status"], vendor.bodies, mark.exists()) == (5, "blocked", [], False)
    assert [one["verdict"] for one in ran.events if one.get("rule") == "expectation"] == ["deny"]


def test_a_command_tells_by_its_exit_code_and_one_that_hangs_does_not_hold(agent: Agent, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    expected = (f"command:touch {mark}", "command:false")

    code, events, _, _ = run(agent, [FIN], "--expect", expected[0], "--expect", expected[1], "--expect-tries", "0")

    assert (code, looked(events), mark.exists()) == (6, [(expected[0], True), (expected[1], False)], True)
    told = [str(one["evidence"]) for one in events if one["event"] == "expectation"]
    assert "The command 'false' failed with exit code 1" in told[1]


@pytest.mark.skipif(not shutil.which("mousepad"), reason="mousepad is missing")
def test_the_screen_is_looked_at_too(agent: Agent, on_display: PrivateDisplay, tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text("The meeting is at four.\n", encoding="utf-8")
    expected = {
        "window:plan.txt": True,
        'screen:"The meeting is at four."': True,
        "window:other.txt": False,
        'screen:"The meeting is at five."': False,
        'control:"Nothing"=checked': False,
    }
    flags = [word for what in expected for word in ("--expect", what)]
    with mousepad(on_display, tmp_path, file) as editor:
        left, top, _, _ = editor.frame()
        wait_until(lambda: not one_colour(on_display, left + 2, top + 55, 200, 12), "the line of text to be drawn")
        code, events, _, _ = run(
            agent, [[call({"type": "wait"}, f"c{n}")] for n in range(3)] + [FIN], *flags, "--expect-tries", "0"
        )

    assert (code, dict(looked(events))) == (6, expected)
