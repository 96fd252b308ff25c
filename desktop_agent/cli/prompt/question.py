"""Puts a question into words: what, where and why, with nothing that could control a terminal."""

from __future__ import annotations

import textwrap

from desktop_agent.core.actions import Action, Invoke
from desktop_agent.core.decision import Question
from desktop_agent.core.describe import parts_of, sentences_of, visible
from desktop_agent.core.turn import SafetyCheck

LONGEST_TEXT = 300


def question_in_words(question: Question, columns: int = 80) -> str:
    """Return the question without its prompt; foreign text is quoted, capped and made visible."""
    target = question.target
    parts: list[tuple[str, str]] = []
    if target.window is not None:
        app = f", {visible(target.window.app, 60)}" if target.window.app else ""
        parts.append(("Window", f"{_quoted(target.window.title or 'without a title')}{app}"))
    if target.control:
        parts.append(("On", _quoted(target.control)))
    # What the server's checks say is listed below, with their code; as a reason it would appear twice.
    ours = (reason for reason in question.reasons if not (reason.outside and question.checks))
    parts += [("Why", _quoted(one.text) if one.outside else visible(one.text, LONGEST_TEXT)) for one in ours]
    parts += [("Check", _warning(check)) for check in question.checks]
    lines = _requested(question, columns)
    lines += [_exactly(name, text, columns) for call in question.actions for name, text in _parts(call)]
    lines += [wrapped(f"  {name + ':':<8}", text, columns) for name, text in parts]
    return "\n" + "\n".join(lines) + "\n"


def _warning(check: SafetyCheck) -> str:
    code = f" ({visible(check.code, 60)})" if check.code else ""
    return f"The model's server warns{code}" + (f": {_quoted(check.message)}" if check.message else ".")


def _requested(question: Question, columns: int) -> list[str]:
    """Return what a yes would allow: one action in a sentence, several one per line, none of them cut off."""
    if len(question.actions) == 1:
        return [wrapped("", f"The model wants to: {visible(question.sentence, LONGEST_TEXT)}", columns)]
    listed = enumerate(sentences_of(question), 1)
    lines = [wrapped(f"{number:>4}. ", visible(text, LONGEST_TEXT), columns) for number, text in listed]
    return [f"The model wants to do these {len(lines)} things, one after the other:", *lines]


def _parts(action: Action) -> tuple[tuple[str, str], ...]:
    return parts_of(action) if isinstance(action, Invoke) else ()


def _exactly(name: str, text: str, columns: int) -> str:
    """Return text wrapped anywhere, with every space kept and nothing cut: a yes covers all of it."""
    head = f"  {name + ':':<8}"
    room = max(columns - 1 - len(head), 1)
    lines = [text[at : at + room] for at in range(0, len(text), room)] or [""]
    return "\n".join(f"{' ' * len(head) if n else head}{line}" for n, line in enumerate(lines))


def wrapped(head: str, text: str, columns: int) -> str:
    """Return text wrapped between words; only the first line has the head."""
    return textwrap.fill(
        text, max(columns - 1, 2 * len(head) + 1), initial_indent=head, subsequent_indent=" " * len(head)
    )


def _quoted(text: str) -> str:
    return f"“{visible(text, LONGEST_TEXT)}”"
