"""Reads a task of OSWorld's shape, and says why it cannot be played here."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from desktop_agent.bench.sets import TaskSet
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.desk.sandbox.walls import PROGRAMS_INSIDE

Json = dict[str, Any]
Trigger = Literal["agent_done", "step_count", "agent_asks"]
HOME = "/home/user"
# Programs that tasks name and that something else of the system stands for; the results say so.
STAND_INS: Mapping[str, tuple[str, ...]] = {
    "gnome-terminal": ("xterm",),
    "google-chrome": ("chromium",),
    "nautilus": ("pcmanfm", "thunar"),
    "gedit": ("mousepad",),
    "python": ("python3",),
}
# The parts of LibreOffice, which are installed one by one: as it is started, and by what is opened.
_OFFICE: Mapping[str, str] = {
    "--writer": "lowriter", ".doc": "lowriter", ".docx": "lowriter", ".odt": "lowriter",
    "--calc": "localc", ".xls": "localc", ".xlsx": "localc", ".ods": "localc",
    "--impress": "loimpress", ".ppt": "loimpress", ".pptx": "loimpress", ".odp": "loimpress",
}  # fmt: skip
_SET_UP = frozenset(
    {"upload_file", "download", "execute", "command", "launch", "open", "sleep", "activate_window", "close_window"}
)
_GETTERS = frozenset(
    {
        *("rule", "vm_file", "vm_command_line", "vm_command_error", "cache_file", "content_from_vm_file"),
        *("vm_screen_size", "list_directory", "rule_relativeTime", "time_diff_range", "cloud_file"),
        *("gimp_config_file", "vlc_config", "vscode_config", "audio_in_slide", "background_image_in_slide"),
    }
)
_ROOT = re.compile(
    r"(?<!without )\bsudo\b|\b(?:systemctl|useradd|ufw|timedatectl)\b|/etc/hosts|/usr/local/bin/|/var/log/|/srv/"
)
_GNOME = re.compile(r"\bgsettings\b|\bdconf\b|org\.gnome\.")
_SOUND = re.compile(r"\bpactl\b|\bamixer\b")
_CRON = re.compile(r"\bcrontab\b")
_NETWORK = re.compile(r"https?://(?!localhost|127\.0\.0\.1|www\.w3\.org|schemas\.)[\w.-]+")


class _Step(BaseModel):
    model_config = ConfigDict(extra="ignore")
    type: str
    parameters: Json = Field(default_factory=dict)


class _Trigger(BaseModel):
    model_config = ConfigDict(extra="ignore")
    type: Trigger = "agent_done"
    value: int = 1


class _Phase(BaseModel):
    model_config = ConfigDict(extra="ignore")
    instruction: str
    trigger: _Trigger = _Trigger()


class _TaskFile(BaseModel):
    """A task as it is written in its file."""

    model_config = ConfigDict(extra="ignore")
    id: Annotated[str, Field(min_length=1)]
    instruction: str = ""
    config: list[_Step] | None = None
    evaluator: Json | str | None = None  # a text or nothing where a set has no judge for it
    phases: list[_Phase] | None = None


@dataclass(frozen=True, slots=True)
class SetUpStep:
    """One step of a set-up, or of what comes before the verdict."""

    kind: str
    parameters: Json


@dataclass(frozen=True, slots=True)
class Phase:
    """What the user says, and when they say the next: when it is done, after so many answers, or when asked."""

    instruction: str
    trigger: Trigger
    after: int


@dataclass(frozen=True, slots=True)
class BenchTask:
    """One task of a set."""

    id: str  # the name of its file
    domain: str  # the folder that it lies in, most often a program
    instruction: str
    config: tuple[SetUpStep, ...]
    evaluator: Json
    file: Path
    phases: tuple[Phase, ...] = ()
    raw: Json = field(default_factory=dict, repr=False)

    @property
    def before_verdict(self) -> tuple[SetUpStep, ...]:
        """Return what is done between the end of the task and the verdict."""
        return tuple(map(_step, self.evaluator.get("postconfig") or ()))

    @property
    def functions(self) -> tuple[str, ...]:
        """Return the names of what judges it."""
        named = self.evaluator.get("func") or ()
        return (named,) if isinstance(named, str) else tuple(named)

    def getters(self) -> Iterator[Json]:
        """Yield what is looked up for the verdict."""
        for key in ("result", "expected"):
            value = self.evaluator.get(key)
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict) and one:
                    yield one


def read_task(file: Path) -> BenchTask:
    """Return the task in a file; SettingsError where it is none."""
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
        read = _TaskFile.model_validate(raw)
    except (OSError, ValueError, ValidationError) as error:
        raise SettingsError(
            Message("{file} isn't a task: {error}.", file=file, error=str(error).splitlines()[0].rstrip(".")),
            Message("A task needs an id, an instruction, a config and an evaluator. See: desktop-agent guide bench"),
        ) from error
    phases = tuple(Phase(one.instruction, one.trigger.type, one.trigger.value) for one in read.phases or ())
    return BenchTask(
        id=file.stem,
        domain=file.parent.name,
        instruction=read.instruction or (phases[0].instruction if phases else ""),
        config=tuple(SetUpStep(one.type, one.parameters) for one in read.config or ()),
        evaluator=read.evaluator if isinstance(read.evaluator, dict) else {},
        file=file,
        phases=phases,
        raw=raw,
    )


def read_tasks(tasks: TaskSet) -> tuple[BenchTask, ...]:
    """Return all tasks of a set, in the order of their names."""
    return tuple(read_task(file) for file in sorted(tasks.tasks.glob("*/*.json")))


def why_skipped(task: BenchTask, tasks: TaskSet, installed: Callable[[str], bool] | None = None) -> str:
    """Return why a task cannot be played and judged here; empty where nothing speaks against it."""
    has = installed or _is_installed
    return next(_reasons(task, tasks, has), "")


def _reasons(task: BenchTask, tasks: TaskSet, has: Callable[[str], bool]) -> Iterator[str]:
    steps = (*task.config, *task.before_verdict)
    for step in steps:
        if step.kind not in _SET_UP:
            yield Message("set-up step {kind}", kind=step.kind)
        yield from _missing_assets(step, tasks)
    for getter in task.getters():
        kind = str(getter.get("type"))
        if kind not in _GETTERS:
            yield Message("look-up {kind}", kind=kind)
        if kind == "cache_file" and asset_of(str(getter.get("path", "")), tasks) is None:
            yield Message("missing asset {name}", name=Path(str(getter.get("path", ""))).name)
        if kind == "cloud_file" and asset_of(str(getter.get("path", "")), tasks) is None:
            yield Message("missing asset {name}", name=Path(str(getter.get("path", ""))).name)
    if not task.functions:
        yield Message("no judge")
    if task.domain == "Windows":
        yield Message("needs Windows")
    for name in task.functions:
        if name != "infeasible" and not tasks.has_metric(name):
            yield Message("missing metric {name}", name=name)
    for name in (name for step in task.config for name in _programs(step)):
        if not has(name):
            yield Message("missing program {name}", name=name)
    yield from _needs(task, steps)


def _needs(task: BenchTask, steps: Sequence[SetUpStep]) -> Iterator[str]:
    commands = " ".join(
        str(one.parameters.get("command", "")) for one in steps if one.kind in {"execute", "command", "launch"}
    )
    looked_up = json.dumps([one for one in task.getters() if one.get("type") != "rule"], ensure_ascii=False)
    told = " ".join((task.instruction, *(one.instruction for one in task.phases)))
    for needed, pattern, where in (
        (Message("needs root"), _ROOT, f"{commands} {looked_up} {told}"),
        (Message("needs GNOME"), _GNOME, f"{looked_up} {told}"),
        (Message("needs sound"), _SOUND, f"{commands} {looked_up}"),
        (Message("needs cron"), _CRON, looked_up),
        (Message("needs the network"), _NETWORK, f"{commands} {looked_up}"),
    ):
        if pattern.search(where):
            yield needed


def _missing_assets(step: SetUpStep, tasks: TaskSet) -> Iterator[str]:
    if step.kind in {"upload_file", "download"}:
        for file in step.parameters.get("files") or ():
            source = str(file.get("local_path") or file.get("url") or "")
            if asset_of(source, tasks) is None:
                yield Message("missing asset {name}", name=source.rpartition("/")[2])


def asset_of(source: str, tasks: TaskSet) -> Path | None:
    """Return the file of the set that a task names by a path or an address; None where it has none."""
    tail = source.partition("/resolve/main/")[2] if "://" in source else source
    for folder in (tasks.root, tasks.root / "assets", tasks.root / "cache"):
        file = (folder / tail.lstrip("/")).resolve()
        if tail and file.is_file() and file.is_relative_to(tasks.root.resolve()):
            return file
    return None


def stand_in(name: str, has: Callable[[str], bool]) -> str:
    """Return the program that stands for one that is not here; empty where it is here, or none does."""
    return "" if has(name) else next((one for one in STAND_INS.get(Path(name).name, ()) if has(one)), "")


def _programs(step: SetUpStep) -> Iterator[str]:
    """Yield the programs that a step of the set-up starts."""
    command = step.parameters.get("command") or ""
    words = command.split() if isinstance(command, str) else [str(one) for one in command]
    if step.kind == "open":
        yield from _parts_of_office([str(step.parameters.get("path", ""))])
    elif step.kind == "launch" and words and not step.parameters.get("shell"):
        yield words[0]
        if Path(words[0]).name in {"libreoffice", "soffice"}:
            yield from _parts_of_office(words[1:])


def _parts_of_office(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        if part := _OFFICE.get(word) or _OFFICE.get(Path(word).suffix.lower()):
            yield part


def _is_installed(name: str) -> bool:
    base = Path(name).name
    found = shutil.which(base, path=PROGRAMS_INSIDE) is not None
    return found or any(shutil.which(one, path=PROGRAMS_INSIDE) for one in STAND_INS.get(base, ()))


def _step(told: Json) -> SetUpStep:
    return SetUpStep(str(told.get("type")), told.get("parameters") or {})
