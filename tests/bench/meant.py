"""Acts whose target is what the model meant, and acts whose target became something else: which are done.

`python -m tests.bench.meant [--times N] [TOOLKIT ...]`; TOOLKIT is gtk, qt or page, on which the check was
built, or tk (which names nothing) or firefox, on which it is measured. A scripted model answers each
picture with a batch. In half of the cases the batch itself changes how its targets look: a field gets its focus frame,
a button is enabled, toggled or hovered, a row is chosen, an icon is painted. All of those should be done. In the other
half an act of the batch makes the target something else in the same window: it is renamed, moved, covered or replaced.
None of those may be pressed, with a move to it before the click or without. What was done is read from the window's
own log. Exit code 1 where something that had become another thing was pressed, or what was hit got another's name.

What the record names as hit in the first half is compared with what the window itself calls what stands there.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from json import loads
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop_agent.core.events import ActionDone, ActionProposed, Stamped
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.prepare import prepare
from desktop_agent.lib.paths import places
from desktop_agent.record.reader import read_events
from desktop_agent.settings import load
from tests.bench.benign import Agreeable
from tests.bench.changing_page import BROWSERS, changing_page
from tests.fakes.apps import running
from tests.fakes.script import Answer, Item, Script, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until

KINDS = ("renamed", "moved", "covered", "replaced")
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Changing:
    """A window whose controls change; `log` tells what was done in it since it was reset."""

    places: Mapping[str, Place]
    reset: Callable[[], object]
    log: Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Case:
    """A batch, and what the log holds once it was done; for a target that changes, what it must not hold."""

    name: str
    batch: Callable[[Mapping[str, Place]], Sequence[Item]]
    wants: tuple[str, ...] = ()
    never: str = ""


def click(at: Place, **more: object) -> Item:
    """Click."""
    return {"type": "click", "x": at[0], "y": at[1], "button": "left", **more}


def twice(at: Place) -> Item:
    """Double click."""
    return {"type": "double_click", "x": at[0], "y": at[1]}


def thrice(at: Place) -> Item:
    """Click three times."""
    return {"type": "triple_click", "x": at[0], "y": at[1]}


def move(at: Place) -> Item:
    """Move the pointer."""
    return {"type": "move", "x": at[0], "y": at[1]}


def text(words: str) -> Item:
    """Type."""
    return {"type": "type", "text": words}


def meant() -> Iterator[Case]:
    """Yield the batches that change how their own targets look."""
    yield Case("enabled by typing", lambda p: [click(p["Name"]), text("Ada"), click(p["Create"])], ("Create",))
    yield Case("toggled twice", lambda p: [click(p["Bold"]), click(p["Bold"])], ("Bold", "Bold"))
    yield Case("neighbour lit", lambda p: [move(p["Bold"]), click(p["Italic"])], ("Italic",))
    yield Case("lit itself", lambda p: [move(p["Italic"]), click(p["Italic"])], ("Italic",))
    yield Case("focus frame", lambda p: [click(p["Name"]), text("\t"), click(p["Bold"])], ("Bold",))
    yield Case("typed over", lambda p: [click(p["Name"]), text("Ada"), click(p["Name"]), text("x"), click(p["Create"])],
               ("Create",))  # fmt: skip
    yield Case("icon painted", lambda p: [click(p["Red"]), click(p["Fill"])], ("Red", "Fill"))
    yield Case("row, twice", lambda p: [twice(p["row Letters"])], ("opened Letters",))
    yield Case("row after another", lambda p: [click(p["row Photos"]), twice(p["row Letters"])], ("opened Letters",))
    yield Case("row chosen, then twice", lambda p: [click(p["row Music"]), twice(p["row Music"])], ("opened Music",))
    yield Case("icon, twice", lambda p: [twice(p["icon Photos"])], ("opened icon Photos",))
    yield Case("icon after another", lambda p: [click(p["icon Music"]), twice(p["icon Photos"])],
               ("opened icon Photos",))  # fmt: skip


def swapped() -> Iterator[Case]:
    """Yield the batches in which the target becomes another thing."""
    for kind in KINDS:
        never = "pressed"
        yield Case(kind, lambda p, k=kind: [click(p[k]), click(p["Target"])], (f"made {kind}",), never)  # type: ignore[misc]
        yield Case(f"{kind}, moved to", lambda p, k=kind: [click(p[k]), move(p["Target"]), click(p["Target"])],  # type: ignore[misc]
                   (f"made {kind}",), never)  # fmt: skip


@dataclass(slots=True)
class Score:
    """How often each was tried, and done."""

    tried: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)  # presses, by what the record calls what they hit: "as it is"


def script_of(window: Changing, cases: Sequence[Case], score: Score) -> list[Script]:
    """Return two answers for each case: one that looks once the window is as it was, and the batch."""

    def looks(before: Case | None) -> Script:
        def look(_: Mapping[str, object]) -> Answer:
            if before is not None:
                count(before)
            window.reset()
            return asks({"type": "screenshot"})

        return look

    def count(case: Case) -> None:
        said = window.log()
        score.tried[case.name] += 1
        wrong = bool(case.never) and any(one.startswith(case.never) for one in said)
        missing = Counter(case.wants) - Counter(said)
        score.wrong[case.name] += wrong
        score.done[case.name] += not missing and not wrong

    answers: list[Script] = []
    before: Case | None = None
    for case in cases:
        answers += [looks(before), asks(*case.batch(window.places))]
        before = case

    def end(_: Mapping[str, object]) -> Answer:
        if before is not None:
            count(before)
        return says("Done.")

    return [*answers, end]


def play(window: Changing, cases: Sequence[Case], score: Score) -> None:
    """Have a run play all cases in a window."""
    with ScriptedServer(script_of(window, cases, score), dialect="openai") as server:
        flags = {"provider.base_url": server.base_url, "provider.dialect": "openai", "run.record": False,
                 "run.max_steps": 10_000, "applications.first_time": "card"}  # fmt: skip
        settings = load(places(os.environ).config_file, os.environ, flags).settings
        result = prepare("Press what is meant", settings, approver=Agreeable()).run()
    score.named.update(named(read_events(result.dir), window.places))


def named(events: Sequence[Stamped], known: Mapping[str, Place]) -> Iterator[str]:
    """Yield for each click that was done "right", "none" or "wrong": the name in the record, by the window's own."""
    names = {at: name.removeprefix("row ").removeprefix("icon ") for name, at in known.items()}
    asked = dict[tuple[int, str, int], Place]()
    for one in events:
        match one.event:
            case ActionProposed(call_id=call, index=index, action={"kind": "click", "x": int(x), "y": int(y)}):
                asked[one.turn, call, index] = (x, y)
            case ActionDone(call_id=call, index=index, target=hit) if (one.turn, call, index) in asked:
                name = hit.name if hit else None
                yield "none" if name is None else "right" if name == names[asked[one.turn, call, index]] else "wrong"
            case _:
                pass


