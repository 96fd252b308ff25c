"""The pointer: clicks and drags on a part that notes them, a slider, text, a list, and a pane that scrolls."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from desktop_agent.core.geometry import ImagePoint
from tests.bench.fidelity.cells import Action, Cell, Judged
from tests.fakes.fields import Field, middle
from tests.fakes.hands import Hands
from tests.fakes.waiting import wait_until

CLICKS: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "click": ({"type": "click"}, {"button": 1, "count": 1}),
    "double click": ({"type": "double_click"}, {"button": 1, "count": 2}),
    "triple click": ({"type": "triple_click"}, {"button": 1, "count": 3}),
    "right click": ({"type": "click", "button": "right"}, {"button": 3}),
    "middle click": ({"type": "click", "button": "middle"}, {"button": 2}),
    "ctrl+click": ({"type": "click", "keys": ["ctrl"]}, {"button": 1, "held": ["ctrl"]}),
    "shift+click": ({"type": "click", "keys": ["shift"]}, {"button": 1, "held": ["shift"]}),
}
SCROLLS = {"scroll down": (0, 500), "scroll up": (0, -200), "scroll across": (500, 0)}
_WITHIN_S = 3.0
_LINES = "".join(f"{n} the quick brown fox\n" for n in (2, 3))
_REST_S = 1.0  # a browser scrolls smoothly, and halts where the machine is busy
_EXACT = 3  # of the slider's hundred


class PointerTarget:
    """A window with parts for the pointer."""

    def __init__(self, field: Field, turn: int = 0) -> None:
        self.field = field
        self.turn = turn
        self._start = [0, 0]
        self.most_clicks = int(field.ask("places").get("clicks", 1))

    @cached_property
    def parts(self) -> set[str]:
        """The parts that the window has."""
        self.field.ask("reset")
        return set(self.field.places())

    @cached_property
    def notch(self) -> tuple[float, float]:
        """How far one notch of somebody else's wheel scrolls the pane, across and down."""
        return self._notch(7, 0), self._notch(5, 1)

    @cached_property
    def marked(self) -> str:
        """What somebody else's hands mark from one point to the other: toolkits differ by the last character."""
        self.reset()
        places = self.field.places()
        start, end = (ImagePoint(places[name].x, middle(places[name]).y) for name in ("from", "to"))
        Hands(self.field.app.display).drag((start.x, start.y), (end.x, end.y))
        marked = str(_last(lambda: self.field.ask("state")["selection"], lambda marked: _LINES in marked))
        assert _LINES in marked, f"marked is {marked!r}: the lines cannot be marked"
        # A press at the same place soon afterwards would be the second of a double click, and mark whole words.
        elsewhere = middle(places["area"])
        Hands(self.field.app.display).click(elsewhere.x, elsewhere.y)
        return marked

    @cached_property
    def drawn_to(self) -> float:
        """What the slider says when somebody else draws its knob to the goal."""
        self.reset()
        places = self.field.places()
        start, end = middle(places["knob"]), middle(places["goal"])
        Hands(self.field.app.display).drag((start.x, start.y), (end.x, end.y))
        value = float(_last(lambda: self.field.ask("state")["slider"], lambda value: abs(value - 70) <= _EXACT))
        assert value > 50, f"the slider is at {value:g}: it cannot be drawn"
        return value

    def begin(self, needs: Iterable[str]) -> None:
        """See first what somebody else's hands do with these parts, and have everything as at first."""
        _ = "from" in needs and self.marked
        _ = "knob" in needs and self.drawn_to
        _ = "pane" in needs and self.notch
        self.reset()

    def reset(self) -> None:
        """Have everything as at first, and no notes."""
        self.field.ask("reset")
        self.field.ask("forget")
        wait_until(lambda: self.parts <= set(self.field.places()), "all parts of the window")
        self._start = [round(one) for one in self.field.ask("state").get("scroll", (0, 0))]

    def spot(self) -> ImagePoint:
        """Return a point of the area, each time another."""
        self.turn += 1
        area = self.field.area()
        return ImagePoint(area.x + 30 + self.turn * 37 % (area.width - 60), area.y + 30 + self.turn * 23 % 60)

    def scrolled(self) -> tuple[int, int]:
        """Return how far the pane is scrolled from where it was, once it rests."""
        seen: list[tuple[float, Any]] = []

        def rests() -> bool:
            seen.append((time.monotonic(), self.field.ask("state")["scroll"]))
            since = next(at for at, where in reversed(seen) if where != seen[-1][1]) if _moved(seen) else seen[0][0]
            return seen[-1][0] - since > _REST_S

        wait_until(rests, "the pane's rest")
        x, y = seen[-1][1]
        return round(x) - self._start[0], round(y) - self._start[1]

    def _notch(self, button: int, axis: int) -> float:
        self.reset()
        at = middle(self.field.places()["pane"])
        Hands(self.field.app.display).click(at.x, at.y, button, 2)
        return abs(self.scrolled()[axis]) / 2


