"""Asks a model server on this computer for its models, and which of them can see pictures.

Each kind of server has an API of its own for that, so every API is tried, whatever the server is called.
Sources: docs.ollama.com (`/api/tags`, `/api/show`), lmstudio.ai/docs (`/api/v0/models`), the README of llama.cpp's
server (`/props`; 503 while it loads a model), docs.litellm.ai (`/model/info`), openrouter.ai/docs (`/models`).
"""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

_ANSWERS_WITHIN_S = 2.0
_MOST_BYTES = 4_000_000
_MOST_ASKED_SINGLY = 30  # models
_UNAVAILABLE = HTTPStatus.SERVICE_UNAVAILABLE
_LOADING = -1  # the second is ours: it says that it is loading a model
_WANTS_KEY = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_JSON = {"Content-Type": "application/json"}

ServerState = Literal["ready", "loading", "other"]


@dataclass(frozen=True, slots=True)
class ServedModel:
    """One model of a server; `sees` is None where the server does not say."""

    name: str
    sees: bool | None = None


@dataclass(frozen=True, slots=True)
class RunningServer:
    """The server at an address: "other" is no model server, or one that does not list its models.

    With `only`, it has one model, by whatever name that is asked for. One that `wants_key` lists nothing without it.
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
        """Return a model by its name; None where the server lists none of this name."""
        if self.only and self.models:
            return self.models[0]
        names = {name, f"{name}:latest"}  # as Ollama reads a name
        return next((model for model in self.models if model.name in names), None)


def ask_local_server(base_url: str) -> RunningServer | None:
    """Return the models of a server on this computer; None where nobody answers.

    It takes two seconds at most for each question, and a few milliseconds where nobody listens. No key is sent: one
    that wants a key for this tells nothing of its models.
    """
    questions = _ServerApi(base_url)
    try:
        listing, listed = questions.get(f"{questions.path}/models", _ModelList)
        models = tuple(_models_in(listed))
        status, facts = questions.get("/props", _LlamaProps)
        if _LOADING in {listing, status}:
            return RunningServer("loading", models)
        if facts is not None and facts.modalities is not None:
            name = models[0].name if models else ""
            return RunningServer("ready", (ServedModel(name, facts.modalities.vision),), only=True)
        models_found = (*models, *_models_by_own_api(questions, models))
    except (http.client.HTTPException, TimeoutError, ssl.SSLError):  # somebody listens, but is busy or something else
        return RunningServer("other")
    except OSError:
        return None
    state: ServerState = "ready" if listed is not None or listing in _WANTS_KEY else "other"
    models = tuple({model.name: model for model in models_found}.values())
    return RunningServer(state, models, wants_key=listing in _WANTS_KEY)


def _models_by_own_api(questions: _ServerApi, models: Sequence[ServedModel]) -> Iterator[ServedModel]:
    """Yield the models by the server's own API, beside the list that all have."""
    if any(model.sees is not None for model in models):
        return
    if (studio := questions.get("/api/v0/models", _Studio)[1]) is not None:
        yield from (ServedModel(model.id, model.type == "vlm") for model in studio.data)
    elif (tags := questions.get("/api/tags", _OllamaTags)[1]) is not None:
        for model in tags.models[:_MOST_ASKED_SINGLY]:
            _, shown = questions.post("/api/show", {"model": model.name}, _OllamaFacts)
            yield ServedModel(model.name, None if shown is None else "vision" in shown.capabilities)
    elif (proxied := questions.get("/model/info", _ProxyFacts)[1]) is not None:
        # It has this from a list of its own, which lacks models that see: its no is none of the server's behind it.
        yield from (ServedModel(model.model_name, model.model_info.supports_vision or None) for model in proxied.data)


def _models_in(listed: _ModelList | None) -> Iterator[ServedModel]:
    for model in listed.data if listed is not None else ():
        kinds = model.architecture.input_modalities if model.architecture is not None else None
        yield ServedModel(model.id, None if kinds is None else "image" in kinds)


class _Architecture(BaseModel):
    input_modalities: list[str] | None = None


class _ModelEntry(BaseModel):
    id: str
    architecture: _Architecture | None = None


class _ModelList(BaseModel):
    data: list[_ModelEntry]


class _Modalities(BaseModel):
    vision: bool


class _LlamaProps(BaseModel):
    modalities: _Modalities | None = None


class _StudioModel(BaseModel):
    id: str
    type: str


class _Studio(BaseModel):
    data: list[_StudioModel]


class _OllamaTag(BaseModel):
    name: str


class _OllamaTags(BaseModel):
    models: list[_OllamaTag]


class _OllamaFacts(BaseModel):
    capabilities: list[str]


class _ModelInfo(BaseModel):
    supports_vision: bool | None = None


class _ProxiedModel(BaseModel):
    model_name: str
    model_info: _ModelInfo = _ModelInfo()


class _ProxyFacts(BaseModel):
    data: list[_ProxiedModel]


_AnswerForm = TypeVar("_AnswerForm", bound=BaseModel)


class _ServerApi:
    """Short questions to one server; each raises OSError or HTTPException where it gets no answer."""

    def __init__(self, base_url: str) -> None:
        self._parts = urlsplit(base_url)
        self.path = self._parts.path.rstrip("/").removesuffix("/responses") or "/v1"

    def get(self, path: str, form: type[_AnswerForm]) -> tuple[int, _AnswerForm | None]:
        """Return the status of an answer, and the answer where it reads as `form`."""
        return self._ask("GET", path, None, form)

    def post(self, path: str, body: Mapping[str, str], form: type[_AnswerForm]) -> tuple[int, _AnswerForm | None]:
        """Send an object; the answer is as with `get`."""
        return self._ask("POST", path, json.dumps(body).encode(), form)

    def _ask(
        self, method: str, path: str, body: bytes | None, form: type[_AnswerForm]
    ) -> tuple[int, _AnswerForm | None]:
        with closing(self._connection()) as connection:
            connection.request(method, path, body, _JSON)
            answer = connection.getresponse()
            data = answer.read(_MOST_BYTES)
        if answer.status != HTTPStatus.OK:
            is_loading = answer.status == _UNAVAILABLE and b"loading" in data.lower()
            return (_LOADING if is_loading else answer.status), None
        try:
            return answer.status, form.model_validate_json(data)
        except ValidationError:
            return answer.status, None

    def _connection(self) -> http.client.HTTPConnection:
        host = self._parts.hostname or ""
        port = self._parts.port
        if self._parts.scheme == "https":
            trusted = ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=_ANSWERS_WITHIN_S, context=trusted)
        return http.client.HTTPConnection(host, port, timeout=_ANSWERS_WITHIN_S)
