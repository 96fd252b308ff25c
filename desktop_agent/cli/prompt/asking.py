"""Asks the person at the terminal: the question in our words; y, yes, ja or oui is a yes, and anything else a no.

The answers that the card offers are there too, each by one letter; an action may be changed before it is approved, its
text in one line, its point as two numbers.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractContextManager
from copy import copy
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Literal

from desktop_agent.cli.prompt.question import behind_bar, question_in_words, wrapped
from desktop_agent.cli.prompt.tty import ChordAtTerminal, ControllingTerminal, GuardedPrompt, LineGuard
from desktop_agent.cli.terminal import YES
from desktop_agent.core.actions.action import Action, edit_action, is_editable, points_of, text_of
from desktop_agent.core.actions.keys import chord_text
from desktop_agent.core.decisions.decision import (
    Answer,
    AppAllowed,
    Approved,
    Edited,
    Question,
    Rejected,
    StopRun,
    Target,
    TookOver,
)
from desktop_agent.core.decisions.question_words import (
    NAMES_ARE_OFF,
    control_word,
    included_act_sentence,
    is_attack,
    is_blind,
    names_would_help,
    scope_question,
    unnamed_note,
)
from desktop_agent.core.pictures import ImagePoint, Size
from desktop_agent.core.texts.message import Message, foreign, gettext, marked, ours_or_foreign, sentences, tr, visible
from desktop_agent.runtime.desktop.desktop_services import accessibility_is_on

LONGEST_QUESTION = 1000
HELD = "\x00"  # no line: the chord says yes
_ACTION = Message("Allow this once?")
_INSTEAD = Message("Approve this instead?")
_CONFIRM = Message("Accept it?")
_WHY = Message("What should the model know or do instead? ")
_UNCHANGED = Message("Nothing was changed.\n")
_HAND_BACK = Message("Press Enter to let the agent continue, or Ctrl+C to stop.")
_TYPE_BEFORE_ENTER = Message("To tell the model something, type it before you press Enter.")
_NOT_YOURS = Message("Ignored: this wasn't typed on a physical keyboard.\n")
Further = Literal["edit", "reason", "explain"]
_ALIASES: Mapping[str, str] = {
    **dict.fromkeys(YES, "y"),
    "no": "n",
    "nein": "n",
    "non": "n",
    "once": "o",
    "look": "l",
    "always": "a",
}
LINE_BREAK = "⏎"
TEXT_PROMPT = Message("New text ({line_break} is a line break; leave empty to keep it): ", line_break=LINE_BREAK)
_POINT = re.compile(r"(\d{1,6})\s*[,; ]\s*(\d{1,6})")


class TerminalApprover:
    """Asks on a terminal; silence for `within_s` seconds, anything but a yes, and end of file are a no.

    `paused` hides the live status line meanwhile. `in_words` says whether the model's own questions are asked too.
    `guard` decides which lines count at all.
    """

    def __init__(
        self,
        terminal: ControllingTerminal,
        paused: Callable[[], AbstractContextManager[None]],
        *,
        within_s: float | None,
        in_words: bool,
        guard: LineGuard,
    ) -> None:
        self._heading = ""
        self._terminal = terminal
        self._paused = paused
        self._within_s = within_s
        self._in_words = in_words
        self._guard = guard

    @property
    def answers_words(self) -> bool:
        """Return whether the model's questions in words are asked."""
        return self._in_words

    async def decide(self, question: Question) -> Answer:
        """Return the person's answer, or a no by policy when no line typed here could count."""
        text = self._with_heading(question_in_words(question, self._terminal.columns))
        if sentence := self._guard.why_not():
            with self._paused():
                await self._terminal.write(f"{text}{wrapped('', sentence, self._terminal.columns)}\n")
            return Rejected(sentence, by="policy")
        # The bus may take a second to say so.
        names_off = names_would_help(question) and await asyncio.to_thread(accessibility_is_on) is False
        off = sentences(NAMES_ARE_OFF, Message("Run: desktop-agent doctor")) if names_off else ""
        notes = (unnamed_note(question), off, included_act_sentence(question))
        text += "".join(self._wrapped_line(note, "  ") for note in notes if note)
        return await self._answer(question, text)

    async def reply(self, question: str) -> str | None:
        """Return the person's words; None without any."""
        if not self._in_words or self._guard.why_not():
            return None
        text = behind_bar(Message("The model asks"), foreign(question, LONGEST_QUESTION), self._terminal.columns)
        return (
            await self._ask_in_time(self._with_heading(f"\n{text}\n"), lambda _: Message("Your answer: "), words=True)
            or None
        )

    async def confirm(self, text: str, lines: Sequence[str] = ()) -> bool:
        """Return whether the person says yes to a question outside of a run; False where no line here can count."""
        await self._terminal.write("".join(f"{visible(line, LONGEST_QUESTION)}\n" for line in lines))
        if sentence := self._guard.why_not():
            await self._terminal.write(wrapped("", f"{text} {sentence}", self._terminal.columns) + "\n")
            return False
        prompt = wrapped("", text, self._terminal.columns)
        typed = await self._ask_in_time(f"{prompt}\n", partial(_with_digits, _CONFIRM))
        return typed is not None and typed.lower() in YES

    async def hand_back(self, reason: str) -> str | None:
        """Wait for Enter, and return the text typed before it.

        Any source may press Enter: a paused run injects nothing, and continuing approves nothing. Text is passed to the
        model as the person's, so it has to come from a keyboard.
        """
        may_talk = not self._guard.why_not()
        text = self._wrapped_line(sentences(Message("You're in control."), ours_or_foreign(reason, LONGEST_QUESTION)))
        text += self._wrapped_line(_TYPE_BEFORE_ENTER) if may_talk else ""
        with self._paused():
            await self._terminal.write(self._with_heading(f"\n{text}"))
            try:
                typed = await self._text_before_enter(counting=may_talk)
            except asyncio.CancelledError:
                self._terminal.leave()
                raise
        if typed is None:  # the terminal was closed, so the run cannot be continued from it
            await asyncio.Event().wait()
        return typed

    async def _text_before_enter(self, *, counting: bool) -> str | None:
        """Return the text typed before Enter; empty if it did not come from a person."""
        while True:
            guarded_prompt = self._guard.guarded_prompt(challenged=False)
            typed = await self._terminal.line(f"{tr(_HAND_BACK)} ")
            if not typed or (counting and await guarded_prompt.counts(1)):
                return typed
            if not counting:
                return ""
            await self._terminal.write(tr(_NOT_YOURS))

    async def _answer(self, question: Question, text: str) -> Answer:
        """Ask until there is an answer: some letters lead to another line first."""
        prompt = marked(scope_question(question)) if question.kind == "application" else _ACTION
        choices = choices_for(question)
        while True:
            text += f"{choices_in_line(choices, self._terminal.columns)}\n"
            typed = await self._ask_in_time(text, partial(_with_digits, prompt), partial(is_yes, choices))
            match meaning_of(choices, typed or ""):
                case "explain":
                    text = f"{explanation(choices, self._terminal.columns)}\n"
                case "reason":
                    return Rejected(await self._ask_words(_WHY) or "")
                case "edit":
                    if (action := await self._ask_edit(question)) is not None:
                        return Edited(action)
                    text = ""
                case answer:
                    return answer

    async def _ask_edit(self, question: Question) -> Action | None:
        """Return the action that the person has edited and approved; None without their approval."""
        lines = [await self._ask_words(prompt) for prompt in prompts(question)]
        action = edited(question, tuple(line or "" for line in lines))
        if action is None:
            await self._terminal.write(tr(_UNCHANGED))
            return None
        text = question_in_words(edited_question(question, action), self._terminal.columns)
        typed = await self._ask_in_time(text, partial(_with_digits, _INSTEAD))
        return action if typed is not None and typed.lower() in YES else None

    async def _ask_words(self, prompt: str) -> str | None:
        """Return a line of the person's own words."""
        return await self._ask_in_time("", lambda _: prompt, words=True)

    def for_task(self, name: str) -> TerminalApprover:
        """Return an approver for one of many tasks that share the terminal; its questions name the task."""
        approver = copy(self)
        approver._heading = Message("“{name}” asks:", name=name)  # noqa: SLF001 - its own class
        return approver

    def _with_heading(self, text: str) -> str:
        return "\n" + self._wrapped_line(self._heading) + text.removeprefix("\n") if self._heading else text

    def _wrapped_line(self, text: str, head: str = "") -> str:
        return f"{wrapped(head, text, self._terminal.columns)}\n"

    async def _ask_in_time(
        self,
        text: str,
        prompt: Callable[[GuardedPrompt], str],
        needs_digits: Callable[[str], bool] = bool,
        *,
        words: bool = False,
    ) -> str | None:
        with self._paused():
            try:
                async with asyncio.timeout(self._within_s):
                    await self._terminal.write(text)
                    typed = await self._line_that_counts(prompt, needs_digits, words=words)
            except TimeoutError:
                await self._terminal.write(
                    "\n" + gettext("No answer within {within_s:g} s: refused.", within_s=self._within_s) + "\n"
                )
                return None
            except asyncio.CancelledError:
                self._terminal.leave()
                raise
            if typed is None:
                self._terminal.leave()
            return typed

    async def _line_that_counts(
        self, prompt: Callable[[GuardedPrompt], str], needs_digits: Callable[[str], bool], *, words: bool
    ) -> str | None:
        """Ask until a line counts, and return it without the challenge's digits, which only a yes has to contain."""
        while True:
            guarded_prompt = self._guard.guarded_prompt(challenged=not words)
            line = self._terminal.line(tr(prompt(guarded_prompt)))
            typed = await (line if guarded_prompt.chord is None else _line_or_chord(line, guarded_prompt.chord))
            if typed is None:
                return None
            if typed is HELD:
                await self._terminal.write("\n")
                return "y"
            # Words may be pasted, or composed from fewer keys by an input method; Enter is a key in any case.
            if await guarded_prompt.counts(1 if words else len(typed) + 1):
                without_digits = guarded_prompt.without_digits(typed)
                return without_digits or ("" if needs_digits(typed) else typed)
            await self._terminal.write(tr(_NOT_YOURS))


