"""The handle of a run that the caller's program has begun: its events, orders to it, and its end."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop_agent import (
    Action,
    DesktopAgentError,
    ImagePoint,
    Question,
    RunHandle,
    Shown,
    TaskOptions,
    actions,
    events,
    run_task,
    start_run,
)
from desktop_agent.cli.attended import AttendedHost
from desktop_agent.core.errors import SettingsError
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.runtime.protocol.client import RunClient
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.people.card_yes import CARD
from tests.fakes.programs.apps import windows
from tests.fakes.servers.script import asks, calls, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until

CLICK = asks({"type": "click", "x": 300, "y": 200, "button": "left"})
LOOK = asks({"type": "screenshot"})


def kinds(run: RunHandle) -> list[str]:
    return [stamped.event.event for stamped in run.events()]


def test_events_are_told_from_the_first_on_to_everybody_and_end_with_the_run(home: Path) -> None:
    received: list[str] = []
    with (
        ScriptedServer([LOOK, says("Done.")]) as server,
        start_run(
            "task", base_url=server.base_url, on_event=lambda stamped: received.append(stamped.event.event)
        ) as run,
    ):
        during = kinds(run)
        last = [stamped.event for stamped in run.events()][-1]
        result = run.result()

    assert isinstance(last, events.RunFinished)
    assert (last.status, last.message) == (result.status, result.message)
    assert during[0] == "run.started"
    assert during[-1] == "run.finished"
    assert received == during == kinds(run)


def test_what_is_said_reaches_the_model_after_a_pause_and_is_no_approval(home: Path) -> None:
    asked: list[Question] = []

    def no(question: Question) -> bool:
        asked.append(question)
        return False

    with (
        ScriptedServer([LOOK, CLICK, says("Done.")]) as server,
        start_run("task", base_url=server.base_url, mode="ask", approver=no) as run,
    ):
        run.pause("Wait for me.")
        paused = next(stamped.event for stamped in run.events() if isinstance(stamped.event, events.Paused))
        run.say("The name is Ada.")
        run.resume()
        run.result()

    assert paused.by == "human"
    assert "The name is Ada." in str([request.body["input"] for request in server.creates])
    assert len(asked) == 1


def test_leaving_the_block_stops_the_run(home: Path) -> None:
    asked = threading.Event()

    def sits_there(_: Question) -> bool:
        asked.set()
        return threading.Event().wait()

    with ScriptedServer([CLICK, says("Done.")]) as server:
        with start_run("task", base_url=server.base_url, mode="ask", approver=sits_there) as run:
            wait_until(asked.is_set)
        result = run.result()

    assert result.status == "stopped"
    assert run.is_over


def test_one_may_follow_a_run_in_asyncio_and_wait_for_its_result(home: Path) -> None:
    async def follow(base_url: str) -> tuple[list[str], str]:
        async with start_run("task", base_url=base_url) as run:
            seen = [stamped.event.event async for stamped in run]
            return seen, (await run).dir.name

    with ScriptedServer([LOOK, says("Done.")]) as server:
        seen, name = asyncio.run(follow(server.base_url))

    assert (seen[0], seen[-1]) == ("run.started", "run.finished")
    assert (home / "data" / "runs" / name).is_dir()


def test_an_error_before_a_run_begins_is_raised_with_its_result(home: Path) -> None:
    with pytest.raises(SettingsError):
        start_run("task", no_such_option=1)  # type: ignore[call-arg]
    with ScriptedServer([]) as server, start_run(" ", base_url=server.base_url) as run:
        assert [] == kinds(run)
        with pytest.raises(DesktopAgentError, match="The task is empty"):
            run.result()


def test_a_notebook_shows_the_state_and_the_last_picture(home: Path) -> None:
    with (
        ScriptedServer([LOOK, says("Done.")]) as server,
        start_run("<b>task</b>", base_url=server.base_url) as run,
    ):
        result = run.result()

    picture = run._repr_png_()
    assert picture is not None
    assert picture == run.picture
    assert picture.startswith(b"\x89PNG")
    html = run._repr_html_()
    assert run.state == result.status
    assert run.state in html
    assert repr(run) == f"<RunHandle {run.state}: <b>task</b>>"
    assert "&lt;b&gt;task" in html
    assert 'src="data:image/png;base64,' in html


class Notebook:
    """IPython, as far as a handle uses it; `on_update` is called with each update of what is shown."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, on_update: Callable[[], object], *, kernel: object = "kernel"
    ) -> None:
        self.shown: list[Mapping[str, str]] = []
        self.updates: list[Mapping[str, str]] = []
        self._on_update = on_update
        shell = SimpleNamespace(kernel=kernel) if kernel else SimpleNamespace()
        monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
        monkeypatch.setitem(sys.modules, "IPython.display", SimpleNamespace(display=self.display))

    def display(self, bundle: Mapping[str, str], *, raw: bool, display_id: bool) -> Notebook:
        assert raw
        assert display_id
        self.shown.append(bundle)
        return self

    def update(self, bundle: Mapping[str, str], *, raw: bool) -> None:
        assert raw
        self.updates.append(bundle)
        self._on_update()


