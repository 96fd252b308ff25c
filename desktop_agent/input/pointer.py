"""Clicks, drags and wheel turns as a hand makes them: with holds and gaps, and along a path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from desktop_agent.core.actions.action import Button
from desktop_agent.core.errors import InputError
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.core.texts.field_text import InputNote
from desktop_agent.core.texts.message import Message, template
from desktop_agent.input.backend import InputBackend
from desktop_agent.input.held_input import HOLD_S, POLL_S, HeldInput

# Without a gap, and a hold, Qt misses every second double click (measured on Debian 12).
GAP_S = 0.010
# Programs would take a press within this time and distance of our last one for the second half of a double click.
DOUBLE_CLICK_S = 0.5
DOUBLE_CLICK_REACH = 10
# A list of GTK 3 loses a double click that comes so soon after a click on another of its rows (measured on Debian 12: 6
# of 6 at 24 px).
ROWS_REACH = 100
# A window manager that inspects a click first freezes the pointer meanwhile (seen with openbox on a busy machine).
ARRIVAL_POLLS = 25
DRAG_STEPS = 12
DRAG_STEP_S = 0.004
LONGEST_DRAG_S = 2.0
# GTK 4 and browsers read the pointer's position once a frame (measured on Debian 12: without a rest 12 of 20 points in
# the middle of a drag were lost, with a rest of two frames none; on a busy machine a few were lost with two frames).
POINT_REST_S = 0.05
LONGEST_RESTS_S = 10.0
# Lists that are also for fingers begin a drag only after the button has been down for a while, 0.3 s in most, and
# without a motion in between: the first one would scroll them.
DRAG_REST_S = 0.35
# A drop target of another program answers each motion before it takes the drop, and lists make room with an animation.
DROP_DWELL_S = 0.06
# A glide that the eye can follow: a step for each frame of a film.
FRAME_S = 1 / 60
GLIDE_PX = 25  # a step, at least so many
SHORTEST_GLIDE = 12
LONGEST_GLIDE = 40  # steps
# Time for a program to draw the effect of a press; the strictest desktops want a double click within 200 ms.
LOOK_S = 0.06
_CHANGED = template("The content under the pointer changed after press {number}, so the button wasn't pressed again.")
# Records the picture at a point, and returns a function that returns whether the point is unchanged.
Glance = Callable[[ScreenPoint], Callable[[], bool]]
NOTCH_PX = 100
# The pace of a finger: Chromium loses some notches that are 2 ms apart while it scrolls smoothly (measured on Debian
# 12: 3 of 9 scrolls fell short, and none of 10 with this gap).
NOTCH_GAP_S = 0.02
LONGEST_S = 2.0
# A toolkit may scroll step by step; the scroll has ended after this number of polls with the same position.
_SCROLL_POLL_S = 0.025
_SAME_POLLS = 5
_FEW_POLLS = 2  # where only the start of the next scroll depends on it
_POLLS = 40
_STARTS_WITHIN = 7  # polls: content that hasn't moved by then doesn't scroll
_PLACE_PX = 256  # the parts of one window may scroll by different notches
_TOLERANCE_PX = 10
_TOLERANCE_SHARE = 0.2  # a larger difference gets a note
_WATCHED_PX = 200  # half of the area that is watched: so far a scroll can be measured for certain
_ENDS = template("The content ended before this had scrolled {asked} px.")
_UNSEEN = Message("The screenshot doesn't show how far this scrolled.")
# Records the area around a point, and returns a function for the distance that its content has scrolled since, in
# pixels (right and down are positive, as for the wheel; None: unknown). The second argument: measure sideways.
ScrollWatch = Callable[[ScreenPoint, bool], Callable[[], int | None]]


@dataclass(frozen=True, slots=True)
class _PointerPress:
    at: ScreenPoint
    button: Button
    when: float


class Pointer:
    """The pointer of one desktop; `clock` returns monotonic seconds."""

    def __init__(
        self, backend: InputBackend, held: HeldInput, clock: Callable[[], float], *, smooth: bool = False
    ) -> None:
        """`smooth`: the pointer glides instead of jumping."""
        self._smooth = smooth
        self._backend = backend
        self._held = held
        self._clock = clock
        self._last: _PointerPress | None = None
        self._awaited: _PointerPress | None = None

    def await_click(self) -> None:
        """Wait until the last click has arrived, before keys are sent; returns at once without a click."""
        last = self._last
        if last is not None and last is not self._awaited and not self._held.holds(last.button):
            self._awaited = last
            self._backend.await_click(last.button, self._held.pause)

    def put(self, at: ScreenPoint) -> None:
        """Move the pointer and make sure that it arrives; InputError when something else moves it."""
        if self._smooth:
            self._glide(at)
        positions = list[ScreenPoint]()
        for _ in range(2):
            self._held.move(at)
            if self._await_arrival(at):
                return
            positions.append(self._backend.pointer())
        end = positions[0]
        if end == positions[1]:  # a hand doesn't come to rest on the same pixel twice
            raise InputError(
                Message("The pointer goes to ({x}, {y}) instead of ({x2}, {y2}).", x=end.x, y=end.y, x2=at.x, y2=at.y),
                Message(
                    "A setting, such as a coordinate transformation matrix, or another program takes it there. "
                    "Trying again doesn't help."
                ),
            )
        raise InputError(
            Message("The pointer didn't stay at ({x}, {y}).", x=at.x, y=at.y),
            Message("Something else is moving it. Try again when it stops moving."),
        )

    def click(
        self, at: ScreenPoint, button: Button, count: int, look: Glance | None = None, *, overlaps: bool = False
    ) -> None:
        """Press and release `count` times at a point; `look` checks the point again before each further press.

        `overlaps`: the last release comes after the return (`HeldInput.end_hold`).

        InputError when the point has changed: the further presses were intended for the former control.
        """
        self.put(at)
        self._held.pause(self.rest_before(at, button, count))
        is_same = look(at) if look and count > 1 else None
        self._press(at, button)
        for n in range(count):
            if n:
                self._held.pause(LOOK_S if is_same else GAP_S)
                if is_same and not is_same():
                    raise InputError(
                        Message(_CHANGED, number=n), Message("Look at the new screenshot and decide again.")
                    )
                self._press(at, button)
            if overlaps and n == count - 1:
                self._held.release_later((("", button),))
                return
            self._held.pause(HOLD_S)
            self._held.release_button(button)

    def rest_before(self, at: ScreenPoint, button: Button, count: int = 1) -> float:
        """Return for how many seconds a click at a point is held back, so that it isn't taken with the last one."""
        last = self._last
        reach = DOUBLE_CLICK_REACH if count == 1 else ROWS_REACH
        if last is None or last.button != button:
            return 0.0
        if max(abs(at.x - last.at.x), abs(at.y - last.at.y)) > reach:
            return 0.0
        return max(0.0, last.when + DOUBLE_CLICK_S - self._clock())

    def press(self, at: ScreenPoint, button: Button) -> None:
        """Press a button at a point, separate from earlier clicks."""
        self.put(at)
        self._held.pause(self.rest_before(at, button))
        self._press(at, button)

    def release(self, at: ScreenPoint, button: Button) -> None:
        """Release a button at a point."""
        self.put(at)
        self._held.release_button(button)

    def drag(self, path: tuple[ScreenPoint, ...]) -> None:
        """Press the left button at the first point, pause at each point between, release at the last."""
        legs = tuple(pairwise(path))
        steps_per_leg = -(-(LONGEST_GLIDE if self._smooth else DRAG_STEPS) // max(1, len(legs)))
        step_s = min(FRAME_S if self._smooth else DRAG_STEP_S, LONGEST_DRAG_S / max(1, steps_per_leg * len(legs)))
        rest_s = min(POINT_REST_S, LONGEST_RESTS_S / max(1, len(legs)))
        self.press(path[0], "left")
        self._held.pause(DRAG_REST_S)
        for number, (start, end) in enumerate(legs):
            if number:
                self._held.pause(rest_s)
            for at in _between(start, end, steps_per_leg):
                self._held.pause(step_s)
                self._held.move(at)
        # A toolkit that began the drag late learns the pointer's position only from another motion.
        self._held.pause(DROP_DWELL_S)
        for start, end in legs[-1:]:
            self._held.move(_point_before(start, end))
        self._held.pause(DROP_DWELL_S)
        self.put(path[-1])
        self._held.pause(DRAG_REST_S)
        self._held.release_button("left")

    def _glide(self, at: ScreenPoint) -> None:
        """Move the pointer in steps to a point, slower at both ends."""
        start = self._backend.pointer()
        distance = max(abs(at.x - start.x), abs(at.y - start.y))
        count = min(LONGEST_GLIDE, max(SHORTEST_GLIDE, distance // GLIDE_PX)) if distance else 0
        for n in range(1, count):
            eased = n * n * (3 * count - 2 * n)
            total = count**3
            self._held.move(
                ScreenPoint(start.x + (at.x - start.x) * eased // total, start.y + (at.y - start.y) * eased // total)
            )
            self._held.pause(FRAME_S)

    def _await_arrival(self, at: ScreenPoint) -> bool:
        for _ in range(ARRIVAL_POLLS):
            if self._backend.pointer() == at:
                return True
            self._held.pause(POLL_S)
        return False

    def _press(self, at: ScreenPoint, button: Button) -> None:
        self._held.press_button(button)
        self._last = _PointerPress(at, button, self._clock())


def _point_before(start: ScreenPoint, end: ScreenPoint) -> ScreenPoint:
    """Return the point a pixel before the end."""
    x, y = ((a > b) - (a < b) for a, b in ((start.x, end.x), (start.y, end.y)))
    return ScreenPoint(end.x + x, end.y + y)


def _between(start: ScreenPoint, end: ScreenPoint, count: int) -> Iterator[ScreenPoint]:
    """Yield `count` points of one leg, after its start and up to its end."""
    for n in range(1, count + 1):
        yield ScreenPoint(start.x + (end.x - start.x) * n // count, start.y + (end.y - start.y) * n // count)


@dataclass(frozen=True, slots=True)
class _ScrollPlace:
    window: int | None
    across: bool
    column: int
    row: int


class Wheel:
    """The wheel of one desktop; without `watch` nothing is measured.

    The size of a notch is remembered for a place in a window until the run ends. If it can't be measured, a notch
    counts as `NOTCH_PX`. The wheel turns by full notches only; a note says so if they miss the requested distance.
    """

    def __init__(self, held: HeldInput, watch: ScrollWatch | None) -> None:
        self._held = held
        self._watch = watch
        self._notch_px: dict[_ScrollPlace, int] = {}

    def turn(self, at: ScreenPoint, dx: int, dy: int, window: int | None) -> InputNote:
        """Scroll by pixels at the pointer's position `at`; return a note for the model, usually empty."""
        notes = [
            self._turn(at, pixels, window, across=across) for across, pixels in ((False, dy), (True, dx)) if pixels
        ]
        text = " ".join(dict.fromkeys(note for note in notes if note))
        return InputNote(text, unmoved=bool(notes) and all(note is None for note in notes))

    def _turn(self, at: ScreenPoint, pixels: int, window: int | None, *, across: bool) -> str | None:
        """Scroll along one axis; return a note, usually empty; None if nothing has moved."""
        direction = 1 if pixels > 0 else -1
        distance = abs(pixels)
        place = _ScrollPlace(window, across, at.x // _PLACE_PX, at.y // _PLACE_PX)
        known = self._notch_px.get(place)
        watch = self._watch if not self._held.keys_down() else None
        if watch is None:
            notch = known or NOTCH_PX
            count = max(1, round(distance / notch)) if known else -(-distance // notch)
            self._send(count, direction, across=across)
            return _scroll_note(distance, count * notch) if known else ""
        if known is None:
            return self._turn_and_measure(place, watch(at, across), distance, direction)
        return self._turn_by_known_notch(known, partial(watch, at, across), distance, direction, across=across)

    def _turn_by_known_notch(
        self, notch: int, watch: Callable[[], Callable[[], int | None]], distance: int, direction: int, *, across: bool
    ) -> str | None:
        """Scroll by notches of a known size; return a note, as the content may end before.

        The picture shows how far it went only if much of it is there before and after. So after a long way the last
        notch is watched by itself.
        """
        count = max(1, round(distance / notch))
        total = count * notch
        scrolled = watch()
        is_long = total > _WATCHED_PX and count > 1
        if is_long:
            self._send(count - 1, direction, across=across)
            moved_px = self._await_settled_distance(scrolled, same_polls=_FEW_POLLS)
            last = watch()
            self._send(1, direction, across=across)
            last_px = self._await_settled_distance(last, expected=direction * notch)
            if last_px == 0:
                return None if moved_px == 0 else Message(_ENDS, asked=distance)
            return _scroll_note(distance, total)
        self._send(count, direction, across=across)
        moved_px = self._await_settled_distance(scrolled, expected=direction * total)
        if moved_px == 0:
            return None
        is_short = moved_px is not None and 0 < moved_px * direction < total
        return _scroll_note(distance, moved_px * direction if moved_px is not None and is_short else total)

    def _turn_and_measure(
        self, place: _ScrollPlace, scrolled: Callable[[], int | None], distance: int, direction: int
    ) -> str | None:
        """Turn by one notch, measure its distance, and turn by the remaining notches; return a note as `_turn`."""
        self._send(1, direction, across=place.across)
        first_px = self._await_settled_distance(scrolled)
        if not first_px or first_px * direction < 0:
            self._send(-(-distance // NOTCH_PX) - 1, direction, across=place.across)
            return None if first_px == self._await_settled_distance(scrolled) == 0 else _UNSEEN
        notch = abs(first_px)
        count = max(1, round(distance / notch))
        self._send(count - 1, direction, across=place.across)
        total = self._await_settled_distance(scrolled) if count > 1 else first_px
        # Two pictures without common content seem to give less than the first distance, or a backward one.
        if total is not None and total * direction >= notch and abs(total * direction - count * notch) > notch / 2:
            return _scroll_note(
                distance, total * direction
            )  # the end was reached, or the first notch was still on its way
        self._notch_px[place] = notch
        return _scroll_note(distance, count * notch)

    def _await_settled_distance(
        self, scrolled: Callable[[], int | None], *, expected: int | None = None, same_polls: int = _SAME_POLLS
    ) -> int | None:
        """Return how many pixels the content has scrolled, once it has settled or is as `expected`; None: unknown."""
        positions = list[int | None]()
        for poll in range(_POLLS):
            self._held.pause(_SCROLL_POLL_S)
            positions.append(scrolled())
            if expected is not None and positions[-1] == expected:
                return expected
            latest = positions[-same_polls:]
            if len(latest) == same_polls and len({*latest}) == 1 and (latest[0] != 0 or poll >= _STARTS_WITHIN):
                return latest[0]
        return None

    def _send(self, count: int, direction: int, *, across: bool) -> None:
        for _ in range(count):
            self._held.notch(direction if across else 0, 0 if across else direction)
            self._held.pause(min(NOTCH_GAP_S, LONGEST_S / count))


def _scroll_note(distance: int, scrolled: int) -> str:
    error_px = abs(scrolled - distance)
    if error_px <= max(_TOLERANCE_PX, _TOLERANCE_SHARE * distance):
        return ""
    return Message(
        "This scrolled {gone} px instead of {asked}. The wheel moves in whole notches, and scrolling "
        "stops at the end of the content.",
        gone=scrolled,
        asked=distance,
    )
