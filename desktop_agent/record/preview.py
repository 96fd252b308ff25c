"""The page that shows what would be taken out of a recording, before anything is written. No I/O.

It stands alone: pictures are in it, scripts and the network are not allowed to it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from desktop_agent.core.display_text import visible
from desktop_agent.core.message import plural
from desktop_agent.core.translation import gettext, tr

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
    yield f"<title>{escape(gettext('What would be taken out'))}</title>{_STYLE}</head><body>"
    yield f"<h1>{escape(gettext('What would be taken out'))}</h1><p>{_shown(title)}</p>"
    yield f"<h2>{escape(gettext('Texts'))}: {len(texts)}</h2><table>"
    for text in texts:
        yield f"<tr><td>{_shown(text.before)}</td><td>{_shown(text.after)}</td></tr>"
    yield f"</table><h2>{escape(gettext('Pictures'))}: {len(pictures)}</h2>"
    for one in pictures:
        data, count = b64encode(one.outlined).decode(), plural("{count:,} place", "{count:,} places", count=one.boxes)
        yield f'<figure><img alt="" src="data:{one.media_type};base64,{data}">'
        yield f"<figcaption>{escape(one.path)}: {escape(tr(count))}</figcaption></figure>"
    yield "</body></html>"


def _shown(text: str) -> str:
    return escape(visible(text, _LONGEST))
