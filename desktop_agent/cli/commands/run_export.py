"""`runs export` and `runs import`: moves a run to another computer, and takes one from elsewhere."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.arguments import OneRun
from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message, plural, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_agent.core.events import Stamped
    from desktop_agent.core.geometry import Rect
    from desktop_agent.host.redacted_export import RedactedExport
    from desktop_agent.record.import_run import RunContents
    from desktop_agent.record.share import Names

EXPORT = Message("Export a run's journal, screenshots and report as a single zip file.")
IMPORT = Message("Import an exported run; it's marked as imported, and nothing in it is carried out.")
_MOST_LISTED, _LONGEST = 500, 1_500
_PICTURES_STAY = Message("An edited copy with its own chain. Its screenshots are unchanged, so check what they show.")
_NO_DIFFERENCES = Message(
    "The old and new screenshots of steps that no longer match were omitted because the journal doesn't cover them."
)
_TOLD_BEFORE = Message(
    "Its journal contains a password in plain text, recorded before it was typed in a password field "
    "(possibly in the task). Use --profile share to omit it."
)
_NO_LIVE = Message("The live video was omitted because it can't be checked in full.")


def export(
    run: OneRun,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help=Message("Where to save the file; its path is printed.")),
    ] = None,
    profile: Annotated[
        Literal["share"] | None,
        typer.Option("--profile", help=Message("share: omit computer names, user names and home folders.")),
    ] = None,
    redact: Annotated[
        bool,
        typer.Option("--redact", help=Message("Remove the following, including from screenshots, after a preview.")),
    ] = False,
    word: Annotated[
        list[str] | None, typer.Option("--word", metavar="TEXT", help=Message("Text to remove; repeat for more."))
    ] = None,
    hide: Annotated[
        list[str] | None,
        typer.Option("--hide", metavar="WINDOW", help=Message("A window, by program or title; * and ? are wildcards.")),
    ] = None,
    region: Annotated[
        list[str] | None, typer.Option("--region", metavar="X,Y,W,H", help=Message("Part of the desktop."))
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help=Message("Don't ask for confirmation after the preview."))
    ] = False,
) -> int:
    """Export one run."""
    from desktop_agent.lib import paths
    from desktop_agent.record.export_run import export_run
    from desktop_agent.record.share import tells, without_names
    from desktop_agent.record.store import RunStore

    folder = RunStore(paths.places().runs).find(run)
    names = _names() if profile else None
    known = filter(tells, (*names.users, *names.hosts) if names else ())
    sought = _Sought((*(word or ()), *known), tuple(hide or ()), tuple(region or ()))
    with ExitStack() as stack:
        edit = None if names is None else partial(without_names, names=names)
        on_copy = _redacting(stack, sought, output or Path(folder.name), yes=yes) if redact else lambda _: True
        made = export_run(folder, output, edit, on_copy)
    terminal.say(str(made)) if made else terminal.warn(Message("Nothing was exported."))
    for warning in _warnings(folder, share=bool(profile), redact=redact) if made else ():
        terminal.warn(warning)
    return 0 if made else 1


def _warnings(folder: Path, *, share: bool, redact: bool) -> Iterator[str]:
    """Yield what is to be told of an export: what an edited one has left out, and what another one holds."""
    from desktop_agent.core.events import Withheld
    from desktop_agent.record.differences import differences_of
    from desktop_agent.record.live_file import live_files
    from desktop_agent.record.reader import read_events

    if not (share or redact) and any(isinstance(one.event, Withheld) for one in read_events(folder)):
        yield _TOLD_BEFORE

    if differences_of(folder):
        yield _NO_DIFFERENCES
    if (share or redact) and live_files(folder):
        yield _NO_LIVE
    if share and not redact:
        yield _PICTURES_STAY


def _redacting(stack: ExitStack, sought: _Sought, target: Path, *, yes: bool) -> RedactedExport:
    """Return what goes over the copy; SettingsError where nothing is to be taken out, or words cannot be read here."""
    from desktop_agent.cli.flags import settings_from
    from desktop_agent.host.redacted_export import RedactedExport
    from desktop_agent.installation import hint_for
    from desktop_agent.record.redact import Redaction
    from desktop_agent.screen.ocr.reader import OcrReader, why_not
    from desktop_agent.settings.sections import read_rect

    hidden = settings_from({}).privacy
    try:
        regions = (*hidden.regions, *(cast("Rect", read_rect(one)) for one in sought.regions))
    except ValueError as error:
        raise SettingsError(Message("Invalid part of the desktop: {error}.", error=error), "") from error
    windows = (one.removeprefix("class:").removeprefix("title:") for one in (*hidden.windows, *sought.windows))
    redaction = Redaction(sought.words, tuple(windows), regions)
    if not (redaction.words or redaction.windows or redaction.regions):
        raise SettingsError(
            Message("There is nothing to remove."),
            Message("Specify what to remove: --word TEXT, --hide WINDOW, --region X,Y,W,H."),
        )
    if redaction.words and (why := why_not()):
        raise SettingsError(
            sentences(Message("Text in screenshots can't be recognized on this computer."), why), hint_for("offline")
        )
    if redaction.words:
        terminal.warn(Message("Reading the screenshots…"))  # which takes a second each
    reader = stack.enter_context(OcrReader()) if redaction.words else None

    def agrees(preview: Path, pictures: int, texts: int) -> bool:
        terminal.warn(
            Message(
                "{pictures} and {texts} would be changed. Preview: {preview}",
                pictures=plural("{count:,} picture", "{count:,} pictures", count=pictures),
                texts=plural("{count:,} line", "{count:,} lines", count=texts),
                preview=preview,
            )
        )
        return yes or terminal.agrees(Message("Export with these changes?"))

    return RedactedExport(redaction, reader, target.with_name(f"{target.stem}-preview.html"), agrees)


@dataclass(frozen=True, slots=True)
class _Sought:
    """What a person wants taken out, as they wrote it."""

    words: tuple[str, ...]
    windows: tuple[str, ...]
    regions: tuple[str, ...]


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=Message("A zip file created by “runs export”."))],
    yes: Annotated[bool, typer.Option("--yes", "-y", help=Message("Don't ask first."))] = False,
) -> int:
    """Import one run."""
    from datetime import UTC, datetime

    from desktop_agent.lib import paths
    from desktop_agent.record.import_run import import_run

    def agrees(events: tuple[Stamped, ...]) -> bool:
        for line in _told(events):
            terminal.warn(line)
        return yes or terminal.agrees(
            Message("It will be marked as imported, and nothing in it will be carried out. Import it?")
        )

    folder = import_run(paths.places().runs, file, agrees, datetime.now(UTC))
    if folder is None:
        terminal.warn(Message("Nothing was imported."))
        return 1
    terminal.say(Message("Imported: {name}", name=folder.name))
    terminal.warn(Message("To see what it did: desktop-agent runs show {name}", name=folder.name))
    return 0


def _told(events: tuple[Stamped, ...]) -> Iterator[str]:
    """Yield what is in a run from elsewhere: all texts, addresses and chords, which are others' words."""
    from desktop_agent.core.events import RunStarted
    from desktop_agent.record.import_run import contents_of

    started = next(stamped.event for stamped in events if isinstance(stamped.event, RunStarted))
    found = contents_of(events)
    yield Message("Task: {task}", task=_quoted(started.task))
    yield Message("It holds {actions}.", actions=plural("{count:,} action", "{count:,} actions", count=found.actions))
    for head, texts in _parts(found):
        for text in texts[:_MOST_LISTED]:
            yield Message("{head}: {text}", head=head, text=_quoted(text))
        if len(texts) > _MOST_LISTED:
            yield Message("{head}: {part} more", head=head, part=len(texts) - _MOST_LISTED)


def _parts(found: RunContents) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        (Message("In"), found.applications),
        (Message("Types"), found.texts),
        (Message("Opens"), found.addresses),
        (Message("Presses"), found.chords),
        (Message("Calls"), found.functions),
    )


def _quoted(text: str) -> str:
    shown = visible(text.replace("“", "'").replace("”", "'"), _LONGEST)
    return f"“{shown}”"


def _names() -> Names:
    """Return what this computer and its user are called."""
    import getpass
    import socket

    from desktop_agent.record.share import Names

    host = socket.gethostname()
    users = [name for name in (getpass.getuser(), *_full_name()) if name]
    return Names([str(Path.home())], users, [host, host.partition(".")[0]])


def _full_name() -> tuple[str, ...]:
    if os.name != "posix":
        return ()
    import pwd

    try:
        whole = pwd.getpwuid(os.getuid()).pw_gecos.partition(",")[0]
    except KeyError:
        return ()
    return (whole,)
