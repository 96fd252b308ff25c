"""The folder of a how-to: its pages as HTML and Markdown, and its pictures, cut to what matters."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
import unicodedata
from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from desktop_agent.core.errors import RecordError
from desktop_agent.core.pictures import ImagePoint, Rect, Size
from desktop_agent.core.texts.message import Message, between_hard_blanks, gettext, language, plural, tr, visible
from desktop_agent.films.howto.from_run import (
    Howto,
    Instruction,
    StepScene,
    acts_of,
    instructions,
    pieces,
    plain,
    result_of,
)
from desktop_agent.lib.files import replace_file
from desktop_agent.record.picture_file import decoded_picture, shown_picture
from desktop_agent.record.reader import read_run
from desktop_agent.record.recording import title_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    _Pixels = npt.NDArray[np.uint8]


GuideKind = Literal["html", "markdown"]
ENDINGS: Mapping[GuideKind, str] = {"html": ".html", "markdown": ".md"}
_NAME = "guide"


def howto_of(folder: Path, left_out: Collection[int] = ()) -> Howto:
    """Return the how-to of a run, without the steps of these numbers; RecordError where the run cannot be read."""
    run = read_run(folder)
    done = instructions(acts_of(run))
    steps = (*done, *result_of(run)) if done else ()
    return Howto(title_of(run), tuple(step for number, step in enumerate(steps, 1) if number not in left_out))


def make_guide(
    folder: Path,
    kinds: Sequence[GuideKind] = ("html",),
    to: Path | None = None,
    *,
    title: str = "",
    left_out: Collection[int] = (),
) -> list[Path]:
    """Write a run's how-to and return the files' paths; by default into its folder, as `guide` with the usual endings.

    `title` replaces the how-to's own, and `left_out` are the numbers of steps to omit. `to` is a folder, or the file to
    write where one kind is asked for. RecordError where there are no steps, or writing fails; an existing file is
    replaced completely, or left unchanged.
    """
    howto = howto_of(folder, left_out)
    if not howto.steps:
        raise RecordError(Message("There are no steps to show because nothing was done in this run."))
    steps = list(page_steps(howto, list(pictures_of(folder, howto.steps))))
    written: list[Path] = []
    for kind in kinds:
        target = _target(folder, kind, to, single=len(kinds) == 1)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_kind(kind, title or howto.title, steps, target)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise RecordError(
                Message("{target} can't be written: {why}.", target=target, why=why),
                Message("Choose another location with `-o`."),
            ) from error
        written.append(target)
    return written


def _target(folder: Path, kind: GuideKind, to: Path | None, *, single: bool) -> Path:
    if to is None:
        return folder / f"{_NAME}{ENDINGS[kind]}"
    if single and not to.is_dir() and to.suffix.lower() in {*ENDINGS.values(), ".htm", ".markdown"}:
        return to
    return to / f"{_NAME}{ENDINGS[kind]}"


def _write_kind(kind: GuideKind, title: str, steps: Sequence[PageStep], target: Path) -> None:
    match kind:
        case "html":
            replace_file(target, html_of(title, steps))
        case "markdown":
            _write_markdown(title, steps, target)


def _write_markdown(title: str, steps: Sequence[PageStep], target: Path) -> None:
    """Write the pictures to a new folder, replace the old one, then write the text, so that no picture is missing."""
    folder = target.with_name(f"{target.stem}-pictures")
    text, pictures = markdown_of(title, steps, folder.name)
    with tempfile.TemporaryDirectory(prefix=".guide-", dir=target.parent) as place:
        new = Path(place) / folder.name
        new.mkdir(mode=0o700)
        for name, data in pictures.items():
            replace_file(new / name, [data])
        if folder.is_symlink() or folder.is_file():
            folder.unlink()
        elif folder.is_dir():
            _check_no_foreign_files(folder)
            shutil.rmtree(folder)
        new.rename(folder)
    replace_file(target, [text.encode()])


def _check_no_foreign_files(folder: Path) -> None:
    """Raise RecordError where the folder of pictures has other files, which would be lost."""
    foreign_names = [
        each.name for each in folder.iterdir() if not (each.name.startswith("step-") and each.suffix == ".png")
    ]
    if foreign_names:
        raise RecordError(
            Message("The folder {folder} contains other files.", folder=folder),
            Message("Choose another location for the guide with `-o`."),
        )


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
        yield _step_html(step, scale).encode()
    footer = tag("footer", gettext("Made with Desktop Agent"))
    yield f"</ol>{footer}</main></body></html>\n".encode()


def _step_html(step: PageStep, scale: float) -> Html:
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
        _picture_html(step, scale),
        id=f"step-{step.number}",
    )


def _picture_html(step: PageStep, scale: float) -> Html:
    if step.picture is None:
        return Html()
    size = step.picture.size
    width, height = (max(1, round(side * scale)) for side in (size.width, size.height))
    address = Html(f"data:image/png;base64,{b64encode(step.picture.data).decode()}")
    return void("img", src=address, width=width, height=height, alt=step.words, loading="lazy", decoding="async")


def markdown_of(title: str, steps: Sequence[PageStep], folder: str) -> tuple[str, Mapping[str, bytes]]:
    """Return the Markdown text, and the pictures by their file names in `folder`."""
    pictures = {_name(step): step.picture.data for step in steps if step.picture}
    return "\n".join((f"# {_escaped(title)}", "", *_markdown_lines(steps, folder))).rstrip() + "\n", pictures


def _markdown_lines(steps: Sequence[PageStep], folder: str) -> Iterator[str]:
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
    html = between_hard_blanks(
        escape(text[:limit]), lambda part: _UNSEEN.sub(lambda match: _character_html(match[0]), part)
    )
    return Html(html + _omitted_note(text, limit))


def _attributes_text(attributes: Mapping[str, str | float | None]) -> str:
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{value if isinstance(value, Html) else escape(_own_text(value))}"'
        for name, value in attributes.items()
        if value is not None
    )


def _character_html(char: str) -> str:
    if char.isprintable():
        return char
    name = unicodedata.name(char, "control character").lower()
    return f'<b class="hidden" title="{name}">U+{ord(char):04X}</b>'


def _own_text(value: str | float) -> str:
    return between_hard_blanks(
        tr(value) if isinstance(value, str) else str(value),
        lambda part: "".join(char if char.isprintable() else f"\\u{{{ord(char):x}}}" for char in part),
    )


def _omitted_note(text: str, limit: int) -> str:
    if len(text) <= limit:
        return ""
    return f'<i class="rest"> {tr(Message("… and {count:,} more", count=len(text) - limit))}</i>'


# blue, green, red
_RED = (77, 72, 229)
_WHITE = (255, 255, 255)
_AIR_PX = 4
_LINE_PX = 2
_HALO_PX = 3
_RING_PX = 15
_SHARE = 0.8  # of the part: a control that fills more of it needs no frame
_PART = Size(720, 450)  # pixels of the picture
_UNCUT_UP_TO = Size(900, 560)  # a window up to this size isn't cropped
_LEAST = Size(480, 260)
_WINDOW_AIR_PX = 14  # around a window
# left of a control and above it, where its label may be
_LABEL_PX = 220
_ABOVE_PX = 48
_WELL_WITHIN_PX = 56  # how far from the part's edge a target may be before the part moves


@dataclass(frozen=True, slots=True)
class StepPicture:
    """A step's picture as a PNG, and its size in pixels."""

    data: bytes
    size: Size


