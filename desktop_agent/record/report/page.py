"""Writes `report.html`, the page of a run: its task, how it ended, where the time went, and every step.

It is one file that loads nothing. Its content security policy allows only its own style and script, by their hashes, so
that foreign content could neither load nor run anything. The page is complete without the script, which adds search,
filters, a player and keys.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from desktop_agent.core.errors import RecordError
from desktop_agent.core.events import Decided, RunStarted
from desktop_agent.core.message import Message, plural
from desktop_agent.core.mode import MODES
from desktop_agent.core.translation import gettext, language, tr
from desktop_agent.lib.files import replace_file
from desktop_agent.record.desk_receipt import ReceiptAct, ReceiptEntry, change_line, receipt_acts
from desktop_agent.record.journal import record_error
from desktop_agent.record.outcome import facts_of
from desktop_agent.record.reader import read_run
from desktop_agent.record.recording import RecordedRun, RunSummary
from desktop_agent.record.report.cards import Album, TurnCard, cards_of
from desktop_agent.record.report.markup import Html, foreign, join, tag, void
from desktop_agent.record.report.steps_nav import keys_help, steps_nav
from desktop_agent.record.report.turn_card import decision_times, picture_card, turn_card
from desktop_agent.record.spans import clock_time, time_of
from desktop_agent.record.title import title_of
from desktop_agent.record.wording import (
    Wording,
    attached_files,
    decision_wording,
    duration,
    expectation_wording,
    local_time,
    model_words,
    money,
    status_detail,
    status_wording,
    was_asked,
)

_FEWEST_SLIDES = 2  # pictures
_MOST_LINES = 500  # rows
_DESK_GROUPS: Mapping[str, str] = {
    "documents": Message("Documents"),
    "outside": Message("Saved outside the folders you specified"),
    "runs-later": Message("Would run later or give others access"),
    "settings": Message("Programs' settings"),
}
_NOTHING_DONE = Message("Nothing has been applied or discarded yet, so your files are unchanged.")
_LONGEST_LIKE = 200
_MODES: Mapping[str, str] = {mode: Message("{mode}: {does}", mode=mode, does=does) for mode, does in MODES.items()}
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
REPORT = "report.html"
_MOST_FILM_BYTES = 200_000_000


def write_report(folder: Path, to: Path | None = None, *, film: Path | None = None, title: str = "") -> Path:
    """Write a run's report, by default into its folder, and return its path; RecordError if that fails.

    `to` is a folder, or the path of the file. An old report is replaced in one step. `film` is an MP4 to be put into
    the page, `title` replaces the run's own.
    """
    run = read_run(folder)
    cards = cards_of(run)
    album = Album(folder, cards)
    html = _page_html(
        run,
        cards,
        album,
        film=album.put("video/mp4", _film_data(film)) if film else "",
        desk=receipt_acts(folder),
        title=title or title_of(run),
    )
    target = to if to is not None and to.suffix and not to.is_dir() else (to or folder) / REPORT
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, album.page_parts(html))
    except OSError as error:
        raise record_error(error, target.parent) from error
    return target


def _film_data(file: Path) -> bytes:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise RecordError(
            Message("The video {file} can't be read: {strerror}.", file=file, strerror=error.strerror)
        ) from error
    if len(data) > _MOST_FILM_BYTES:
        raise RecordError(
            Message("The video is too large to embed in a page."),
            Message("Omit `--film` and share both files."),
        )
    return data


def _page_html(
    run: RecordedRun,
    cards: Sequence[TurnCard],
    album: Album,
    *,
    film: str,
    desk: Sequence[ReceiptAct],
    title: str,
) -> str:
    """Return the HTML of a run; `film` is the address of its film, if it has one.

    `desk` are the recorded acts of a side desk's receipt.
    """
    style = _own_file("page.css")
    script = _own_file("page.js")
    head = tag(
        "head",
        Html('<meta charset="utf-8">'),
        _policy(style, script),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html('<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">'),
        tag("title", Message("{part} – Desktop Agent", part=" ".join(title.split())[:80])),
        tag("style", style),
    )
    work = tag("div", steps_nav(cards, album), _main(cards, album, film, desk), class_="work")
    skip = tag("a", gettext("Skip to the steps"), href="#steps", class_="skip")
    body = tag(
        "body",
        skip,
        _summary(run, desk, title),
        work,
        _foot(run),
        keys_help(),
        _pictures(album),
        tag("script", script),
    )
    return f"<!doctype html>\n{tag('html', head, body, lang=language())}\n"


def _pictures(album: Album) -> Html:
    """Return the large pictures, each once; the cards show them by their ids."""
    images = [
        tag("image", id=image.id, href=Html(image.uri), width=image.size.width, height=image.size.height)
        for image in album.images
    ]
    return tag("svg", tag("defs", *images), width=0, height=0, class_="pictures", aria_hidden="true")


def _own_file(name: str) -> Html:
    return Html(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def _policy(style: str, script: str) -> Html:
    own = f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    return Html(
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; media-src data:; '
        f"{own}; base-uri 'none'; form-action 'none'\">"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _main(cards: Sequence[TurnCard], album: Album, film: str, desk: Sequence[ReceiptAct]) -> Html:
    step_cards = [turn_card(card, album) if card.turn.moments else picture_card(card, album) for card in cards]
    nothing = tag("p", gettext("No step fits."), id="nothing", class_="muted", hidden="")
    steps = join(tag("h2", gettext("Step by step"), id="steps"), nothing, *step_cards) if step_cards else Html()
    return tag("main", _film_or_slides(cards, film), _desk_part(desk), _decisions(cards), steps)


def _foot(run: RecordedRun) -> Html:
    origin = Message("Generated from the run’s journal. This page is self-contained and loads no external resources.")
    return tag("footer", tag("p", origin), tag("p", run.summary.id))


def _summary(run: RecordedRun, desk: Sequence[ReceiptAct], title: str) -> Html:
    """Return the head of the page."""
    summary = run.summary
    status = status_wording(summary.status, summary.message)
    pill = tag("b", status.word, class_=f"pill {status.tone}")
    detail = status_detail(summary.status, summary.message)
    certain = facts_of(run.finished)
    task = summary.task.strip() or gettext("This run was cut off before its task was recorded")
    more = "" if title == task else task
    return tag(
        "header",
        tag("p", gettext("Desktop Agent · run record"), class_="brand"),
        tag("h1", title, dir="auto"),
        tag("details", tag("summary", gettext("The whole task")), tag("pre", foreign(more), dir="auto"))
        if more
        else Html(),
        tag("p", pill, tag("span", detail, dir="auto"), class_="status"),
        tag("ul", *(tag("li", fact, dir="auto") for fact in certain), class_="certain") if certain else Html(),
        *_expectations(run),
        _damage_note(run),
        tag("dl", *_numbers(run), class_="numbers"),
        tag("dl", *_facts(run.started, summary, desk), class_="facts"),
        class_="top",
    )


def _expectations(run: RecordedRun) -> Iterable[Html]:
    """Yield the expectations, each with its evidence."""
    for checked in run.expectations:
        looked = expectation_wording(checked)
        pill = tag("b", looked.word, class_=f"pill {looked.tone}")
        yield tag("p", pill, tag("span", looked.text, dir="auto"), class_="status")


def _damage_note(run: RecordedRun) -> Html:
    if not run.unreadable_lines:
        return Html()
    lines = plural("{count:,} damaged line", "{count:,} damaged lines", count=run.unreadable_lines)
    return tag("p", gettext("{lines} of the record couldn't be read.", lines=lines), class_="note bad")


def _numbers(run: RecordedRun) -> Iterable[Html]:
    summary = run.summary
    finished = run.finished
    tokens = finished.usage.get("total_tokens") if finished else None
    yield _fact(Message("Took"), duration(summary.seconds * 1000))
    yield _fact(Message("Steps"), Message("{count:,}", count=run.steps))
    asked = sum(map(was_asked, run.decisions))
    yield _fact(Message("Asked you"), plural("{count:,} time", "{count:,} times", count=asked))
    if tokens is not None:
        yield _fact(Message("Tokens"), Message("{count:,}", count=tokens))
    if summary.cost is not None or not _is_on_this_computer(run.started):
        yield _fact(Message("Cost"), money(summary.cost))


def _is_on_this_computer(started: RunStarted | None) -> bool:
    """Return whether the model ran on this computer, or without a server: both cost nothing."""
    try:
        return started is not None and (not started.base_url or urlsplit(started.base_url).hostname in _LOOPBACK)
    except ValueError:
        return False


def _facts(started: RunStarted | None, summary: RunSummary, desk: Sequence[ReceiptAct]) -> Iterable[Html]:
    if started:
        yield _fact(Message("Model"), model_words(started))
        if started.offline:
            yield _fact(Message("Task and screenshots"), Message("stayed on this computer"))
        elif not started.base_url:
            yield _fact(Message("Pictures sent to"), Message("the agent that requested them"))
        else:
            yield _fact(Message("Task and screenshots sent to"), _address(started))
        if attachments := attached_files(started):
            yield _fact(Message("Attached files"), attachments)
        if started.like:
            yield _fact(Message("Example steps from"), foreign(started.like, _LONGEST_LIKE))
        yield _fact(Message("Mode"), _MODES.get(started.mode, started.mode))
        yield _fact(Message("Screen"), _screen(started))
        yield _fact(Message("Limits"), _limits(started.limits))
    if changed := change_line(desk):
        yield _fact(Message("Changed on the side desk"), changed)
    yield _fact(Message("Started"), _local_time(summary.started))
    if started:
        yield _fact(Message("Version"), started.version)
    yield _fact(Message("Run"), summary.id)


def _screen(started: RunStarted) -> str:
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


def _address(started: RunStarted) -> str:
    """Return the server's address, without any user name, password or query."""
    try:
        parts = urlsplit(started.base_url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return Message("an unreadable address")
    host = parts.hostname or ""
    # The server may forward the pictures: only its address is known.
    here = Message(" (an address on this computer)") if host in _LOOPBACK else ""
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}{parts.path}{here}"


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


