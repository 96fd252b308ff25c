"""Films of a run, made in a process of its own: the entry for the command, History, the console and the report.

Files get their names only when complete. Until then they are in a temporary folder, which is always removed.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from desktop_agent.core.errors import FilmStoppedError, RecordError
from desktop_agent.core.texts.message import Message
from desktop_agent.films.film.encode import ffmpeg
from desktop_agent.films.film.from_run import film_script
from desktop_agent.films.film.script import FilmFormat, FilmOptions, FilmProgress, FilmScript
from desktop_agent.films.film.worker import REQUEST, FilmRequest
from desktop_agent.lib.child_process import ChildProcess, python_command, screenless_environment
from desktop_agent.lib.files import sync_file
from desktop_agent.record.journal import record_error
from desktop_agent.record.reader import read_run

_NAMES: Mapping[FilmFormat, str] = {
    "mp4": "film.mp4", "gif": "film.gif", "stills": "film-stills",
}  # fmt: skip


def make_film(
    folder: Path,
    options: FilmOptions,
    to: Path | None = None,
    *,
    progress: FilmProgress = lambda _: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> tuple[Path, ...]:
    """Make the films of a recorded run, and return their paths, the first format's first.

    `to` is a folder, or the path of a single file; by default the run's own folder. RecordError where pictures, ffmpeg
    or space are missing, FilmStoppedError when cancelled; then no file is left, and old films stay.
    """
    script = film_script(read_run(folder), options.title, evidence=options.evidence)
    return render_script(folder, script, options, to, progress, is_stopped)


def render_script(
    folder: Path, script: FilmScript, options: FilmOptions, to: Path | None, progress: FilmProgress,
    is_stopped: Callable[[], bool],
) -> tuple[Path, ...]:  # fmt: skip
    """Make films of a script whose pictures are in a run's folder; errors as in `make_film`."""
    if set(options.formats) - {"stills"}:
        ffmpeg()
    targets = film_targets(folder, options, to)
    parent = targets[0][1].parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        parts = Path(tempfile.mkdtemp(prefix=".film-", suffix=".part", dir=parent))
    except OSError as error:
        raise record_error(error, parent) from error
    try:
        _run_worker(FilmRequest(folder.resolve(), parts.resolve(), script, options), progress, is_stopped)
        for name, target in targets:
            _publish(parts / name, target)
    except OSError as error:
        raise record_error(error, parent) from error
    finally:
        shutil.rmtree(parts, ignore_errors=True)
    return tuple(target for _, target in targets)


def film_targets(folder: Path, options: FilmOptions, to: Path | None) -> list[tuple[str, Path]]:
    """Return the temporary name and the path of each file; RecordError where one path is given for several."""
    if to is None or to.is_dir() or not to.suffix:
        where = to or folder
        named = [(kind, where / _NAMES[kind]) for kind in options.formats]
    elif len(options.formats) == 1:
        named = [(options.formats[0], to)]
    else:
        raise RecordError(
            Message(
                "{name} is a single file, but {formats} formats were requested.",
                name=to.name,
                formats=len(options.formats),
            ),
            Message("Specify a folder."),
        )
    return [(str(kind), path) for kind, path in named]


def _run_worker(request: FilmRequest, progress: FilmProgress, is_stopped: Callable[[], bool]) -> None:
    command = python_command("desktop_agent.films.film.worker")
    with tempfile.TemporaryFile() as errors:
        child = ChildProcess(command, requests=True, errors=errors, environment=screenless_environment())
        try:
            with contextlib.suppress(BrokenPipeError):  # it has ended already, and its error output says why
                child.requests.write(REQUEST.dump_json(request) + b"\n")
                child.requests.flush()
            for line in child.output:
                if is_stopped():
                    raise FilmStoppedError(Message("The video was canceled; nothing was written."))
                if _process_line(line, progress):
                    return
            errors.seek(0)
            last = errors.read().decode(errors="replace").strip().splitlines()
            raise RecordError(
                Message(
                    "The video couldn't be made: {part}",
                    part=last[-1] if last else Message("its process ended without an error message"),
                )
            )
        finally:
            child.kill()
            child.end()


def _process_line(line: bytes, progress: FilmProgress) -> bool:
    """Process one output line; return whether it was the last. Raise the error that it reports."""
    fields: dict[str, object] = json.loads(line)
    if "errno" in fields:
        raise OSError(fields["errno"], str(fields["error"]))
    if "error" in fields:
        raise RecordError(str(fields["error"]), str(fields.get("hint", "")))
    part = fields.get("part")
    if isinstance(part, float | int):
        progress(float(part))
    return "done" in fields


def _publish(part: Path, target: Path) -> None:
    """Rename a finished file or folder to its target, and replace what is there."""
    if part.is_dir():
        old = part.with_name(f"{part.name}-old")
        if target.is_dir() and not target.is_symlink():
            target.rename(old)
        part.rename(target)
        return
    with part.open("rb") as file:
        sync_file(file.fileno())
    part.replace(target)
