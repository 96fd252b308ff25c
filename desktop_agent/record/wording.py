"""The words for what happened in a run: the terminal, the console, History and the report all use these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from desktop_agent.core.programs import spoken
from desktop_agent.core.runs.events import (
    STEPS,
    BreakCause,
    Decided,
    DecisionVerdict,
    ExpectationChecked,
    NamedTarget,
    RunStarted,
    Status,
)
from desktop_agent.core.runs.outcome import has_foreign_words, is_claimed
from desktop_agent.core.texts.message import GAP, Message, Quotation, follow, foreign, join, plural, template

Tone = Literal["text", "muted", "ok", "warn", "bad"]
RunStatus = Status | Literal["running", "cut off", "unreadable"]
TimeUse = Literal["model", "person", "act", "settle", "own"]
ActionResult = Literal["not done", "under way", "done", "unseen", "altered", "failed", "unknown"]

TIME_USES: Mapping[TimeUse, str] = {
    "model": "model",
    "person": "you",
    "act": "acting",
    "settle": "settling",
    "own": "overhead",
}
_STATUSES: Mapping[RunStatus, tuple[str, Tone]] = {
    # Green is for what was checked: steps that were carried out may not have had the effect that was wanted.
    "completed": (Message("Completed"), "text"),
    "answered": (Message("Answered"), "text"),
    "partly": (Message("Partly done"), "warn"),
    "rehearsed": (Message("Rehearsed"), "muted"),
    "proven": (Message("Proven"), "ok"),
    "unproven": (Message("Unproven"), "bad"),
    "failed": (Message("Failed"), "bad"),
    "stopped": (Message("Stopped"), "warn"),
    "limit": (Message("Limit reached"), "warn"),
    "blocked": (Message("Blocked"), "warn"),
    "running": (Message("Running"), "text"),
    "cut off": (Message("Cut off"), "warn"),
    "unreadable": (Message("Cannot be read"), "bad"),
}
_VERDICTS: Mapping[DecisionVerdict, tuple[str, Tone]] = {
    "allow": (Message("Allowed"), "ok"),
    "deny": (Message("Refused"), "bad"),
    "edit": (Message("Changed"), "warn"),
}
# Rules that say what a person's answer was given for; of all others the record and `--json` report them.
_APPROVED_FOR = {
    "standing": Message(" for this task"),
    "approved-together": Message(" together with others"),
    "approved-before": Message(" before, on the same screen"),
}
ABOUT_PROGRAM = "scope"  # the rule of answers about a whole program: the first act there
_LONGEST_NAME = 60
_LONGEST_CLAIM = 2_000
_CLAIMED = Message("The model says it's done")
_BY_MODEL: frozenset[RunStatus] = frozenset(
    {"completed", "answered", "partly", "proven", "blocked"}
)  # may end with its words
_QUOTED_ALONE: frozenset[RunStatus] = frozenset({"completed", "answered"})  # their word says whose words these are
_OWN_RULE = "rule:"
_REFUSED = {
    "own-window": Message("it would go to a Desktop Agent window"),
    "outside-viewport": Message("it points outside the screenshot"),
    "address": Message("only regular web addresses can be opened"),
}
_LEVELS: Mapping[str, tuple[str, str, Tone]] = {
    "work": (Message("Allowed"), template("You let it work in {place}"), "ok"),
    "look": (Message("Allowed"), template("You only let it look in {place}"), "warn"),
    "nothing": (Message("Refused"), template("You didn't let it do anything in {place}"), "bad"),
}
_ANY_PROGRAM = Message("programs that this desktop doesn't tell apart")
_LASTING = {"once": Message(", this once"), "run": Message(", for this run"), "always": Message(", from now on")}
# Rules of a person's earlier answer, or their hand on the mouse: no question was about this very action.
_UNASKED = frozenset({"standing", "approved-together", "approved-before", "takeover", ABOUT_PROGRAM})
# Why a rule lets something be done without a question.
_ALLOWED = {
    "": Message("no rule requires approval for it"),
    "default": Message("no rule requires approval for it"),
    "scope": Message("you've allowed it to work there"),
    "remembered": Message("you always allow this"),
}
SKIPPED = {
    "out-of-reach": Message("it can't go there"),
    "not-reached": Message("an earlier step wasn't carried out"),
    "takeover": Message("you took over"),
    "by-hand": Message("you pressed this yourself"),
    "unreadable": Message("it couldn't be understood"),
    "held-during-question": Message("a key or button was being held down when your approval was needed"),
}
_RESULTS: Mapping[ActionResult, tuple[str, str, Tone]] = {
    "done": (Message("Done"), template("Done in {took}"), "ok"),
    "unseen": (Message("Not seen"), template("Typed in {took}, but the text wasn't found in any field"), "warn"),
    "altered": (Message("Altered"), template("Typed in {took}, but the field contains something else"), "warn"),
    "failed": (Message("Failed"), template("Failed after {took}{part}"), "bad"),
    "unknown": (
        Message("Unknown"),
        template("Started, but the record doesn't show whether it was carried out"),
        "warn",
    ),
}
_INTERRUPTED: tuple[str, str, Tone] = (
    Message("Interrupted"),
    template("Interrupted after {took} because {why}"),
    "muted",
)
_BROKEN_OFF: Mapping[BreakCause, str] = {
    "takeover": Message("you took over"),
    "pause": Message("the run was paused"),
    "stop": Message("the run was stopped"),
}
_SECOND_MS = 1000
_MINUTE_MS = 60 * _SECOND_MS
_THOUSAND = 999.5
_WITH_TENTHS = 9.95  # before they are rounded


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording in two lengths: a word for a narrow column, and a complete sentence without its full stop."""

    word: str
    text: str
    tone: Tone


