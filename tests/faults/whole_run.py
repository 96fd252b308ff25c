"""One whole run under faults: the real loop, client, gate, rules and record, over real sockets; hands that only note.

Whatever breaks, it has a named end and a clear sentence, loses nothing, does nothing twice, and tells no secret.

The script asks for one action after the other, each at a place of its own, so that the hands, which are the oracle,
tell a second time from a first. What the server was asked stands in its own log.
"""

from __future__ import annotations

import asyncio
import base64
import io
import json
import logging
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import quote

from desktop_agent.core.actions.action import Action, Click, Effect, Press, Type
from desktop_agent.core.decisions.decision import Answer as PersonsAnswer
from desktop_agent.core.decisions.decision import Approved, Edited, Question
from desktop_agent.core.decisions.mode import Mode
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.own_windows import FloatingWindows
from desktop_agent.core.pictures import Frame, ImagePoint
from desktop_agent.core.runs.events import EXIT_CODES, Announce, RunStarted, Stamped
from desktop_agent.core.runs.waiting import OnUpdate, Settlement, StreamUpdate, pass_nothing_on
from desktop_agent.lib.worker import Worker
from desktop_agent.model.caps import Timeouts
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.endpoint import endpoint
from desktop_agent.model.profiles import selected_profile
from desktop_agent.model.provider_settings import ProviderSettings
from desktop_agent.model.request_options import spoken_dialect
from desktop_agent.model.wire.client import Client
from desktop_agent.model.wire.request_sender import RequestSender
from desktop_agent.record.journal import FORMAT, RunRecorder
from desktop_agent.record.recording import RunSummary
from desktop_agent.record.store import RunStore
from desktop_agent.run.compose import RunPorts
from desktop_agent.run.end.result import RunResult
from desktop_agent.run.pause import PauseControl
from desktop_agent.run.session import AssembleRun, Session
from desktop_agent.run.stream import Listener, Stream
from tests.fakes.people.quiet_person import QuietPerson
from tests.fakes.runs.run_ports import VIEWPORT, PaintedScreen, World, world
from tests.fakes.servers.script import Answer, asks, says, thinks
from tests.fakes.servers.talk import WITH_RESPONSES
from tests.fakes.servers.thinking import frame
from tests.fakes.waiting import wait_until

# Secrets that nobody may ever read again.
KEY = "sk-canary+k3y/7QzW=x9Vt2"
PASSWORD = "canary-Tr0ub4dor&3-password"
COOKIE = "canary-cookie-5f2c81d04b"
CANARIES: Mapping[str, bytes] = {
    "key": KEY.encode(),
    "bearer": f"Bearer {KEY}".encode(),
    "key in base64": base64.b64encode(KEY.encode()).rstrip(b"="),
    "key in a URL": quote(KEY, safe="").encode(),
    "typed password": PASSWORD.encode(),
    "cookie": COOKIE.encode(),
}
# Syncing a file is a call that can fail there as anywhere, and takes no time.
FAST = "/dev/shm" if Path("/dev/shm").is_dir() else None
# Without waiting long for silence; and as long as a large answer needs.
PATIENCE = Timeouts(connect_s=1.0, idle_s=0.4, total_s=2.0, background_s=5.0, outage_s=3.0)
PATIENT = Timeouts(connect_s=2.0, idle_s=5.0, total_s=20.0, background_s=20.0, outage_s=3.0)
_LONGEST_WAIT_S = 0.02
_LONGEST_RUN_S = 120.0
PLACEHOLDER = Type("PLACEHOLDER")
EXPECTED: tuple[Action, ...] = (
    Click(ImagePoint(10, 10)),
    Click(ImagePoint(20, 20)),
    Type(PASSWORD, secret=True),
    Press(("enter",)),
    Click(ImagePoint(30, 30)),
)


_UNCLEAR = re.compile(
    r"Traceback|Error\(|Exception|0x[0-9a-f]{4}|<class|\bNone\b(?! of it was carried out)|inside the program|\n|\[Errno"
)
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Way:
    """One way to talk to a server."""

    dialect: str
    stream: bool
    chain: bool
    polls: int = 0  # of a server that works in the background
    forget: bool = False

    def __str__(self) -> str:
        words = [self.dialect, "streamed" if self.stream else "whole", "chained" if self.chain else "self-kept"]
        return " ".join([*words, *(["background"] if self.polls else [])])


WAYS = tuple(Way(name, stream, chain) for name in DIALECT_NAMES for stream in (True, False) for chain in (True, False))
BACKGROUND = tuple(Way(dialect, stream, chain=True, polls=2) for dialect in WITH_RESPONSES for stream in (True, False))


def script(way: Way) -> list[Answer]:
    """Return what the model says: four answers with the five actions, and a word at the end."""
    answers = [
        thinks("First to the field.") + asks({"type": "click", "x": 10, "y": 10, "button": "left"}),
        asks({"type": "click", "x": 20, "y": 20, "button": "left"}),
        asks({"type": "type", "text": "PLACEHOLDER"}, {"type": "keypress", "keys": ["enter"]}),
        asks({"type": "click", "x": 30, "y": 30, "button": "left"}),
        says("All done."),
    ]
    cookie = {"Set-Cookie": f"session={COOKIE}; Path=/"}
    return [replace(answer, polls=way.polls, headers=cookie, size=(200, 100)) for answer in answers]


