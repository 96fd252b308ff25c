"""Asking the person at the terminal: the question in our words, the answer y, yes, or no."""

from __future__ import annotations

import asyncio
import textwrap
from collections.abc import Callable
from contextlib import AbstractContextManager

from desktop_agent.cli.tty import Terminal
from desktop_agent.core.decision import Answer, Approved, Question, Rejected
from desktop_agent.core.describe import in_words, visible
from desktop_agent.core.turn import SafetyCheck

PROMPT = "Allow this once? [y/N] "
LONGEST_TEXT, LONGEST_QUESTION = 300, 1000
_YES = {"y", "yes"}


class TerminalApprover:
    """Asks on a terminal; silence past `within_s` seconds, anything but y or yes, and end of file are a no.

    `paused` takes the live status line away meanwhile. `in_words` says whether the model's own questions are asked too.
    """

    def __init__(
        self,
        terminal: Terminal,
        paused: Callable[[], AbstractContextManager[None]],
        *,
        within_s: float | None,
        in_words: bool,
    ) -> None:
        self._terminal = terminal
        self._paused = paused
        self._within_s = within_s
        self._in_words = in_words

    @property
    def answers_words(self) -> bool:
        """Tell whether the model's questions in words are asked."""
        return self._in_words

    async def decide(self, question: Question) -> Answer:
        """Return the person's answer."""
        typed = await self._ask(question_in_words(question, self._terminal.columns), PROMPT)
        return Approved() if typed is not None and typed.lower() in _YES else Rejected()

    async def reply(self, question: str) -> str | None:
        """Return the person's words; None when there are none."""
        if not self._in_words:
            return None
        asked = wrapped("", f"The model asks: “{visible(question, LONGEST_QUESTION)}”", self._terminal.columns)
        return await self._ask(f"\n{asked}\n", "Your answer: ") or None

    async def _ask(self, text: str, prompt: str) -> str | None:
        with self._paused():
            try:
                async with asyncio.timeout(self._within_s):
                    await self._terminal.write(text)
                    typed = await self._terminal.line(prompt)
            except TimeoutError:
                await self._terminal.write(f"\nNo answer within {self._within_s:g} s: taken as a no.\n")
                return None
            except asyncio.CancelledError:
                self._terminal.leave()
                raise
            if typed is None:
                self._terminal.leave()
            return typed


def question_in_words(question: Question, columns: int = 80) -> str:
    """Return the question without its last line; words that are not ours are quoted, capped and made visible."""
    target = question.target
    parts: list[tuple[str, str]] = []
    if target.window is not None:
        app = f", {visible(target.window.app, 60)}" if target.window.app else ""
        parts.append(("Window", f"{_quoted(target.window.title or 'without a title')}{app}"))
    if target.control:
        parts.append(("On", _quoted(target.control)))
    # What the server's checks say stands below, with their code: as a reason it would stand here twice.
    ours = (reason for reason in question.reasons if not (reason.outside and question.checks))
    parts += [("Why", _quoted(one.text) if one.outside else visible(one.text, LONGEST_TEXT)) for one in ours]
    parts += [("Check", _warning(check)) for check in question.checks]
    lines = _wanted(question, columns)
    lines += [wrapped(f"  {name + ':':<8}", text, columns) for name, text in parts]
    return "\n" + "\n".join(lines) + "\n"


def _warning(check: SafetyCheck) -> str:
    code = f" ({visible(check.code, 60)})" if check.code else ""
    return f"The model's server warns{code}" + (f": {_quoted(check.message)}" if check.message else ".")


def _wanted(question: Question, columns: int) -> list[str]:
    """Return what a yes would allow: one action in a sentence, several each on a line, as none may be cut off."""
    if len(question.actions) == 1:
        return [wrapped("", f"The model wants to: {visible(question.sentence, LONGEST_TEXT)}", columns)]
    names = (question.target.control, *("" for _ in question.actions[1:]))
    listed = (in_words(action, name) for action, name in zip(question.actions, names, strict=True))
    lines = [wrapped(f"{number:>4}. ", visible(text, LONGEST_TEXT), columns) for number, text in enumerate(listed, 1)]
    return [f"The model wants to do these {len(lines)} things, one after the other:", *lines]


def wrapped(head: str, text: str, columns: int) -> str:
    """Return text broken between words, under a head that only the first line has."""
    return textwrap.fill(
        text, max(columns - 1, 2 * len(head) + 1), initial_indent=head, subsequent_indent=" " * len(head)
    )


def _quoted(text: str) -> str:
    return f"“{visible(text, LONGEST_TEXT)}”"
