"""Asks a model server on this computer for its models, and which of them can see pictures.

Each kind of server has an API of its own for that, so every API is tried, whatever the server's name.
Sources: docs.ollama.com (`/api/tags`, `/api/show`), lmstudio.ai/docs (`/api/v0/models`), the README of llama.cpp's
server (`/props`; 503 while it loads a model), docs.litellm.ai (`/model/info`), openrouter.ai/docs (`/models`).
"""

from __future__ import annotations

import http.client
import json
import logging
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal
from urllib.parse import urlsplit

from desktop_agent.core.errors import DialectError
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.model.foreign_json import load_object

_log = logging.getLogger(__name__)

_ANSWERS_WITHIN_S = 2.0
_MOST_BYTES = 4_000_000
_MOST_ASKED_SINGLY = 30  # models
_UNAVAILABLE = HTTPStatus.SERVICE_UNAVAILABLE
_LOADING = -1  # our own value for a server that is loading a model
_WANTS_KEY = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_JSON = {"Content-Type": "application/json"}

ServerState = Literal["ready", "loading", "other"]


@dataclass(frozen=True, slots=True)
class ServedModel:
    """One model of a server; `sees` is None if the server does not report it."""

    name: str
    sees: bool | None = None


@dataclass(frozen=True, slots=True)
class RunningServer:
    """The server at an address: "other" is no model server, or one that does not list its models.

    With `only`, it has one model, under any name. A server that `wants_key` lists nothing without the key.
    """

    state: ServerState
    models: tuple[ServedModel, ...] = ()
    only: bool = False
    wants_key: bool = False

    @property
    def seeing(self) -> tuple[str, ...]:
        """Return the names of the models that can see."""
        return tuple(model.name for model in self.models if model.sees)

    def model(self, name: str) -> ServedModel | None:
        """Return a model by its name; None if the server lists none of this name."""
        if self.only and self.models:
            return self.models[0]
        names = {name, f"{name}:latest"}  # as Ollama reads a name
        return next((model for model in self.models if model.name in names), None)


def ask_local_server(base_url: str) -> RunningServer | None:
    """Return the models of a server on this computer; None if none answers.

    Each question takes at most two seconds, and a few milliseconds if no server listens. No key is sent, so a server
    that requires one lists no models.
    """
    questions = _ServerApi(base_url)
    try:
        listing, model_list = questions.get(f"{questions.path}/models")
        models = tuple(_models_in(model_list))
        status, facts = questions.get("/props")
        if _LOADING in {listing, status}:
            _log.info("port %s: the server is loading a model", questions.port)
            return RunningServer("loading", models)
        sees = _object_at(facts, "modalities").get("vision")
        if isinstance(sees, bool):
            name = models[0].name if models else ""
            return RunningServer("ready", (ServedModel(name, sees),), only=True)
        models_found = (*models, *_models_by_own_api(questions, models))
    except (http.client.HTTPException, TimeoutError, ssl.SSLError) as error:  # it is busy, or no model server
        _log.info("port %s: a program listens, and is no model server that answers: %s", questions.port, error)
        return RunningServer("other")
    except OSError as error:
        _log.debug("port %s: no server: %s", questions.port, error)
        return None
    state: ServerState = "ready" if isinstance(model_list.get("data"), list) or listing in _WANTS_KEY else "other"
    models = tuple({model.name: model for model in models_found}.values())
    _log.info("port %s: a server that is %s, with %d models (%d)", questions.port, state, len(models), listing)
    return RunningServer(state, models, wants_key=listing in _WANTS_KEY)


def _models_by_own_api(questions: _ServerApi, models: Sequence[ServedModel]) -> Iterator[ServedModel]:
    """Yield the models of the server's own API, in addition to the common list."""
    if any(model.sees is not None for model in models):
        return
    if studio := _objects_in(questions.get("/api/v0/models")[1].get("data")):
        yield from (ServedModel(str(model.get("id")), model.get("type") == "vlm") for model in studio)
    elif tags := _objects_in(questions.get("/api/tags")[1].get("models")):
        for model in tags[:_MOST_ASKED_SINGLY]:
            abilities = questions.post("/api/show", {"model": str(model.get("name"))})[1].get("capabilities")
            yield ServedModel(str(model.get("name")), "vision" in abilities if isinstance(abilities, list) else None)
    else:
        for model in _objects_in(questions.get("/model/info")[1].get("data")):
            # LiteLLM takes this from its own list, which lacks models that see, so False means unknown.
            sees = _object_at(model, "model_info").get("supports_vision") is True
            yield ServedModel(str(model.get("model_name")), sees or None)


def _models_in(listed: JsonItem) -> Iterator[ServedModel]:
    for model in _objects_in(listed.get("data")):
        kinds = _object_at(model, "architecture").get("input_modalities")
        yield ServedModel(str(model.get("id")), "image" in kinds if isinstance(kinds, list) else None)


def _objects_in(value: object) -> list[JsonItem]:
    """Return the objects of a list; an empty list for anything else."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _object_at(item: JsonItem, name: str) -> JsonItem:
    """Return the object under a name; an empty one if there is none."""
    value = item.get(name)
    return value if isinstance(value, dict) else {}


class _ServerApi:
    """Short questions to one server; each raises OSError or HTTPException if it gets no answer."""

    def __init__(self, base_url: str) -> None:
        self._parts = urlsplit(base_url)
        self.path = self._parts.path.rstrip("/").removesuffix("/responses") or "/v1"

    @property
    def port(self) -> int | None:
        """The server's port; None for the usual one of its scheme."""
        return self._parts.port

    def get(self, path: str) -> tuple[int, JsonItem]:
        """Return the status and the object of an answer; the object is empty if the answer is none."""
        return self._ask("GET", path, None)

    def post(self, path: str, body: Mapping[str, str]) -> tuple[int, JsonItem]:
        """Send an object; the answer is as with `get`."""
        return self._ask("POST", path, json.dumps(body).encode())

    def _ask(self, method: str, path: str, body: bytes | None) -> tuple[int, JsonItem]:
        with closing(self._connection()) as connection:
            connection.request(method, path, body, _JSON)
            answer = connection.getresponse()
            data = answer.read(_MOST_BYTES)
        if answer.status != HTTPStatus.OK:
            is_loading = answer.status == _UNAVAILABLE and b"loading" in data.lower()
            return (_LOADING if is_loading else answer.status), {}
        try:
            return answer.status, load_object(data)
        except DialectError:
            return answer.status, {}

    def _connection(self) -> http.client.HTTPConnection:
        host = self._parts.hostname or ""
        port = self._parts.port
        if self._parts.scheme == "https":
            trusted = ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=_ANSWERS_WITHIN_S, context=trusted)
        return http.client.HTTPConnection(host, port, timeout=_ANSWERS_WITHIN_S)
