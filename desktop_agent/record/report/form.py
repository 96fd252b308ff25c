"""A run and its moments as the JSON that the page draws.

All text is made visible here, as the windows do it: the page only ever sets it as text.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from desktop_agent.core.actions.action import Action, Type, points_of
from desktop_agent.core.decisions.mode import MODES
from desktop_agent.core.pictures import Rect, Size
from desktop_agent.core.runs.events import Decided, FrameTaken, RequestSent, RunStarted, Settled
from desktop_agent.core.texts.message import Message, Quotation, foreign, gettext, plural, tr, visible
from desktop_agent.record.desk_receipt import GROUP_WORDS, ReceiptAct, ReceiptEntry, change_line
from desktop_agent.record.moments import Moment
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.recording import RecordedRun, RecordedTurn, RunSummary
from desktop_agent.record.spans import clock_time, time_of
from desktop_agent.record.status import facts_of
from desktop_agent.record.wording import (
    SKIPPED,
    Tone,
    Wording,
    attached_files,
    decision_wording,
    duration,
    expectation_wording,
    figures,
    local_time,
    model_words,
    money,
    status_wording,
    was_asked,
)

_MOST_LINES = 500  # of a list
_WITH_PICTURES = 2_000  # turns; in a longer run the remaining ones have no picture
_LONGEST_LIKE = 200
_NOTHING_DONE = Message("Nothing has been applied or discarded yet, so your files are unchanged.")
_MODES: Mapping[str, str] = {mode: Message("{mode}: {does}", mode=mode, does=does) for mode, does in MODES.items()}
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_FILTERS: Mapping[MomentFilter, str] = {
    "asked": Message("You decided"),
    "refused": Message("Refused"),
    "failed": Message("Failed"),
    "warned": Message("Warning"),
}
PictureKey = tuple[Path, FrameTaken]


class Pictures:
    """The pictures of a page by the ids that its moments name; each is there once."""

    def __init__(self) -> None:
        self.all: dict[str, PictureKey] = {}
        self._ids: dict[tuple[object, ...], str] = {}

    def id(self, folder: Path, frame: FrameTaken | None) -> str:
        """Return the id of a picture; empty for none, and for one that wasn't recorded."""
        if frame is None or frame.path is None:
            return ""
        key = (folder, frame.path, frame.sha256, frame.bytes, frame.media_type)
        if key not in self._ids:
            self._ids[key] = f"picture-{len(self._ids) + 1}"
            self.all[self._ids[key]] = (folder, frame)
        return self._ids[key]


def run_form(run: RecordedRun, desk: Sequence[ReceiptAct], title: str, pictures: Pictures) -> Form:
    """Return what the page shows of a run; `desk` are the recorded acts of a side desk's receipt."""
    summary = run.summary
    status = status_wording(summary.status, summary.message)
    task = summary.task.strip() or gettext("This run was cut off before its task was recorded")
    moments = [*_moment_forms(run, pictures)]
    kinds = Counter(kind for moment in moments for kind in _list(moment["kinds"]))
    about = [[tr(name), shown(value, keep_lines=True)] for name, value in _run_rows(run, task, title, desk)]
    return {
        "task": shown(title, keep_lines=True),
        "word": tr(status.word),
        "tone": status.tone,
        "facts": [tr(fact) for fact in _counts(run)],
        "end": [
            note(status) | {"text": shown(status.text, keep_lines=True)},
            *(note(Wording("", fact, "text")) for fact in facts_of(run.finished)),
            *(note(expectation_wording(checked)) for checked in run.expectations),
            *_damage(run),
        ],
        "filters": [[kind, tr(name), kinds[kind]] for kind, name in _FILTERS.items() if kinds[kind]],
        "moments": moments,
        "last": pictures.id(summary.dir, run.last_frame),
        "sections": [
            _section(Message("About this run"), rows=about, is_open=True),
            *_desk_sections(desk),
            *_decision_section(run),
        ],
    }


