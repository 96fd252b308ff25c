"""Events in words: what stays on the terminal, what is on the live line, and what is left out."""

import pytest

from desktop_agent.cli.words import doing, first_line, line
from desktop_agent.core.events import (
    ActionDone,
    ActionFailed,
    Answered,
    Asked,
    Decided,
    Event,
    FrameTaken,
    Noticed,
    Paused,
    Reasoned,
    RequestSent,
    Resumed,
    Said,
    Settled,
)

FRAME = FrameTaken(None, 4, 4, 9, "image/png", "", "start")
LINES: list[tuple[Event, str | None]] = [
    (Decided("c", 0, "allow", "policy", "default"), "Click (1, 2)"),
    (Decided("c", 0, "allow", "human", "safety-check"), "Click (1, 2) (you approved)"),
    (Decided("c", 0, "allow", "human", "standing"), "Click (1, 2) (approved for this window)"),
    (Decided("c", 0, "edit", "human", "terminal"), "Click (1, 2)"),
    (Decided("c", 0, "deny", "human", "safety-check"), "Refused by you: Click (1, 2)"),
    (Decided("c", 0, "deny", "policy", "address"), "Refused by the rule “address”: Click (1, 2)"),
    (Decided("c", 0, "deny", "mode", "watch"), "Rehearsed, not done: Click (1, 2)"),
    (Decided("c", 0, "stop", "human", "x"), "Stopped by you: Click (1, 2)"),
    (ActionFailed("c", 0, 3, "The key is unknown."), "Not done: The key is unknown."),
    (Reasoned("One.\nTwo."), "One. Two."),
    (Said("Saved.\x1b[2J"), "Model says: Saved.\\u{1b}[2J"),
    (Asked("Which?"), "Model asks: Which?"),
    (Answered("This."), "You answer: This."),
    (Noticed("info", "Read leniently."), "Note: Read leniently."),
    (Noticed("warning", "Late."), "Warning: Late."),
    (Paused("takeover", "you moved the mouse"), "Paused: you moved the mouse"),
    (Resumed("human"), "Going on"),
    (ActionDone("c", 0, 3), None),
    (Settled(100, stable=True), None),
    (FRAME, None),
]
DOINGS: list[tuple[Event, str | None]] = [
    (RequestSent(1, 1, 10, chained=False, previous_response_id=None), "Waiting for the model"),
    (RequestSent(3, 1, 10, chained=False, previous_response_id=None), "Waiting for the model (try 3)"),
    (FRAME, "Looking at the screen"),
    (Settled(100, stable=True), "The screen has come to rest"),
    (Said("Saved."), None),
]


@pytest.mark.parametrize(("event", "expected"), LINES, ids=[type(event).__name__ for event, _ in LINES])
def test_an_event_leaves_the_line_that_a_person_needs(event: Event, expected: str | None) -> None:
    assert expected == line(event, "Click (1, 2)")


@pytest.mark.parametrize(("event", "expected"), DOINGS)
def test_the_live_line_says_what_is_going_on(event: Event, expected: str | None) -> None:
    assert expected == doing(event)


@pytest.mark.parametrize(
    ("task", "expected"), [("Save it", "Save it"), ("\n1. One\n2. Two", "1. One …"), ("x" * 50, "x" * 36 + "…")]
)
def test_a_task_is_known_by_its_first_line(task: str, expected: str) -> None:
    assert expected == first_line(task)