def status_word(status: RunStatus, *, claimed: bool) -> str:
    """Return the word for a run's status; `claimed`: only the model calls it done."""
    return _CLAIMED if claimed else _STATUSES[status][0]


def status_tone(status: RunStatus) -> Tone:
    """Return the tone of a run's status."""
    return _STATUSES[status][1]


def status_wording(status: RunStatus, message: str) -> Wording:
    """Return the wording for a run's status, with the message about it if that adds anything.

    The model's words are a quotation; a run that it calls done without a check is called so by no one else. Whatever
    reports an end, in any window or output, takes its words from here.
    """
    tone = status_tone(status)
    word = status_word(status, claimed=is_claimed(status, message))
    detail = status_detail(status, message)
    if not detail:
        return Wording(word, word, tone)
    if status == "stopped":  # why is a sentence that says so itself
        return Wording(word, detail, tone)
    is_sentence = status in _BY_MODEL - _QUOTED_ALONE and has_foreign_words(message)
    form = template("{word}. {message}") if is_sentence else template("{word}: {message}")
    return Wording(word, Message(form, word=word, message=detail), tone)


def status_detail(status: RunStatus, message: str) -> str:
    """Return what the message adds to a status's word; the model's words as a quotation, and empty for nothing."""
    if not message or message == f"{_STATUSES[status][0]}.":
        return ""
    if status not in _BY_MODEL:
        return message
    return _quoted(message, template("“{name}”") if status in _QUOTED_ALONE else template("The model says: “{name}”"))


def _quoted(message: str, form: str) -> str:
    """Return a message with its foreign parts quoted in this form; sentences of ours are unchanged."""
    if not isinstance(message, Message):
        return Message(form, name=Quotation(foreign(message.strip(), _LONGEST_CLAIM))) if message.strip() else message
    return message if GAP.sub("", message.id).strip() else message.with_texts(lambda part: _quoted(part, form))


def expectation_wording(checked: ExpectationChecked) -> Wording:
    """Return the wording for an expectation: whether it holds, and the evidence."""
    sentence = Message("{what} ({evidence})", what=checked.what, evidence=checked.evidence)
    return (
        Wording(Message("Holds"), sentence, "ok")
        if checked.holds
        else Wording(Message("Doesn't hold"), sentence, "bad")
    )


