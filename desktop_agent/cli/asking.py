"""Asking the person at the terminal: the question in our words, the answer y, yes, or no."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager

from desktop_agent.cli.tty import Terminal
from desktop_agent.core.decision import Answer, Approved, Question, Rejected
from desktop_agent.core.describe import visible

PROMPT = "Allow this once? [y/N] "
LONGEST_TEXT = 300
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

    async def decide(self, question: Question) -> Answer:
        """Return the person's answer."""
        typed = await self._ask(question_in_words(question), PROMPT)
        return Approved() if typed is not None and typed.lower() in _YES else Rejected()

    async def reply(self, question: str) -> str | None:
        """Return the person's words; None when there are none."""
        if not self._in_words:
            return None
        return await self._ask(f"\nThe model asks: “{visible(question, 1000)}”\n", "Your answer: ") or None

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


def question_in_words(question: Question) -> str:
    """Return the question without its last line; words that are not ours are quoted, capped and made visible."""
    lines = ["", f"The model wants to: {visible(question.sentence, LONGEST_TEXT)}"]
    lines += _where(question)
    for reason in question.reasons:
        lines.append(f"  Why:    {_quoted(reason.text) if reason.outside else visible(reason.text, LONGEST_TEXT)}")
    for check in question.checks:
        code = f" ({visible(check.code, 60)})" if check.code else ""
        lines.append(f"  Check:  the model's server warns{code}: {_quoted(check.message)}")
    return "\n".join(lines) + "\n"


def _where(question: Question) -> list[str]:
    target = question.target
    lines = []
    if target.window is not None:
        app = f", {visible(target.window.app, 60)}" if target.window.app else ""
        lines.append(f"  Window: {_quoted(target.window.title or 'without a title')}{app}")
    if target.control:
        lines.append(f"  On:     {_quoted(target.control)}")
    return lines


def _quoted(text: str) -> str:
    return f"“{visible(text, LONGEST_TEXT)}”"