async def _line_or_chord(line: Coroutine[None, None, str | None], chord: ChordAtTerminal) -> str | None:
    """Return the line that is typed, or `HELD` if the chord is held before one is."""
    typed = asyncio.ensure_future(line)
    chord_held = asyncio.ensure_future(chord.held())
    try:
        await asyncio.wait((typed, chord_held), return_when=asyncio.FIRST_COMPLETED)
        return typed.result() if typed.done() else HELD
    finally:
        for task in (typed, chord_held):
            task.cancel()


def _with_digits(text: str, guarded_prompt: GuardedPrompt) -> str:
    if guarded_prompt.chord is not None:
        return sentences(
            text,
            Message(
                "Type {digits} for yes, or hold {keys}.",
                digits=guarded_prompt.digits,
                keys=chord_text(guarded_prompt.chord.keys),
            ),
            "[y/N] ",
        )
    return sentences(
        text, Message("Type {digits} for yes.", digits=guarded_prompt.digits) if guarded_prompt.digits else "", "[y/N] "
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that a person may type, with a short and a long description.

    `gives` is the answer, or the step that has to come before it.
    """

    letters: str
    words: str
    meaning: str
    gives: Answer | Further

    @property
    def is_yes(self) -> bool:
        """Return whether this choice allows an action."""
        return isinstance(self.gives, Approved | AppAllowed)


_TOGETHER = "\u00a0"  # no line is broken there
_INTO_APPLICATION: Final = (
    Choice("y", Message("yes, for this task"), Message("Yes, for this task."), AppAllowed("work", "run")),
    Choice("o", Message("once"), Message("Yes, this once."), AppAllowed("work", "once")),
    Choice("a", Message("always"), Message("Yes, from now on."), AppAllowed("work", "always")),
    Choice(
        "l",
        Message("look only"),
        Message("Look only, for this task; nothing is pressed or typed there."),
        AppAllowed("look", "run"),
    ),
)
_REFUSING: Final = (
    Choice(
        "n", Message("no"), Message("No. The model is notified. Anything not listed here also means no."), Rejected()
    ),
    Choice(
        "r",
        Message("no, and why"),
        Message("No, with a reason for the model, which you enter on the next line."),
        "reason",
    ),
    Choice(
        "t",
        Message("take over"),
        Message("No; you take over, and press Enter here to let the agent continue."),
        TookOver(),
    ),
    Choice("s", Message("stop"), Message("No, and the run ends."), StopRun()),
)
_EXPLAIN: Final = Choice("?", Message("what these mean"), Message("Shows this."), "explain")


def choices_for(question: Question) -> tuple[Choice, ...]:
    """Return the answers that fit a question."""
    yes = _INTO_APPLICATION if question.kind == "application" else _action_choices(question)
    if is_blind(question):  # nothing of that could be kept
        yes = tuple(choice for choice in yes if choice.letters in {"y", "o"})
    both = (*_REFUSING, *yes) if is_attack(question.checks) else (*yes, *_REFUSING)
    return (*both, _EXPLAIN)


def meaning_of(choices: Sequence[Choice], typed: str) -> Answer | Further:
    """Return the meaning of a line: a no, unless it is one of the answers."""
    word = _ALIASES.get(typed.lower(), typed.lower())
    return next((choice.gives for choice in choices if choice.letters == word), Rejected())


def is_yes(choices: Sequence[Choice], typed: str) -> bool:
    """Return whether a line would allow an action."""
    word = _ALIASES.get(typed.lower(), typed.lower())
    return any(choice.is_yes for choice in choices if choice.letters == word)


def choices_in_line(choices: Sequence[Choice], columns: int) -> str:
    """Return all single letters with a few words each."""
    labels = (
        f"{choice.letters} {tr(choice.words)}".replace(" ", _TOGETHER) for choice in choices if len(choice.letters) == 1
    )
    return wrapped(gettext("  Answers: "), " · ".join(labels), columns).replace(_TOGETHER, " ")


def explanation(choices: Sequence[Choice], columns: int) -> str:
    """Return a sentence for each letter."""
    return "\n".join(wrapped(f"  {choice.letters:<3}", choice.meaning, columns) for choice in choices)


def _action_choices(question: Question) -> tuple[Choice, ...]:
    choices = [Choice("y", Message("yes, once"), Message("Yes, this once."), Approved())]
    if question.may_be_remembered:
        meaning = (
            Message("Yes, and allow the same action on this control until the run ends or you revoke this.")
            if question.place is None
            else Message("Yes, and allow it there, on any control, until the run ends or you revoke this.")
        )
        choices.append(Choice("w", Message("for this task"), meaning, Approved(remember=True)))
    if question.always is not None:
        kind = control_word(question.always)
        meaning = Message(
            "Yes, and allow it whenever this {what} comes up again. “config remembered” lists these; "
            "“config forget” removes one.",
            what=kind,
        )
        choices.append(Choice("a", Message("always for this {what}", what=kind), meaning, Approved(always=True)))
    if question.editable and len(question.actions) == 1 and is_editable(question.actions[0]):
        choices.append(
            Choice(
                "e",
                Message("edit"),
                Message("Change the text or the point first; you'll then be asked to approve the result."),
                "edit",
            )
        )
    return tuple(choices)


def prompts(question: Question) -> tuple[str, ...]:
    """Return the prompts for an edit, one line each: for the text, the point, or both."""
    action = question.actions[0]
    size = question.frame.viewport.image
    text = () if text_of(action) is None else (TEXT_PROMPT,)
    if not points_of(action):
        return text
    return *text, Message(
        "New point, as x,y below {width},{height} (leave empty to keep it): ",
        width=size.width,
        height=size.height,
    )


def edited(question: Question, lines: tuple[str, ...]) -> Action | None:
    """Return the action with the lines typed at the prompts; None without a change, or for an invalid point."""
    action = question.actions[0]
    size = question.frame.viewport.image
    typed = iter(lines)
    before = text_of(action)
    words = next(typed, "") if before is not None else ""
    place = next(typed, "")
    at = _point(place, size)
    if place and at is None:
        return None
    changed = edit_action(action, words.replace(LINE_BREAK, "\n") if words else None, at)
    return None if changed == action else changed


def edited_question(question: Question, action: Action) -> Question:
    """Return the question for the edited action; the control at a new point is unknown."""
    moved = points_of(action) != points_of(question.actions[0])
    target = Target(question.target.place) if moved else question.target
    return replace(question, actions=(action,), target=target, reasons=(), checks=())


def _point(words: str, size: Size) -> ImagePoint | None:
    match = _POINT.fullmatch(words)
    if match is None:
        return None
    at = ImagePoint(int(match[1]), int(match[2]))
    return at if at.x < size.width and at.y < size.height else None
