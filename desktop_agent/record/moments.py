"""The moments of a run: the screen's content, the actions and words, and their results.

Every surface shows these, and none of them reads it out of events by itself. The terminal and the console give events
one by one during the run; report, film, how-to and steps take the moments of a recording (`reader.read_run`). They
differ in which parts of a moment they show and how, never in the words. Moments hold text unchanged; each surface makes
hidden characters visible in its own way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from desktop_agent.core.actions.describe import words_without_window
from desktop_agent.core.pictures import Size, Viewport
from desktop_agent.core.runs import events
from desktop_agent.core.runs.events import StepCount
from desktop_agent.core.texts.message import Message, gettext, join, tr
from desktop_agent.record.parse import parse_viewport
from desktop_agent.record.proposal import ActionEvent, RecordedProposal, proposal_of
from desktop_agent.record.spans import clock_time, spans_of
from desktop_agent.record.status import facts_of
from desktop_agent.record.wording import (
    ABOUT_PROGRAM,
    TIME_USES,
    TimeUse,
    Tone,
    Wording,
    access_wording,
    decision_wording,
    duration,
    ending,
    expectation_wording,
    result_wording,
    status_wording,
)

MomentKind = Literal[
    "thought",
    "message",
    "action",
    "question",
    "answer",
    "said",
    "access",
    "pause",
    "resume",
    "notice",
    "expectation",
    "end",
]
SPEAKERS: Mapping[MomentKind, str] = {
    "thought": Message("The model thinks"),
    "message": Message("The model says"),
    "question": Message("The model asks"),
    "answer": Message("You answered"),
    "said": Message("You said"),
}
_FOR_EXPECTATION = Message("The command that checks whether the task is done")
_AGENTS: Mapping[MomentKind, str] = {
    **SPEAKERS,
    "message": Message("The agent says"),
    "question": Message("The agent asks"),
}
_PLAYED: Mapping[MomentKind, str] = {**SPEAKERS, "thought": Message("The steps")}
_LONG_MS = 2_000  # what took less says no time
_SIGNS: Mapping[MomentKind, str] = {
    "thought": "thinking",
    "message": "chat",
    "question": "chat",
    "answer": "chat",
    "said": "chat",
    "access": "shield",
    "pause": "pause",
    "resume": "play",
    "notice": "alert",
    "expectation": "eye",
}
_OUTCOMES: Mapping[Tone, str] = {"ok": "check", "warn": "alert", "bad": "failed"}
SIGNS: frozenset[str] = frozenset({*_SIGNS.values(), *_OUTCOMES.values()})
_NOTICES: Mapping[str, tuple[str, Tone]] = {
    "info": (Message("Note"), "muted"),
    "warning": (Message("Warning"), "warn"),
    "error": (Message("Error"), "bad"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened; the moment of an action grows with what is decided and done about it.

    `before` is the picture by which the model asked for it, `after` the first one that was taken once it was done.
    """

    at: str  # RFC 3339, UTC
    turn: int
    kind: MomentKind
    head: str  # who speaks, or what happened; empty where the text says it
    text: str
    tone: Tone = "text"
    proposal: RecordedProposal | None = None
    parts: Mapping[TimeUse, int] = field(default_factory=dict)  # milliseconds
    step: int = 0  # as people count; 0 before the first
    before: events.FrameTaken | None = None
    after: events.FrameTaken | None = None
    began: str = ""  # when the action was begun, RFC 3339, UTC; empty where it never was
    ended: str = ""  # when `after` was taken

    @property
    def line(self) -> str:
        """Return head and text in one, in the person's language but for what a person said."""
        wording = str(self.text) if self.kind in SPEAKERS else tr(self.text)
        return (
            gettext("{head}: {text}", head=self.head, text=wording)
            if self.head and wording
            else tr(self.head) or wording
        )

    @property
    def short(self) -> str:
        """Return `line` in fewer words: of an action without its window, where something else says the place."""
        action = self.proposal.action or self.proposal.proposed if self.proposal else None
        return tr(words_without_window(action, self.proposal.aim)) if self.proposal and action else self.line

    @property
    def lines(self) -> list[str]:
        """Return `line` in parts: a line break in an action is a key, elsewhere it only parts sentences."""
        return [self.line] if self.proposal else self.line.split("\n")

    @property
    def decisions(self) -> tuple[Wording, ...]:
        """Return what was decided, in order."""
        return tuple(map(decision_wording, self.proposal.decisions)) if self.proposal else ()

    @property
    def result(self) -> Wording | None:
        """Return the result of the action; None where there is none so far."""
        done = self.proposal
        return result_wording(done.outcome, done.duration_ms, done.error, done.cause) if done else None

    @property
    def outcome(self) -> Wording | None:
        """Return the decision or the result, whichever is more informative, for a place with room for one."""
        decision = self.decisions[-1] if self.decisions else None
        if decision and decision.word != "Allowed" and (self.result is None or self.result.word == "Done"):
            return decision
        return self.result or decision

    @property
    def account(self) -> str:
        """Return the moment with its decisions and result on one line; a verdict “Allowed” is left out."""
        return self._account([self.result] if self.result else [])

    @property
    def exceptions(self) -> str:
        """Return the same without the result of an act that was simply done, for a line with a sign."""
        return self._account([self.result] if self.result and self.result.tone != "ok" else [])

    def _account(self, results: Sequence[Wording]) -> str:
        decisions = [decision for decision in self.decisions if decision.word != "Allowed"]
        return " — ".join([tr(join(" ", self.lines)), *(tr(wording.text) for wording in (*decisions, *results))])

    @property
    def sign(self) -> tuple[str, Tone]:
        """Return the name of the sign beside it, and its tone: an act's are those of its outcome, and empty before."""
        if self.kind != "action":
            return _SIGNS.get(self.kind, ""), self.tone
        outcome = self.outcome
        return ("", "muted") if outcome is None else (_OUTCOMES.get(outcome.tone, "check"), outcome.tone)

    @property
    def took(self) -> str:
        """Return how long it took, where that was long."""
        took = sum(self.parts.values())
        return duration(took) if took > _LONG_MS else ""

    @property
    def clock(self) -> str:
        """Return the local time of day; empty where the record does not say."""
        return clock_time(self.at)

    @property
    def times(self) -> str:
        """Return how long each part took."""
        return " · ".join(
            gettext("{word} {ms}", word=TIME_USES[use], ms=duration(ms)) for use, ms in self.parts.items() if ms
        )


