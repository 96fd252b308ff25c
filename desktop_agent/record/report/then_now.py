"""A step that did not fit any more: how its window was when it was recorded, and how the screen was, side by side."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.record.differences import StepDifference, ThenOrNow, difference_picture
from desktop_agent.record.picture_header import picture_size
from desktop_agent.record.report.album import Album
from desktop_agent.record.report.markup import Html, tag, void

_HEADS: Mapping[ThenOrNow, str] = {"then": "Then: the window of the step", "now": "Now: the screen"}
_MISSING = "The picture is missing."


def then_and_now(difference: StepDifference, album: Album) -> Html:
    """Return the pictures of a step, then at the left and now at the right."""
    title = tag("h3", tr(Message("Step {step} did not fit any more", step=difference.step)))
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
    zoom = void("input", type="checkbox", id=name, aria_label=tr("Show the picture large"))
    return tag("figure", head, zoom, tag("label", image, for_=name))