def says_done_after(event: threading.Event) -> Callable[[Shown], str]:
    def model(_: Shown) -> str:
        event.wait()
        return "Done."

    return model


def test_a_run_waits_for_no_notebook_which_shows_its_end(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    is_shown = threading.Event()
    may_go_on = threading.Event()
    notebook = Notebook(monkeypatch, may_go_on.wait)
    with start_run("task", own_model=says_done_after(is_shown)) as run:
        run._ipython_display_()
        is_shown.set()
        result = run.result()
    may_go_on.set()

    last = wait_until(lambda: [each for each in notebook.updates if each["text/plain"] == repr(run)])[-1]
    assert run.state == result.status
    assert f"<code>{result.status}</code>" in last["text/html"]
    assert len(notebook.shown) == 1


def test_a_failing_listener_does_not_end_the_run(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called = list[str]()

    def fails() -> None:
        called.append("called")
        raise LookupError

    is_shown = threading.Event()
    notebook = Notebook(monkeypatch, fails)
    with start_run("task", own_model=says_done_after(is_shown)) as run:
        run._ipython_display_()
        run.call_on_news(fails)
        is_shown.set()
        result = run.result()

    wait_until(lambda: len(called) == 2)
    assert result.message == "Done."
    assert len(notebook.updates) == 1


def test_a_terminal_prints_a_run_once_in_words(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    is_shown = threading.Event()
    notebook = Notebook(monkeypatch, lambda: None, kernel=None)
    with start_run("task", own_model=says_done_after(is_shown)) as run:
        run._ipython_display_()
        is_shown.set()
        run.result()

    assert [each["text/plain"].endswith(": task>") for each in notebook.shown] == [True]
    assert notebook.updates == []


def test_a_function_of_the_caller_is_offered_asked_about_and_called_in_its_process(home: Path) -> None:
    asked = list[Question]()
    called = list[tuple[str, int]]()

    def look_up(name: str, most: int = 3) -> list[str]:
        """Look up people by their name."""
        called.append((name, most))
        return [name, "Bob"]

    def yes(question: Question) -> bool:
        asked.append(question)
        return True

    script = [
        calls("look_up", '{"most": 2}'),
        calls("look_up", '{"name": "Ada"}', "c2"),
        says("Done."),
    ]
    with ScriptedServer(script, dialect="openai") as server:
        run_task("task", base_url=server.base_url, dialect="openai", functions=[look_up], approver=yes)

    offered = next(tool for tool in server.creates[0].body["tools"] if tool.get("name") == "look_up")
    items = [item for request in server.creates for item in request.body["input"]]
    outputs = [item["output"] for item in items if item["type"] == "function_call_output"]
    assert offered["description"] == "Look up people by their name."
    assert offered["parameters"]["required"] == ["name"]
    assert [question.kind for question in asked] == ["function"]
    assert called == [("Ada", 3)]
    assert "don't match this function's schema" in outputs[0]
    assert outputs[-1] == '["Ada", "Bob"]'


def test_a_model_of_the_caller_gets_pictures_and_its_actions_are_asked_about_and_done(
    home: Path, x_events: XEventLog
) -> None:
    seen = list[Shown]()
    asked = list[str]()

    def model(shown: Shown) -> Action | list[Action] | str:
        seen.append(shown)
        answers: list[Action | list[Action] | str] = [actions.Click(ImagePoint(300, 200)), [], "All done."]
        return answers[len(seen) - 1]

    def yes(question: Question) -> bool:
        asked.append(question.sentence)
        return True

    result = run_task("Click", own_model=model, approver=yes, mode="ask")

    presses = x_events.events("button_press")
    assert (result.status, result.message) == ("completed", "All done.")
    assert seen[0].texts == ("Click",)
    assert "Nothing visibly changed" in seen[1].texts[0]
    assert all(shown.frame.data.startswith(b"\x89PNG") for shown in seen)
    assert [(one.x, one.y) for one in presses] == [(300, 200)]
    assert len(asked) == 1


def test_a_model_of_the_caller_that_fails_ends_the_run_in_words(home: Path) -> None:
    def model(shown: Shown) -> str:
        raise LookupError("nothing")

    result = run_task("Click", own_model=model)

    assert result.status == "failed"
    assert "LookupError('nothing')" in result.message


@pytest.mark.slow
def test_a_run_stops_when_the_process_that_asks_the_person_has_ended(home: Path, display: PrivateDisplay) -> None:
    with (
        ScriptedServer([CLICK, says("Done.")]) as server,
        start_run("task", base_url=server.base_url, mode="ask", approver="person") as run,
    ):
        card = wait_until(lambda: windows(display, CARD), "the card")
        assert isinstance(run._client, RunClient)
        assert isinstance(run._client._host, AttendedHost)
        run._client._host._child.kill()
        result = run.result()

    assert card
    assert result.status == "stopped"
    assert "asks the person" in result.message
    assert [] == [event for event in run.events() if isinstance(event.event, events.ActionStarted)]


@pytest.mark.slow
def test_a_task_file_is_played_with_values_and_says_what_came_of_its_expectations(
    home: Path, x_events: XEventLog
) -> None:
    file = home / "hello.task"
    file.write_text("+++\nmax_steps = 9\n+++\n1. press f9\n2. wait 0.1 s\n", encoding="utf-8")
    there = home / "there.txt"
    there.write_text("Ada", encoding="utf-8")

    result = run_task(file, mode="auto", approver=lambda _: True, expect=[f"file:{there}", f"file:{home}/no"])

    assert [event.name for event in x_events.events("key_press")] == ["F9"]
    assert result.status == "unproven"
    assert [(one.what, one.holds) for one in result.expectations] == [
        (f"file:{there}", True),
        (f"file:{home}/no", False),
    ]
    assert result.report(home / "report.html").read_text("utf-8").startswith("<!doctype html>")
    assert result.guide(home / "guide.html").exists()


@pytest.mark.parametrize(
    ("written", "options", "why"),
    [
        ("+++\n+++\n1. press f9\n", {"mode": "ask"}, "You haven't confirmed"),
        ('+++\nbase_url = "http://127.0.0.1:9/v1"\n+++\n1. press f9\n', {"mode": "auto"}, "You haven't confirmed"),
        ("+++\n+++\n1. press f9\n", {"mode": "auto", "values": {"who": "Ada"}}, "who"),
        ("+++\n+++\n1. press f9\n", {"mode": "auto", "after": "last"}, "can't go on from an earlier run"),
    ],
)
def test_a_task_file_that_nobody_has_confirmed_runs_by_itself_only_where_it_widens_nothing(
    home: Path, written: str, options: TaskOptions, why: str
) -> None:
    file = home / "hello.task"
    file.write_text(written, encoding="utf-8")

    with pytest.raises(SettingsError, match=why):
        run_task(file, **options)
    with pytest.raises(SettingsError, match="neither a task file nor"):
        run_task(home / "nothing")
    with pytest.raises(SettingsError, match="no variables"):
        run_task("press f9", values={"who": "Ada"})
