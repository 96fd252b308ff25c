"""The ladder: what is sent in place of a request of a working run that got no usable answer. Pure.

A run whose server has answered before is never ended by the form of an answer while there is a smaller request. There
are three steps, and each request takes each of them once: without what only repeats the server's own words to it; with
half of the history; and a new conversation, with the task, what has been done so far in words, and the screen as it is
now. After an answer, the next request begins at the top again. What two requests in a row have needed is done from then
on, so that a server that never takes something isn't sent it in vain each time.

A server's words decide nothing here: what is the person's alone, or refused for its content, is known by status and
code (`wire/refusal.py`), and never gets here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from desktop_agent.core.pictures import Frame
from desktop_agent.core.runs.turn import PERSON_SAYS, Reply, Turn
from desktop_agent.core.texts.message import Message
from desktop_agent.model.dialect import Dialect
from desktop_agent.model.history import Exchange, OutgoingTurn, exchanges_that_fit, size_of, without_echoes
from desktop_agent.model.picture import picture_of
from desktop_agent.model.tools import answer_as_text

Step = Literal["", "bare", "half", "fresh"]  # the first one is the request as it is
_MOST_LINES = 60
_LONGEST_LINE = 600
_AGAIN = Message("The request is sent once more.")
_UNCHAINED = Message("The history is sent from now on, in place of a reference to the last response.")
_BARE = Message("The request is sent once more, without the model's earlier thoughts and the server's own ids.")
_HALF = Message("Only half of the earlier steps and screenshots is sent now.")
_FRESH = Message("A new conversation begins, with the task, what has been done so far, and the current screen.")
_NEW_CONVERSATION = "This is a new conversation about the same task: the earlier one couldn't be continued."
_SO_FAR = "What has happened so far, in order; nothing that was done is to be done again:"
_GO_ON = "The screenshot shows the current screen. Go on from there."


@dataclass(frozen=True, slots=True)
class RunRecap:
    """A run in words, for a new conversation."""

    opening: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()  # the newest acts and their outcomes
    earlier: int = 0  # how many lines are no longer held
    said: tuple[str, ...] = ()  # by the person
    last_words: str = ""  # the model's

    def after_reply(self, reply: Reply) -> RunRecap:
        """Return the story with the outcomes of a turn's calls, and what the person has said."""
        outcomes = [line for result in reply.results for line in (*result.acts_in_words, *answer_as_text(result))]
        lines = (*self.lines, *(line[:_LONGEST_LINE] for line in (*outcomes, *reply.notes)))
        over = max(0, len(lines) - _MOST_LINES)
        return replace(self, lines=lines[over:], earlier=self.earlier + over, said=(*self.said, *reply.said))

    def after_turn(self, turn: Turn) -> RunRecap:
        """Return the story with the model's newest words; an answer without any leaves the last ones."""
        words = " ".join(turn.messages)[:_LONGEST_LINE]
        return replace(self, last_words=words) if words else self

    def texts(self, frame: Frame) -> tuple[str, ...]:
        """Return the first message of the new conversation."""
        if not (self.lines or self.last_words):
            return (*self.opening, *frame.notes)
        more = [f"({self.earlier} earlier lines are left out.)"] if self.earlier else []
        so_far = "\n".join([_SO_FAR, *more, *(f"- {line}" for line in self.lines)])
        words = [f"Your last words were: {self.last_words}"] if self.last_words else []
        said = [f"{PERSON_SAYS} {text}" for text in self.said]
        return (*self.opening, _NEW_CONVERSATION, so_far, *words, *said, *frame.notes, _GO_ON)

    def outgoing(self, frame: Frame, dialect: Dialect) -> OutgoingTurn:
        """Return the first turn of the new conversation, with the screen as it is now."""
        picture = picture_of(frame)
        texts = self.texts(frame)
        return OutgoingTurn((dialect.user(texts, picture),), texts, picture, 1)


@dataclass(frozen=True, slots=True)
class Contents:
    """What one request is made of: the exchanges before it, the new turn, and the number of the newest pictures."""

    past: tuple[Exchange, ...]
    outgoing: OutgoingTurn
    keep: int | None = None  # None: as many as the conversation usually sends
    step: Step = ""  # the last one that was taken
    is_less: bool = False  # the step has left something out


class Ladder:
    """The steps down of one conversation, and those that are taken from the start."""

    def __init__(self, dialect: Dialect) -> None:
        """Begin with whole requests."""
        self._dialect = dialect
        self._always: Step = ""
        self._last: Step = ""
        self.most_pictures: int | None = None  # None: no limit

    def first(self, contents: Contents, fresh: Callable[[], OutgoingTurn]) -> Contents:
        """Return the contents of the first request for a message, with the steps that are taken from the start."""
        match self._always:
            case "fresh":
                return Contents((), fresh())
            case "bare":
                return replace(contents, past=without_echoes(contents.past))
            case _:
                return contents

    def smaller(
        self, contents: Contents, fresh: Callable[[], OutgoingTurn], *, was_chained: bool, may_repeat: bool
    ) -> Contents | None:
        """Return the contents one step down; None if every step was taken.

        With `may_repeat`, the first step also sends a request again that has nothing to leave out: gateways hand the
        requests of a run to servers that differ.
        """
        match contents.step:
            case "":
                past = without_echoes(contents.past)
                is_less = was_chained or past != contents.past
                bare = replace(contents, past=past, step="bare", is_less=is_less)
                return bare if is_less or may_repeat else self._half(contents) or self._fresh(contents, fresh)
            case "bare":
                return self._half(contents) or self._fresh(contents, fresh)
            case "half":
                return self._fresh(contents, fresh)
            case _:
                return None

    def accepted(self, contents: Contents) -> None:
        """Note that contents were answered: a step that the last two messages needed is taken from now on."""
        step = contents.step if contents.is_less else ""
        if step and step == self._last:
            self.most_pictures = contents.keep if step == "half" else self.most_pictures
            self._always = self._always if step == "half" else step
        self._last = step

    def _half(self, contents: Contents) -> Contents | None:
        """Return the contents with half of their history, pictures last to go; None if nothing can be left out."""
        keep = contents.keep or 1
        size = size_of(contents.past, contents.outgoing, self._dialect, keep)
        past, fewer = exchanges_that_fit(contents.past, contents.outgoing, self._dialect, keep, size // 2)
        if size_of(past, contents.outgoing, self._dialect, fewer) >= size:
            return None
        return Contents(past, contents.outgoing, fewer, "half", is_less=True)

    def _fresh(self, contents: Contents, fresh: Callable[[], OutgoingTurn]) -> Contents:
        return Contents((), fresh(), None, "fresh", is_less=bool(contents.past))


def step_announcement(step: Step, *, was_chained: bool = False, is_less: bool = True) -> Message:
    """Return what a step does, for the person."""
    match step:
        case "fresh":
            return _FRESH
        case "half":
            return _HALF
        case _ if was_chained:
            return _UNCHAINED
        case _:
            return _BARE if is_less else _AGAIN
