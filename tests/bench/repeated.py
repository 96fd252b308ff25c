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
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.changed_worlds import (
    Spec,
    World,
    boxes,
    cards,
    editor,
    files,
    form,
    page,
    rows,
    table,
    window,
)
from tests.fakes.waiting import wait_until
from tests.fakes.warm import called

AT_A_TIME = 3
PATIENCE_S = 170


@dataclass(frozen=True, slots=True)
class Case:
    what: str
    after: Spec
    world: World
    deed: str
    steps: str
    before: Spec
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


BOB = 'click "Renew" in the row of "Bob"'
VISIT = {"title": "Visit"}
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
WRITE = (
    'press ctrl+n / wait for "Untitled" / type "Hello" / press ctrl+s / wait for "Name" / type "new.txt" / press Return'
)
ADD = 'press ctrl+Home / type "milk " / press ctrl+s'

ABC = ("Ada", "Bob", "Cleo")
UNREAD = "<button {}>Note for all</button>"
OFF = "<button disabled {}>Note</button>"
LINK_TO = "<a href='#' {}>Note</a>"
ASKS = ALERT.format(REFRESH.format("all").replace("Refresh", "Renew"))
TICKED: dict[str, Any] = {"press": "Note", "tick": ["Gift wrap", False]}
listed = partial(Case, world=page, deed="Renew Bob", steps=BOB, before={"body": table(*ABC)})
gtk3, gtk4, qt, tk = (
    partial(Case, world=window(kind), deed="Renew Bob", steps=BOB, before=rows(*ABC))
    for kind in ("gtk3", "gtk4", "qt", "tk")
)
renamed = partial(Case, world=files, deed=PHOTO, steps=RENAME, before={"names": (PHOTO, "a.txt", "z.txt")})
visit = partial(Case, world=page, deed="Note Grace by train", steps=FILL, before=VISIT | {"body": form()})
noted: dict[str, Any] = {"deed": "Note Ada Grace", "steps": 'type "Grace" into "Name" / click "Note"'}
noted |= {"before": rows("Ada", press="Note", field="Name")}
pressed: dict[str, Any] = {"deed": "Note Ada", "steps": 'click "Note"', "before": rows("Ada", press="Note")}
written = partial(Case, world=editor, before={"files": GROCERIES, "open": ["a.txt"]})
added = partial(written, deed="a.txt: milk bread", steps=ADD)

