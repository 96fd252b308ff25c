"""Takes words, windows and places out of a recording once more: of its events, and of its pictures.

An event is the mapping that its line is. Words go from every text in it; of a window whose program or title fits a
pattern every name goes. In a picture words are found by reading it, and the box of the whole line is painted; a window
is where events say that it was, from the one before the picture to the one after it.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from fnmatch import translate
from html import escape

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import RecordError
from desktop_agent.core.geometry import Rect
from desktop_agent.core.message import Message, plural
from desktop_agent.core.reading import TextLine
from desktop_agent.core.translation import gettext, tr

TAKEN_OUT = "▒▒▒▒"
INK = (0, 0, 0)
_EDGE = (0, 0, 255)
_NAMES = ("name", "application", "window", "control", "title", "program")
# Characters that OCR confuses, and those that it may lose.
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "8": "b", "€": "e", "2": "z"})
_NO_SIGN = re.compile(r"[^\w|!€]|_")
_FUZZY_LENGTH = 6
_FUZZY_RATIO = 0.8
_MARGIN_PX = 3
_JPEG_QUALITY = 95
_WEBP_LOSSLESS = 101
_LONGEST = 2_000
_STYLE = """<style>
body{font:15px/1.5 sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1b1f24;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%;table-layout:fixed}
td{border-top:1px solid #d0d7de;padding:.4rem;vertical-align:top;overflow-wrap:anywhere}
img{max-width:100%;border:1px solid #d0d7de}figure{margin:1rem 0}
@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}}
</style>"""
_POLICY = (
    '<meta http-equiv="Content-Security-Policy"'
    """ content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">"""
)


