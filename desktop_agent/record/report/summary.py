"""The top of the page: what was asked, how it ended, and with what model, on which screen and within which limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from desktop_agent.core.events import RunStarted
from desktop_agent.core.message import Message, plural
from desktop_agent.core.mode import MODES
from desktop_agent.core.translation import gettext, tr
from desktop_agent.record.recording import RecordedRun, RunSummary
from desktop_agent.record.report.markup import Html, foreign, tag
from desktop_agent.record.spans import moment
from desktop_agent.record.wording import duration, money, status_wording, was_asked

_TITLE_LENGTH = 240
_MODES: Mapping[str, str] = {mode: Message("{mode}: {does}", mode=mode, does=does) for mode, does in MODES.items()}
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def summary_part(run: RecordedRun) -> Html:
    """Return the head of the page."""
    summary = run.summary
    status = status_wording(summary.status)
    pill = tag("b", tr(status.word), class_=f"pill {status.tone}")
    # The pill says the word already.
    message = "" if summary.message == f"{status.word}." else summary.message.removeprefix(f"{status.word} ")
    task = summary.task.strip() or gettext("This run was cut off before its task was written down")
    first = task.splitlines()[0][:_TITLE_LENGTH]
    title, more = (task, "") if first == task else (Message("{first} …", first=first), task)
    return tag(
        "header",
        tag("p", gettext("Desktop Agent · record of a run"), class_="brand"),
        tag("h1", title, dir="auto"),
        tag("details", tag("summary", gettext("The whole task")), tag("pre", foreign(more), dir="auto"))
        if more
        else Html(),
        tag("p", pill, tag("span", tr(message), dir="auto"), class_="status"),
        _damage(run),
        tag("dl", *_numbers(run), class_="numbers"),
        tag("dl", *_facts(run.started, summary), class_="facts"),
        class_="top",
    )


def _damage(run: RecordedRun) -> Html:
    if not run.unreadable_lines:
        return Html()
    lines = plural("{count:,} damaged line", "{count:,} damaged lines", count=run.unreadable_lines)
    return tag("p", gettext("{lines} of the record could not be read.", lines=lines), class_="note bad")


def _numbers(run: RecordedRun) -> Iterable[Html]:
    summary, finished = run.summary, run.finished
    tokens = finished.usage.get("total_tokens") if finished else None
    yield _fact(Message("Took"), duration(summary.seconds * 1000))
    yield _fact(Message("Steps"), f"{run.steps:,}")
    yield _fact(Message("Asked you"), f"{_answers(run)} ×")
    if tokens is not None:
        yield _fact(Message("Tokens"), f"{tokens:,}")
    if summary.cost is not None or not _is_here(run.started):
        yield _fact(Message("Cost"), money(summary.cost))


def _is_here(started: RunStarted | None) -> bool:
    """Tell whether the model was asked at an address of this computer, or at none, which costs nothing here."""
    try:
        return started is not None and (not started.base_url or urlsplit(started.base_url).hostname in _LOOPBACK)
    except ValueError:
        return False


def _answers(run: RecordedRun) -> int:
    return sum(map(was_asked, run.decisions))


def _facts(started: RunStarted | None, summary: RunSummary) -> Iterable[Html]:
    if started:
        yield _fact(
            Message("Model"),
            started.model
            if started.model == started.provider
            else Message("{model} ({provider})", model=started.model, provider=started.provider),
        )
        if started.offline:
            yield _fact(Message("Task and pictures"), Message("nothing left this computer"))
        elif not started.base_url:
            yield _fact(Message("Pictures sent to"), Message("the agent that asked for them"))
        else:
            yield _fact(Message("Task and pictures sent to"), _address(started))
        yield _fact(Message("Mode"), _MODES.get(started.mode, started.mode))
        yield _fact(Message("Screen"), _screen(started))
        yield _fact(Message("Limits"), _limits(started.limits))
    yield _fact(Message("Started"), _local(summary.started))
    if started:
        yield _fact(Message("Version"), started.version)
    yield _fact(Message("Run"), summary.id)


def _screen(started: RunStarted) -> str:
    monitor, region, shown = started.monitor, started.region, started.viewport
    which = Message("all monitors") if monitor.get("n") == 0 else Message("monitor {monitor}", monitor=monitor.get("n"))
    part = region or monitor
    cut = Message("a part of {which}", which=which) if region else which
    return Message(
        "{cut}, {part}×{part2}, shown as {shown}×{shown2}",
        cut=cut,
        part=part.get("width"),
        part2=part.get("height"),
        shown=shown.get("width"),
        shown2=shown.get("height"),
    )


def _address(started: RunStarted) -> str:
    """Return where something was sent, without a name, password or query that an address may carry."""
    try:
        parts = urlsplit(started.base_url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return Message("an unreadable address")
    host = parts.hostname or ""
    # What stands there may pass it on: no more is known than the address.
    here = Message(" (an address on this computer)") if host in _LOOPBACK else ""
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}{parts.path}{here}"


def _limits(values: Mapping[str, object]) -> str:
    steps, minutes, cost = (values.get(name) for name in ("steps", "minutes", "cost"))
    spent = f"${cost}" if isinstance(cost, int | float) else Message("no cost limit")
    return Message(
        "{steps} steps, {minutes} minutes, {spent}", steps=_number(steps), minutes=_number(minutes), spent=spent
    )


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else Message("no limit of")


def _fact(name: str, value: str) -> Html:
    return tag("div", tag("dt", tr(name)), tag("dd", tr(value), dir="auto"))


def _local(started: str) -> str:
    """Return when it began by this computer's clock, and how far that is from UTC."""
    at = moment(started)
    return at.astimezone().isoformat(" ", "seconds") if at else Message("unknown")
