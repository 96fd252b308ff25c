"""The real server: who gets in, what is kept, what is refused, and that it ends when it is told to."""

import io
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image, ImageDraw, ImageFont

from desktop_agent.core.errors import SettingsError
from desktop_agent.serve.dialects import DIALECTS
from desktop_agent.serve.server import local_server, serve
from tests.fakes.processes import children, is_alive, wait_for_end
from tests.fakes.servers.serving import TOOLS
from tests.offline.conversation import DONE, data_url

pytestmark = pytest.mark.program
ROOT = Path(__file__).parents[3]


def picture(*texts: str) -> str:
    screen = Image.new("RGB", (640, max(400, 80 + 60 * len(texts))), "#f0f0f0")
    for at, text in enumerate(texts):
        ImageDraw.Draw(screen).text((40, 40 + 60 * at), text, "black", ImageFont.load_default(18))
    out = io.BytesIO()
    screen.save(out, "PNG")
    return data_url(out.getvalue())


def said(task: str, *images: str) -> list[dict[str, Any]]:
    content = [{"type": "input_text", "text": task}, *({"type": "input_image", "image_url": image} for image in images)]
    return [{"role": "user", "content": content}]


def test_the_picture_is_really_read(http: httpx.Client) -> None:
    asked = said('click "Second thing"', picture("First thing", "Second thing"))
    answer = http.post("/responses", json={"model": "local", "input": asked, "tools": [TOOLS["preview"], DONE]}).json()

    action = answer["output"][-1]["action"]
    assert "click" == action["type"]
    assert 40 <= action["x"] <= 160
    assert 100 <= action["y"] <= 120
    assert "I see “Second thing”" in answer["output"][0]["summary"][0]["text"]


@pytest.mark.parametrize("chained", [True, False])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_task_without_a_picture_is_answered_by_asking_for_one(
    http: httpx.Client, dialect: str, chained: bool
) -> None:
    tools = TOOLS[dialect]
    first = http.post("/responses", json={"input": said('click "Thing"'), "tools": [tools], "instructions": ""}).json()
    call = first["output"][-1]
    looks = {"preview": "screenshot", "openai": "screenshot", "lightcone": "wait"}[dialect]
    kind = "input_image" if dialect == "lightcone" else "computer_screenshot"
    shot: dict[str, Any] = {"type": kind, "image_url": picture("Thing")}
    result: dict[str, Any] = {"type": "computer_call_output", "call_id": call["call_id"], "output": shot}
    history = {"previous_response_id": first["id"]} if chained or dialect == "lightcone" else {}
    before = [] if history else [*said('click "Thing"'), *first["output"]]
    second = http.post("/responses", json={"input": [*before, result], "tools": [tools], **history}).json()

    assert action_of(call)["type"] == looks
    assert action_of(second["output"][-1])["type"] == "click"


def action_of(call: dict[str, Any]) -> dict[str, Any]:
    return dict(call["actions"][0] if "actions" in call else call["action"])


@pytest.mark.slow(but=["15-*"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_the_server_and_its_child(number: signal.Signals, code: int) -> None:
    command = [sys.executable, "-m", "desktop_agent", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as server:
        assert server.stdout is not None
        lines = [server.stdout.readline(), server.stdout.readline()]
        begun = children(server.pid)
        server.send_signal(number)
        ended = server.wait(60)

    assert code == ended
    assert lines[0].startswith("http://127.0.0.1:")
    assert lines[0].endswith("/v1\n")
    assert lines[1].startswith("token ")
    wait_for_end(*begun)


def test_the_server_ends_with_the_process_that_started_it() -> None:
    before = {*children(os.getpid(), at_least=0)}
    with local_server() as server:
        url = httpx.URL(server.base_url)
        started = {*children(os.getpid())} - before

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((url.host, url.port), timeout=60)
    assert started
    assert not any(map(is_alive, started))


def test_a_taken_port_is_said_to_be_taken() -> None:
    interrupted = signal.getsignal(signal.SIGINT)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        with pytest.raises(SettingsError, match="can't be used") as caught:
            serve(other.getsockname()[1], "t", announce=lambda _: None)

    assert "--port 0" in caught.value.hint
    assert signal.getsignal(signal.SIGINT) is interrupted