def decision_wording(decided: Decided) -> Wording:
    """Return the wording for a decision: the verdict, who decided, the rule, and the reply to the model."""
    reply = Message(": “{reply}”", reply=decided.reply) if decided.reply else ""
    if decided.verdict == "stop":
        if decided.by != "human":
            return Wording(Message("Stopped"), Message("The run ended before you answered"), "muted")
        return Wording(
            Message("Stopped"), Message("You stopped the run here{decided}", decided=_after_wait(decided)), "warn"
        )
    if (
        decided.rule == ABOUT_PROGRAM
        and not _is_own_yes(decided)
        and (decided.by == "human" or decided.verdict != "allow")
    ):
        return _application_wording(decided, reply)
    if decided.verdict == "deny" and decided.by == "mode":
        return Wording(Message("Rehearsed"), Message("Rehearsed, not carried out{reply}", reply=reply), "muted")
    if decided.verdict == "deny" and decided.rule in SKIPPED:
        because = Message("Skipped, because {skipped}", skipped=SKIPPED[decided.rule])
        text = Message("Skipped: {reason}", reason=decided.reply) if decided.reply else because
        return Wording(Message("Skipped"), text, "muted")
    word, tone = _VERDICTS[decided.verdict]
    wider = ". " + access_wording(replace(decided, waited_ms=0), decided.access).text if decided.access else ""
    if decided.by == "human":
        word = Message("Approved") if decided.verdict == "allow" else word
        rule = _APPROVED_FOR.get(decided.rule, "")
        how: str = Message(" by you{rule}{decided}", rule=rule, decided=_after_wait(decided))
    else:
        how = _rule_phrase(decided)
        tone = "muted" if decided.verdict == "allow" else tone
    short = Message("Not asked") if (decided.verdict, decided.by) == ("allow", "mode") else word
    return Wording(short, follow(word, how, reply, wider), tone)


def _after_wait(decided: Decided) -> str:
    """Return how long a person took to decide; empty if no person was asked."""
    return Message(" after {waited_ms}", waited_ms=duration(decided.waited_ms)) if decided.waited_ms else ""


def _rule_phrase(decided: Decided) -> str:
    """Return the rule that decided without a person, or the reason; empty if the reply contains it."""
    rule = str(decided.rule)
    if rule.startswith(_OWN_RULE):
        return Message(" by your rule “{own_rule}”", own_rule=rule.removeprefix(_OWN_RULE))
    if decided.by == "mode":
        return Message(": you chose not to be asked")
    if decided.verdict == "allow":
        return Message(": {rule}", rule=_ALLOWED.get(rule, _ALLOWED["default"]))
    if rule in _REFUSED:
        return Message(", because {refused}", refused=_REFUSED[rule])
    return "" if decided.reply else Message(", because there was no one to ask")


def _application_wording(decided: Decided, reply: str) -> Wording:
    """Return the decision about an action that follows from an answer about its whole application."""
    place = _place(decided, {})
    if decided.verdict == "allow":
        return Wording(Message("Approved"), Message("Approved based on your answer for {place}", place=place), "ok")
    if decided.by == "human":
        text = Message("Refused by you{decided}", decided=_after_wait(decided))
    else:
        text = Message("Refused because you haven't allowed this in {place}", place=place)
    return Wording(Message("Refused"), follow(text, reply), "bad")


def access_wording(decided: Decided, access: Mapping[str, str]) -> Wording:
    """Return how far a person let the program into an application, and how long they took for that."""
    place = _place(decided, access)
    lasting = _LASTING.get(access.get("lasting", ""), "")
    waited = Message(", after {waited_ms}", waited_ms=duration(decided.waited_ms)) if decided.waited_ms else ""
    word, sentence, tone = _LEVELS.get(access.get("level", ""), _LEVELS["nothing"])
    if access.get("lasting") == "once" and access.get("level") == "work":
        return Wording(word, follow(Message("You approved this once in {place}", place=place), waited), tone)
    return Wording(word, follow(Message(sentence, place=place), lasting, waited), tone)


def _place(decided: Decided, access: Mapping[str, str]) -> str:
    unknown = _ANY_PROGRAM if access.get("program") == "" else Message("this application")
    program = program_of(decided.target) or unknown
    site = access.get("site", "").partition("://")[2]
    return Message("{site} in {program}", site=site, program=program) if site else program


def program_of(target: NamedTarget | None) -> str:
    """Return what people call a target's program; empty where that is unknown."""
    return "" if target is None else target.program or spoken(target.application or "")


def was_asked(decided: Decided) -> bool:
    """Return whether a person was asked, and has answered."""
    took_over = decided.rule == "takeover" and decided.waited_ms > 0
    return decided.by == "human" and (
        decided.access is not None or decided.rule not in _UNASKED or took_over or _is_own_yes(decided)
    )


def _is_own_yes(decided: Decided) -> bool:
    """Return whether a card for this act alone was approved, as for one on the desktop itself, in no program."""
    return (decided.by, decided.verdict, decided.access) == ("human", "allow", None) and decided.waited_ms > 0


