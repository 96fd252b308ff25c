"""What can be used at once: keys, and servers here with models that see. A key is tried at its own server alone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler

import pytest

from desktop_agent.model.profile import Profile
from desktop_agent.model.profiles import PROFILES
from desktop_agent.runtime.provider.choices import ModelState, model_states
from desktop_agent.runtime.provider.entry import ModelTrial, try_model
from tests.fakes.people.keyrings import memory_keyring
from tests.fakes.servers.loopback_server import LoopbackServer

OPENAI, OLLAMA, NORTHSTAR, AZURE = (PROFILES[name] for name in ("openai", "ollama", "vllm", "azure"))
LIST = b'{"object": "list", "data": [{"id": "m"}]}'
REFUSED = b'{"error": {"message": "Incorrect API key provided", "code": "invalid_api_key"}}'
# Google's answer to a wrong key, by its API's documentation of errors.
GOOGLES = (
    b'{"error": {"code": 400, "message": "API key not valid. Please pass a valid API key.",'
    b' "status": "INVALID_ARGUMENT",'
    b' "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}]}}'
)


@dataclass
class ModelServer(LoopbackServer):
    """A server with one answer to everything, or one for each path; it keeps what was asked."""

    answers: Mapping[str, object] | bytes = LIST
    status: int = 200
    location: str = ""
    heard: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    served: ModelServer

    def do_GET(self) -> None:
        self._answer(self.path)

    def do_POST(self) -> None:
        self._answer(f"{self.path} {json.loads(self.rfile.read(int(self.headers['Content-Length'])))['model']}")

    def _answer(self, asked: str) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.served.heard.append((self.command, self.path, headers))
        answers = self.served.answers
        self.send_response(self.served.status if isinstance(answers, bytes) or asked in answers else 404)
        if self.served.location:
            self.send_header("Location", self.served.location)
        self.end_headers()
        self.wfile.write(answers if isinstance(answers, bytes) else json.dumps(answers.get(asked)).encode())

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


ModelServer.handler = _Handler


def listed(*names: str) -> tuple[str, object]:
    return "/v1/models", {"data": [{"id": name} for name in names]}


def ollama(**sees: bool) -> dict[str, object]:
    shown = [(f"/api/show {name}", {"capabilities": ["vision"] if able else []}) for name, able in sees.items()]
    return dict([listed(*sees), ("/api/tags", {"models": [{"name": name} for name in sees]}), *shown])


@pytest.mark.parametrize(
    ("profile", "answers", "status", "state"),
    [
        (OLLAMA, ollama(blind=False, sees=True), 200, ModelState("runs", "sees")),
        (OLLAMA, ollama(blind=False), 200, ModelState("blind")),
        (OLLAMA, dict([listed("qwen3-vl:8b", "other")]), 200, ModelState("runs")),
        (OLLAMA, {"/v1/models": {"error": "no key"}}, 401, ModelState("needs key")),
        (NORTHSTAR, dict([listed("Tzafon/Northstar-CUA-Fast")]), 200, ModelState("runs")),
        (NORTHSTAR, dict([listed("another")]), 200, ModelState("other model")),
    ],
)
def test_a_server_here_is_ready_where_a_model_of_it_sees(
    profile: Profile, answers: dict[str, object], status: int, state: ModelState
) -> None:
    with memory_keyring(), ModelServer(answers, status) as server:
        here = replace(profile, base_url=server.base_url)

        assert model_states({"it": here}, {}) == {"it": state}


def test_a_service_elsewhere_needs_a_key_until_there_is_one() -> None:
    with memory_keyring() as keyring:
        before = model_states({"openai": OPENAI}, {})["openai"]
        by_variable = model_states({"openai": OPENAI}, {"OPENAI_API_KEY": "sk"})["openai"]
        keyring.set_password("desktop-agent", "openai", "sk")
        stored = model_states({"openai": OPENAI}, {})["openai"]

    assert [before, by_variable, stored] == [ModelState("needs key"), ModelState("has key"), ModelState("has key")]


@pytest.mark.parametrize(
    ("status", "body", "trial"),
    [
        (200, LIST, ModelTrial("works", models=("m",))),
        (401, REFUSED, ModelTrial("refused")),
        (400, GOOGLES, ModelTrial("refused")),
        (400, REFUSED, ModelTrial("refused")),
        (400, b"{}", ModelTrial("untried", "The server returned 400 when asked for its list of models.")),
        (404, b"", ModelTrial("untried", "The server returned 404 when asked for its list of models.")),
        (200, b"<html>Sign in</html>", ModelTrial("untried", "The server's response isn't a list of models.")),
    ],
)
def test_the_server_says_whether_it_takes_the_key(status: int, body: bytes, trial: ModelTrial) -> None:
    with ModelServer(body, status) as server:
        assert try_model(OPENAI, server.base_url, "sk-mine") == trial

    assert [(method, path) for method, path, _ in server.heard] == [("GET", "/v1/models")]
    assert server.heard[0][2]["authorization"] == "Bearer sk-mine"


def test_the_key_goes_the_providers_own_way() -> None:
    with ModelServer() as server:
        try_model(AZURE, f"{server.base_url.removesuffix('/v1')}/openai/v1", "key-of-corp")

    _, path, headers = server.heard[0]
    assert (path, headers["api-key"], "authorization" in headers) == ("/openai/v1/models", "key-of-corp", False)


def test_the_key_follows_no_redirection() -> None:
    with ModelServer() as other, ModelServer(b"", 302, f"{other.base_url}/models") as server:
        trial = try_model(OPENAI, server.base_url, "sk-mine")

    assert (trial.state, other.heard) == ("untried", [])
