"""The folder of saved tasks, the confirmations of them, and the templates that come with the program.

Any program that can write a file can write a task, and with it where a run may act. So a task runs only after a person
has seen and confirmed it, and the confirmation holds for exactly this file and the pictures of its steps. A template
is a part of the program, and needs none; a saved task of the same name takes its place.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from desktop_agent.core.errors import SettingsError, unwritable
from desktop_agent.core.texts.message import Message, plural, whole
from desktop_agent.core.texts.suggestion import guess
from desktop_agent.lib.files import content_of, replace_file
from desktop_agent.lib.paths import asset, places
from desktop_agent.lib.traces import Trace
from desktop_agent.record.store import slug
from desktop_agent.settings.confirmed import SavedSettings
from desktop_agent.tasks.saved.text import LONGEST, parse_task, with_body, write_task
from desktop_agent.tasks.steps.book import StepBook, picture_in
from desktop_agent.tasks.steps.lines import write_lines
from desktop_agent.tasks.task import ENDING, Step, Task

FOLDER: Final = "tasks"
_TEMPLATES: Final = "templates"
_DRAFT: Final = ".draft"
_LAST: Final = "last"  # a name of the newest run
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_NUMBERED = re.compile(r"-\d+$")  # as `free_name` makes it
_MOST_PICTURES = 400_000_000  # bytes


@dataclass(frozen=True, slots=True)
class TaskFile:
    """The file of a task, read once: its text, the parsed task, and the pictures of its lines."""

    name: str
    text: str
    task: Task
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    is_template: bool = False

    @property
    def digest(self) -> str:
        """Return the digest that a confirmation of this task is bound to."""
        digest = hashlib.sha256(b"task\0" + self.text.encode())
        for name, data in sorted(self.pictures.items()):
            digest.update(f"\0{name}\0{hashlib.sha256(data).hexdigest()}".encode())
        return digest.hexdigest()

    @property
    def title(self) -> str:
        """Return what people call the task: its title, else its name."""
        return self.task.title or self.name

    @property
    def label(self) -> str:
        """Return how a list calls the task: by the name that a person gave, and by a title that says something else."""
        named_after_title = slug(self.task.title) == _NUMBERED.sub("", self.name)
        if self.is_template or named_after_title or not self.task.title:
            return self.title
        return Message("{name}: {title}", name=self.name, title=self.task.title)

    @property
    def book(self) -> StepBook:
        """Return the task with its pictures."""
        return StepBook(self.task, self.pictures.get)


class TaskStore:
    """The saved tasks of one settings folder."""

    def __init__(self, config: Path) -> None:
        self.folder = config / FOLDER
        self._saved = SavedSettings(config)

    def names(self) -> tuple[str, ...]:
        """Return the names of all tasks, in order."""
        try:
            files = [path.stem for path in self.folder.iterdir() if path.suffix == ENDING and path.is_file()]
        except OSError:
            return ()
        return tuple(sorted(name for name in files if _NAME.fullmatch(name)))

    def templates(self) -> tuple[TaskFile, ...]:
        """Return the templates that no saved task takes the place of, in the person's language."""
        names = sorted(path.stem for path in asset(_TEMPLATES).glob(f"*{ENDING}"))
        return tuple(template(name) for name in names if name not in self.names())

    def path(self, name: str) -> Path:
        """Return the path for a task of this name; SettingsError for an invalid name."""
        if not _NAME.fullmatch(name):
            raise SettingsError(
                Message("“{name}” isn't a valid task name.", name=name[:80]),
                Message("Use up to 64 of these characters: a-z, A-Z, 0-9, - and _."),
            )
        return self.folder / f"{name}{ENDING}"

    def read(self, name: str) -> TaskFile:
        """Return a task or a template; SettingsError where there is none, or with the line of an error in its file."""
        if named := next((file for file in self.templates() if file.name == name), None):
            return named
        self.check_exists(name)
        return read_task(self.path(name))

    def text(self, name: str) -> str:
        """Return the text of a task, even a faulty one; SettingsError where there is none."""
        self.check_exists(name)
        return text_of(self.path(name))

    def label(self, name: str) -> str:
        """Return how lists call a task; its name where its file can't be read."""
        try:
            return TaskFile(name, "", parse_task(self.text(name), name)).label
        except SettingsError:
            return name

    def check_exists(self, name: str) -> None:
        """Raise SettingsError where there is no task of this name."""
        if not self.path(name).is_file():
            hint = guess(name, self.names()) or Message("See all tasks: desktop-agent tasks list")
            if any(file.name == name for file in self.templates()):
                hint = Message("It's a template. Copy it: desktop-agent tasks add NAME --from {name}", name=name)
            raise SettingsError(Message("There is no task named “{name}”.", name=name), hint)

    def free_name(self, title: str) -> str:
        """Return a name for a task that no other has, after its title."""
        base = slug(title)
        names = (f"{base}-{number}" if number > 1 else base for number in range(1, 10_000))
        return next(name for name in names if name != _LAST and not self.path(name).exists())

    def check_free(self, name: str) -> None:
        """Raise SettingsError where the name is invalid, is taken, or would mean a run."""
        if name == _LAST:
            raise SettingsError(Message("“last” means the newest run."), Message("Choose another name."))
        if self.path(name).exists():
            raise SettingsError(
                Message("A task named “{name}” already exists.", name=name),
                Message("Choose another name, or edit that task: desktop-agent tasks edit {name}", name=name),
            )

    def keep(self, name: str, file: TaskFile, *, replaces: bool = False) -> TaskFile:
        """Store a task under a name and return it; SettingsError where the name is in use, or writing fails."""
        if not replaces:
            self.check_free(name)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(self.folder, error) from error
        return write_task_file(file, self.path(name))

    def rename(self, name: str, other: str) -> None:
        """Give a task another name, with its pictures and its confirmation; SettingsError where that fails."""
        file = self.read(name)
        was_confirmed = self.is_confirmed(file)
        renamed = self.keep(other, file)
        if was_confirmed:
            self.confirm(renamed)
        self.delete(name)

    def draft(self, name: str) -> Path:
        """Return the path of a draft: the edited text of a task while it has an error."""
        return self.path(name).with_suffix(_DRAFT)

    def delete(self, name: str) -> None:
        """Delete a task and the pictures of its steps; SettingsError where there is none or that fails."""
        self.check_exists(name)
        path = self.path(name)
        try:
            path.unlink()
            self.draft(name).unlink(missing_ok=True)
            pictures = path.with_suffix("")
            if pictures.is_dir() and not pictures.is_symlink():
                shutil.rmtree(pictures)
        except OSError as error:
            raise unwritable(self.folder, error) from error

    def is_confirmed(self, file: TaskFile) -> bool:
        """Return whether a person has confirmed exactly this task; a template needs no confirmation."""
        return file.is_template or file.digest in self._saved.record().tasks

    def confirm(self, file: TaskFile) -> None:
        """Record that a person has confirmed exactly this task; SettingsError where that cannot be written."""
        try:
            self._saved.confirm("task", file.digest)
        except OSError as error:
            raise unwritable(self._saved.folder, error) from error


