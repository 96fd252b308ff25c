"""The wire by the contract, from outside: the real command against `serve` and servers whose logs we read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.plain_vendor import PlainVendor, message
from tests.fakes.script import Answer, Script, asks, refuses, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.serving import serving
from tests.fakes.typist import ASKED_HERE, at_a_terminal
from tests.fakes.warm import program
from tests.fakes.x_event_log import XEventLog
from tests.journeys.conftest import BARE, Agent, Ran

KEY = "sk-canary-of-the-contract-0123456789"
CLICK = {"type": "click", "x": 300, "y": 200, "button": "left"}
MOVE = {"type": "move", "x": 400, "y": 300}
ALWAYS = {"event", "seq", "at", "turn", "chain"}
# Every event of the contract and its own fields, word for word.
FIELDS: Mapping[str, str] = {
    "run.started": "format run dir task provider dialect model base_url mode monitor region viewport limits version",
    "frame": "path width height bytes media_type sha256 reason screen",
    "request": "attempt input_items bytes chained previous_response_id",
    "reasoning": "text",
    "message": "text",
    "usage": "input_tokens output_tokens total_tokens cost",
    "action.proposed": "call_id index action model_action safety_checks target response_id",
    "decision": "call_id index verdict by rule reply waited_ms target",
    "action.started": "call_id index",
    "action.done": "call_id index duration_ms target",
    "action.failed": "call_id index duration_ms error",
    "settled": "waited_ms stable",
    "question": "text",
    "answer": "text by",
    "paused": "by reason",
    "resumed": "by",
    "notice": "level text",
    "run.finished": "status message turns actions usage cost seconds seconds_outside_model exit_code",
}
WHERE_NAMED = {"computer_id", "texts"}  # only of a server that has one; only where a sentence is ours


def check_events(ran: Ran) -> list[str]:
    """Hold the lines against the contract; return the events' names."""
    events = ran.events
    names = [event["event"] for event in events]
    for event in events:
        known = FIELDS.get(event["event"])  # what the contract does not know is to be ignored
        assert known is None or set(event) - WHERE_NAMED == ALWAYS | set(known.split()), event
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert (names[0], names[-1]) == ("run.started", "run.finished")
    assert names.count("run.finished") == 1
    assert events[-1]["exit_code"] == ran.code
    assert (Path(events[0]["dir"]) / "events.jsonl").read_text(encoding="utf-8") == ran.out
    return names


PROFILES = {"lightcone": "lightcone", "preview": "lightcone-preview", "openai": "openai"}


@pytest.mark.parametrize("how", ["--stream", "--no-stream"])
def test_serve_speaks_every_dialect_with_run_and_the_events_are_the_contracts(
    agent: Agent, display: PrivateDisplay, how: str
) -> None:
    turns = ({"items": [{"reasoning": "The list is open."}, {"click": [300, 200]}]}, {"items": [{"done": "Saved."}]})
    with serving({"answers": turns, "loop": True}) as server:
        for dialect, profile in PROFILES.items():
            words = ("run", "t", "--json", "--base-url", server.base_url, "--dialect", dialect, how, *BARE)
            with XEventLog(display.environment()) as log:
                ran = agent(*words, "--coordinates", "viewport", environment={"DESKTOP_AGENT_API_KEY": server.token})
                pressed = log.wait_for(1, "button_press")

            assert ran.code == 0, ran.err
            assert len(pressed) == 1
            assert {"reasoning", "usage", "action.done", "settled"} <= set(check_events(ran))
            started = ran.events[0]
            assert (started["dialect"], started["provider"]) == (dialect, profile)
            assert server.token not in ran.out + ran.err


FAULTS: Sequence[tuple[str, Sequence[Script], int]] = (
    ("busy, then broken", [refuses(429, retry_after="0"), refuses(500), asks(CLICK)], 0),
    ("cut", [replace(asks(CLICK), cut_after=700)], 0),
    ("no JSON", [Answer(body=b"<html>")], 1),
    ("not allowed", [refuses(403)], 1),
)


@pytest.mark.parametrize(("faults", "code"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS])
def test_a_fault_of_the_server_is_got_over_or_is_one_sentence_and_nothing_is_done_twice(
    agent: Agent, display: PrivateDisplay, faults: Sequence[Script], code: int
) -> None:
    with (
        ScriptedServer([*faults, says("Saved.")], dialect="openai") as server,
        XEventLog(display.environment()) as log,
    ):
        words = ("run", "t", "--json", "--dialect", "openai", "--base-url", server.base_url, *BARE)
        ran = agent(*words)
        pressed = log.events("button_press")

    check_events(ran)
    assert (ran.code, len(pressed)) == (code, 1 - code), ran.err
    assert ran.err.count("Error: ") == code
    assert "Traceback" not in ran.err


FORGETTING: Sequence[tuple[str, Sequence[Script], Sequence[str], int]] = (
    ("completed", [asks(MOVE), says("Done.")], (), 0),
    ("limit", [asks(MOVE), asks(CLICK)], ("--max-steps", "1"), 4),
    ("failed", [asks(MOVE), refuses(400, "No.")], (), 1),
)


