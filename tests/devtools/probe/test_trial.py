"""A provider is tried over real sockets: servers that count in different ways, that offer less, and that fail."""

import re
import socket
from collections.abc import Mapping
from typing import Literal

import pytest

from desktop_agent.devtools.probe.changes import changes, passed
from desktop_agent.devtools.probe.check import Findings, ProbeCheck
from desktop_agent.devtools.probe.start import ProviderProbe
from desktop_agent.devtools.probe.suite import REQUESTS
from desktop_agent.host.provider import provider_meant
from desktop_agent.model.caps import USUAL, Timeouts
from desktop_agent.settings import settings_of
from tests.fakes.clicker import always, clicking, grid, looking_at_results, pixels
from tests.fakes.script import Answer, Script, asks, calls, refuses, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.talk import WITH_RESPONSES

# Google's word for a wrong API key.
INVALID_KEY = Answer(
    http_status=400, extra={"error": {"message": "API key not valid.", "details": [{"reason": "API_KEY_INVALID"}]}}
)
QUICK = Timeouts(connect_s=2.0, idle_s=2.0, total_s=5.0, tries=1)


class Tried:
    """A trial of one server: what it told, and what comes of it."""

    def __init__(self, base_url: str, **wanted: str) -> None:
        settings = settings_of({"provider": {"name": "local", "base_url": base_url, **wanted}}).provider
        self.meant = provider_meant(settings, {"DESKTOP_AGENT_API_KEY": "sk-own-key"})
        self.told: list[ProbeCheck] = []
        self.found: Findings = ProviderProbe(self.meant, self.told.append, lambda _: None, QUICK, USUAL).run()

    @property
    def states(self) -> Mapping[str, str]:
        return {check.name: check.state for check in self.told}

    def text(self, name: str) -> str:
        return next(f"{check.text} {check.hint}" for check in self.told if check.name == name)


def tried(
    script: list[Script], *, dialect: str = "preview", stream: bool = True, stores: bool = True, strict: bool = True
) -> tuple[Tried, ScriptedServer]:
    key = "sk-own-key"
    with ScriptedServer(script, dialect=dialect, key=key, stream=stream, stores=stores, strict=strict) as server:
        return Tried(server.base_url, dialect=dialect), server


@pytest.mark.parametrize(
    ("results", "taken", "told"),
    [
        ("seen", True, "Seen."),
        ("ignored", False, "Pictures are sent in a message after the results. The click misses its mark."),
        ("refused", False, "function_call_output.output must be a string"),
    ],
)
def test_whether_pictures_in_results_are_seen_shows_in_a_click(
    results: Literal["seen", "ignored", "refused"], taken: bool, told: str
) -> None:
    with ScriptedServer(looking_at_results(pixels, results), dialect="functions", key="sk-own-key") as server:
        trial = Tried(server.base_url, name="ollama", model="any", family="generic")

    assert trial.found.pictures_in_results == taken
    assert told in trial.text("pictures in results")
    assert changes(trial.meant, trial.found).get("pictures_in_results", False) == taken


@pytest.mark.parametrize("dialect", WITH_RESPONSES)
def test_a_server_that_offers_everything_passes_in_every_dialect(dialect: str) -> None:
    by_functions = dialect == "functions"
    trial, server = tried(looking_at_results(pixels, "seen") if by_functions else clicking(pixels), dialect=dialect)

    assert [name for name, state in trial.states.items() if state != "ok"] == ["encryption"]
    assert trial.text("pictures").startswith("Seen: png, jpeg, webp.")
    assert (trial.found.coordinates, trial.found.stream, trial.found.chain) == ("viewport", True, True)
    assert len(server.creates) == trial.found.requests == REQUESTS + 2 * by_functions
    assert [request.method for request in server.requests].count("DELETE") == trial.found.requests
    assert server.responses == {}
    assert passed(trial.told, {})


def test_a_grid_is_told_from_pixels_and_what_is_set_would_miss() -> None:
    trial, _ = tried(clicking(grid))

    assert trial.found.coordinates == "grid1000"
    assert "“viewport” is set, with which every click would miss" in trial.text("coordinates")
    changed = changes(trial.meant, trial.found)
    assert changed["coordinates"] == "grid1000"
    assert (passed(trial.told, {}), passed(trial.told, changed)) == (False, True)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (asks({"type": "click", "x": 5, "y": 5, "button": "left"}), "don't match their marks in any way of counting"),
        (says("I would click there."), "responded with text instead of a click: “I would click there.”"),
        (asks({"type": "keypress", "keys": ["a"]}), "didn't click. It asked for keypress"),
        (calls("done", '{"message": "It is clicked."}'), "responded with text instead of a click: “It is clicked.”"),
        (Answer(), "returned an empty response"),
    ],
)
def test_a_model_that_does_not_hit_the_marks_cannot_be_told_from_another(answer: Answer, words: str) -> None:
    trial, _ = tried(always(answer), strict=False)

    assert (trial.states["coordinates"], trial.states["pictures"]) == ("failed", "skipped")
    assert words in trial.text("coordinates")
    assert "--coordinates" in trial.text("coordinates")
    assert trial.found.coordinates is None
    assert "coordinates" not in changes(trial.meant, trial.found)


def test_what_a_server_does_not_offer_is_no_failure_and_goes_into_the_profile() -> None:
    trial, _ = tried(clicking(pixels), stream=False, stores=False)

    assert {trial.states[name] for name in ("streaming", "chaining")} == {"not offered"}
    assert {"stream": False, "chain": False}.items() <= changes(trial.meant, trial.found).items()
    assert passed(trial.told, {})


@pytest.mark.parametrize(
    ("script", "failed", "words"),
    [
        (always(refuses(401, "Incorrect API key")), "key", r"the API key is wrong.*Check DESKTOP_AGENT_API_KEY"),
        (always(INVALID_KEY), "key", r"API key not valid.*Check DESKTOP_AGENT_API_KEY"),
        (always(refuses(404, "The model `local` does not exist.")), "model", r"does not exist.*--model"),
        (always(refuses(404, "no such route")), "answer", r"no such route.*Check the base URL"),
        (always(refuses(500, "it broke", retry_after_ms="1")), "answer", r"it broke.*Try again later"),
        (always(Answer(http_status=200, body=b"<html>")), "answer", r"sent a web page .*instead of a response"),
        (always(Answer(status="failed", extra={"error": {"message": "no GPU"}})), "answer", r"“failed”: no GPU"),
    ],
)
def test_a_failure_at_the_door_is_one_line_and_nothing_else_is_asked(
    script: list[Script], failed: str, words: str
) -> None:
    trial, _ = tried(script)

    assert [check.name for check in trial.told if check.state == "failed"] == [failed]
    assert re.search(words, trial.text(failed))
    assert "coordinates" not in trial.states
    assert "sk-own-key" not in str(trial.told)


def test_where_nothing_listens_the_address_fails() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    trial = Tried(f"http://127.0.0.1:{port}/v1")

    assert trial.states == {"address": "failed"}
    assert "can't be reached" in trial.text("address")
