"""The loop of a run, built from its ports."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_agent.core.actions.action import Invoke
from desktop_agent.core.decisions.mode import Mode
from desktop_agent.core.runs.events import SentPicture
from desktop_agent.core.runs.material import Material
from desktop_agent.policy.gate import SingleUseGate
from desktop_agent.policy.limits import NOTHING_SPENT, Limits
from desktop_agent.run import ports
from desktop_agent.run.act.applications import AppAccess
from desktop_agent.run.act.attempt import RunContext
from desktop_agent.run.act.execute import ActionRunner, Proposals
from desktop_agent.run.act.input_state import InputState
from desktop_agent.run.act.named_places import NamedPlaces
from desktop_agent.run.act.opening_wait import OpeningWait
from desktop_agent.run.act.screen_check import ScreenCheck
from desktop_agent.run.act.targets import Targets
from desktop_agent.run.ask.authorize import Authorizer
from desktop_agent.run.ask.memory import AnswerMemory
from desktop_agent.run.ask.prompt import AdvanceQuestions, ApprovalPrompter
from desktop_agent.run.control import Stopwatch
from desktop_agent.run.end.expectations import EndCheck
from desktop_agent.run.end.result import RunContinuation
from desktop_agent.run.end.tally import WindowWatch
from desktop_agent.run.inquiry import ScreenInquiry
from desktop_agent.run.loop import Budget, RunLoop
from desktop_agent.run.null_objects import NoExpectations, NoPlace
from desktop_agent.run.pause import PauseControl, PauseSupervisor
from desktop_agent.run.stream import Stream
from desktop_agent.run.turn import TurnRunner


@dataclass(frozen=True, slots=True)
class LoopTerms:
    """The terms of the run that the loop needs."""

    mode: Mode
    limits: Limits
    announce_ms: int = 0  # how long each act is to be seen before it is done
    continues: RunContinuation | None = None  # the run that this one goes on with
    expect_tries: int = 1  # how often the model is informed of what does not hold
    material: tuple[Material, ...] = ()  # that goes to the model with the task
    material_to_confirm: tuple[Invoke, ...] = ()  # of it, that about which the person is asked first
    opening_sent: SentPicture = "whole"  # "nothing" where the caller says first what they want to see


@dataclass(slots=True)
class RunPorts:
    """The ports of one run; only `run_loop` has all of them."""

    terms: LoopTerms
    camera: ports.Camera
    surroundings: ports.Surroundings
    model: ports.Model
    judge: ports.Judge
    gate: SingleUseGate
    approver: ports.Approver
    app_permissions: ports.AppPermissions
    approval_memory: ports.ApprovalMemory
    control_memory: ports.ControlMemory
    secrets: ports.SecretBook
    overlays: ports.Overlays
    executor: ports.InputExecutor
    functions: ports.Functions
    stream: Stream
    pause: PauseControl
    watch: Stopwatch
    place: ports.WorkPlace = field(default_factory=NoPlace)
    expectations: ports.Expectations = field(default_factory=NoExpectations)
    reports_windows: bool = True  # the desktop reports which window is where
    inquiry: ScreenInquiry | None = None  # the one that the model's queries go to, whose numbers it may use


def run_loop(run: RunPorts) -> RunLoop:
    """Build the loop of one run."""
    stream = run.stream
    pause = run.pause
    watch = run.watch
    executor = run.executor
    camera = run.camera
    terms = run.terms
    pauses = PauseSupervisor(pause, executor, run.overlays, run.approver, stream, watch)
    inputs = InputState()
    places = NamedPlaces(run.inquiry or ScreenInquiry(run.surroundings), pauses, camera, stream)
    targets = Targets(run.surroundings, camera)
    context = RunContext(
        inputs=inputs,
        targets=targets,
        check=ScreenCheck(camera, run.surroundings, targets, inputs, pause.quiet_for),
        places=places,
        awaited=OpeningWait(run.surroundings, camera, pause, pauses),
        access=AppAccess(run.judge, run.app_permissions, stream, reports_windows=run.reports_windows),
        judge=run.judge,
        remembered=run.control_memory,
        secrets=run.secrets,
        gate=run.gate,
        executor=executor,
        functions=run.functions,
        camera=camera,
        overlays=run.overlays,
        shown_s=terms.announce_ms / 1000,
        pause=pause,
        stream=stream,
    )
    prompter = ApprovalPrompter(run.approver, pauses, stream, watch)
    memory = AnswerMemory(run.approval_memory, run.control_memory, stream)
    authorizer = Authorizer(context, terms.mode, memory, prompter)
    proposals = Proposals(targets, places, stream)
    actions = ActionRunner(context, authorizer, proposals)
    beforehand = AdvanceQuestions(
        run.approver,
        pauses,
        stream,
        commands=run.expectations.commands,
        files=terms.material_to_confirm,
        off_screen=run.expectations.off_screen(),
    )
    end_check = EndCheck(run.expectations, terms.expect_tries, beforehand, pauses, camera, stream)
    turns = TurnRunner(context, actions, proposals, pauses, terms.mode, end_check)
    before = terms.continues
    budget = Budget(terms.limits, watch, stream, before.carried if before else NOTHING_SPENT)
    loop = RunLoop(run.model, turns, pauses, prompter, camera, budget, stream)
    loop.windows = WindowWatch(camera, run.surroundings)
    loop.earlier = before.earlier if before else None
    loop.place = run.place
    loop.opening_sent = terms.opening_sent
    loop.material = terms.material
    loop.beforehand = beforehand
    run.place.join(stream)
    return loop
