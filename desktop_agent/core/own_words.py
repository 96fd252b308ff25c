"""A question in two parts that never mix: what would be done, in our words alone, and what others have written.

Titles, names, addresses and messages are chosen by pages, programs, the model and its server. Inside of our sentence
they could end it and go on in our voice, so they stand apart, each under a word of ours.
"""

from __future__ import annotations

from typing import assert_never

from desktop_agent.core.actions import (
    Action,
    Click,
    Drag,
    Finish,
    HoldButton,
    HoldKey,
    Invoke,
    Look,
    Move,
    Navigate,
    Press,
    ReleaseButton,
    ReleaseKey,
    Scroll,
    Type,
    Wait,
)
from desktop_agent.core.check_words import repeats
from desktop_agent.core.decision import Question, Target
from desktop_agent.core.describe import STATUS_WORDS, in_words, kind_of, named_target, sentence_with
from desktop_agent.core.display_text import foreign
from desktop_agent.core.events import NamedTarget
from desktop_agent.core.message import Message, follow
from desktop_agent.core.outgoing import outgoing_in_own_words, outgoing_rows
from desktop_agent.core.programs import spoken, what_runs

OTHERS, SERVER = Message("Written by others; it may be false"), Message("Model's server")
_LONGEST_NAME, _LONGEST_TEXT, _LONGEST_PATH = 120, 300, 600

OthersWords = tuple[tuple[str, str], ...]  # each under a word of ours


def own_words(action: Action, target: NamedTarget | None = None) -> str:
    """Return a short sentence without full stop that holds nothing that others have written."""
    return _with(action, _below(target))


def _with(action: Action, named: str) -> str:
    match action:
        case Scroll() | Click() | Move() | HoldButton() | ReleaseButton() | Press():
            return sentence_with(action, named)
        case Drag():
            begin = Message(", beginning on {named}", named=named) if named else ""
            return follow(sentence_with(action, ""), begin)
        case Type(text, at, secret):
            point = Message(" at ({x}, {y})", x=at.x, y=at.y) if at else ""
            where = Message(" into {named}", named=named) if named else point
            return Message("Type {letters}{where}", letters=letters_of(len(text), hidden=secret), where=where)
        case Navigate():
            return Message("Open an address in the browser")
        case Finish(status):
            return Message("Finish ({status})", status=STATUS_WORDS[status])
        case Invoke(started=(_, *_)):
            return Message("Start a program")
        case Invoke(server=server):
            return Message("Call a tool of an MCP server") if server else Message("Call a function")
        case Wait(seconds):
            return in_words(Wait(seconds))
        case HoldKey() | ReleaseKey() | Look():
            return in_words(action)
        case _:
            assert_never(action)


def letters_of(number: int, *, hidden: bool) -> str:
    """Return how many characters a text has."""
    if hidden:
        return Message("1 hidden character") if number == 1 else Message("{number} hidden characters", number=number)
    return "1 character" if number == 1 else Message("{number} characters", number=number)


def question_in_own_words(question: Question) -> tuple[str, ...]:
    """Return what would be done, action by action."""
    if question.outgoing is not None:
        return (outgoing_in_own_words(question.outgoing),)
    pairs = zip(question.actions, _targets(question), strict=True)
    return tuple(own_words(action, named_target(target, action)) for action, target in pairs)


def heading(question: Question) -> str:
    """Return what would be done in one sentence without full stop."""
    said = question_in_own_words(question)
    return said[0] if len(said) == 1 else Message("Do these {said} things, one after the other", said=len(said))


def without_names(question: Question) -> str:
    """Return the same for where there is no room for what others have written."""
    several = len(question.actions)
    if several > 1:
        return Message("Do {several} things, one after the other", several=several)
    if question.outgoing is not None:
        return heading(question)
    named = named_target(question.target, question.actions[0])
    return _with(question.actions[0], _kind(named) if _below(named) else "")


def others_words(question: Question) -> OthersWords:
    """Return all that others have written and a person has to know, isolated, each under our word for it."""
    target = question.target
    by = (
        Message("The steps")
        if question.plays
        else Message("The agent says")
        if question.by_agent
        else Message("The model says")
    )
    rows: list[tuple[str, str]] = [(by, foreign(question.says, _LONGEST_TEXT))] if question.says else []
    if question.outgoing is not None:
        rows += [(label, foreign(text, _LONGEST_TEXT)) for label, text in outgoing_rows(question.outgoing)]
    rows += _named_rows(question)
    rows += _window_rows(target, by_program=question.kind == "application")
    rows += [(label, foreign(text, _LONGEST_PATH)) for label, text in _rest(target) if text]
    rules = {reason.rule for reason in question.reasons}
    told = [check.message for check in question.checks if check.message and not repeats(check, rules)]
    rows += [(SERVER, foreign(message, _LONGEST_TEXT)) for message in told]
    # The server's checks are rows of their own: as reasons they would be here twice.
    outside = [reason.text for reason in question.reasons if reason.outside and not question.checks]
    rows += [(Message("Reason given"), foreign(text, _LONGEST_TEXT)) for text in outside]
    return tuple(rows)


def _targets(question: Question) -> tuple[Target, ...]:
    """Return what each action hits; nothing is known of it where that was not looked up."""
    known = (question.target, *question.others)
    return (*known, *(Target() for _ in question.actions))[: len(question.actions)]


def _named_rows(question: Question) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    several = len(question.actions) > 1
    for number, (action, target) in enumerate(zip(question.actions, _targets(question), strict=True), 1):
        named = named_target(target, action)
        before = Message("{number}. ", number=number) if several else ""
        if named and named.name:
            rows.append(
                (Message("{before}{named}", before=before, named=_label(named)), foreign(named.name, _LONGEST_NAME))
            )
        if number > 1 and target.window not in {None, question.target.window}:
            rows += [
                (Message("{before}{name}", before=before, name=name), text)
                for name, text in _window_rows(target, by_program=False)
            ]
    return rows


def _below(target: NamedTarget | None) -> str:
    if target is None or not target.name:
        return ""
    kind = kind_of(target.role) or Message("control")
    return Message("the {kind} named below", kind=kind)


def _kind(target: NamedTarget | None) -> str:
    kind = (kind_of(target.role) if target else "") or Message("control")
    return Message("the {kind}", kind=kind)


def _label(named: NamedTarget) -> str:
    kind = kind_of(named.role)
    return Message("{kind:capital}", kind=kind) if kind else Message("Control")


def _window_rows(target: Target, *, by_program: bool) -> list[tuple[str, str]]:
    window = target.window
    if window is None:
        return []
    # The executable is the application; what the window calls itself is its own choice.
    program = window.program or Message("unknown: the system does not say which")
    runs = what_runs(window)
    name = (window.app if runs == window.app else spoken(runs)) or Message("unknown")
    rows: list[tuple[str, str]] = [
        (Message("Program"), foreign(program, _LONGEST_PATH) if by_program else foreign(name, _LONGEST_NAME))
    ]
    return [
        *rows,
        (Message("Window"), foreign(window.title, _LONGEST_NAME) if window.title else Message("without a title")),
    ]


def _rest(target: Target) -> tuple[tuple[str, str], ...]:
    path = target.file.path if target.file else ""
    is_read = target.control is not None and target.control.source == "ocr"
    file = (Message("File"), path)
    if target.file and is_read and not target.file.kind:  # what was read there names no file
        file = (Message("Folder"), path.rpartition("/")[0])
    return (Message("Site"), target.site), (Message("Link to"), target.page.link if target.page else ""), file
