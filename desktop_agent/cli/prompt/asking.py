"""Asks the person at the terminal: the question in our words; the answer is y, yes, or anything else for no."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager

from desktop_agent.cli.prompt.line_guard import LineGuard, Opened
from desktop_agent.cli.prompt.question import behind_bar, question_in_words, wrapped
from desktop_agent.cli.prompt.tty import Terminal
from desktop_agent.core.decision import Answer, AppAllowed, Approved, Question, Rejected
from desktop_agent.core.describe import foreign

LONGEST_QUESTION = 1000
_YES = frozenset({"y", "yes"})
# Every answer about an application but no; a plain yes lasts until the run ends.
_ACCESS = {
    "y": AppAllowed("everything", "run"),
    "yes": AppAllowed("everything", "run"),
    "look": AppAllowed("look", "run"),
    "click": AppAllowed("click", "run"),
    "always": AppAllowed("everything", "always"),
}
_ACTION = "Allow this once?"
_APPLICATION = "Allow it there for this run? Type y, look, click or always."
_CONFIRM = "Let it count?"
_VOID = "Ignored: this was not typed on a physical keyboard. Please answer again.\n"
_HAND_BACK = "Press Enter to let the agent continue, Ctrl+C to stop."


class TerminalApprover:
    """Asks on a terminal; silence for `within_s` seconds, anything but a yes, and end of file are a no.

    `paused` hides the live status line meanwhile. `in_words` says whether the model's own questions are asked too.
    `guard` decides which lines count at all.
    """

    def __init__(
        self,
        terminal: Terminal,
        paused: Callable[[], AbstractContextManager[None]],
        *,
        within_s: float | None,
        in_words: bool,
        guard: LineGuard,
    ) -> None:
        self._terminal = terminal
        self._paused = paused
        self._within_s = within_s
        self._in_words = in_words
        self._guard = guard

    admits = False

    @property
    def answers_words(self) -> bool:
        """Tell whether the model's questions in words are asked."""
        return self._in_words

    async def decide(self, question: Question) -> Answer:
        """Return the person's answer, or a no by policy when no line typed here could count."""
        text = question_in_words(question, self._terminal.columns)
        if sentence := self._guard.why_not():
            with self._paused():
                await self._terminal.write(f"{text}{wrapped('', sentence, self._terminal.columns)}\n")
            return Rejected(sentence, by="policy")
        typed = await self._ask(text, lambda opened: _prompt(question, opened.digits))
        if typed is None:
            return Rejected()
        if question.kind == "application":
            return _ACCESS.get(typed.lower(), Rejected())
        return Approved() if typed.lower() in _YES else Rejected()

    async def reply(self, question: str) -> str | None:
        """Return the person's words; None when there are none."""
        if not self._in_words or self._guard.why_not():
            return None
        text = behind_bar("The model asks", foreign(question, LONGEST_QUESTION), self._terminal.columns)
        return await self._ask(f"\n{text}\n", lambda _: "Your answer: ", words=True) or None

    async def confirm(self, text: str) -> bool:
        """Return whether the person says yes to something that no run asks; False where no line typed here counts."""
        if sentence := self._guard.why_not():
            await self._terminal.write(wrapped("", f"{text} {sentence}", self._terminal.columns) + "\n")
            return False
        shown = wrapped("", text, self._terminal.columns)
        typed = await self._ask(f"{shown}\n", lambda opened: _with_digits(_CONFIRM, opened.digits))
        return typed is not None and typed.lower() in _YES

    async def hand_back(self, reason: str) -> None:
        """Return when the person has pressed Enter.

        It does not matter who pressed it: a paused run injects nothing, and continuing approves nothing.
        """
        text = wrapped("", f"You're in control ({foreign(reason, LONGEST_QUESTION)}).", self._terminal.columns)
        with self._paused():
            await self._terminal.write(f"\n{text}\n")
            try:
                typed = await self._terminal.line(f"{_HAND_BACK} ")
            except asyncio.CancelledError:
                self._terminal.leave()
                raise
        if typed is None:  # the terminal has gone, so nobody is there to continue the run
            await asyncio.Event().wait()

    async def _ask(self, text: str, prompt: Callable[[Opened], str], *, words: bool = False) -> str | None:
        with self._paused():
            try:
                async with asyncio.timeout(self._within_s):
                    await self._terminal.write(text)
                    typed = await self._line_that_counts(prompt, words=words)
            except TimeoutError:
                await self._terminal.write(f"\nNo answer within {self._within_s:g} s: refused.\n")
                return None
            except asyncio.CancelledError:
                self._terminal.leave()
                raise
            if typed is None:
                self._terminal.leave()
            return typed

    async def _line_that_counts(self, prompt: Callable[[Opened], str], *, words: bool) -> str | None:
        """Ask until a line counts; return it without the digits of the challenge."""
        while True:
            opened = self._guard.opened(challenged=not words)
            typed = await self._terminal.line(prompt(opened))
            if typed is None:
                return None
            # Words may be pasted, or composed from fewer keys by an input method; Enter is a key in any case.
            if await opened.counts(1 if words else len(typed) + 1):
                return opened.without_digits(typed)
            await self._terminal.write(_VOID)


def _prompt(question: Question, digits: str) -> str:
    return _with_digits(_APPLICATION if question.kind == "application" else _ACTION, digits)


def _with_digits(text: str, digits: str) -> str:
    return f"{text}{f' Type {digits} for yes.' if digits else ''} [y/N] "
