"""A desk changes nothing until you take it, a key goes to its host alone, and no door opens without its token."""

import fcntl
import os
import re
import struct
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import httpx2
import pytest

from desktop_agent.core.runs.waiting import Partial, StreamUpdate
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.model.wire.stream_reader import KeyFilter
from tests.fakes.desks.desk_work import has_overlay
from tests.fakes.desks.desks import desk_over, done_inside
from tests.fakes.people.mcp_agent import environment
from tests.fakes.people.mcp_http import HttpServer, http_server
from tests.fakes.servers.plain_vendor import Item, PlainVendor, Script, call, message
from tests.journeys.conftest import BARE, Agent

KEY = "sk-canary-4711-Zanzibar"
START = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "a page", "version": "1"}},
}
TYPES = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}


def reasoned(text: str) -> Item:
    return {"type": "reasoning", "id": "r1", "summary": [{"type": "summary_text", "text": text}]}


IN_PIECES: tuple[tuple[str, ...], ...] = (
    (f"The key: {KEY[:11]}", f"{KEY[11:]}, I think."),
    (KEY[:5], KEY[5:14], KEY[14:]),
    (f"It begins with {KEY[:4]}", f" {KEY[4:12]}\n", f"\u200b{KEY[12:]}"),
    tuple(KEY),
)
SAID: Script = [
    [
        reasoned(f"I was called with {KEY}, it seems."),
        message(f"({KEY})"),
        call({"type": "wait"}, "c0", pending_safety_checks=[{"id": f"s{KEY}", "code": KEY, "message": f"Key {KEY}"}]),
    ],
    [call({"type": "type", "text": f"x{KEY}y"}, f"c-{KEY}", id=KEY)],
    [message(f"Your key is {KEY}.") | {"id": f"m-{KEY}"}],
]


@pytest.mark.slow(but=["--stream-"])
@pytest.mark.parametrize(("streamed", "path"), [("--stream", ""), ("--no-stream", f"/{KEY}/v1")])
def test_an_api_key_echoed_by_the_server_is_stored_nowhere(
    agent: Agent, tmp_path: Path, streamed: str, path: str
) -> None:
    with PlainVendor(SAID) as vendor:
        ran = agent(
            "run", "Wait", "--json", "--dialect", "openai", "--base-url", vendor.url + path, streamed, *BARE,
            environment={"DESKTOP_AGENT_API_KEY": KEY},
        )  # fmt: skip
        requests = vendor.requests

    assert len(requests) == 3
    assert ran.events[-1]["event"] == "run.finished"
    assert KEY not in ran.out + ran.err
    kept = [file for file in (tmp_path / "agent").rglob("*") if file.is_file()]
    assert any(file.name == "report.html" for file in kept)
    assert [file for file in kept if KEY.encode() in file.read_bytes()] == []


@pytest.mark.parametrize("pieces", IN_PIECES)
def test_an_api_key_split_over_texts_leaves_at_most_its_beginning(pieces: tuple[str, ...]) -> None:
    passed: list[StreamUpdate] = []
    pass_on = KeyFilter(passed.append, KEY)

    for number, piece in enumerate(pieces):
        pass_on(Partial("message", f"m{number}", piece))
    shown = "".join(update.text for update in passed if isinstance(update, Partial))

    shown = re.sub(r"[\s\u200b]", "", shown)
    assert [KEY[at : at + 4] for at in range(len(KEY) - 3) if KEY[at : at + 4] in shown] == []


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        (["Your key is ", KEY, "."], "Your key is •••."),
        ([f"Your key is {KEY[:9]}", f"{KEY[9:]}."], "Your key is •••."),
        ([f"({letter}" if n == 0 else letter for n, letter in enumerate(KEY)] + [")"], "(•••)"),
        (["sk-canary", "-", "birds sing"], "sk-canary-birds sing"),
        (["A list: sk", "-", "sk-canary-4711-Zanzibar!"], "A list: sk-•••!"),
    ],
)
def test_an_api_key_in_pieces_is_shown_nowhere(pieces: list[str], shown: str) -> None:
    passed: list[StreamUpdate] = []
    pass_on = KeyFilter(passed.append, KEY)

    for piece in pieces:
        pass_on(Partial("message", "m", piece))

    assert "".join(update.text for update in passed if isinstance(update, Partial)) == shown


