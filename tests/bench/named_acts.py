"""Presses by name in lists that the same answer has moved on: `python -m tests.bench.named_acts [VIEW…] [ACTS]`.

Each act is one call over MCP: something that puts a row or a file in front of the others, and then a press on one of
them by its name. What was pressed is the word of the program (its log, its page's requests) or of the file system: the
file with the new name still holds the old one. An act is *right* where the named item was hit and no other, *refused*
where nothing was and the answer says so, *missed* where it doesn't, and *wrong* where another item was hit. There must
be no wrong one.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.people.mcp_agent import Agent, agent, environment
from tests.fakes.programs.apps import running
from tests.fakes.programs.browser import browsing
from tests.fakes.servers.loopback_server import LoopbackServer, QuietHandler
from tests.fakes.waiting import awaited

Act = Mapping[str, object]
ITEMS = tuple(f"Item {number}" for number in range(11, 19))
FILES = tuple(f"{year}-{what}.txt" for year in (2024, 2025, 2026) for what in ("bill", "rent", "tax"))
_NOT_DONE = re.compile(r"wasn't|was not|couldn't|Nothing was done")
_FLAGS = ("--mode", "auto", "--approver", "none")
_DELAYS_MS = (0, 60, 150, 400, 700)  # after which the new row comes
_ASKS = {"GTK_MODULES": "gail:atk-bridge", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
_ROWS = Path(__file__).parents[1] / "fakes" / "programs" / "inserted_rows.py"
_GESTURES: Sequence[Act] = (
    {"action": "click"},
    {"action": "double_click"},
    {"action": "click", "button": "right"},
    {"action": "click", "keys": ["ctrl"]},
)
_PAGE = """<!doctype html><meta charset=utf-8><title>Rows</title><body style="font:16px sans-serif">
<button id=add>Add</button><ul id=list></ul><script>
const list = document.getElementById("list"), delays = DELAYS;
let added = 0;
function row(words) {
  const item = document.createElement("li"), button = document.createElement("button");
  button.textContent = words;
  for (const kind of ["click", "contextmenu"])
    button.addEventListener(kind, event => { event.preventDefault(); fetch("/hit/" + encodeURIComponent(words)); });
  item.append(button);
  return item;
}
for (const words of ITEMS) list.append(row(words));
document.getElementById("add").onclick =
  () => setTimeout(() => {
    if (++added % 7) list.prepend(row("Added " + added));
    else for (let gone = 0; gone < 6; gone++) list.children[0].remove();
  }, delays[added % delays.length]);
