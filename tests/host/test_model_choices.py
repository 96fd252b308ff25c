"""What can be used at once: keys, and the servers on this computer with models that see."""

import json
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler

import pytest

from desktop_agent.host.model_choices import ModelState, model_states
from desktop_agent.model.profile import Profile
from desktop_agent.model.profiles import PROFILES
from tests.fakes.keyrings import memory_keyring
from tests.fakes.loopback_server import LoopbackServer

OPENAI, OLLAMA, NORTHSTAR = PROFILES["openai"], PROFILES["ollama"], PROFILES["vllm"]


@dataclass
class OneServer(LoopbackServer):
    answers: tuple[tuple[str, object], ...] = ()
    status: int = 200


class _Handler(BaseHTTPRequestHandler):
    served: OneServer

    def do_GET(self) -> None:
        self._answer(dict(self.served.answers).get(self.path))

    def do_POST(self) -> None:
        model = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["model"]
        self._answer(dict(self.served.answers).get(f"{self.path} {model}"))

    def _answer(self, body: object) -> None:
        self.send_response(self.served.status if body is not None else 404)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


OneServer.handler = _Handler


def listed(*names: str) -> tuple[str, object]:
    return "/v1/models", {"data": [{"id": name} for name in names]}


def ollama(**sees: bool) -> tuple[tuple[str, object], ...]:
    shown = [(f"/api/show {name}", {"capabilities": ["vision"] if able else []}) for name, able in sees.items()]
    return (listed(*sees), ("/api/tags", {"models": [{"name": name} for name in sees]}), *shown)


@pytest.mark.parametrize(
    ("profile", "answers", "status", "state"),
    [
        (OLLAMA, ollama(blind=False, sees=True), 200, ModelState("runs", "sees")),
        (OLLAMA, ollama(blind=False), 200, ModelState("blind")),
        (OLLAMA, (listed("qwen3-vl:8b", "other"),), 200, ModelState("runs")),
        (OLLAMA, (("/v1/models", {"error": "no key"}),), 401, ModelState("needs key")),
        (NORTHSTAR, (listed("Tzafon/Northstar-CUA-Fast"),), 200, ModelState("runs")),
        (NORTHSTAR, (listed("another"),), 200, ModelState("other model")),
    ],
)
def test_a_server_here_is_ready_where_a_model_of_it_sees(
    profile: Profile, answers: tuple[tuple[str, object], ...], status: int, state: ModelState
) -> None:
    with memory_keyring(), OneServer(answers, status) as server:
        here = replace(profile, base_url=server.base_url)

        assert model_states({"it": here}, {}) == {"it": state}


def test_a_service_elsewhere_needs_a_key_until_there_is_one() -> None:
    with memory_keyring() as keyring:
        before = model_states({"openai": OPENAI}, {})["openai"]
        by_variable = model_states({"openai": OPENAI}, {"OPENAI_API_KEY": "sk"})["openai"]
        keyring.set_password("desktop-agent", "openai", "sk")
        stored = model_states({"openai": OPENAI}, {})["openai"]

    assert [before, by_variable, stored] == [ModelState("needs key"), ModelState("has key"), ModelState("has key")]
