"""The facts about a run's end, beside its model's word: from its events, and in words."""

import pytest

from desktop_agent.core.runs.events import (
    ActionDone,
    ActionFailed,
    ActionProposed,
    ActionStarted,
    Decided,
    Event,
    PersonSaid,
    Settled,
    Stamped,
)
from desktop_agent.core.runs.outcome import Outcome, WindowLeft
from desktop_agent.record.status import facts
from desktop_agent.run.end.tally import ActionTally

STARTED = ActionStarted("c", 0)
DONE = ActionDone("c", 0, 1)
TAKEN = ActionFailed("c", 0, 1, "", "takeover")
REFUSED = Decided("c", 0, "deny", "human", "words")
OUTSIDE = Decided("c", 0, "deny", "policy", "outside-viewport")
SKIPPED = Decided("c", 0, "deny", "policy", "not-reached")
SHOWN = Decided("c", 0, "deny", "mode", "watch")
TOOK_OVER = Decided("c", 0, "deny", "human", "takeover")
BY_HAND = Decided("c", 0, "deny", "human", "by-hand")
SAID = PersonSaid("Twice.")
FAILED = ActionFailed("c", 0, 1, "")


def act(*events: Event, kind: str = "press", key: str = "a") -> tuple[Event, ...]:
    return (ActionProposed("c", 0, {"kind": kind, "keys": [key]}, {}), *events)


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ((), ()),
        ((act(STARTED, DONE), act(DONE)), ()),
        ((act(REFUSED),), ("Not done as requested: 1 refused.",)),
        ((act(OUTSIDE), act(SKIPPED), act(SKIPPED, key="b")), ("Not done as requested: 1 refused, 2 skipped.",)),
        ((act(SHOWN),), ()),
        ((act(FAILED), act(TAKEN, key="b")), ("Not done as requested: 1 failed, 1 interrupted.",)),
        ((act(TOOK_OVER), act(BY_HAND, key="b")), ()),
        ((act(SKIPPED), act(STARTED, DONE)), ()),
        ((act(STARTED),), ("Not done as requested: 1 uncertain.",)),
        (
            (act(ActionDone("c", 0, 1, "altered")), act(DONE, Settled(1, stable=True, typed="unseen"), key="b")),
            ("Not done as requested: 1 text not found in any field, 1 field contains something else.",),
        ),
        ((act(DONE, SAID), ()), ("Nothing was done after your message.",)),
        ((act(DONE, SAID), act(DONE, kind="look")), ("Nothing was done after your message.",)),
        ((act(DONE, SAID), act(DONE)), ()),
        ((act(DONE), (SAID, SAID)), ("2 of your messages weren't answered.",)),
    ],
)
def test_undone_actions_and_unanswered_questions_are_counted(
    turns: tuple[tuple[Event, ...], ...], expected: object
) -> None:
    tally = ActionTally()
    for turn, events in enumerate(turns, 1):
        for event in events:
            tally.take(Stamped(1, "", turn, event))

    assert expected == facts(tally.outcome(len(turns)))


def test_files_and_windows_are_named_and_a_hidden_one_is_not() -> None:
    left = (
        WindowLeft("note.txt *", "Kate", unsaved=True),
        WindowLeft("A ” b", opened=True),
        WindowLeft(opened=True),
    )
    files = ({"path": "~/a.txt", "change": "new"},)

    assert facts(Outcome(windows=left), files) == (
        "1 file changed: ~/a.txt (new).",
        "Unsaved: “note.txt *”.",
        "Left open: “A ' b”, a hidden window.",
    )
    assert facts(None) == ()
    assert facts(None, ()) == ("No file changed in the folders for this run.",)


def test_files_that_are_no_longer_named_are_counted_and_an_unreadable_number_is_none() -> None:
    named = {"path": "~/a.txt", "change": "new"}

    assert facts(None, (named, {"path": "57", "change": "more"})) == ("58 files changed: ~/a.txt (new) and 57 more.",)
    assert facts(None, (named, {"path": "many", "change": "more"})) == ("1 file changed: ~/a.txt (new).",)
    assert facts(None, ({"path": "2", "change": "noise"},)) == (
        "No file changed in the folders for this run.",
        "Not counted: 2 lock or temporary files that programs left there.",
    )
