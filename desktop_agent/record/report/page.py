"""The whole page of a run: what was asked, how it ended, where the time went, and every step.

It is one file that loads nothing. Its own style and script are let in by their hashes and nothing else is, so that
should anything foreign ever get through, it can still load nothing and run nothing. Without the script the page reads
whole; with it, it can be searched, filtered, watched, and walked through by keys.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from importlib.resources import files

from desktop_agent.core.message import Message
from desktop_agent.core.translation import language, tr
from desktop_agent.record.desk_receipt import ReceiptAct
from desktop_agent.record.differences import StepDifference
from desktop_agent.record.recording import RecordedRun
from desktop_agent.record.report.album import Album
from desktop_agent.record.report.decisions import decisions_table
from desktop_agent.record.report.desk_part import desk_part
from desktop_agent.record.report.markup import Html, join, tag
from desktop_agent.record.report.numbering import TurnCard
from desktop_agent.record.report.player import watch
from desktop_agent.record.report.steps_nav import keys_help, steps_nav
from desktop_agent.record.report.summary import summary_part
from desktop_agent.record.report.then_now import then_and_now
from desktop_agent.record.report.time_strip import time_strip
from desktop_agent.record.report.turn_card import picture_card, turn_card


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
    skip = tag("a", tr("Skip to the steps"), href="#steps", class_="skip")
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
    nothing = tag("p", tr("No step fits."), id="nothing", class_="muted", hidden="")
    steps = join(tag("h2", tr("Step by step"), id="steps"), nothing, *told) if told else Html()
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
    origin = "Made from the run’s journal. The page is complete: it loads nothing."
    return tag("footer", tag("p", tr(origin)), tag("p", run.summary.id))
