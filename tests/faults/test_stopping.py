"""A run is stopped while the server is odd: it ends soon, and nothing more is done."""

import json
import socket
from pathlib import Path

import pytest

from desktop_agent.model.caps import Timeouts
from tests.fakes.servers.raw_server import RawServer, Sent, endless, http
from tests.faults.bad_inputs import CREATED, PLAIN, SSE, call, click, response, said
from tests.faults.whole_run import EXPECTED, KEY, Way, broken_promises, play

# A stopped run has ended by then, however busy the machine is; one that waits for the server takes as long as PATIENT.
SOON_S = 30.0
PATIENT = Timeouts(connect_s=90.0, idle_s=90.0, total_s=90.0, background_s=90.0, outage_s=90.0)
WAY = Way("preview", stream=True, chain=True, forget=True)
CLICKED = said(call(click(), call_id="c0"), id="resp_0")
SAYS = {"type": "response.output_text.delta", "item_id": "m", "output_index": 0, "content_index": 0, "delta": "Well"}


def silence(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass


def half_a_stream(connection: socket.socket) -> None:
    connection.sendall(SSE + b"".join(f"data: {json.dumps(event)}\n\n".encode() for event in (CREATED, SAYS)))
    silence(connection)


ODD: dict[str, Sent] = {
    "silence": silence,
    "breaks off": lambda connection: connection.shutdown(socket.SHUT_RDWR),
    "says our key": http(json.dumps({"error": {"message": KEY, "code": KEY}}).encode(), status=f"401 {KEY}"),
    "busy": http(b"{}", status="429 Too Many Requests", fields="Retry-After: 60\r\n"),
    "leads elsewhere": http(b"", status="302 Found", fields="Location: http://127.0.0.1:9/\r\n"),
    "no HTTP": b"\x16\x03\x01 hello\r\n\r\n",
    "another protocol": http(b"", status="101 Switching Protocols", fields="Upgrade: x\r\n"),
    "an endless body": endless(PLAIN, b" " * 65536),
    "done after all": http(json.dumps(response(call(click(x=20, y=20)))).encode()),
}


@pytest.mark.long
@pytest.mark.parametrize("odd", ODD)
def test_a_stop_ends_the_run_whatever_the_server_says_to_it(odd: str, tmp_path: Path) -> None:
    with RawServer([CLICKED, half_a_stream], ODD[odd]) as server:
        played = play(WAY, server.base_url, tmp_path, patience=PATIENT, is_stopped=True)

    assert list(broken_promises(played)) == []
    assert (played.status, played.done) == ("stopped", EXPECTED[:1])
    assert played.ending_s < SOON_S
    cancelled = [asked.path for asked in server.requests if asked.path.endswith("/cancel")]
    assert cancelled == ["/v1/responses/resp_1/cancel"]
    assert len(server.creates) == 2
