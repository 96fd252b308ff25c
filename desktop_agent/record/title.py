"""The title of a run for people who didn't start it: what its task is called, or where its plain steps were done."""

from __future__ import annotations

import re

from desktop_agent.core.runs.events import STEPS
from desktop_agent.core.texts.message import gettext, visible, without_home
from desktop_agent.record.recording import RecordedRun
from desktop_agent.record.wording import program_of

_LONGEST = 120
_OF_PROGRAM = re.compile(r"\*?(?:[~/].*/)?(.+) [-–—] (.+)")  # a document, perhaps by its path, and its program


def title_of(run: RecordedRun) -> str:
    """Return a title; plain steps are none, so the last document's window gives it."""
    lines = [line.strip() for line in run.summary.title.splitlines() if line.strip()]
    aims = [each.aim for each in run.proposals if each.was_done and each.aim and each.aim.window]
    if lines and not (aims and _is_in_steps(run, lines)):
        return visible(without_home(lines[0]), _LONGEST)
    if not aims:
        return run.summary.id
    named = [parts for aim in aims if (parts := _OF_PROGRAM.fullmatch(aim.window or ""))]
    window, program = named[-1].groups() if named else (aims[0].window, program_of(aims[0]))
    program = program[:1].upper() + program[1:]
    title = gettext("{program}: {window}", program=program, window=window) if program else window
    return visible(without_home(str(title)), _LONGEST)


def _is_in_steps(run: RecordedRun, lines: list[str]) -> bool:
    """Return whether a task is its own steps: those of the built-in model, or one line for each step.

    A run that plays lines has their title as its task.
    """
    if run.summary.named or (run.started is not None and run.started.provider == STEPS):
        return False
    is_built_in = run.started is not None and run.started.offline
    return is_built_in or (len(lines) > 1 and len(lines) in {run.steps, run.steps - 1})