@dataclass(frozen=True, slots=True)
class Gesture:
    """What one cell asks for and how it is judged."""

    name: str
    needs: tuple[str, ...]
    actions: Callable[[], Iterable[Action]]
    judge: Callable[[], str]


def pointer_cells(field: Field, rounds: int) -> Iterator[Cell]:
    """Yield the cells that a window has parts for."""
    target = PointerTarget(field)
    for _ in range(rounds):
        for gesture in _gestures(target):
            if set(gesture.needs) <= target.parts:
                judge = gesture.judge
                yield Cell(
                    *("pointer", field.name, gesture.name, partial(target.begin, gesture.needs), gesture.actions),
                    lambda judge=judge: Judged(judge()),  # type: ignore[misc]  # the loop's own
                )


def _gestures(target: PointerTarget) -> Iterator[Gesture]:
    for name, (action, expected) in CLICKS.items():
        if not (name == "triple click" and target.most_clicks < 3):
            yield _click(target, name, action, expected)
    yield _path(target)
    yield _slider(target)
    yield _selection(target)
    yield _reorder(target)
    for name, (dx, dy) in SCROLLS.items():
        yield _scroll(target, name, dx, dy)
    yield _ctrl_scroll(target)
    yield _file_to_folder(target)


def _click(target: PointerTarget, name: str, action: dict[str, object], expected: dict[str, object]) -> Gesture:
    at: list[ImagePoint] = []

    def actions() -> Iterator[Action]:
        at[:] = [target.spot()]
        yield {**action, "x": at[0].x, "y": at[0].y}

    def judge() -> str:
        area = target.field.area()
        presses = _once(lambda: target.field.seen("press"), int(str(expected.get("count", 1))))
        if not presses:
            return "nothing was pressed"
        last = presses[-1]
        off = max(abs(last["x"] - at[0].x + area.x), abs(last["y"] - at[0].y + area.y))
        other = {key: last.get(key) for key, value in expected.items() if last.get(key) != value}
        return f"came {other}" if other else "" if off <= 1 else f"{off} pixels beside the point"

    return Gesture(name, ("area",), actions, judge)


def _path(target: PointerTarget) -> Gesture:
    points: list[tuple[int, int]] = []

    def actions() -> Iterator[Action]:
        area, n = target.field.area(), target.turn
        target.turn += 1
        points[:] = [(20, 20), (30 + 9 * n % 80, 80), (150 - 5 * n % 50, 30), (60, 70 + n % 20), (170, 50 + n % 30)]
        yield {"type": "drag", "path": [{"x": area.x + x, "y": area.y + y} for x, y in points]}

    def judge() -> str:
        _once(lambda: target.field.seen("release"), 1)
        came = {(round(note["x"]), round(note["y"])) for note in target.field.seen("press", "motion", "release")}
        missed = [p for p in points if not any(max(abs(p[0] - x), abs(p[1] - y)) <= 1 for x, y in came)]
        return f"{len(missed)} of {len(points)} points were missed" if missed else ""

    return Gesture("path", ("area",), actions, judge)