def result_wording(
    outcome: ActionResult, duration_ms: int | None, error: str, cause: BreakCause = "error"
) -> Wording | None:
    """Return the result of an action; None when it was never begun, or is under way."""
    if outcome == "failed" and cause != "error":
        error = _BROKEN_OFF[cause]
        row: tuple[str, str, Tone] | None = _INTERRUPTED
    else:
        row = _RESULTS.get(outcome)
    if row is None:
        return None
    word, sentence, tone = row
    part = Message(": {error}", error=error) if error else ""
    return Wording(word, Message(sentence, took=duration(duration_ms or 0), part=part, why=error), tone)


def ending(status: RunStatus, message: str) -> tuple[str, str]:
    """Return how a run ended, in two texts: what is shown in the outcome's colour, and the rest.

    What was proved has a colour of its own, which nothing that the model says gets.
    """
    wording = status_wording(status, message)
    return (wording.word, status_detail(status, message)) if wording.tone == "ok" else (wording.text, "")


def figures(steps: int, seconds: float, cost: float | None) -> tuple[str, ...]:
    """Return how many steps a run took, and how long it was and what it cost where that is known."""
    counted = plural("{count:,} step", "{count:,} steps", count=steps)
    took = duration(seconds * _SECOND_MS) if seconds else ""
    return tuple(filter(None, (counted, took, "" if cost is None else money(cost))))


def run_length(seconds: float, cost: float | None) -> str:
    """Return how long a run was, and what it cost where that is known."""
    return duration(seconds * _SECOND_MS) + ("" if cost is None else Message(", {cost}", cost=money(cost)))


def duration(ms: float) -> str:
    """Return a time as people write it."""
    if ms < _SECOND_MS:
        return Message("{ms:.0f} ms", ms=ms)
    if ms < _MINUTE_MS:
        return Message("{seconds:.1f} s", seconds=ms / _SECOND_MS)
    minutes, remaining = divmod(int(ms), _MINUTE_MS)
    return Message("{minutes} min {part:02d} s", minutes=minutes, part=remaining // _SECOND_MS)


def local_time(at: datetime) -> str:
    """Return a moment in local time, to the minute, as people write it."""
    local = at.astimezone()
    return Message("{day} {clock}", day=local_day(local), clock=f"{local:%H:%M}")


def local_day(day: date) -> str:
    """Return a day as people write it: 2026-11-29 in English."""
    # The order is the language's own.
    return Message("{year}-{month:02d}-{day:02d}", year=day.year, month=day.month, day=day.day)


def some_of(names: Sequence[str], most: int) -> str:
    """Return up to `most` names, and how many more there are."""
    listed = join(", ", names[:most])
    unlisted = len(names) - most
    return Message("{names} and {rest} more", names=listed, rest=unlisted) if unlisted > 0 else listed


def model_words(started: RunStarted, provider: str = "") -> str:
    """Return who decided what to do in a run; `provider` is the name that people know its provider by."""
    if started.provider == STEPS:
        return Message("No model")
    if started.offline:
        return Message("Built-in model")
    if started.provider == started.model:  # an agent, which has no other name
        return started.model
    return Message("{provider}: {model}", provider=provider or started.provider, model=started.model)


def attached_files(started: RunStarted | None) -> str:
    """Return the files that went to the model with the task, by name and size; empty for none."""
    files = started.attached if started else ()
    return join(
        ", ",
        (
            Message("{name} ({size})", name=foreign(file.name, _LONGEST_NAME), size=file_size(file.bytes))
            for file in files
        ),
    )


def file_size(size: int) -> str:
    """Return a number of bytes as file managers write it."""
    amount = size / 1000
    unit = Message("KB")
    for larger in (Message("MB"), Message("GB")):
        if amount >= _THOUSAND:
            amount = amount / 1000
            unit = larger
    if amount < _WITH_TENTHS:
        return Message("{shown:.1f} {unit}", shown=amount, unit=unit)
    return Message("{shown:,.0f} {unit}", shown=amount, unit=unit)


def exact_size(size: int) -> str:
    """Return a number of bytes, and a small one by the byte."""
    return file_size(size) if size >= _THOUSAND else plural("{count:,} byte", "{count:,} bytes", count=size)


def money(cost: float | None) -> str:
    """Return US dollars with as many digits as they need."""
    if cost is None:
        return Message("unknown")
    exact = f"{cost:.4f}".rstrip("0")
    return f"${cost:.2f}" if cost >= 1 or len(exact) < len("0.01") else f"${exact}"
