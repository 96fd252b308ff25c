"""`film`: carries out a task on a private screen, and makes films and stills of it for a repository."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import takes
from desktop_agent.cli.run_client import STOPPED
from desktop_agent.core.errors import StepFileError
from desktop_agent.core.texts.message import Message, visible
from desktop_agent.desk.commands.place import DESK_FLAGS
from desktop_agent.films.film.script import FilmFormat
from desktop_agent.lib.child_process import RunningProcess, start
from desktop_agent.record.journal import JOURNAL
from desktop_agent.record.work_folder import work_folder

if TYPE_CHECKING:
    from desktop_agent.run.end.result import RunResult
    from desktop_agent.runtime.spec import RunSpec
    from desktop_agent.settings import Settings
    from desktop_agent.tasks.task import FilmTerms, StepTheme, Task


_SIZE = (1280, 800)
_WORK = "work"
_FOLDER = "desktop-agent-film"
_LONGEST_NAME = 80
_SHOWS_WITHIN_S = 60.0
_ENDS_WITHIN_S = 10.0
_FLAGS = ("mode", "approver", "allow", "max_minutes", "debug")
_PROMPT = "$ "  # which names neither the person nor their computer
_IGNORE = ".gitignore"
_FORMATS: tuple[FilmFormat, ...] = ("mp4", "gif", "stills")


@takes(*_FLAGS)
def command(
    task: Annotated[
        str, typer.Argument(metavar="TASK", help=Message("A saved task or a task file that specifies what to open."))
    ],
    out: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help=Message("The folder to save the videos in."))
    ],
    values: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=TEXT", help=Message("The text for a variable; repeat for more.")),
    ] = None,
    proof: Annotated[
        bool, typer.Option("--proof", help=Message("Prove what the task expects instead: see “runs proof”."))
    ] = False,
    **flags: object,
) -> int:
    """Carry out a task on a private screen and make a video of it.

    Starts the program that the task's [film] table opens on a private screen, once for each theme and language there.
    Writes an MP4, a GIF and a folder of stills to DIR. The same program always produces identical files, byte for byte.
    If a step no longer fits, the command names it and exits with status 1.
    Before the program starts, you see its command line and are asked to confirm. With --mode auto, and where [film]
    says terminal = true, you're asked in a terminal alone, once for the whole file.

    With --proof, it writes a short video, a GIF and a page about the task's expectations, and exits with status 6 if
    one isn't true.
    """
    from desktop_agent.runtime.language import CHOSEN_BY, use_language
    from desktop_agent.tasks.commands.confirming import check_confirmed
    from desktop_agent.tasks.commands.running import parse_values, repeated
    from desktop_agent.tasks.saved.carry_out import Wanted, filled_task, spec_of
    from desktop_agent.tasks.saved.source import source_of

    again = repeated(task)
    film = again.book.task.film if again else None
    if again is None or again.file is None or film is None or not film.open:
        raise StepFileError(
            Message("{name} doesn't specify what to open.", name=visible(task, _LONGEST_NAME)),
            Message("Add to its header: [film], and below it: open = 'mousepad'."),
        )
    is_auto = flags["mode"] == "auto"
    if sys.stdin.isatty() and (is_auto or film.terminal):  # the author of a CI's command has chosen the file
        check_confirmed(again.file, task)
    elif not is_auto and not _may_start(task, film.open):
        return STOPPED
    wanted = Wanted({**again.values, **parse_values(values or ())})
    lines = filled_task(again.book.task, wanted.values, flags)[0]
    flags = {**dict.fromkeys(DESK_FLAGS), **flags, "provider": "local"}
    spec = spec_of(again.book, wanted, flags, source=source_of(again.file, wanted.values, path=again.path))
    if proof and not spec.settings.run.expect:
        raise StepFileError(
            Message("{name} doesn't specify what to expect.", name=visible(task, _LONGEST_NAME)),
            Message("Add to its header: expect = ['window:Saved']. See: desktop-agent guide expectations"),
        )
    out.mkdir(parents=True, exist_ok=True)
    code = 0
    themes = film.themes or ("light",)
    languages = film.languages or ("en",)
    for theme, language in product(themes, languages):
        use_language({CHOSEN_BY: language})  # the same words in every film
        parts = (again.file.name, *((theme,) if len(themes) > 1 else ()), *((language,) if len(languages) > 1 else ()))
        if proof:
            command_line = f"desktop-agent film {shlex.quote(task)} --proof -o {shlex.quote(str(out))} --mode auto"
            code = max(code, _make_proof(lines, spec, out.joinpath(*parts[1:]), (theme, language), command_line))
        elif code := _make_films(lines, spec, out / "-".join(parts), (theme, language)):
            return code
    return code


def _may_start(task: str, command_line: str) -> bool:
    """Ask whether the file's program may start, as its author may be unknown; StepFileError without a terminal."""
    visible_command = visible(command_line, len(command_line))
    if not sys.stdin.isatty():
        raise StepFileError(
            Message(
                "{name} starts “{shown}”, but there's no one to ask for permission.",
                name=task,
                shown=visible_command,
            ),
            Message("To allow it, add --mode auto."),
        )
    return terminal.read_yes(
        Message("{name} starts this program: {shown}. Start it?", name=task, shown=visible_command)
    )


