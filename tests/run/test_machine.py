"""What may follow what."""

import pytest

from desktop_agent.core.errors import RunOrderError
from desktop_agent.run.stream import RunProgress, RunStep

# Told without states, by what a run does: which step may come right after which. “end” may come after every other.
LOOKED_AT = {"next", "admitted", "edited", "moved"}  # then policy says what becomes of the action
SAID_NO_OR_DONE = {
    "answered",
    "refused",
    "unreadable",
    "rehearsed",
    "changed",
    "settled",
}  # then the rest of the answer follows
RIGHT_AFTER: dict[RunStep, set[str]] = {
    "begin": {"nothing"},
    "seen": {"begin", "spent"},
    "answered": {"seen"},
    "next": SAID_NO_OR_DONE,
    "spent": SAID_NO_OR_DONE,
    "ask": LOOKED_AT,
    "rehearsed": LOOKED_AT,
    "unreadable": LOOKED_AT,
    "refused": {*LOOKED_AT, "ask"},
    "allowed": {*LOOKED_AT, "ask"},
    "admitted": {"ask"},
    "edited": {"ask"},
    "moved": {"ask", "allowed", "act"},
    "changed": {*LOOKED_AT, "ask", "allowed", "act"},
    "act": {"allowed"},
    "acted": {"act"},
    "idled": {"act"},
    "settled": {"acted", "idled"},
}


def _through(*steps: RunStep) -> RunProgress:
    progress = RunProgress()
    for step in steps:
        progress = progress.after(step)
    return progress


ACTED: tuple[RunStep, ...] = ("begin", "seen", "answered", "next", "allowed", "act", "acted", "settled")


def test_a_run_goes_round_from_picture_to_picture() -> None:
    progress = _through(*ACTED, "spent", "seen", "answered", "end")

    assert (progress.state, progress.turns, progress.actions) == ("ended", 2, 1)


def test_after_each_step_comes_what_a_run_does_next_and_all_else_raises_and_changes_nothing() -> None:
    seen = set[str]()
    to_try = [("nothing", RunProgress())]
    while to_try:
        last, progress = to_try.pop()
        seen.add(last)
        for step, before in RIGHT_AFTER.items():
            if last in before:
                after = progress.after(step)
                to_try += [(step, after)] if step not in seen else []
            else:
                unchanged = RunProgress(progress.state, progress.turns, progress.actions, progress.refusals)
                with pytest.raises(RunOrderError):
                    progress.after(step)
                assert progress == unchanged
        assert progress.after("end").state == "ended"

    assert seen == {"nothing", *RIGHT_AFTER}


def test_nothing_follows_the_end() -> None:
    for step in (*RIGHT_AFTER, "end"):
        with pytest.raises(RunOrderError):
            RunProgress().after("end").after(step)


def test_refusals_are_counted_until_something_is_touched() -> None:
    refused = _through("begin", "seen", "answered", "next", "refused", "next", "ask", "refused")

    assert refused.refusals == 2
    assert refused.after("next").after("allowed").after("act").after("idled").refusals == 2
    assert refused.after("next").after("allowed").after("act").after("acted").refusals == 0
    assert refused.after("next").after("rehearsed").refusals == 2
    assert refused.after("next").after("unreadable").refusals == 2
    assert refused.after("next").after("allowed").after("changed").refusals == 2
