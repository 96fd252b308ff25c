"""Assembles the ports of one run from the chosen parts, once it begins; the run's stack closes them."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from desktop_agent.core.attachment import Attachment, Material
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.events import ActionProposed, Announce, Noticed, RequestSent, RunFinished, RunStarted, Stamped
from desktop_agent.core.field_text import FieldSource
from desktop_agent.core.function import Function
from desktop_agent.core.message import Message
from desktop_agent.core.presence import Presence
from desktop_agent.core.remote_session import RemoteSession
from desktop_agent.core.stream_update import OnUpdate
from desktop_agent.core.translation import tr
from desktop_agent.core.version import __version__
from desktop_agent.functions.catalogue import UserFunctions
from desktop_agent.host import registry
from desktop_agent.host.keys import SESSION
from desktop_agent.host.live_recorder import LiveEye, LiveRecorder, listening, tell_by
from desktop_agent.host.local_servers import awaited
from desktop_agent.host.material import guided_by, material_to_confirm
from desktop_agent.host.one_run import only_run
from desktop_agent.host.own_desktop import OwnDesktop
from desktop_agent.host.provider import Provider
from desktop_agent.host.run_offers import Notifier, expected
from desktop_agent.host.screen_functions import SCREEN_FUNCTIONS, OwnCopies, ScreenFunctions
from desktop_agent.host.stand_in import Sight, StandIn
from desktop_agent.input.choose import choose as choose_input
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.lib.paths import places
from desktop_agent.model.caps import USUAL, Caps, Timeouts
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.endpoint import checked_key, endpoint
from desktop_agent.model.request_options import spoken_dialect, stated_coordinates
from desktop_agent.model.space import Coordinates
from desktop_agent.policy.gate import SingleUseGate
from desktop_agent.policy.judge import Policy
from desktop_agent.policy.limits import Limits
from desktop_agent.policy.remembered import RememberedApprovals
from desktop_agent.presence.sleep_inhibitor import StayAwake
from desktop_agent.presence.stand_ins import NoPresence
from desktop_agent.record.journal import FORMAT
from desktop_agent.record.store import RunStore
from desktop_agent.run.compose import RunPorts
from desktop_agent.run.control import Stopwatch
from desktop_agent.run.inquiry import ScreenInquiry
from desktop_agent.run.named_places import NamedPlaces
from desktop_agent.run.pause import PauseControl
from desktop_agent.run.ports import Approver, Functions, InputExecutor, Model, Overlays, Recorder, RetractableModel
from desktop_agent.run.result import RunContinuation
from desktop_agent.run.stand_ins import NoPlace
from desktop_agent.run.stream import Listener, Stream
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_clipboard, choose_controls
from desktop_agent.screen.files import Files
from desktop_agent.screen.ocr.reader import OcrReader
from desktop_agent.screen.ocr.reader import why_not as why_no_reader
from desktop_agent.screen.own_programs import own_windows
from desktop_agent.screen.surroundings import ScreenSurroundings
from desktop_agent.screen.window import ControlSource, WindowSource, what_windows_lack
from desktop_agent.screen.words import ScreenWords
from desktop_agent.settings import Settings
from desktop_agent.settings.answers import AppPermissionStore, RememberedAnswers
from desktop_agent.settings.confirmed import SavedSettings
from desktop_agent.settings.confirmed_functions import Confirmations
from desktop_agent.settings.secret_store import SecretStore

if TYPE_CHECKING:
    from desktop_agent.model.wire.request_sender import Suspend
    from desktop_agent.model.wire.upload_rate import UploadRate

_UNDER_WAY = Message("A task is running.")
_AWAKE = Message("Until the run ends, the computer won't automatically go to sleep or lock the screen.")
_NOT_ASLEEP = Message("Until the run ends, the computer won't automatically go to sleep.")
_ANSWERS_WITHIN_S = 0.3
_NO_FUNCTIONS = Message("This dialect doesn't support functions, so yours aren't offered to the model.")
# A model that answers sooner leaves no time to start anything in, and nothing should slow the request down.
START_AFTER_S = 0.2


class _Offline(Protocol):
    def programs_for(self, task: str, environment: Mapping[str, str], /) -> Mapping[str, Function]: ...

    def offline_model(
        self,
        reader: OcrReader,
        announce: Announce,
        programs: Mapping[str, Function],
        environment: Mapping[str, str],
        windows: WindowSource,
        caps: Caps,
        /,
    ) -> Model: ...


def _offline() -> _Offline:
    return cast("_Offline", registry.offer("offline-model"))


@dataclass(frozen=True, slots=True)
class RunAssembler:
    """Everything that was chosen for a run; called once to assemble its ports."""

    task: str
    settings: Settings
    provider: Provider
    camera: ScreenCamera
    windows: WindowSource
    approver: Approver
    presence: Presence
    overlays: Overlays
    app_permissions: AppPermissionStore
    approval_memory: RememberedApprovals
    control_memory: RememberedAnswers
    secrets: SecretStore
    listeners: Sequence[Listener]
    notifier: Notifier
    pass_on: OnUpdate
    environment: Mapping[str, str]
    reader: OcrReader | None = None  # one that was started early
    rate: UploadRate | None = None  # told of every upload
    continues: RunContinuation | None = None  # the run that this one goes on with
    material: tuple[Material, ...] = ()  # that goes to the model with the task
    by_agent: bool = False  # the person is asked first about what it sends with the task, and wants looked into
    stand_in: StandIn | None = None  # instead of a model's answers
    live: LiveEye | None = None  # keeps the screen as it moves
    desk: OwnDesktop | None = None  # where it happens
    remote: RemoteSession | None = None  # where pictures and input come by the desktop's leave

    def __call__(self, stack: AsyncExitStack, pause: PauseControl) -> RunPorts:
        """Start and open what the run needs; what must be closed is left on the stack."""
        self._take_screen(stack)
        awake = self._stay_awake(stack)
        run, reader, programs = self.settings.run, self._reader(stack), self._programs()
        gate, watch = SingleUseGate(time.monotonic, secrets.token_hex), Stopwatch(time.monotonic)
        functions, controls = (*self.settings.functions, *programs.values()), choose_controls()
        surroundings = self._surroundings(stack, reader, controls)
        inquiry = ScreenInquiry(surroundings)
        executor = self._executor(stack, gate, pause, controls.fields())
        # The record comes last: a run that cannot begin leaves none, and one that has begun also ends.
        recorder = self._recorder(stack)
        copies = OwnCopies()
        heard_by: list[Listener] = [*self._heard_by(reader, recorder), copies, self.notifier.hear]
        stream = Stream(recorder, heard_by, partial(datetime.now, UTC))
        # Whoever says it: a server may give it back in a message, and an address may hold it.
        stream.passwords.learn_key(self.provider.key.value or "")
        tell_by(recorder, stream)
        self.notifier.tell_by(stream)
        on_server = partial(self._on_server, stack, stream, partial(without_a_server, executor, watch), inquiry)
        model = self._model(reader, programs, stream, surroundings, on_server)
        self._begin(stream, recorder, awake)
        confirmed = Confirmations(SavedSettings(places(self.environment).config), partial(_warn, stream))
        return RunPorts(
            mode=run.mode,
            limits=Limits(run.max_steps, run.max_minutes, run.max_cost),
            camera=self.camera,
            surroundings=surroundings,
            model=model,
            judge=self._policy(),
            gate=gate,
            approver=self.approver,
            app_permissions=self.app_permissions,
            approval_memory=self.approval_memory,
            control_memory=self.control_memory,
            secrets=self.secrets,
            overlays=self.overlays,
            executor=executor,
            functions=self._functions(
                UserFunctions(functions, gate.redeem, self._without_key(), confirmed), inquiry, stream, gate, copies
            ),
            stream=stream,
            pause=pause,
            watch=watch,
            announce_ms=self.settings.ui.announce_ms or 0,
            # What a broken request leaves on a server has no name by which it could be deleted.
            early=self.stand_in is None and not self.provider.options.forget,
            continues=self.continues,
            place=self.desk or NoPlace(),
            expectations=expected(self.settings, surroundings, self.environment, self.desk, by_agent=self.by_agent),
            expect_tries=run.expect_tries,
            material=self.material,
            material_to_confirm=material_to_confirm(self.material, self.provider) if self.by_agent else (),
            opening_sent="nothing" if self._is_by_agent else "whole",
        )

    def _programs(self) -> Mapping[str, Function]:
        """Return what starts programs that a step may ask for; a server's model has no such steps."""
        followed = self.stand_in.words if self.stand_in else self.task if self.provider.embedded else ""
        find = self.desk.programs if self.desk else _offline().programs_for
        return find(followed, self.environment) if followed else {}

    def _take_screen(self, stack: AsyncExitStack) -> None:
        """Have the screen for this run alone, the window on top that it works in, and look past our frame."""
        for part in (self.remote, self.camera) if self.remote else (self.camera,):
            stack.callback(part.close)
        stack.enter_context(only_run(self.task, self.environment))
        self.camera.bring_forward()
        self.camera.leave_out(self.overlays.frame)

    def _stay_awake(self, stack: AsyncExitStack) -> StayAwake:
        """Keep the computer awake until the run ends, and, where the person's own screen is worked on, unlocked."""
        nobody_sits = isinstance(self.presence, NoPresence) and not self.presence.lacks
        awake = StayAwake(self.environment, tr(_UNDER_WAY), screen=not (self.desk or nobody_sits))
        stack.callback(awake.let_go)
        awake.hold()
        return awake

    def _begin(self, announce: Announce, recorder: Recorder, awake: StayAwake) -> None:
        """Announce the run, and what in the settings does not count, or asks for what this server cannot give."""
        announce(self._started(recorder))
        if awake.holds(_ANSWERS_WITHIN_S):
            announce(Noticed("info", _AWAKE if awake.screen else _NOT_ASLEEP))
        notes = [*self.settings.notes, *filter(None, [self.presence.lacks, what_windows_lack(self.windows)])]
        if self.settings.functions and not dialect_named(self.provider.dialect).keeps_items:
            notes.append(_NO_FUNCTIONS)
        for note in notes:
            _warn(announce, note)

    def _without_key(self) -> Mapping[str, str]:
        """Return the environment without the model's key, whatever the variable is called that holds it."""
        key = self.provider.key.value
        return {name: value for name, value in self.environment.items() if not key or key not in value}

    def _executor(
        self, stack: AsyncExitStack, gate: SingleUseGate, pause: PauseControl, fields: FieldSource
    ) -> ActionExecutor:
        ledgers, named, own = places(self.environment).cache / "held", self.settings.run.input, self.presence.own
        backend = choose_input(self.environment, named=named, ledgers=ledgers, own=own, remote=self.remote)
        executor = ActionExecutor(
            backend,
            redeem=gate.redeem,
            stop=pause,
            bound=self.windows.tells_places,
            look=self.camera.shapes_at,
            watch=self.camera.scrolled_at,
            smooth=self.settings.input.smooth,
            fields=fields,
            secret=self.secrets.value,
        )
        stack.callback(executor.close)
        return executor

    def _recorder(self, stack: AsyncExitStack) -> Recorder:
        store, pictures = RunStore(places(self.environment).runs), self.settings.run.record
        base = store.create(self.task, datetime.now(UTC), secrets.token_hex(3), pictures=pictures)
        recorder = LiveRecorder(base, partial(self.live.open, self.overlays.frame, self.remote)) if self.live else base
        stack.callback(recorder.close)
        if self.desk:
            self.desk.begin(recorder.run)
        return recorder

    def _policy(self) -> Policy:
        settings = self.settings
        return Policy(settings.run.mode, settings.rules, settings.builtin, on_desk=self.desk is not None)

    def _reader(self, stack: AsyncExitStack) -> OcrReader | None:
        """Return the reader of texts on the screen, one child process for all; None where it is not installed."""
        if why_no_reader():
            return None
        reader = self.reader or stack.enter_context(OcrReader())
        if self.provider.embedded:
            reader.start()  # it loads while the rest is opened
        return reader

    def _heard_by(self, reader: OcrReader | None, recorder: Recorder) -> Sequence[Listener]:
        """Return who listens, and what starts while the model first thinks: the first action may need the reader."""
        starts = () if reader is None or self.provider.embedded else (StartWhileThinking(reader.start),)
        return (*self.listeners, *starts, *listening(recorder))

    def _surroundings(
        self, stack: AsyncExitStack, reader: OcrReader | None, controls: ControlSource
    ) -> ScreenSurroundings:
        own = places(self.environment)
        surroundings = ScreenSurroundings(
            self.windows,
            controls,
            ScreenWords(reader, ahead=not self.provider.embedded),  # the embedded model reads at that time itself
            own=own_windows(self.windows, self.environment),
            clipboard=choose_clipboard(self.remote),
            files=Files((own.config, own.data, own.cache)),
            hides=self.camera.hidden_area_reason,
            kept_back=self.camera.kept_back,
            alike=self.camera.same_in,
        )
        stack.push_async_callback(surroundings.close)
        return surroundings

    def _model(
        self,
        reader: OcrReader | None,
        programs: Mapping[str, Function],
        stream: Stream,
        surroundings: ScreenSurroundings,
        on_server: Callable[[], Model],
    ) -> Model:
        """Return the model; only what the chosen one needs is loaded."""
        known = (programs, self.environment, self.windows, USUAL)
        offline = partial(_offline().offline_model, reader, stream, *known) if reader else None
        if self.stand_in:
            return self.stand_in.model(Sight(self.windows, surroundings, reader, stream), (offline, on_server))
        return offline() if offline and self.provider.embedded else on_server()

    @property
    def _is_by_agent(self) -> bool:
        """Tell whether an agent from outside stands in the model's place."""
        return self.stand_in is not None and self.stand_in.chooses_pictures

    @property
    def _screen_functions(self) -> tuple[Function, ...]:
        """Return which functions about the screen the model is offered; a user's own of the name comes first."""
        dialect = dialect_named(self.provider.dialect)
        # Beside a computer tool, models don't call them.
        if not dialect.keeps_items or not dialect.own_functions:
            return ()
        taken = {function.name for function in self.settings.functions} | dialect.own_functions
        return tuple(function for function in SCREEN_FUNCTIONS if function.name not in taken)

    def _functions(
        self, users: UserFunctions, inquiry: ScreenInquiry, stream: Stream, gate: SingleUseGate, copies: OwnCopies
    ) -> Functions:
        """Return what runs functions; an agent calls those about the clipboard as well, by a tool of its own."""
        offered = SCREEN_FUNCTIONS if self._is_by_agent else self._screen_functions
        return ScreenFunctions(users, offered, inquiry, stream, gate.redeem, copies) if offered else users

    def _on_server(
        self, stack: AsyncExitStack, announce: Announce, suspended: Suspend, inquiry: ScreenInquiry
    ) -> Model:
        from desktop_agent.host.found_space import NAME, AskedFirst, FoundSpace
        from desktop_agent.model.conversation import Conversation
        from desktop_agent.model.wire.client import Client
        from desktop_agent.model.wire.request_sender import RequestSender
        from desktop_agent.model.wire.stream_reader import KeyFilter

        settings, profile = self.settings, self.provider.profile
        key, dialect = self.provider.key.value, spoken_dialect(profile, self.provider.options)
        api = dialect.api
        address = endpoint(self.provider.base_url, settings.network.allow_http, api)
        head = {**api.headers, **profile.credentials(checked_key(key))}
        patience = Timeouts().of_run(60 * settings.run.max_minutes, here=address.loopback)
        client = Client(address, head, patience, caps=USUAL, rate=self.rate)
        pass_on = KeyFilter(self.pass_on, key or "")
        sender = RequestSender(client, announce, pass_on=pass_on, suspended=suspended)
        stack.push_async_callback(sender.close)
        source = self.provider.key.source
        talk = partial(
            Conversation,
            profile,
            key=key,
            announce=announce,
            sender=sender,
            caps=USUAL,
            key_source="" if source == SESSION else source,
        )
        told = "\n\n".join(filter(None, (self.provider.options.instructions, self.secrets.instructions(self.task))))
        offered = self._screen_functions
        options = replace(
            self.provider.options,
            functions=(*settings.functions, *offered),
            instructions=told,
            names=bool(offered),
        )

        def begin(coordinates: Coordinates) -> RetractableModel:
            model = talk(replace(options, coordinates=coordinates))
            return NamedPlaces(model, inquiry) if offered else model

        found = FoundSpace(places(self.environment).data / NAME, self.provider)
        known = stated_coordinates(profile, options, dialect) or found.coordinates
        model = begin(known) if known else AskedFirst(talk(self.provider.options), begin, found, announce)
        return awaited(model, self.provider, announce)

    def _started(self, recorder: Recorder) -> RunStarted:
        run, provider, camera = self.settings.run, self.provider, self.camera
        region = camera.viewport.screen if camera.follows else self.settings.screen.region
        name = self.stand_in.name if self.stand_in else ""
        earlier = self.continues.earlier if self.continues else None
        return RunStarted(
            format=FORMAT,
            run=recorder.run,
            dir=str(recorder.dir),
            task=self.task,
            provider=name or provider.profile.name,
            dialect=provider.dialect,
            model=name or provider.model,
            base_url=provider.base_url,
            mode=run.mode,
            monitor={key: getattr(camera.monitor, key) for key in ("n", "x", "y", "width", "height", "scale")},
            region=asdict(region) if region else None,
            viewport=asdict(camera.viewport.image),
            limits={"steps": run.max_steps, "minutes": run.max_minutes, "cost": run.max_cost},
            version=__version__,
            offline=provider.embedded,
            window=self.settings.screen.window,
            resumes="" if earlier is None or earlier.task else earlier.run,
            after=earlier.run if earlier and earlier.task else "",
            carried=asdict(self.continues.carried) if self.continues else None,
            allow=tuple(map(str, run.allow)),
            desk=self.desk.id if self.desk else "",
            expect=run.expect,
            attached=tuple(one.file for one in self.material if isinstance(one, Attachment)),
            like=guided_by(self.material),
        )


