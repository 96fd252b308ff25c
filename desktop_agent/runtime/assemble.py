"""The ports of a prepared run, opened once it begins; the run's stack closes them."""

from __future__ import annotations

import secrets
import time
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from desktop_agent.core.runs.events import Noticed
from desktop_agent.core.texts.message import Message, tr
from desktop_agent.input.choose import choose as choose_input
from desktop_agent.input.choose import choose_methods
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.lib.paths import places
from desktop_agent.policy.gate import SingleUseGate
from desktop_agent.policy.judge import Policy
from desktop_agent.presence.sleep_inhibitor import StayAwake
from desktop_agent.presence.stand_ins import NoPresence
from desktop_agent.run.compose import LoopTerms, RunPorts
from desktop_agent.run.control import Stopwatch
from desktop_agent.run.inquiry import ScreenInquiry
from desktop_agent.runtime.beginning import begin, open_stream
from desktop_agent.runtime.description.screen_functions import OwnCopies, functions_of
from desktop_agent.runtime.material import material_to_confirm
from desktop_agent.runtime.one_run import HELD, only_run
from desktop_agent.runtime.provider.run_model import model_of, programs_of, reader_of
from desktop_agent.runtime.provider.stand_in import Sight
from desktop_agent.runtime.run_offers import expected, notifier_for, place_of
from desktop_agent.screen.choose import choose_controls
from desktop_agent.settings.answers import REMEMBERED, RememberedAnswers

if TYPE_CHECKING:
    from desktop_agent.core.texts.field_text import FieldSource
    from desktop_agent.desk.runs.run_desk import RunDesk
    from desktop_agent.run.pause import PauseControl
    from desktop_agent.run.ports import Model
    from desktop_agent.runtime.prepare import PreparedRun
    from desktop_agent.settings import Settings

_UNDER_WAY = Message("A task is running.")


def open_ports(run: PreparedRun, stack: AsyncExitStack, pause: PauseControl) -> RunPorts:
    """Start and open the ports of the run; the stack gets everything that must be closed."""
    settings = run.spec.settings
    environment = run.parts.environment
    parts = run.parts
    _take_screen(run, stack)
    awake = _stay_awake(run, stack)
    reader = reader_of(run, stack)
    programs = programs_of(run)
    controls = choose_controls()
    surroundings = run.screen.surroundings(environment, reader, controls, ahead=not run.provider.embedded)
    stack.push_async_callback(surroundings.close)
    gate = SingleUseGate(time.monotonic, secrets.token_hex)
    watch = Stopwatch(time.monotonic)
    executor = _executor(run, stack, gate, pause, controls.fields())
    notifier = notifier_for(settings, parts.desk.outside if parts.desk else environment)
    copies = OwnCopies()
    # The record comes last: a run that cannot begin leaves none, and one that has begun also ends.
    stream = open_stream(run, stack, reader, (copies, notifier.hear))
    notifier.announce_by(stream)
    inquiry = ScreenInquiry(surroundings)

    def on_server() -> Model:
        from desktop_agent.runtime.provider.served_model import served_model

        return served_model(run, stack, stream, inquiry, executor=executor, watch=watch)

    model = model_of(run, Sight(run.screen.windows, surroundings, inquiry, reader, stream), programs, on_server)
    begin(run, stream, awake)
    for note in executor.put_back_left():
        stream.announce(Noticed("warning", note))
    return RunPorts(
        terms=_terms(run),
        camera=run.screen.camera,
        surroundings=surroundings,
        model=model,
        judge=_policy(settings, parts.desk),
        gate=gate,
        approver=notifier.asking(run.services.approver),
        app_permissions=run.app_permissions,
        approval_memory=run.services.approvals,
        control_memory=RememberedAnswers(places(environment).config / REMEMBERED),
        secrets=run.secrets,
        overlays=run.services.overlays,
        executor=executor,
        functions=functions_of(run, tuple(programs.values()), inquiry, stream, gate.redeem, copies),
        stream=stream,
        pause=pause,
        watch=watch,
        place=place_of(run, stack, stream.recorder.dir),
        expectations=expected(settings, surroundings, environment, parts.desk, by_agent=run.spec.by_agent),
        reports_windows=run.screen.windows.reports_positions,
        inquiry=inquiry,
    )


def _policy(settings: Settings, desk: RunDesk | None) -> Policy:
    if desk is None:
        return Policy(settings.run.mode, settings.rules, settings.builtin)
    return Policy(
        settings.run.mode, settings.rules, settings.builtin, on_desk=True, reaches_hosts=lambda: desk.reaches_hosts
    )


def _terms(run: PreparedRun) -> LoopTerms:
    settings = run.spec.settings
    spec = run.spec
    return LoopTerms(
        mode=settings.run.mode,
        limits=settings.run.limits,
        announce_ms=settings.ui.announce_ms or 0,
        continues=spec.continues,
        expect_tries=settings.run.expect_tries,
        material=run.material,
        material_to_confirm=material_to_confirm(run.material, run.provider) if spec.by_agent else (),
        opening_sent="nothing" if run.is_by_agent else "whole",
    )


def _take_screen(run: PreparedRun, stack: AsyncExitStack) -> None:
    """Reserve the screen for this run, raise the window that it works in, and leave out our frame."""
    camera = run.screen.camera
    remote = run.screen.remote
    if remote:
        stack.callback(remote.close)
    stack.callback(camera.close)
    stack.enter_context(only_run(run.spec.task, run.parts.environment))
    camera.bring_forward()
    camera.leave_out(run.services.overlays.frame)


def _stay_awake(run: PreparedRun, stack: AsyncExitStack) -> StayAwake:
    """Keep the computer awake until the run ends, and, where the person's own screen is worked on, unlocked."""
    nobody_sits = isinstance(run.presence, NoPresence) and not run.presence.lacks
    awake = StayAwake(run.parts.environment, tr(_UNDER_WAY), screen=not (run.parts.desk or nobody_sits))
    stack.callback(awake.let_go)
    awake.hold()
    return awake


def _executor(
    run: PreparedRun, stack: AsyncExitStack, gate: SingleUseGate, pause: PauseControl, fields: FieldSource
) -> ActionExecutor:
    environment = run.parts.environment
    settings = run.spec.settings
    screen = run.screen
    backend = choose_input(
        environment,
        named=settings.run.input,
        ledgers=places(environment).cache / HELD,
        own=run.presence.own,
        remote=screen.remote,
    )
    executor = ActionExecutor(
        backend,
        redeem=gate.redeem,
        stop=pause,
        bound=screen.windows.reports_positions,
        look=screen.camera.shapes_at,
        watch=screen.camera.scrolled_at,
        smooth=settings.input.smooth,
        fields=fields,
        secret=run.secrets.value,
        methods=choose_methods(environment, notes=places(environment).cache / HELD),
    )
    stack.callback(executor.close)
    screen.camera.wait_for_release(executor.is_holding)
    return executor
