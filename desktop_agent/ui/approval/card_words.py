"""The texts of the approval card, made from the question: our own words, and others' apart from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop_agent.core.actions.action import Action, Invoke, Navigate, Type
from desktop_agent.core.actions.describe import named_target, parts_of, surroundings_of
from desktop_agent.core.decisions.decision import Question, Target
from desktop_agent.core.decisions.question_words import (
    UNCHECKED,
    ForeignRows,
    act_in_question,
    check_codes,
    deciding_rows,
    foreign_rows,
    included_act_sentence,
    is_attack,
    letters_of,
    question_in_own_words,
    scope_question,
    why_asked,
)
from desktop_agent.core.pictures import Rect
from desktop_agent.core.texts.message import Message, gettext, plural, tr, visible

MOST_REASONS = 4
_LEAST_NAME = 7  # characters of the names before what a call stands for
ATTACK = Message("This may be an attack")


@dataclass(frozen=True, slots=True)
class CardWords:
    """All texts of a card: what is judged, and what is behind *More…*.

    `detail` is shown letter by letter and scrolls; it is empty where the act's line says it all.
    """

    title: str  # what is asked, or that it may be an attack
    act: str  # what would be done, with a `Quotation` for each name of others
    detail: str
    why: tuple[str, ...]
    judged: ForeignRows  # others' words that are judged, and are not in the act's line
    others: ForeignRows  # all of others' words
    included: str = ""  # why the act would be asked about by itself, where a program is let in with it
    about: str = ""  # the step and the task that it belongs to, in the person's language
    task: str = ""  # the task in its own lines
    note: str = ""  # what holds for every step of the run
    surroundings: str = ""  # by what and with what environment something is started
    codes: str = ""  # of the server's checks
    attack: bool = False  # the first reason speaks of one, and so does the title


def card_words(question: Question) -> CardWords:
    """Return the texts of a card."""
    is_told_apart = question.unchecked and not question.by_agent
    why = why_asked(replace(question, unchecked=question.unchecked and question.by_agent))
    if len(why) > MOST_REASONS:
        why = (*why[:MOST_REASONS], _more_reasons(len(why) - MOST_REASONS))
    act = act_in_question(question)
    attack = is_attack(question.checks)
    asked = scope_question(question) if question.kind == "application" else act
    return CardWords(
        title=ATTACK if attack else asked,
        act=act,
        detail=_actions_text(question),
        why=why,
        judged=deciding_rows(question),
        others=foreign_rows(question),
        included=included_act_sentence(question),
        about=_step_and_task(question),
        task=question.task,
        note=UNCHECKED if is_told_apart else "",
        surroundings="\n".join(
            _named_lines(surroundings_of(each)) for each in question.actions if isinstance(each, Invoke)
        ),
        codes=check_codes(question.checks),
        attack=attack,
    )


def _more_reasons(count: int) -> Message:
    return plural("… and {count} more reason.", "… and {count} more reasons.", count=count)


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


def _step_and_task(question: Question) -> str:
    """Return the step and the task in a line, ready to be shown; empty where neither is known.

    The task stays in the person's own words: a step that is translated is none that a model understands.
    """
    step = gettext("Step {step}", step=question.step) if question.step else ""
    task = Message("{word} {task}", word=gettext("Task:"), task=question.task) if question.task else ""
    return " · ".join(filter(None, (step, task)))


def _actions_text(question: Question) -> str:
    if len(question.actions) == 1:
        return _entered_text(question.actions[0])
    lines = []
    for number, (action, words) in enumerate(zip(question.actions, question_in_own_words(question), strict=True), 1):
        # No line of a text can be taken for the next thing to be done.
        lines += [
            Message("{number}. {said}", number=number, said=tr(words)),
            *(f"   │ {line}" for line in _entered_text(action).split("\n") if line),
        ]
    return "\n".join(lines)


def _entered_text(action: Action) -> str:
    """Return the text that would be typed, or what would be run, all of it; a secret one stays one."""
    if isinstance(action, Invoke):
        return _named_lines(parts_of(action))
    if isinstance(action, Navigate):
        return whole_text(action.url)
    if not isinstance(action, Type):
        return ""
    return letters_of(len(action.text), hidden=True) if action.secret else whole_text(action.text)


def _named_lines(parts: Sequence[tuple[str, str]]) -> str:
    """Return each part in a line of its own, behind its name."""
    named = [(f"{tr(name)}:", text) for name, text in parts]
    wide = max([_LEAST_NAME, *(len(name) for name, _ in named)])
    return "\n".join(f"{name:<{wide}} {text}" for name, text in named)


def hit_boxes(question: Question) -> tuple[Rect | None, ...]:
    """Return where the control is that each action hits, or that has the keyboard; None where that is unknown."""
    targets = (question.target, *question.others, *(Target() for _ in question.actions))
    return tuple(_hit_box(target, action) for action, target in zip(question.actions, targets, strict=False))


def _hit_box(target: Target, action: Action) -> Rect | None:
    named = named_target(target, action)
    box = named.rect if named else None
    return box or (target.control.read_at if target.control else None)
