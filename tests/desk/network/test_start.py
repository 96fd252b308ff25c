"""The gateway as a process of its own: what it is given, what it answers, and how it ends."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_agent.core.errors import DeskError
from desktop_agent.desk.network import inlet
from desktop_agent.desk.network.start import DeskNetwork
from tests.fakes.desks.desk_way_out import rest_of, status
from tests.fakes.processes import environment, is_alive

pytestmark = pytest.mark.program


def test_it_serves_the_port_that_the_desk_hands_over_and_ends_with_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-person")
    meeting = tmp_path / "network"
    network = DeskNetwork(meeting, ("shop.example.org",))
    try:
        keys = environment(network.pid).values()
        mode = meeting.stat().st_mode & 0o777
        handing = [sys.executable, "-I", inlet.__file__, str(meeting), "0"]
        port = int(subprocess.run(handing, capture_output=True, check=True, timeout=60).stdout)
        with socket.create_connection(("127.0.0.1", port), 60) as connection:
            connection.sendall(b"CONNECT other.example.net:443 HTTP/1.1\r\n\r\n")
            answer = rest_of(connection)
    finally:
        network.close()

    assert status(answer) == 403
    assert answer.endswith(b"only the hosts named for it, and not other.example.net.\n")
    assert "sk-person" not in keys
    assert mode == 0o600
    assert not is_alive(network.pid)


def test_a_gateway_that_cannot_start_says_why(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match=r"didn't start: .*No such file"):
        DeskNetwork(tmp_path / "gone" / "network", ())
