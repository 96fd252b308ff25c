"""The timeline says in words what happened, and how long each part took."""

from datetime import UTC, datetime, timedelta

import pytest

from desktop_agent.core.events import (
    ActionDone,
    ActionFailed,
    ActionProposed,
    Asked,
    Decided,
    Event,
    Paused,
    Reasoned,
    RequestSent,
    RunFinished,
    RunStarted,
    Settled,
    Stamped,
    UsageReported,
)
from desktop_agent.ui.console.timeline import Timeline, TimelineRow

BEGAN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
MONITOR = {"n": 1, "x": 0, "y": 0, "width": 1280, "height": 800, "scale": 1.0}
STARTED = RunStarted(
    1, "r", "/r", "t", "local", "preview", "local", "http://127.0.0.1/v1", "guard", MONITOR, None,
    {"width": 1280, "height": 800}, {"steps": 200, "minutes": 60, "cost": None}, "0.1.0",
)  # fmt: skip
REQUEST = RequestSent(1, 1, 10, False, None)
CLICK = ActionProposed("c1", 0, {"kind": "click", "x": 30, "y": 40, "button": "left", "count": 1, "keys": []}, {})
ALLOWED = Decided("c1", 0, "allow", "policy", "default")


class Streamed:
    """Gives a timeline events, so many milliseconds after each other."""

    def __init__(self) -> None:
        self.timeline = Timeline()
        self.changed: list[int | None] = []
        self._now, self._seq = BEGAN, 0

    def hear(self, *events: tuple[int, Event], turn: int = 1) -> list[TimelineRow]:
        for after_ms, event in events:
            self._now += timedelta(milliseconds=after_ms)
            self._seq += 1
            at = self._now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            self.changed.append(self.timeline.take(Stamped(self._seq, at, turn, event)))
        return self.timeline.rows


def test_an_action_is_one_row_that_grows_with_what_comes_of_it() -> None:
    streamed = Streamed()

    streamed.hear((0, STARTED), (5, REQUEST), (800, UsageReported(1, 1, 2, None)))
    rows = streamed.hear((2, CLICK), (3, ALLOWED), (14, ActionDone("c1", 0, 14)), (112, Settled(112, True)))

    assert [None, None, None, 0, 0, 0, 0] == streamed.changed
    assert ["Click (30, 40)"] == [row.text for row in rows]
    assert ("Allowed by the rules", "Done", "ok") == (rows[0].decision, rows[0].result, rows[0].tone)
    assert {"model": 800, "own": 10, "act": 14, "settle": 112} == rows[0].parts
    assert "deciding 10 ms · model 800 ms · acting 14 ms · settling 112 ms" == rows[0].times


def test_what_a_person_decided_stands_with_the_reply_and_the_time_they_took() -> None:
    streamed = Streamed()
    refused = Decided("c1", 0, "deny", "human", "consequence-send", "not to them", 4200)

    rows = streamed.hear((0, STARTED), (0, CLICK), (4200, refused))

    assert "Refused by a person after 4.2 s (consequence-send): not to them" == rows[0].decision
    assert ("bad", {"person": 4200}) == (rows[0].tone, rows[0].parts)


def test_a_batch_gets_a_row_for_each_action_and_a_failure_says_why() -> None:
    streamed = Streamed()
    second = ActionProposed("c1", 1, {"kind": "press", "keys": ["ctrl", "s"]}, {})
    failed = ActionFailed("c1", 1, 2, "You moved the mouse.")

    rows = streamed.hear((0, STARTED), (0, CLICK), (0, ALLOWED), (0, second), (0, failed))

    assert ["Click (30, 40)", "Press ctrl+s"] == [row.text for row in rows]
    assert ["", "Not done: You moved the mouse."] == [row.result for row in rows]


@pytest.mark.parametrize(
    ("event", "text", "tone"),
    [
        (Reasoned("The menu\nis open."), "The menu⏎is open.", "muted"),
        (Asked("Which folder?"), "The model asks: Which folder?", "warn"),
        (Paused("takeover", "You moved the mouse."), "Paused: You moved the mouse.", "warn"),
        (RunFinished("completed", "Saved.", 1, 1, {}, None, 1.0, 1.0, 0), "Completed: Saved.", "ok"),
        (RunFinished("stopped", "", 1, 1, {}, None, 1.0, 1.0, 3), "Stopped.", "warn"),
    ],
)
def test_everything_else_is_a_row_of_its_own(event: Event, text: str, tone: str) -> None:
    rows = Streamed().hear((0, STARTED), (0, event))

    assert [(text, tone)] == [(row.text, row.tone) for row in rows]


def test_what_cannot_be_seen_in_a_text_is_made_visible() -> None:
    rows = Streamed().hear((0, STARTED), (0, Reasoned("safe\u202etxt.exe")))

    assert "safe\\u{202e}txt.exe" == rows[0].text


def test_an_action_that_cannot_be_read_and_a_decision_on_nothing_do_no_harm() -> None:
    streamed = Streamed()

    rows = streamed.hear(
        (0, STARTED),
        (0, ActionProposed("c9", 0, None, {"type": "fly"})),
        (0, Decided("x", 0, "allow", "policy", "default")),
    )

    assert ["An action that cannot be read"] == [row.text for row in rows]
    assert [None, 0, None] == streamed.changed
