"""How often a person is asked in ordinary tasks whose scope they said at the start.

`python -m tests.bench.benign [--once] [TASK ...]`. The model is scripted; a person says yes to everything, lets every
application in for good, and takes the widest answer that a card offers; with `--once` the narrowest each time. The
guard was built on the note and the files; the sheet and the papers measure it.

Each task has 30 steps or is done with the whole of what the application is for; its effect is read from a file. Played
four times: with the bare name of the program, which is the scope `click`; with `everything`; with that once more; and
with `everything` where accessibility is off. Goals: with `everything` 1 question in the median and 2 at most, none once
more, and 3 at most where nothing tells what it is.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Literal

from desktop_agent.core.decision import Answer, AppAllowed, Approved, Question
from desktop_agent.core.mode import AccessLevel
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.prepare import prepare
from desktop_agent.lib.paths import places
from desktop_agent.settings import load
from tests.fakes.debian_apps import file_manager, mousepad
from tests.fakes.office import office
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.hostile.asked import Turn, click, fixed, named, press, scroll, typed
from tests.hostile.silent_display import SilentDisplay

Variant = Literal["click", "everything", "once more", "nothing told"]
MOST: Mapping[Variant, int | None] = {"click": None, "everything": 2, "once more": 0, "nothing told": 3}
MEDIAN = 1  # with everything in scope


@dataclass(slots=True)
class Agreeable:
    """A person who says yes to everything, for good wherever that is offered, and counts."""

    once: bool = False
    asked: list[str] = field(default_factory=list)
    answers_words: bool = False
    admits: bool = True

    async def decide(self, question: Question) -> Answer:
        """Say yes."""
        rules = ", ".join(reason.rule for reason in question.reasons)
        self.asked.append(f"{question.kind}: {rules}: {question.sentence}")
        if self.once:
            return AppAllowed("everything", "once") if question.kind == "application" else Approved()
        if question.kind == "application":
            return AppAllowed("everything", "always")
        return Approved(remember=question.may_be_remembered, everything=question.wider)

    async def reply(self, question: str) -> str | None:
        """Say nothing."""
        del question
        return None

    async def hand_back(self, reason: str) -> None:
        """Never be asked."""
        raise AssertionError(reason)


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a task: its steps, what was asked, and whether it was done."""

    steps: int
    asked: Sequence[str]
    done: bool


@dataclass(frozen=True, slots=True)
class Task:
    """What a model does in an open application, how to tell that it was done, and what a person calls the place."""

    scope: str
    turns: Sequence[Turn]
    done: Callable[[], bool]


Open = Callable[[PrivateDisplay, Path], AbstractContextManager[Task]]


