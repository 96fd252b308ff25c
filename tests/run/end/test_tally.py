"""Which acts count as not done: those that no later answer has made up for. A table of what models do after a miss."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_agent.core.decisions.rule_id import RuleId
from desktop_agent.core.pictures import Rect
from desktop_agent.core.runs.events import (
    ActionDone,
    ActionFailed,
    ActionProposed,
    ActionStarted,
    Decided,
    DecidedBy,
    Event,
    NamedTarget,
    Stamped,
)
from desktop_agent.core.runs.outcome import Outcome
from desktop_agent.run.end.tally import ActionTally

WINDOW = Rect(100, 100, 800, 600)
MOVED = Rect(300, 150, 800, 600)
SAVE = NamedTarget("Save", "push button", "mousepad", "Save As", Rect(400, 300, 80, 30), WINDOW)
CANCEL = replace(SAVE, name="Cancel", rect=Rect(500, 300, 80, 30))
NAMELESS = NamedTarget(application="mousepad", window_rect=WINDOW)
ELSEWHERE = NamedTarget("Save", "push button", "gimp")
FIELD = NamedTarget("Name", "entry", "mousepad", rect=Rect(200, 200, 300, 20), window_rect=WINDOW)
ROW_1 = replace(SAVE, name="Delete", row="report.txt")
Act = tuple[dict[str, object], NamedTarget | None, str]


def click(x: int = 410, y: int = 310, target: NamedTarget | None = SAVE, came: str = "skipped", **more: object) -> Act:
    form = {"kind": "click", "x": x, "y": y, "button": "left", "count": 1, "keys": []}
    return form | more, target, came


def text(words: str, came: str = "skipped", target: NamedTarget | None = None, **more: object) -> Act:
    return {"kind": "type", "text": words} | more, target, came


def key(name: str, came: str = "skipped", target: NamedTarget | None = None) -> Act:
    return {"kind": "press", "keys": [name]}, target, came


def other(kind: str, came: str = "skipped", **more: object) -> Act:
    return {"kind": kind} | more, None, came


def events_of(number: int, act: Act) -> list[Event]:
    form, target, came = act
    call = "c", number
    denied: dict[str, tuple[DecidedBy, RuleId]] = {
        "skipped": ("policy", "not-reached"),
        "unreadable": ("policy", "unreadable"),
        "refused": ("human", "for-good"),
        "taken over": ("human", "takeover"),
        "by hand": ("human", "by-hand"),
    }
    known = None if came == "unreadable" else form
    proposed = ActionProposed(*call, known, {"type": form["kind"]}, target=target)
    if came in denied:
        by, rule = denied[came]
        return [proposed, Decided(*call, "deny", by, rule)]
    begun: list[Event] = [proposed, Decided(*call, "allow", "policy", "default"), ActionStarted(*call)]
    match came:
        case "failed" | "interrupted":
            return [*begun, ActionFailed(*call, 1, "", "error" if came == "failed" else "takeover")]
        case "unseen" | "altered":
            return [*begun, ActionDone(*call, 1, came)]
        case "unknown":
            return begun
        case _:
            return [*begun, ActionDone(*call, 1)]


def outcome_of(*answers: list[Act], is_reached: bool = False) -> Outcome:
    tally = ActionTally()
    for turn, acts in enumerate(answers, 1):
        for number, act in enumerate(acts):
            for event in events_of(number, act):
                tally.take(Stamped(1, "", turn, event))
    return tally.outcome(len(answers), is_reached=is_reached)


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param(([click()], [click(came="done")]), id="the same click again"),
        pytest.param(([click()], [click()], [click(came="done")]), id="at the third try"),
        pytest.param(([click(came="failed")], [key("tab", "done"), click(came="done")]), id="after another act"),
        pytest.param(([click()], [click(700, 380, came="done")]), id="on the control that has moved"),
        pytest.param(
            ([click(target=NAMELESS)], [click(610, 360, replace(NAMELESS, window_rect=MOVED), "done")]),
            id="at the same place of a window that has moved",
        ),
        pytest.param(([click(target=None)], [click(440, 320, came="done")]), id="in the box of a control found later"),
        pytest.param(([click(target=SAVE)], [click(450, 320, None, "done")]), id="a name that is gone the second time"),
        pytest.param(([text("Anna")], [text("Anna", "done", FIELD)]), id="a text by the keyboard"),
        pytest.param(([text("Anna", "altered", FIELD)], [text("Anna", "done", FIELD)]), id="a text that went wrong"),
        pytest.param(([text("Anna", "unseen")], [text("Anna", "done")]), id="a text that was not seen"),
        pytest.param(([text("Dear Anna", "interrupted")], [text(" Anna", "done")]), id="the rest of a broken-off text"),
        pytest.param(
            ([click(210, 210, FIELD), text("Anna")], [text("Anna", "done", FIELD, x=220, y=210)]),
            id="a click into a field and a text, at once",
        ),
        pytest.param(
            ([click(210, 210, None), text("Anna")], [text("Anna", "done", FIELD)]),
            id="a click that a program made needless by focusing the field itself",
        ),
        pytest.param(
            ([key("tab"), key("tab")], [key("tab", "done"), key("tab", "done")]), id="two keys, one for one"
        ),
        pytest.param(([key("ctrl+s")], [click(came="done"), key("ctrl+s", "done")]), id="a shortcut"),
        pytest.param(([other("drag", path=[{"x": 1, "y": 1}, {"x": 9, "y": 9}])],
                      [other("drag", "done", path=[{"x": 2, "y": 2}, {"x": 9, "y": 9}])]), id="a drag"),
        pytest.param(([other("x", "unreadable")], [other("x", "done")]), id="a call that could not be read"),
        pytest.param(([other("wait"), other("look"), other("scroll")],), id="what only looks is missed by nobody"),
        pytest.param(([click(came="taken over"), click(target=CANCEL, came="by hand")],), id="what the person took"),
        pytest.param(([click()], [click(came="taken over")]), id="what the person took at the second try"),
    ],
)  # fmt: skip
def test_what_was_made_up_for_is_not_counted(answers: tuple[list[Act], ...]) -> None:
    assert outcome_of(*answers) == Outcome()


@pytest.mark.parametrize(
    ("answers", "counted"),
    [
        pytest.param(([click()],), Outcome(skipped=1), id="never done"),
        pytest.param(([click(), click(came="done")],), Outcome(skipped=1), id="in one answer they are two acts"),
        pytest.param(([click()], [click(target=CANCEL, came="done")]), Outcome(skipped=1), id="another control"),
        pytest.param(([click()], [click(target=ELSEWHERE, came="done")]), Outcome(skipped=1), id="another program"),
        pytest.param(([click()], [click(count=2, came="done")]), Outcome(skipped=1), id="a double click"),
        pytest.param(
            ([click(target=ROW_1)], [click(target=replace(ROW_1, row="notes.txt"), came="done")]),
            Outcome(skipped=1),
            id="the same button in another row",
        ),
        pytest.param(
            ([click(target=NAMELESS)], [click(600, 500, NAMELESS, "done")]), Outcome(skipped=1), id="another place"
        ),
        pytest.param(
            (
                [other("drag", path=[{"x": 1, "y": 1}, {"x": 9, "y": 9}])],
                [other("drag", "done", path=[{"x": 1, "y": 1}, {"x": 300, "y": 9}])],
            ),
            Outcome(skipped=1),
            id="a drag from the same place to another one",
        ),
        pytest.param(([text("Anna")], [text("Anne", "done")]), Outcome(skipped=1), id="another text"),
        pytest.param(
            ([text("12", target=FIELD)], [text("12", "done", replace(FIELD, name="Age"))]),
            Outcome(skipped=1),
            id="the same text in another field",
        ),
        pytest.param(
            ([key("tab"), key("tab"), key("tab")], [key("tab", "done")]), Outcome(skipped=2), id="one of three"
        ),
        pytest.param(
            ([click(came="done"), key("enter")], [key("enter", "done", replace(FIELD, application="gimp"))]),
            Outcome(skipped=1),
            id="a key that went to another program",
        ),
        pytest.param(([click()], [click(came="failed")]), Outcome(failed=1), id="what came of the later one counts"),
        pytest.param(([click(came="interrupted")],), Outcome(interrupted=1), id="broken off"),
        pytest.param(([click()], [click(came="refused")]), Outcome(refused=1), id="refused at the second try"),
        pytest.param(([click(came="refused")], [click(came="done")]), Outcome(refused=1), id="a no stays one"),
        pytest.param(([click(came="unknown")], [click(came="done")]), Outcome(unknown=1), id="it may be done twice"),
        pytest.param(
            ([text("Dear Anna", "skipped")], [text(" Anna", "done")]), Outcome(skipped=1), id="a part of a text"
        ),
        pytest.param(
            ([other("unknown", "unreadable")], [key("a", "done")], [other("unknown", "done")]),
            Outcome(skipped=1),
            id="a call that could not be read, and wasn't tried again at once",
        ),
        pytest.param(([other("scroll", "refused")],), Outcome(refused=1), id="a no is counted, whatever it was to"),
    ],
)
def test_what_nothing_made_up_for_is_counted(answers: tuple[list[Act], ...], counted: Outcome) -> None:
    assert outcome_of(*answers) == counted


def test_a_goal_that_was_checked_lacks_nothing_that_was_left_out() -> None:
    answer = [click(), click(came="failed", target=CANCEL), text("a", "altered"), key("a", "refused")]

    assert outcome_of(answer) == Outcome(skipped=1, failed=1, altered=1, refused=1)
    assert outcome_of(answer, is_reached=True) == Outcome(altered=1, refused=1)
