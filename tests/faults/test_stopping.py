"""The line breaks, or the server is odd, while a run is stopped, or looks for an answer that was cut off."""

import json
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_agent.core.stream_update import StreamUpdate
from desktop_agent.model.caps import Timeouts
from tests.fakes.faulty_line import LINE_FAULTS, FaultyLine, LineFault, Side
from tests.fakes.raw_server import RawServer, Sent, endless, http
from tests.fakes.script import asks, thinks
from tests.fakes.scripted_server import ScriptedServer
from tests.faults.bad_inputs import CREATED, PLAIN, SSE, call, click, response, said
from tests.faults.whole_run import EXPECTED, KEY, STOPPED, Played, Way, broken_promises, play, script

# A stopped run has ended by then, however busy the machine is; one that waits for the server takes as long as PATIENT.
SOON_S = 30.0
PATIENT = Timeouts(connect_s=90.0, idle_s=90.0, total_s=90.0, background_s=90.0, outage_s=90.0)
STREAMED = Way("preview", stream=True, chain=True)
POLLED = Way("preview", stream=False, chain=True, polls=2)
CLICKED = said(call(click(), call_id="c0"), id="resp_0")
SAYS = {"type": "response.output_text.delta", "item_id": "m", "output_index": 0, "content_index": 0, "delta": "Well"}
NEVER_READY = 1_000
AS_FAR_AS = 1_500  # bytes of a stream: the model has said something, and called for nothing


def silence(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass


def half_a_stream(connection: socket.socket) -> None:
    """Begin an answer, and never end it."""
    connection.sendall(SSE + b"".join(f"data: {json.dumps(event)}\n\n".encode() for event in (CREATED, SAYS)))
    silence(connection)


def broken(played: Played, number: int) -> list[str]:
    """Return what a stopped run did not keep; `number` actions were asked for before the stop."""
    found = list(broken_promises(played))
    if (played.status, played.sentence) != ("stopped", STOPPED):
        found.append(f"it ended as {played.status}: {played.sentence}")
    if played.done != EXPECTED[:number]:
        found.append(f"done: {played.done}")
    if played.ending_s > SOON_S:
        found.append(f"it took {played.ending_s:.1f} s")
    return found


@pytest.mark.parametrize("fault", LINE_FAULTS)
@pytest.mark.parametrize(("way", "side"), [(STREAMED, "up"), (POLLED, "down")], ids=str)
def test_a_stop_ends_the_run_whatever_becomes_of_the_cancelling(
    way: Way, side: Side, fault: LineFault, tmp_path: Path
) -> None:
    second = script(STREAMED)[1]
    unfinished = replace(thinks("Now to the second field.") + second, polls=NEVER_READY * bool(way.polls))
    stalls = unfinished if way.polls else replace(unfinished, stall_after=AS_FAR_AS)
    heard: list[StreamUpdate] = []
    with (
        ScriptedServer([asks({"type": "click", "x": 10, "y": 10, "button": "left"}), stalls], key=KEY) as server,
        FaultyLine(server.port, side, fault=fault, on=b"/cancel") as line,
    ):
        played = play(
            way, f"http://127.0.0.1:{line.port}/v1", tmp_path, patience=PATIENT, pass_on=heard.append,
            stop_when=lambda: any(each.method == "GET" for each in server.requests) if way.polls else heard,
        )  # fmt: skip

    assert broken(played, 1) == []
    assert line.struck
    assert len(server.creates) == 2
    assert server.cancelled == (["resp_2"] if side == "down" else [])


ODD: dict[str, Sent] = {
    "silence": silence,
    "says our key": http(json.dumps({"error": {"message": KEY, "code": KEY}}).encode(), status=f"401 {KEY}"),
    "busy": http(b"{}", status="429 Too Many Requests", fields="Retry-After: 60\r\n"),
    "leads elsewhere": http(b"", status="302 Found", fields="Location: http://127.0.0.1:9/\r\n"),
    "no HTTP": b"\x16\x03\x01 hello\r\n\r\n",
    "another protocol": http(b"", status="101 Switching Protocols", fields="Upgrade: x\r\n"),
    "an endless body": endless(PLAIN, b" " * 65536),
    "done after all": http(json.dumps(response(call(click(x=20, y=20)))).encode()),
}


@pytest.mark.parametrize("odd", ODD)
def test_a_stop_ends_the_run_whatever_the_server_says_to_it(odd: str, tmp_path: Path) -> None:
    heard: list[StreamUpdate] = []
    with RawServer([CLICKED, half_a_stream], ODD[odd]) as server:
        way = replace(STREAMED, forget=True)
        played = play(way, server.base_url, tmp_path, patience=PATIENT, stop_when=lambda: heard, pass_on=heard.append)

    assert broken(played, 1) == []
    cancelled = [asked.path for asked in server.requests if asked.path.endswith("/cancel")]
    assert cancelled == ["/v1/responses/resp_1/cancel"]
    assert len(server.creates) == 2


@pytest.mark.parametrize("fault", LINE_FAULTS)
def test_a_stop_ends_the_run_while_it_looks_for_an_answer_that_was_cut_off(fault: LineFault, tmp_path: Path) -> None:
    first, second, *_ = script(STREAMED)
    with (
        ScriptedServer([first, replace(second, cut_after=600)], key=KEY) as server,
        FaultyLine(server.port, "down", fault=fault, on=b"GET ") as line,
    ):
        url = f"http://127.0.0.1:{line.port}/v1"
        played = play(STREAMED, url, tmp_path, patience=PATIENT, stop_when=lambda: line.struck)

    assert list(broken_promises(played)) == []
    assert played.ending_s < SOON_S
