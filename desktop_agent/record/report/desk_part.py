"""What a run changed on its side desk: in groups, what of it was taken over, refused, taken back and thrown away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from desktop_agent.core.message import Message, plural
from desktop_agent.core.translation import gettext, tr
from desktop_agent.record.desk_receipt import ReceiptAct, ReceiptEntry
from desktop_agent.record.report.decisions import clock
from desktop_agent.record.report.markup import Html, join, tag
from desktop_agent.record.spans import moment

_MOST = 500  # rows
_GROUPS: Mapping[str, str] = {
    "documents": Message("Documents"),
    "outside": Message("Saved outside of the folders that you named"),
    "runs-later": Message("Would run later"),
    "settings": Message("Programs' settings"),
}
_NOTHING_DONE = Message("Nothing of it has been taken over or thrown away yet: your files are as they were.")


def desk_part(acts: Sequence[ReceiptAct]) -> Html:
    """Return the part on the desk; empty for a run without one."""
    changed = next((act for act in acts if act.kind == "changed"), None)
    if changed is None:
        return Html()
    groups = [_group(name, [one for one in changed.entries if one.group == group]) for group, name in _GROUPS.items()]
    rest = changed.count - len(changed.entries)
    more = tag("p", gettext("{rest:,} more are not listed here.", rest=rest), class_="muted") if rest > 0 else Html()
    done = [part for act in acts if act.kind != "changed" for part in _act(act)]
    return tag(
        "section",
        tag("h2", gettext("What it changed on the desk")),
        *groups,
        more,
        _list(Message("Sent"), changed.sent, Message("It has left the desk and cannot be taken back.")),
        _list(Message("Left out"), changed.left_out, Message("It is never taken over.")),
        tag("h3", gettext("What became of it")),
        *(done or (tag("p", tr(_NOTHING_DONE), class_="muted"),)),
        class_="desk",
    )


def _group(name: str, entries: Sequence[ReceiptEntry]) -> Html:
    if not entries:
        return Html()
    rows = [
        tag("tr", tag("td", one.path, dir="auto"), tag("td", " · ".join(map(tr, one.words)), dir="auto"))
        for one in entries[:_MOST]
    ]
    rest = len(entries) - _MOST
    more = tag("p", gettext("{rest:,} more are not listed here.", rest=rest), class_="muted") if rest > 0 else Html()
    table = tag("table", tag("tbody", *rows))
    head = tag("summary", f"{tr(name)} ({len(entries):,})")
    return tag("details", head, tag("div", table, class_="wide"), more, open="" if name == "Documents" else None)


def _list(name: str, lines: Sequence[str], hint: str) -> Html:
    if not lines:
        return Html()
    items = [tag("li", tr(line), dir="auto") for line in lines[:_MOST]]
    head = tag("summary", f"{tr(name)} ({len(lines):,})")
    return tag("details", head, tag("p", tr(hint), class_="muted"), tag("ul", *items))


def _act(act: ReceiptAct) -> Iterator[Html]:
    changes = plural("{count:,} change", "{count:,} changes", count=act.count)
    words = {
        "taken": Message("Taken over: {changes}.", changes=changes),
        "undone": Message("Taken back: {changes}.", changes=changes),
        "discarded": Message("What was left was thrown away."),
    }[act.kind]
    day = moment(act.at)
    when = f"{day.astimezone():%Y-%m-%d} {clock(act.at)}" if day else ""
    items = [tag("li", one.path, dir="auto") for one in act.entries[:_MOST]]
    items += [
        tag(
            "li",
            Message("{word}: ", word=gettext("Left as it is")),
            one.path,
            Message(" ({word})", word=", ".join(map(tr, one.words))),
            class_="warn",
            dir="auto",
        )
        for one in act.refused[:_MOST]
    ]
    head = join(tag("b", tr(words)), " ", tag("span", when, class_="muted"))
    yield tag("details", tag("summary", head), tag("ul", *items)) if items else tag("p", head)
