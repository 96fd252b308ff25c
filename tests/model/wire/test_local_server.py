"""What a model server on this computer says of itself, in the shapes of those that people run."""

import pytest

from desktop_agent.model.wire.local_server import RunningServer, ServedModel, ask_local_server
from tests.fakes.servers.local_shapes import (
    LocalShape,
    Route,
    litellm,
    llama_cpp,
    llama_cpp_loading,
    lm_studio,
    ollama,
    vllm,
)

SEES = True
BLIND = False
UNTOLD = None


@pytest.mark.parametrize(
    ("routes", "models"),
    [
        (ollama({"qwen3-vl:8b": ["completion", "vision", "tools"], "llama3:latest": ["completion"]}),
         {"qwen3-vl:8b": SEES, "llama3:latest": BLIND}),
        (lm_studio({"qwen/qwen3-vl-8b": "vlm", "a-llm": "llm", "nomic": "embeddings"}),
         {"qwen/qwen3-vl-8b": SEES, "a-llm": BLIND, "nomic": BLIND}),
        (llama_cpp(sees=True), {"m.gguf": SEES}),
        (llama_cpp(sees=False), {"m.gguf": BLIND}),
        (vllm("Qwen/Qwen3-VL"), {"Qwen/Qwen3-VL": UNTOLD}),
        (litellm({"gpt": True, "old": False, "odd": None}), {"gpt": SEES, "old": UNTOLD, "odd": UNTOLD}),
        ({"GET /v1/models": (200, {"data": [
            {"id": "a", "architecture": {"input_modalities": ["text", "image"]}},
            {"id": "b", "architecture": {"input_modalities": ["text"]}},
        ]})}, {"a": SEES, "b": BLIND}),
    ],
    ids=["ollama", "lm studio", "llama.cpp", "llama.cpp blind", "vllm", "litellm", "openrouter"],
)  # fmt: skip
def test_a_server_says_which_of_its_models_see(routes: dict[str, Route], models: dict[str, bool | None]) -> None:
    with LocalShape(routes) as shape:
        server = ask_local_server(shape.base_url)

    assert server is not None
    assert server.state == "ready"
    assert {model.name: model.sees for model in server.models} == models


def test_a_server_that_loads_its_model_says_so() -> None:
    with LocalShape(llama_cpp_loading()) as shape:
        server = ask_local_server(shape.base_url)

    assert server == RunningServer("loading", (ServedModel("m.gguf"),))


@pytest.mark.parametrize(
    ("routes", "state"),
    [
        ({"GET /v1/models": (401, {"error": "no key"})}, "ready"),
        ({"GET /v1/models": (200, {"data": 7})}, "other"),
        ({"GET /v1/models": (503, {"error": "too busy"})}, "other"),
        ({}, "other"),
        ({"GET /v1/models": (200, {"data": []}), "GET /props": (200, {"modalities": "many"})}, "ready"),
    ],
)
def test_what_says_nothing_of_models_is_known_by_its_answer(routes: dict[str, Route], state: str) -> None:
    with LocalShape(routes) as shape:
        server = ask_local_server(shape.base_url)

    assert server is not None
    assert (server.state, server.models) == (state, ())
    assert ask_local_server(shape.base_url) is None, "it has gone"