@contextmanager
def note(display: PrivateDisplay, folder: Path) -> Iterator[Task]:
    """Write and mend a note in the editor, and save it."""
    file = folder / "note.txt"
    file.write_text("Agenda\n", encoding="utf-8")
    with mousepad(display, folder / "home", file) as app:
        left, top, width, height = app.frame()
        middle = fixed(left + width // 2, top + height // 2)
        lines = [typed(f"{n}. point of the agenda\n") for n in range(1, 15)]
        mend = [press("CTRL+HOME"), press("END"), typed(" of the meeting"), press("CTRL+END"), typed("The end.\n")]
        keys = [press("UP"), press("HOME"), press("SHIFT+END"), press("DELETE"), typed("Done."), press("CTRL+A")]
        yield Task(
            "mousepad",
            [click(middle), press("CTRL+END"), *lines, *mend, *keys, press("CTRL+END"), scroll(middle, -200),
             press("CTRL+S")],
            lambda: "14. point" in (said := file.read_text(encoding="utf-8")) and "of the meeting" in said,
        )  # fmt: skip


@contextmanager
def files(display: PrivateDisplay, folder: Path) -> Iterator[Task]:
    """Rename files in the file manager, one after the other."""
    papers = folder / "papers"
    papers.mkdir()
    for n in range(4):
        (papers / f"a{n}.txt").write_text("x", encoding="utf-8")
    with file_manager(display, folder / "home", papers) as app:
        left, top, _, _ = app.frame()
        turns: list[Turn] = []
        for n in range(6):
            at = fixed(left + 206 + 94 * (n % 4), top + 95)
            turns += [click(at), press("F2"), press("CTRL+A"), typed(f"a{n % 4}-{n}.txt"), press("ENTER")]
        names = {"a0-4.txt", "a1-5.txt", "a2-2.txt", "a3-3.txt"}
        yield Task("pcmanfm", turns, lambda: {path.name for path in papers.iterdir()} == names)


@contextmanager
def sheet(display: PrivateDisplay, folder: Path) -> Iterator[Task]:
    """Write a budget into a sheet, mend it, and save it under a name."""
    file = folder / "budget.ods"
    with office("calc", display, folder / "home") as (app, orders):
        left, top, width, height = app.frame()
        middle = fixed(left + width // 2, top + height // 2)
        rows: list[Turn] = []
        for n, what in enumerate(("Rent", "Food", "Books", "Travel by train", "Telephone", "Garden"), start=1):
            rows += [typed(f"{what}\t"), typed(f"{n * 120}\n"), press("HOME")]
        total = [typed("Total\t"), typed("=SUM(B1:B6)\n"), press("CTRL+HOME"), press("DOWN"), press("RIGHT"),
                 typed("250\n"), press("CTRL+HOME"), press("CTRL+B"), scroll(middle, 300),
                 scroll(middle, -300)]  # fmt: skip
        save = [press("CTRL+S"), press("CTRL+A"), typed(str(file)), press("ENTER")]

        def done() -> bool:
            text = str(orders.ask("text")["text"])
            return "Travel by train" in text and "SUM" in text and file.exists()

        yield Task("soffice.bin", [press("CTRL+HOME"), *rows, *total, *save], done)


@contextmanager
def papers(display: PrivateDisplay, folder: Path) -> Iterator[Task]:
    """File six papers: cut each out of the one folder and paste it into another."""
    desk = folder / "papers"
    for name in ("Invoices", "Letters"):
        (desk / name).mkdir(parents=True)
    for n in range(6):
        (desk / f"z{n}.txt").write_text("x", encoding="utf-8")
    with file_manager(display, folder / "home", desk) as app:
        left, top, _, _ = app.frame()
        place = [fixed(left + 206 + 94 * n, top + 95) for n in range(3)]
        turns: list[Turn] = []
        for n in range(6):
            turns += [click(place[2]), press("CTRL+X"), named("double_click", place[n % 2]), press("CTRL+V"),
                      press("ALT+UP")]  # fmt: skip
        filed = {f"Invoices/z{n}.txt" for n in (0, 2, 4)} | {f"Letters/z{n}.txt" for n in (1, 3, 5)}
        yield Task("pcmanfm", turns, lambda: {str(one.relative_to(desk)) for one in desk.glob("*/*")} == filed)


TASKS: Mapping[str, Open] = {"note": note, "files": files, "sheet": sheet, "papers": papers}


def main(words: Sequence[str]) -> int:
    """Print how often was asked; return 0 where no task asks too often."""
    names, narrowly = [word for word in words if word != "--once"], "--once" in words
    print(f"{'task':<10}{'steps':>7}{''.join(f'{variant:>14}' for variant in MOST)}{'done':>9}")
    asked: dict[Variant, list[int]] = {variant: [] for variant in MOST}
    bad = 0
    with PrivateDisplay() as display, SilentDisplay() as silent, TemporaryDirectory(ignore_cleanup_errors=True) as home:
        for name in names or TASKS:
            rows: dict[Variant, Played] = {}
            for variant in MOST:
                shown = silent if variant == "nothing told" else display
                # A person's own memory, except that the tasks of one variant know nothing of another's.
                kept = "everything" if variant == "once more" else variant
                os.environ.update({**shown.environment(), "DESKTOP_AGENT_HOME": f"{home}/agent {name} {kept}"})
                rows[variant] = once(TASKS[name], shown, Path(home) / f"{name} {variant}", _level(variant),
                                     narrowly=narrowly)  # fmt: skip
                asked[variant].append(len(rows[variant].asked))
            bad += sum(not is_good(variant, one) for variant, one in rows.items())
            _print(name, rows)
    medians = {variant: median(counts) for variant, counts in asked.items()}
    print(f"{'median':<17}{''.join(f'{count:>14}' for count in medians.values())}")
    return 1 if bad or medians["everything"] > MEDIAN else 0


def is_good(variant: Variant, played: Played) -> bool:
    """Tell whether a task was done without asking too often."""
    most = MOST[variant]
    return played.done and (most is None or len(played.asked) <= most)


def _level(variant: Variant) -> AccessLevel:
    return "click" if variant == "click" else "everything"


def _print(name: str, rows: Mapping[Variant, Played]) -> None:
    done = f"{sum(one.done for one in rows.values())} of {len(rows)}"
    counts = "".join(f"{len(one.asked):>14}" for one in rows.values())
    print(f"{name:<10}{rows['everything'].steps:>7}{counts}{done:>9}", flush=True)
    for variant, one in rows.items():
        for words in one.asked:
            print(f"    {variant}: {words}")


def once(opens: Open, display: PrivateDisplay, folder: Path, level: AccessLevel, *, narrowly: bool = False) -> Played:
    """Play a task once, with its program in scope at a level; `narrowly`: a person who says yes to each act alone."""
    folder.mkdir()
    person = Agreeable(narrowly)
    with opens(display, folder) as task:
        script = [asks(*turn()) for turn in task.turns]
        with ScriptedServer([*script, says("Done.")], dialect="openai") as server:
            flags = {"provider.base_url": server.base_url, "provider.dialect": "openai", "run.record": False,
                     "applications.first_time": "card", "run.allow": [f"{task.scope}={level}"]}  # fmt: skip
            settings = load(places(os.environ).config_file, os.environ, flags).settings
            result = prepare("An ordinary task", settings, approver=person).run()
        return Played(len(task.turns), person.asked, result.status == "completed" and task.done())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
