"""`runs check`: says whether a recording is as it was written, and if not, from where on."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.arguments import AsJson, OneRun
from desktop_agent.core.display_text import visible
from desktop_agent.core.message import Message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from desktop_agent.record.check import RunCheck

    Signed = Literal["ours", "other", "no"]

HELP = Message("Check that a recording is intact, with nothing changed, lost, added or cut off.")
_MOST_SHOWN = 20
_UNCHECKABLE = Message(
    "This run was recorded by a version that didn't chain lines yet, so changes to it can't be detected."
)
_UNSIGNED = Message(
    "Not signed: anyone with write access to its folder could have replaced it. Runs are signed if there is a keyring."
)


def check(
    run: OneRun,
    signed: Annotated[
        bool, typer.Option("--signed", help=Message("Trust it only if it was signed with this computer's key."))
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Check one run; 0 where it is whole."""
    from desktop_agent.host.signing import own_public_key
    from desktop_agent.lib import paths
    from desktop_agent.record.check import check_run
    from desktop_agent.record.store import RunStore

    found = check_run(RunStore(paths.places().runs).find(run))
    by = _signed_by(found, own_public_key() if found.journal.signer or signed else None)
    if as_json:
        terminal.say_json(_as_json(found, by))
    else:
        for line in _lines(found, by):
            terminal.say(line)
    return 0 if found.is_whole and (by == "ours" or not signed) else 1


def _signed_by(found: RunCheck, own: str | None) -> Signed:
    if not found.journal.signer:
        return "no"
    return "ours" if found.journal.signer == own else "other"


def _as_json(found: RunCheck, by: Signed) -> dict[str, object]:
    journal = found.journal
    return {
        "run": found.dir.name,
        "dir": str(found.dir),
        "whole": found.is_whole,
        "chained": journal.is_chained,
        "running": found.running,
        "lines": journal.lines,
        "whole_lines": journal.whole_lines,
        "whole_step": journal.whole_step,
        "pictures": found.pictures,
        "live_not_covered": found.uncovered,
        "edited": journal.edited,
        "signed": by,
        "signed_to_line": journal.signed_to,
        "signer": journal.signer,
        "damage": [asdict(each) | {"text": each.sentence} for each in found.damage],
    }


def _lines(found: RunCheck, by: Signed) -> Iterator[str]:
    journal = found.journal
    if not journal.is_chained:
        yield _UNCHECKABLE
    elif found.is_whole:
        what = Message(
            "{lines} and {pictures}",
            lines=plural("{count:,} line", "{count:,} lines", count=journal.lines),
            pictures=plural("{count:,} picture", "{count:,} pictures", count=found.pictures),
        )
        yield (
            Message("Intact so far: {what}. The run is still in progress.", what=what)
            if found.running
            else Message("Intact: {what}.", what=what)
        )
    if found.uncovered:
        yield Message(
            "Not covered: {uncovered} of the live video, because the record is incomplete.",
            uncovered=plural("{count:,} file", "{count:,} files", count=found.uncovered),
        )
    if journal.edited:
        yield Message(
            "An edited copy ({edited}), not the original recording.",
            edited=visible(journal.edited, len(journal.edited)),
        )
    for each in found.damage[:_MOST_SHOWN]:
        yield visible(each.sentence, terminal.LONGEST_LINE)
    if len(found.damage) > _MOST_SHOWN:
        more = len(found.damage) - _MOST_SHOWN
        yield Message("And {more} more; use --json to see all of them.", more=more)
    if journal.is_chained and found.damage:
        yield _trusted(found)
    if journal.is_chained:
        yield from _signature(found, by)


def _trusted(found: RunCheck) -> str:
    journal = found.journal
    if not journal.whole_lines:
        return Message("No part of this record can be trusted.")
    lines, pictures = (
        plural("{count:,} line", "{count:,} lines", count=journal.whole_lines),
        plural("{count:,} picture", "{count:,} pictures", count=found.pictures),
    )
    return Message(
        "You can still trust the first {lines}, up to step {whole_step}, and {pictures}.",
        lines=lines,
        whole_step=journal.whole_step,
        pictures=pictures,
    )


def _signature(found: RunCheck, by: Signed) -> Iterator[str]:
    from desktop_agent.record.signing import fingerprint

    journal = found.journal
    if by == "no":
        yield _UNSIGNED
        return
    key = fingerprint(journal.signer or "")
    if by == "other":
        yield Message(
            "Signed with a key that doesn't belong to this computer: {key}. Only the key's owner can "
            "confirm that it's theirs.",
            key=key,
        )
    else:
        yield Message("Signed with this computer's key: {key}.", key=key)
    if journal.signed_to < journal.lines:
        lines = plural("{count:,} line", "{count:,} lines", count=journal.signed_to)
        yield Message("The signature covers the first {lines}. Anyone could have added the rest.", lines=lines)