@contextmanager
def native(toolkit: str, display: PrivateDisplay, home: Path) -> Iterator[Changing]:
    """Show the window of a toolkit."""
    home.mkdir(parents=True, exist_ok=True)
    where, log = home / "places.json", home / "log"
    script = str(Path(__file__).parents[1] / "fakes" / f"changing_{toolkit}.py")
    python = sys.executable if toolkit == "qt" else "/usr/bin/python3"
    environment = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    log.touch()
    with running(
        [python, script, where, log], display, home, "^Changing$", environment=environment, talking=True
    ) as app:

        def placed() -> dict[str, Place]:
            """Return where the controls are, once the toolkit knows where the window manager has put the window."""
            told: dict[str, list[int]] = loads(where.read_text()) if where.exists() else {}
            corner = told.pop("window", None)
            return {name: (at[0], at[1]) for name, at in told.items()} if corner == [*app.frame()[:2]] else {}

        known: Mapping[str, Place] = wait_until(placed, "the places of the controls")

        def reset() -> None:
            log.write_text("")
            assert app.process.stdin is not None
            app.process.stdin.write(b"\n")
            app.process.stdin.flush()
            wait_until(lambda: "reset" in log.read_text(), "the window as it was")
            log.write_text("")

        yield Changing(known, reset, lambda: log.read_text().splitlines())


def main(words: Sequence[str]) -> int:
    """Print the table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("toolkits", nargs="*", default=["gtk", "qt", "page", "tk", "firefox"])
    asked.add_argument("--times", type=int, default=2)
    given = asked.parse_args(words)
    wrong = tried = done = pressed = misnamed = 0
    with PrivateDisplay() as display, TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.environ.update({**display.environment(), "DESKTOP_AGENT_HOME": f"{home}/agent"})
        for toolkit in given.toolkits:
            opened = partial(changing_page if toolkit in BROWSERS else native, toolkit)
            good, bad = Score(), Score()
            with opened(display, Path(home) / toolkit) as window:
                play(window, [*meant()] * given.times, good)
                play(window, [*swapped()] * given.times, bad)
            for score in (good, bad):
                for name, count in score.tried.items():
                    print(f"{toolkit:<6}{name:<26}{score.done[name]:>4} of {count:<4}"
                          f"{'  WRONG ' + str(score.wrong[name]) if score.wrong[name] else ''}")  # fmt: skip
            print(f"{toolkit:<6}named as the window does  {good.named['right']:>4} of {good.named.total():<4}"
                  f"  not named {good.named['none']}, WRONG {good.named['wrong']}")  # fmt: skip
            misnamed += good.named["wrong"]
            wrong += bad.wrong.total()
            pressed += bad.tried.total()
            tried += good.tried.total()
            done += good.done.total()
    print(f"\nmeant: {done} of {tried} done; changed: {wrong} of {pressed} pressed as something else")
    return 1 if wrong or misnamed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