def _fact(name: str, value: str) -> Html:
    return tag("div", tag("dt", name), tag("dd", value, dir="auto"))


def _local_time(started: str) -> str:
    at = time_of(started)
    return local_time(at) if at else Message("unknown")


def _film_or_slides(cards: Sequence[TurnCard], film: str) -> Html:
    """Return the film, or a player of the pictures one after another, which needs the script."""
    if film:
        video = tag("video", src=Html(film), controls="", preload="metadata", aria_label=gettext("Video of the run"))
        return tag("section", tag("h2", gettext("Video")), video, class_="watch")
    count = sum(card.frame is not None for card in cards)
    if count < _FEWEST_SLIDES:
        return Html()
    words = {"data_play": gettext("Play"), "data_pause": gettext("Pause")}
    play = tag("button", gettext("Play"), type="button", id="play", aria_pressed="false", **words)
    slider = void("input", type="range", id="slider", min=0, max=count - 1, value=0, aria_label=gettext("Step"))
    stage = tag("a", id="stage", href="#steps", aria_label=gettext("Go to this step"))
    controls = tag("div", play, slider, tag("output", "", id="at", for_="slider"), class_="controls")
    caption = tag("p", "", id="caption", dir="auto")
    return tag("section", tag("h2", gettext("Watch")), stage, caption, controls, class_="watch", id="watch", hidden="")