</script>"""


@dataclass
class Round:
    """One act: the actions of a call, the names that it presses, and what the program says was hit."""

    actions: Sequence[Act]
    names: Sequence[str]
    hits: Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True)
class View:
    """A program with items: starts it, and yields one round after the other; `first` is done before these.

    `named` is a control of which the program tells once it is ready.
    """

    started: Callable[[PrivateDisplay, Path, ExitStack], Iterator[Round]]
    first: Sequence[Act] = ()
    named: str = ""


def _listed(log: Callable[[], Sequence[str]], seed: int = 1) -> Iterator[Round]:
    """Yield rounds in a list with a button that adds a row in front."""
    chance = random.Random(seed)
    for number in itertools.count():
        names = chance.sample(ITEMS, 2 if number % 5 == 4 else 1)
        gesture = _GESTURES[number % len(_GESTURES)]
        presses = [{**gesture, "name": name} for name in names]
        before = len(log())
        yield Round(
            [{"action": "click", "name": "Add"}, *presses],
            names,
            lambda before=before: log()[before:],  # type: ignore[misc]
        )


def _window(toolkit: str) -> View:
    def start(display: PrivateDisplay, folder: Path, stack: ExitStack) -> Iterator[Round]:
        log = folder / "log"
        log.touch()
        delays = [str(delay) for delay in _DELAYS_MS]
        python = sys.executable if toolkit == "qt" else "/usr/bin/python3"
        command: list[str | Path] = [python, _ROWS, toolkit, log, *delays]
        stack.enter_context(running(command, display, folder / "app", "^Rows$", environment=_ASKS))
        return _listed(lambda: log.read_text().splitlines())

    return View(start, named="" if toolkit == "tk" else "Add")


class _Handler(QuietHandler):
    def do_GET(self) -> None:
        self.served.asked.append(self.path)
        is_page = self.path == "/"
        self.say(200 if is_page else 404, "text/html; charset=utf-8", (self.served.page if is_page else "").encode())


@dataclass
class _Page(LoopbackServer):
    page: str
    asked: list[str] = field(default_factory=list)
    handler = _Handler


def _page(stack: ExitStack) -> _Page:
    page = _PAGE.replace("DELAYS", str([*_DELAYS_MS])).replace("ITEMS", str([*ITEMS]))
    return stack.enter_context(_Page(page))


def _hits(page: _Page) -> list[str]:
    return [unquote(path.removeprefix("/hit/")) for path in page.asked if path.startswith("/hit/")]


def _chromium() -> View:
    def start(display: PrivateDisplay, folder: Path, stack: ExitStack) -> Iterator[Round]:
        page = _page(stack)
        switches = ("force-renderer-accessibility",)
        stack.enter_context(browsing(display, folder / "app", page.url, "Rows", more=switches))
        return _listed(lambda: _hits(page))

    return View(start)


def _firefox() -> View:
    def start(display: PrivateDisplay, folder: Path, stack: ExitStack) -> Iterator[Round]:
        page = _page(stack)
        profile = folder / "app" / "profile"
        profile.mkdir(parents=True)
        (profile / "user.js").write_text(
            'user_pref("browser.aboutwelcome.enabled", false);\n'
            'user_pref("datareporting.policy.dataSubmissionEnabled", false);\n'
        )
        command: list[str | Path] = ["firefox-esr", "--no-remote", "--profile", profile, page.url]
        more = {**_ASKS, "GNOME_ACCESSIBILITY": "1"}
        stack.enter_context(running(command, display, folder / "app", "Rows", environment=more))
        return _listed(lambda: _hits(page))

    return View(start)


def _files(
    program: Sequence[str],
    title: str,
    new_folder: Callable[[str], Sequence[Act]],
    rename: Sequence[Act],
    first: Sequence[Act] = (),
) -> View:
    """Return a view of a file manager: a batch makes a folder, which comes first, and renames a file by its name.

    `first` chooses the view.
    """

    def start(display: PrivateDisplay, folder: Path, stack: ExitStack) -> Iterator[Round]:
        files = folder / "app" / "papers"
        files.mkdir(parents=True)
        for name in FILES:
            (files / name).write_text(name)
        stack.enter_context(running([*program, files], display, folder / "app", title, environment=_ASKS))
        return rounds(files)

    def rounds(files: Path) -> Iterator[Round]:
        chance = random.Random(1)
        for number in itertools.count(1):
            name = chance.choice(FILES)
            press = {"action": "click", "name": name}

            def hits() -> list[str]:
                renamed = [file for file in files.iterdir() if file.is_file() and file.name not in FILES]
                held = [file.read_text() for file in renamed]
                for file in renamed:
                    file.rename(files / file.read_text())
                for made in [made for made in files.iterdir() if made.is_dir()]:
                    made.rmdir()
                return held

            yield Round([*new_folder(f"{number:04}"), press, *rename], [name], hits)
            time.sleep(1.5)  # the view shows the files of before again

    return View(start, first)


def _press(*keys: str) -> Act:
    return {"action": "press", "keys": list(keys)}


def _text(words: str) -> Act:
    return {"action": "type", "text": words}


_WAIT_FOR: Act = {"action": "wait_for", "seconds": 8}
_INLINE = (_press("f2"), {"action": "wait", "seconds": 0.7}, _text("done"), _press("enter"))
_IN_DIALOG = (_press("f2"), _WAIT_FOR, _text("done"), _press("enter"))


def _asked_in_dialog(*keys: str) -> Callable[[str], Sequence[Act]]:
    return lambda name: (_press(*keys), _WAIT_FOR, _press("ctrl", "a"), _text(f"{name}\n"))


def _named_inline(name: str) -> Sequence[Act]:
    return (_press("ctrl", "shift", "n"), {"action": "wait", "seconds": 0.7}, _text(f"{name}\n"))


VIEWS: Mapping[str, View] = {
    "dolphin": _files(["dolphin"], "papers", _asked_in_dialog("f10"), _INLINE),
    "thunar": _files(["thunar"], "papers", _asked_in_dialog("ctrl", "shift", "n"), _IN_DIALOG),
    "nemo": _files(["nemo"], "papers", _named_inline, _INLINE),
    "caja": _files(["caja", "--no-desktop"], "papers", _named_inline, _INLINE),
    "pcmanfm": _files(["pcmanfm"], "papers", _asked_in_dialog("ctrl", "shift", "n"), _IN_DIALOG),
    "dolphin-details": _files(["dolphin"], "papers", _asked_in_dialog("f10"), _INLINE, [_press("ctrl", "3")]),
    "thunar-list": _files(
        ["thunar"], "papers", _asked_in_dialog("ctrl", "shift", "n"), _IN_DIALOG, [_press("ctrl", "2")]
    ),
    "nemo-list": _files(["nemo"], "papers", _named_inline, _INLINE, [_press("ctrl", "2")]),
    "pcmanfm-list": _files(
        ["pcmanfm"], "papers", _asked_in_dialog("ctrl", "shift", "n"), _IN_DIALOG, [_press("ctrl", "4")]
    ),
    "gtk3": _window("gtk3"),
    "gtk4": _window("gtk4"),
    "qt": _window("qt"),
    "tk": _window("tk"),
    "chromium": _chromium(),
    "firefox": _firefox(),
}


@dataclass
class Outcome:
    """What became of the acts in one view; `told` has what was not right, and `seconds` how long the calls took."""

    counts: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def _verdict_on(told: str) -> str:
    """Return what became of an act that hit nothing: the answer says so, or it doesn't."""
    return "refused" if _NOT_DONE.search(told) else "missed"