class MomentReader:
    """Makes the moments of one run of its events, in order; `take` says which one changed.

    An answer about an application takes the place of the action that waited for it, which comes after it as a new
    moment.
    """

    def __init__(self) -> None:
        self.moments: list[Moment] = []
        self._viewport: Viewport | None = None
        self.steps = StepCount()
        self._last: events.Stamped | None = None
        self._unclaimed: dict[TimeUse, int] = {}  # time that no moment has taken yet
        self._actions: dict[tuple[int, str, int], int] = {}
        self._settling: int | None = None
        self._picture: events.FrameTaken | None = None
        self._begun: int | None = None  # the action whose result the next picture shows

    def take(self, stamped: events.Stamped) -> int | None:
        """Take the next event; return the index of the moment that is new or changed, None where none is."""
        self._add_span_time(stamped)
        self.steps = self.steps.after(stamped)
        event = stamped.event
        match event:
            case events.RunStarted():
                self._viewport = parse_viewport(event)
                return None
            case events.FrameTaken() if not event.is_extra:
                self._take_picture(stamped.at, event)
                return None
            case events.ActionProposed():
                return self._add_proposal(stamped, event)
            case events.Decided(rule=rule, access=Mapping() as access) if rule == ABOUT_PROGRAM:
                return self._add_access(stamped, event, access)
            case events.Decided(rule="expectation"):
                wording = decision_wording(event)
                return self._add(
                    Moment(stamped.at, stamped.turn, "access", _FOR_EXPECTATION, wording.text, wording.tone)
                )
            case events.Decided() | events.ActionStarted() | events.ActionDone() | events.ActionFailed():
                return self._change_action(stamped, event)
            case events.Settled():
                return self._add_settlement(event)
            case events.Asked(text=text) if (index := self._message_index(stamped.turn, text)) is not None:
                self.moments[index] = replace(
                    self.moments[index], kind="question", head=self.speakers["question"], tone="warn"
                )
                return index
            case _:
                return self._add_without_action(stamped)

    @property
    def speakers(self) -> Mapping[MomentKind, str]:
        """Return who speaks in this run: a model, an agent, or steps that are played."""
        if self.steps.agent:
            return _AGENTS
        return _PLAYED if self.steps.plays else SPEAKERS

    def close(self) -> None:
        """Set the outcome of actions without a result to unknown: no more events come."""
        for index, moment in enumerate(self.moments):
            if moment.proposal and moment.proposal.outcome == "under way":
                self.moments[index] = replace(moment, proposal=replace(moment.proposal, outcome="unknown"))

    def _take_picture(self, at: str, frame: events.FrameTaken) -> None:
        if frame.screen:
            self._viewport = Viewport(frame.screen, Size(frame.width, frame.height))
        self._picture = frame
        if self._begun is not None:
            self.moments[self._begun] = replace(self.moments[self._begun], after=frame, ended=at)
        self._begun = None

    def _add_span_time(self, stamped: events.Stamped) -> None:
        for span in spans_of((self._last or stamped, stamped)):
            self._unclaimed[span.spent] = self._unclaimed.get(span.spent, 0) + span.length_ms
        self._last = stamped

    def _add_without_action(self, stamped: events.Stamped) -> int | None:
        moment = _moment_without_action(stamped, self.speakers)
        last = self.moments[-1] if self.moments else None
        if moment is None or (
            moment.kind == "notice" and last and last.line == moment.line
        ):  # a server that stays away
            return None
        return self._add(moment)

    def _message_index(self, turn: int, text: str) -> int | None:
        """Return the moment in which the model has just said this, in the same turn."""
        return next(
            (
                n
                for n, moment in enumerate(self.moments)
                if (moment.turn, moment.kind, moment.text) == (turn, "message", text)
            ),
            None,
        )

    def _add_proposal(self, stamped: events.Stamped, event: events.ActionProposed) -> int:
        proposal = proposal_of(event, self._viewport)
        key = (stamped.turn, event.call_id, event.index)
        moment = Moment(stamped.at, stamped.turn, "action", "", proposal.sentence, proposal=proposal)
        known = self._actions.get(key)
        if known is None:
            index = self._add(moment)
        else:  # its control has moved, and was looked up again by its name
            before = self.moments[known]
            self.moments[known] = replace(moment, step=before.step, before=self._picture, parts=before.parts)
            index = self._change(known)
        self._actions[key] = index
        self._settling = None
        return index

    def _change_action(self, stamped: events.Stamped, event: ActionEvent) -> int | None:
        index = self._actions.get((stamped.turn, event.call_id, event.index))
        proposal = None if index is None else self.moments[index].proposal
        if index is None or proposal is None:
            return None
        if isinstance(event, events.ActionStarted):
            self._begun = index
            self.moments[index] = replace(self.moments[index], began=stamped.at)
        if isinstance(event, events.ActionDone):
            self._settling = index
        return self._change(index, proposal.after(event))

    def _add_settlement(self, event: events.Settled) -> int | None:
        """Add the time to the moment of the last action, and the observed effect to its text."""
        index = self._settling
        self._settling = None
        proposal = None if index is None else self.moments[index].proposal
        if index is None or proposal is None:
            return None
        if event.typed and proposal.outcome == "done":  # a field reports more than the picture shows
            return self._change(index, replace(proposal, outcome=event.typed))
        return self._change(index)

    def _add_access(self, stamped: events.Stamped, event: events.Decided, access: Mapping[str, str]) -> int | None:
        """Put a person's answer about an application before the action that waited for it; return its index."""
        key = (stamped.turn, event.call_id, event.index)
        index = self._actions.get(key)
        wording = access_wording(event, access)
        if index is None:
            return self._add(Moment(stamped.at, stamped.turn, "access", "", wording.text, wording.tone))
        waited = self.moments[index]
        let_in = Moment(
            waited.at, stamped.turn, "access", "", wording.text, wording.tone, parts=waited.parts, step=waited.step,
            before=waited.before,
        )  # fmt: skip
        self.moments[index] = let_in
        self._change(index)
        self.moments.append(replace(waited, at=stamped.at, parts={}))
        self._actions[key] = len(self.moments) - 1
        return index

    def _add(self, moment: Moment) -> int:
        self.moments.append(replace(moment, step=self.steps.step, before=self._picture))
        return self._change(len(self.moments) - 1)

    def _change(self, index: int, proposal: RecordedProposal | None = None) -> int:
        """Add the time since the last event to a moment, and update its proposal."""
        moment = self.moments[index]
        parts = dict(moment.parts)
        for use, ms in self._unclaimed.items():
            parts[use] = parts.get(use, 0) + ms
        self._unclaimed = {}
        text = proposal.sentence if proposal else moment.text
        self.moments[index] = replace(moment, text=text, proposal=proposal or moment.proposal, parts=parts)
        return index


