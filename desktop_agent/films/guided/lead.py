"""The loop that leads a person through a task: a line and its place are shown until their own click or key does it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Protocol

from desktop_agent.core.actions.action import Click, Move, Press, Type
from desktop_agent.core.actions.keys import main_key
from desktop_agent.core.pictures import Rect, ScreenPoint
from desktop_agent.core.runs.events import NamedTarget
from desktop_agent.core.texts.message import Message, gettext, visible
from desktop_agent.core.texts.secret_text import secrets_in
from desktop_agent.films.howto.from_run import pieces, plain, repeated, sentence_of
from desktop_agent.offline.plan.steps import CheckStep, WaitForStep
from desktop_agent.tasks.steps.playing import Played, PlayedStep
from desktop_agent.tasks.steps.words import StepAct, verb_of
from desktop_agent.tasks.task import StepTarget

# without an event: until the next look, and until the next comparison of the windows
AGAIN_S = 2.0
POLL_S = 0.4
HOLDS_S = 1.5  # how long a line is shown that needs nothing to be done
_LONGEST = 300
LAST = Message("That was the last step.")
Wish = Literal["done", "skip", "end"]
Outcome = Wish | Literal["both"]  # both: this line and the next


@dataclass(frozen=True, slots=True)
class LinePlace:
    """The place of a line on the screen, or why there is none; `holds`: nothing has to be done for the line.

    `ahead` is the place of the line after it, if known.
    """

    spot: LineTarget | None = None
    why: str = ""
    holds: bool = False
    ahead: LineTarget | None = None

    @property
    def places(self) -> tuple[Rect, ...]:
        """Return what our windows must not cover: the controls of both lines, and the points of this one."""
        points = self.spot.points if self.spot else ()
        controls = [spot.box for spot in (self.spot, self.ahead) if spot and spot.box]
        return *controls, *(Rect(at.x, at.y, 1, 1) for at in points)


class LineFinder(Protocol):
    """Finds places on the screen."""

    async def look(self, step: PlayedStep, following: PlayedStep | None) -> LinePlace:
        """Look at the screen for a line, and for the place of the `following` one."""

    def has_changed(self) -> bool:
        """Return whether the windows have changed since the last look."""


class LineDisplay(Protocol):
    """Shows a line on the person's screen."""

    async def show(self, words: str, sight: LinePlace, *, asks: bool = False) -> None:
        """Show a line in place of the one before; `asks` whether the person has done it."""


class PersonInput(Protocol):
    """The person's clicks, keys and wishes."""

    async def next(self, within_s: float) -> PersonEvent | Wish | None:
        """Return the next event; None without one in this time."""


@dataclass(frozen=True, slots=True)
class Guide:
    """Leads a person through the lines of a task."""

    played: Played
    eyes: LineFinder
    sign: LineDisplay
    hand: PersonInput

    async def lead(self) -> bool:
        """Return whether the person came to the end; False where they ended it before."""
        steps = [*self.played.steps]
        while steps:
            step = steps.pop(0)
            following = steps[0] if steps else None
            outcome = await self._lead_line(step, following)
            if outcome == "end":
                return False
            if outcome == "both":
                steps.pop(0)
        await self.sign.show(LAST, LinePlace(holds=True))
        await self.hand.next(HOLDS_S)
        return True

    async def _lead_line(self, step: PlayedStep, following: PlayedStep | None) -> Outcome:
        """Show a line until it is done."""
        action = step.act.action if step.act else None
        outcome: Outcome | None = None
        # Kept from look to look: windows may change while a person is typing.
        watch = ActWatch(step.act, LineTarget(), secret=is_secret(step)) if step.act else None
        while outcome is None:
            sight = await self.eyes.look(step, following)
            words = Message("{number} of {of}: {text}", number=step.number, of=self.played.of, text=instruction(step))
            is_seen = isinstance(action, Click | Press)
            await self.sign.show(words, sight, asks=sight.spot is not None and not is_seen)
            outcome = await (self._let_read() if sight.holds else self._wait_until_done(watch, sight, following))
        return outcome

    async def _let_read(self) -> Outcome:
        """Let the person read a line that needs nothing to be done."""
        event = await self.hand.next(HOLDS_S)
        return event if isinstance(event, str) else "done"

    async def _wait_until_done(
        self, watch: ActWatch | None, sight: LinePlace, following: PlayedStep | None
    ) -> Outcome | None:
        """Wait until the line is done, or the line and the `following` one; None where it's time for another look."""
        spot = sight.spot
        ahead = sight.ahead
        if watch and spot:
            watch.spot = spot
        next_watch = ActWatch(following.act, ahead) if following and following.act and ahead else None
        is_stale = spot is None
        while True:
            event = await self.hand.next(AGAIN_S if is_stale else POLL_S)
            if isinstance(event, str):
                return event
            if event is None and (is_stale or self.eyes.has_changed()):
                return None
            if event is None or watch is None or spot is None:
                continue
            if watch.take(event):
                return "done"
            # A person who goes on to the next place has typed all they wanted to.
            if ahead and next_watch and watch.has_begun and not spot.is_pressed_by(event):
                if next_watch.take(event):
                    return "both"
                if ahead.is_pressed_by(event):
                    return "done"
            is_stale = is_stale or (event.at is not None and not spot.is_pressed_by(event))


