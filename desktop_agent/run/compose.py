"""Builds the loop of a run from its ports: each part gets the few that it uses."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.mode import Mode
from desktop_agent.policy.limits import Limits
from desktop_agent.run.applications import AppAuthorizer
from desktop_agent.run.authorize import Authorizer, FunctionAuthorizer
from desktop_agent.run.cases import CaseJudge
from desktop_agent.run.control import Stopwatch
from desktop_agent.run.execute import ActionRunner, PartRunner
from desktop_agent.run.loop import Budget, RunLoop
from desktop_agent.run.pause import PauseControl, PauseSupervisor
from desktop_agent.run.ports import (
    AppPermissions,
    ApprovalMemory,
    Approver,
    Camera,
    Functions,
    Gate,
    InputExecutor,
    Judge,
    Model,
    OverlayHider,
    Surroundings,
)
from desktop_agent.run.prompt import ApprovalPrompter
from desktop_agent.run.screen_check import ScreenCheck
from desktop_agent.run.stream import Stream
from desktop_agent.run.turn import TurnRunner


@dataclass(slots=True)
class RunPorts:
    """All that one run works with; only `run_loop` sees it whole."""

    mode: Mode
    limits: Limits
    camera: Camera
    surroundings: Surroundings
    model: Model
    judge: Judge
    gate: Gate
    approver: Approver
    app_permissions: AppPermissions
    approval_memory: ApprovalMemory
    overlays: OverlayHider
    executor: InputExecutor
    functions: Functions
    stream: Stream
    pause: PauseControl
    watch: Stopwatch


def run_loop(ports: RunPorts) -> RunLoop:
    """Build the loop of one run."""
    stream, pause, watch, executor, camera = ports.stream, ports.pause, ports.watch, ports.executor, ports.camera
    pauses = PauseSupervisor(pause, executor, ports.overlays, ports.approver, stream, watch)
    prompter = ApprovalPrompter(ports.approver, pauses, stream, watch)
    applications = AppAuthorizer(ports.judge, ports.app_permissions, prompter, stream)
    cases = CaseJudge(ports.surroundings, executor, ports.judge, applications)
    functions = FunctionAuthorizer(ports.functions, ports.mode, prompter, stream)
    authorizer = Authorizer(cases, applications, functions, ports.approval_memory, prompter, stream)
    parts = PartRunner(ScreenCheck(camera), cases, ports.gate, executor, ports.functions, pause, stream)
    actions = ActionRunner(authorizer, parts, executor, pause, stream)
    turns = TurnRunner(actions, ports.functions, pauses, camera, stream, ports.mode)
    budget = Budget(ports.limits, watch, stream)
    return RunLoop(ports.model, turns, pauses, prompter, camera, budget, stream)
