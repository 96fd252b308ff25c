"""A question as a browser shows it, and what its answers mean there.

A browser answers once, or lets a program be worked in for this run; what holds for always is said at the computer.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_agent.core.actions.action import points_of
from desktop_agent.core.decisions.decision import Answer, AppAllowed, Approved, Question, Rejected
from desktop_agent.core.decisions.question_words import is_blind, unnamed_note
from desktop_agent.core.programs import BROWSERS, is_one_of
from desktop_agent.core.texts.message import Message, foreign, marked, tr
from desktop_agent.policy.judge import MCP_APPROVAL_RULE
from desktop_agent.policy.table import ASKED_ON_A_DESK, ROWS
from desktop_agent.record.proposal import box_in_picture, is_small
from desktop_agent.record.report.form import Form, mark_at
from desktop_agent.runtime.protocol.messages import Call, digest_of
from desktop_agent.ui.approval.card_words import card_words, hit_boxes

_LEAVING = frozenset(ROWS) - ASKED_ON_A_DESK
_MOST_BYTES = 3_000_000  # of a picture beside a question
_LONGEST = 4_000
_APPROVE = Message("Approve once")
_ALLOW = Message("Allow")
_REFUSE = Message("Refuse")
_WHY_NOT = Message("Say why not…")
_LOOK_ONLY = Message("Look only")
HERE_ALONE = Message("This can only be approved at the computer. From here, you can refuse it.")


@dataclass(frozen=True, slots=True)
class WebQuestion:
    """A question that is open: the answers by their keys, and what a browser shows, but for what it may do.

    `waits`: what a yes allows takes effect only by a desk's receipt.
    """

    number: int
    digest: str
    form: dict[str, object]
    answers: Mapping[str, Answer] = field(default_factory=dict)
    waits: bool = False

    @property
    def is_words(self) -> bool:
        """Return whether the model asks in words."""
        return self.form["kind"] == "words"

    def shown(self, *, may_approve: bool) -> dict[str, object]:
        """Return it for a browser that may approve it, or only refuse."""
        return self.form | ({"may": "yes", "why_not": ""} if may_approve else {"may": "no", "why_not": tr(HERE_ALONE)})


def web_question(number: int, question: Question, *, on_desk: bool) -> WebQuestion:
    """Return a question about actions."""
    words = card_words(question)
    frame = question.frame
    into_program = question.kind == "application"
    answers: dict[str, Answer] = {"n": Rejected(), "r": Rejected()}
    yes = _yes_answers(question)
    texts = {
        "n": (_REFUSE, "safest" if words.attack else "plain"),
        "y": (_ALLOW if into_program else _APPROVE, "plain" if words.attack else "primary"),
        "o": (_APPROVE, "plain"),
        "l": (_LOOK_ONLY, "plain"),
        "r": (_WHY_NOT, "plain"),
    }
    notes = tuple(filter(None, (*words.why, unnamed_note(question), words.note)))
    form = {
        "number": number,
        "digest": (digest := digest_of(Call(number, "decide", question))),
        "kind": "decide",
        "title": marked(words.title),
        "act": "" if words.act == words.title else marked(words.act),
        "detail": words.detail,
        "why": [*map(tr, notes)],
        "rows": [[tr(name), text] for name, text in words.judged],
        "more": [[tr(name), text] for name, text in words.others if (name, text) not in words.judged],
        "included": tr(words.included),
        "about": words.about,
        "attack": words.attack,
        "picture": _data_url(frame.data, frame.media_type),
        "mark": _mark_form(question),
        "answers": [
            {"key": key, "text": tr(text), "yes": key in yes, "tone": tone}
            for key, (text, tone) in texts.items()
            if key in answers or key in yes
        ],
    }
    return WebQuestion(number, digest, form, {**answers, **yes}, waits=on_desk and not _leaves_desk(question))


def _mark_form(question: Question) -> Form | None:
    """Return where the picture shows what the question is about."""
    view = question.frame.viewport
    points = [[at.x, at.y] for action in question.actions for at in points_of(action)]
    boxes = hit_boxes(question)
    box = box_in_picture(boxes[0], view) if len(boxes) == 1 else None
    return mark_at(view.image, points, box if box and is_small(box) else None)


def _leaves_desk(question: Question) -> bool:
    """Return whether a yes could take effect at once: what is done in a browser may be sent, whatever asks about it."""
    if question.kind == "application":
        return bool(question.target.site)
    if any(is_one_of(each.window, BROWSERS) for each in (question.target, question.target.also) if each):
        return True
    rules = {reason.rule for reason in question.reasons}
    return MCP_APPROVAL_RULE in rules or bool(rules & _LEAVING)


def _yes_answers(question: Question) -> Mapping[str, Answer]:
    """Return the answers that allow something, by their keys; “y” is the main one."""
    if question.kind == "application":
        yes = {"y": AppAllowed("work", "run"), "o": AppAllowed("work", "once")}
        return yes if is_blind(question) else {**yes, "l": AppAllowed("look", "run")}
    return {"y": Approved()}


def words_question(number: int, text: str) -> WebQuestion:
    """Return a question of the model in words; the page has a value for all that it leaves out."""
    digest = digest_of(Call(number, "reply", text))
    form = {"number": number, "digest": digest, "kind": "words", "act": foreign(text, _LONGEST), "answers": []}
    return WebQuestion(number, digest, form)


def _data_url(data: bytes, media_type: str) -> str:
    fits = 0 < len(data) <= _MOST_BYTES
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}" if fits else ""
