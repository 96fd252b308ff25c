"""Moments say in words what happened, and how long each part took; every surface shows these words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop_agent.core.decisions.rule_id import OwnRuleId
from desktop_agent.core.runs.events import (
    ActionDone,
    ActionFailed,
    ActionProposed,
    ActionStarted,
    Answered,
    Asked,
    Decided,
    Event,
    FrameTaken,
    NamedTarget,
    Noticed,
    Paused,
    Reasoned,
    RequestSent,
    Resumed,
    RunFinished,
    RunStarted,
    Said,
    Settled,
    Stamped,
    UsageReported,
)
from desktop_agent.record.moments import Moment, MomentReader
from desktop_agent.record.wording import access_wording, decision_wording, was_asked

BEGAN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
MONITOR = {"n": 1, "x": 0, "y": 0, "width": 1280, "height": 800, "scale": 1.0}
STARTED = RunStarted(
    1, "r", "/r", "t", "local", "preview", "local", "http://127.0.0.1/v1", "guard", MONITOR, None,
    {"width": 1280, "height": 800}, {"steps": 200, "minutes": 60, "cost": None}, "0.1.0",
)  # fmt: skip
REQUEST = RequestSent(1, 1, 10, False, None)
CLICK = ActionProposed("c1", 0, {"kind": "click", "x": 30, "y": 40, "button": "left", "count": 1, "keys": []}, {})
ALLOWED = Decided("c1", 0, "allow", "policy", "default")


def word_text_tone(row: Moment) -> tuple[str, str, str]:
    assert row.outcome
    return row.outcome.word, row.outcome.text, row.outcome.tone


class Streamed:
    """Gives a reader events, so many milliseconds after each other."""

    def __init__(self) -> None:
        self.reader = MomentReader()
        self.changed: list[int | None] = []
        self._now = BEGAN
        self._seq = 0

    def hear(self, *events: tuple[int, Event], turn: int = 1) -> list[Moment]:
        for after_ms, event in events:
            self._now += timedelta(milliseconds=after_ms)
            self._seq += 1
            at = self._now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            self.changed.append(self.reader.take(Stamped(self._seq, at, turn, event)))
        return self.reader.moments


def test_an_action_is_one_row_that_grows_with_what_comes_of_it() -> None:
    streamed = Streamed()

    streamed.hear((0, STARTED), (5, REQUEST), (800, UsageReported(1, 1, 2, None)))
    rows = streamed.hear((2, CLICK), (3, ALLOWED), (14, ActionDone("c1", 0, 14)), (112, Settled(112, True)))

    assert [None, None, None, 0, 0, 0, 0] == streamed.changed
    assert ["Click a place on the screen"] == [row.text for row in rows]
    assert ["Allowed: no rule requires approval for it"] == [phrase.text for phrase in rows[0].decisions]
    assert ("Done", "Done in 14 ms", "ok") == word_text_tone(rows[0])
    assert {"model": 800, "own": 10, "act": 14, "settle": 112} == rows[0].parts
    assert "overhead 10 ms · model 800 ms · acting 14 ms · settling 112 ms" == rows[0].times


def test_an_action_whose_control_has_moved_stays_one_row_with_its_last_place() -> None:
    streamed = Streamed()
    moved = replace(CLICK, action={**(CLICK.action or {}), "y": 70})

    rows = streamed.hear((0, STARTED), (0, CLICK), (0, ALLOWED), (0, moved), (0, ALLOWED), (0, ActionDone("c1", 0, 14)))

    assert [row.proposal.place for row in rows if row.proposal] == ["At (30, 70) in the screenshot"]
    assert [row.outcome.word for row in rows if row.outcome] == ["Done"]


def test_the_persons_decision_is_shown_with_their_reply_and_their_time() -> None:
    streamed = Streamed()
    refused = Decided("c1", 0, "deny", "human", "words", "not to them", 4200)

    rows = streamed.hear((0, STARTED), (0, CLICK), (4200, refused))

    words = "Refused by you after 4.2 s: “not to them”"
    assert ("Refused", words, "bad") == word_text_tone(rows[0])
    assert {"person": 4200} == rows[0].parts


def test_an_application_let_in_stands_before_the_action_that_waited_for_it() -> None:
    streamed = Streamed()
    access = {"program": "/usr/bin/mousepad", "site": "", "level": "work", "lasting": "run"}
    window = NamedTarget("Edit", "menu", "mousepad", "Letter")
    let_in = Decided("c1", 0, "allow", "human", "scope", None, 38_000, target=window, access=access)

    before = [streamed.hear((0, STARTED), (0, replace(CLICK, target=window)))[0].text]
    rows = streamed.hear(
        (38_100, let_in),
        (2, Decided("c1", 0, "allow", "human", "scope", target=window)),
        (5, ActionStarted("c1", 0)),
        (14, ActionDone("c1", 0, 14)),
    )

    words = "You let it work in Mousepad, for this run, after 38.0 s"
    assert before == ["Click “Edit” (menu) in “Letter”"]
    assert [row.line for row in rows] == [words, *before]
    assert [row.times for row in rows] == ["overhead 100 ms · you 38.0 s", "overhead 7 ms · acting 14 ms"]
    assert [wording.text for wording in rows[1].decisions] == ["Approved based on your answer for Mousepad"]
    assert rows[0].at < rows[1].at
    assert [None, 0, 0, 1, 1, 1] == streamed.changed


def test_an_act_in_no_program_that_a_card_alone_approved_counts_as_asked_and_says_who_did() -> None:
    decided = Decided("c1", 0, "allow", "human", "scope", None, 4200)

    assert decision_wording(decided).text == "Approved by you after 4.2 s"
    assert was_asked(decided)
    assert not was_asked(replace(decided, waited_ms=0))


def test_one_act_that_was_approved_is_told_as_no_more_than_that() -> None:
    access = {"program": "/usr/bin/kate", "site": "", "level": "work", "lasting": "once"}
    kate = NamedTarget(application="kate")
    decided = Decided("c1", 0, "allow", "human", "scope", None, 73_000, target=kate, access=access)

    assert access_wording(decided, access).text == "You approved this once in Kate, after 1 min 13 s"


def test_a_batch_gets_a_row_for_each_action_and_a_failure_says_why() -> None:
    streamed = Streamed()
    second = ActionProposed("c1", 1, {"kind": "press", "keys": ["ctrl", "s"]}, {})
    failed = ActionFailed("c1", 1, 2, "You moved the mouse.")

    rows = streamed.hear((0, STARTED), (0, CLICK), (0, ALLOWED), (0, second), (0, failed))

    assert ["Click a place on the screen", "Press Ctrl+S"] == [row.text for row in rows]
    assert [None, "Failed after 2 ms: You moved the mouse."] == [row.result and row.result.text for row in rows]


@pytest.mark.parametrize(
    ("event", "line", "tone"),
    [
        (Reasoned("The menu\nis open."), "The model thinks: The menu\nis open.", "muted"),
        (Said("Saved."), "The model says: Saved.", "text"),
        (Asked("Which folder?"), "The model asks: Which folder?", "warn"),
        (Answered("This one.", "human"), "You answered: This one.", "text"),
        (Paused("takeover", "You moved the mouse."), "Paused: You moved the mouse.", "warn"),
        (Resumed("human"), "Resumed", "muted"),
        (Noticed("warning", "Late."), "Warning: Late.", "warn"),
        (RunFinished("completed", "Saved.", 1, 1, {}, None, 1.0, 1.0, 0), "The model says it's done: “Saved.”", "text"),
    ],
)
def test_everything_else_is_a_row_of_its_own(event: Event, line: str, tone: str) -> None:
    rows = Streamed().hear((0, STARTED), (0, event))

    assert [(line, tone)] == [(row.line, row.tone) for row in rows]


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        (ALLOWED, "Click a place on the screen"),
        (Decided("c1", 0, "allow", "human", "safety-check"), "Click a place on the screen — Approved by you"),
        (Decided("c1", 0, "deny", "human", "address", "No"), "Click a place on the screen — Refused by you: “No”"),
        (Decided("c1", 0, "deny", "policy", "address"),
         "Click a place on the screen — Refused, because only regular web addresses can be opened"),
        (Decided("c1", 0, "deny", "policy", OwnRuleId("rule:No mail")),
         "Click a place on the screen — Refused by your rule “No mail”"),
        (Decided("c1", 0, "deny", "policy", "question", "No answer within 5 s."),
         "Click a place on the screen — Refused: “No answer within 5 s.”"),
        (Decided("c1", 0, "deny", "policy", "not-reached"),
         "Click a place on the screen — Skipped, because an earlier step wasn't carried out"),
        (Decided("c1", 0, "deny", "mode", "watch"), "Click a place on the screen — Rehearsed, not carried out"),
        (Decided("c1", 0, "stop", "human", "shell"), "Click a place on the screen — You stopped the run here"),
    ],
)  # fmt: skip
def test_a_line_says_what_was_decided_unless_the_rules_just_allowed_it(decided: Decided, expected: str) -> None:
    rows = Streamed().hear((0, STARTED), (0, CLICK), (0, decided))

    assert [expected] == [row.account for row in rows]


def test_an_intent_without_a_result_is_not_called_done() -> None:
    streamed = Streamed()
    rows = streamed.hear((0, STARTED), (0, CLICK), (0, ALLOWED), (0, ActionStarted("c1", 0)))
    under_way = rows[0].result
    streamed.reader.close()

    assert under_way is None
    assert ("Unknown", "warn") == (word_text_tone(rows[0])[0], word_text_tone(rows[0])[2])


def picture(name: str) -> FrameTaken:
    return FrameTaken(f"frames/{name}.png", 1280, 800, 9, "image/png", name, "after-action")


def test_a_moment_has_the_pictures_before_and_after_its_act() -> None:
    before, checked, after, later = map(picture, ("before", "checked", "after", "later"))
    asked = FrameTaken("frames/asked.png", 1280, 800, 9, "image/png", "a", "recheck", sent="asked")
    streamed = Streamed()

    streamed.hear((0, STARTED), (0, before), (800, CLICK), (5, asked), (5, checked), (3, ALLOWED))
    begun = streamed.hear((1, ActionStarted("c1", 0)))[0]
    streamed.hear((14, ActionDone("c1", 0, 14)), (100, after), (200, later))
    done, words = streamed.hear((0, Said("Saved.")), turn=2)

    assert (begun.before, begun.after, begun.began) == (before, None, "2026-11-20T10:00:00.814Z")
    assert (done.before, done.after, done.ended) == (before, after, "2026-11-20T10:00:00.928Z")
    assert (words.before, words.after, words.began) == (later, None, "")


def test_an_action_not_done_has_no_picture_after_it() -> None:
    streamed = Streamed()

    refused = Decided("c1", 0, "deny", "human", "mode-ask")
    moment = streamed.hear((0, STARTED), (0, CLICK), (0, refused), (5, picture("next")))[0]

    assert (moment.before, moment.after) == (None, None)
