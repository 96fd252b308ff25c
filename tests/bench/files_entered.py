"""How many files of the program one click enters: so many does somebody open who follows it.

`python -m tests.bench.files_entered [--names]`. A real run of the whole program clicks twice in an editor, asked over
HTTP; the second click is traced by `sys.setprofile`. *Request*: from the question to the model's turn, in `model` and
what it stands on. *Decision*: from there to the permit, in `core`, `policy` and `run`. *Act*: from the permit until the
click is done. *Whole click*: these three; looks at the screen are no part of it. A file is entered when one of its
functions is called.
"""

import os
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import cast

from desktop_agent.core.field_text import InputNote
from desktop_agent.core.permit import Permit
from desktop_agent.core.turn import ModelInput, Turn
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.prepare import prepare
from desktop_agent.lib.paths import places
from desktop_agent.policy.gate import SingleUseGate
from desktop_agent.presence.stand_ins import NoPresence
from desktop_agent.run.compose import RunPorts
from desktop_agent.run.pause import PauseControl
from desktop_agent.run.ports import InputExecutor, Model
from desktop_agent.run.session import Session
from desktop_agent.settings import load
from tests.bench.quick_server import PLACES, QuickServer, click
from tests.fakes.apps import running
from tests.fakes.source import ROOT

PACKAGE = str(ROOT / "desktop_agent") + os.sep
# Looks at the screen and the record go on meanwhile in the same thread: they are trips of their own.
ROOMS = {"request": ("core", "model", "run"), "decision": ("core", "policy", "run")}
ASIDE = tuple(PACKAGE + room + os.sep for room in ("record", "screen"))
CLICKS = 2  # what only the first one does, such as connecting, is no part of a click
MOST = {"decision": 40, "whole click": 70}
_PERMIT = SingleUseGate.permit.__code__


@dataclass
class Trace:
    """The files that the last click enters."""

    requests: int = 0
    part: str = ""  # of the click that is going on
    threads: set[int] = field(default_factory=set)
    files: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in ("request", "decision", "act")})

    def begin(self, part: str) -> None:
        """Trace this thread for a part of the click."""
        self.part = part if self.requests == CLICKS else ""
        self.threads.add(threading.get_ident())

    def __call__(self, frame: FrameType, event: str, _arg: object) -> None:
        """Note a call; a permit ends the decision."""
        code = frame.f_code
        if not self.part or threading.get_ident() not in self.threads or code.co_name == "<module>":
            return
        if code.co_filename.startswith(PACKAGE) and not (self.part in ROOMS and _is_aside(frame)):
            self.files[self.part].add(code.co_filename.removeprefix(PACKAGE))
        if code is _PERMIT and event == "return":
            self.part = ""

    def click(self) -> dict[str, set[str]]:
        """Return the files of each part, and of all."""
        parts = {
            name: {file for file in files if name not in ROOMS or file.startswith(ROOMS[name])}
            for name, files in self.files.items()
        }
        return parts | {"whole click": set().union(*parts.values())}


def _is_aside(frame: FrameType | None) -> bool:
    """Tell whether a look at the screen or the record has called it: these are trips of their own."""
    while frame is not None and not frame.f_code.co_filename.startswith(ASIDE):
        frame = frame.f_back
    return frame is not None


@dataclass(frozen=True)
class TracedModel:
    """A model whose questions and answers begin parts of a click."""

    model: Model
    trace: Trace

    async def think(self, message: ModelInput) -> Turn:
        """Ask it."""
        self.trace.requests += 1
        self.trace.begin("request")
        turn = await self.model.think(message)
        self.trace.begin("decision")
        return turn

    async def cancel(self) -> None:
        """Cancel the answer in flight."""
        await self.model.cancel()

    async def forget(self) -> None:
        """Forget the run."""
        await self.model.forget()


@dataclass(frozen=True)
class TracedExecutor:
    """An executor whose acts are parts of a click."""

    executor: InputExecutor
    trace: Trace

    def perform(self, permit: Permit, *, only_chooses: bool = False) -> InputNote:
        """Act."""
        self.trace.begin("act")
        try:
            return self.executor.perform(permit, only_chooses=only_chooses)
        finally:
            self.trace.part = ""

    def __getattr__(self, name: str) -> object:
        return getattr(self.executor, name)


def traced() -> Trace:
    """Return what the second of two clicks in an editor enters."""
    trace = Trace()
    with QuickServer.running([*map(click, PLACES[:CLICKS])]) as server:
        flags = {"base_url": server.base_url, "dialect": "preview", "coordinates": "viewport"}
        settings = load(places().config_file, os.environ, {f"provider.{name}": value for name, value in flags.items()})
        ready = prepare("Click here and there", settings.settings)

        def join(stack: AsyncExitStack, pause: PauseControl) -> RunPorts:
            ports = ready._assemble(stack, pause)
            executor = cast("InputExecutor", TracedExecutor(ports.executor, trace))
            return replace(ports, model=TracedModel(ports.model, trace), executor=executor)

        threading.setprofile(trace)
        sys.setprofile(trace)
        try:
            result = Session("Click here and there", "", join, NoPresence()).run()
        finally:
            sys.setprofile(None)
            threading.setprofile(None)
    if result.status != "completed" or result.actions != CLICKS:
        raise SystemExit(f"The run did not do {CLICKS} clicks: {result}")
    return trace


def by_room(files: Iterable[str]) -> str:
    """Return how many files there are in each folder, most first."""
    rooms = Counter(file.partition(os.sep)[0] for file in files)
    return ", ".join(f"{room} {count}" for room, count in rooms.most_common())


def main() -> int:
    """Print the figures; 1 where one is larger than wished for."""
    with PrivateDisplay(1920, 1080) as private, tempfile.TemporaryDirectory() as folder:
        os.environ.update(private.environment() | {"DESKTOP_AGENT_HOME": folder})
        text = Path(folder, "text.py")
        text.write_text(Path(__file__).read_text(encoding="utf-8"))
        with running(["mousepad", "--disable-server", text], private, Path(folder), "text.py") as app:
            size = ["xdotool", "windowsize", "--sync", str(app.window), "1900", "1000"]
            subprocess.run(size, env=private.environment(), check=True, timeout=20)
            trace = traced()
    for name, files in trace.click().items():
        wish = f", wished for: {MOST[name]} at most" if name in MOST else ""
        print(f"{name}: {len(files)} files{wish} ({by_room(files)})")
        if "--names" in sys.argv:
            print("\n".join(f"    {file}" for file in sorted(files)))
    return int(any(len(trace.click()[name]) > most for name, most in MOST.items()))


if __name__ == "__main__":
    sys.exit(main())
