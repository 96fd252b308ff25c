"""Expectations of a run's end, from outside: the exit code and the last event, whatever the model says."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.tasks.expectations.check import check_expectations
from desktop_agent.tasks.expectations.expectation import read_expectation
from tests.fakes.servers.plain_vendor import PlainVendor, Script, call, message
from tests.journeys.conftest import BARE, Agent

FIN = [message("Fin.")]
MOVE = [call({"type": "move", "x": 10, "y": 300}, "c0")]


def looked(events: Sequence[Mapping[str, object]]) -> list[tuple[object, object]]:
    return [(event["what"], event["holds"]) for event in events if event["event"] == "expectation"]


def run(agent: Agent, script: Script, *flags: str) -> tuple[int, list[dict[str, object]], list[dict[str, object]]]:
    with PlainVendor(script) as vendor:
        ran = agent("run", "t", "--json", "--dialect", "openai", "--base-url", vendor.url, *BARE, *flags)
        return ran.code, ran.events, vendor.bodies


@pytest.mark.promise("README, What else it does: prove; contract, Exit codes: 6")
def test_a_model_that_lies_is_told_once_and_then_the_end_is_unproven(agent: Agent, tmp_path: Path) -> None:
    what = f"file:{tmp_path}/none.txt"

    code, events, bodies = run(agent, [MOVE, FIN], "--expect", what)

    last = events[-1]
    assert (code, last["status"], last["exit_code"]) == (6, "unproven", 6)
    assert looked(events) == [(what, False)] * 2
    assert len(bodies) == 3
    assert "You said that the task is done, but this isn't true yet" in json.dumps(bodies[2])
    assert "the file doesn't exist" in str(last["message"])


@pytest.mark.promise("README, What else it does: prove; contract, Exit codes: 0")
def test_an_expectation_that_holds_is_proven(agent: Agent, tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text("bread\nmilk\n", encoding="utf-8")
    what = (f'file:{file} contains "milk"', f"file:{file} matches ^mi.k$")

    code, events, _ = run(agent, [FIN], *(word for one in what for word in ("--expect", one)))

    assert (code, events[-1]["status"], events[-1]["message"]) == (0, "proven", "Fin.")
    assert looked(events) == [(one, True) for one in what]
    assert events[0]["expect"] == [*what]


@pytest.mark.parametrize("mode", ["auto", "guard"])
def test_a_command_expectation_is_asked_about_in_every_mode(agent: Agent, tmp_path: Path, mode: str) -> None:
    mark = tmp_path / "ran"

    code, events, _ = run(agent, [FIN], "--expect", f"command:touch {mark}", "--mode", mode)

    assert (code, events[-1]["status"]) == (5, "blocked")
    assert not mark.exists()


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("fil:/x", "must start with one of"),
        ("file:", "nothing follows the colon"),
        ("file:/x contains milk", "quotation marks"),
        ("file:/x matches (", "isn't a valid regular expression"),
        ("cell:/x.csv!a!B2=1", "cells can only be read in"),
        ("cell:/x.ods!B2=1", "use the form"),
        ("control:Name=checked", "use the form"),
        ('control:"Name"=blue', "the state must be one of"),
        ("command:test 'x", "missing a closing quotation mark"),
    ],
)
def test_an_expectation_that_cannot_be_understood_is_reported(what: str, why: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(why)):
        read_expectation(what)


def test_no_command_is_run_outside_of_a_desk() -> None:
    with pytest.raises(SettingsError, match="it would run outside the desk"):
        check_expectations(["command:true"], {}, on_desk=True)
