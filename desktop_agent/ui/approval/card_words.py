"""The texts of the approval card, made from the question: our own words, and others' quoted, capped, made visible."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.actions import Action, Invoke, Type
from desktop_agent.core.decision import Question
from desktop_agent.core.describe import parts_of, sentences_of, visible

LONGEST_TEXT, LONGEST_NAME, MOST_REASONS = 300, 120, 4
TITLES = {
    "action": "Approve this action?",
    "application": "Allow Desktop Agent to use this application?",
    "function": "Call this function?",
}
ALL_OF_THEM = "All of these, one after the other:"
UNKNOWN = "The program does not say what is there. Names were read off the picture: look for yourself what this does."
SERVER = "From the model's server"


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of why; `outside` marks words that are not ours."""

    text: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class CardWords:
    """All texts of a card; `detail` is shown letter by letter and scrolls, empty where the sentence says it all."""

    title: str
    sentence: str
    where: str
    detail: str
    why: tuple[CardLine, ...]
    checks: tuple[CardLine, ...]
    again: str = ""  # what will be asked next, whatever the answer


def card_words(question: Question) -> CardWords:
    """Return the texts of a card."""
    several = len(question.actions)
    title = TITLES[question.kind] if several == 1 else f"Approve these {several} actions?"
    # The server's checks are shown below, with their code: as a reason they would be here twice.
    ours = [reason for reason in question.reasons if not (reason.outside and question.checks)]
    why = [CardLine(_quoted(one.text) if one.outside else visible(one.text, LONGEST_TEXT), one.outside) for one in ours]
    if len(why) > MOST_REASONS:
        why = [*why[:MOST_REASONS], CardLine(f"… and {len(why) - MOST_REASONS} more reasons.")]
    checks = tuple(CardLine(_warning(check.code, check.message), outside=True) for check in question.checks)
    return CardWords(
        title,
        visible(question.sentence, 2 * LONGEST_TEXT) if several == 1 else ALL_OF_THEM,
        _where(question),
        _detail(question),
        tuple(why),
        checks,
        _again(question),
    )


def is_unnamed(question: Question) -> bool:
    """Tell whether nothing is known of what an action would hit but the window."""
    target = question.target
    return question.kind != "function" and target.window is not None and not (target.role or target.focus_role)


def names_are_off() -> bool:
    """Tell whether programs name nothing because the desktop's accessibility is off; asks the bus, for a moment."""
    from desktop_agent.doctor.dbus import accessibility_is_on

    return accessibility_is_on() is False


def whole_text(text: str) -> str:
    """Return all of a text with what cannot be seen made visible, in the lines that it has."""
    return visible(text, len(text)).replace("⏎", "⏎\n") if text else ""


def duration_text(seconds: float) -> str:
    """Return a number of seconds in words."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _again(question: Question) -> str:
    why = " ".join(visible(one.text, LONGEST_TEXT) for one in question.again if not one.outside)
    return f"Whatever you allow, you are asked again before this is done. {why}".strip() if question.again else ""


def _where(question: Question) -> str:
    window = question.target.window
    if window is None:
        return ""
    title = f"“{visible(window.title, LONGEST_NAME)}”" if window.title else "an untitled window"
    if question.kind == "application":
        # The executable is the application; what the window calls itself is its own choice.
        program = visible(window.program, 2 * LONGEST_TEXT) or "unknown: the system does not say which"
        site = f"\nSite: {visible(question.target.site, LONGEST_NAME)}" if question.target.site else ""
        return f"Program: {program}\nWindow: {title}{site}"
    site = f" at {visible(question.target.site, LONGEST_NAME)}" if question.target.site else ""
    return f"{visible(window.app, 60) or 'An unknown program'} — {title}{site}"


def _detail(question: Question) -> str:
    if len(question.actions) == 1:
        return _letters(question.actions[0])
    lines = []
    for number, (action, sentence) in enumerate(zip(question.actions, sentences_of(question), strict=True), 1):
        letters = _letters(action)
        lines.append(f"{number}. {sentence}" + (f"\n{letters}" if len(letters) > LONGEST_TEXT // 2 else ""))
    return "\n".join(lines)


def _letters(action: Action) -> str:
    """Return the text that would be typed, or what would be run, all of it; a secret one stays one."""
    if isinstance(action, Invoke):
        return "\n".join(f"{name + ':':<7} {text}" for name, text in parts_of(action))
    if not isinstance(action, Type):
        return ""
    return f"{len(action.text)} hidden characters" if action.secret else whole_text(action.text)


def _warning(code: str | None, message: str | None) -> str:
    named = f" ({visible(code, 60)})" if code else ""
    return f"{SERVER}{named}: {_quoted(message)}" if message else f"{SERVER}{named}: a warning without a text."


def _quoted(text: str) -> str:
    return f"“{visible(text, LONGEST_TEXT)}”"