def pictures_of(folder: Path, steps: Sequence[Instruction]) -> Iterator[StepPicture | None]:
    """Yield each step's picture; None for a step without one."""
    parts = parts_of(step.shown for step in steps)
    for step, part in zip(steps, parts, strict=True):
        yield picture_of(folder, step.shown, part) if step.shown and part else None


def picture_of(folder: Path, scene: StepScene, part: Rect) -> StepPicture | None:
    """Return one part of a recorded picture with its mark; None where the picture is unavailable."""
    import cv2

    picture = decoded_picture(shown_picture(folder, scene.frame).data)
    if picture is None:
        return None
    cut = part.intersection(Rect(0, 0, picture.shape[1], picture.shape[0]))
    if cut is None:
        return None
    canvas = picture[cut.y : cut.bottom, cut.x : cut.right].copy()
    _draw_mark(canvas, scene, cut)
    is_encoded, encoded = cv2.imencode(".png", canvas)
    return StepPicture(encoded.tobytes(), cut.size) if is_encoded else None


def _draw_mark(canvas: _Pixels, scene: StepScene, part: Rect) -> None:
    """Draw a frame around the control, a ring where it is unknown, and an arrow for a drag; white below red."""
    import cv2

    control = scene.control
    at = scene.at
    to = scene.to
    fills = control is None or (control.width >= part.width * _SHARE and control.height >= part.height * _SHARE)
    for colour, line in ((_WHITE, _LINE_PX + _HALO_PX), (_RED, _LINE_PX)):
        if control is not None and not fills:
            left = control.x - part.x - _AIR_PX
            top = control.y - part.y - _AIR_PX
            far = control.right - part.x + _AIR_PX, control.bottom - part.y + _AIR_PX
            cv2.rectangle(canvas, (left, top), far, colour, line, cv2.LINE_AA)
        if at and to:
            ends = (at.x - part.x, at.y - part.y), (to.x - part.x, to.y - part.y)
            cv2.arrowedLine(canvas, *ends, colour, line, cv2.LINE_AA, 0, 0.06)
        elif at and fills:
            cv2.circle(canvas, (at.x - part.x, at.y - part.y), _RING_PX, colour, line, cv2.LINE_AA)


