"""The entry: writes the how-to of a run in the requested kinds of file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Literal

from desktop_agent.core.errors import RecordError
from desktop_agent.core.texts.message import Message
from desktop_agent.films.howto.crop import pictures_of
from desktop_agent.films.howto.from_run import acts_of, instructions, result_of
from desktop_agent.films.howto.instruction import Howto
from desktop_agent.films.howto.pages import PageStep, html_of, markdown_of, page_steps
from desktop_agent.lib.files import replace_file
from desktop_agent.record.reader import read_run
from desktop_agent.record.recording import title_of

GuideKind = Literal["html", "markdown"]
ENDINGS: Mapping[GuideKind, str] = {"html": ".html", "markdown": ".md"}
_NAME = "guide"


def howto_of(folder: Path, left_out: Collection[int] = ()) -> Howto:
    """Return the how-to of a run, without the steps of these numbers; RecordError where the run cannot be read."""
    run = read_run(folder)
    done = instructions(acts_of(run))
    steps = (*done, *result_of(run)) if done else ()
    return Howto(title_of(run), tuple(step for number, step in enumerate(steps, 1) if number not in left_out))


def make_guide(
    folder: Path,
    kinds: Sequence[GuideKind] = ("html",),
    to: Path | None = None,
    *,
    title: str = "",
    left_out: Collection[int] = (),
) -> list[Path]:
    """Write a run's how-to and return the files' paths; by default into its folder, as `guide` with the usual endings.

    `title` replaces the how-to's own, and `left_out` are the numbers of steps to omit. `to` is a folder, or the file to
    write where one kind is asked for. RecordError where there are no steps, or writing fails; an existing file is
    replaced completely, or left unchanged.
    """
    howto = howto_of(folder, left_out)
    if not howto.steps:
        raise RecordError(Message("There are no steps to show because nothing was done in this run."))
    steps = list(page_steps(howto, list(pictures_of(folder, howto.steps))))
    written: list[Path] = []
    for kind in kinds:
        target = _target(folder, kind, to, single=len(kinds) == 1)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _write(kind, title or howto.title, steps, target)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise RecordError(
                Message("{target} can't be written: {why}.", target=target, why=why),
                Message("Choose another location with `-o`."),
            ) from error
        written.append(target)
    return written


def _target(folder: Path, kind: GuideKind, to: Path | None, *, single: bool) -> Path:
    if to is None:
        return folder / f"{_NAME}{ENDINGS[kind]}"
    if single and not to.is_dir() and to.suffix.lower() in {*ENDINGS.values(), ".htm", ".markdown"}:
        return to
    return to / f"{_NAME}{ENDINGS[kind]}"


def _write(kind: GuideKind, title: str, steps: Sequence[PageStep], target: Path) -> None:
    match kind:
        case "html":
            replace_file(target, html_of(title, steps))
        case "markdown":
            _write_markdown(title, steps, target)


def _write_markdown(title: str, steps: Sequence[PageStep], target: Path) -> None:
    """Write the pictures to a new folder, replace the old one, then write the text, so that no picture is missing."""
    folder = target.with_name(f"{target.stem}-pictures")
    text, pictures = markdown_of(title, steps, folder.name)
    with tempfile.TemporaryDirectory(prefix=".guide-", dir=target.parent) as place:
        new = Path(place) / folder.name
        new.mkdir(mode=0o700)
        for name, data in pictures.items():
            replace_file(new / name, [data])
        if folder.is_symlink() or folder.is_file():
            folder.unlink()
        elif folder.is_dir():
            _check_no_foreign_files(folder)
            shutil.rmtree(folder)
        new.rename(folder)
    replace_file(target, [text.encode()])


def _check_no_foreign_files(folder: Path) -> None:
    """Raise RecordError where the folder of pictures has other files, which would be lost."""
    foreign_names = [
        each.name for each in folder.iterdir() if not (each.name.startswith("step-") and each.suffix == ".png")
    ]
    if foreign_names:
        raise RecordError(
            Message("The folder {folder} contains other files.", folder=folder),
            Message("Choose another location for the guide with `-o`."),
        )
