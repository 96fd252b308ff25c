"""The answers to a question, each by one letter, and what they mean: those that the card offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from desktop_agent.cli.prompt.question import wrapped
from desktop_agent.core.answer_words import LEVELS, what_is
from desktop_agent.core.check_words import is_attack
from desktop_agent.core.decision import Answer, AppAllowed, Approved, Question, Rejected, StopRun, TookOver
from desktop_agent.core.edited_action import is_editable
from desktop_agent.core.message import Message
from desktop_agent.core.mode import AccessLevel
from desktop_agent.core.translation import tr
from desktop_agent.policy.applications import refused_within

Further = Literal["edit", "reason", "accessibility", "explain"]
_ALIASES: Mapping[str, str] = {"yes": "y", "no": "n", "look": "l", "click": "c", "always": "a"}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person may type, in a few words and in a sentence; `gives` is an answer, or what has to come before."""

    letters: str
    words: str
    meaning: str
    gives: Answer | Further

    @property
    def is_yes(self) -> bool:
        """Tell whether it lets anything be done."""
        return isinstance(self.gives, Approved | AppAllowed)


_LEVELS: Mapping[AccessLevel, tuple[str, str]] = {
    "everything": ("y", "yes, for this task"), "click": ("c", "what is harmless"), "look": ("l", "look only"),
}  # fmt: skip
_TOGETHER = "\u00a0"  # no line is broken there
_LASTING: Mapping[AccessLevel, str] = {"everything": "a", "click": "ca", "look": "la"}
_REFUSING: Final = (
    Choice("n", "no", "No, and the model is told so. So is everything that is not listed here.", Rejected()),
    Choice("r", "no, and why", "No, with a reason for the model, which you write on the next line.", "reason"),
    Choice("t", "take over", "No; you go on yourself, and press Enter here when the agent may continue.", TookOver()),
    Choice("s", "stop", "No, and the run ends.", StopRun()),
)
_HERE: Final = (
    "Yes, and to more text at this place of this window, as long as nothing else changes there and the keyboard stays."
)
_ADDRESS: Final = "Yes, and whenever the same is sent to this address in this run, whatever it holds then."
_ALL: Final = (
    "Yes, and everything in this program, on the web at this site, except sending, deleting, running, for this task."
)
_NAMES: Final = Choice("x", "accessibility on", "Turns accessibility on, so that programs name their controls; "
                       "then you are asked again.", "accessibility")  # fmt: skip
_EXPLAIN: Final = Choice("?", "what these mean", "Shows this.", "explain")


def choices_for(question: Question, *, names_off: bool) -> tuple[Choice, ...]:
    """Return the answers that fit a question; `names_off`: accessibility is off, and could say what is hit."""
    yes = _into_application(question) if question.kind == "application" else _to_action(question)
    both = (*_REFUSING, *yes) if is_attack(question.checks) else (*yes, *_REFUSING)
    return (*both, *((_NAMES,) if names_off else ()), _EXPLAIN)


def chosen(choices: Sequence[Choice], typed: str) -> Answer | Further:
    """Return what a line stands for: a no, unless it is one of the answers."""
    word = _ALIASES.get(typed.lower(), typed.lower())
    return next((one.gives for one in choices if one.letters == word), Rejected())


def is_yes(choices: Sequence[Choice], typed: str) -> bool:
    """Tell whether a line would let anything be done."""
    word = _ALIASES.get(typed.lower(), typed.lower())
    return any(one.is_yes for one in choices if one.letters == word)


def in_a_line(choices: Sequence[Choice], columns: int) -> str:
    """Return all single letters with a few words each."""
    said = (f"{one.letters} {tr(one.words)}".replace(" ", _TOGETHER) for one in choices if len(one.letters) == 1)
    return wrapped(tr("  Answers: "), " · ".join(said), columns).replace(_TOGETHER, " ")


def explained(choices: Sequence[Choice], columns: int) -> str:
    """Return a sentence for each letter."""
    return "\n".join(wrapped(f"  {one.letters:<3}", one.meaning, columns) for one in choices)


def _to_action(question: Question) -> tuple[Choice, ...]:
    found = [Choice("y", "yes, once", "Yes, this once.", Approved())]
    if question.here:
        found.append(Choice("w", "for text here", _HERE, Approved(remember=True)))
    elif question.kind == "write":
        found.append(Choice("w", "for this address", _ADDRESS, Approved(remember=True)))
    elif question.may_be_remembered:
        meaning = "Yes, and to its like in this window, until you take that back or the window closes."
        found.append(Choice("w", "for this window", meaning, Approved(remember=True)))
    if question.wider:
        found.append(Choice("p", "all in this program", _ALL, Approved(everything=True)))
    if question.always is not None:
        what = what_is(question.always)
        meaning = Message(
            "Yes, and whenever this {what} is met again. “config remembered” lists and takes that back.", what=what
        )
        found.append(Choice("a", Message("always for this {what}", what=what), meaning, Approved(always=True)))
    if question.editable and len(question.actions) == 1 and is_editable(question.actions[0]):
        found.append(Choice("e", "edit", "Change the text or the point first; then you are asked about that.", "edit"))
    return tuple(found)


def _into_application(question: Question) -> tuple[Choice, ...]:
    found = list[Choice]()
    for level, meaning in reversed(LEVELS):
        letter, words = _LEVELS[level]
        not_this = refused_within(question, level)
        beside = "; this action is not done." if not_this else "."
        words += ", not this" if not_this else ""
        found.append(Choice(letter, words, f"{meaning}, for this task{beside}", AppAllowed(level, "run")))
        words, lasting = (
            "always" if level == "everything" else Message("{words}, always", words=words),
            AppAllowed(level, "always"),
        )
        found.append(Choice(_LASTING[level], words, f"{meaning}, from now on{beside}", lasting))
    found.insert(1, Choice("o", "once", "Yes, this once.", AppAllowed("everything", "once")))
    return tuple(found)
