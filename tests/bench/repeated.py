"""What a repeated run does in a world that has changed: `python -m tests.bench.repeated [a|b|NUMBER…]`.

Each case starts a real program on a private display, records a run of plain steps, changes the world, and repeats the
run with `--mode auto`. What happened is the world's word: requests to a server, files on disk, a window's own note. A
repeat is *done* where it did the deed, *stopped* where it did nothing and said so, and *wrong* in any other case. Even
numbers are half A, which is there to learn from; odd numbers are half B, which is only measured.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.browser import browsing, pages_at
from tests.fakes.debian_apps import mousepad
from tests.fakes.waiting import wait_until
from tests.fakes.warm import called

ROWS = Path(__file__).parents[1] / "fakes" / "rows_window.py"
AT_A_TIME, PATIENCE_S = 3, 170
Spec = Mapping[str, Any]
World = Callable[[PrivateDisplay, Path, Spec], AbstractContextManager[Callable[[], str]]]


@dataclass(frozen=True, slots=True)
class Case:
    what: str
    world: World
    deed: str
    steps: str
    before: Spec
    after: Spec
    stops: bool = False  # whether to do nothing is right


@dataclass(frozen=True, slots=True)
class Outcome:
    case: Case
    verdict: str  # done, stopped, WRONG, or not recorded
    deed: str
    reason: str

    @property
    def is_right(self) -> bool:
        return self.verdict == ("stopped" if self.case.stops else "done")


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
        texts = lambda: {f.name: f.read_text() for f in home.glob("*.txt")}  # noqa: E731
        yield lambda: ", ".join(f"{n}: {t.strip()}" for n, t in texts().items() if spec["files"].get(n) != t)


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


def form(*more: str, send: str = '<button {}>Note</button>') -> str:
    did = 'onclick="fetch(`/did/Note ${who.value} ${re.value}`)"'
    fields = "<p><label>Name<br><input id=who></label><p><label>Remarks<br><input id=re></label><p>"
    return f"<h1>Visit</h1>{fields}{send.format(did)}{''.join(more)}"


def rows(*names: str, press: str = "Renew", off: tuple[str, ...] = (), **more: object) -> Spec:
    return {"rows": [[name, press, name not in off] for name in names], **more}


BOB, VISIT = 'click "Renew" in the row of "Bob"', {"title": "Visit"}
CARDS = ".cards { display: grid; grid-template-columns: repeat(3, 200px) } .card { padding: 10px }"
FILL = 'type "Grace" into "Name" / type "by train" into "Remarks" / click "Note"'
OVER = "position: fixed; left: 0; width: 100%; top: 160px; bottom: 0; background: #ffd; z-index: 9"
PRICY = f"<button style='{OVER}' onclick=\"fetch('/did/Premium')\">Premium</button>"
COOKIES = f"<div style='{OVER}' onclick=\"fetch('/did/cookies')\">We use cookies. <button>Fine</button></div>"
GLASS = "<div style='position: fixed; inset: 0; z-index: 9' onclick=\"fetch('/did/glass')\"></div>"
REPORT = "Quarterly report of the northern region with all its appendices and notes"
LINK = f"<h1>Papers</h1><div style='width: {{}}px'><a href='#' onclick=\"fetch('/did/report')\">{REPORT}</a></div>"
REFRESH = "<button onclick=\"fetch('/did/{0}')\">Refresh</button>"
ALERT = "<div style='position: fixed; inset: 0; padding: 150px; background: #eef'>Sure? {}</div>"
PHOTO = "IMG_20230101.txt"
RENAME = f'click "{PHOTO}" / press F2 / wait for "Rename" / type "chosen" / press Return / wait for "chosen.txt"'
PHOTOS = ("IMG_20220901.txt", "IMG_20221001.txt", "IMG_20221101.txt")
GROCERIES = {"a.txt": "bread\n", "b.txt": "paint\n"}
WRITE = 'press ctrl+n / wait for "Untitled" / type "Hello" / press ctrl+s / wait for "Name" / type "new.txt" / press Return'
ADD = 'press ctrl+Home / type "milk " / press ctrl+s'

CASES = (
    # Lists whose rows have moved.
    Case("page: two rows above", page, "Renew Bob", BOB, {"body": table("Ada", "Bob", "Cleo")}, {"body": table("Aaron", "Abel", "Ada", "Bob", "Cleo")}),
    Case("page: another order", page, "Renew Bob", BOB, {"body": table("Ada", "Bob", "Cleo")}, {"body": table("Cleo", "Ada", "Bob")}),
    Case("page: row gone", page, "Renew Bob", BOB, {"body": table("Ada", "Bob", "Cleo")}, {"body": table("Ada", "Cleo", "Dora")}, stops=True),
    Case("page: row twice", page, "Renew Bob", BOB, {"body": table("Ada", "Bob", "Cleo")}, {"body": table("Bob", "Ada", "Bob")}, stops=True),
    Case("page: the row's button is another", page, "Renew Bob", BOB, {"body": table("Ada", "Bob", "Cleo")}, {"body": table("Ada", "Bob", "Cleo", other={"Bob": "Reopen"})}, stops=True),
    Case("page: boxes, another order", page, "Bob true", 'click "Pick" in the row of "Bob"', {"body": boxes("Ada", "Bob", "Cleo")}, {"body": boxes("Bob", "Cleo", "Ada")}),
    Case("page: a longer name in its place", page, "Renew Bob", BOB, {"body": table("Ada", "Bob", "Cleo")}, {"body": table("Ada", "Bob Miller", "Cleo")}, stops=True),
    Case("page: links, dark and wider", page, "Open Bob", 'click "Open" in the row of "Bob"', {"body": table("Ada", "Bob", "Cleo", press="Open", tag="a")}, {"body": table("Abel", "Ada", "Bob", press="Open", tag="a"), "dark": True, "size": (1200, 760)}),
    Case("page: row below the fold", page, "Renew Bob", BOB, {"body": table("Ada", "Bob", "Cleo")}, {"body": table(*(f"Person {n}" for n in range(30)), "Bob")}, stops=True),
    Case("page: cards, another order", page, "Renew Bob", 'click "Renew" below "Bob"', {"body": cards("Ada", "Bob", "Cleo", "Dora"), "style": CARDS}, {"body": cards("Dora", "Cleo", "Ada", "Bob"), "style": CARDS}),
    Case("GTK 3: a row above", window("gtk3"), "Renew Bob", BOB, rows("Ada", "Bob", "Cleo"), rows("Aaron", "Ada", "Bob", "Cleo")),
    Case("GTK 3: row gone", window("gtk3"), "Renew Bob", BOB, rows("Ada", "Bob", "Cleo"), rows("Ada", "Cleo"), stops=True),
    Case("GTK 4: another order", window("gtk4"), "Renew Bob", BOB, rows("Ada", "Bob", "Cleo"), rows("Cleo", "Bob Hope", "Bob")),
    Case("GTK 4: row twice", window("gtk4"), "Renew Bob", BOB, rows("Ada", "Bob", "Cleo"), rows("Bob", "Bob", "Cleo"), stops=True),
    Case("Qt: rows above, moved", window("qt"), "Renew Bob", BOB, rows("Ada", "Bob", "Cleo"), rows("Aaron", "Ada", "Bob", "Cleo", at=(500, 300))),
    Case("Qt: another order, dark", window("qt"), "Renew Bob", BOB, rows("Ada", "Bob", "Cleo"), rows("Bob", "Ada", "Cleo", dark=True)),
    Case("Tk: a row above", window("tk"), "Renew Bob", BOB, rows("Ada", "Bob", "Cleo"), rows("Eve", "Ada", "Bob", "Cleo")),
    Case("Tk: row gone", window("tk"), "Renew Bob", BOB, rows("Ada", "Bob", "Cleo"), rows("Ada", "Eve", "Cleo"), stops=True),
    Case("files: others before it", files, PHOTO, RENAME, {"names": (PHOTO, "a.txt", "z.txt")}, {"names": (*PHOTOS, PHOTO)}),
    Case("files: it is gone", files, PHOTO, RENAME, {"names": (PHOTO, "a.txt", "z.txt")}, {"names": PHOTOS}, stops=True),
    # Other worlds.
    Case("page: a cookie bar over the field", page, "Note Grace by train", FILL, VISIT | {"body": form()}, VISIT | {"body": form(COOKIES)}, stops=True),
    Case("page: a fixed button over the field", page, "Note Grace by train", FILL, VISIT | {"body": form()}, VISIT | {"body": form(PRICY)}, stops=True),
    Case("page: glass over all", page, "Renew Bob", BOB, {"body": table("Ada", "Bob")}, {"body": table("Ada", "Bob") + GLASS}, stops=True),
    Case("page: Refresh in two panes", page, "one", 'click "Refresh"', {"body": "<h1>One</h1>" + REFRESH.format("one")}, {"body": f"<h1>One</h1>{REFRESH.format('one')}<h1>Two</h1>{REFRESH.format('two')}"}, stops=True),
    Case("page: renamed button", page, "Note Grace by train", FILL, VISIT | {"body": form()}, VISIT | {"body": form(send="<button {}>Note for all</button>")}, stops=True),
    Case("page: the button became a link", page, "Note Grace by train", FILL, VISIT | {"body": form()}, VISIT | {"body": form(send="<a href='#' {}>Note</a>")}, stops=True),
    Case("page: disabled button", page, "Note Grace by train", FILL, VISIT | {"body": form()}, VISIT | {"body": form(send="<button disabled {}>Note</button>")}, stops=True),
    Case("page: smaller and elsewhere", page, "Note Grace by train", FILL, VISIT | {"body": form()}, VISIT | {"body": f"<p>News<p>More news{form()}", "fit": (640, 600), "at": (400, 120)}),
    Case("page: reloaded, focus elsewhere", page, "Note Grace by train", f'click "Remarks" / press ctrl+r / {FILL}', VISIT | {"body": form()}, VISIT | {"body": form("<script>who.focus()</script>")}),
    Case("page: a link over two lines", page, "report", f'click "{REPORT}"', {"body": LINK.format(800)}, {"body": "<p>New!" + LINK.format(330)}),
    Case("page: a question of the page's own", page, "Renew Bob", BOB, {"body": table("Ada", "Bob", "Cleo")}, {"body": table("Ada", "Bob", "Cleo") + ALERT.format(REFRESH.format("all").replace("Refresh", "Renew"))}, stops=True),
    Case("editor: new, another document open", editor, "new.txt: Hello", WRITE, {"files": GROCERIES, "open": ["a.txt"]}, {"files": GROCERIES, "open": ["b.txt"]}),
    Case("editor: another document open", editor, "a.txt: milk bread", ADD, {"files": GROCERIES, "open": ["a.txt"]}, {"files": GROCERIES, "open": ["b.txt"]}, stops=True),
    Case("editor: the same, moved and smaller", editor, "a.txt: milk bread", ADD, {"files": GROCERIES, "open": ["a.txt"]}, {"files": GROCERIES, "open": ["a.txt"], "fit": (560, 360), "at": (600, 300)}),
    Case("GTK 3: form, dark", window("gtk3"), "Note Ada Grace", 'type "Grace" into "Name" / click "Note"', rows("Ada", press="Note", field="Name"), rows("Ada", press="Note", field="Name", dark=True, at=(300, 200))),
    Case("Qt: disabled button", window("qt"), "Renew Bob", BOB, rows("Ada", "Bob", "Cleo"), rows("Ada", "Bob", "Cleo", off=("Bob",)), stops=True),
    Case("Qt: a box already in its state, moved", window("qt"), "tick on, Note Ada", 'tick "Gift wrap" / click "Note"', rows("Ada", press="Note", tick=["Gift wrap", False]), rows("Ada", press="Note", tick=["Gift wrap", False], at=(200, 150), dark=True)),
    Case("Tk: renamed button", window("tk"), "Note Ada", 'click "Note"', rows("Ada", press="Note"), rows("Ada", press="Note all"), stops=True),
    Case("Tk: moved, a line more", window("tk"), "Note Ada Grace", 'type "Grace" into "Name" / click "Note"', rows("Ada", press="Note", field="Name"), rows("Ada", press="Note", field="Name", tick=["Gift wrap", False], at=(400, 260))),
    Case("GTK 4: the button is there twice", window("gtk4"), "Note Ada", 'click "Note"', rows("Ada", press="Note"), rows("Bob", "Ada", press="Note"), stops=True),
)  # fmt: skip


def ran(display: PrivateDisplay, home: Path, *words: str) -> tuple[int, str, str]:
    whole = os.environ | display.environment() | {"DESKTOP_AGENT_HOME": str(home), "DESKTOP_AGENT_RUN__APPROVER": "none"}
    done = called(["run", *words, "--mode", "auto"], whole, timeout=PATIENCE_S)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def settled(deed: Callable[[], str], expected: str) -> str:
    with suppress(AssertionError):  # what is there by then is compared
        wait_until(lambda: deed() == expected, within_s=2)
    return deed()


def tried(display: PrivateDisplay, folder: Path, case: Case) -> Outcome:
    home = folder / "home"
    for name in ("home", "agent"):
        shutil.rmtree(folder / name, ignore_errors=True)
    with case.world(display, home, case.before) as deed:
        code, out, said = ran(display, folder / "agent", case.steps.replace(" / ", "\n"), "--json")
        recorded = settled(deed, case.deed)
    if code or recorded != case.deed:
        return Outcome(case, "not recorded", recorded, f"{code} {said}")
    shutil.rmtree(home, ignore_errors=True)
    with case.world(display, home, case.after) as deed:
        code, _, said = ran(display, folder / "agent", json.loads(out.splitlines()[0])["run"])
        repeated = settled(deed, case.deed)
    verdict = "done" if not code and repeated == case.deed else "stopped" if code and not repeated else "WRONG"
    return Outcome(case, verdict, repeated, said)


def main(wanted: tuple[str, ...]) -> int:
    half = {"a": range(0, len(CASES), 2), "b": range(1, len(CASES), 2)}
    numbers = half.get(wanted[0], map(int, wanted)) if wanted else range(len(CASES))
    free: queue.SimpleQueue[tuple[PrivateDisplay, Path]] = queue.SimpleQueue()
    outcomes = []

    def one(number: int) -> tuple[int, Outcome]:
        place = free.get()
        try:
            return number, tried(*place, CASES[number])
        except Exception as error:  # noqa: BLE001 - a case that breaks off is a line of the table
            return number, Outcome(CASES[number], "broke off", "", str(error))
        finally:
            free.put(place)

    with tempfile.TemporaryDirectory(prefix="repeated-") as folder, ThreadPoolExecutor(AT_A_TIME) as pool:
        displays = [PrivateDisplay() for _ in range(AT_A_TIME)]
        for number, display in enumerate(displays):
            free.put((display, Path(folder, str(number))))
        for number, outcome in pool.map(one, numbers):
            outcomes.append(outcome)
            said = " ".join(outcome.reason.partition("Error: ")[2].split())[:330]
            mark = "ok " if outcome.is_right else "NO "
            print(f"{number:2} {mark} {outcome.case.what:38} {outcome.verdict:12} [{outcome.deed}] {said}", flush=True)
        for display in displays:
            display.close()
    right, wrong = sum(one.is_right for one in outcomes), sum(one.verdict == "WRONG" for one in outcomes)
    print(f"{right} of {len(outcomes)} right, {wrong} wrong")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])))
