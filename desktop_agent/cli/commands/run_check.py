"""`runs check`: says whether a recording is as it was written, and if not, from which line on."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from desktop_agent.cli import terminal
from desktop_agent.cli.arguments import AsJson, OneRun
from desktop_agent.core.texts.message import Message, plural

if TYPE_CHECKING:
    from desktop_agent.record.check import RunCheck

HELP = Message("Check that a recording is intact, with nothing changed, lost, added or cut off.")


def check(run: OneRun, as_json: AsJson = False) -> int:
    """Check one run; 0 where it is whole."""
    from desktop_agent.lib import paths
    from desktop_agent.record.check import check_run
    from desktop_agent.record.store import RunStore

    checked = check_run(RunStore(paths.places().runs).find(run))
    if as_json:
        terminal.say_json(_as_json(checked))
    else:
        terminal.say(_sentence(checked))
    return 0 if checked.is_whole else 1


def _as_json(checked: RunCheck) -> dict[str, object]:
    return {
        "run": checked.dir.name,
        "dir": str(checked.dir),
        "whole": checked.is_whole,
        "running": checked.running,
        "ended": checked.ended,
        "lines": checked.lines,
        "pictures": checked.pictures,
        "broken": asdict(checked.broken) if checked.broken else None,
    }


def _sentence(checked: RunCheck) -> str:
    if broken := checked.broken:
        return Message("Not intact from line {line} of {file} on.", line=broken.line, file=broken.file)
    if not checked.is_whole:
        return Message("Intact up to line {line}, but the run's end wasn't recorded.", line=checked.lines)
    contents = Message(
        "{lines} and {pictures}",
        lines=plural("{count:,} line", "{count:,} lines", count=checked.lines),
        pictures=plural("{count:,} picture", "{count:,} pictures", count=checked.pictures),
    )
    if checked.running:
        return Message("Intact so far: {what}. The run is still in progress.", what=contents)
    return Message("Intact: {what}.", what=contents)
