"""The list of all steps beside the page: a small picture, the number, and a few words, each a link to its card.

Search and filters are above it; they need the page's script, and are hidden without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from desktop_agent.core.display_text import visible
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext
from desktop_agent.record.moments import Moment
from desktop_agent.record.recording import RecordedTurn
from desktop_agent.record.report.cards import Album, TurnCard, focus_of, part_around, shown_size
from desktop_agent.record.report.markup import Html, foreign, join, tag, void
from desktop_agent.record.wording import Tone, was_asked

_SHORT = 90
_RING = 0.06  # of the width of a small picture
_MOST = 2_000  # entries
_KEYS = (
    ("j  →", Message("Next step")),
    ("k  ←", Message("Previous step")),
    ("b", Message("Before or after")),
    ("z", Message("Enlarge or shrink the screenshot")),
    ("/", Message("Search")),
    (Message("Esc"), Message("Close, or show all steps")),
    ("?", Message("Show these keys")),
)
CardKind = Literal["asked", "refused", "failed", "warned"]
FILTERS: Mapping[CardKind, str] = {
    "asked": Message("You decided"),
    "refused": Message("Refused"),
    "failed": Message("Failed"),
    "warned": Message("Warning"),
}
_WRONG = frozenset({"failed", "unseen", "altered", "unknown"})
_WEIGHT: Mapping[Tone, int] = {"text": 0, "muted": 1, "ok": 2, "warn": 3, "bad": 4}


def steps_nav(cards: Sequence[TurnCard], album: Album) -> Html:
    """Return the list of steps with its tools."""
    entries = [_entry(card, album) for card in cards[:_MOST]]
    unlisted = len(cards) - _MOST
    more = (
        tag("p", gettext("{rest:,} more steps are shown on the page.", rest=unlisted), class_="muted")
        if unlisted > 0
        else Html()
    )
    return tag("nav", _tools(cards), tag("ol", *entries), more, aria_label=gettext("Steps"))


def keys_help() -> Html:
    """Return the dialog that lists the keys."""
    rows = [tag("div", tag("dt", tag("kbd", key)), tag("dd", meaning)) for key, meaning in _KEYS]
    close = tag("button", gettext("Close"), type="button", id="close-keys")
    return tag("dialog", tag("h2", gettext("Keys")), tag("dl", *rows), close, id="keys", aria_label=gettext("Keys"))


def _tools(cards: Sequence[TurnCard]) -> Html:
    words = gettext("Search")
    search = void("input", type="search", id="search", placeholder=words, aria_label=words, autocomplete="off")
    keys = tag(
        "button",
        "?",
        type="button",
        id="show-keys",
        aria_label=gettext("Show these keys"),
        title=gettext("Keys"),
    )
    count_text = gettext("{shown} of {total} steps", shown="{shown}", total="{total}")  # the page's script fills them
    count = tag("p", "", id="count", class_="muted", role="status", data_text=count_text)
    return tag("div", tag("div", search, keys, class_="search"), _filters(cards), count, class_="tools", hidden="")


def _filters(cards: Sequence[TurnCard]) -> Html:
    counts = {kind: sum(kind in kinds_of(card.turn) for card in cards) for kind in FILTERS}
    buttons = [
        tag("button", name, " ", tag("b", str(counts[kind])), type="button", data_kind=kind, aria_pressed="false")
        for kind, name in FILTERS.items()
        if counts[kind]
    ]
    return tag("div", *buttons, class_="filters", role="group", aria_label=gettext("Filter")) if buttons else Html()


def _entry(card: TurnCard, album: Album) -> Html:
    picture = _small_picture(card, album) or tag("i", class_="none")
    return tag(
        "li",
        tag(
            "a",
            tag("span", picture, class_="thumb"),
            tag("span", tag("b", card.number), " ", *_words(card), class_="what", dir="auto"),
            href=f"#{card.id}",
            class_=tone_of(card.turn),
        ),
    )


def _small_picture(card: TurnCard, album: Album) -> Html:
    """Return the part of a card's picture around its first action, with a ring; empty without a picture."""
    frame = card.frame
    picture = album.place(card)
    if frame is None or not picture.id:
        return Html()
    size = shown_size(frame)
    focus = focus_of(card)
    part = part_around(size, focus)
    shown = tag("use", href=f"#{picture.id}")
    radius = round(part.width * _RING, 1)
    rings = [tag("circle", cx=focus.x, cy=focus.y, r=radius, class_=kind) for kind in ("halo", "line") if focus]
    return tag("svg", shown, *rings, viewBox=f"{part.x} {part.y} {part.width} {part.height}", aria_hidden="true")


def _words(card: TurnCard) -> Iterator[Html]:
    acts = [moment for moment in card.turn.moments if moment.proposal]
    rows = acts or [moment for moment in card.turn.moments if moment.kind != "end"]
    if not rows:
        yield join(gettext("The last screenshot"))
        return
    yield foreign(visible(rows[0].short, _SHORT))
    if len(acts) > 1:
        yield tag("span", f" +{len(acts) - 1}", class_="muted")


def kinds_of(turn: RecordedTurn) -> tuple[CardKind, ...]:
    """Return the filters that show a turn, in the order of `FILTERS`."""
    kinds = {kind for moment in turn.moments for kind in _moment_kinds(moment)}
    return tuple(kind for kind in FILTERS if kind in kinds)


def tone_of(turn: RecordedTurn) -> Tone:
    """Return the tone of a turn's outcome: with several acts, the worst one's."""
    tones: list[Tone] = [moment.outcome.tone for moment in turn.moments if moment.outcome]
    tones += [moment.tone for moment in turn.moments if moment.kind == "notice"]
    return max(tones, key=_WEIGHT.__getitem__, default="muted")


def _moment_kinds(moment: Moment) -> Iterator[CardKind]:
    if moment.kind in {"access", "answer", "said", "pause"}:
        yield "asked"
    if moment.kind == "notice" and moment.tone == "warn":
        yield "warned"
    if moment.kind == "notice" and moment.tone == "bad":
        yield "failed"
    if moment.proposal is None:
        return
    if any(map(was_asked, moment.proposal.decisions)):
        yield "asked"
    if any(decided.verdict == "deny" for decided in moment.proposal.decisions):
        yield "refused"
    if moment.proposal.outcome in _WRONG and moment.proposal.cause == "error":
        yield "failed"
