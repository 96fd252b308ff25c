"""The proxy as a process of its own: what it is told, what it asks, and how it ends."""

import os
import socket
from pathlib import Path

from desktop_agent.desk.network.question import GoneWrite, HeldWrite, NetworkStart
from desktop_agent.desk.network.start import DeskNetwork
from tests.fakes.desk_way_out import rest_of, status
from tests.fakes.processes import environment, is_alive
from tests.fakes.waiting import wait_until

NAMED = "shop.example.org"


def connected(path: Path) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(60)
    connection.connect(str(path))
    return connection


def test_it_asks_and_takes_the_answer_and_ends_with_us(tmp_path: Path) -> None:
    told: list[HeldWrite | GoneWrite] = []
    way_out = tmp_path / "network"
    start = NetworkStart(str(tmp_path), str(way_out), (NAMED,))
    with DeskNetwork(start, told.append, {**os.environ, "OPENAI_API_KEY": "sk-person"}) as network:
        keys = environment(network.pid).values()
        with connected(way_out) as connection:
            connection.sendall(
                f"POST http://{NAMED}/a HTTP/1.1\r\nHost: {NAMED}\r\nContent-Length: 3\r\n\r\nx=1".encode()
            )
            (held,) = wait_until(lambda: told)
            assert isinstance(held, HeldWrite)
            network.answer(held.number, "no")
            answer = rest_of(connection)
    gone = not is_alive(network.pid)

    assert ("POST", NAMED, "/a", 3) == (held.request.method, held.request.host, held.request.path, held.request.size)
    assert 403 == status(answer)
    assert "BEGIN CERTIFICATE" in network.ca_pem
    assert "sk-person" not in keys
    assert gone
    assert 0o600 == way_out.stat().st_mode & 0o777
    assert "PRIVATE" not in "".join(path.read_text() for path in tmp_path.iterdir() if path.is_file())
