"""Carries out a saved task: one at a time, on its own terms, with a person's values."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.errors import DesktopAgentError, unwritable
from desktop_agent.core.message import Message
from desktop_agent.lib.paths import places
from desktop_agent.record.lock import lock_file
from desktop_agent.tasks.saved.variables import (
    check_secrets,
    here_and_today,
    values_for,
    with_values,
    words_of,
)

if TYPE_CHECKING:
    from desktop_agent.cli.flags import Flags
    from desktop_agent.policy.mandate import Mandate
    from desktop_agent.run.desk_order import DeskOrder
    from desktop_agent.run.result import RunResult
    from desktop_agent.tasks.saved.store import TaskFile

_LOCKS = "task-locks"


def carry_out(
    file: TaskFile, given_values: Mapping[str, str], flags: Mapping[str, object], *, at_set_time: bool = False
) -> RunResult:
    """Do a task and return its result; `flags` of the command line override the head's.

    With `at_set_time` no person is asked; the task's mandate answers. SettingsError for an invalid value,
    DesktopAgentError where the task is already in progress, or, at a set time, where its screen is locked.
    """
    from desktop_agent.cli.flags import effective_from
    from desktop_agent.cli.run_place import carry_out_at
    from desktop_agent.host.provider import provider_of
    from desktop_agent.host.spec import RunSpec
    from desktop_agent.tasks.schedule.mandate import MandateApprover, read_mandate

    values = values_for(file.task, given_values, here_and_today())
    given_flags = {name: flag for name, flag in flags.items() if flag is not None and flag is not False and flag != []}
    terms = with_values({**flags, **file.task.flags, **given_flags}, values)
    json_lines = bool(terms["json_lines"])
    confirmed = read_mandate(places().config, file) if at_set_time else None
    mandate = confirmed.mandate if confirmed else None
    approver = MandateApprover(mandate) if mandate else None
    if at_set_time and not terms["desk"]:
        _check_unlocked(file.name)
    with _alone(file.name):
        order = _order(terms, mandate)
        if file.book is None:
            settings = effective_from(terms)
            words = words_of(file.task, values, as_steps=provider_of(settings, os.environ).embedded)
            spec = RunSpec(words, settings, desk=order)
            return carry_out_at(spec, json_lines=json_lines, beforehand=approver)
        from desktop_agent.studio.steps.player import StepsToPlay
        from desktop_agent.studio.steps.playing import played

        book, fallback = file.book, terms.get("provider")
        steps = played(book, values)
        check_secrets(
            file.task, values, lambda other_values: "\n".join(step.text for step in played(book, other_values).steps)
        )
        settings = effective_from({**terms, "provider": fallback or "local"})
        spec = RunSpec(steps.title, settings, desk=order)
        to_play = StepsToPlay(steps, falls_back=fallback is not None)
        return carry_out_at(spec, json_lines=json_lines, stand_in=to_play, beforehand=approver)


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Hold the lock of a task; DesktopAgentError where another process does."""
    folder = places().data / _LOCKS
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        if not lock_file(fd):
            raise DesktopAgentError(
                Message("The “{name}” task is already running.", name=name),
                Message("Wait for it to finish, or stop it: desktop-agent stop"),
            )
        yield
    finally:
        os.close(fd)


def _order(terms: Flags, mandate: Mandate | None) -> DeskOrder | None:
    """Return the ordered desk, with the files that a mandate lets it apply without a question."""
    from desktop_agent.cli.run_place import side_desk

    order = side_desk().desk_order(terms)
    if order is None or mandate is None or here_and_today().today > mandate.until:
        return order
    return replace(order, unseen=tuple(map(Path, mandate.files)))


def _check_unlocked(name: str) -> None:
    from desktop_agent.presence.lock import LockWatch

    watch = LockWatch(os.environ)
    watch.start(lambda: None)
    try:
        locked = watch.is_locked()
    finally:
        watch.close()
    if locked:
        raise DesktopAgentError(
            Message("The screen is locked, so the “{name}” task did nothing.", name=name),
            Message("It will run at its next scheduled time. On a desk, tasks can run even when the screen is locked."),
        )