@pytest.mark.parametrize(
    ("script", "flags", "code"), [one[1:] for one in FORGETTING], ids=[one[0] for one in FORGETTING]
)
def test_forget_deletes_each_response_on_the_server_however_the_run_ends(
    agent: Agent, script: Sequence[Script], flags: Sequence[str], code: int
) -> None:
    with ScriptedServer(script) as server:
        ran = agent("run", "t", "--json", "--dialect", "preview", "--base-url", server.base_url, "--forget", *flags)

        assert ran.code == code, ran.err
        assert server.responses == {}
        deleted = [one.path.rpartition("/")[2] for one in server.requests if one.method == "DELETE"]
    assert len(deleted) == len(set(deleted)) >= 1
    assert "delete its responses" in ran.err
    check_events(ran)


def test_without_forget_nothing_is_deleted_and_no_chain_names_no_response(agent: Agent) -> None:
    with ScriptedServer([asks(MOVE), asks(CLICK), says("Done.")], dialect="openai") as server:
        ran = agent("run", "t", "--json", "--dialect", "openai", "--base-url", server.base_url, "--no-chain", *BARE)

    assert (ran.code, server.objections) == (0, [])
    assert {one.method for one in server.requests} == {"POST"}
    assert all("previous_response_id" not in one.body for one in server.creates)
    # The last has one item more: that nothing was seen to come of the click on the empty desktop.
    assert [len(one.body["input"]) for one in server.creates] == [1, 3, 6]
    assert [event["chained"] for event in ran.events if event["event"] == "request"] == [False] * 3


def test_a_server_that_drops_what_it_had_is_sent_the_history_and_that_is_said_once(agent: Agent) -> None:
    script = [asks(MOVE), Answer(asks(CLICK).pieces, forgotten=True), says("Done.")]
    with ScriptedServer(script, dialect="openai") as server:
        ran = agent("run", "t", "--json", "--dialect", "openai", "--base-url", server.base_url, *BARE)

    assert (ran.code, server.objections) == (0, []), ran.err
    previous = [one.body.get("previous_response_id") for one in server.creates]
    assert previous == [None, "resp_1", "resp_2", None]
    told = [event["text"] for event in ran.events if event["event"] == "notice"]
    assert len([text for text in told if "history" in text]) == 1
    check_events(ran)


@pytest.mark.parametrize("chain", ["--chain", "--no-chain"])
def test_an_answer_at_the_terminal_goes_on_in_the_same_conversation(
    display: PrivateDisplay, tmp_path: Path, chain: str
) -> None:
    environment = display.environment() | {"DESKTOP_AGENT_HOME": str(tmp_path)} | ASKED_HERE
    with ScriptedServer([asks(MOVE), says("Which folder?"), asks(CLICK), says("Saved.")], dialect="openai") as server:
        command = program("run", "Save it", "--dialect", "openai", chain, *BARE)
        with at_a_terminal([*command, "--base-url", server.base_url], environment) as person:
            person.waits_for("Your answer: ")
            person.types("Documents\n")
            ended = person.ends()

    assert (ended, server.objections) == (0, [])
    after = server.creates[2].body
    assert "Documents" in json.dumps(after["input"][-1])
    if chain == "--chain":
        assert (after["previous_response_id"], len(after["input"])) == ("resp_2", 1)
    else:
        said = json.dumps(after["input"])
        assert said.index("Save it") < said.index("Which folder?") < said.index("Documents")
    journal = next(tmp_path.glob("data/runs/*/events.jsonl")).read_text(encoding="utf-8")
    told = [json.loads(line) for line in journal.splitlines()]
    assert [(one["event"], one["text"]) for one in told if one["event"] in {"question", "answer"}] == [
        ("question", "Which folder?"),
        ("answer", "Documents"),
    ]


URLS = (
    ("///", "/v1/responses"),
    ("/openai/v1/", "/openai/v1/responses"),
    ("/x/responses", "/x/responses"),
)


@pytest.mark.parametrize(("given", "asked"), URLS, ids=[repr(one[0]) for one in URLS])
def test_a_base_url_leads_where_the_contract_says(agent: Agent, given: str, asked: str) -> None:
    with PlainVendor([[message("Fin.")]]) as vendor:
        agent("run", "t", "--json", "--dialect", "openai", "--base-url", f"{vendor.url}{given}")

    assert [one.path for one in vendor.requests] == [asked]


KEYS = {"OPENAI_API_KEY": KEY, "TZAFON_API_KEY": KEY, "AZURE_OPENAI_API_KEY": KEY}


def test_the_vendors_keys_stay_at_home_and_the_users_own_is_in_no_word_and_no_file(
    agent: Agent, tmp_path: Path
) -> None:
    says_it_back = refuses(400, f"Bad request with Authorization: Bearer {KEY} and {KEY}.")
    for key, expected in ((KEYS, None), ({"DESKTOP_AGENT_API_KEY": KEY}, f"Bearer {KEY}")):
        with ScriptedServer([asks(MOVE), says_it_back]) as server:
            words = ("run", "t", "--json", "--debug", "--dialect", "openai", "--base-url", server.base_url)
            ran = agent(*words, environment=key)

        assert ran.code == 1
        assert {one.headers.get("authorization") for one in server.requests} == {expected}
        if expected:
            assert KEY not in ran.out + ran.err
            assert [file for file in tmp_path.rglob("*") if file.is_file() and KEY.encode() in file.read_bytes()] == []
