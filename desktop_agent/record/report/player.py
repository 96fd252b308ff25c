"""What can be watched at the top of the page: the run's film where one was made, else its pictures with a slider."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_agent.core.translation import tr
from desktop_agent.record.report.markup import Html, tag, void
from desktop_agent.record.report.numbering import TurnCard

_FEWEST = 2  # pictures


def watch(cards: Sequence[TurnCard], film: str = "") -> Html:
    """Return the film, whose address is given, or what shows the pictures one after another; it needs the script."""
    if film:
        shown = tag("video", src=Html(film), controls="", preload="metadata", aria_label=tr("Film of the run"))
        return tag("section", tag("h2", tr("Film")), shown, class_="watch")
    count = sum(card.frame is not None for card in cards)
    if count < _FEWEST:
        return Html()
    words = {"data_play": tr("Play"), "data_pause": tr("Pause")}
    play = tag("button", tr("Play"), type="button", id="play", aria_pressed="false", **words)
    slider = void("input", type="range", id="slider", min=0, max=count - 1, value=0, aria_label=tr("Step"))
    stage = tag("a", id="stage", href="#steps", aria_label=tr("Go to this step"))
    controls = tag("div", play, slider, tag("output", "", id="at", for_="slider"), class_="controls")
    caption = tag("p", "", id="caption", dir="auto")
    return tag("section", tag("h2", tr("Watch")), stage, caption, controls, class_="watch", id="watch", hidden="")
