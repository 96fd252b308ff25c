"""The mandate of a task at set times: made from a rehearsal, stored beside the settings, and used by an approver.

A file proves nothing about its author: a mandate counts only if a person has confirmed it, for exactly the task that it
was made for. The confirmation is bound to the task's text as well.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from desktop_agent.core.decision import Answer, Approved, Question, Rejected
from desktop_agent.core.display_text import foreign
from desktop_agent.core.errors import DeskError, RecordError, SettingsError, unwritable
from desktop_agent.core.events import Decided
from desktop_agent.core.message import Message, plural
from desktop_agent.core.programs import last_part
from desktop_agent.desk.folder import find_desk, open_desk
from desktop_agent.desk.receipt.change import DOCUMENTS
from desktop_agent.desk.receipt.journal import journals
from desktop_agent.desk.receipt.sort import group_of
from desktop_agent.lib.files import content_of, replace_file
from desktop_agent.lib.paths import places
from desktop_agent.policy.mandate import COVERABLE, Mandate, MandateAct, MandateUse, mandate_of
from desktop_agent.record.reader import read_run
from desktop_agent.record.store import RunStore, is_foreign
from desktop_agent.record.wording import local_day
from desktop_agent.settings.confirmed import SavedSettings
from desktop_agent.tasks.saved.store import TaskFile

FOLDER: Final = "mandates"
_LARGEST = 1_000_000
_LONGEST_SHOWN = 80
_MOST_TIMES = 1_000
_ACT, _MANDATE = TypeAdapter(MandateAct), TypeAdapter(Mandate)


@dataclass(frozen=True, slots=True)
class KeptMandate:
    """A mandate for one task, with the text of its file."""

    mandate: Mandate
    text: str

    def digest(self, task: TaskFile) -> str:
        """Return the digest that a confirmation is bound to: of the mandate, the task's name and its complete text."""
        return hashlib.sha256(f"mandate\0{task.name}\0{task.digest}\0{self.text}".encode()).hexdigest()


class MandateApprover:
    """Answers in the person's place: yes to what the mandate names, and no to anything else."""

    answers_words = False
    admits = False

    def __init__(self, mandate: Mandate) -> None:
        self._use = MandateUse(mandate)

    async def decide(self, question: Question) -> Answer:
        """Return a yes where the mandate covers the question, else a no with its reason, for the model."""
        why = self._use.why_not(question, datetime.now().astimezone().date())
        return Rejected(why, by="policy") if why else Approved(by="mandate")

    async def reply(self, question: str) -> str | None:
        """Return None: there is no person to answer in words."""
        del question
        return None

    async def hand_back(self, reason: str) -> None:
        """Wait forever: there is no person to take over."""
        del reason
        await asyncio.Event().wait()


def mandate_from_run(store: RunStore, which: str, until: date) -> KeptMandate:
    """Return the mandate from a rehearsal; RecordError where nothing in that run can be covered by one."""
    folder = store.find(which)
    if is_foreign(folder, store.root):
        raise RecordError(Message("This run was recorded elsewhere."), Message("Rehearse the task on this computer."))
    run = read_run(folder)
    acts = [act for decided in run.decisions for act in _approved(decided)]
    files = _applied_documents(run.started.desk) if run.started else ()
    if not (acts or files):
        raise RecordError(
            Message("This run has no approvals that a mandate could cover."),
            Message(
                "Set a scope for the task (--allow), run it while you're at the computer, and answer its questions."
            ),
        )
    mandate = mandate_of(acts, until, files)
    return KeptMandate(mandate, _MANDATE.dump_json(mandate, indent=1).decode() + "\n")


def read_mandate(config: Path, task: TaskFile) -> KeptMandate | None:
    """Return the mandate of a task, None without one; SettingsError if it is unreadable or not confirmed."""
    data = content_of(_path(config, task.name), _LARGEST)
    if data is None:
        return None
    text = data.decode("utf-8", "replace")
    mandate = KeptMandate(_mandate_in(text, task.name), text)
    if mandate.digest(task) not in SavedSettings(config).record().tasks:
        raise _unusable(task.name)
    return mandate


