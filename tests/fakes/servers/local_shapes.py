"""Model servers as they run on a person's computer, each in the shape that its own documents give.

https://docs.ollama.com/api (tags, show, capabilities); https://lmstudio.ai/docs/api/rest-api (api/v0/models: type and
state); llama.cpp, tools/server/README.md (props: modalities; health: 503 “Loading model”);
https://docs.litellm.ai (model/info); https://docs.vllm.ai (v1/models). Requests for an answer go on to another server.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.servers.loopback_server import LoopbackServer, QuietHandler

Json = dict[str, Any]
Route = tuple[int, Json] | Callable[[Json], tuple[int, Json]]  # the status and the body, by what was sent
_LOADING = (503, {"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}})


def _list(*names: str) -> Route:
    return 200, {"object": "list", "data": [{"id": name, "object": "model", "owned_by": "library"} for name in names]}


def ollama(models: Mapping[str, list[str]]) -> dict[str, Route]:
    def show(asked: Json) -> tuple[int, Json]:
        name = asked.get("model", "")
        if name not in models:
            return 404, {"error": f"model '{name}' not found"}
        return 200, {"details": {"format": "gguf"}, "capabilities": models[name]}

    tags = {"models": [{"name": name, "model": name, "size": 1} for name in models]}
    return {"GET /v1/models": _list(*models), "GET /api/tags": (200, tags), "POST /api/show": show}


def lm_studio(models: Mapping[str, str]) -> dict[str, Route]:
    data = [{"id": name, "object": "model", "type": kind, "state": "not-loaded"} for name, kind in models.items()]
    return {"GET /v1/models": _list(*models), "GET /api/v0/models": (200, {"object": "list", "data": data})}


def llama_cpp(*, sees: bool) -> dict[str, Route]:
    props = {"total_slots": 1, "model_path": "m.gguf", "modalities": {"vision": sees, "audio": False}}
    return {"GET /v1/models": _list("m.gguf"), "GET /props": (200, props), "GET /health": (200, {"status": "ok"})}


def llama_cpp_loading() -> dict[str, Route]:
    return {"GET /v1/models": _list("m.gguf"), "GET /props": _LOADING, "GET /health": _LOADING}


def vllm(name: str) -> dict[str, Route]:
    return {"GET /v1/models": _list(name)}


def litellm(models: Mapping[str, bool | None]) -> dict[str, Route]:
    data = [{"model_name": name, "model_info": {"id": "1", "supports_vision": sees}} for name, sees in models.items()]
    return {"GET /v1/models": _list(*models), "GET /model/info": (200, {"data": data})}


@dataclass
class LocalShape(LoopbackServer):
    """A server on loopback; a context manager. `routes` may change while it runs; `behind` answers the requests."""

    routes: dict[str, Route]
    behind: str = ""  # a base URL
    asked: list[str] = field(default_factory=list)


class _Handler(QuietHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.body())

    def _answer(self, sent: bytes) -> None:
        asked = f"{self.command} {self.path}"
        self.served.asked.append(asked)
        if asked == "POST /v1/responses" and self.served.behind:
            self._pass_on(sent)
            return
        route = self.served.routes.get(asked, (404, {"error": "404 page not found"}))
        status, body = route(json.loads(sent or b"{}")) if callable(route) else route
        self.say(status, "application/json", json.dumps(body).encode())

    def _pass_on(self, sent: bytes) -> None:
        to = urlsplit(self.served.behind)
        connection = http.client.HTTPConnection(to.hostname or "", to.port or 80)
        connection.request("POST", "/v1/responses", sent, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        self.say(answer.status, answer.headers["Content-Type"], answer.read())
        connection.close()


LocalShape.handler = _Handler
