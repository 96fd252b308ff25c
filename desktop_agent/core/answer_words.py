"""Words about the answers to a question, which the card and the terminal share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desktop_agent.core.actions import points_of
from desktop_agent.core.check_words import OTHER_CHECK, check_reasons
from desktop_agent.core.decision import Question, RememberedControl
from desktop_agent.core.display_text import visible
from desktop_agent.core.message import Message, sentences
from desktop_agent.core.mode import AccessLevel

LEVELS: Final[Sequence[tuple[AccessLevel, str]]] = (
    ("look", Message("Look only")),
    ("click", Message("What is known to be harmless there")),
    ("everything", Message("Everything except sending, deleting, running")),
)
UNKNOWN = Message("The program does not say what is there. Look for yourself what this does.")
NAMES_ARE_OFF = Message(
    "Accessibility is off on this desktop: programs do not say what their buttons and fields are, and you are asked"
    " more often."
)
NAMES_ARE_ON = Message("Accessibility is on, and stays on. Programs that are open may have to be started again.")
NAMES_ARE_ON_FOR_NOW = Message(
    "Accessibility is on until you log out. Programs that are open may have to be started again."
)
NAMES_STAY_OFF = Message("It could not be turned on: nobody answers on this desktop's accessibility bus.")
TEXT_HERE: Final = Message(
    "“Approve text here” is a yes to more text in the same place, until anything else changes there."
)
EACH_LINE: Final = Message("Whatever you allow now, you are asked about each line that is typed there.")
_KINDS = {
    "link": Message("link"),
    "check box": Message("check box"),
    "radio button": Message("choice"),
    "switch": Message("switch"),
}
_LONGEST = 300
OF_AGENT = Message("An agent from outside asks for this: nothing but the rules here checks it.")
UNCHECKED = Message("This model's server checks nothing by itself: only the rules here do.")


def is_unnamed(question: Question) -> bool:
    """Tell whether nothing is known of what an action would hit but the window."""
    target = question.target
    return question.kind != "function" and target.window is not None and not (target.role or target.focus_role)


def names_would_help(question: Question) -> bool:
    """Tell whether more might be known with the desktop's accessibility on; a terminal names nothing in any case."""
    return is_unnamed(question) and all(one.rule != "terminal" for one in (*question.reasons, *question.again))


def unnamed_note(question: Question) -> str:
    """Return a word of caution where a point is pressed that nothing is known of; keys and places have their reason."""
    pressed = question.kind == "action" and any(map(points_of, question.actions))
    return UNKNOWN if pressed and is_unnamed(question) else ""


def why_asked(question: Question) -> tuple[str, ...]:
    """Return why a person is asked, in our words, each reason once; what holds for every step only where it is all."""
    of_checks = check_reasons(question.checks)
    ours = [one for one in question.reasons if not one.outside]
    special = [one for one in ours if one.rule != "mode-ask"] or (ours if not of_checks else [])
    why = (*of_checks, *dict.fromkeys(visible(one.text, _LONGEST) for one in special))
    why = why or ((OTHER_CHECK,) if question.checks else ())
    return (*why, *([OF_AGENT if question.by_agent else UNCHECKED] if question.unchecked else []))


def what_is(control: RememberedControl) -> str:
    """Return what a person would call it: keys by themselves, whatever they press."""
    if "click" not in control.act:
        return Message("key") if "+" not in control.act else Message("shortcut")
    return (
        Message("item")
        if "item" in control.role or "cell" in control.role
        else _KINDS.get(control.role, Message("button"))
    )


def asked_again(question: Question) -> str:
    """Say that another question comes whatever is allowed now, and why; empty where none does, or that is said."""
    in_shell = any(one.rule == "terminal" for one in question.again) or any(one.each_line for one in question.reasons)
    lines: list[str] = [EACH_LINE] if in_shell else []
    if again := [one for one in question.again if one.rule != "terminal"]:
        why = [one.text for one in again if not one.outside]
        lines.append(sentences(Message("Unless you approve it once, you are asked again before this is done."), *why))
    return sentences(*lines)
