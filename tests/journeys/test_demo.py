"""`demo` on ten seeds, with nobody or a person at the terminal; the file that the demo's app writes is the oracle."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_agent.demo.task import demo_task
from tests.fakes.kept_file import KeptFile
from tests.fakes.people.typist import at_a_terminal
from tests.fakes.source import ROOT
from tests.fakes.warm import program

pytestmark = pytest.mark.program

WITHIN_S = 200.0
# What the person says at the question about Send; the other seeds are played with nobody there.
ANSWERS = {8: "yes", 9: "n"}


def environment_of(home: Path) -> Mapping[str, str]:
    """Return what the program is started with, so that all it keeps is in a folder."""
    own = {"PATH": os.environ["PATH"], "HOME": str(home), "DESKTOP_AGENT_HOME": str(home)}
    return {**own, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "TMPDIR": str(home)}


@pytest.mark.slow(but=["0", "8"])
@pytest.mark.promise("README, Try it; contract, demo", cases=["0", "8"])
@pytest.mark.parametrize("seed", range(10))
def test_the_order_is_as_the_task_wants_it_and_sent_only_when_approved(tmp_path: Path, seed: int) -> None:
    answer = ANSWERS.get(seed)
    environment = environment_of(tmp_path)
    sent = answer == "yes"
    command = program("demo", "--seed", str(seed))
    with KeptFile(tmp_path, "desktop-agent-demo-*/order.json") as file:
        if answer:
            with at_a_terminal(command, environment) as person:
                person.waits_for("[y/N] ", WITHIN_S)
                person.types(f"{answer}\n")
                code = person.ends()
            shown = person.text
            printed = b""
        else:
            done = subprocess.run(
                [*command, "--json"], env=dict(environment), stdin=subprocess.DEVNULL, capture_output=True,
                timeout=WITHIN_S, check=False, start_new_session=True,
            )  # fmt: skip
            code = done.returncode
            shown = done.stderr.decode()
            printed = done.stdout
    (folder,) = tmp_path.glob("data/runs/*")
    journal = (folder / "events.jsonl").read_bytes()
    events = [json.loads(line) for line in journal.splitlines()]
    order = json.loads(file.content or b"{}")

    assert code == 0, shown
    wanted = {**demo_task(seed, Path()).expected, "sent": sent}
    assert {name: order.get(name) for name in wanted} == wanted
    assert events[-1]["event"] == "run.finished"
    # Send alone comes with a safety check.
    checked = {event["call_id"] for event in events if event["event"] == "action.proposed" and event["safety_checks"]}
    decisions = [event for event in events if event["event"] == "decision" and event["call_id"] in checked]
    assert [event["verdict"] for event in decisions] == (["allow"] if sent else ["deny"])
    assert "should be" not in shown
    assert f"Send was {'approved' if sent else 'refused'}" in shown
    assert re.search(rf"^  sent +{json.dumps(sent)}$", shown, re.MULTILINE)
    assert (folder / "report.html").exists()
    if answer:
        assert "The model wants to: Click the button named below" in shown
        assert re.search(r"Button: +│ Send\b", shown)
    else:
        assert journal == printed


def test_ctrl_c_while_it_starts_leaves_nothing_running(tmp_path: Path) -> None:
    with at_a_terminal([sys.executable, "-m", "desktop_agent", "demo"], environment_of(tmp_path)) as person:
        person.waits_for("Opening a private screen")
        person.types("\x03")

        assert 130 == person.ends()
    assert "Traceback" not in person.text
    assert not list(tmp_path.glob("data/runs/*"))