def _wake_names(display: PrivateDisplay) -> None:
    """Have the bus for names of controls come up, so that programs find it when they start."""
    where = ("--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus", "--method", "org.a11y.Bus.GetAddress")
    subprocess.run(["gdbus", "call", "--session", *where], env=display.environment(), capture_output=True, check=False)


def played(name: str, acts: int) -> Outcome:
    """Play so many acts in a view."""
    with TemporaryDirectory() as folder, PrivateDisplay(1280, 800) as display, ExitStack() as stack:
        _wake_names(display)
        rounds = VIEWS[name].started(display, Path(folder), stack)

        async def is_listed(caller: Agent, named: str) -> bool:
            return f"“{named}” (" in (await caller.call("find", text=named)).text

        async def work() -> Outcome:
            outcome = Outcome()
            async with agent(
                environment(display, Path(folder) / "agent"), "--mode", "auto", "--approver", "none"
            ) as caller:
                if named := VIEWS[name].named:
                    await awaited(partial(is_listed, caller, named), f"“{named}”")
                if VIEWS[name].first:
                    await caller.call("look")
                    await caller.act(*VIEWS[name].first)
                for act in itertools.islice(rounds, acts):
                    await caller.call("look")
                    began = time.monotonic()
                    reported = await caller.act(*act.actions)
                    outcome.seconds.append(time.monotonic() - began)
                    await asyncio.sleep(0.5)
                    hits = act.hits()
                    wrong = [hit for hit in hits if hit not in act.names]
                    missed = [wanted for wanted in act.names if wanted not in hits]
                    if wrong:
                        verdict = "wrong"
                    elif missed:
                        verdict = _verdict_on(reported.text)
                    else:
                        verdict = "right"
                    outcome.counts[verdict] += 1
                    if verdict != "right":
                        outcome.told.append(f"{verdict}: {act.names} {hits}: {reported.text[:600]}")
            return outcome

        return asyncio.run(work())


if __name__ == "__main__":
    words = sys.argv[1:]
    count = int(words.pop()) if words and words[-1].isdigit() else 20
    total = Counter[str]()
    for view in words or VIEWS:
        done = played(view, count)
        total += done.counts
        middle = sorted(done.seconds)[len(done.seconds) // 2]
        print(view, dict(done.counts), f"{middle:.1f} s a call", *done.told, sep="\n  ", flush=True)
    print("all", dict(total))