def _desk_part(acts: Sequence[ReceiptAct]) -> Html:
    """Return the part on the side desk; empty for a run without one."""
    changed = next((act for act in acts if act.kind == "changed"), None)
    if changed is None:
        return Html()
    groups = [
        _desk_group(name, [entry for entry in changed.entries if entry.group == group])
        for group, name in _DESK_GROUPS.items()
    ]
    more = _unlisted(changed.count - len(changed.entries))
    done = [_receipt_act(act) for act in acts if act.kind != "changed"]
    return tag(
        "section",
        tag("h2", gettext("Changes made on the desk")),
        *groups,
        more,
        _desk_list(Message("Network"), changed.hosts, Message("What was sent to these hosts can't be undone.")),
        _desk_list(Message("Excluded"), changed.left_out, Message("Excluded items are never applied.")),
        tag("h3", gettext("What happened to the changes")),
        *(done or (tag("p", _NOTHING_DONE, class_="muted"),)),
        class_="desk",
    )


def _desk_group(name: str, entries: Sequence[ReceiptEntry]) -> Html:
    if not entries:
        return Html()
    rows = [
        tag("tr", tag("td", entry.path, dir="auto"), tag("td", " · ".join(map(tr, entry.words)), dir="auto"))
        for entry in entries[:_MOST_LINES]
    ]
    table = tag("div", tag("table", tag("tbody", *rows)), class_="wide")
    head = tag("summary", f"{tr(name)} ({len(entries):,})")
    is_open = "" if name == "Documents" else None
    return tag("details", head, table, _unlisted(len(entries) - _MOST_LINES), open=is_open)