def keep_mandate(config: Path, task: TaskFile, mandate: KeptMandate) -> None:
    """Store a mandate that a person has just confirmed; SettingsError where that cannot be written."""
    path = _path(config, task.name)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(path, [mandate.text.encode()])
        SavedSettings(config).confirm("task", mandate.digest(task))
    except OSError as error:
        raise unwritable(path, error) from error


def drop_mandate(config: Path, task: str) -> None:
    """Delete the mandate of a task, if it has one."""
    _path(config, task).unlink(missing_ok=True)


def lines_of(mandate: Mandate) -> Iterator[str]:
    """Yield each act and each file as a sentence for the person to confirm."""
    for act in mandate.acts:
        control = act.control
        where = foreign(control.title or last_part(control.program), _LONGEST_SHOWN)
        yield Message(
            "{act} “{control}” ({role}) in “{where}” of {program}, {times}, until {day}",
            act=control.act,
            control=foreign(control.control, _LONGEST_SHOWN),
            role=control.role,
            where=where,
            program=foreign(" ".join(filter(None, (control.program, control.site))), 2 * _LONGEST_SHOWN),
            times=plural("{count:,} time per run", "{count:,} times per run", count=act.times),
            day=local_day(mandate.until),
        )
    for file in mandate.files:
        yield Message(
            "apply “{file}” from the desk once all expectations are met, if nothing else was created or "
            "changed, until {day}",
            file=foreign(file, 2 * _LONGEST_SHOWN),
            day=local_day(mandate.until),
        )


def _applied_documents(desk: str) -> tuple[str, ...]:
    """Return the documents that a person has applied from a desk and not undone; empty where that is unknown."""
    if not desk:
        return ()
    try:
        folder = find_desk(places().desks, desk)
        layers, applied = open_desk(folder).layers, [journal for journal in journals(folder) if journal.is_done]
        steps = [step for journal in applied for step in journal.plan().steps]
    except DeskError:
        return ()
    documents = (step for step in steps if step.new and step.new.kind == "file" and group_of(step.path) == DOCUMENTS)
    files = (str(layers[step.layer].lower / step.path) for step in documents)
    return tuple(file for file in dict.fromkeys(files) if file.isprintable())


def _approved(decided: Decided) -> Iterator[MandateAct]:
    """Yield the acts that a person has approved; approvals by a mandate don't count."""
    if (decided.verdict, decided.by) == ("allow", "human"):
        for cover in decided.covers:
            if act := _act(cover):
                yield act


def _act(content: Mapping[str, object]) -> MandateAct | None:
    """Return the act in a table of a journal or a file; None if it is none."""
    try:
        act = _ACT.validate_python(content)
    except ValidationError:
        return None
    return act if _is_coverable(act) else None


def _is_coverable(act: MandateAct) -> bool:
    return bool(act.rules) and COVERABLE.issuperset(act.rules) and 0 < act.times <= _MOST_TIMES


def _mandate_in(text: str, task: str) -> Mandate:
    try:
        mandate = _MANDATE.validate_json(text)
    except ValidationError as error:
        raise _unusable(task) from error
    if not all(map(_is_coverable, mandate.acts)):
        raise _unusable(task)
    return replace(mandate, files=tuple(path for path in mandate.files if path.startswith("/")))


def _path(config: Path, task: str) -> Path:
    return config / FOLDER / f"{task}.json"


def _unusable(task: str) -> SettingsError:
    return SettingsError(
        Message("You haven't confirmed the mandate, or the mandate or its task has changed since you did."),
        Message("Recreate it with “desktop-agent schedule remove {name}”, then “add”.", name=task),
    )