def _slider(target: PointerTarget) -> Gesture:
    def actions() -> Iterator[Action]:
        places = target.field.places()
        yield _drag(middle(places["knob"]), middle(places["goal"]))

    def judge() -> str:
        meant = target.drawn_to
        value = _last(lambda: target.field.ask("state")["slider"], lambda value: abs(value - meant) <= _EXACT)
        return "" if abs(value - meant) <= _EXACT else f"the slider is at {value:g}, not at {meant:g}"

    return Gesture("slider", ("knob", "goal"), actions, judge)


def _selection(target: PointerTarget) -> Gesture:
    def actions() -> Iterator[Action]:
        places = target.field.places()
        start, end = places["from"], places["to"]
        yield _drag(ImagePoint(start.x, middle(start).y), ImagePoint(end.x, middle(end).y))

    def judge() -> str:
        meant = target.marked
        marked = _last(lambda: target.field.ask("state")["selection"], lambda marked: marked == meant)
        return "" if marked == meant else f"marked: {marked!r}"

    return Gesture("text selection", ("from", "to"), actions, judge)


def _reorder(target: PointerTarget) -> Gesture:
    meant = ["row1", "row2", "row0", "row3"]

    def actions() -> Iterator[Action]:
        places = target.field.places()
        start, onto = places["row0"], places["row2"]
        yield _drag(middle(start), ImagePoint(middle(onto).x, onto.y + onto.height - 3))

    def judge() -> str:
        order = _last(lambda: target.field.ask("state")["order"], lambda order: order == meant)
        return "" if order == meant else f"the order is {' '.join(order)}"

    return Gesture("list reorder", ("row0", "row2"), actions, judge)


def _scroll(target: PointerTarget, name: str, dx: int, dy: int) -> Gesture:
    axis = 0 if dx else 1

    def actions() -> Iterator[Action]:
        at = middle(target.field.places()["pane"])
        yield {"type": "scroll", "x": at.x, "y": at.y, "scroll_x": dx, "scroll_y": dy}

    def judge() -> str:
        came, asked = target.scrolled()[axis], dx + dy
        # A wheel goes by notches: what lies within half of one cannot be done better.
        good = abs(came - asked) <= max(target.notch[axis], 20) / 2 + 1
        return "" if good else f"{came} pixels for {asked} (a notch is {target.notch[axis]:g})"

    return Gesture(name, ("pane",), actions, judge)


def _ctrl_scroll(target: PointerTarget) -> Gesture:
    def actions() -> Iterator[Action]:
        at = target.spot()
        yield {"type": "scroll", "x": at.x, "y": at.y, "scroll_x": 0, "scroll_y": 200, "keys": ["ctrl"]}

    def judge() -> str:
        turns = _once(lambda: target.field.seen("wheel"), 1)
        good = bool(turns) and all("ctrl" in turn["held"] and turn["dy"] > 0 for turn in turns)
        return "" if good else f"came {[(turn['dy'], turn['held']) for turn in turns]}"

    return Gesture("ctrl+scroll", ("area",), actions, judge)


def _file_to_folder(target: PointerTarget) -> Gesture:
    def actions() -> Iterator[Action]:
        places = target.field.places()
        yield _drag(middle(places["file"]), middle(places["folder"]))

    def judge() -> str:
        there = _last(lambda: target.field.ask("state")["in_folder"], bool)
        return "" if there else "the file is where it was"

    return Gesture("file to folder", ("file", "folder"), actions, judge)


def _moved(seen: Sequence[tuple[float, object]]) -> bool:
    return any(where != seen[-1][1] for _, where in seen)


def _drag(start: ImagePoint, end: ImagePoint) -> Action:
    return {"type": "drag", "path": [{"x": start.x, "y": start.y}, {"x": end.x, "y": end.y}]}


def _once(notes: Callable[[], list[dict[str, Any]]], count: int) -> list[dict[str, Any]]:
    _last(notes, lambda seen: len(seen) >= count)
    return notes()


def _last(told: Callable[[], Any], good: Callable[[Any], bool]) -> Any:  # noqa: ANN401 - whatever the window tells
    """Return what is told, as soon as it is good; else what it is at last."""
    with suppress(AssertionError):  # the caller says what is there instead
        wait_until(lambda: good(told()), within_s=_WITHIN_S)
    return told()
