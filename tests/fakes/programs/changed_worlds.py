"""Worlds for repeated runs: pages, windows, folders and documents as a spec has them, and what was done in them.

Each is a program on a private display, and gives what tells the deeds: requests to the page's server, the window's own
note, files that were renamed or written.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.apps import running
from tests.fakes.programs.browser import browsing, pages_at
from tests.fakes.programs.debian_apps import mousepad

ROWS = Path(__file__).with_name("rows_window.py")
Spec = Mapping[str, Any]
World = Callable[[PrivateDisplay, Path, Spec], AbstractContextManager[Callable[[], str]]]


def moved(display: PrivateDisplay, window: int, spec: Spec) -> None:
    """Give a window the place and size that the spec has for it."""
    for verb, key in (("windowsize", "fit"), ("windowmove", "at")):
        if key in spec:
            words = ["xdotool", verb, "--sync", str(window), *map(str, spec[key])]
            subprocess.run(words, env=display.environment(), check=False, timeout=30)


@contextmanager
def page(display: PrivateDisplay, home: Path, spec: Spec) -> Iterator[Callable[[], str]]:
    ink = "color-scheme: dark; background: #202124; color: #eee" if spec.get("dark") else "background: #fff"
    style = f"body {{ font: 16px sans-serif; {ink} }} td {{ padding: 6px 24px 6px 0 }} {spec.get('style', '')}"
    title = spec.get("title", "Members")
    asked: list[str] = []
    html = f"<!doctype html><meta charset=utf-8><title>{title}</title><style>{style}</style><body>{spec['body']}"
    width, height = spec.get("size", (1000, 700))
    more = (f"window-size={width},{height}", "window-position=40,20", "force-renderer-accessibility")
    with pages_at({"/": html}, asked) as address, browsing(display, home, f"{address}/", title, more=more) as app:
        moved(display, app.window, spec)
        yield lambda: ", ".join(unquote(path)[5:] for path in asked if path.startswith("/did/"))


def window(kind: str) -> World:
    @contextmanager
    def opened(display: PrivateDisplay, home: Path, spec: Spec) -> Iterator[Callable[[], str]]:
        note = home / "note"
        python = sys.executable if kind == "qt" else "/usr/bin/python3"
        title = spec.get("title", "Members")
        with running([python, ROWS, kind, json.dumps(spec), note], display, home, f"^{title}$") as app:
            moved(display, app.window, spec)
            yield lambda: ", ".join(note.read_text().splitlines()) if note.exists() else ""

    return opened


@contextmanager
def files(display: PrivateDisplay, home: Path, spec: Spec) -> Iterator[Callable[[], str]]:
    """A file manager; each file holds its name, so that a renamed one tells what it was."""
    folder = home / "Pictures"
    folder.mkdir(parents=True)
    for name in spec["names"]:
        (folder / name).write_text(name)
    with running(["pcmanfm", "--no-desktop", "-n", folder], display, home, "^Pictures$") as app:
        moved(display, app.window, spec)
        yield lambda: ", ".join(f.read_text() for f in folder.iterdir() if f.name not in spec["names"])


@contextmanager
def editor(display: PrivateDisplay, home: Path, spec: Spec) -> Iterator[Callable[[], str]]:
    home.mkdir(parents=True)
    for name, text in spec["files"].items():
        (home / name).write_text(text)
    with mousepad(display, home, *(home / name for name in spec["open"])) as app:
        moved(display, app.window, spec)
        yield lambda: ", ".join(
            f"{file.name}: {file.read_text().strip()}"
            for file in home.glob("*.txt")
            if spec["files"].get(file.name) != file.read_text()
        )


def table(*names: str, press: str = "Renew", other: Mapping[str, str] | None = None, tag: str = "button") -> str:
    def cells(name: str) -> str:
        words = (other or {}).get(name, press)
        did = f'href="#" onclick="fetch(`/did/{words} {name}`)"'
        return f"<tr><td>{name}<td>Member<td><{tag} {did}>{words}</{tag}>"

    return f"<h1>Members</h1><table>{''.join(map(cells, names))}</table>"


def boxes(*names: str) -> str:
    tick = "<tr><td><label><input type=checkbox onclick=\"fetch('/did/{0} '+this.checked)\">Pick</label><td>{0}"
    return f"<h1>Members</h1><table>{''.join(tick.format(name) for name in names)}</table>"


def cards(*names: str) -> str:
    card = "<div class=card><b>{0}</b><p>Since 2021</p><button onclick=\"fetch('/did/Renew {0}')\">Renew</button></div>"
    return f"<h1>Members</h1><div class=cards>{''.join(card.format(name) for name in names)}</div>"


def form(*more: str, send: str = "<button {}>Note</button>") -> str:
    did = 'onclick="fetch(`/did/Note ${who.value} ${re.value}`)"'
    fields = "<p><label>Name<br><input id=who></label><p><label>Remarks<br><input id=re></label><p>"
    return f"<h1>Visit</h1>{fields}{send.format(did)}{''.join(more)}"


def rows(*names: str, press: str = "Renew", off: tuple[str, ...] = (), **more: object) -> Spec:
    return {"rows": [[name, press, name not in off] for name in names], **more}
