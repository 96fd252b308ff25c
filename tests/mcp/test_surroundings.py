"""The person's session is found where a client hands no variables on, and never another one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping

import pytest

from desktop_agent.mcp.surroundings import missing_variables
from tests.fakes.source import ROOT

CLIENT = {"DISPLAY": ":1", "XAUTHORITY": "/cookie", "HOME": "/h", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/bus"}
SHELL = {"DISPLAY": ":2", "XAUTHORITY": "/other"}
ON_WAYLAND = {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":1", "XDG_RUNTIME_DIR": "/run/user/1000"}


@pytest.mark.parametrize(
    ("own", "above", "lacking"),
    [
        ({"HOME": "/h"}, [CLIENT, SHELL], {name: CLIENT[name] for name in CLIENT if name != "HOME"}),
        ({}, [{"HOME": "/h"}, SHELL], SHELL),
        ({}, [ON_WAYLAND], ON_WAYLAND),
        (CLIENT, [SHELL], {}),
        (
            {"DISPLAY": ":1"},
            [SHELL, CLIENT],
            {name: CLIENT[name] for name in CLIENT if name not in ("HOME", "DISPLAY")},
        ),
        ({"XAUTHORITY": "/mine"}, [SHELL], {"DISPLAY": ":2"}),
    ],
)
def test_the_environment_of_the_nearest_session_process_is_used(
    own: Mapping[str, str], above: list[Mapping[str, str]], lacking: Mapping[str, str]
) -> None:
    assert missing_variables(own, above) == lacking


@pytest.mark.program
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the variables of a process")
def test_a_process_reads_the_variables_of_those_above_it() -> None:
    asks = "s.missing_variables({}, s.parent_environments())"
    ask = f"import json, desktop_agent.mcp.surroundings as s; print(json.dumps({asks}))"
    # The shell in between stands for the client: it has a display, and hands none on.
    words = ["sh", "-c", 'env -u DISPLAY "$0" -c "$1"; true', sys.executable, ask]
    output = subprocess.run(
        words, env={**os.environ, "DISPLAY": ":77"}, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert json.loads(output)["DISPLAY"] == ":77"