def _moment_forms(run: RecordedRun, pictures: Pictures) -> Iterator[Form]:
    """Yield the moments; those of one turn have its id, and the first its name."""
    numbers = Counter[str]()
    turns = [turn for turn in run.turns if any(moment.kind != "end" for moment in turn.moments)]
    for place, turn in enumerate(turns):
        number = _step_number(turn, numbers)
        if number:
            name: str = Message("Step {number}", number=number)
        else:
            name = Message("Before the first step") if turn.turn < 1 else Message("In words")
        own = {
            "id": f"step-{number}" if number else f"words-{place}",
            "name": tr(name),
            "number": number,
        }
        clocks = {id(one.event): clock_time(one.at) for one in turn.events if isinstance(one.event, Decided)}
        moments = [moment for moment in turn.moments if moment.kind != "end"]
        for moment in moments:
            frame = (moment.before or turn.seen) if turn.turn > 0 and place < _WITH_PICTURES else None
            form = moment_form(moment, clocks, whole=True) | own
            form["picture"] = pictures.id(turn.dir, frame)
            if moment is moments[-1] and (figures := _turn_figures(turn)):
                form["notes"] = [*_list(form["notes"]), note(Wording("", figures, "muted"))]
            yield form


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _step_number(turn: RecordedTurn, numbers: Counter[str]) -> str:
    """Return the number of a step; further answers of the model for one are “14.2”, “14.3”."""
    if not turn.proposals:
        return ""
    step = str(turn.step)
    numbers[step] += 1
    return step if numbers[step] == 1 else f"{step}.{numbers[step]}"


def _turn_figures(turn: RecordedTurn) -> str:
    """Return the time until the screen settled, and the cost of the answer, in one line."""
    settled = [stamped.event for stamped in turn.events if isinstance(stamped.event, Settled)]
    attempts = [stamped.event.attempt for stamped in turn.events if isinstance(stamped.event, RequestSent)]
    usage = turn.usage
    parts: list[str] = []
    if settled:
        state = Message("at rest") if all(settling.stable for settling in settled) else Message("still changing")
        waited = duration(sum(settling.waited_ms for settling in settled))
        parts.append(Message("Screen {state} after {waited}", state=state, waited=waited))
    if max(attempts, default=0) > 1:
        parts.append(Message("{attempts} attempts to reach the model", attempts=max(attempts)))
    if usage and usage.total_tokens is not None:
        parts.append(Message("{total_tokens:,} tokens", total_tokens=usage.total_tokens))
    if usage and usage.cost is not None:
        parts.append(money(usage.cost))
    return " · ".join(map(tr, parts))


def _counts(run: RecordedRun) -> Iterator[str]:
    summary = run.summary
    yield from figures(run.steps, summary.seconds, summary.cost)
    if summary.cost is None and not _is_on_this_computer(run.started):
        yield Message("Cost: {cost}", cost=money(None))


def _damage(run: RecordedRun) -> Iterator[Form]:
    if run.unreadable_lines:
        lines = plural("{count:,} damaged line", "{count:,} damaged lines", count=run.unreadable_lines)
        yield note(Wording("", Message("{lines} of the record couldn't be read.", lines=lines), "bad"))


def _is_on_this_computer(started: RunStarted | None) -> bool:
    """Return whether the model ran on this computer, or without a server: both cost nothing."""
    try:
        return started is not None and (not started.base_url or urlsplit(started.base_url).hostname in _LOOPBACK)
    except ValueError:
        return False


def _run_rows(run: RecordedRun, task: str, title: str, desk: Sequence[ReceiptAct]) -> Iterator[tuple[str, str]]:
    summary = run.summary
    started = run.started
    finished = run.finished
    if task != title:
        yield Message("Task"), task
    if started:
        yield from _start_rows(started)
    if changed := change_line(desk):
        yield Message("Changed on the side desk"), changed
    asked = sum(map(was_asked, run.decisions))
    yield Message("Asked you"), plural("{count:,} time", "{count:,} times", count=asked)
    tokens = finished.usage.get("total_tokens") if finished else None
    if tokens is not None:
        yield Message("Tokens"), Message("{count:,}", count=tokens)
    yield Message("Started"), _local_time(summary)
    if started:
        yield Message("Version"), started.version
    yield Message("Run"), summary.id


