"""Every action type of the reference pages, from the vendor's mouth to another X client's log, and its event lines."""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.plain_vendor import Item, PlainVendor, call, message
from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEventLog
from tests.journeys.conftest import BARE, Agent

# A screen of 1920x1080 goes out as a picture of 1280x720: the model's 300, 200 is the screen's 450, 300.
AT = {"x": 300, "y": 200}
CLICK = ["+1 450,300", "-1 450,300"]
SHIFT, CONTROL = ["+Shift_L", "-Shift_L"], ["+Control_L", "+a", "-a", "-Control_L"]
LIGHTCONE: Sequence[tuple[Item, list[str]]] = (
    ({"type": "click", **AT, "button": "left"}, CLICK),
    ({"type": "double_click", **AT}, CLICK * 2),
    ({"type": "triple_click", **AT}, CLICK * 3),
    ({"type": "right_click", **AT}, ["+3 450,300", "-3 450,300"]),
    ({"type": "type", "text": "ab"}, ["+a", "-a", "+b", "-b"]),
    ({"type": "key", "keys": ["ctrl+a"]}, CONTROL),
    ({"type": "keypress", "keys": ["CTRL", "A"]}, CONTROL),
    ({"type": "key_down", "keys": ["shift"]}, SHIFT[:1]),
    ({"type": "key_up", "keys": ["shift"]}, SHIFT[1:]),
    ({"type": "scroll", **AT, "scroll_x": 0, "scroll_y": 200}, ["+5 450,300", "-5 450,300"] * 2),
    ({"type": "hscroll", **AT, "scroll_x": -100}, ["+6 450,300", "-6 450,300"]),
    ({"type": "navigate", "url": "https://example.org/a?b='c'&d"}, []),
    ({"type": "drag", "x": 100, "y": 100, "end_x": 200, "end_y": 150}, ["+1 150,150", "-1 300,225"]),
    ({"type": "wait"}, []),
)
PREVIEW: Sequence[tuple[Item, list[str]]] = (
    ({"type": "click", **AT, "button": "wheel"}, ["+2 450,300", "-2 450,300"]),
    ({"type": "click", **AT, "button": "back"}, ["+8 450,300", "-8 450,300"]),
    ({"type": "click", **AT, "button": "forward"}, ["+9 450,300", "-9 450,300"]),
    ({"type": "double_click", **AT}, CLICK * 2),
    ({"type": "point_and_type", "x": 310, "y": 210, "text": "q"}, ["+1 465,315", "-1 465,315", "+q", "-q"]),
    ({"type": "keypress", "keys": ["ENTER"]}, ["+Return", "-Return"]),
    ({"type": "key_down", "keys": ["SHIFT"]}, SHIFT[:1]),
    ({"type": "key_up", "keys": ["SHIFT"]}, SHIFT[1:]),
    (
        {"type": "scroll", **AT, "scroll_x": 100, "scroll_y": -100},
        [f"{sign}{n} 450,300" for n in (4, 7) for sign in "+-"],
    ),
    ({"type": "drag", "path": [{"x": 10, "y": 10}, {"x": 20, "y": 40}, {"x": 60, "y": 40}]}, ["+1 15,15", "-1 90,60"]),
    ({"type": "move", "x": 700, "y": 500}, []),
    ({"type": "mouse_down", "x": 50, "y": 50}, ["+1 75,75"]),
    ({"type": "mouse_up", "x": 60, "y": 60}, ["-1 90,90"]),
    ({"type": "screenshot"}, []),
)
# The order of the contract's examples; each line begins with event, seq, at, turn, and ends in its link of the chain.
FIELDS = {
    "run.started": "format run dir task provider dialect model base_url mode monitor region viewport limits version",
    "frame": "path width height bytes media_type sha256 reason screen",
    "request": "attempt input_items bytes chained previous_response_id",
    "message": "text",
    "usage": "input_tokens output_tokens total_tokens cost",
    "action.proposed": "call_id index action model_action safety_checks target response_id",
    "decision": "call_id index verdict by rule reply waited_ms target",
    "action.started": "call_id index",
    "action.done": "call_id index duration_ms target",
    "settled": "waited_ms stable",
    "notice": "level text",
    "run.finished": "status message turns actions usage cost seconds seconds_outside_model exit_code",
}


@pytest.fixture(scope="module")
def wide() -> Iterator[PrivateDisplay]:
    """Give a display that is larger than the picture."""
    with PrivateDisplay(1920, 1080) as private:
        yield private