@dataclass
class TrueScreen:
    """A painted screen whose pictures are true PNG files, a new one each time."""

    painted: PaintedScreen = field(default_factory=PaintedScreen)
    taken: int = 0

    def grab(self, taken: Callable[[], None] = lambda: None) -> Frame:
        self.taken += 1
        seen = self.painted.grab(taken)
        picture = frame(self.taken)
        return replace(seen, data=picture.data, digest=picture.digest)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - all else is the painted screen's
        return getattr(self.painted, name)

    async def settled(self, since: Frame, effect: Effect, windows: FloatingWindows) -> Settlement:
        return Settlement(self.grab(), 7)


@dataclass
class Person:
    """Says yes, and puts the password where the model wrote PLACEHOLDER; or always says the same."""

    always: PersonsAnswer | None = None
    answers_words: bool = False
    asked: list[Question] = field(default_factory=list)

    async def decide(self, question: Question) -> PersonsAnswer:
        self.asked.append(question)
        action = question.actions[0]
        if self.always is not None or action != PLACEHOLDER:
            return self.always or Approved()
        return Edited(replace(PLACEHOLDER, text=PASSWORD, secret=True))

    async def reply(self, question: str) -> str | None:
        return None

    async def hand_back(self, reason: str) -> None:
        await asyncio.Event().wait()


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a run, in everybody's words."""

    result: RunResult | DesktopAgentError
    done: tuple[Action, ...]  # by the hands
    released: int
    heard: tuple[Stamped, ...]  # by who listens
    runs: tuple[RunSummary, ...]  # as they are listed
    lines: tuple[str, ...]  # of the journal; without a last one that was cut off
    written: bytes  # every file, and every file's name
    said: str  # log, at its most talkative
    loud: str  # what of it a person is shown without having asked for it
    ending_s: float  # from the person's stop to the end; the whole run where nobody stopped it

    @property
    def status(self) -> str:
        return "not recorded" if isinstance(self.result, DesktopAgentError) else self.result.status

    @property
    def sentence(self) -> str:
        return str(self.result) if isinstance(self.result, DesktopAgentError) else self.result.message


def play(
    way: Way,
    base_url: str,
    folder: Path,
    *,
    mode: Mode = "ask",
    person: Person | None = None,
    patience: Timeouts = PATIENCE,
    is_stopped: bool = False,
) -> Played:
    """Do the whole run against a server, or stop it once the model speaks, and return what everybody says of it."""
    scene = world([], mode=mode)
    events = list[Stamped]()
    spoken = list[StreamUpdate]()
    scene.ports.approver = person or Person()
    with listening() as log:
        join = joining(scene, way, base_url, folder, events.append, patience, spoken.append)
        session = Session("Save a note", "", join, QuietPerson())
        result, ending_s = _outcome(session, (lambda: spoken) if is_stopped else None)
    files = sorted(folder.rglob("*"))
    journals = [path.read_text("utf-8") for path in files if path.suffix == ".jsonl"]
    return Played(
        result=result,
        done=tuple(scene.executor.done),
        released=scene.executor.released,
        heard=tuple(events),
        runs=tuple(RunStore(folder).all()),
        lines=tuple(line for text in journals for line in text.split("\n")[:-1]),
        written=b"\0".join(str(path).encode() + (path.read_bytes() if path.is_file() else b"") for path in files),
        said=log.said.getvalue(),
        loud=log.loud.getvalue(),
        ending_s=ending_s,
    )


@dataclass(frozen=True, slots=True)
class Log:
    """What the program and its libraries log."""

    said: io.StringIO = field(default_factory=io.StringIO)
    loud: io.StringIO = field(default_factory=io.StringIO)


@contextmanager
def listening() -> Iterator[Log]:
    log = Log()
    root = logging.getLogger()
    handlers = [logging.StreamHandler(log.said), logging.StreamHandler(log.loud)]
    handlers[1].setLevel(logging.WARNING)
    level = root.level
    root.setLevel(logging.DEBUG)
    for handler in handlers:
        root.addHandler(handler)
    try:
        yield log
    finally:
        root.setLevel(level)
        for handler in handlers:
            root.removeHandler(handler)


def _outcome(session: Session, stop_when: Callable[[], object] | None) -> tuple[RunResult | DesktopAgentError, float]:
    since = time.monotonic()
    running = Worker(session.run_here, "run")
    running.start()
    if stop_when is not None:
        wait_until(stop_when, what="the moment to stop")
        since = time.monotonic()
        session.stop("human")
    running.ended.wait(_LONGEST_RUN_S)
    ending_s = time.monotonic() - since
    try:
        return running.result(), ending_s
    except DesktopAgentError as error:
        return error, ending_s


