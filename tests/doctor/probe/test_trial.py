"""A provider is tried over real sockets: servers that count in different ways, that offer less, and that fail."""

import re
from collections.abc import Mapping
from typing import Literal

import pytest

from desktop_agent.doctor.probe import REQUESTS, Findings, ProbeCheck, ProviderProbe, changes, passed
from desktop_agent.model.caps import Timeouts
from desktop_agent.model.profiles import known_profiles
from desktop_agent.runtime.provider.resolve import selected_provider
from desktop_agent.settings import settings_of
from tests.fakes.people.clicker import always, clicking, looking_at_results, pixels
from tests.fakes.servers.script import Answer, Script, asks, refuses, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.servers.talk import WITH_RESPONSES

QUICK = Timeouts(connect_s=2.0, idle_s=2.0, total_s=5.0, tries=1, outage_s=0.0, gateway_s=0.0)


class Tried:
    """A trial of one server: what it told, and what comes of it."""

    def __init__(self, base_url: str, **wanted: str) -> None:
        settings = settings_of({"provider": {"name": "mine", "base_url": base_url, **wanted}}).provider
        known = known_profiles({"mine": {"like": "local", "base_url": base_url}})
        self.meant = selected_provider(settings, {"DESKTOP_AGENT_API_KEY": "sk-own-key"}, known=known)
        self.told: list[ProbeCheck] = []
        self.found: Findings = ProviderProbe(self.meant, self.told.append, lambda _: None, patience=QUICK).run()

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


@pytest.mark.long
@pytest.mark.parametrize(
    ("results", "taken", "expected"),
    [
        ("seen", True, "Seen: png, jpeg, webp, in results."),
        ("ignored", False, "Not in results, so they come in a message after these: the click misses its mark."),
        ("refused", False, "function_call_output.output must be a string"),
    ],
)
def test_whether_pictures_in_results_are_seen_shows_in_a_click(
    results: Literal["seen", "ignored", "refused"], taken: bool, expected: str
) -> None:
    with ScriptedServer(looking_at_results(pixels, results), dialect="functions", key="sk-own-key") as server:
        trial = Tried(server.base_url, name="ollama", model="any", family="generic")

    assert trial.found.pictures_in_results == taken
    assert expected in trial.text("picture")
    assert changes(trial.meant, trial.found).get("pictures_in_results", False) == taken


@pytest.mark.slow(but=["openai"])
@pytest.mark.parametrize("dialect", WITH_RESPONSES)
def test_a_server_that_offers_everything_passes_in_every_dialect(dialect: str) -> None:
    by_functions = dialect == "functions"
    trial, server = tried(looking_at_results(pixels, "seen") if by_functions else clicking(pixels), dialect=dialect)

    assert trial.states == dict.fromkeys(("picture", "space", "tool call", "chain", "stream"), "works")
    assert trial.text("picture").startswith("Seen: png, jpeg, webp")
    assert (trial.found.coordinates, trial.found.stream, trial.found.chain) == ("viewport", True, True)
    assert len(server.creates) == trial.found.requests == REQUESTS + 2 * by_functions
    assert passed(trial.told, {})


@pytest.mark.parametrize(
    ("answer", "line", "words"),
    [
        (asks({"type": "click", "x": 5, "y": 5, "button": "left"}), "space", "don't match their marks in any way"),
        (says("I would click there."), "tool call", "responded with text instead of a click: “I would click there.”"),
        (Answer(), "tool call", "returned an empty response"),
    ],
)
def test_a_model_that_does_not_hit_the_marks_cannot_be_told_from_another(answer: Answer, line: str, words: str) -> None:
    trial, _ = tried(always(answer), strict=False)

    assert (trial.states["space"], trial.states["picture"]) == ("failed", "unknown")
    assert words in trial.text(line)
    assert "--coordinates" in trial.text("space")
    assert trial.found.coordinates is None
    assert "coordinates" not in changes(trial.meant, trial.found)


def test_a_missing_server_feature_is_no_failure_and_is_saved_in_the_profile() -> None:
    trial, _ = tried(clicking(pixels), stream=False, stores=False)

    assert {trial.states[name] for name in ("stream", "chain")} == {"not offered"}
    assert {"stream": False, "chain": False}.items() <= changes(trial.meant, trial.found).items()
    assert passed(trial.told, {})


@pytest.mark.long
@pytest.mark.parametrize(
    ("told", "read", "state"),
    [
        ({"previous_response_id": "resp_1"}, 100, "works"),
        ({"previous_response_id": "resp_0"}, 200, "not offered"),
        ({"previous_response_id": None}, 100, "not offered"),
        ({"previous_response_id": None}, 200, "works"),
    ],
)
def test_a_server_that_claims_to_store_history_and_does_not_is_noticed(
    told: Mapping[str, object], read: int, state: str
) -> None:
    # The first is whole, the second the stream, and the third the one that goes on from the first.
    first = says("It is visible.") + Answer(extra={"usage": {"input_tokens": 100}})
    third = says("It is visible.") + Answer(extra={**told, "usage": {"input_tokens": read}})

    trial, _ = tried([first, first, third, *clicking(pixels)], strict=False)

    assert trial.states["chain"] == state


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (always(refuses(401, "Incorrect API key")), r"“Incorrect API key”\. Check DESKTOP_AGENT_API_KEY"),
        (always(refuses(404, "The model `local` does not exist.")), r"does not exist.*the model name"),
        (always(refuses(500, "it broke", retry_after_ms="1")), r"\(500\): “it broke”\."),
        (always(Answer(http_status=200, body=b"<html>")), r"sent a web page .*instead of a response"),
    ],
)
def test_a_failed_first_request_is_one_line_and_ends_the_trial(script: list[Script], words: str) -> None:
    trial, server = tried(script)

    assert trial.states == {"server": "failed"}
    assert re.search(words, trial.text("server"))
    assert len({request.body["input"][0]["content"][0]["text"] for request in server.creates}) == 1
    assert "sk-own-key" not in str(trial.told)
    assert not passed(trial.told, {"coordinates": "viewport", "stream": False, "chain": False})