@pytest.mark.parametrize(("dialect", "acts"), [("lightcone", LIGHTCONE), ("preview", PREVIEW)])
def test_every_listed_action_reaches_the_screen_and_the_journal(
    wide: PrivateDisplay, agent: Agent, tmp_path: Path, dialect: str, acts: Sequence[tuple[Item, list[str]]]
) -> None:
    script = [*([call(action, f"c{number}")] for number, (action, _) in enumerate(acts)), [message("Fin.")]]

    with PlainVendor(script) as vendor, XEventLog(wide.environment()) as log:
        words = (
            "run",
            "t",
            "--json",
            "--dialect",
            dialect,
            "--coordinates",
            "viewport",
            "--base-url",
            vendor.url,
            *BARE,
        )
        ran = agent(*words, environment=wide.environment() | _browser(tmp_path))
        expected = [event for _, events in acts for event in events]
        wait_until(lambda: len(_seen(log)) >= len(expected), f"{len(expected)} events of X")

        assert expected == _seen(log)
    assert ran.code == 0, ran.err
    _check_lines(ran.events, ran.out, [act for act, _ in acts if "text" in act])
    _check_pages(dialect, vendor.bodies, len(acts))
    if dialect == "lightcone":
        assert (tmp_path / "opened").read_text(encoding="utf-8") == "1\nhttps://example.org/a?b='c'&d\n"


def _browser(folder: Path) -> dict[str, str]:
    """Stand in for the desktop's opener, and give a home: write down how many arguments came, and which."""
    opener = folder / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\nprintf \'%s\\n\' "$#" "$@" > {folder}/opened\n', encoding="utf-8")
    opener.chmod(0o755)
    return {"PATH": f"{opener.parent}:{os.environ['PATH']}", "DESKTOP_AGENT_HOME": str(folder / "agent")}


def _seen(log: XEventLog) -> list[str]:
    signs = {"key_press": "+", "button_press": "+", "key_release": "-", "button_release": "-"}
    events = log.events(*signs)
    return [signs[one.kind] + (one.name or f"{one.detail} {one.x},{one.y}") for one in events]


def _check_lines(events: list[dict[str, Any]], printed: str, texts: list[Item]) -> None:
    folder = Path(events[0]["dir"])
    files = [path for path in folder.rglob("*") if path.is_file()]

    lost = [event for event in events if event.get("typed")]  # no window is there that could show a text
    there_where_meant = {"texts", "early"}
    assert [[name for name in event if name not in there_where_meant] for event in events] == [
        ["event", "seq", "at", "turn", *FIELDS[event["event"]].split(), *(["typed"] if event in lost else []), "chain"]
        for event in events
    ]
    assert [(event["event"], event["typed"]) for event in lost] == [("settled", "unseen")] * len(texts)
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", event["at"]) for event in events)
    assert (events[0]["event"], events[0]["turn"]) == ("run.started", 0)
    assert (events[-1]["event"], events[-1]["status"], events[-1]["exit_code"]) == ("run.finished", "completed", 0)
    assert (events[0]["viewport"], events[0]["monitor"]["width"]) == ({"width": 1280, "height": 720}, 1920)
    assert re.fullmatch(r"\d{8}-\d{6}-t-[0-9a-f]{6}", folder.name)
    assert (folder / "events.jsonl").read_text(encoding="utf-8") == printed
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert len(str(events[-1]["cost"])) < len("0.123456789012")


def _check_pages(dialect: str, bodies: list[dict[str, Any]], answered: int) -> None:
    """Hold the requests against the pages: the tool, the chain, and a picture for every call."""
    tool = {"lightcone": "computer_use", "preview": "computer_use_preview"}[dialect]
    kind = {"lightcone": "input_image", "preview": "computer_screenshot"}[dialect]
    where = {"lightcone": "desktop", "preview": "linux"}[dialect]
    first = {"type": tool, "display_width": 1280, "display_height": 720, "environment": where}

    assert all(body["tools"][0] == first for body in bodies)
    assert [body.get("previous_response_id") for body in bodies] == [None, *(f"resp_{n + 1}" for n in range(answered))]
    outputs = [body["input"][0] for body in bodies[1:]]
    assert [one["call_id"] for one in outputs] == [f"c{number}" for number in range(answered)]
    assert {(one["type"], one["output"]["type"]) for one in outputs} == {("computer_call_output", kind)}
    assert all(one["output"]["image_url"].startswith("data:image/png;base64,") for one in outputs)