def _make_films(task: Task, spec: RunSpec, named: Path, look: tuple[str, str]) -> int:
    """Make the films of one theme and language, with `named` as their path without ending; return the exit code."""
    record = named.with_name(f"{named.name}-run")
    with work_folder(_FOLDER, always_there=True) as folder:
        result = _play_privately(task.film, spec, folder, look)
        if result.status not in {"completed", "proven"}:
            if result.status not in {"unproven", "failed"}:  # a failure was printed already
                terminal.warn(result.message)
            _copy_record(result.dir, record)
            terminal.warn(
                Message("No film was made. To see why: desktop-agent runs report {run}", run=shlex.quote(str(record)))
            )
            return 1
        _delete_record(record)
        for path in _render_films(task, result.dir, folder / "made", look[0]):
            target = named.with_name(path.name.replace("film", named.name, 1))
            shutil.rmtree(target, ignore_errors=True)
            shutil.move(path, target)
            terminal.say(str(target))
    return 0


def _make_proof(task: Task, spec: RunSpec, out: Path, look: tuple[StepTheme, str], again: str) -> int:
    """Make the proof of one theme and language, with the run's record beside it; return the exit code."""
    from desktop_agent.films.commands.run_proof import write_proof
    from desktop_agent.films.proof.make import ProofOrder

    with work_folder(_FOLDER, always_there=True) as folder:
        result = _play_privately(task.film, spec, folder, look)
        if result.status == "stopped":
            return STOPPED
        record = out / "run"
        _copy_record(result.dir, record)
    return write_proof(ProofOrder(record, again, theme=look[0], task=task), out)


def _copy_record(run: Path, record: Path) -> None:
    """Copy a run's record to a folder, whose pictures aren't for a repository; StepFileError over what isn't ours."""
    _delete_record(record)
    if record.exists():
        raise StepFileError(
            Message("The folder {folder} already exists, and isn't the record of a run.", folder=record),
            Message("Choose another folder."),
        )
    shutil.copytree(run, record)
    (record / _IGNORE).write_text("*\n", encoding="utf-8")


def _delete_record(record: Path) -> None:
    """Remove a record that `_copy_record` left earlier."""
    if (record / JOURNAL).is_file() and (record / _IGNORE).is_file():
        shutil.rmtree(record, ignore_errors=True)


def _render_films(task: Task, run: Path, target_dir: Path, theme: str) -> tuple[Path, ...]:
    from desktop_agent.films.commands.run_video import film_progress
    from desktop_agent.films.film.from_run import directed, film_script
    from desktop_agent.films.film.make import render_script
    from desktop_agent.films.film.script import FilmOptions
    from desktop_agent.record.reader import read_run

    script = directed(film_script(read_run(run), task.title), task)
    options = FilmOptions(_FORMATS, theme="dark" if theme == "dark" else "light")
    target_dir.mkdir()
    with film_progress() as progress:
        return render_script(run, script, options, target_dir, progress, lambda: False)


def _play_privately(film: FilmTerms, spec: RunSpec, folder: Path, look: tuple[str, str]) -> RunResult:
    from desktop_agent.cli import progress, run_client
    from desktop_agent.desk.display.kept_programs import use_environment
    from desktop_agent.desk.display.private_display import PrivateDisplay
    from desktop_agent.lib.programs import program_of

    progress.note(Message("Playing “{title}” on a private screen…", title=spec.task))
    with PrivateDisplay(*((film.size.width, film.size.height) if film.size else _SIZE)) as display:
        environment = display.environment() | _look_environment(look, folder)
        if film.terminal:
            environment |= _shell_environment()
        # What the task expects of a file is looked for where the program works.
        program = _run_program(film.open, look, folder, environment)
        with use_environment(environment), program as pid, chdir(folder / _WORK):
            there = replace(spec, settings=settings_on(film, spec.settings), admitted=(program_of(pid),), desk=None)
            return run_client.carry_out(there, json_lines=False, private=True, lasting=False)


