"""What is checked before a run begins, what is on disk when it cannot, and the same run from Python."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_agent import run_task
from desktop_agent.core.errors import DesktopAgentError, NoScreenError, SettingsError
from desktop_agent.core.runs.events import Decided, Stamped
from desktop_agent.core.runs.waiting import Partial, StreamUpdate
from desktop_agent.runtime.prepare import check_price, prepare
from desktop_agent.runtime.provider.resolve import provider_of
from desktop_agent.runtime.spec import HostParts, RunSpec
from desktop_agent.settings import Settings, settings_of
from tests.fakes.servers.script import asks, says
from tests.fakes.servers.scripted_server import ScriptedServer

CLICK = {"type": "click", "x": 300, "y": 200, "button": "left"}
CHECK = {"id": "sc_1", "code": "malicious_instructions", "message": "Look out."}
NOWHERE = "http://127.0.0.1:9/v1"
ELSEWHERE = {"provider": {"base_url": NOWHERE}}


def test_without_a_display_there_is_no_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))

    with pytest.raises(NoScreenError):
        prepare(RunSpec("wait 1 s", Settings()))


@pytest.mark.parametrize(
    "screen", [{"monitor": 7}, {"region": "5000,5000,10,10"}, {"viewport": "4000x4000"}], ids=["7", "region", "size"]
)
def test_a_monitor_region_or_size_that_the_desktop_lacks_is_refused(home: Path, screen: Mapping[str, object]) -> None:
    with pytest.raises(SettingsError):
        prepare(RunSpec("wait 1 s", settings_of({"screen": screen})))

    assert list(home.iterdir()) == []


def test_a_sentence_that_the_built_in_model_does_not_understand_leaves_no_run(home: Path) -> None:
    with pytest.raises(DesktopAgentError, match="I don't understand the step “Fill in the form”"):
        prepare(RunSpec("wait 1 s\nFill in the form", Settings()))

    assert list(home.iterdir()) == []


def test_preparing_writes_nothing_and_says_what_goes_where(home: Path) -> None:
    session = prepare(RunSpec("task", settings_of(ELSEWHERE)))

    assert "127.0.0.1:9" in session.privacy
    assert str(home) in session.privacy
    assert list(home.iterdir()) == []

    session.stop("signal")
    assert session.run().exit_code == 3


def test_a_run_that_loses_its_input_before_it_starts_leaves_no_record(home: Path) -> None:
    environment = dict(os.environ)
    session = prepare(RunSpec("task", settings_of(ELSEWHERE)), parts=HostParts(environment=environment))
    environment["DESKTOP_AGENT_INPUT"] = "none"

    with pytest.raises(DesktopAgentError, match="DESKTOP_AGENT_INPUT"):
        session.run()

    assert list(home.glob("data/runs/*")) == []


@pytest.mark.parametrize(("flags", "words"), [({"speed": 3}, "speed"), ({"monitor": True}, "monitor")])
def test_an_option_of_unknown_name_or_wrong_type_is_refused(home: Path, flags: dict[str, object], words: str) -> None:
    with pytest.raises(SettingsError, match=words) as refused:
        run_task("task", base_url=NOWHERE, **flags)  # type: ignore[arg-type]  # what a caller may spell wrongly

    assert refused.value.hint
    assert list(home.glob("data/runs/*")) == []


@pytest.mark.slow(but=["function", "no bool"])
@pytest.mark.parametrize(
    ("approver", "verdict", "by", "acknowledged"),
    [
        (lambda question: bool(question.checks), "allow", "human", ["sc_1"]),
        (lambda _: "yes", "deny", "human", []),
        (None, "deny", "policy", []),
    ],
    ids=["function", "no bool", "nobody"],
)
def test_the_callers_own_approver_is_asked(
    home: Path, approver: object, verdict: str, by: str, acknowledged: list[str]
) -> None:
    events: list[Stamped] = []

    with ScriptedServer([asks(CLICK, checks=(CHECK,)), says("Done.")]) as server:
        run_task("task", base_url=server.base_url, approver=approver, on_event=events.append)  # type: ignore[arg-type]

    decided = [stamped.event for stamped in events if isinstance(stamped.event, Decided)]
    assert [(one.verdict, one.by) for one in decided] == [(verdict, by)]
    items = [item for request in server.creates for item in request.body["input"]]
    assert [check["id"] for item in items for check in item.get("acknowledged_safety_checks") or ()] == acknowledged


def test_the_callers_own_code_gets_the_words_as_they_come_and_breaks_nothing(home: Path) -> None:
    passed: list[StreamUpdate] = []

    def fails_at_the_second(passing: StreamUpdate) -> None:
        passed.append(passing)
        if len(passed) > 1:
            raise ValueError

    with ScriptedServer([says("Done, as you said."), says("Done.")]) as server:
        result = run_task("t", base_url=server.base_url, on_event=lambda _: None, on_passing=fails_at_the_second)

    assert result.status == "answered"
    assert 0 < len(passed) <= 2
    assert isinstance(passed[0], Partial)
    assert "Done, as you said.".startswith(passed[0].text)
    assert "Partial" not in (result.dir / "events.jsonl").read_text()


@pytest.mark.parametrize(
    ("provider", "own", "refused"),
    [
        ({"name": "litellm"}, {}, True),
        ({"name": "openai", "model": "another"}, {}, True),
        ({"name": "litellm"}, {"litellm": {"price_read": 0, "price_written": 0}}, False),
        ({"name": "local"}, {}, False),
    ],
)
def test_a_limit_in_money_needs_a_price_and_says_how_to_set_one(
    provider: Mapping[str, object], own: Mapping[str, object], *, refused: bool
) -> None:
    wanted = settings_of({"provider": provider, "providers": own, "run": {"max_cost": 0.5}})
    meant = provider_of(wanted, {"OPENAI_API_KEY": "sk-test"})
    if not refused:
        check_price(meant)
        return
    with pytest.raises(SettingsError, match="is unknown") as error:
        check_price(meant)

    assert f"[providers.{provider['name']}]" in error.value.hint
