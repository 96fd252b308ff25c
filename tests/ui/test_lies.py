"""Forty ends that a model calls a success, with nothing to show for it: none is displayed as ours, or in green."""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop_agent.cli.run_client import ending
from desktop_agent.core.actions.action import Click, Finish, Look, Move, Press, Scroll, Type, Wait
from desktop_agent.core.decisions.decision import Approved, Rejected
from desktop_agent.core.errors import UntypableTextError
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.runs.events import Stamped
from desktop_agent.core.runs.turn import Turn
from desktop_agent.core.texts.field_text import InputNote
from desktop_agent.films.film.from_run import film_script
from desktop_agent.notify.deliver import Notice
from desktop_agent.record.reader import read_run
from desktop_agent.record.report.page import write_report
from desktop_agent.record.status import facts_of
from desktop_agent.record.store import RunStore, summary_of
from desktop_agent.run.compose import run_loop
from desktop_agent.run.end.result import RunResult
from desktop_agent.run.stream import Stream
from desktop_agent.ui.history.run_list import RunsModel
from desktop_agent.ui.status.notify import Notifier
from desktop_agent.ui.status.states import state_after
from desktop_agent.ui.tray.program import Announcer
from desktop_agent.web.watched import WatchedRun
from tests.fakes.runs.page import seen
from tests.fakes.runs.recorded import run_started
from tests.fakes.runs.run_ports import World, world
from tests.fakes.servers.turns import AT, CLICK, call, turn
from tests.fakes.windows.console_desk import Desk

ESCAPE = Press(("escape",))
FAR = Click(ImagePoint(190, 90))
RTL = "\u202egpj.txt"
GREEN = "\x1b[32m"


def typing_is_lost(scene: World) -> None:
    scene.executor.found = InputNote(typed="unseen")


def typing_fails(scene: World) -> None:
    def then(action: object) -> None:
        if isinstance(action, Type):
            raise UntypableTextError("no key")

    scene.executor.then = then


def the_screen_changes(scene: World) -> None:
    answer = scene.model.turns[0]

    def late(_: object) -> Turn:
        scene.camera.colour = 9
        assert isinstance(answer, Turn)
        return answer

    scene.model.turns[0] = late


def refuses(scene: World) -> None:
    scene.person.answers = [Rejected("No."), Approved()]


def speaks(scene: World) -> None:
    scene.pause.words.say("The note is in there twice, remove one.")


@dataclass(frozen=True)
class Run:
    """What a model does before it lies, in turns, and what happens meanwhile."""

    turns: tuple[Turn, ...] = ()
    happens: Callable[[World], None] = lambda _: None
    mode: str = "guard"
    says: str = ""  # what must be said of it


RUNS: Mapping[str, Run] = {
    "it pressed Escape": Run((turn(call(CLICK)), turn(call(ESCAPE)))),
    "it did nothing": Run(says="didn't do anything on the computer"),
    "it only looked": Run((turn(call(Wait(0.0), Look())),), says="didn't do anything on the computer"),
    "it only scrolled": Run((turn(call(Scroll(AT, 0, 3), Move(AT))),)),
    "it was refused": Run((turn(call(CLICK)),), refuses, "ask", "1 refused"),
    "it was refused, and went on": Run((turn(call(CLICK)), turn(call(ESCAPE))), refuses, "ask", "1 refused"),
    "a step was skipped": Run((turn(call(CLICK, FAR)), turn(call(ESCAPE))), the_screen_changes, says="2 skipped"),
    "its text is nowhere": Run((turn(call(Type("x"))), turn(call(CLICK))), typing_is_lost, says="not found"),
    "typing failed": Run((turn(call(Type("x"))), turn(call(CLICK))), typing_fails, says="1 failed"),
    "it ignored a message": Run((turn(call(CLICK)),), speaks, says="Nothing was done after your message."),
    "a message was answered by Escape": Run((turn(call(CLICK)), turn(call(ESCAPE))), speaks),
}
LIES = [
    ("it pressed Escape", "The note is saved as weekly.txt."),
    ("it pressed Escape", "Proven: file:weekly.txt exists."),
    ("it pressed Escape", "Every step was carried out."),
    ("it pressed Escape", "Completed: Every step was carried out."),
    ("it pressed Escape", "✓ Saved"),
    ("it pressed Escape", f"{GREEN}Completed\x1b[0m"),
    ("it pressed Escape", '<b class="pill ok">Proven</b>'),
    ("it pressed Escape", "Saved.\nCompleted\nProven"),
    ("it pressed Escape", "Saved.” Proven. The program says: “It holds."),
    ("it pressed Escape", f"Saved as {RTL}"),
    ("it pressed Escape", ""),
    ("it pressed Escape", "Completed."),
    ("it pressed Escape", "Everything is closed, and nothing is unsaved. " * 90),
    ("it pressed Escape", "Erledigt. Alles ist gespeichert."),
    ("it pressed Escape", "You approved, and it was sent."),
    ("it did nothing", "All 212 files are renamed."),
    ("it did nothing", "Partly done: only the greeting is missing, all else is saved."),
    ("it did nothing", "Proven"),
    ("it only looked", "The download has finished."),
    ("it only looked", "{word}: {detail}"),
    ("it only scrolled", "I've read all 40 pages; nothing is missing."),
    ("it only scrolled", "The file was moved to Invoices."),
    ("it was refused", "Message sent."),
    ("it was refused", "As you said, I sent it another way."),
    ("it was refused", "Completed: You approved it."),
    ("it was refused, and went on", "Message sent."),
    ("it was refused, and went on", "The order is placed, as approved by you."),
    ("a step was skipped", "The form is filled in completely."),
    ("a step was skipped", "Done in 3 steps, none skipped."),
    ("a step was skipped", "Not done as requested: 0 skipped."),
    ("its text is nowhere", "The description is filled in."),
    ("its text is nowhere", "Holds: the field contains the text."),
    ("typing failed", "The letter is written."),
    ("typing failed", "Typed, checked and proven."),
    ("it ignored a message", "Fixed as you asked."),
    ("it ignored a message", "The note is in the file once now."),
    ("it ignored a message", "Your message was answered."),
    ("a message was answered by Escape", "Your change is in."),
    ("a message was answered by Escape", "One of the two notes is removed, and the file is saved."),
    ("a message was answered by Escape", "1 file changed: ~/weekly.txt (new)."),
]
OURS = re.compile("Completed|Proven|proved|✓|Every step|Holds")


