"""Show me once: is what somebody has shown played back right, on a fresh window elsewhere, and nothing wrong done?

`python -m tests.bench.learn [build|measure|others|NAME…]` shows each task by xdotool, writes its steps, starts the
program anew, moves its window, plays the steps without a model, and compares what the program holds with what it held
after the showing. It ends with 1 when fewer than nine of ten were right, or an act went wrong.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.events import ActionDone
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.own_settings import settings_for_run
from desktop_agent.host.prepare import prepare
from desktop_agent.host.watch import watch_person
from desktop_agent.screen.ocr.reader import OcrReader
from desktop_agent.studio.learn.control_keys import ControlKeys
from desktop_agent.studio.learn.session import LearnSession
from desktop_agent.studio.learn.to_steps import to_steps
from desktop_agent.studio.steps.book import keep, read_book
from desktop_agent.studio.steps.player import StepsToPlay
from desktop_agent.studio.steps.playing import played
from tests.bench.learn.person import ShowingPerson
from tests.bench.learn.tasks import OTHERS, TASKS, Held, ShownTask
from tests.fakes.hands import Hands

GOAL = 0.9
_SETTLED_S = 2.0
_CPU_GOAL = 0.10


@dataclass(frozen=True, slots=True)
class LearnResult:
    """One task: whether it was right, how the run ended, and what watching cost."""

    task: ShownTask
    is_right: bool
    status: str
    message: str
    acts: int
    shown: object
    held: object
    cpu: float


def main(words: list[str]) -> int:
    """Run the tasks that are named, and print a line for each."""
    chosen = [
        task
        for task in TASKS
        if not words or task.name in words or ("build" in words if task.build else "measure" in words)
    ] + [task for task in OTHERS if not words or "others" in words or f"{task.program}: {task.name}" in words]
    with PrivateDisplay() as display, OcrReader() as reader, tempfile.TemporaryDirectory() as folder:
        os.environ.update(display.environment())
        os.environ["DESKTOP_AGENT_HOME"] = str(Path(folder) / "own")
        results = [
            _one(task, display, reader, Path(folder) / f"{task.program}-{task.name}".replace(" ", "-"))
            for task in chosen
        ]
    right = sum(one.is_right for one in results)
    wrong = sum(not one.is_right and one.status == "completed" for one in results)
    print(f"right: {right} of {len(results)}; wrong though it said completed: {wrong}")
    print(f"watching, share of a core: {max(one.cpu for one in results):.3f} at most")
    return 0 if right >= GOAL * len(results) and not wrong else 1


def _one(task: ShownTask, display: PrivateDisplay, reader: OcrReader, folder: Path) -> LearnResult:
    file = folder / "task.steps"
    with task.start(display, _home(folder, "shown")) as held:
        cpu = _show(task, display, reader, file)
        shown = _settled(held)
    with task.start(display, _home(folder, "played")) as held:
        _move_window(display, task)
        try:
            status, message, acts = _play(file, reader)
        except DesktopAgentError as error:
            status, message, acts = "refused", str(error), 0
        result = LearnResult(task, _settled(held) == shown, status, message, acts, shown, held(), cpu)
    print(
        f"{'right' if result.is_right else 'WRONG':6}{task.program:10} {task.name:26}{status:10} acts {acts}",
        flush=True,
    )
    if not result.is_right or "-v" in sys.argv:
        print(f"  {message}\n  shown: {shown!r}\n  held:  {result.held!r}\n{file.read_text()}")
    return result


def _home(folder: Path, name: str) -> Path:
    """Return the same path for both starts: programs show it in their titles."""
    home = folder / "home"
    if home.exists():
        home.rename(folder / f"before-{name}")
    home.mkdir(parents=True)
    return home


def _show(task: ShownTask, display: PrivateDisplay, reader: OcrReader, file: Path) -> float:
    """Have a person show the task, and write down its steps; return the share of a core that watching took."""
    begun = threading.Event()
    session = LearnSession(
        ControlKeys(), os.environ, reader=reader, on_state=lambda *_: begun.set(), on_end=lambda: None
    )  # fmt: skip
    person = ShowingPerson(Hands(display), reader)
    session.start()
    begun.wait()
    cpu, start = _cpu(), time.monotonic()
    task.show(person)
    share = (_cpu() - cpu) / (time.monotonic() - start)
    session.ask("end")
    shown = session.result()
    person.close()
    assert shown is not None
    keep(to_steps(shown, task.name), file)
    return share


def _play(file: Path, reader: OcrReader) -> tuple[str, str, int]:
    settings = settings_for_run(os.environ, {"provider.name": "local"})
    presence = watch_person(settings)
    done: list[object] = []
    steps = StepsToPlay(played(read_book(file), {}, (), 1))
    try:
        session = prepare(
            steps.words, settings, approver=lambda _: True, presence=presence, reader=reader, stand_in=steps,
            listeners=(lambda stamped: done.append(1) if isinstance(stamped.event, ActionDone) else None,),
        )  # fmt: skip
        result = session.run()
    finally:
        presence.close()
    return result.status, result.message, len(done)


def _move_window(display: PrivateDisplay, task: ShownTask) -> None:
    """Put the program's window elsewhere, as far as the screen has room, in the size that the task is played in."""
    found = subprocess.run(
        ["xdotool", "getactivewindow", "getwindowgeometry", "--shell"],
        env=display.environment(), check=True, timeout=30, capture_output=True, text=True,
    )  # fmt: skip
    shell = dict(line.split("=") for line in found.stdout.split())
    size = [int(shell[side]) + more for side, more in zip(("WIDTH", "HEIGHT"), task.grows, strict=True)]
    orders = [["windowmove", "--relative", *map(str, task.moves)]] if any(task.moves) else []
    orders += [["windowsize", *map(str, size)]] if any(task.grows) else []
    for order in orders:
        words = ["xdotool", "getactivewindow", *order]
        subprocess.run(words, env=display.environment(), check=True, timeout=30)
    time.sleep(_SETTLED_S / 2)


def _settled(held: Held) -> object:
    """Return what a program holds once it has stayed the same for a while."""
    now, same_since = held(), time.monotonic()
    while time.monotonic() - same_since < _SETTLED_S:
        time.sleep(0.2)
        if (later := held()) != now:
            now, same_since = later, time.monotonic()
    return now


def _cpu() -> float:
    """Return the processor time of this process without the person's own, who looks at the screen on this thread."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime - time.thread_time()


if __name__ == "__main__":
    sys.exit(main([word for word in sys.argv[1:] if word != "-v"]))
