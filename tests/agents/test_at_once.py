"""Calls that a client sends at once: looks are answered in order, and an act is not done beside another call."""

from collections.abc import Sequence
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.mcp_agent import environment
from tests.fakes.mcp_raw import RawAgent, said
from tests.fakes.x_event_log import XEventLog

Call = tuple[str, dict[str, object]]
LOOK: Call = ("look", {})
FIND: Call = ("find", {"text": "Nowhere"})
READ: Call = ("read", {})
ZOOM: Call = ("zoom", {"region": [10, 10, 200, 200]})
CLICK = {"action": "click", "x": 640, "y": 400, "button": "left"}
ACT: Call = ("act", {"actions": [CLICK]})
SLOW: Call = ("act", {"actions": [{"action": "wait", "seconds": 2}]})
UNREADABLE: Call = ("act", {"actions": 7})
BUSY = "Only one call at a time"
# The calls that are sent at once; which of them are refused, and with which words; and how many clicks arrive.
AT_ONCE: Sequence[tuple[str, Sequence[Call], dict[int, str], int]] = (
    ("what only looks", [LOOK, FIND, READ, ZOOM, LOOK], {}, 0),
    ("what only looks, into an act", [SLOW, LOOK, READ], {}, 0),
    ("an act, into an act", [SLOW, ACT], {1: BUSY}, 0),
    ("more than wait in line", [SLOW, *[LOOK] * 9], {8: BUSY, 9: BUSY}, 0),
    (
        "what cannot be read",
        [UNREADABLE, ("zoom", {"region": "there"}), ("none", {})],
        {0: "actions", 1: "region", 2: "none"},
        0,
    ),
    ("one act", [ACT], {}, 1),
    ("the end, and once more", [("stop", {})], {}, 0),
    ("an end without a session", [("stop", {})], {0: "No session is open"}, 0),
)


def test_calls_sent_at_once_are_answered_in_order_and_refusals_are_marked(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    flags = ("--mode", "auto", "--approver", "none")
    with XEventLog(display.environment()) as log, RawAgent(environment(display, tmp_path), *flags) as caller:
        caller.start()
        caller.call("look")
        for name, calls, refused, clicks in AT_ONCE:
            before = len(log.events("button_press"))
            numbers = [caller.send("tools/call", {"name": tool, "arguments": given}) for tool, given in calls]
            came = caller.arrivals(len(calls))
            results = [next(one for one in came if one["id"] == number) for number in numbers]

            done = [one["id"] for one in came if not one["result"]["isError"]]
            assert done == [number for place, number in enumerate(numbers) if place not in refused], name
            assert all(words in said(results[place]) for place, words in refused.items()), (name, *map(said, results))
            assert len(log.events("button_press")) - before == clicks, name
