"""Makes of a record what a run that continues it has to know: what came of each act, and the last pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop_agent.core.actions import Invoke
from desktop_agent.core.earlier_run import CameOf, EarlierAct, EarlierPicture, EarlierRun, EarlierTurn
from desktop_agent.core.events import Decided, FrameTaken
from desktop_agent.core.geometry import Size
from desktop_agent.core.message import Message
from desktop_agent.record.picture_file import shown_picture
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.recording import RecordedRun, RecordedTurn
from desktop_agent.record.story import Row
from desktop_agent.record.wording import status_wording

# Rules by which an action is left out without a no to what it would do.
_LEFT_OUT = frozenset({"not-reached", "takeover", "out-of-reach", "unreadable", "held-during-question"})
_UNSEEN = {"unseen": Message("it was not seen in any field"), "altered": Message("the field holds something else")}


def earlier_run(runs: Sequence[RecordedRun], pictures: int, *, was_done: bool | None = None) -> EarlierRun:
    """Return runs that continue each other, oldest first, as one, with the last `pictures` that the model saw."""
    turns = [(run.summary.dir, turn) for run in runs for turn in run.turns]
    newest = [n for n, (_, turn) in enumerate(turns) if turn.proposals][-pictures:] if pictures else []
    told = tuple(_turn(turn, folder if n in newest else None) for n, (folder, turn) in enumerate(turns))
    last = runs[-1].summary
    ended = status_wording(last.status, last.message).text
    return EarlierRun(last.id, ended, tuple(turn for turn in told if turn != EarlierTurn()), was_done)


def _turn(turn: RecordedTurn, folder: Path | None) -> EarlierTurn:
    asked = turn.proposals
    return EarlierTurn(
        seen=None if folder is None else _picture(folder, turn.seen),
        messages=tuple(_words(turn, "message", "question")),
        acts=tuple(_act(row, row.proposal) for row in turn.rows if row.proposal),
        answers=tuple(_words(turn, "answer")),
        heard=tuple(_words(turn, "said")),
        response_id=next((each.response_id for each in asked if each.response_id), ""),
        has_other_calls=any(each.safety_checks or isinstance(each.proposed, Invoke) for each in asked),
    )


def _words(turn: RecordedTurn, *kinds: str) -> Iterator[str]:
    return (row.text for row in turn.rows if row.kind in kinds)


def _act(row: Row, asked: RecordedProposal) -> EarlierAct:
    came, note = _came(asked), _UNSEEN.get(asked.outcome, asked.error)
    reply = asked.decisions[-1].reply if asked.decisions else None
    return EarlierAct(row.step, asked.sentence, came, asked.call_id, asked.model_action, note or reply or "")


def _came(asked: RecordedProposal) -> CameOf:
    match asked.outcome:
        case "done" | "unseen" | "altered":
            return "done"
        case "failed":
            return "failed" if asked.cause == "error" else "broken off"
        case "unknown" | "under way":
            return "uncertain"
        case "not done":
            last = asked.decisions[-1] if asked.decisions else None
            return "refused" if last is not None and _is_refusal(last) else "not done"


def _is_refusal(decided: Decided) -> bool:
    return decided.verdict == "deny" and decided.by != "mode" and decided.rule not in _LEFT_OUT


def _picture(folder: Path, frame: FrameTaken | None) -> EarlierPicture | None:
    """Return a picture that is as it was sent; one that is gone or was changed is left out."""
    data = shown_picture(folder, frame).data if frame else b""
    return EarlierPicture(data, frame.media_type, Size(frame.width, frame.height)) if frame and data else None