def _shell_environment() -> dict[str, str]:
    """Return what makes a terminal start the same shell with the same prompt in every film."""
    shell = shutil.which("bash") or "/bin/sh"
    return {"SHELL": shell, "PS1": _PROMPT, "PROMPT_COMMAND": f"PS1='{_PROMPT}'"}


def settings_on(film: FilmTerms, settings: Settings) -> Settings:
    """Return the settings of a run on the private screen of a film; it shows all of it, and what the file says."""
    builtin = dict(settings.builtin)
    if film.terminal:
        builtin["shell"] = "allow"
    return replace(settings, screen=replace(settings.screen, viewport=None), builtin=builtin)


def _look_environment(look: tuple[str, str], folder: Path) -> dict[str, str]:
    """Return the environment variables for a theme and a language, with a new home folder."""
    theme, language = look
    return {
        "GTK_THEME": "Adwaita:dark" if theme == "dark" else "Adwaita",
        "LANGUAGE": language,
        "LC_MESSAGES": f"{language}.UTF-8",
        "DESKTOP_AGENT_HOME": str(folder / "own"),
        **make_home(folder / "home"),
    }


@contextmanager
def _run_program(
    command_line: str, look: tuple[str, str], folder: Path, environment: Mapping[str, str]
) -> Iterator[int]:
    """Start the program in a folder of its own, wait for its window, and yield its process id."""
    try:
        words = [word.format(theme=look[0], language=look[1]) for word in shlex.split(command_line)]
        words[0] = sys.executable if words[0] == "python" else words[0]  # noqa: TID251 - in a folder of its own
        work = folder / _WORK
        work.mkdir()
        process = start(words, folder=str(work), environment=environment)
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise StepFileError(
            Message("“{command_line}” can't be started: {error}.", command_line=command_line, error=error),
            Message("Correct “open” in the header."),
        ) from error
    try:
        _wait_for_window(process)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(_ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for_window(process: RunningProcess) -> None:
    """Wait until a window is visible; StepFileError where the program ends or shows none in time."""
    import time

    from desktop_agent.screen.choose import choose_windows

    windows = choose_windows()
    until = time.monotonic() + _SHOWS_WITHIN_S
    try:
        while time.monotonic() < until and process.poll() is None:
            if any(windows.place(window) for window in windows.titled()):
                return
            time.sleep(0.1)
    finally:
        windows.close()
    raise StepFileError(
        Message("The program that the task opened didn't show a window."),
        Message("Try running its command separately."),
    )


_GTK = "[Settings]\ngtk-cursor-blink = false\n"  # it blinks at its own times
_CHROMIUMS = ("chromium", "google-chrome", "BraveSoftware/Brave-Browser", "microsoft-edge", "vivaldi")
_CHROMIUM = {
    "browser": {"check_default_browser": False},
    "credentials_enable_service": False,
    "profile": {"password_manager_enabled": False},
    "translate": {"enabled": False},
}
_FIREFOX_PROFILES = "[Profile0]\nName=film\nIsRelative=1\nPath=film\nDefault=1\n\n[General]\nStartWithLastProfile=1\n"
_FIREFOX = {
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.translations.automaticallyPopup": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "signon.rememberSignons": False,
}
_LIBREOFFICE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value>
</prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="LastTimeDonateShown" oor:op="fuse">
<value>4102444800</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="LastTimeGetInvolvedShown" oor:op="fuse">
<value>4102444800</value></prop></item>
</oor:items>
"""


def make_home(home: Path) -> dict[str, str]:
    """Make an empty home folder with these settings, and return the environment variables that name it."""
    for name, text in _settings_files().items():
        file = home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
    }


def _settings_files() -> dict[str, str]:
    """Return the settings files, by their names below the home folder."""
    firefox = "".join(f'user_pref("{name}", {json.dumps(value)});\n' for name, value in _FIREFOX.items())
    return {
        **{f"config/{toolkit}/settings.ini": _GTK for toolkit in ("gtk-3.0", "gtk-4.0")},
        **{f"config/{browser}/Default/Preferences": json.dumps(_CHROMIUM) for browser in _CHROMIUMS},
        **{f"config/{browser}/First Run": "" for browser in _CHROMIUMS},
        ".mozilla/firefox/profiles.ini": _FIREFOX_PROFILES,
        ".mozilla/firefox/film/user.js": firefox,
        "config/libreoffice/4/user/registrymodifications.xcu": _LIBREOFFICE,
    }