HOLDER = """
import fcntl, os, signal, sys
file = open(sys.argv[1], "rb")
{lock}
open(sys.argv[2], "w").close()
signal.pause()
"""
LOCKS = ("fcntl.flock(file, fcntl.LOCK_SH)", "fcntl.lockf(file, fcntl.LOCK_SH, 1)")
FILES = ("/etc/passwd", "/etc/fstab", "/usr/bin/env", "/usr/share/mime/globs2", "/bin/sh")


@pytest.mark.program
@pytest.mark.skipif(not has_overlay(), reason="This machine mounts no overlay for a plain user.")
def test_locks_on_files_of_the_system_and_the_persons_hold_on_the_desk_alone(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    own = tmp_path / "home/plan.txt"
    own.write_text("plan")
    files = [file for file in (*FILES, str(own)) if Path(file).exists()]
    with desk_over(tmp_path) as desk:
        tried = list(product(files, LOCKS))
        for n, (file, lock) in enumerate(tried):
            desk.start(["python3", "-c", HOLDER.format(lock=lock), file, f"/tmp/held{n}"])
        done_inside(desk, f"while [ $(ls /tmp/held* | wc -l) -lt {len(tried)} ]; do sleep 0.1; done")
        held = [file for file in files if not _may_lock(file)]

    assert held == []


def _may_lock(file: str) -> bool:
    fd = os.open(file, os.O_RDONLY)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        asked = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        return fcntl.fcntl(fd, fcntl.F_GETLK, asked)[:2] == struct.pack("h", fcntl.F_UNLCK)
    except BlockingIOError:
        return False
    finally:
        os.close(fd)


@pytest.fixture
def server(display: PrivateDisplay, tmp_path: Path) -> Iterator[HttpServer]:
    with http_server(environment(display, tmp_path), "--mode", "auto", "--approver", "none") as served:
        yield served


def test_requests_without_the_token_or_from_other_origins_are_refused(server: HttpServer) -> None:
    good = {**TYPES, "Authorization": f"Bearer {server.token}"}
    port = server.host.partition(":")[2]
    wrong: list[tuple[dict[str, str], int]] = [
        (TYPES, 401),
        ({**TYPES, "Authorization": f"Bearer {server.token[:-1]}"}, 401),
        ({**TYPES, "Authorization": f"Bearer {server.token}x"}, 401),
        ({**TYPES, "Authorization": f"Basic {server.token}"}, 401),
        ({**TYPES, "Authorization": server.token}, 401),
        ({**good, "Host": f"evil.example:{port}"}, 421),
        ({**good, "Host": f"127.0.0.1.evil.example:{port}"}, 421),
        ({**good, "Host": "127.0.0.1:1"}, 421),
        ({**good, "Origin": "http://evil.example"}, 403),
        ({**good, "Origin": "null"}, 403),
        ({**good, "Origin": f"http://127.0.0.1:{port}.evil.example"}, 403),
        ({**good, "MCP-Protocol-Version": "2026-07-28"}, 400),
    ]

    with httpx2.Client() as http:
        statuses = [http.post(server.url, json=START, headers=headers).status_code for headers, _ in wrong]
        queried = http.post(f"{server.url}?token={server.token}", json=START, headers=TYPES).status_code
        elsewhere = http.post(server.url.replace("/mcp", "/"), json=START, headers=good).status_code
        right = http.post(server.url, json=START, headers=good).status_code

    assert statuses == [status for _, status in wrong]
    assert (queried, elsewhere, right) == (401, 404, 200)
