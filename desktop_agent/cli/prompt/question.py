"""Puts a question into words: what, where and why, with nothing that could control a terminal."""

from __future__ import annotations

import textwrap

from desktop_agent.core.actions.action import LOOK_INTO, SEND_FILE, Action, Invoke, Navigate, Type
from desktop_agent.core.actions.describe import parts_of, surroundings_of
from desktop_agent.core.decisions.decision import Question
from desktop_agent.core.decisions.question_words import (
    OTHERS,
    foreign_rows,
    heading,
    is_attack,
    question_in_own_words,
    why_asked,
)
from desktop_agent.core.texts.message import Message, gettext, tr, visible

_BAR = "│ "
_NAMES_WIDE = 15


def question_in_words(question: Question, columns: int = 80) -> str:
    """Return the question without its prompt; foreign text is on lines of its own, behind a bar."""
    lines = [gettext("POSSIBLE ATTACK")] if is_attack(question.checks) else []
    lines += _requested_lines(question, columns)
    lines += [_uncut_text(name, text, columns) for call in question.actions for name, text in _invocation_parts(call)]
    why = gettext("Why:")
    lines += [wrapped(f"  {why:<7} ", text, columns) for text in why_asked(question)]
    foreign_texts = foreign_rows(question)
    lines += [f"  {tr(OTHERS)}:"] if foreign_texts else []
    lines += [behind_bar(name, text, columns) for name, text in foreign_texts]
    return "\n" + "\n".join(lines) + "\n"


def _requested_lines(question: Question, columns: int) -> list[str]:
    """Return what a yes would allow: one action as a sentence, several on a line each, none of them shortened."""
    match question:
        case Question(actions=(Invoke(is_end_check=True),)):
            request = Message("Before the task begins: {question}", question=heading(question))
        case Question(actions=(Invoke(name=name, is_ours=True),)) if name in {SEND_FILE, LOOK_INTO}:
            request = Message("The agent wants to: {question}", question=heading(question))
        case Question(plays=True):
            request = Message("Next step: {question}", question=heading(question))
        case _:
            request = Message("The model wants to: {question}", question=heading(question))
    sentences = question_in_own_words(question)
    lines = [wrapped("", request, columns)]
    if len(sentences) == 1:
        return [*lines, *_entered_text(question.actions[0], columns)]
    for number, (action, text) in enumerate(zip(question.actions, sentences, strict=True), 1):
        lines += [wrapped(f"{number:>4}. ", text, columns), *_entered_text(action, columns)]
    return lines


def _entered_text(action: Action, columns: int) -> list[str]:
    """Return the complete text or address that the model has written."""
    match action:
        case Type(text=text, secret=False) if text:
            return [behind_bar(Message("Text"), visible(text, len(text)), columns)]
        case Navigate(url=url):
            return [behind_bar(Message("Address"), visible(url, len(url)), columns)]
        case _:
            return []


def behind_bar(name: str, text: str, columns: int) -> str:
    """Return text wrapped anywhere behind a bar, so that none of its lines looks like one of ours."""
    head = f"  {tr(name) + ':':<{_NAMES_WIDE}} "
    room = max(columns - len(head) - len(_BAR) - 1, 8)
    lines = [text[at : at + room] for at in range(0, len(text), room)]
    return "\n".join(f"{' ' * len(head) if n else head}{_BAR}{line}" for n, line in enumerate(lines))


def _invocation_parts(action: Action) -> tuple[tuple[str, str], ...]:
    return (*parts_of(action), *surroundings_of(action)) if isinstance(action, Invoke) else ()


def _uncut_text(name: str, text: str, columns: int) -> str:
    """Return text wrapped anywhere, with all spaces and uncut: a yes covers all of it."""
    head = f"  {tr(name) + ':':<8}"
    room = max(columns - 1 - len(head), 1)
    lines = [text[at : at + room] for at in range(0, len(text), room)] or [""]
    return "\n".join(f"{' ' * len(head) if n else head}{line}" for n, line in enumerate(lines))


def wrapped(head: str, text: str, columns: int) -> str:
    """Return our own text in the person's language, wrapped between words; only the first line has the head."""
    return textwrap.fill(
        tr(text), max(columns - 1, 2 * len(head) + 1), initial_indent=head, subsequent_indent=" " * len(head)
    )