def _moment_without_action(stamped: events.Stamped, speakers: Mapping[MomentKind, str]) -> Moment | None:
    """Return the moment of an event that is about no action; None where it needs none."""
    words = _wording_without_action(stamped.event, speakers)
    return None if words is None else Moment(stamped.at, stamped.turn, *words)


def _wording_without_action(
    event: events.Event, speakers: Mapping[MomentKind, str]
) -> tuple[MomentKind, str, str, Tone] | None:
    match event:
        case events.Reasoned(text=text):
            return "thought", speakers["thought"], text, "muted"
        case events.Said(text=text):
            return "message", speakers["message"], text, "text"
        case events.Asked(text=text):
            return "question", speakers["question"], text, "warn"
        case events.Answered(text=text):
            return "answer", speakers["answer"], text, "text"
        case events.PersonSaid(text=text):
            return "said", speakers["said"], text, "text"
        case events.Paused(reason=reason):
            return "pause", Message("Paused"), reason, "warn"
        case events.Resumed():
            return "resume", Message("Resumed"), "", "muted"
        case events.Noticed(level=level, text=text):
            head, tone = _NOTICES[level]
            return "notice", head, text, tone
        case events.TouchNoticed(noticed=noticed, text=text):
            head, tone = _NOTICES["info" if noticed else "warning"]
            return "notice", head, text, tone
        case events.ExpectationChecked():
            looked = expectation_wording(event)
            return "expectation", looked.word, looked.text, looked.tone
        case events.RunFinished(status=status, message=message):
            text = join("\n", filter(None, (*ending(status, message), *facts_of(event))))
            return "end", "", text, status_wording(status, message).tone
        case _:
            return None
