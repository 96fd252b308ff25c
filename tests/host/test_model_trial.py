"""A model is tried with the key that it is to get: at its own server, and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

import pytest

from desktop_agent.host.model_trial import ModelTrial, try_model
from desktop_agent.model.profiles import PROFILES
from tests.fakes.loopback_server import LoopbackServer

LIST = b'{"object": "list", "data": [{"id": "m"}]}'
REFUSED = b'{"error": {"message": "Incorrect API key provided", "code": "invalid_api_key"}}'
# Google's answer to a wrong key, by its API's documentation of errors.
GOOGLES = (
    b'{"error": {"code": 400, "message": "API key not valid. Please pass a valid API key.",'
    b' "status": "INVALID_ARGUMENT",'
    b' "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}]}}'
)
OPENAI, AZURE = PROFILES["openai"], PROFILES["azure"]


@dataclass
class ListingServer(LoopbackServer):
    status: int = 200
    body: bytes = LIST
    location: str = ""
    heard: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    served: ListingServer

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.served.heard.append((self.command, self.path, headers))
        self.send_response(self.served.status)
        if self.served.location:
            self.send_header("Location", self.served.location)
        self.send_header("Content-Length", str(len(self.served.body)))
        self.end_headers()
        self.wfile.write(self.served.body)

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


ListingServer.handler = _Handler


@pytest.mark.parametrize(
    ("status", "body", "trial"),
    [
        (200, LIST, ModelTrial("works")),
        (401, REFUSED, ModelTrial("refused")),
        (400, GOOGLES, ModelTrial("refused")),
        (400, REFUSED, ModelTrial("untried", "The server returned 400 when asked for its list of models.")),
        (404, b"", ModelTrial("untried", "The server returned 404 when asked for its list of models.")),
        (200, b"<html>Sign in</html>", ModelTrial("untried", "The server's response isn't a list of models.")),
    ],
)
def test_the_server_says_whether_it_takes_the_key(status: int, body: bytes, trial: ModelTrial) -> None:
    with ListingServer(status, body) as server:
        assert try_model(OPENAI, server.base_url, "sk-mine") == trial

    assert [(method, path) for method, path, _ in server.heard] == [("GET", "/v1/models")]
    assert server.heard[0][2]["authorization"] == "Bearer sk-mine"


def test_the_key_goes_the_providers_own_way() -> None:
    with ListingServer() as server:
        try_model(AZURE, f"{server.base_url.removesuffix('/v1')}/openai/v1", "key-of-corp")

    _, path, headers = server.heard[0]
    assert (path, headers["api-key"], "authorization" in headers) == ("/openai/v1/models", "key-of-corp", False)


def test_the_key_follows_no_redirection() -> None:
    with ListingServer() as other, ListingServer(302, b"", f"{other.base_url}/models") as server:
        trial = try_model(OPENAI, server.base_url, "sk-mine")

    assert (trial.state, other.heard) == ("untried", [])
