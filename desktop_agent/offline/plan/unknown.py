"""What is said of a step that is not understood: which one, the nearest known one, or all that there are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_agent.core.message import Message
from desktop_agent.offline.plan.nearest import nearest
from desktop_agent.offline.plan.phrases import Phrase

# Each in quotes, which translations leave as they are: these words are what is understood, in every language.
KNOWN_VERBS = (
    '“click "…"”, “double click "…"”, “right click "…"”, “open "…"”, “start "…"”, “type "…"”, “type "…" into "…"”, '
    '“fill "…" with "…"”, “tick "…"”, “untick "…"”, “select "…" from "…"”, “press ctrl+s”, “scroll down”, '
    '“scroll down until "…" appears”, “drag "…" to "…"”, “wait for "…"”, “wait 2 s”, “check that "…" is visible”, '
    '“check that "…" is "…"”, “check that "…" is ticked”, “check that file "…" contains "…"”'
)
_PLAIN = "I am not an assistant: I follow plain steps, with names and texts in quotes"
_OTHERWISE = "For a task in your own words choose another model."
_LABEL = re.compile(r"(?:press|hit) (?:the )?([^+\d\"]+?)(?: button)?", re.IGNORECASE)  # no key, so perhaps a button
_OPENS = "It starts the program of this name; where there is none, it clicks the text."


@dataclass(frozen=True, slots=True)
class UnknownStep:
    """A task with an unknown step: what is wrong, the nearest known step, and its place in the task.

    `start` and `end` are indices of characters; both are 0 where it is not about one step.
    """

    why: str  # a sentence
    near: str = ""
    start: int = 0
    end: int = 0

    @property
    def brief(self) -> str:
        """Return what is wrong, and what was meant."""
        return f"{self.why}{self._meant}"

    @property
    def message(self) -> str:
        """Return all that helps: what was meant, or everything that can be said."""
        more = f"{_PLAIN}." if self.near else f"{_PLAIN}. I know: {KNOWN_VERBS}. {_OTHERWISE}"
        return f"{self.brief} {more}"

    @property
    def _meant(self) -> str:
        opens = f" {_OPENS}" if self.near.startswith("open ") else ""
        return Message(" Did you mean: {near}?{opens}", near=self.near, opens=opens) if self.near else ""


def unknown(task: str, before: Sequence[Phrase], phrase: Phrase, why: str = "") -> UnknownStep:
    """Return what is said of a phrase; `before` are those that come before it in the task, `why` replaces the usual."""
    start, end = _place(task, (*before, phrase))
    if not why:
        return UnknownStep(
            Message("I do not understand the step “{text}”.", text=phrase.text), nearest(phrase), start, end
        )
    label = _LABEL.fullmatch(phrase.text)
    return UnknownStep(why, f'click "{label[1]}"' if label else "", start, end)


def never_closed(task: str, rest: str) -> UnknownStep:
    """Return what is said of a quote without an end."""
    start = max(task.rfind(rest), 0)
    return UnknownStep(Message("The quote that begins at {rest} is never closed.", rest=rest), "", start, len(task))


def _place(task: str, phrases: Sequence[Phrase]) -> tuple[int, int]:
    """Return where the last phrase stands; each is looked for behind the one before it."""
    start = end = 0
    for phrase in phrases:
        found = re.compile(r"\s+".join(map(re.escape, phrase.text.split()))).search(task, end)
        if found is None:  # signs inside of it were left out
            return 0, 0
        start, end = found.span()
    return start, end
