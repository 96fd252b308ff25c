"""A moment of a run as data for the page: its words, its sign, the mark of its act, and what was decided about it.

All text is made visible here, as the windows do it: the page only ever sets it as text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from desktop_agent.core.actions.action import Action, Type, points_of
from desktop_agent.core.pictures import Rect, Size
from desktop_agent.core.runs.events import Decided
from desktop_agent.core.texts.message import Message, Quotation, foreign, tr, visible
from desktop_agent.record.moments import Moment
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.wording import SKIPPED, Tone, Wording, decision_wording, was_asked

MomentFilter = Literal["asked", "refused", "failed", "warned"]
Form = dict[str, object]
_LONGEST = 20_000  # characters of a text
_LONGEST_CODE = 80
_LONGEST_CHECK = 600
_LONGEST_PROPOSED = 4_000
_WRONG = frozenset({"failed", "unseen", "altered", "unknown"})


def moment_form(moment: Moment, clocks: Mapping[int, str] | None = None, *, whole: bool = False) -> Form:
    """Return what the page shows of a moment.

    `clocks` are the times of day of decisions, by the `id()` of their events. `whole`: with what the model proposed.
    """
    proposal = moment.proposal
    sign, sign_tone = moment.sign
    return {
        "n": moment.step,
        "clock": moment.clock,
        "kind": moment.kind,
        "tone": moment.tone,
        "text": shown("\n".join(moment.lines) if not proposal else moment.line, keep_lines=not proposal),
        "sign": sign,
        "sign_tone": sign_tone,
        "notes": [*_notes(moment, clocks or {})],
        "took": tr(moment.took),
        "times": moment.times,
        "mark": mark_form(proposal),
        "place": tr(proposal.place) if proposal else "",
        "more": [*_more(moment, proposal, whole=whole)] if proposal else [],
        "kinds": sorted(frozenset(_kinds(moment))),
    }


def shown(text: str, *, keep_lines: bool = False) -> str:
    """Return a text in the person's language, in which every hidden character can be seen."""
    translated = tr(text)
    lines = translated.split("\n") if keep_lines else [translated]
    return "\n".join(visible(line, _LONGEST) for line in lines)


def note(wording: Wording, clock: str = "", *, last: bool = False) -> Form:
    """Return a line below a moment; `last` is one that is read without opening the moment, if something went wrong."""
    return {"text": shown(wording.text), "tone": wording.tone, "clock": clock, "last": last}


def mark_form(proposal: RecordedProposal | None) -> Form | None:
    """Return where an act is marked in its picture; None without a place."""
    if proposal is None or proposal.viewport is None:
        return None
    before = _points(proposal.given_up)
    points = _points(proposal.action)
    return mark_at(proposal.viewport.image, points, proposal.framed_box, before if before != points else ())


def mark_at(
    size: Size, points: Sequence[Sequence[int]], box: Rect | None, before: Sequence[Sequence[int]] = ()
) -> Form | None:
    """Return a mark in a picture of this size, in its pixels; `before` are points that a person has replaced."""
    if not (points or box or before):
        return None
    frame = [box.x, box.y, box.width, box.height] if box else None
    return {"size": [size.width, size.height], "points": points, "box": frame, "before": before}


def _points(action: Action | None) -> list[list[int]]:
    return [[at.x, at.y] for at in points_of(action)] if action else []


def _notes(moment: Moment, clocks: Mapping[int, str]) -> Iterator[Form]:
    proposal = moment.proposal
    if proposal is None:
        return
    for check in proposal.safety_checks:
        yield note(Wording("", _check_words(check.get("code"), check.get("message")), "warn"))
    for number, decided in enumerate(proposal.decisions, 1):
        is_last = number == len(proposal.decisions)
        yield note(decision_wording(decided), clocks.get(id(decided), ""), last=is_last)
    if moment.result:
        yield note(moment.result, last=True)
    if proposal.moved:
        yield note(Wording("", Message("The dotted mark shows where the model pointed"), "muted"))


def _check_words(code: object, message: object) -> str:
    name = foreign(str(code), _LONGEST_CODE) if code else Message("without a code")
    if not message:
        return Message("Safety check {name}", name=name)
    return Message("Safety check {name}: “{words}”", name=name, words=Quotation(foreign(str(message), _LONGEST_CHECK)))


def _more(moment: Moment, proposal: RecordedProposal, *, whole: bool) -> Iterator[Form]:
    """Yield longer texts about an act, each below its head: what was typed, and what the model proposed."""
    yield from _typed(moment, proposal.given_up, Message("The model’s text"))
    yield from _typed(moment, proposal.action, Message("Your text") if proposal.changed else Message("The text"))
    if whole:
        proposed = json.dumps(proposal.model_action, ensure_ascii=False, indent=2, default=str)
        text = shown(proposed[:_LONGEST_PROPOSED], keep_lines=True)
        yield {"head": tr(Message("As proposed")), "text": text, "folded": True}


def _typed(moment: Moment, action: Action | None, head: str) -> Iterator[Form]:
    """Yield the typed text if the sentence does not contain it unchanged."""
    if isinstance(action, Type) and f"“{action.text}”" not in moment.text:
        yield {"head": tr(head), "text": shown(action.text)}


def _kinds(moment: Moment) -> Iterator[MomentFilter]:
    tones: Mapping[Tone, MomentFilter] = {"warn": "warned", "bad": "failed"}
    if moment.kind in {"access", "answer", "said", "pause"}:
        yield "asked"
    if moment.kind == "notice" and moment.tone in tones:
        yield tones[moment.tone]
    proposal = moment.proposal
    if proposal is None:
        return
    if any(map(was_asked, proposal.decisions)):
        yield "asked"
    if any(_is_refusal(decided) for decided in proposal.decisions):
        yield "refused"
    if proposal.outcome in _WRONG and proposal.cause == "error":
        yield "failed"


def _is_refusal(decided: Decided) -> bool:
    """Return whether a decision refused an act: one that was skipped, or rehearsed, was refused by no one."""
    return decided.verdict == "deny" and decided.by != "mode" and decided.rule not in SKIPPED