def parts_of(scenes: Iterable[StepScene | None]) -> Iterator[Rect | None]:
    """Yield the part that each step shows, in pixels of its picture; None for a step without a scene."""
    last: Rect | None = None
    window: Rect | None = None
    for scene in scenes:
        if scene is None:
            yield None
            continue
        bounds = _largest_part(scene)
        is_same_part = (
            last is not None and scene.window == window and _is_well_visible(last, scene) and _is_inside(last, bounds)
        )
        last = last if is_same_part else _shown_part(scene, bounds)
        window = scene.window
        yield last


def _largest_part(scene: StepScene) -> Rect:
    """Return the largest part: the window with a margin, or the full picture."""
    full_picture = Rect(0, 0, max(1, scene.frame.width), max(1, scene.frame.height))
    if scene.window is None:
        return full_picture
    window = scene.window
    # A menu alone isn't helpful, so some of its surroundings are shown.
    margin_x = max(_WINDOW_AIR_PX, (_LEAST.width - window.width) // 2)
    margin_y = max(_WINDOW_AIR_PX, (_LEAST.height - window.height) // 2)
    around = Rect(window.x - margin_x, window.y - margin_y, window.width + 2 * margin_x, window.height + 2 * margin_y)
    air = _WINDOW_AIR_PX
    for at in (scene.at, scene.to):
        around = around.union(Rect(at.x - air, at.y - air, 2 * air, 2 * air)) if at else around
    return around.intersection(full_picture) or full_picture


def _shown_part(scene: StepScene, bounds: Rect) -> Rect:
    if bounds.width <= _UNCUT_UP_TO.width and bounds.height <= _UNCUT_UP_TO.height:
        return bounds
    focus = _needed_part(scene, bounds)
    # The width of a target without a box is unknown, so the full width is shown.
    wide = bounds.width if scene.control is None and scene.at else focus.width + 2 * _WINDOW_AIR_PX
    width = min(max(_PART.width, wide), bounds.width)
    height = min(_PART.height, bounds.height)
    # Of a target larger than the part, the surroundings of the pressed point are shown.
    centre = scene.at or ImagePoint(focus.x + focus.width // 2, focus.y + focus.height // 2)
    if focus.width <= width and focus.height <= height:
        centre = ImagePoint(focus.x + focus.width // 2, focus.y + focus.height // 2)
    left = min(max(bounds.x, centre.x - width // 2), bounds.right - width)
    top = min(max(bounds.y, centre.y - height // 2), bounds.bottom - height)
    return Rect(left, top, width, height)


def _needed_part(scene: StepScene, bounds: Rect) -> Rect:
    """Return the part that must be visible: the control with its label or the pressed point, and a drag's end."""
    spots = [Rect(at.x, at.y, 1, 1) for at in (scene.at, scene.to) if at]
    boxes = [box for box in (_with_label(scene.control), *spots) if box]
    focus = Rect.union(*boxes) if boxes else bounds
    return focus.intersection(bounds) or focus


def _with_label(control: Rect | None) -> Rect | None:
    if control is None:
        return None
    left = control.x - _LABEL_PX
    top = control.y - _ABOVE_PX
    return Rect(left, top, control.right - left, control.bottom - top)


def _is_well_visible(part: Rect, scene: StepScene) -> bool:
    focus = _needed_part(scene, part)
    edge = _WELL_WITHIN_PX
    inner = Rect(part.x + edge, part.y + edge, part.width - 2 * edge, part.height - 2 * edge)
    return _is_inside(focus, inner)


def _is_inside(inner: Rect, outer: Rect) -> bool:
    return outer.x <= inner.x and outer.y <= inner.y and inner.right <= outer.right and inner.bottom <= outer.bottom
