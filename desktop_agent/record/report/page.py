"""The whole page of a run: what was asked, how it ended, where the time went, and every step.

It is one file that loads nothing. Its own style and script are let in by their hashes and nothing else is, so that
should anything foreign ever get through, it can still load nothing and run nothing. Without the script the page reads
whole; with it, it can be searched, filtered, watched, and walked through by keys.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from importlib.resources import files

from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, language, tr
from desktop_agent.record.desk_receipt import ReceiptAct
from desktop_agent.record.differences import StepDifference, ThenOrNow, difference_picture
from desktop_agent.record.picture_file import picture_size
from desktop_agent.record.recording import RecordedRun
from desktop_agent.record.report.album import Album
from desktop_agent.record.report.decisions import decisions_table
from desktop_agent.record.report.desk_part import desk_part
from desktop_agent.record.report.markup import Html, join, tag, void
from desktop_agent.record.report.numbering import TurnCard
from desktop_agent.record.report.steps_nav import keys_help, steps_nav
from desktop_agent.record.report.summary import summary_part
from desktop_agent.record.report.time_strip import time_strip
from desktop_agent.record.report.turn_card import picture_card, turn_card

_FEWEST = 2  # pictures
_HEADS: Mapping[ThenOrNow, str] = {"then": Message("Then: the window of the step"), "now": Message("Now: the screen")}
_MISSING = Message("The picture is missing.")


def page(
    run: RecordedRun,
    cards: Sequence[TurnCard],
    album: Album,
    film: str = "",
    differences: Sequence[StepDifference] = (),
    desk: Sequence[ReceiptAct] = (),
) -> str:
    """Return the HTML of a run; `film` is the address of one that is to be in it.

    `differences` are the pictures of steps that did not fit any more; each comes after the last card of its step.
    `desk` is what is recorded of the receipt of a side desk.
    """
    title = run.summary.task or run.summary.id
    style, script = _own("page.css"), _own("page.js")
    head = tag(
        "head",
        Html('<meta charset="utf-8">'),
        _policy(style, script),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html('<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">'),
        tag("title", Message("{part} – Desktop Agent", part=" ".join(title.split())[:80])),
        tag("style", style),
    )
    work = tag("div", steps_nav(cards, album), _main(cards, album, film, differences, desk), class_="work")
    skip = tag("a", gettext("Skip to the steps"), href="#steps", class_="skip")
    body = tag("body", skip, summary_part(run), work, _foot(run), keys_help(), tag("script", script))
    return f"<!doctype html>\n{tag('html', head, body, lang=language())}\n"


def _main(
    cards: Sequence[TurnCard],
    album: Album,
    film: str,
    differences: Sequence[StepDifference],
    desk: Sequence[ReceiptAct],
) -> Html:
    last = {card.turn.step: card.id for card in cards if card.turn.rows}
    under = {last.get(one.step, cards[-1].id if cards else ""): then_and_now(one, album) for one in differences}
    told = [
        join(
            turn_card(card, album) if card.turn.rows else picture_card(card, album),
            under.get(card.id, Html()),
        )
        for card in cards
    ]
    nothing = tag("p", gettext("No step fits."), id="nothing", class_="muted", hidden="")
    steps = join(tag("h2", gettext("Step by step"), id="steps"), nothing, *told) if told else Html()
    return tag("main", watch(cards, film), desk_part(desk), time_strip(cards), decisions_table(cards), steps)


def _own(name: str) -> Html:
    return Html(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def _policy(style: str, script: str) -> Html:
    own = f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    return Html(
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; media-src data:; '
        f"{own}; base-uri 'none'; form-action 'none'\">"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _foot(run: RecordedRun) -> Html:
    origin = Message("Made from the run’s journal. The page is complete: it loads nothing.")
    return tag("footer", tag("p", tr(origin)), tag("p", run.summary.id))


def watch(cards: Sequence[TurnCard], film: str = "") -> Html:
    """Return the film, whose address is given, or what shows the pictures one after another; it needs the script."""
    if film:
        shown = tag("video", src=Html(film), controls="", preload="metadata", aria_label=gettext("Film of the run"))
        return tag("section", tag("h2", gettext("Film")), shown, class_="watch")
    count = sum(card.frame is not None for card in cards)
    if count < _FEWEST:
        return Html()
    words = {"data_play": gettext("Play"), "data_pause": gettext("Pause")}
    play = tag("button", gettext("Play"), type="button", id="play", aria_pressed="false", **words)
    slider = void("input", type="range", id="slider", min=0, max=count - 1, value=0, aria_label=gettext("Step"))
    stage = tag("a", id="stage", href="#steps", aria_label=gettext("Go to this step"))
    controls = tag("div", play, slider, tag("output", "", id="at", for_="slider"), class_="controls")
    caption = tag("p", "", id="caption", dir="auto")
    return tag("section", tag("h2", gettext("Watch")), stage, caption, controls, class_="watch", id="watch", hidden="")


def then_and_now(difference: StepDifference, album: Album) -> Html:
    """Return the pictures of a step, then at the left and now at the right."""
    title = tag("h3", gettext("Step {step} did not fit any more", step=difference.step))
    figures = [_figure(difference, word, album) for word in _HEADS]
    return tag("section", title, *figures, class_="differs", data_step=str(difference.step))


def _figure(difference: StepDifference, word: ThenOrNow, album: Album) -> Html:
    path = difference.pictures.get(word)
    data = difference_picture(path) if path else b""
    size = picture_size(data)
    head = tag("figcaption", tr(_HEADS[word]), class_="muted")
    if size is None:
        return tag("figure", head, tag("p", tr(_MISSING), class_="muted missing"))
    name = f"zoom-{word}-{difference.step}"
    image = void(
        "img",
        src=Html(album.put("image/png", data)),
        width=size.width,
        height=size.height,
        alt=tr(_HEADS[word]),
        loading="lazy",
        decoding="async",
    )
    zoom = void("input", type="checkbox", id=name, aria_label=gettext("Show the picture large"))
    return tag("figure", head, zoom, tag("label", image, for_=name))