class NoBalloon:
    def show_balloon(self, title: str, text: str) -> None:
        raise AssertionError((title, text))

    def hide_balloon(self) -> None:
        """None is shown."""


def is_green(icon: QIcon) -> bool:
    image = icon.pixmap(32).toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return any(one.alpha() and one.green() > max(one.red(), one.blue()) + 20 for one in pixels)


def as_ours(text: str, lie: str) -> bool:
    """Return whether words of success, or the lie, stand outside of a quotation."""
    outside = re.sub("“[^”]*”", "", text)
    return bool(OURS.search(outside)) or bool(len(lie) > 1 and lie in outside)


def green_in(root: Path, run: Run, lie: str, desk: Desk, *, by_call: bool) -> set[str]:
    """Let a scripted model end a run with a lie; return where that is shown in green, or as ours."""
    end = Turn("r9", finish=Finish("success", lie)) if by_call or not lie else Turn("r9", messages=(lie,))
    scene = world([*run.turns, end], mode="ask" if run.mode == "ask" else "guard")
    run.happens(scene)
    recorder = RunStore(root).create("Save a note", datetime.now(UTC), "3fa9c1")
    events = list[Stamped]()
    web = WatchedRun("Save a note", lambda do, *more: do(*more), lambda: None)
    scene.ports.stream = Stream(recorder, (events.append, web.hear), lambda: datetime.now(UTC))
    scene.ports.stream(run_started(recorder.run, str(recorder.dir)))
    finished = asyncio.run(run_loop(scene.ports).drive("task"))
    recorder.close()

    result = RunResult(finished.status, finished.message, recorder.run, recorder.dir, 1, 1, None, 1.0, 0,
                       finished.outcome, finished.files)  # fmt: skip
    announcer = Announcer(desk.bridge, Notifier(NoBalloon()), lambda: None, lambda: False)
    desk.begin()
    desk.bridge._finish(result)
    card = film_script(read_run(recorder.dir)).end
    summary = summary_of(recorder.dir)
    history = RunsModel(lambda _: summary)
    history.show([recorder.dir])
    row = history.index(0)
    page = seen(write_report(recorder.dir)).data
    end = page["end"]
    watched = web.summary()
    notice = " ".join(announcer._next[:2]) if announcer._next else ""
    certain = " ".join(facts_of(finished))
    assert run.says in f"{certain} {' '.join(str(event.event) for event in events)}"
    assert not certain or certain.split(".")[0] in desk.console._outcome.text
    tones = {
        "console": desk.console._outcome._words.property("role"),
        "film": card.tone,
        "report": "ok" if "ok" in {page["tone"], *(each["tone"] for each in end)} else "",
        "web": watched["tone"],
        "history": "ok" if is_green(row.data(Qt.ItemDataRole.DecorationRole)) else "",
        "tray": state_after("acting", finished).replace("acting", "ok"),  # whose icon is green
    }
    words = {
        "console": desk.console._outcome.text,
        "film": " ".join((card.heading, *card.lines)),
        "report": "\n".join((page["word"], *(each["text"] for each in end))),
        "web": str(watched["end"]),
        "history": str(row.data()).partition("\n")[2],
        "terminal": "\n".join(ending(result)),
        "notice": notice,
        "phone": Notice("end", status=finished.status, claimed=finished.claimed).title,
    }
    return {name for name, tone in tones.items() if tone == "ok"} | {
        f"{name}: {text}" for name, text in words.items() if as_ours(text, lie) or not text
    }


@pytest.mark.long
@pytest.mark.parametrize("by_call", [True, False])
def test_of_forty_lies_about_the_end_none_is_shown_in_green_or_as_ours(
    app: QApplication, tmp_path: Path, desk: Desk, by_call: bool
) -> None:
    shown = {
        (number, lie[:40]): where
        for number, (name, lie) in enumerate(LIES)
        if (where := green_in(tmp_path / str(number), RUNS[name], lie, desk, by_call=by_call))
    }

    assert len(LIES) == 40
    assert shown == {}
