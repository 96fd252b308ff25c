"""One turn, measured: what the program itself takes between two answers of the model, beside the usual pipeline.

`python -m tests.bench.turn [TURNS]`. A real run of the whole program (its own thread, ports, rules, journal) works
an editor full of text at 1920x1080; each port is timed at the seam where the loop calls it. Before each of its turns
the usual pipeline does one of its own in the same process. Waiting for the screen to rest, fsync and the model stand
apart. What is left of the whole turn after all stages is printed too, so that nothing hides.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.prepare import prepare
from desktop_agent.lib.paths import places
from desktop_agent.presence.stand_ins import NoPresence
from desktop_agent.run.compose import RunPorts
from desktop_agent.run.pause import PauseControl
from desktop_agent.run.session import Session
from desktop_agent.settings import load
from tests.bench.quick_server import PLACES, QuickServer, Served, click
from tests.bench.timed_ports import Spent, Timing, timed
from tests.bench.usual_pipeline import UsualPipeline, usual_pipeline
from tests.fakes.apps import App, running

WARM_UP = 3
NAMED = ("look", "encode", "build", "send", "parse", "act")
FURTHER = ("decide", "record", "loop")
APART = ("settle wait", "fsync", "model", "pause")
MOST_MS, FACTOR = 12.0, 20.0


def run(turns: int) -> tuple[Sequence[Spent], Sequence[Spent], str]:
    """Run it; return the stages of our turns and of the usual ones, and what is to be said of the latter."""
    timing = Timing()
    with QuickServer.running([click(PLACES[n % len(PLACES)]) for n in range(turns)]) as server:
        usual, said = usual_pipeline(server.base_url)
        flags = {"base_url": server.base_url, "dialect": "preview", "coordinates": "viewport"}
        settings = load(places().config_file, os.environ, {f"provider.{name}": value for name, value in flags.items()})
        ready = prepare("Click here and there", settings.settings, listeners=(timing.hear,))

        def join(stack: AsyncExitStack, pause: PauseControl) -> RunPorts:
            return timed(ready._assemble(stack, pause), timing, usual)

        result = Session("Click here and there", "", join, NoPresence()).run()
    if result.status != "completed" or result.actions != turns:
        raise SystemExit(f"The run did not do {turns} clicks: {result}")
    ours = list(_ours(timing, server.served(streamed=True)))
    return ours, list(_usual(usual, server.served(streamed=False))), said


def _ours(timing: Timing, served: Sequence[Served]) -> Iterator[Spent]:
    for n, (spent, one) in enumerate(zip(timing.turns[:-1], served, strict=False)):
        asked, answered = timing.asked[n], timing.answered[n]
        spent |= {"build": (asked - timing.began[n]) * 1000, "send": (one.had - asked) * 1000}
        spent |= {"parse": (answered - one.sent) * 1000, "model": (one.sent - one.had) * 1000, "KiB": one.size / 1024}
        whole = (timing.ended[n + 1] - timing.began[n]) * 1000
        known = sum(ms for stage, ms in spent.items() if stage != "KiB")
        yield spent | {"loop": whole - known}


def _usual(usual: UsualPipeline, served: Sequence[Served]) -> Iterator[Spent]:
    for spent, one, began, ended in zip(usual.turns, served, usual.began, usual.ended, strict=True):
        wire = {"send": (one.had - began) * 1000, "parse": (ended - one.sent) * 1000}
        yield spent | wire | {"model": (one.sent - one.had) * 1000, "KiB": one.size / 1024}


def whole(spent: Mapping[str, float], stages: Sequence[str]) -> float:
    """Return the sum of some stages."""
    return sum(spent.get(stage, 0.0) for stage in stages)


def table(ours: Sequence[Spent], usual: Sequence[Spent]) -> Iterator[str]:
    """Yield the rows."""
    yield f"{'ms':<28}{'ours median':>12}{'min':>8}{'usual median':>14}{'min':>8}{'ratio':>8}"
    rows: list[tuple[str, Sequence[str]]] = [(stage, (stage,)) for stage in NAMED]
    rows += [("these six", NAMED), ("these six and the pause", (*NAMED, "pause"))]
    rows += [*((stage, (stage,)) for stage in FURTHER), ("all of these", (*NAMED, *FURTHER, "pause"))]
    rows += [*((stage, (stage,)) for stage in APART), ("KiB sent", ("KiB",))]
    for name, stages in rows:
        mine, theirs = ([whole(spent, stages) for spent in side] for side in (ours, usual))
        ratio = f"{median(theirs) / median(mine):.1f}" if median(mine) > 0 and median(theirs) > 0 else ""
        yield (
            f"{name:<28}{median(mine):>12.2f}{min(mine):>8.2f}"
            + (f"{median(theirs):>14.2f}{min(theirs):>8.2f}" if any(theirs) else f"{'-':>14}{'-':>8}")
            + f"{ratio:>8}"
        )


def verdict(ours: Sequence[Spent], usual: Sequence[Spent]) -> Iterator[tuple[bool, str]]:
    """Yield whether each wish was met, in words."""
    own = median(whole(spent, NAMED) for spent in ours)
    theirs = median(whole(spent, (*NAMED, "pause")) for spent in usual)
    yield own <= MOST_MS, f"look, encode, build, send, parse, act: {own:.1f} ms, wished for: {MOST_MS:g} at most"
    yield (
        theirs >= FACTOR * own,
        f"the usual pipeline's own work: {theirs / own:.1f} times that, wished for: {FACTOR:g}",
    )


def measured(turns: int) -> tuple[Sequence[Spent], Sequence[Spent], str]:
    """Do as `run` does, on a display of its own with an editor full of text; without the first, slower turns."""
    with PrivateDisplay(1920, 1080) as private, tempfile.TemporaryDirectory() as folder:
        os.environ.update(private.environment() | {"DESKTOP_AGENT_HOME": folder})
        text = Path(folder, "text.py")
        text.write_text(Path(__file__).read_text(encoding="utf-8") * 3)
        with running(["mousepad", "--disable-server", text], private, Path(folder), "text.py") as app:
            _enlarge(app)
            ours, usual, said = run(turns + WARM_UP)
    return ours[WARM_UP:], usual[WARM_UP:], said


def main() -> int:
    """Print the table; 1 when a wish was not met."""
    ours, usual, said = measured(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
    if said:
        print(said)
    print(f"{len(ours)} turns, 1920x1080 to 1280x720, an editor full of text, load average {os.getloadavg()[0]:.1f}")
    print("\n".join(table(ours, usual)))
    verdicts = list(verdict(ours, usual))
    for met, words in verdicts:
        print(f"{'met' if met else 'NOT MET'}: {words}")
    return int(not all(met for met, _ in verdicts))


def _enlarge(app: App) -> None:
    for words in (
        ["windowmove", str(app.window), "0", "20"],
        ["windowsize", "--sync", str(app.window), "1900", "1000"],
    ):
        subprocess.run(["xdotool", *words], env=app.display.environment(), check=True, timeout=20)


if __name__ == "__main__":
    sys.exit(main())
