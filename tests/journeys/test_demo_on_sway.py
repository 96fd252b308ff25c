"""`demo --display wayland` with a person at the terminal; the file that the demo's app writes is the oracle."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from desktop_agent.devtools.demo.task import demo_task
from tests.fakes.kept_file import KeptFile
from tests.fakes.source import ROOT
from tests.fakes.typist import at_a_terminal

pytestmark = [pytest.mark.sway, pytest.mark.timeout(600)]  # the program brings the session

SEED = 3
COMMAND = [sys.executable, "-m", "desktop_agent", "demo", "--seed", str(SEED), "--display", "wayland"]
WITHIN_S = 500.0  # ends what hangs: the model reads the screen many times, whatever else the machine does


@pytest.fixture
def home() -> Iterator[Path]:
    """Give a folder for all that the program keeps, through which sway's account gets to its own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture
def environment(home: Path) -> Mapping[str, str]:
    """Start the program with no screen: the demo brings one."""
    own = {"PATH": os.environ["PATH"], "HOME": str(home), "DESKTOP_AGENT_HOME": str(home), "TMPDIR": str(home)}
    return {**own, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


def test_the_order_is_written_as_the_task_wants_it_and_sent_once_it_is_approved(
    home: Path, environment: Mapping[str, str]
) -> None:
    with KeptFile(home, "desktop-agent-demo-*/order.json") as file, at_a_terminal(COMMAND, environment) as person:
        question = person.waits_for("[y/N] ", WITHIN_S)
        person.types("y\n")
        code = person.ends()

    assert "Send" in question.rpartition("The model wants to:")[2]
    assert (0, 1) == (code, person.text.count("[y/N] ")), person.text
    order, wanted = json.loads(file.content), demo_task(SEED, Path()).expected
    assert wanted == {name: order.get(name) for name in wanted}
    (report,) = home.glob("data/runs/*/report.html")
    assert "Order sent" in report.read_text("utf-8")