def template(name: str) -> TaskFile:
    """Return a template, with the texts for the person in their language."""
    file = read_task(asset(_TEMPLATES) / f"{name}{ENDING}")
    variables = tuple(replace(variable, ask=whole(variable.ask)) for variable in file.task.variables)
    title = whole(file.task.title)
    description = whole(file.task.description)
    task = replace(file.task, title=title, description=description, variables=variables)
    return replace(file, task=task, is_template=True)


def task_from(text: str, name: str, png: Callable[[str], bytes | None] = lambda _: None) -> TaskFile:
    """Return the task in a text, with pictures from `png`; SettingsError where it is faulty."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    task = parse_task(text, f"{name}{ENDING}")
    pictures = dict[str, bytes]()
    for step in task.steps:
        data = png(step.picture) if step.picture and step.picture not in pictures else None
        if data and sum(map(len, pictures.values())) + len(data) <= _MOST_PICTURES:
            pictures[step.picture] = data
    return TaskFile(name, text, task, pictures)


def task_of(book: StepBook, name: str) -> TaskFile:
    """Return the file of a task that was made here."""
    return task_from(write_task(book.task), name, book.png)


def read_task(path: Path) -> TaskFile:
    """Return the task in a file; SettingsError where it cannot be read, or is faulty."""
    return task_from(text_of(path), path.stem, picture_in_folder(path.parent))


def picture_in_folder(folder: Path) -> Callable[[str], bytes | None]:
    """Return a function that reads a step's picture by its name, for a steps file in this folder."""
    return lambda name: picture_in(folder, name)


def text_of(path: Path) -> str:
    """Return the text in the file of a task; SettingsError where it cannot be read."""
    data = content_of(path, 4 * LONGEST)
    if data is None:
        missing = Message("{path} doesn't exist.", path=path)
        why = Message("{path} can't be read.", path=path) if path.exists() else missing
        raise SettingsError(why, Message("Choose a readable, regular task file."))
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise SettingsError(
            Message("{path} isn't UTF-8 text.", path=path), Message("Save it as UTF-8 plain text.")
        ) from error


def write_task_file(file: TaskFile, path: Path) -> TaskFile:
    """Write a task, and its pictures into a folder beside it; return the task there. SettingsError where that fails."""
    moved = _with_moved_pictures(file, path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for name, data in moved.pictures.items():
            (path.parent / name).parent.mkdir(mode=0o700, exist_ok=True)
            replace_file(path.parent / name, [data])
        replace_file(path, [moved.text.encode()])
    except OSError as error:
        raise unwritable(path, error) from error
    return moved


def _with_moved_pictures(file: TaskFile, path: Path) -> TaskFile:
    """Return the task with its pictures in the folder that belongs to a file."""
    pictures = dict[str, bytes]()
    steps = list[Step]()
    for number, step in enumerate(file.task.steps, start=1):
        data = file.pictures.get(step.picture)
        name = f"{path.stem}/{number:04d}.png" if data else ""
        steps.append(replace(step, picture=name))
        if data:
            pictures[name] = data
    text = with_body(file.text, file.name, write_lines(steps, file.task.after)) if steps else file.text
    return TaskFile(path.stem, text, parse_task(text, path.name), pictures)


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the saved tasks."""
    store = TaskStore(places(environment).config)
    paths = tuple(sorted(path for path in store.folder.glob("*") if _is_ours(path)))
    if paths:
        count = len([path for path in paths if path.suffix == ENDING])
        yield Trace(plural("{count:,} saved task", "{count:,} saved tasks", count=count), str(store.folder), paths)


def _is_ours(path: Path) -> bool:
    """Return whether an entry of the folder is a task, its draft, or the folder of its pictures."""
    is_folder = path.is_dir() and not path.is_symlink()
    return path.suffix in {ENDING, _DRAFT} or (is_folder and path.with_suffix(ENDING).exists())