def _start_rows(started: RunStarted) -> Iterator[tuple[str, str]]:
    yield Message("Model"), model_words(started)
    if started.offline:
        yield Message("Task and screenshots"), Message("stayed on this computer")
    elif not started.base_url:
        yield Message("Pictures sent to"), Message("the agent that requested them")
    else:
        yield Message("Task and screenshots sent to"), _server_address(started)
    if attachments := attached_files(started):
        yield Message("Attached files"), attachments
    if started.like:
        yield Message("Example steps from"), started.like[:_LONGEST_LIKE]
    yield Message("Mode"), _MODES.get(started.mode, started.mode)
    yield Message("Screen"), _screen_words(started)
    yield Message("Limits"), _limits(started.limits)


def _screen_words(started: RunStarted) -> str:
    monitor = started.monitor
    region = started.region
    viewport = started.viewport
    monitor_name = (
        Message("all monitors") if monitor.get("n") == 0 else Message("monitor {monitor}", monitor=monitor.get("n"))
    )
    part = region or monitor
    cut = Message("part of {which}", which=monitor_name) if region else monitor_name
    return Message(
        "{cut}, {part}×{part2}, shown as {shown}×{shown2}",
        cut=cut,
        part=part.get("width"),
        part2=part.get("height"),
        shown=viewport.get("width"),
        shown2=viewport.get("height"),
    )


def _server_address(started: RunStarted) -> str:
    """Return the server's address, without any user name, password or query."""
    try:
        parts = urlsplit(started.base_url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return Message("an unreadable address")
    host = parts.hostname or ""
    address = f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}{parts.path}"
    # The server may forward the pictures: only its address is known.
    return Message("{address} (an address on this computer)", address=address) if host in _LOOPBACK else address


def _limits(values: Mapping[str, object]) -> str:
    steps, minutes, cost = (values.get(name) for name in ("steps", "minutes", "cost"))
    spent = f"${cost}" if isinstance(cost, int | float) else Message("no cost limit")
    return Message(
        "{steps} steps, {minutes} minutes, {spent}",
        steps=_limit_number(steps),
        minutes=_limit_number(minutes),
        spent=spent,
    )