def is_secret(step: PlayedStep) -> bool:
    """Return whether the line types a secret."""
    action = step.act.action if step.act else None
    kind = step.step.target.kind if step.step.target else ""
    return isinstance(action, Type) and (kind == "password field" or bool(secrets_in(action.text)))


def expected_text(step: PlayedStep) -> str:
    """Return the text that the screen should show for a line; empty for any other line."""
    match verb_of(step.step.text) if step.act is None and not step.step.is_wish else None:
        case CheckStep(target=target, visible=True) | WaitForStep(target=target, gone=False):
            return target.text
        case _:
            return ""


def instruction(step: PlayedStep) -> str:
    """Return what the person should do, or see, in their language; a secret's text isn't in it."""
    if text := expected_text(step):
        return Message("You should see “{text}” now.", text=visible(text, _LONGEST))
    if step.act is None:
        return visible(step.step.title, _LONGEST)
    action = step.act.action
    recorded = step.step.target or StepTarget("", "")
    name = recorded.name or step.act.name
    is_unnamed = isinstance(action, Click | Move) and not (name or recorded.beside)
    if isinstance(action, Type):
        action = replace(action, secret=is_secret(step))
    shown_name = gettext("the marked place") if is_unnamed else name
    target = NamedTarget(shown_name, recorded.kind, beside=recorded.beside, checked=recorded.checked)
    words = repeated(sentence_of(action, target), step.act.times) or visible(step.step.title, _LONGEST)
    if is_unnamed or isinstance(action, Press):
        return plain(words)
    return "".join(gettext("“{name}”", name=part) if is_name else part for part, is_name in pieces(words))


BUTTONS = {1: "left", 2: "middle", 3: "right", 8: "back", 9: "forward"}  # by X's numbers; the others are the wheel
_BREAKS = {"enter": "\n", "tab": "\t"}


@dataclass(frozen=True, slots=True)
class PersonEvent:
    """A key or mouse button that a person pressed or released; a key has no place `at`."""

    name: str
    held: tuple[str, ...] = ()
    at: ScreenPoint | None = None
    char: str = ""
    down: bool = True


@dataclass(frozen=True, slots=True)
class LineTarget:
    """Where a line is done, in pixels of the desktop: its points, and its control's box; none for keys alone."""

    points: tuple[ScreenPoint, ...] = ()
    box: Rect | None = None

    def is_pressed_by(self, event: PersonEvent) -> bool:
        """Return whether an event is a mouse button that goes down there."""
        return event.down and event.at is not None and self.box is not None and self.box.contains(event.at)


class ActWatch:
    """Watches for one line's click, chord or text; the letters of a `secret` text aren't looked at."""

    def __init__(self, act: StepAct, spot: LineTarget, *, secret: bool = False) -> None:
        self.spot = spot
        self._act = act
        self._secret = secret
        self._count = 0  # of clicks, chords, or line breaks, so far
        self._text = ""
        self.has_begun = False

    def take(self, event: PersonEvent) -> bool:
        """Return whether the act is done with this event."""
        match self._act.action:
            case Click(button=button, count=count, keys=keys) if event.at is not None and event.down:
                hits = event.name == button and {*keys} <= {*event.held} and self.spot.is_pressed_by(event)
                self._count = self._count + 1 if hits else 0
                return self._count == count * self._act.times
            case Press(keys=(*held, key)) if event.at is None:
                self._count += key in {main_key(event.name), event.char} and {*held} <= {*event.held}
                return self._count == self._act.times
            case Type(text=text) if event.at is None:
                return self._take_key(event, text)
            case _:
                return False

    def _take_key(self, event: PersonEvent, text: str) -> bool:
        """Return whether a key completes a text: its last letter, or the line break or Tab after another text."""
        char = _BREAKS.get(main_key(event.name), event.char)
        self.has_begun = self.has_begun or bool(char.strip())
        self._count += self.has_begun and char in _BREAKS.values()
        if self._count > sum(text[:-1].count(line_break) for line_break in _BREAKS.values()):
            return True
        if self._secret:
            return False
        self._text = self._text[:-1] if event.name == "backspace" else (self._text + char)[-len(text) :]
        return self._text == text
