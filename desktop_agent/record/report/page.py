"""The page of a run: one HTML page, one style sheet, one script, as a file or served live; and all its words.

`report.html` loads nothing. Its content security policy allows only its own style and script, by their hashes, so that
foreign content could neither load nor run anything. The run is in it as data, each picture as well: the script draws
all of it, and sets foreign text only as text. Without the script the page shows the words alone.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from desktop_agent.core.errors import RecordError
from desktop_agent.core.texts.message import Message, language, template, tr, visible, whole
from desktop_agent.lib.files import replace_file
from desktop_agent.lib.paths import asset
from desktop_agent.record.desk_receipt import receipt_acts
from desktop_agent.record.journal import record_error
from desktop_agent.record.moments import SIGNS
from desktop_agent.record.picture_file import NOT_RECORDED, shown_picture
from desktop_agent.record.reader import read_run
from desktop_agent.record.recording import title_of
from desktop_agent.record.report.form import Form, Pictures, run_form

REPORT = "report.html"
_MOST_FILM_BYTES = 200_000_000
_MOST_BYTES = 400_000_000  # of all pictures: a browser opens a page of that size
_LONGEST_TITLE = 80
_TOO_MANY = Message(
    "This screenshot was omitted because it would make the report too large. You can find it in the run’s folder."
)
_ORIGIN = Message("Generated from the run’s journal. This page is self-contained and loads no external resources.")
_SVG = re.compile(r"<svg [^>]*>(.*)</svg>", re.DOTALL)


def write_report(folder: Path, to: Path | None = None, *, film: Path | None = None, title: str = "") -> Path:
    """Write a run's report, by default into its folder, and return its path; RecordError if that fails.

    `to` is a folder, or the path of the file. An old report is replaced in one step. `film` is an MP4 to be put into
    the page, `title` replaces the run's own.
    """
    run = read_run(folder)
    pictures = Pictures()
    name = title or title_of(run)
    form = run_form(run, receipt_acts(folder), name, pictures) | {"origin": tr(_ORIGIN), "id": run.summary.id}
    video = b"" if film is None else _film_data(film)
    target = to if to is not None and to.suffix and not to.is_dir() else (to or folder) / REPORT
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, _page_parts(form, pictures, video, name))
    except OSError as error:
        raise record_error(error, target.parent) from error
    return target


def live_page() -> str:
    """Return the page as it is served: its style and script come from the same server, its run over a WebSocket."""
    head = (
        '<title>Desktop Agent</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css">'
        '<script src="/page.js" defer></script>'
    )
    return "".join(_page_around_data("en", head, "This page needs JavaScript."))


def _page_around_data(code: str, head: str, plain: str) -> tuple[str, str]:
    """Return the page before and after its data."""
    places = {"lang": code, "head": head, "signs": _signs(), "plain": plain}
    before, _, after = asset("web/page.html").read_text("utf-8").partition("{{data}}")
    return re.sub(r"\{\{(\w+)\}\}", lambda place: places[place[1]], before), after


def _signs() -> str:
    """Return the signs of moments as symbols, as the windows draw them."""
    drawn = {name: _SVG.fullmatch(asset(f"icons/{name}.svg").read_text("utf-8").strip()) for name in sorted(SIGNS)}
    return "".join(
        f'<symbol id="sign-{name}" viewBox="0 0 24 24">{svg[1]}</symbol>' for name, svg in drawn.items() if svg
    )


def _film_data(file: Path) -> bytes:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise RecordError(
            Message("The video {file} can't be read: {strerror}.", file=file, strerror=error.strerror)
        ) from error
    if len(data) > _MOST_FILM_BYTES:
        raise RecordError(
            Message("The video is too large to embed in a page."),
            Message("Omit `--film` and share both files."),
        )
    return data


def _page_parts(form: Form, pictures: Pictures, video: bytes, title: str) -> Iterator[bytes]:
    """Yield the page in parts, one picture at a time."""
    style = asset("web/page.css").read_text("utf-8")
    script = asset("web/page.js").read_text("utf-8")
    policy = (
        "default-src 'none'; img-src data:; media-src data:; "
        f"style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    )
    part = visible(" ".join(title.split()), _LONGEST_TITLE)
    name = escape(tr(Message("{part} – Desktop Agent", part=part)))
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><meta name="referrer" content="no-referrer">'
        f"<title>{name}</title><style>{style}</style>"
    )
    before, after = _page_around_data(language(), head, _in_plain_words(form))
    yield before.encode()
    if video:
        yield (
            b'<video id="film" controls preload="metadata" src="data:video/mp4;base64,'
            + b64encode(video)
            + b'"></video>'
        )
    reasons: dict[str, str] = {}
    room = _MOST_BYTES
    for number, (folder, frame) in pictures.all.items():
        file = shown_picture(folder, frame)
        room -= len(file.data)
        if not file.data or room < 0:
            reasons[number] = tr(file.reason or _TOO_MANY)
            continue
        yield f'<script type="{frame.media_type}" id="{number}">'.encode() + b64encode(file.data) + b"</script>\n"
    yield _data_script("data", {**form, "missing": reasons, "words": {**page_words(), "no_picture": tr(NOT_RECORDED)}})
    yield f"<script>{script}</script>".encode() + after.encode()


def _data_script(name: str, form: Mapping[str, object]) -> bytes:
    """Return data that no text in it can end, as it has no “<”."""
    data = json.dumps(form).replace("<", r"\u003c")
    return f'<script type="application/json" id="{name}">{data}</script>\n'.encode()


def _hash(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _in_plain_words(form: Form) -> str:
    """Return the words of a run for a reader without the script."""
    lines: list[object] = [form["task"]]
    for name in ("end", "moments", "sections"):
        lines += [line for part in _forms(form[name]) for line in _lines(part)]
    return f"<pre>{escape(chr(10).join(map(str, lines)))}</pre>"


def _lines(part: Form) -> Iterator[object]:
    yield part.get("title") or part["text"]
    yield from (": ".join(map(str, pair)) for pair in _list(part.get("rows")) if isinstance(pair, list))
    for name in ("notes", "texts", "more"):
        yield from (f"    {each['text']}" for each in _forms(part.get(name)))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _forms(value: object) -> list[Form]:
    return [each for each in _list(value) if isinstance(each, dict)]


NOT_SHOWN = Message("The screenshot can't be shown.")
_WORDS: Mapping[str, str] = {
    "title": Message("Desktop Agent"),
    "all_runs": Message("All runs"),
    "pause": Message("Pause"),
    "resume": Message("Resume"),
    "stop": Message("Stop"),
    "tell": Message("Tell the model…"),
    "send": Message("Send"),
    "cancel": Message("Cancel"),
    "take": Message("Take over"),
    "give": Message("Give back"),
    "keyboard": Message("Keyboard"),
    "refuse_why": Message("What should the model know or do instead?"),
    "more": Message("More…"),
    "steps": Message("Timeline"),
    "pictures": Message("Screenshots"),
    "lost": Message("The connection is lost. Trying again…"),
    "watching": Message("You can watch, but not act."),
    "nothing": Message("There is no run to watch."),
    "hidden_keys": Message("Your mouse and keyboard control the desk. To return control, press Ctrl+Alt+Enter."),
    "discard": Message("Discard all"),
    "discard_sure": Message("Discard everything? This can't be undone."),
    "no_picture": Message("There is no picture yet."),
    "not_shown": NOT_SHOWN,
    "just_opened": Message("The question has only just opened. Press again."),
    "new_below": Message("New steps below"),
    "picture_of": Message("The screen of the run"),
    "live": Message("Live"),
    "play": Message("Play"),
    "after": Message("After"),
    "enlarge": Message("Enlarge or shrink the screenshot"),
    "search": Message("Search"),
    "filter": Message("Filter"),
    "no_step": Message("No step fits."),
    "at_end": Message("At the end"),
    "keys": Message("Keys"),
    "show_keys": Message("Show these keys"),
    "close": Message("Close"),
    "next": Message("Next step"),
    "previous": Message("Previous step"),
    "before_after": Message("Before or after"),
    "escape": Message("Close, or show all steps"),
    "esc": Message("Esc"),
}
_WITH_GAPS: Mapping[str, str] = {"count": template("{shown} of {total} steps")}  # the page's script fills them


def page_words() -> Mapping[str, str]:
    """Return the words in the person's language."""
    return {key: tr(text) for key, text in _WORDS.items()} | {key: whole(text) for key, text in _WITH_GAPS.items()}
