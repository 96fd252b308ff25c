"""A server that says back what it was told in secret: nobody can read it anywhere, in whatever form it comes."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from itertools import cycle
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.lib.logs import LAST_RUN
from tests.fakes.processes import command_line
from tests.fakes.servers.raw_server import RawServer, Sent, http, stream
from tests.fakes.waiting import wait_until
from tests.faults.bad_inputs import CREATED, response
from tests.faults.whole_run import CANARIES, COOKIE, KEY, Way, broken_promises, found_in, found_under, play

# What we tell it, that is: a cookie is the server's own word.
SPOKEN = {name: canary.decode() for name, canary in CANARIES.items() if name not in {"typed password", "cookie"}}
SET_COOKIE = f"Set-Cookie: session={COOKIE}; Path=/\r\n"


def _echoes(said: str) -> Mapping[str, Sent]:
    error = {"message": f"Bad request with {said}.", "code": said, "param": said, "type": said}
    body = json.dumps({"error": error}).encode()
    failed = {**response(status="failed"), "error": error}
    fields = f"Location: /{said}\r\nX-Said: {said}\r\nX-Request-Id: {said}\r\nServer: {said}\r\n"
    statuses = ("400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "500 Oops", "302 Found")
    return {
        **{status: http(body, status=status, fields=fields) for status in statuses},
        "as text": http(said.encode(), status="418 Teapot", media_type="text/plain"),
        "as a type": http(b"x", media_type=f"text/{said}"),
        "a reason": http(body, status=f"400 {said}"),
        "a failed response": http(json.dumps(failed).encode()),
        "a failed stream": stream(CREATED, {"type": "response.failed", "response": failed}),
        "an error in a stream": stream(CREATED, {"type": "error", **error}),
        "an odd id": http(json.dumps(response(status="in_progress", id=f"../{said}")).encode()),
        "an odd status": http(json.dumps(response(status=said)).encode()),
    }


# Each of the places has one of the forms, and each form comes in several places.
@pytest.mark.parametrize(("where", "secret"), [*zip(_echoes(""), cycle(SPOKEN))])
def test_what_a_server_says_back_is_told_to_nobody(where: str, secret: str, tmp_path: Path) -> None:
    with RawServer([_echoes(SPOKEN[secret])[where]]) as server:
        played = play(Way("preview", stream=True, chain=True), server.base_url, tmp_path)

    assert played.status == "failed"
    assert list(broken_promises(played, [])) == []


@pytest.mark.slow
def test_the_command_with_debug_writes_prints_and_shows_none(display: PrivateDisplay, tmp_path: Path) -> None:
    body = json.dumps({"error": {"message": " ".join(SPOKEN.values())}}).encode()
    environment = {**os.environ, **display.environment(), "DESKTOP_AGENT_HOME": str(tmp_path)}
    names = f"{SET_COOKIE}Server: gateway/2.1\r\nX-Request-Id: req_4711\r\n"
    with RawServer([http(body, status="401 Unauthorized", fields=names)]) as server:
        command = (sys.executable, "-m", "desktop_agent", "--debug", "run", "Save a note", "--dialect", "preview")
        with subprocess.Popen(
            [*command, "--base-url", server.base_url, "--coordinates", "viewport", "--approver", "none"],
            env=environment | {"DESKTOP_AGENT_API_KEY": KEY}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        ) as run:  # fmt: skip
            wait_until(lambda: server.requests, "the request")
            shown = command_line(run.pid)
            out, err = run.communicate(timeout=60)

    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert run.returncode == 1
    assert b"Error: The server refused the request (401)" in err
    assert list(tmp_path.glob("data/runs/*/report.html"))
    for log in (err, (tmp_path / "data" / LAST_RUN).read_bytes()):
        assert re.search(rb"POST: 401 by HTTP/1.1 after \d+ ms; gateway/2.1, request req_4711\n", log)
    assert found_in(shown, out, err) | found_under([tmp_path]) == set()
