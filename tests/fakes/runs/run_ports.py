"""Small real ports for the loop: a camera on a painted screen, a scripted model, an executor that only notes."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import math
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from desktop_agent.core.actions.action import Action, Button, Effect, StartedProgram
from desktop_agent.core.actions.keys import NO_CHORDS, DesktopChords
from desktop_agent.core.address import is_private
from desktop_agent.core.decisions.decision import (
    Answer,
    Approved,
    Case,
    Duration,
    Question,
    Reason,
    RememberedApproval,
    RememberedControl,
    Target,
)
from desktop_agent.core.decisions.mode import AccessLevel, Mode
from desktop_agent.core.decisions.permit import Permit
from desktop_agent.core.errors import DesktopAgentError, InputDeniedError, InputError
from desktop_agent.core.own_windows import Announcement, FloatingWindows
from desktop_agent.core.pictures import Frame, Pixels, Rect, Scene, ScreenPoint, Size, Viewport, WindowBox
from desktop_agent.core.runs.events import Event, Stamped
from desktop_agent.core.runs.turn import ModelInput, Turn
from desktop_agent.core.runs.waiting import Settlement, Unrest
from desktop_agent.core.texts.field_text import InputNote
from desktop_agent.core.texts.secret_text import SecretUse
from desktop_agent.functions.catalogue import UserFunctions
from desktop_agent.policy.gate import SingleUseGate
from desktop_agent.policy.judge import Policy
from desktop_agent.policy.limits import Limits
from desktop_agent.policy.scope import ScopedFolder
from desktop_agent.run.compose import LoopTerms, RunPorts
from desktop_agent.run.control import Stopwatch, ThreadStop
from desktop_agent.run.pause import PauseControl, PauseSupervisor
from desktop_agent.run.ports import SecretBook
from desktop_agent.run.stream import Stream
from tests.fakes.runs.named_controls import NamedControls

VIEWPORT = Viewport(Rect(0, 0, 200, 100), Size(200, 100))


@dataclass
class NotingOverlays:
    """Notes what our windows do; `then` happens whenever they have stood aside."""

    moves: list[str] = field(default_factory=list)
    announced: list[Announcement] = field(default_factory=list)
    then: Callable[[], None] | None = None
    frame: Rect | None = None
    stays: tuple[Rect, ...] = ()

    async def stand_aside(self) -> None:
        self.moves.append("stand aside")
        if self.then is not None:
            self.then()

    async def announce(self, act: Announcement) -> None:
        self.moves.append("announce")
        self.announced.append(act)

    async def make_way(self, act: Announcement) -> tuple[Rect, ...]:
        self.moves.append("make way")
        self.announced.append(act)
        return self.stays

    async def hide(self) -> bool:
        self.moves.append("hide")
        return True

    def restore(self) -> None:
        self.moves.append("restore")


@dataclass
class ListedControls:
    """Remembers controls in a list; `refuses` is what cannot be done about it."""

    listed: list[RememberedControl] = field(default_factory=list)
    refuses: DesktopAgentError | None = None

    def covers(self, control: RememberedControl) -> bool:
        return control in self.listed

    def keep(self, control: RememberedControl) -> None:
        self.listed.append(control)
        if self.refuses is not None:
            raise self.refuses


@dataclass
class ListedApprovals:
    may_be_remembered: frozenset[str] = frozenset()
    kept: list[RememberedApproval] = field(default_factory=list)

    def approval_for(self, case: Case, reason: Reason) -> RememberedApproval | None:
        if reason.rule not in self.may_be_remembered:
            return None
        act = type(case.action).__name__
        control = RememberedControl("program", "", "window", "", case.target.role, case.target.name, act)
        return RememberedApproval(reason.rule, control)

    def covers(self, approval: RememberedApproval) -> bool:
        return approval in self.kept

    def add(self, approval: RememberedApproval) -> None:
        self.kept.append(approval)


@dataclass
class PaintedScreen:
    """A camera on a screen of one window; `paint` changes what is seen, `raise_window` what is on top."""

    colour: int = 0
    redrawn: bool = False  # other letters and lines than in any picture
    window: int = 1
    focus: int = 1
    effects: list[Effect] = field(default_factory=list)
    changed: tuple[Rect, ...] = (VIEWPORT.screen,)  # what each action changes
    unrest: Unrest | None = None
    refuses: str = ""
    above: int | None = None  # another window, of the same size if it has no box of its own
    above_box: Rect | None = None
    gone: int | None = None  # a window that closes after the picture
    box: Rect = VIEWPORT.screen  # of the window
    kept_back: list[tuple[int, Rect]] = field(default_factory=list)
    settles: Callable[[], Awaitable[None]] | None = None  # happens before each picture after an act
    altered: tuple[Rect, ...] = ()  # parts that look otherwise than in any picture
    password_windows: frozenset[int] = frozenset()
    left_out: tuple[Rect, ...] = ()
    behind: bool = False  # the window that the run is bound to, so that acts are refused
    raised: int = 0
    when_raised: str = ""  # why acts are refused then

    def grab(self, taken: Callable[[], None] = lambda: None) -> Frame:
        taken()
        pixels = Pixels(VIEWPORT.image, bytes([self.colour]) * (200 * 100 * 4))
        data = b"\x89PNG" + bytes([self.colour])
        boxes = (
            *([] if self.above is None else [WindowBox(self.above, self.above_box or self.box)]),
            WindowBox(self.window, self.box),
        )
        scene = Scene(boxes, self.focus)
        digest = hashlib.sha256(data).hexdigest()
        return Frame(
            data, "image/png", VIEWPORT, digest, scene, pixels, has_password_field=bool(self.password_windows),
            password_windows=self.password_windows,
        )  # fmt: skip

    async def settled(self, since: Frame, effect: Effect, windows: FloatingWindows) -> Settlement:
        del since
        self.effects.append(effect)
        if self.settles is not None:
            await self.settles()
        await windows.hide()
        return Settlement(self.grab(windows.restore), 7, self.unrest, changed=self.changed)

    def windows_now(self, frame: Frame) -> Scene:
        return Scene(tuple(window for window in frame.scene.windows if window.id != self.gone), self.focus)

    def same_near(self, frame: Frame, at: ScreenPoint) -> bool:
        return self.same_window(frame, at) and frame.pixels.bgrx[0] == self.colour

    def same_window(self, frame: Frame, at: ScreenPoint) -> bool:
        return frame.scene.window_at(at) == self.window

    def same_shapes(self, frame: Frame, at: ScreenPoint) -> bool:
        del frame, at
        return not self.redrawn

    def as_now(self, frame: Frame) -> Frame:
        now = self.grab()
        return replace(frame, scene=now.scene, pixels=now.pixels)

    def same_focus(self, frame: Frame) -> bool:
        return frame.scene.focus == self.focus

    def refusal(self, frame: Frame, action: Action) -> str:
        del frame, action
        return self.refuses

    def is_behind(self, frame: Frame, action: Action) -> bool:
        del frame, action
        return self.behind

    def bring_forward(self) -> None:
        self.raised += 1
        self.behind = False
        self.refuses = self.when_raised

    def keep_back(self, window: int, box: Rect, field: tuple[str, str] | None = None) -> None:
        del field
        self.kept_back.append((window, box))

    def leave_out_windows(self, boxes: tuple[Rect, ...]) -> None:
        self.left_out = boxes

    def same_in(self, box: Rect, frame: Frame) -> bool:
        altered = [part for part in self.altered if part not in self.left_out]
        return frame.pixels == self.grab().pixels and not any(map(box.intersection, altered))

    def alike(self, one: Frame, other: Frame, *, exactly: bool) -> bool:
        del exactly
        return one.pixels == other.pixels


@dataclass
class ScriptedModel:
    """Answers with the turns of a script; an exception in it is raised, a function is called for the turn."""

    turns: list[Turn | Exception | Callable[[ModelInput], Turn]]
    heard: list[ModelInput] = field(default_factory=list)
    cancelled: int = 0

    async def think(self, message: ModelInput) -> Turn:
        self.heard.append(message)
        turn = self.turns.pop(0)
        if isinstance(turn, Exception):
            raise turn
        return turn if isinstance(turn, Turn) else turn(message)

    async def cancel(self) -> None:
        self.cancelled += 1

    async def forget(self) -> None:
        """Nothing is stored."""


@dataclass
class NotingExecutor:
    """Redeem the permit, note the action, and do what a test wants to happen then."""

    redeem: Callable[[Permit], None]
    done: list[Action] = field(default_factory=list)
    released: int = 0
    then: Callable[[Action], None] | None = None
    found: InputNote = field(default_factory=InputNote)
    chords: DesktopChords = NO_CHORDS
    only_chose: bool = False  # as was said of the last action
    unwatched: str = ""  # why nothing may be pressed
    points_there: bool = True  # the pointer is where the next action is
    is_holding: bool = False  # the last press is still down
    late: str = ""  # of fields that were left
    release_error: InputError | None = None  # of what is down

    def perform(self, permit: Permit, *, only_chooses: bool = False, overlaps: bool = False) -> InputNote:
        assert not self.is_holding, "a press is still down"
        self.redeem(permit)
        action = permit.binding.action
        self.only_chose = only_chooses
        self.is_holding = overlaps
        if self.then is not None:
            self.then(action)
        self.done.append(action)
        return self.found

    def end_hold(self) -> None:
        was_holding = self.is_holding
        self.is_holding = False
        if was_holding and self.release_error is not None:
            raise self.release_error

    def take_late_note(self) -> str:
        note = self.late
        self.late = ""
        return note

    def await_watchdog(self) -> None:
        if self.unwatched:
            raise InputDeniedError(self.unwatched)

    def pastes(self) -> bool:
        return True

    def takes(self, keys: tuple[str, ...]) -> bool:
        return self.chords.may_start(keys)

    def rest_before(self, point: ScreenPoint, button: Button, count: int) -> float:
        del point, button, count
        return 0.0

    def pointer_is_at(self, point: ScreenPoint) -> bool:
        del point
        return self.points_there

    def release_all(self) -> None:
        self.released += 1


class NoSecrets:
    def use(self, name: str, target: Target) -> SecretUse:
        del target
        return SecretUse(name)


@dataclass
class ScriptedPerson:
    answers: list[Answer] = field(default_factory=list)
    words: list[str | None] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    back: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def answers_words(self) -> bool:
        return bool(self.words)

    async def decide(self, question: Question) -> Answer:
        self.asked.append(question)
        return self.answers.pop(0) if self.answers else Approved()

    async def reply(self, question: str) -> str | None:
        del question
        return self.words.pop(0) if self.words else None

    async def hand_back(self, reason: str) -> None:
        self.told.append(reason)
        await self.back.wait()


@dataclass
class ListedPermissions:
    listed: dict[str, AccessLevel | None] = field(default_factory=dict)
    opening: frozenset[str] = frozenset()  # sites that a yes lets a side desk reach

    def reach(self, program: str, site: str, *, for_sites: bool = False) -> AccessLevel | None:
        del for_sites
        if site and site not in self.listed and is_private(site):
            return None  # any page can lead there
        return self.listed.get(site or program, self.listed.get(program, "work"))

    def may_start(self, program: StartedProgram) -> bool:
        return bool(program.path) and self.listed.get(program.path) == "work"

    def allow(self, program: str, site: str, reach: AccessLevel, lasting: Duration) -> None:
        if lasting != "once":
            self.listed[site or program] = reach

    def folders(self) -> tuple[ScopedFolder, ...]:
        return ()

    def opens_host(self, site: str) -> bool:
        return site in self.opening


@dataclass
class ListRecorder:
    """Keeps lines in memory; `order` holds events and performed actions as they came."""

    lines: list[Stamped] = field(default_factory=list)
    kept: int = 0
    run: str = "run"
    dir: Path = Path("run")

    def keep(self, frame: Frame) -> str | None:
        del frame
        self.kept += 1
        return f"frames/{self.kept:06d}.png"

    def write(self, stamped: Stamped) -> Stamped:
        self.lines.append(stamped)
        return stamped

    @property
    def events(self) -> list[Event]:
        return [stamped.event for stamped in self.lines]


@dataclass
class World:
    camera: PaintedScreen
    controls: NamedControls
    model: ScriptedModel
    executor: NotingExecutor
    person: ScriptedPerson
    recorder: ListRecorder
    overlays: NotingOverlays
    ports: RunPorts

    @property
    def pause(self) -> PauseControl:
        return self.ports.pause

    @property
    def stop(self) -> ThreadStop:
        return self.ports.pause.stop


def world(
    turns: Iterable[Turn | Exception | Callable[[ModelInput], Turn]],
    *,
    mode: Mode = "guard",
    limits: Limits | None = None,
    control: str = "",
    secrets: SecretBook | None = None,
) -> World:
    """Assemble the ports of one run as `runtime/assemble.py` does, with a real gate and the real rules."""
    camera = PaintedScreen()
    controls = NamedControls(control)
    model = ScriptedModel(list(turns))
    numbers = itertools.count()
    gate = SingleUseGate(time.monotonic, lambda: str(next(numbers)))
    executor = NotingExecutor(gate.redeem)
    person = ScriptedPerson()
    recorder = ListRecorder()
    overlays = NotingOverlays()
    ports = RunPorts(
        terms=LoopTerms(mode, limits or Limits(50, 10)),
        camera=camera,
        surroundings=controls,
        model=model,
        judge=Policy(mode),
        gate=gate,
        approver=person,
        app_permissions=ListedPermissions(),
        approval_memory=ListedApprovals(),
        control_memory=ListedControls(),
        secrets=secrets or NoSecrets(),
        overlays=overlays,
        executor=executor,
        functions=UserFunctions((), gate.redeem, {}),
        stream=Stream(recorder, (), lambda: datetime.now(UTC)),
        pause=PauseControl(ThreadStop(), lambda: math.inf),
        watch=Stopwatch(time.monotonic),
    )
    return World(camera, controls, model, executor, person, recorder, overlays, ports)


def pauses_of(ports: RunPorts) -> PauseSupervisor:
    """Return what takes pictures of a run between its pauses, as `run/compose.py` makes it."""
    return PauseSupervisor(ports.pause, ports.executor, ports.overlays, ports.approver, ports.stream, ports.watch)
