"""Writes a how-to as one HTML file, which loads nothing and runs nothing."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from importlib.resources import files

from desktop_agent.core.message import Message
from desktop_agent.core.translation import language, tr
from desktop_agent.record.report.markup import Html, foreign, join, tag, void
from desktop_agent.record.wording import counted
from desktop_agent.studio.howto.layout import PageStep, scale_of

_WIDTH_PX = 762  # of a picture
_TITLE_LENGTH = 120


def html_of(title: str, steps: Sequence[PageStep]) -> Iterator[bytes]:
    """Yield the file in parts."""
    style = Html(files(__package__).joinpath("page.css").read_text(encoding="utf-8"))
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    scale = scale_of(steps, _WIDTH_PX, 1)
    head = tag(
        "head",
        Html(
            '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            f"img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">"
        ),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html('<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">'),
        tag("title", title[:_TITLE_LENGTH]),
        tag("style", style),
    )
    yield f'<!doctype html>\n<html lang="{language()}">{head}<body><main>'.encode()
    said = counted(len(steps), "step")
    count = tag("p", tr(said), class_="muted")
    yield tag("header", tag("h1", title, dir="auto"), count).encode()
    yield b"<ol>"
    for step in steps:
        yield _step(step, scale).encode()
    yield f"</ol>{tag('footer', tr('Made with Desktop Agent'))}</main></body></html>\n".encode()


def _step(step: PageStep, scale: float) -> Html:
    said = join(*(tag("b", foreign(part)) if stands_out else foreign(part) for part, stands_out in step.pieces))
    return tag(
        "li",
        tag("a", str(step.number), class_="number", href=f"#step-{step.number}"),
        tag("p", tr(Message("Window “{window}”", window=step.window)), class_="window", dir="auto")
        if step.window
        else Html(),
        tag("h2", said, dir="auto"),
        _picture(step, scale),
        id=f"step-{step.number}",
    )


def _picture(step: PageStep, scale: float) -> Html:
    if step.picture is None:
        return Html()
    size = step.picture.size
    width, height = (max(1, round(side * scale)) for side in (size.width, size.height))
    address = Html(f"data:image/png;base64,{b64encode(step.picture.data).decode()}")
    return void("img", src=address, width=width, height=height, alt=step.words, loading="lazy", decoding="async")
