"""A run through LiteLLM's proxy, so that the translation into chat completions and back is nobody's here.

LiteLLM takes 740 MB, so it is not there by day: `sh packaging/setup.sh night` installs it into `.litellm`.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.loopback_server import LoopbackServer
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.journeys.conftest import Agent

Json = dict[str, Any]
ChatAnswer = str | tuple[str, Mapping[str, object]]  # words, or the call of a function
LITELLM = ROOT / ".litellm" / "bin" / "litellm"
pytestmark = pytest.mark.skipif(not LITELLM.exists(), reason="there is no .litellm: packaging/setup.sh night makes it")
TEXT = "Grüße through a proxy – ☕"


@dataclass
class ChatUpstream(LoopbackServer):
    """A server on loopback; a context manager. The answer is the one that the results in a request have come to."""

    script: Sequence[ChatAnswer]
    requests: list[Json] = field(default_factory=list)

    def message(self, body: Json) -> Json:
        """Return what the model says to this."""
        said = self.script[sum(one["role"] == "tool" for one in body["messages"])]
        if isinstance(said, str):
            return {"role": "assistant", "content": said}
        function = {"name": said[0], "arguments": json.dumps(said[1])}
        call = {"id": f"call_{len(self.requests)}", "type": "function", "function": function}
        return {"role": "assistant", "content": None, "tool_calls": [call]}


class _Handler(BaseHTTPRequestHandler):
    served: ChatUpstream

    def do_POST(self) -> None:
        body: Json = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.served.requests.append(body)
        message = self.served.message(body)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream" if body.get("stream") else "application/json")
        self.end_headers()
        for piece in chat_bytes(message, streamed=bool(body.get("stream"))):
            self.wfile.write(piece)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


ChatUpstream.handler = _Handler


def chat_bytes(message: Json, *, streamed: bool) -> Iterator[bytes]:
    """Yield a message of a model on the wire."""
    why = "tool_calls" if "tool_calls" in message else "stop"
    return _streamed(message, why) if streamed else _whole(message, why)


def _whole(message: Json, why: str) -> Iterator[bytes]:
    choice = {"index": 0, "message": message, "finish_reason": why}
    usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    yield json.dumps({**_head("chat.completion"), "choices": [choice], "usage": usage}).encode()


def _streamed(message: Json, why: str) -> Iterator[bytes]:
    calls = [{"index": at, **call} for at, call in enumerate(message.get("tool_calls", []))]
    delta = {**message, "tool_calls": calls} if calls else message
    for part, ended in ((delta, None), ({}, why)):
        choice = {"index": 0, "delta": part, "finish_reason": ended}
        yield f"data: {json.dumps({**_head('chat.completion.chunk'), 'choices': [choice]})}\n\n".encode()
    yield b"data: [DONE]\n\n"


def _head(kind: str) -> Json:
    return {"id": "chat-1", "object": kind, "created": 1, "model": "any"}


@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
def test_mousepad_saves_what_a_model_behind_a_proxy_types(
    display: PrivateDisplay, agent: Agent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stream: bool
) -> None:
    saved = tmp_path / "note.txt"
    script: list[ChatAnswer] = [
        ("type", {"text": TEXT}),
        ("press", {"keys": ["ctrl", "shift", "s"]}),
        ("press", {"keys": ["ctrl", "a"]}),
        ("type", {"text": f"{saved}\n"}),
        "Saved.",
    ]
    key = f"sk-{secrets.token_hex(24)}"
    monkeypatch.setenv("DESKTOP_AGENT_API_KEY", key)
    with running(["mousepad"], display, tmp_path / "home", "Mousepad"), ChatUpstream(script) as upstream:
        url, proxy = _proxy(upstream.base_url, key, tmp_path)
        try:
            flags = ("--provider", "litellm", "--base-url", url, "--model", "any", "--coordinates", "viewport")
            streamed = "--stream" if stream else "--no-stream"
            ran = agent("run", "Save a note", *flags, streamed, "--allow", "mousepad")
            wait_until(lambda: saved.exists() and saved.read_bytes() == TEXT.encode(), "the saved note")
        finally:
            proxy.terminate()
            proxy.wait(30)

    assert ran.code == 0, ran.out + ran.err
    assert [body.get("stream", False) for body in upstream.requests] == [stream] * 5


def _proxy(upstream: str, key: str, folder: Path) -> tuple[str, subprocess.Popen[bytes]]:
    """Start the proxy, and return its URL once it answers; it begins within half a minute."""
    parameters = {"model": "openai/any", "api_base": upstream, "api_key": "none", "use_chat_completions_api": True}
    config = folder / "config.yaml"
    config.write_text(json.dumps({"model_list": [{"model_name": "any", "litellm_params": parameters}]}))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(LITELLM), "--config", str(config), "--port", str(port), "--host", "127.0.0.1"]
    environment = {**os.environ, "LITELLM_MASTER_KEY": key, "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
    proxy = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/v1/models", headers={"Authorization": f"Bearer {key}"})

    def answers() -> bool:
        try:
            return bool(urllib.request.urlopen(asked, timeout=5).status == 200)
        except OSError:
            assert proxy.poll() is None, "the proxy has ended"
            return False

    wait_until(answers, "the proxy", within_s=120)
    return f"http://127.0.0.1:{port}/v1", proxy
