"""The model of a run: the built-in one, a stand-in, or the one behind the provider's server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING

from desktop_agent.core.actions.action import Function
from desktop_agent.runtime import slices
from desktop_agent.runtime.provider.stand_in import Sight
from desktop_agent.screen.ocr.reader import OcrReader
from desktop_agent.screen.ocr.reader import why_not as why_no_reader

if TYPE_CHECKING:
    from desktop_agent.run.ports import Model
    from desktop_agent.runtime.prepare import PreparedRun


def why_unknown(task: str) -> str:
    """Return why the built-in model doesn't understand a task; empty where it does."""
    return slices.offline_model.why_unknown(task)


def reader_of(run: PreparedRun, stack: AsyncExitStack) -> OcrReader | None:
    """Return the reader of texts on the screen, one child process for all; None where it is not installed."""
    if why_no_reader():
        return None
    reader = run.parts.reader or stack.enter_context(OcrReader())
    if run.provider.embedded:
        reader.start()  # it loads while the rest is opened
    return reader


def programs_of(run: PreparedRun) -> Mapping[str, Function]:
    """Return the functions that start the programs of steps, by name; a server's model has no such steps."""
    stand_in = run.parts.stand_in
    desk = run.parts.desk
    followed = run.spec.task if run.provider.embedded else ""
    if stand_in:
        followed = stand_in.words
    find = desk.programs if desk else slices.offline_model.programs_for
    return find(followed, run.parts.environment) if followed else {}


def model_of(run: PreparedRun, sight: Sight, programs: Mapping[str, Function], on_server: Callable[[], Model]) -> Model:
    """Return the model; only the modules of the chosen one are loaded."""
    known = (programs, run.parts.environment, sight.windows, sight.surroundings)
    staged = run.parts.desk.staged if run.parts.desk else None
    offline = None
    if sight.reader:
        offline = partial(slices.offline_model.offline_model, sight.reader, sight.stream, *known, staged=staged)
    if run.parts.stand_in:
        return run.parts.stand_in.model(sight, (offline, on_server))
    return offline() if offline and run.provider.embedded else on_server()
