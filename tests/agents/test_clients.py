"""Other people's clients write a letter, each by its own command, where their environments are.

`python -m tests.bench.clients FOLDER --install` makes these (2.5 GB); DESKTOP_AGENT_TEST_CLIENTS names the folder.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.clients.environments import installed
from tests.bench.clients.table import CLIENTS, Client
from tests.fakes.source import ROOT

FOLDER = Path(os.environ.get("DESKTOP_AGENT_TEST_CLIENTS", "/nowhere"))


@pytest.mark.timeout(900)
@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.key)
def test_a_client_writes_the_letter_and_stops_when_it_is_interrupted(client: Client) -> None:
    if not installed(client.environment, FOLDER):
        pytest.skip("DESKTOP_AGENT_TEST_CLIENTS names no folder with its environment")

    words = (sys.executable, "-m", "tests.bench.clients", str(FOLDER), "--only", client.key)
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
