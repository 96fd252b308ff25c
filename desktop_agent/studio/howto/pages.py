"""A how-to as HTML, Markdown and PDF: numbered steps, windows where they change, pictures in one scale."""

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
# Characters that begin a link, tag, table or emphasis; and those that begin a heading or a list.
_SPECIAL, _AT_START = re.compile(r"([\\`*_\[\]<>&|~$])"), re.compile(r"^([#+\-=]|\d+(?=[.)]))")
_LONGEST = 4_000
_WITHIN_S = 300


@dataclass(frozen=True, slots=True)
class PageStep:
    """One step for a file; `window` is empty where it is the previous step's."""

    number: int
    text: str
    window: str
    picture: StepPicture | None

    @property
    def words(self) -> str:
        """Return the text without emphasis, for the picture's description."""
        return plain(self.text)

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """Return the pieces of the text, each with whether it is emphasised."""
        return pieces(self.text)


def page_steps(howto: Howto, pictures: Sequence[StepPicture | None]) -> Iterator[PageStep]:
    """Yield the steps in their order."""
    last = ""
    for number, (step, picture) in enumerate(zip(howto.steps, pictures, strict=True), 1):
        yield PageStep(number, step.text, "" if step.window == last else step.window, picture)
        last = step.window or last  # menus have no title of their own


def scale_of(steps: Sequence[PageStep], width: float, largest: float) -> float:
    """Return the common scale at which all pictures fit a width, at most `largest`."""
    widest = max((step.picture.size.width for step in steps if step.picture), default=1)
    return min(largest, width / widest)


def html_of(title: str, steps: Sequence[PageStep]) -> Iterator[bytes]:
    """Yield the HTML file in parts."""
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
    count_text = plural("{count:,} step", "{count:,} steps", count=len(steps))
    count = tag("p", tr(count_text), class_="muted")
    yield tag("header", tag("h1", title, dir="auto"), count).encode()
    yield b"<ol>"
    for step in steps:
        yield _step(step, scale).encode()
    footer = tag("footer", gettext("Made with Desktop Agent"))
    yield f"</ol>{footer}</main></body></html>\n".encode()


def _step(step: PageStep, scale: float) -> Html:
    heading = join(
        *(tag("b", foreign(part)) if is_emphasised else foreign(part) for part, is_emphasised in step.pieces)
    )
    return tag(
        "li",
        tag("a", str(step.number), class_="number", href=f"#step-{step.number}"),
        tag("p", gettext("Window “{window}”", window=step.window), class_="window", dir="auto")
        if step.window
        else Html(),
        tag("h2", heading, dir="auto"),
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
    """Return the Markdown text, and the pictures by their file names in `folder`."""
    pictures = {_name(step): step.picture.data for step in steps if step.picture}
    return "\n".join((f"# {_escaped(title)}", "", *_lines(steps, folder))).rstrip() + "\n", pictures


def _lines(steps: Sequence[PageStep], folder: str) -> Iterator[str]:
    for step in steps:
        if step.window:
            window = gettext("Window “{window}”", window=step.window)
            yield f"*{_escaped(window)}*"
            yield ""
        text = "".join(
            f"**{_escaped(part)}**" if is_emphasised else _escaped(part) for part, is_emphasised in step.pieces
        )
        yield f"{step.number}. {text}"
        yield ""
        if step.picture:
            yield f"{' ' * len(f'{step.number}. ')}![{_escaped(step.words)}]({quote(folder)}/{_name(step)})"
            yield ""


def _name(step: PageStep) -> str:
    return f"step-{step.number:02d}.png"


def _escaped(text: str) -> str:
    escaped = _SPECIAL.sub(r"\\\1", visible(text, _LONGEST))
    return _AT_START.sub(lambda start: start[0] + "\\" if start[0][0].isdigit() else "\\" + start[0], escaped)


def write_pdf(title: str, steps: Sequence[PageStep], target: Path) -> None:
    """Write the PDF; RecordError where it can't be drawn."""
    count = tr(plural("{count:,} step", "{count:,} steps", count=len(steps)))
    head = f'<p style="font-size:44px;font-weight:600">{_html(title)}</p><p style="color:{_MUTED}">{_html(count)}</p>'
    scale = scale_of(steps, WIDTH_PX - _NUMBER_PX, _LARGEST_PRINTED)
    work = {"title": visible(title, _LONGEST), "parts": [head, *(_printed_step(step, scale) for step in steps)]}
    command = python_command("desktop_agent.studio.howto.print_pdf", target.absolute())
    try:
        given, environment = json.dumps(work).encode(), screenless_environment()
        finish(command, within_s=_WITHIN_S, environment=environment, given=given).check_returncode()
    except (OSError, subprocess.SubprocessError) as error:
        raise RecordError(
            Message("The PDF couldn't be created."), Message("Create the guide as HTML instead and print that.")
        ) from error


def _printed_step(step: PageStep, scale: float) -> str:
    text = "".join(f"<b>{_html(part)}</b>" if is_emphasised else _html(part) for part, is_emphasised in step.pieces)
    named = _html(gettext("Window “{window}”", window=step.window))
    window = f'<p style="color:{_MUTED}">{named}</p>' if step.window else ""
    picture = ""
    if step.picture:
        data, width = b64encode(step.picture.data).decode(), round(step.picture.size.width * scale)
        picture = f'<p><img src="data:image/png;base64,{data}" width="{width}"></p>'
    number = f'<p style="color:#2563eb;font-weight:600">{step.number}</p>'
    return f'<table><tr><td width="{_NUMBER_PX}">{number}</td><td>{window}<p>{text}</p>{picture}</td></tr></table>'


def _html(text: str) -> str:
    return escape(visible(text, _LONGEST))
