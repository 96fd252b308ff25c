"""The same run in each dialect, streamed and whole, against a scripted server; and from Python."""

import base64
import hashlib
import json
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.model.dialect_names import DIALECT_NAMES
from tests.fakes.apps import App, running
from tests.fakes.script import Answer, asks, says, thinks
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until
from tests.journeys.conftest import Agent

TEXT = "Grüße – ☕ <b>&</b> 'quotes' \"here\"\nsecond line"
SCOPE = "mousepad"
STREAMED = [pytest.param(dialect, True, id=f"{dialect}-streamed") for dialect in DIALECT_NAMES]
WHOLE = [pytest.param(dialect, False, id=f"{dialect}-whole") for dialect in DIALECT_NAMES]


def _script(app: App, saved: Path) -> list[Answer]:
    left, top, width, height = app.frame()
    middle = {"x": left + width // 2, "y": top + height // 2}
    return [
        thinks("The editor is open.") + asks({**middle, "type": "click", "button": "left"}),
        asks({"type": "type", "text": TEXT}),
        asks({"type": "keypress", "keys": ["CTRL", "SHIFT", "S"]}),
        asks({"type": "keypress", "keys": ["ctrl", "a"]}),
        asks({"type": "type", "text": f"{saved}\n"}),
        says("Saved."),
    ]  # fmt: skip


@pytest.mark.parametrize(("dialect", "stream"), [*STREAMED, *WHOLE])
def test_mousepad_saves_what_a_scripted_model_types(
    display: PrivateDisplay, agent: Agent, tmp_path: Path, dialect: str, stream: bool
) -> None:
    saved = tmp_path / "note.txt"
    flag = "--stream" if stream else "--no-stream"

    with running(["mousepad"], display, tmp_path / "home", "Mousepad") as app:
        with ScriptedServer(_script(app, saved), dialect=dialect, stream=True) as server:
            words = ("run", "Save a note", "--json", "--allow", SCOPE, "--base-url", server.base_url, flag)
            family = ("--family", "generic") if dialect == "functions" else ()  # the server calls by its names
            places = ("--coordinates", "viewport") if dialect in {"functions", "preview"} else ()
            ran = agent(*words, "--dialect", dialect, *family, *places)
        wait_until(lambda: saved.exists() and saved.read_bytes() == TEXT.encode(), "the saved note")

    assert ran.code == 0, ran.out[-1000:] + ran.err
    assert server.objections == []
    assert [bool(request.body.get("stream")) for request in server.creates] == [stream] * 6
    _check_journal(ran.out, server)


def _check_journal(out: str, server: ScriptedServer) -> None:
    """The folder holds the lines that were printed, and the pictures are those that the server got."""
    events = [json.loads(line) for line in out.splitlines()]
    folder = Path(events[0]["dir"])
    assert (folder / "events.jsonl").read_text(encoding="utf-8") == out
    assert events[0]["event"] == "run.started"
    assert events[-1]["event"] == "run.finished"
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    sent = json.dumps([request.body for request in server.creates])
    for event in events:
        if event["event"] == "frame":
            data = (folder / event["path"]).read_bytes()
            assert hashlib.sha256(data).hexdigest() == event["sha256"]
            assert base64.b64encode(data).decode() in sent
