"""Writes a how-to as HTML, Markdown and PDF: numbered steps, windows where they change, pictures in one scale."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import RecordError
from desktop_agent.core.message import Message, plural
from desktop_agent.core.translation import gettext, language, tr
from desktop_agent.lib.child_process import finish, python_command, screenless_environment
from desktop_agent.record.report.markup import Html, foreign, join, tag, void
from desktop_agent.studio.howto.crop import StepPicture
from desktop_agent.studio.howto.instruction import Howto, pieces, plain
from desktop_agent.studio.howto.print_pdf import WIDTH_PX

_WIDTH_PX = 762  # of a picture
_NUMBER_PX, _LARGEST_PRINTED, _MUTED = 74, 0.93, "#626b78"  # of a PDF
_TITLE_LENGTH = 120
# What would begin a link, a tag or a table, or make words stand out; and what would begin a heading or a list.
_SPECIAL, _AT_START = re.compile(r"([\\`*_\[\]<>&|~$])"), re.compile(r"^([#+\-=]|\d+(?=[.)]))")
_LONGEST = 4_000
_WITHIN_S = 300


@dataclass(frozen=True, slots=True)
class PageStep:
    """One step as a file shows it; `window` is empty where it is the one of the step before."""

    number: int
    text: str
    window: str
    picture: StepPicture | None

    @property
    def words(self) -> str:
        """Return the text alone: what a picture's description says."""
        return plain(self.text)

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """Return the text in pieces, each with whether it stands out."""
        return pieces(self.text)


def page_steps(howto: Howto, pictures: Sequence[StepPicture | None]) -> Iterator[PageStep]:
    """Yield the steps in their order."""
    windows = [step.window for step in howto.steps]
    changes = [True, *(before != after for before, after in pairwise(windows))]
    for number, (step, picture, changed) in enumerate(zip(howto.steps, pictures, changes, strict=True), 1):
        yield PageStep(number, step.text, step.window if changed else "", picture)


def scale_of(steps: Sequence[PageStep], width: float, largest: float) -> float:
    """Return the one scale in which all pictures fit a width, at most `largest`."""
    widest = max((step.picture.size.width for step in steps if step.picture), default=1)
    return min(largest, width / widest)


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
    said = plural("{count:,} step", "{count:,} steps", count=len(steps))
    count = tag("p", tr(said), class_="muted")
    yield tag("header", tag("h1", title, dir="auto"), count).encode()
    yield b"<ol>"
    for step in steps:
        yield _step(step, scale).encode()
    footer = tag("footer", gettext("Made with Desktop Agent"))
    yield f"</ol>{footer}</main></body></html>\n".encode()


def _step(step: PageStep, scale: float) -> Html:
    said = join(*(tag("b", foreign(part)) if stands_out else foreign(part) for part, stands_out in step.pieces))
    return tag(
        "li",
        tag("a", str(step.number), class_="number", href=f"#step-{step.number}"),
        tag("p", gettext("Window “{window}”", window=step.window), class_="window", dir="auto")
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


def markdown_of(title: str, steps: Sequence[PageStep], folder: str) -> tuple[str, Mapping[str, bytes]]:
    """Return the text, and the pictures by their names in a folder of that name."""
    pictures = {_name(step): step.picture.data for step in steps if step.picture}
    return "\n".join((f"# {_escaped(title)}", "", *_lines(steps, folder))).rstrip() + "\n", pictures


def _lines(steps: Sequence[PageStep], folder: str) -> Iterator[str]:
    for step in steps:
        if step.window:
            window = gettext("Window “{window}”", window=step.window)
            yield f"*{_escaped(window)}*"
            yield ""
        said = "".join(f"**{_escaped(part)}**" if out else _escaped(part) for part, out in step.pieces)
        yield f"{step.number}. {said}"
        yield ""
        if step.picture:
            yield f"{' ' * len(f'{step.number}. ')}![{_escaped(step.words)}]({quote(folder)}/{_name(step)})"
            yield ""


def _name(step: PageStep) -> str:
    return f"step-{step.number:02d}.png"


def _escaped(text: str) -> str:
    shown = _SPECIAL.sub(r"\\\1", visible(text, _LONGEST))
    return _AT_START.sub(lambda start: start[0] + "\\" if start[0][0].isdigit() else "\\" + start[0], shown)


def write_pdf(title: str, steps: Sequence[PageStep], target: Path) -> None:
    """Write the file; RecordError where it cannot be drawn."""
    count = tr(plural("{count:,} step", "{count:,} steps", count=len(steps)))
    head = f'<p style="font-size:44px;font-weight:600">{_shown(title)}</p><p style="color:{_MUTED}">{_shown(count)}</p>'
    scale = scale_of(steps, WIDTH_PX - _NUMBER_PX, _LARGEST_PRINTED)
    work = {"title": visible(title, _LONGEST), "parts": [head, *(_printed_step(step, scale) for step in steps)]}
    command = python_command("desktop_agent.studio.howto.print_pdf", target.absolute())
    try:
        done = finish(
            command, within_s=_WITHIN_S, environment=screenless_environment(), given=json.dumps(work).encode()
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RecordError(
            Message("The PDF couldn't be created."), Message("Create the guide as HTML instead and print that.")
        ) from error
    if done.returncode or not target.is_file() or not target.stat().st_size:
        raise RecordError(
            Message("The PDF couldn't be created."), Message("Create the guide as HTML instead and print that.")
        )


def _printed_step(step: PageStep, scale: float) -> str:
    said = "".join(f"<b>{_shown(part)}</b>" if out else _shown(part) for part, out in step.pieces)
    named = _shown(gettext("Window “{window}”", window=step.window))
    window = f'<p style="color:{_MUTED}">{named}</p>' if step.window else ""
    picture = ""
    if step.picture:
        data, width = b64encode(step.picture.data).decode(), round(step.picture.size.width * scale)
        picture = f'<p><img src="data:image/png;base64,{data}" width="{width}"></p>'
    number = f'<p style="color:#2563eb;font-weight:600">{step.number}</p>'
    return f'<table><tr><td width="{_NUMBER_PX}">{number}</td><td>{window}<p>{said}</p>{picture}</td></tr></table>'


def _shown(text: str) -> str:
    return escape(visible(text, _LONGEST))