CASES = (
    # Lists whose rows have moved.
    listed("page: two rows above", {"body": table("Aaron", "Abel", *ABC)}),
    listed("page: another order", {"body": table("Cleo", "Ada", "Bob")}),
    listed("page: row gone", {"body": table("Ada", "Cleo", "Dora")}, stops=True),
    listed("page: row twice", {"body": table("Bob", "Ada", "Bob")}, stops=True),
    listed("page: the row's button is another", {"body": table(*ABC, other={"Bob": "Reopen"})}, stops=True),
    Case("page: boxes, another order", {"body": boxes("Bob", "Cleo", "Ada")}, world=page, deed="Bob true",
         steps='click "Pick" in the row of "Bob"', before={"body": boxes(*ABC)}),
    listed("page: a longer name in its place", {"body": table("Ada", "Bob Miller", "Cleo")}, stops=True),
    Case("page: links, dark and wider",
         {"body": table("Abel", "Ada", "Bob", press="Open", tag="a"), "dark": True, "size": (1200, 760)},
         world=page, deed="Open Bob", steps='click "Open" in the row of "Bob"',
         before={"body": table(*ABC, press="Open", tag="a")}),
    listed("page: row below the fold", {"body": table(*(f"Person {n}" for n in range(30)), "Bob")}, stops=True),
    Case("page: cards, another order", {"body": cards("Dora", "Cleo", "Ada", "Bob"), "style": CARDS}, world=page,
         deed="Renew Bob", steps='click "Renew" below "Bob"', before={"body": cards(*ABC, "Dora"), "style": CARDS}),
    gtk3("GTK 3: a row above", rows("Aaron", *ABC)),
    gtk3("GTK 3: row gone", rows("Ada", "Cleo"), stops=True),
    gtk4("GTK 4: another order", rows("Cleo", "Bob Hope", "Bob")),
    gtk4("GTK 4: row twice", rows("Bob", "Bob", "Cleo"), stops=True),
    qt("Qt: rows above, moved", rows("Aaron", *ABC, at=(500, 300))),
    qt("Qt: another order, dark", rows("Bob", "Ada", "Cleo", dark=True)),
    tk("Tk: a row above", rows("Eve", *ABC)),
    tk("Tk: row gone", rows("Ada", "Eve", "Cleo"), stops=True),
    renamed("files: others before it", {"names": (*PHOTOS, PHOTO)}),
    renamed("files: it is gone", {"names": PHOTOS}, stops=True),
    # Other worlds.
    visit("page: a cookie bar over the field", VISIT | {"body": form(COOKIES)}, stops=True),
    visit("page: a fixed button over the field", VISIT | {"body": form(PRICY)}, stops=True),
    listed("page: glass over all", {"body": table(*ABC) + GLASS}, stops=True),
    Case("page: Refresh in two panes", {"body": "<h1>One</h1>" + REFRESH.format("one") + REFRESH.format("two")},
         world=page, deed="one", steps='click "Refresh"', before={"body": "<h1>One</h1>" + REFRESH.format("one")},
         stops=True),
    visit("page: renamed button", VISIT | {"body": form(send=UNREAD)}, stops=True),
    visit("page: the button became a link", VISIT | {"body": form(send=LINK_TO)}, stops=True),
    visit("page: disabled button", VISIT | {"body": form(send=OFF)}, stops=True),
    visit("page: smaller and elsewhere",
          VISIT | {"body": f"<p>News<p>More{form()}", "fit": (640, 600), "at": (400, 120)}),
    visit("page: reloaded, focus elsewhere", VISIT | {"body": form("<script>who.focus()</script>")},
          steps=f'click "Remarks" / press ctrl+r / {FILL}'),
    Case("page: a link over two lines", {"body": "<p>New!" + LINK.format(330)}, world=page, deed="report",
         steps=f'click "{REPORT}"', before={"body": LINK.format(800)}),
    listed("page: a question of the page's own", {"body": table(*ABC) + ASKS}, stops=True),
    written("editor: new, another document open", {"files": GROCERIES, "open": ["b.txt"]}, deed="new.txt: Hello",
            steps=WRITE),
    added("editor: another document open", {"files": GROCERIES, "open": ["b.txt"]}, stops=True),
    added("editor: the same, moved and smaller",
          {"files": GROCERIES, "open": ["a.txt"], "fit": (560, 360), "at": (600, 300)}),
    gtk3("GTK 3: form, dark", rows("Ada", press="Note", field="Name", dark=True, at=(300, 200)), **noted),
    qt("Qt: disabled button", rows(*ABC, off=("Bob",)), stops=True),
    qt("Qt: a box to tick, moved and dark", rows("Ada", **TICKED, at=(200, 150), dark=True), deed="tick on, Note Ada",
       steps='tick "Gift wrap" / click "Note"', before=rows("Ada", **TICKED)),
    tk("Tk: renamed button", rows("Ada", press="Note all"), **pressed, stops=True),
    tk("Tk: moved, a line more", rows("Ada", **TICKED, field="Name", at=(400, 260)), **noted),
    gtk4("GTK 4: the button is there twice", rows("Bob", "Ada", press="Note"), **pressed, stops=True),
)  # fmt: skip


def ran(display: PrivateDisplay, home: Path, *words: str) -> tuple[int, str, str]:
    own = {"DESKTOP_AGENT_HOME": str(home), "DESKTOP_AGENT_RUN__APPROVER": "none"}
    whole = os.environ | display.environment() | own
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
        code, out, words = ran(display, folder / "agent", case.steps.replace(" / ", "\n"), "--json")
        recorded = settled(deed, case.deed)
    if code or recorded != case.deed:
        return Outcome(case, "not recorded", recorded, f"{code} {words}")
    shutil.rmtree(home, ignore_errors=True)
    with case.world(display, home, case.after) as deed:
        code, _, words = ran(display, folder / "agent", json.loads(out.splitlines()[0])["run"])
        repeated = settled(deed, case.deed)
    if not code and repeated == case.deed:
        verdict = "done"
    elif code and not repeated:
        verdict = "stopped"
    else:
        verdict = "WRONG"
    return Outcome(case, verdict, repeated, words)


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
            words = " ".join(outcome.reason.partition("Error: ")[2].split())[:330]
            mark = "ok " if outcome.is_right else "NO "
            print(f"{number:2} {mark} {outcome.case.what:38} {outcome.verdict:12} [{outcome.deed}] {words}", flush=True)
        for display in displays:
            display.close()
    right = sum(one.is_right for one in outcomes)
    wrong = sum(one.verdict == "WRONG" for one in outcomes)
    print(f"{right} of {len(outcomes)} right, {wrong} wrong")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])))
