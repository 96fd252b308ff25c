"""`runs check`: says whether a recording is as it was written, and if not, from where on."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from desktop_agent.cli import terminal
from desktop_agent.cli.arguments import AsJson, OneRun
from desktop_agent.core.display_text import visible
from desktop_agent.core.message import Message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_agent.record.check import RunCheck

HELP = Message("Check that a recording is intact, with nothing changed, lost, added or cut off.")
_MOST_LISTED = 20
_UNCHECKABLE = Message(
    "This run was recorded by a version that didn't chain lines yet, so changes to it can't be detected."
)


def check(run: OneRun, as_json: AsJson = False) -> int:
    """Check one run; 0 where it is whole."""
    from desktop_agent.lib import paths
    from desktop_agent.record.check import check_run
    from desktop_agent.record.store import RunStore

    checked = check_run(RunStore(paths.places().runs).find(run))
    if as_json:
        terminal.say_json(_as_json(checked))
    else:
        for line in _lines(checked):
            terminal.say(line)
    return 0 if checked.is_whole else 1


def _as_json(checked: RunCheck) -> dict[str, object]:
    journal = checked.journal
    return {
        "run": checked.dir.name,
        "dir": str(checked.dir),
        "whole": checked.is_whole,
        "chained": journal.is_chained,
        "running": checked.running,
        "lines": journal.lines,
        "whole_lines": journal.intact_lines,
        "whole_step": journal.intact_step,
        "pictures": checked.pictures,
        "live_not_covered": checked.uncovered,
        "damage": [asdict(damage) | {"text": damage.sentence} for damage in checked.damage],
    }


def _lines(checked: RunCheck) -> Iterator[str]:
    journal = checked.journal
    if not journal.is_chained:
        yield _UNCHECKABLE
    elif checked.is_whole:
        contents = Message(
            "{lines} and {pictures}",
            lines=plural("{count:,} line", "{count:,} lines", count=journal.lines),
            pictures=plural("{count:,} picture", "{count:,} pictures", count=checked.pictures),
        )
        yield (
            Message("Intact so far: {what}. The run is still in progress.", what=contents)
            if checked.running
            else Message("Intact: {what}.", what=contents)
        )
    if checked.uncovered:
        yield Message(
            "Not covered: {uncovered} of the live video, because the record is incomplete.",
            uncovered=plural("{count:,} file", "{count:,} files", count=checked.uncovered),
        )
    for damage in checked.damage[:_MOST_LISTED]:
        yield visible(damage.sentence, terminal.LONGEST_LINE)
    if len(checked.damage) > _MOST_LISTED:
        more = len(checked.damage) - _MOST_LISTED
        yield Message("And {more} more; use --json to see all of them.", more=more)
    if journal.is_chained and checked.damage:
        yield _trusted(checked)


def _trusted(checked: RunCheck) -> str:
    journal = checked.journal
    if not journal.intact_lines:
        return Message("No part of this record can be trusted.")
    lines, pictures = (
        plural("{count:,} line", "{count:,} lines", count=journal.intact_lines),
        plural("{count:,} picture", "{count:,} pictures", count=checked.pictures),
    )
    return Message(
        "You can still trust the first {lines}, up to step {whole_step}, and {pictures}.",
        lines=lines,
        whole_step=journal.intact_step,
        pictures=pictures,
    )
