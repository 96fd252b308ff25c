"""A run through LiteLLM's proxy, so that the translation into chat completions and back is nobody's here.

LiteLLM takes 740 MB, so it is not there by day: `sh packaging/setup.sh night` installs it into `.litellm`.
"""

import json
import os
import secrets
import socket
import subprocess
import urllib.request
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.chat_upstream import ChatAnswer, ChatUpstream
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.journeys.conftest import Agent

LITELLM = ROOT / ".litellm" / "bin" / "litellm"
pytestmark = pytest.mark.skipif(not LITELLM.exists(), reason="there is no .litellm: packaging/setup.sh night makes it")
TEXT = "Grüße through a proxy – ☕"


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
            flags = ("--provider", "litellm", "--base-url", url, "--model", "any", "--family", "generic")
            streamed = "--stream" if stream else "--no-stream"
            ran = agent("run", "Save a note", *flags, streamed, "--allow", "mousepad=everything")
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
