"""Runs with a model server on this computer: one that loads, one whose model cannot see."""

import json
import threading

import pytest

from tests.fakes.servers.local_shapes import LocalShape, llama_cpp, llama_cpp_loading, ollama
from tests.fakes.servers.script import asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until
from tests.journeys.conftest import Agent

MOVES = asks({"type": "move", "x": 100, "y": 300})
ASK = ("run", "Look", "--mode", "auto", "--json", "--family", "generic", "--coordinates", "viewport")


def _notices(out: str) -> list[str]:
    return [event["text"] for event in map(json.loads, out.splitlines()) if event["event"] == "notice"]


@pytest.mark.promise("README, Choose a model: your own server")
@pytest.mark.usefixtures("display")
def test_a_run_waits_while_the_server_loads_its_model(agent: Agent) -> None:
    with (
        ScriptedServer([MOVES, says("Seen.")], dialect="functions") as behind,
        LocalShape(llama_cpp_loading(), behind.base_url) as shape,
    ):

        def load_after_two_looks() -> None:
            wait_until(lambda: shape.asked.count("GET /props") >= 2, "two looks")
            shape.routes = llama_cpp(sees=True)

        loading = threading.Thread(target=load_after_two_looks)
        loading.start()
        ran = agent(*ASK, "--provider", "llama-cpp", "--base-url", shape.base_url, "--no-stream")
        loading.join()

    assert ran.code == 0, ran.out + ran.err
    assert len(behind.creates) == 2
    waits, loaded = (text for text in _notices(ran.out) if "load" in text)
    assert "loading its model, so the run is waiting." in waits
    assert loaded.startswith("The model finished loading after ")


@pytest.mark.usefixtures("display")
def test_a_model_that_cannot_see_is_told_of_before_anything_is_asked(agent: Agent) -> None:
    served = ollama({"llama3:latest": ["completion", "tools"], "qwen3-vl:8b": ["completion", "vision"]})
    with (
        ScriptedServer([MOVES, says("Seen.")], dialect="functions") as behind,
        LocalShape(served, behind.base_url) as shape,
    ):
        ran = agent(*ASK, "--provider", "ollama", "--base-url", shape.base_url, "--model", "llama3")

    assert ran.code == 1
    assert behind.requests == []
    assert "The model “llama3” can't see images, so it can't work with the screen." in ran.err
    assert "This server has qwen3-vl:8b." in ran.err
