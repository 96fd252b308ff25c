"""The texts of the approval card, made from the question: our own words, and others' apart from them."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.actions import Action, Invoke, Navigate, Type
from desktop_agent.core.decision import Question
from desktop_agent.core.describe import parts_of
from desktop_agent.core.display_text import visible
from desktop_agent.core.message import Message
from desktop_agent.core.question_words import (
    OthersWords,
    asked_again,
    check_codes,
    heading,
    is_attack,
    letters_of,
    others_words,
    question_in_own_words,
    why_asked,
)
from desktop_agent.core.translation import gettext, tr

MOST_REASONS = 4
_LEAST_NAME = 7  # characters of the names before what a call stands for
TITLES = {
    "action": Message("Approve this action?"),
    "application": Message("Allow Desktop Agent to use this application?"),
    "function": Message("Call this function?"),
    "write": Message("Let this leave the desk?"),
}
START = Message("Start this program?")
ATTACK = Message("This may be an attack")
ALL_OF_THEM = Message("All of these, one after the other:")


@dataclass(frozen=True, slots=True)
class CardWords:
    """All texts of a card: ours, and others' apart, each under our word for it.

    `detail` is shown letter by letter and scrolls; it is empty where the sentence says it all.
    """

    title: str
    sentence: str
    others: OthersWords
    detail: str
    why: tuple[str, ...]
    again: str = ""  # what will be asked next, whatever the answer
    about: str = ""  # the step and the task that it belongs to, in the person's language
    task: str = ""  # the task in its own lines
    codes: str = ""  # of the server's checks
    attack: bool = False  # the first reason speaks of one
    badge: str = Message("Needs approval")


def card_words(question: Question) -> CardWords:
    """Return the texts of a card."""
    several, attack = len(question.actions), is_attack(question.checks)
    starts = any(isinstance(one, Invoke) and one.started for one in question.actions)
    ours = any(isinstance(one, Invoke) and one.is_ours for one in question.actions)
    one = START if starts else TITLES["action" if ours else question.kind]
    title = one if several == 1 else Message("Approve these {several} actions?", several=several)
    why = why_asked(question)
    if len(why) > MOST_REASONS:
        # What is last is kept where it says that nobody else checks.
        last = why[len(why) - question.unchecked :]
        why = (
            *why[: MOST_REASONS - len(last)],
            Message("… and {part} more reasons.", part=len(why) - MOST_REASONS),
            *last,
        )
    return CardWords(
        ATTACK if attack else title,
        heading(question) if several == 1 else ALL_OF_THEM,
        others_words(question),
        _detail(question),
        why,
        asked_again(question),
        _about(question),
        question.task,
        check_codes(question.checks),
        attack,
        Message("Warning") if attack else Message("Needs approval"),
    )


def whole_text(text: str) -> str:
    """Return all of a text with what cannot be seen made visible, in the lines that it has."""
    return visible(text, len(text)).replace("⏎", "⏎\n") if text else ""


def duration_text(seconds: float) -> str:
    """Return a number of seconds in words."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return Message("{hours} h {minutes} min", hours=hours, minutes=minutes)
    return Message("{minutes} min {rest} s", minutes=minutes, rest=rest) if minutes else f"{rest} s"


def _about(question: Question) -> str:
    """Return the step and the task in a line, ready to be shown; empty where neither is known.

    The task stays in the person's own words: a step that is translated is none that a model understands.
    """
    step = gettext("Step {step}", step=question.step) if question.step else ""
    task = Message("{word} {task}", word=gettext("Task:"), task=question.task) if question.task else ""
    return " · ".join(filter(None, (step, task)))


def _detail(question: Question) -> str:
    if len(question.actions) == 1:
        return _letters(question.actions[0])
    lines = []
    for number, (action, said) in enumerate(zip(question.actions, question_in_own_words(question), strict=True), 1):
        # No line of a text can be taken for the next thing to be done.
        lines += [
            Message("{number}. {said}", number=number, said=tr(said)),
            *(f"   │ {line}" for line in _letters(action).split("\n") if line),
        ]
    return "\n".join(lines)


def _letters(action: Action) -> str:
    """Return the text that would be typed, or what would be run, all of it; a secret one stays one."""
    if isinstance(action, Invoke):
        parts = [(f"{tr(name)}:", text) for name, text in parts_of(action)]
        wide = max([_LEAST_NAME, *(len(name) for name, _ in parts)])
        return "\n".join(f"{name:<{wide}} {text}" for name, text in parts)
    if isinstance(action, Navigate):
        return whole_text(action.url)
    if not isinstance(action, Type):
        return ""
    return letters_of(len(action.text), hidden=True) if action.secret else whole_text(action.text)
