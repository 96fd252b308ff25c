"""The loop that leads a person through a task: a line and its place are shown until the person has done it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Protocol

from desktop_agent.core.actions import Click, Drag, Move, Press, Scroll, Type
from desktop_agent.core.display_text import visible
from desktop_agent.core.events import NamedTarget
from desktop_agent.core.message import Message
from desktop_agent.core.secret_text import secrets_in
from desktop_agent.core.translation import gettext
from desktop_agent.offline.plan.steps import CheckStep, WaitForStep
from desktop_agent.studio.guided.hand import ActWatch, HandEvent, Spot
from desktop_agent.studio.howto.from_run import repeated, sentence_of
from desktop_agent.studio.howto.instruction import pieces, plain
from desktop_agent.tasks.steps.playing import Played, PlayedStep
from desktop_agent.tasks.steps.words import verb_of
from desktop_agent.tasks.task import StepTarget

AGAIN_S, POLL_S = 1.5, 0.4  # without an event: until the next look, and until the next comparison of the windows
HOLDS_S = 1.5  # how long a line is shown that needs nothing to be done
_LONGEST = 300
Wish = Literal["done", "skip", "end"]


@dataclass(frozen=True, slots=True)
class Sight:
    """The place of a line on the screen, or why there is none; `holds`: nothing has to be done for the line.

    `ahead` is the place of the line after it, if known.
    """

    spot: Spot | None = None
    why: str = ""
    holds: bool = False
    ahead: Spot | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the person sees: a line in words with its place, and whether they have to say themselves that it is done."""

    words: str
    why: str = ""
    spot: Spot | None = None
    asks: bool = False
    holds: bool = False


class Eyes(Protocol):
    """Finds places on the screen."""

    async def look(self, step: PlayedStep, following: PlayedStep | None) -> Sight:
        """Look at the screen for a line, and for the place of the `following` one."""

    def has_changed(self) -> bool:
        """Return whether the windows have changed since the last look."""


class Sign(Protocol):
    """Shows a line on the person's screen."""

    async def show(self, prompt: Prompt) -> None:
        """Show a line in place of the one before."""


class Hand(Protocol):
    """The person's clicks, keys and wishes."""

    async def next(self, within_s: float) -> HandEvent | Wish | None:
        """Return the next event; None without one in this time."""


@dataclass(frozen=True, slots=True)
class Guide:
    """Leads a person through the lines of a task."""

    played: Played
    eyes: Eyes
    sign: Sign
    hand: Hand

    async def lead(self) -> bool:
        """Return whether the person came to the end; False where they ended it before."""
        steps = self.played.steps
        at = 0
        while at < len(steps):
            following = steps[at + 1] if at + 1 < len(steps) else None
            outcome = await self._line(steps[at], following)
            if outcome == "end":
                return False
            at += 2 if outcome == "both" else 1
        await self.sign.show(Prompt(Message("That was the last step."), holds=True))
        await self.hand.next(HOLDS_S)
        return True

    async def _line(self, step: PlayedStep, following: PlayedStep | None) -> Wish | Literal["both"]:
        is_text = step.act is not None and isinstance(step.act.action, Type)
        while True:
            sight = await self.eyes.look(step, following if is_text else None)
            words = Message(
                "{number} of {of}: {sentence}", number=step.number, of=self.played.of, sentence=sentence(step)
            )
            asks = sight.spot is not None and not sight.holds and not is_recognised(step)
            await self.sign.show(Prompt(words, sight.why, sight.spot, asks or is_text, sight.holds))
            outcome = await (self._held() if sight.holds else self._done(step, sight, following))
            if outcome is not None:
                return outcome

    async def _held(self) -> Wish:
        """Let the person read a line that needs nothing to be done."""
        while (event := await self.hand.next(HOLDS_S)) is not None:
            if isinstance(event, str):
                return event
        return "done"

    async def _done(
        self, step: PlayedStep, sight: Sight, following: PlayedStep | None
    ) -> Wish | Literal["both"] | None:
        """Wait until the line is done, or the line and the `following` one; None where it's time for another look."""
        watch = ActWatch(step.act, sight.spot, secret=is_secret(step)) if step.act and sight.spot else None
        ahead = following.act and sight.ahead and ActWatch(following.act, sight.ahead) if following else None
        is_stale = sight.spot is None
        while True:
            event = await self.hand.next(AGAIN_S if is_stale else POLL_S)
            if isinstance(event, str):
                return event
            if event is None:
                if is_stale or self.eyes.has_changed():
                    return None
            elif watch is not None and sight.spot is not None:
                if watch.completes(event):
                    return "done"
                # Whoever goes on to the next place has typed all that they wanted to.
                if sight.ahead and ahead and watch.has_begun:
                    if ahead.completes(event):
                        return "both"
                    if sight.ahead.is_pressed_by(event) and not sight.spot.is_pressed_by(event):
                        return "done"
                is_stale = is_stale or (event.at is not None and not sight.spot.is_pressed_by(event))


def is_recognised(step: PlayedStep) -> bool:
    """Return whether the person's act is recognised for sure; they have to confirm any other line."""
    return step.act is not None and isinstance(step.act.action, Click | Drag | Press | Scroll)


def is_secret(step: PlayedStep) -> bool:
    """Return whether the line types a secret."""
    action = step.act.action if step.act else None
    kind = step.step.target.kind if step.step.target else ""
    return isinstance(action, Type) and (kind == "password field" or bool(secrets_in(action.text)))


def sentence(step: PlayedStep) -> str:
    """Return what the person should do, or see, in their language; a secret's text isn't in it."""
    if step.act is None:
        match None if step.step.is_wish else verb_of(step.step.text):
            case CheckStep(target=target, visible=True) | WaitForStep(target=target, gone=False):
                return Message("You should see “{text}” now.", text=visible(target.text, _LONGEST))
            case CheckStep(target=target) | WaitForStep(target=target):
                return Message("“{text}” should be gone now.", text=visible(target.text, _LONGEST))
        return visible(step.step.title, _LONGEST)
    action, recorded = step.act.action, step.step.target or StepTarget("", "")
    name = recorded.name or step.act.name
    is_unnamed = isinstance(action, Click | Move) and not (name or recorded.beside)
    target = NamedTarget(
        gettext("the marked place") if is_unnamed else name,
        recorded.kind,
        beside=recorded.beside,
        checked=recorded.checked,
    )
    if isinstance(action, Type):
        action = replace(action, secret=is_secret(step))
    words = repeated(sentence_of(action, target), step.act.times) or visible(step.step.title, _LONGEST)
    if is_unnamed or isinstance(action, Press):
        return plain(words)
    return "".join(gettext("“{name}”", name=part) if is_name else part for part, is_name in pieces(words))