def _warn(announce: Announce, text: str) -> None:
    announce(Noticed("warning", text))


@contextmanager
def without_a_server(executor: InputExecutor, watch: Stopwatch) -> Iterator[None]:
    """Keep nothing pressed on the person's desktop, and count no time, while the server is gone."""
    executor.release_all()
    with watch.waiting_for("network"):
        yield


class StartWhileThinking:
    """A listener that starts something once, on a thread of its own, while the model thinks.

    Where the answer is there sooner, nothing is started: it would take the processor from the act. Whoever needs it
    then starts it, or the model's next thinking does.
    """

    def __init__(self, start: Callable[[], None], after_s: float = START_AFTER_S) -> None:
        self._start, self._after_s = start, after_s
        self._waits: threading.Timer | None = None

    def __call__(self, stamped: Stamped) -> None:
        """Hear one event."""
        if isinstance(stamped.event, RequestSent) and self._waits is None:
            self._waits = threading.Timer(self._after_s, _quietly, (self._start,))
            self._waits.daemon = True
            self._waits.start()
        elif (
            isinstance(stamped.event, ActionProposed | RunFinished)
            and self._waits
            and not self._waits.finished.is_set()
        ):
            self._waits.cancel()
            self._waits = None


def _quietly(start: Callable[[], None]) -> None:
    """Start it; whoever needs it tries again, and hears of an error."""
    with suppress(DesktopAgentError):
        start()
