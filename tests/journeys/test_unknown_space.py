"""A model of which nobody says how it gives places: it clicks a mark before its first act, and then hits its target.

The model is a server that really looks: it finds the red window in the picture of the screen, and gives its middle as
it counts. Another X client tells where the button went down.
"""

import base64
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from desktop_agent.core.pictures import Size
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.model.coordinate_test import ALONE, SIZE
from desktop_agent.model.coordinates import resized
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.programs.x_window import XWindow
from tests.fakes.servers.script import Answer, calls, refuses, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.journeys.conftest import BARE, Agent, Ran

# At the far end, where a wrong way of counting is furthest off; no larger than a small button.
TARGET = (1190, 700, 24, 16)
FLAGS = ("run", "Click the red thing", "--json", *BARE, "--provider", "ollama", "--model", "strange")
QUESTION = f'Click "{ALONE.word}"'
Place = tuple[float, float]
Counting = Callable[[Place, Size], Place]  # from pixels of a picture of that size


def parts(width: float, height: float, digits: int = 0) -> Counting:
    """Count in a grid, or in parts of one, over any picture."""
    return lambda at, size: (round(at[0] / size.width * width, digits), round(at[1] / size.height * height, digits))


def resizing(at: Place, size: Size) -> Place:
    """Count in pixels of the picture as it's resized to multiples of 28."""
    seen = resized(size)
    return parts(seen.width, seen.height)(at, size)


SPACES: Mapping[str, Counting] = {
    "viewport": lambda at, _size: at,
    "resized28": resizing,
    "grid1000": parts(999, 999),
    "relative1000": parts(1000, 1000),
    "relative1": parts(1, 1, 4),
}
GRID = SPACES["relative1000"]
ON_MARK = GRID((ALONE.x, ALONE.y), SIZE)
CALL = '<tool_call>{"name": "click", "arguments": {"x": 939, "y": 840}}</tool_call>'


def model(counting: Counting, at_mark: list[Answer] | None = None) -> Callable[[Mapping[str, Any]], Answer]:
    """Click what is asked for, once, as this model counts; `at_mark` are its answers to the question for a mark."""
    left = list(at_mark or [])

    def answer(body: Mapping[str, Any]) -> Answer:
        if QUESTION in json.dumps(body["input"], ensure_ascii=False).replace('\\"', '"'):
            x, y = counting((ALONE.x, ALONE.y), SIZE)
            return left.pop(0) if left else clicks(x, y)
        if any(item.get("type") == "function_call_output" for item in body["input"]):
            return says("Done.")
        return clicks(*counting(*seen_in(body)))

    return answer


def clicks(x: object, y: object) -> Answer:
    return calls("click", json.dumps({"x": x, "y": y, "button": "left"}))


def seen_in(body: Mapping[str, Any]) -> tuple[Place, Size]:
    """Return the middle of what is red in the newest picture, and the picture's size."""
    urls = [part["image_url"] for item in body["input"] for part in item.get("content", ()) if "image_url" in part]
    data = np.frombuffer(base64.b64decode(urls[-1].partition(",")[2]), np.uint8)
    picture = cv2.imdecode(data, cv2.IMREAD_COLOR)
    assert picture is not None
    rows, columns = np.nonzero((picture[:, :, 2] > 200) & (picture[:, :, 1] < 60) & (picture[:, :, 0] < 60))
    middle = (float(columns.min() + columns.max()) / 2, float(rows.min() + rows.max()) / 2)
    return middle, Size(picture.shape[1], picture.shape[0])


def ran_on(
    display: PrivateDisplay, agent: Agent, answer: Callable[[Mapping[str, Any]], Answer], *, runs: int = 1
) -> tuple[list[Ran], list[tuple[int, int]], list[str]]:
    """Run the task so many times; return the runs, where the button went down, and the first words of each request."""
    with (
        XEventLog(display.environment()) as log,
        XWindow(*TARGET, 0xFF0000),
        ScriptedServer([answer] * 20, dialect="functions", strict=False) as server,
    ):
        ran = [agent(*FLAGS, "--base-url", server.base_url) for _ in range(runs)]
        pressed = [(event.x, event.y) for event in log.events("button_press", "key_press")]
    asked = ["mark" if QUESTION in json.dumps(one.body).replace('\\"', '"') else "task" for one in server.creates]
    return ran, pressed, asked


def is_on_target(at: tuple[int, int]) -> bool:
    left, top, width, height = TARGET
    return left <= at[0] < left + width and top <= at[1] < top + height


def notices(ran: Ran) -> list[str]:
    return [event["text"] for event in ran.events if event["event"] == "notice"]


@pytest.mark.slow
@pytest.mark.parametrize("way", SPACES)
def test_a_model_with_an_unknown_coordinate_space_is_measured_once_and_then_hits(
    on_display: PrivateDisplay, agent: Agent, way: str
) -> None:
    ran, pressed, asked = ran_on(on_display, agent, model(SPACES[way]), runs=2)

    assert [one.code for one in ran] == [0, 0], ran[0].out + ran[0].err
    assert [is_on_target(at) for at in pressed] == [True, True], pressed
    assert asked == ["mark", "task", "task", "task", "task"]
    known = "relative1000" if way == "grid1000" else way
    reported = [[text for text in notices(one) if "clicked a mark" in text] for one in ran]
    assert reported == [[f"“strange” gives places as “{known}”: that is how it clicked a mark on a test picture."], []]


UNKNOWN = "“strange” didn't click the mark on a test picture, so nothing was done. Set --coordinates or --family"


@pytest.mark.slow(but=["keys", "two-spaces"])
@pytest.mark.parametrize(
    ("at_mark", "expected"),
    [
        ([clicks(*parts(100, 100)((ALONE.x, ALONE.y), SIZE))], UNKNOWN),
        ([clicks(*parts(1023, 1023)((ALONE.x, ALONE.y), SIZE))], UNKNOWN),
        ([clicks(ON_MARK[1], ON_MARK[0])], UNKNOWN),
        ([clicks(5, 5)], UNKNOWN),
        ([clicks(ALONE.x, ALONE.y) + calls("click", json.dumps({"x": ON_MARK[0], "y": ON_MARK[1]}), "b")], UNKNOWN),
        ([says(CALL)] * 5, UNKNOWN),
        ([says("I can't help with that.")], UNKNOWN),
        ([calls("press", '{"keys": ["a"]}')], UNKNOWN),
        ([calls("screenshot", "{}")] * 5, UNKNOWN),
        ([Answer()] * 2, "The model returned an empty response."),
        ([refuses(422, "not for you")], "not for you"),
    ],
    ids=["0-100", "0-1023", "swapped", "astray", "two-spaces", "in-text", "refusal", "keys", "looks", "empty", "422"],
)
def test_a_model_that_misses_the_calibration_mark_never_acts(
    on_display: PrivateDisplay, agent: Agent, tmp_path: Path, at_mark: list[Answer], expected: str
) -> None:
    ran, pressed, asked = ran_on(on_display, agent, model(GRID, at_mark))

    assert (ran[0].code, pressed) == (1, [])
    assert "task" not in asked
    assert expected in ran[0].events[-1]["message"]
    assert not list(tmp_path.rglob("coordinates.json"))