def _unlisted(count: int) -> Html:
    """Return a note on the number of unlisted entries; empty where all are listed."""
    return tag("p", gettext("{rest:,} more aren't listed here.", rest=count), class_="muted") if count > 0 else Html()


def _desk_list(name: str, lines: Sequence[str], hint: str) -> Html:
    if not lines:
        return Html()
    items = [tag("li", line, dir="auto") for line in lines[:_MOST_LINES]]
    head = tag("summary", f"{tr(name)} ({len(lines):,})")
    return tag("details", head, tag("p", hint, class_="muted"), tag("ul", *items))


def _receipt_act(act: ReceiptAct) -> Html:
    changes = plural("{count:,} change", "{count:,} changes", count=act.count)
    words = {
        "taken": Message("Applied: {changes}.", changes=changes),
        "undone": Message("Undone: {changes}.", changes=changes),
        "discarded": Message("The remaining changes were discarded."),
    }[act.kind]
    day = time_of(act.at)
    when = f"{day.astimezone():%Y-%m-%d} {clock_time(act.at)}" if day else ""
    items = [tag("li", entry.path, dir="auto") for entry in act.entries[:_MOST_LINES]]
    items += [
        tag(
            "li",
            Message("{word}: ", word=gettext("Left as is")),
            change.path,
            Message(" ({word})", word=", ".join(map(tr, change.words))),
            class_="warn",
            dir="auto",
        )
        for change in act.refused[:_MOST_LINES]
    ]
    head = join(tag("b", words), " ", tag("span", when, class_="muted"))
    return tag("details", tag("summary", head), tag("ul", *items)) if items else tag("p", head)


def _decisions(cards: Sequence[TurnCard]) -> Html:
    """Return the table of decisions; empty if the rules allowed everything."""
    rows = [row for card in cards for row in _decision_rows(card)]
    if not rows:
        return Html()
    heads = [
        tag("th", head, scope="col")
        for head in (Message("Time"), Message("Step"), Message("What"), Message("Decision"))
    ]
    table = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows[:_MOST_LINES]))
    return tag(
        "section",
        tag("h2", gettext("Who decided what")),
        tag("div", table, class_="wide"),
        _unlisted(len(rows) - _MOST_LINES),
        class_="decisions",
    )


def _decision_rows(card: TurnCard) -> Iterator[Html]:
    times = decision_times(card.turn)
    for row in card.turn.moments:
        for decided in row.proposal.decisions if row.proposal else ():
            wording = decision_wording(decided)
            if _is_listed(decided, wording):
                yield _decision_row(card, times.get(id(decided), ""), row.short, wording)
        if row.kind == "access":
            yield _decision_row(card, row.clock, "", Wording("", row.text, row.tone))


def _is_listed(decided: Decided, wording: Wording) -> bool:
    return decided.by != "policy" or (decided.verdict != "allow" and wording.word != "Skipped")


def _decision_row(card: TurnCard, at: str, action_text: str, wording: Wording) -> Html:
    step = tag("a", card.number or "–", href=f"#{card.id}")
    return tag(
        "tr",
        tag("td", at),
        tag("td", step),
        tag("td", action_text, dir="auto"),
        tag("td", wording.text, class_=wording.tone, dir="auto"),
    )
