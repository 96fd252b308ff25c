"""What a terminal shows of a run: one line for each thing that was done, once its outcome is known."""

import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO, TextIOWrapper

import pytest

from desktop_agent.cli.progress import TerminalProgress
from desktop_agent.core.runs.events import (
    ActionDone,
    ActionFailed,
    ActionProposed,
    ActionStarted,
    Decided,
    Event,
    Noticed,
    Reasoned,
    RunStarted,
    Settled,
    Stamped,
)

BEGAN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
STARTED = RunStarted(
    1, "r", "/r", "t", "local", "preview", "local", "http://127.0.0.1/v1", "guard",
    {"n": 1, "x": 0, "y": 0, "width": 1280, "height": 800, "scale": 1.0}, None,
    {"width": 1280, "height": 800}, {"steps": 200, "minutes": 60, "cost": None}, "0.1.0",
)  # fmt: skip


def pressed(call: str, key: str) -> ActionProposed:
    return ActionProposed(call, 0, {"kind": "press", "keys": [key]}, {})


def allowed(call: str) -> Decided:
    return Decided(call, 0, "allow", "policy", "default")


def lines_of(monkeypatch: pytest.MonkeyPatch, *events: tuple[int, Event], encoding: str = "utf-8") -> list[str]:
    """Return the lines on stderr once these events have come, so many milliseconds after each other."""
    shown = BytesIO()
    monkeypatch.setattr(sys, "stderr", TextIOWrapper(shown, encoding=encoding, write_through=True))
    progress = TerminalProgress()
    now = BEGAN
    for number, (after_ms, event) in enumerate(events, start=1):
        now += timedelta(milliseconds=after_ms)
        at = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        progress(Stamped(number, at, 1, event))
    return [line.rstrip() for line in shown.getvalue().decode(encoding).splitlines()]


def test_a_finished_action_prints_one_line_with_a_sign_and_with_its_duration_if_it_was_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    acts = (
        (0, STARTED),
        (0, pressed("c1", "f5")), (0, pressed("c2", "tab")), (0, pressed("c3", "f2")), (0, pressed("c4", "f3")),
        (0, allowed("c1")), (0, ActionStarted("c1", 0)), (9, ActionDone("c1", 0, 9)),
        (0, allowed("c2")), (0, ActionStarted("c2", 0)), (9, ActionDone("c2", 0, 9)), (4000, Settled(4000, False)),
        (0, allowed("c3")), (0, ActionStarted("c3", 0)), (9, ActionFailed("c3", 0, 9, "the screen is gone")),
        (0, Decided("c4", 0, "deny", "human", "words", "not this one")),
    )  # fmt: skip

    lines = lines_of(monkeypatch, *acts)

    assert lines == [
        "  ✓ Press F5",
        "  ✓ Press Tab 4.0 s",
        "  ✗ Press F2 — Failed after 9 ms: the screen is gone",
        "  ✗ Press F3 — Refused by you: “not this one”",
    ]


def test_an_action_in_progress_prints_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = ((0, STARTED), (0, pressed("c1", "f5")), (0, allowed("c1")), (0, ActionStarted("c1", 0)))

    assert lines_of(monkeypatch, *begun) == []


def test_a_warning_has_a_sign_and_a_thought_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ((0, STARTED), (0, Reasoned("I look first.")), (0, Noticed("warning", "The server is slow.")))

    assert [line[:5].rstrip() for line in lines_of(monkeypatch, *words)] == ["    T", "  ! W"]


def test_a_terminal_without_the_signs_gets_plain_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    done = (
        (0, STARTED),
        (0, pressed("c1", "f5")),
        (0, allowed("c1")),
        (9, ActionDone("c1", 0, 9)),
        (1, Settled(1, True)),
    )

    assert lines_of(monkeypatch, *done, encoding="ascii") == ["  + Press F5"]