def joining(
    scene: World,
    way: Way,
    base_url: str,
    folder: Path,
    hear: Listener,
    patience: Timeouts,
    pass_on: OnUpdate = pass_nothing_on,
) -> AssembleRun:
    """Return what assembles the ports once the run begins, as `runtime/assemble.py` does."""

    def join(stack: AsyncExitStack, pause: PauseControl) -> RunPorts:
        recorder = RunStore(folder).create("Save a note", datetime.now(UTC), token_hex(3))
        stack.callback(recorder.close)
        ports: Any = scene.ports
        ports.pause = pause
        ports.camera = TrueScreen()
        ports.stream = Stream(recorder, (hear,), lambda: datetime.now(UTC))
        ports.model = _conversation(way, base_url, ports.stream, patience, pass_on)
        stack.push_async_callback(ports.model.close)
        ports.stream(_started(recorder, way, base_url))
        return scene.ports

    return join


def _conversation(way: Way, base_url: str, announce: Announce, patience: Timeouts, pass_on: OnUpdate) -> Conversation:
    terms = ProviderSettings(
        base_url=base_url, dialect=way.dialect, stream=way.stream, chain=way.chain, forget=way.forget
    )
    profile = selected_profile(None, None, base_url=base_url)
    api = spoken_dialect(profile, terms).api
    head = {**api.headers, **profile.credentials(KEY)}
    client = Client(endpoint(base_url, api=api), head, patience)
    asker = RequestSender(client, announce, _hurry, pass_on=pass_on)
    return Conversation(profile, terms, key=KEY, announce=announce, sender=asker)


async def _hurry(seconds: float) -> None:
    await asyncio.sleep(min(seconds, _LONGEST_WAIT_S))


def _started(recorder: RunRecorder, way: Way, base_url: str) -> RunStarted:
    return RunStarted(
        format=FORMAT, run=recorder.run, dir=str(recorder.dir), task="Save a note", provider="local",
        dialect=way.dialect, model="local", base_url=base_url, mode="ask", region=None, version="0",
        monitor={"n": 1, "x": 0, "y": 0, "width": 200, "height": 100, "scale": 1.0},
        viewport=asdict(VIEWPORT.image), limits={"steps": 50, "minutes": 10, "cost": None},
    )  # fmt: skip


def found_in(*said: bytes | str) -> set[str]:
    """Return the names of the canaries that stand in any of these."""
    whole = b"\0".join(each if isinstance(each, bytes) else each.encode("utf-8", "surrogatepass") for each in said)
    # JSON and `repr` may write a sign in another way.
    whole += whole.replace(b"\\/", b"/").replace(b"\\u002b", b"+")
    return {name for name, canary in CANARIES.items() if canary in whole}


def found_under(folders: Iterable[Path]) -> set[str]:
    """Return the names of the canaries that stand in any file below these folders, or in a file's name."""
    paths = [path for folder in folders for path in (folder, *folder.rglob("*"))]
    return found_in(*(str(path) for path in paths), *(path.read_bytes() for path in paths if path.is_file()))


def broken_promises(
    played: Played, expected: Sequence[Action] = EXPECTED, *, record_broke: bool = False
) -> Iterator[str]:
    """Yield in words what a run did not keep; `record_broke` when its own files were what failed."""
    yield from _end(played)
    yield from _done(played, expected)
    yield from _journal(played, record_broke=record_broke)
    leaks = found_in(played.written, played.sentence, played.said)
    if leaks:
        yield f"somebody can read: {', '.join(sorted(leaks))}"
    if played.loud:
        yield f"a person was shown the log: {played.loud}"


def _end(played: Played) -> Iterator[str]:
    if not isinstance(played.result, DesktopAgentError) and EXIT_CODES[played.result.status] != played.result.exit_code:
        yield f"exit code {played.result.exit_code} for {played.status}"
    sentence = played.sentence
    if _UNCLEAR.search(sentence) or not 0 < len(sentence) <= _LONGEST or sentence[-1] not in ".!?":
        yield f"no clear sentence: {sentence!r}"


def _done(played: Played, expected: Sequence[Action]) -> Iterator[str]:
    if played.done != tuple(expected[: len(played.done)]):
        yield f"done: {played.done}"
    if played.status == "completed" and len(played.done) != len(expected):
        yield "said to be completed, and is not"
    if played.heard and not played.released:
        yield "keys and buttons were not let go"


def _journal(played: Played, *, record_broke: bool) -> Iterator[str]:
    lines = list(played.lines)
    received = [stamped.line() for stamped in played.heard]
    if lines[: len(received)] != received:
        yield "the journal lost something that was announced"
    events = [json.loads(line) for line in lines]
    if [event["seq"] for event in events] != list(range(1, len(events) + 1)):
        yield "the journal's numbers have a gap"
    kinds = [event["event"] for event in events]
    if len(played.done) > kinds.count("action.started"):
        yield "something was done that the journal does not know of"
    if not record_broke and (kinds[:1], kinds[-1:]) != (["run.started"], ["run.finished"]):
        yield f"the journal goes from {kinds[:1]} to {kinds[-1:]}"
    if not played.heard and played.runs:
        yield "a run that did not begin has left a folder"
    if any(run.status == "unreadable" for run in played.runs):
        yield "the run cannot be read again"