@dataclass(frozen=True, slots=True)
class Redaction:
    """The words, windows and places that a person wants taken out; regions are of the desktop, in pixels."""

    words: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()  # patterns of programs and titles, with * and ?
    regions: tuple[Rect, ...] = ()
    _patterns: tuple[re.Pattern[str], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Prepare the patterns."""
        object.__setattr__(
            self, "_patterns", tuple(re.compile(translate(f"*{one.strip().casefold()}*")) for one in self.windows)
        )

    def text(self, text: str) -> str:
        """Return a text without the words, in whatever case they are written."""
        for word in sorted(filter(None, self.words), key=len, reverse=True):
            text = re.sub(re.escape(word), TAKEN_OUT, text, flags=re.IGNORECASE)
        return text

    def event(self, event: Mapping[str, object]) -> dict[str, object]:
        """Return an event without them; its digests and lengths are left as they are."""
        cleaned = self._redacted_value(event)
        return cleaned if isinstance(cleaned, dict) else {}

    def hides(self, target: Mapping[str, object]) -> bool:
        """Tell whether a target is in one of the windows."""
        names = [str(target.get(one) or "").casefold() for one in ("application", "window", "program", "title")]
        return any(pattern.match(name) for pattern in self._patterns for name in names if name)

    def _redacted_value(self, value: object) -> object:
        match value:
            case str():
                return self.text(value)
            case Mapping():
                hidden = self.hides(value)
                return {
                    key: TAKEN_OUT if hidden and key in _NAMES and one is not None else self._redacted_value(one)
                    for key, one in value.items()
                }
            case list() | tuple():
                return [self._redacted_value(one) for one in value]
            case _:
                return value


def places_by_picture(redaction: Redaction, events: Sequence[Mapping[str, object]]) -> Mapping[str, tuple[Rect, ...]]:
    """Return for each picture, by its path, the boxes of hidden windows and regions in its pixels."""
    found = dict[str, dict[Rect, None]]()
    before = list[Rect]()
    waiting = list[tuple[str, Mapping[str, object]]]()
    for event in events:
        boxes = [box for target in _targets(event) if redaction.hides(target) and (box := _box(target, "window_rect"))]
        if boxes:
            before = boxes
            for earlier, frame in waiting:  # it was most likely there already
                found[earlier].update(dict.fromkeys(_in_picture(frame, boxes)))
        path = event.get("path")
        if event.get("event") == "frame" and isinstance(path, str):
            boxes = [*redaction.regions, *before]
            found.setdefault(path, {}).update(dict.fromkeys(_in_picture(event, boxes)))
            waiting = [(path, event)]
    return {path: tuple(boxes) for path, boxes in found.items()}


def places_of_words(redaction: Redaction, lines: Iterable[TextLine]) -> tuple[Rect, ...]:
    """Return the boxes of the lines that hold a word, also where a letter or two was misread."""
    wanted = [folded for word in redaction.words if (folded := _without_lookalikes(word))]
    held = (line for line in lines if any(_holds(_without_lookalikes(line.text), word) for word in wanted))
    more = 2 * _MARGIN_PX
    return tuple(Rect(one.left - _MARGIN_PX, one.top - _MARGIN_PX, one.width + more, one.height + more) for one in held)


def painted_over(data: bytes, media_type: str, boxes: Iterable[Rect]) -> bytes:
    """Return a picture with boxes in its pixels filled solid, of the same kind; RecordError if it cannot be read."""
    return _drawn(data, media_type, boxes, filled=True)


def with_outlines(data: bytes, media_type: str, boxes: Iterable[Rect]) -> bytes:
    """Return a picture with the edges of boxes drawn: what would be painted over, for a preview."""
    return _drawn(data, media_type, boxes, filled=False)


def _drawn(data: bytes, media_type: str, boxes: Iterable[Rect], *, filled: bool) -> bytes:
    import cv2
    import numpy as np

    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise RecordError(
            Message("A screenshot in the recording can't be read."), Message("Run: desktop-agent runs check RUN")
        )
    for box in boxes:
        left = max(0, box.x)
        top = max(0, box.y)
        right = min(picture.shape[1], box.right) - 1
        bottom = min(picture.shape[0], box.bottom) - 1
        if left <= right and top <= bottom:
            colour, thickness = (INK, -1) if filled else (_EDGE, 2)
            cv2.rectangle(picture, (left, top), (right, bottom), colour, thickness)
    kinds = {
        "image/jpeg": (".jpg", [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY]),
        "image/webp": (".webp", [cv2.IMWRITE_WEBP_QUALITY, _WEBP_LOSSLESS]),
    }
    suffix, options = kinds.get(media_type, (".png", [cv2.IMWRITE_PNG_COMPRESSION, 6]))
    done, encoded = cv2.imencode(suffix, picture, options)
    if not done:
        raise RecordError(
            Message("A screenshot in the recording couldn't be rewritten."),
            Message("Try again with different screenshots."),
        )
    return encoded.tobytes()


def _targets(event: Mapping[str, object]) -> list[Mapping[str, object]]:
    target = event.get("target")
    return [target] if isinstance(target, Mapping) else []


def _in_picture(frame: Mapping[str, object], boxes: Iterable[Rect]) -> list[Rect]:
    """Return boxes of the desktop in the pixels of a recorded picture; all of one that does not say what it shows."""
    width, height = (_whole_number(frame.get(name)) for name in ("width", "height"))
    shown = _box(frame, "screen")
    if shown is None or not width or not height:
        return [Rect(0, 0, width, height) for _ in [*boxes][:1]]
    return [
        Rect(left, top, -(-(part.right - shown.x) * width // shown.width) - left,
             -(-(part.bottom - shown.y) * height // shown.height) - top)
        for box in boxes
        if (part := box.intersection(shown))
        for left, top in [((part.x - shown.x) * width // shown.width, (part.y - shown.y) * height // shown.height)]
    ]  # fmt: skip


def _box(holder: Mapping[str, object], name: str) -> Rect | None:
    read = holder.get(name)
    if not isinstance(read, Mapping):
        return None
    sides = [value for value in map(read.get, ("x", "y", "width", "height")) if isinstance(value, int)]
    return Rect(*sides) if len(sides) == 4 and sides[2] > 0 and sides[3] > 0 else None  # noqa: PLR2004 - the sides


def _whole_number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _without_lookalikes(text: str) -> str:
    return _NO_SIGN.sub("", text.casefold()).translate(_ALIKE).replace("rn", "m").replace("vv", "w")


def _holds(line: str, word: str) -> bool:
    if word in line:
        return True
    if len(word) < _FUZZY_LENGTH:
        return False
    matcher = SequenceMatcher(None, "", word, autojunk=False)
    for start in range(max(1, len(line) - len(word) + 2)):
        matcher.set_seq1(line[start : start + len(word)])
        if matcher.quick_ratio() >= _FUZZY_RATIO and matcher.ratio() >= _FUZZY_RATIO:
            return True
    return False


@dataclass(frozen=True, slots=True)
class OutlinedPicture:
    """A picture with the edges of what would be painted over."""

    path: str
    media_type: str
    outlined: bytes
    boxes: int


@dataclass(frozen=True, slots=True)
class RedactedText:
    """A text as it is, and as it would be."""

    line: int
    before: str
    after: str


def preview_page(title: str, pictures: Sequence[OutlinedPicture], texts: Sequence[RedactedText]) -> str:
    """Return the page."""
    return "\n".join(_parts(title, pictures, texts))


def _parts(title: str, pictures: Sequence[OutlinedPicture], texts: Sequence[RedactedText]) -> Iterable[str]:
    yield '<!doctype html><html><head><meta charset="utf-8">'
    yield _POLICY
    heading = escape(gettext("Content to be removed"))
    of_texts = escape(gettext("Texts"))
    of_pictures = escape(gettext("Pictures"))
    yield f"<title>{heading}</title>{_STYLE}</head><body>"
    yield f"<h1>{heading}</h1><p>{_shown_html(title)}</p>"
    yield f"<h2>{of_texts}: {len(texts)}</h2><table>"
    for text in texts:
        yield f"<tr><td>{_shown_html(text.before)}</td><td>{_shown_html(text.after)}</td></tr>"
    yield f"</table><h2>{of_pictures}: {len(pictures)}</h2>"
    for one in pictures:
        data = b64encode(one.outlined).decode()
        count = plural("{count:,} place", "{count:,} places", count=one.boxes)
        yield f'<figure><img alt="" src="data:{one.media_type};base64,{data}">'
        yield f"<figcaption>{escape(one.path)}: {escape(tr(count))}</figcaption></figure>"
    yield "</body></html>"


def _shown_html(text: str) -> str:
    return escape(visible(text, _LONGEST))