def _limit_number(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else Message("no limit of")


def _local_time(summary: RunSummary) -> str:
    at = time_of(summary.started)
    return local_time(at) if at else Message("unknown")


# --- Lists below the run ---------------------------------------------------------------------------------------------


def _section(
    title: str,
    *,
    rows: Sequence[Sequence[str]] = (),
    texts: Sequence[Form] = (),
    hint: str = "",
    count: int = 0,
    is_open: bool = False,
) -> Form:
    """Return a list with its title: rows of a name and a value, or texts; `count` is how many texts there are."""
    rest = count - len(texts)
    more = [note(Wording("", Message("{rest:,} more aren't listed here.", rest=rest), "muted"))] if rest > 0 else []
    return {
        "title": f"{tr(title)} ({count:,})" if count else tr(title),
        "folded": not is_open,
        "hint": tr(hint),
        "rows": rows,
        "texts": [*texts, *more],
    }


def _desk_sections(acts: Sequence[ReceiptAct]) -> Iterator[Form]:
    """Yield the lists about the side desk; none for a run without one."""
    changed = next((act for act in acts if act.kind == "changed"), None)
    if changed is None:
        return
    yield _section(Message("Changes made on the desk"), texts=[*_acts_on_desk(acts)], is_open=True)
    for group, name in GROUP_WORDS.items():
        entries = [entry for entry in changed.entries if entry.group == group]
        if entries:
            yield _list_section(name, map(_entry_words, entries))
    if changed.count > len(changed.entries):
        yield _section(Message("Changes that aren't listed"), count=changed.count - len(changed.entries))
    if changed.hosts:
        yield _list_section(Message("Network"), changed.hosts, Message("What was sent to these hosts can't be undone."))
    if changed.left_out:
        yield _list_section(Message("Excluded"), changed.left_out, Message("Excluded items are never applied."))


def _list_section(name: str, lines: Iterable[str], hint: str = "") -> Form:
    texts = [note(Wording("", line, "text")) for line in lines]
    return _section(name, texts=texts[:_MOST_LINES], hint=hint, count=len(texts))


def _entry_words(entry: ReceiptEntry) -> str:
    return " · ".join((entry.path, *map(tr, entry.words)))


def _acts_on_desk(acts: Sequence[ReceiptAct]) -> Iterator[Form]:
    done = [act for act in acts if act.kind != "changed"]
    if not done:
        yield note(Wording("", _NOTHING_DONE, "muted"))
    for act in done:
        changes = plural("{count:,} change", "{count:,} changes", count=act.count)
        words = {
            "taken": Message("Applied: {changes}.", changes=changes),
            "undone": Message("Undone: {changes}.", changes=changes),
            "discarded": Message("The remaining changes were discarded."),
        }[act.kind]
        day = time_of(act.at)
        yield note(Wording("", words, "text"), tr(local_time(day)) if day else "")
        for entry in act.entries[:_MOST_LINES]:
            yield note(Wording("", entry.path, "muted"))
        for entry in act.refused[:_MOST_LINES]:
            why = ", ".join(map(tr, entry.words))
            yield note(Wording("", Message("Left as is: {path} ({why})", path=entry.path, why=why), "warn"))


def _decision_section(run: RecordedRun) -> Iterator[Form]:
    """Yield the list of decisions, unless the rules allowed everything."""
    texts = [line for turn in run.turns for line in _decision_forms(turn)]
    if texts:
        yield _section(Message("Who decided what"), texts=texts[:_MOST_LINES], count=len(texts))


def _decision_forms(turn: RecordedTurn) -> Iterator[Form]:
    clocks = {id(one.event): clock_time(one.at) for one in turn.events if isinstance(one.event, Decided)}
    for moment in turn.moments:
        for decided in moment.proposal.decisions if moment.proposal else ():
            wording = decision_wording(decided)
            if _is_listed(decided, wording):
                yield _decision(moment, wording, clocks.get(id(decided), ""))
        if moment.kind == "access":
            yield note(Wording("", moment.line, moment.tone), moment.clock)


def _is_listed(decided: Decided, wording: Wording) -> bool:
    return decided.by != "policy" or (decided.verdict != "allow" and wording.word != "Skipped")


def _decision(moment: Moment, wording: Wording, clock: str) -> Form:
    return note(Wording("", Message("{act}: {decision}", act=moment.short, decision=wording.text), wording.tone), clock)


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
        "notes": [*_act_notes(moment, clocks or {})],
        "took": tr(moment.took),
        "times": moment.times,
        "mark": mark_form(proposal),
        "place": tr(proposal.place) if proposal else "",
        "more": [*_longer_texts(moment, proposal, whole=whole)] if proposal else [],
        "kinds": sorted(frozenset(_moment_filters(moment))),
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


def _act_notes(moment: Moment, clocks: Mapping[int, str]) -> Iterator[Form]:
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


def _longer_texts(moment: Moment, proposal: RecordedProposal, *, whole: bool) -> Iterator[Form]:
    """Yield longer texts about an act, each below its head: what was typed, and what the model proposed."""
    yield from _typed_text_form(moment, proposal.given_up, Message("The model’s text"))
    yield from _typed_text_form(
        moment, proposal.action, Message("Your text") if proposal.changed else Message("The text")
    )
    if whole:
        proposed = json.dumps(proposal.model_action, ensure_ascii=False, indent=2, default=str)
        text = shown(proposed[:_LONGEST_PROPOSED], keep_lines=True)
        yield {"head": tr(Message("As proposed")), "text": text, "folded": True}


def _typed_text_form(moment: Moment, action: Action | None, head: str) -> Iterator[Form]:
    """Yield the typed text if the sentence does not contain it unchanged."""
    if isinstance(action, Type) and f"“{action.text}”" not in moment.text:
        yield {"head": tr(head), "text": shown(action.text)}


def _moment_filters(moment: Moment) -> Iterator[MomentFilter]:
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
