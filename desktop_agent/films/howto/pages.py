"""A how-to as HTML and Markdown: numbered steps with pictures in one scale; foreign text is always escaped."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from urllib.parse import quote

from desktop_agent.core.texts.message import Message, between_hard_blanks, gettext, language, plural, tr, visible
from desktop_agent.films.howto.crop import StepPicture
from desktop_agent.films.howto.instruction import Howto, pieces, plain

_WIDTH_PX = 762  # of a picture
_TITLE_LENGTH = 120
# Characters that begin a link, tag, table or emphasis; and those that begin a heading or a list.
_SPECIAL = re.compile(r"([\\`*_\[\]<>&|~$])")
_AT_START = re.compile(r"^([#+\-=]|\d+(?=[.)]))")
_LONGEST = 4_000


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


def _common_scale(steps: Sequence[PageStep]) -> float:
    """Return the scale at which all pictures fit the page; none is enlarged."""
    widest = max((step.picture.size.width for step in steps if step.picture), default=1)
    return min(1, _WIDTH_PX / widest)


def html_of(title: str, steps: Sequence[PageStep]) -> Iterator[bytes]:
    """Yield the HTML file in parts."""
    style = Html(files(__package__).joinpath("page.css").read_text(encoding="utf-8"))
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    scale = _common_scale(steps)
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


_UNSEEN = re.compile(r"[^\n -~]")


class Html(str):
    """Trusted markup; a plain `str` is foreign text."""

    __slots__ = ()


def tag(element: str, *children: str | Html, **attributes: str | float | None) -> Html:
    """Return an element; `class_` means `class`, an underscore means a dash, and None omits an attribute."""
    return Html(f"<{element}{_attributes_text(attributes)}>{join(*children)}</{element}>")


def void(element: str, **attributes: str | float | None) -> Html:
    """Return an element that has no end and no children; attributes as for `tag`."""
    return Html(f"<{element}{_attributes_text(attributes)}>")


def join(*children: str | Html) -> Html:
    """Return children one after another; messages in the person's language."""
    return Html("".join(child if isinstance(child, Html) else foreign(tr(child)) for child in children))


def foreign(text: str, limit: int = 20_000) -> Html:
    """Return foreign text: escaped, hidden characters named, cut to `limit` characters."""
    html = between_hard_blanks(escape(text[:limit]), lambda part: _UNSEEN.sub(lambda match: _character(match[0]), part))
    return Html(html + _omitted_note(text, limit))


def _attributes_text(attributes: Mapping[str, str | float | None]) -> str:
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{value if isinstance(value, Html) else escape(_plain(value))}"'
        for name, value in attributes.items()
        if value is not None
    )


def _character(char: str) -> str:
    if char.isprintable():
        return char
    name = unicodedata.name(char, "control character").lower()
    return f'<b class="hidden" title="{name}">U+{ord(char):04X}</b>'


def _plain(value: str | float) -> str:
    return between_hard_blanks(
        tr(value) if isinstance(value, str) else str(value),
        lambda part: "".join(char if char.isprintable() else f"\\u{{{ord(char):x}}}" for char in part),
    )


def _omitted_note(text: str, limit: int) -> str:
    if len(text) <= limit:
        return ""
    return f'<i class="rest"> {tr(Message("… and {count:,} more", count=len(text) - limit))}</i>'
