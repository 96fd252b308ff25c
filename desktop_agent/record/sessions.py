"""Finds which runs continue which: a continued run has a folder of its own, and names the run before it.

Sessions of an agent that continue each other form a chain, which lists show as one run. A client may open a connection
for each call; each is a session, and so a run with a record of its own, which names the one before it
(`run.started.resumes`). A run that a person resumes is not part of a chain, and is listed separately.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop_agent.core.actions.action import points_of
from desktop_agent.core.actions.describe import sentence_with
from desktop_agent.core.decisions.rule_id import SKIPPING
from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.events import AGENT, Decided, FrameTaken, RunStarted, Stamped
from desktop_agent.core.runs.material import CameOf, EarlierAct, EarlierRun, EarlierTurn, Picture
from desktop_agent.core.texts.message import Message
from desktop_agent.record.moments import Moment
from desktop_agent.record.picture_file import shown_picture
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.reader import RUN_NAME, first_event, read_run
from desktop_agent.record.recording import RecordedRun, RecordedTurn, RunSummary
from desktop_agent.record.store import RunStore
from desktop_agent.record.wording import status_wording

_SECOND = 15  # letters of a run's name that say when it began
_MOST_BEFORE = 100
# Rules by which an action is left out without a no to what it would do.
_UNSEEN = {
    "unseen": Message("the text wasn't found in any field"),
    "altered": Message("the field contains something else"),
}


@dataclass(slots=True)
class SessionChains:
    """Groups sessions into chains, with a cache: the first line of a record never changes."""

    _before: dict[Path, Path | None] = field(default_factory=dict)
    _first: dict[Path, Stamped | None] = field(default_factory=dict)

    def of(self, folders: Iterable[Path]) -> dict[Path, tuple[Path, ...]]:
        """Return each single run, and the last run of each chain, in the order given, with its sessions by age."""
        there = dict.fromkeys(folders)
        for folder in there:
            if folder not in self._before:
                self._before[folder] = _session_before(folder, self._first_event)
        inner = {self._before[folder] for folder in there}
        return {folder: self._chain(folder, there) for folder in there if folder not in inner}

    def unread(self, folders: Iterable[Path]) -> int:
        """Return how many of these runs it has to read."""
        return sum(folder not in self._before for folder in folders)

    def _first_event(self, folder: Path) -> Stamped | None:
        first = self._first.get(folder) or first_event(folder)
        self._first[folder] = first
        return first

    def _chain(self, folder: Path, there: Collection[Path]) -> tuple[Path, ...]:
        backwards = [folder]
        while (earlier := self._before[backwards[-1]]) is not None and earlier in there:
            backwards.append(earlier)
        return tuple(reversed(backwards))


def session_before(folder: Path) -> Path | None:
    """Return the earlier session that the one in a folder continues; None without one."""
    return _session_before(folder, first_event)


def _session_before(folder: Path, first_of: Callable[[Path], Stamped | None]) -> Path | None:
    here = first_of(folder)
    if here is None or not isinstance(here.event, RunStarted) or here.event.provider != AGENT:
        return None
    earlier = folder.parent / Path(here.event.resumes).name
    there = first_of(earlier) if here.event.resumes else None
    is_session = there is not None and isinstance(there.event, RunStarted) and there.event.provider == AGENT
    # A record that came from elsewhere may say anything: by time there are no circles.
    return earlier if is_session and there is not None and there.at < here.at else None


def chain_of(folder: Path) -> tuple[Path, ...]:
    """Return the sessions that the one in a folder continues, oldest first, and itself."""
    backwards = [folder]
    while (earlier := session_before(backwards[-1])) is not None:
        backwards.append(earlier)
    return tuple(reversed(backwards))


def read_chain(chain: Sequence[Path]) -> RecordedRun:
    """Return a chain as one recording, with consecutive step numbers; errors as from `read_run`."""
    runs = [read_run(folder) for folder in chain]
    turns: list[RecordedTurn] = []
    passed = 0
    steps = 0
    for run in runs:
        turns += [_with_later_numbers(turn, passed, steps) for turn in run.turns]
        passed += run.summary.turns
        steps += run.summary.steps
    return replace(
        runs[-1],
        summary=summary_of_chain([run.summary for run in runs]),
        started=runs[0].started,
        turns=tuple(turns),
        unreadable_lines=sum(run.unreadable_lines for run in runs),
    )


def summary_of_chain(runs: Sequence[RunSummary]) -> RunSummary:
    """Return the summaries of a chain, oldest first, as one."""
    costs = [run.cost for run in runs if run.cost is not None]
    files = [run.files for run in runs if run.files is not None]
    return replace(
        runs[-1],
        started=runs[0].started,
        turns=sum(run.turns for run in runs),
        actions=sum(run.actions for run in runs),
        seconds=round(sum(run.seconds for run in runs), 3),
        cost=sum(costs) if costs else None,
        resumes=runs[0].resumes,
        steps=sum(run.steps for run in runs),
        earlier=tuple(run.dir for run in runs[:-1]),
        files=tuple(file for each in files for file in each) if files else None,
    )


def _with_later_numbers(turn: RecordedTurn, turns: int, steps: int) -> RecordedTurn:
    moments = tuple(replace(moment, step=moment.step + steps) for moment in turn.moments)
    return replace(turn, turn=turn.turn + turns, moments=moments)


def resumed_run_id(folder: Path) -> str:
    """Return the id of the run that the one in a folder continues; empty where it continues none."""
    first = first_event(folder)
    event = first.event if first else None
    return event.resumes if isinstance(event, RunStarted) else ""


def continued_in(store: RunStore, folder: Path) -> Path | None:
    """Return the newest run that continues the one in a folder, if there is one."""
    for candidate in store.folders():
        if candidate.name[:_SECOND] < folder.name[:_SECOND]:
            return None
        if candidate != folder and resumed_run_id(candidate) == folder.name:
            return candidate
    return None


def runs_before(store: RunStore, folder: Path) -> tuple[Path, ...]:
    """Return the runs that the one in a folder continues, oldest first, as far as they are still there."""
    before: list[Path] = []
    while len(before) < _MOST_BEFORE:
        name = resumed_run_id(before[0] if before else folder)
        earlier = store.root / name
        if not RUN_NAME.fullmatch(name) or not earlier.is_dir() or earlier.is_symlink() or earlier in before:
            break
        before.insert(0, earlier)
    return tuple(before)


def earlier_run(runs: Sequence[RecordedRun], pictures: int, *, was_done: bool | None = None) -> EarlierRun:
    """Merge runs that continue each other, oldest first, into one, with the last `pictures` pictures for the model."""
    turns = [(run.summary.dir, turn) for run in runs for turn in run.turns]
    newest = [n for n, (_, turn) in enumerate(turns) if turn.proposals][-pictures:] if pictures else []
    earlier = tuple(_earlier_turn(turn, folder if n in newest else None) for n, (folder, turn) in enumerate(turns))
    last = runs[-1].summary
    over = runs[-1].finished
    by_person = over is not None and over.by == "human"
    ended = Message("Stopped by the person.") if by_person else status_wording(last.status, last.message).text
    return EarlierRun(last.id, ended, tuple(turn for turn in earlier if turn != EarlierTurn()), was_done)


def _earlier_turn(turn: RecordedTurn, folder: Path | None) -> EarlierTurn:
    return EarlierTurn(
        seen=None if folder is None else _earlier_picture(folder, turn.seen),
        messages=tuple(_words(turn, "message", "question")),
        acts=tuple(_earlier_act(moment, moment.proposal) for moment in turn.moments if moment.proposal),
        answers=tuple(_words(turn, "answer")),
        heard=tuple(_words(turn, "said")),
    )


def _words(turn: RecordedTurn, *kinds: str) -> Iterator[str]:
    return (moment.text for moment in turn.moments if moment.kind in kinds)


def _earlier_act(moment: Moment, proposal: RecordedProposal) -> EarlierAct:
    action = proposal.action
    outcome = _earlier_outcome(proposal)
    # What has no name is known to a model by its point.
    has_name = proposal.aim is not None and proposal.aim.name
    words = sentence_with(action) if action and points_of(action) and not has_name else proposal.sentence
    note = _UNSEEN.get(proposal.outcome, proposal.error)
    reply = proposal.decisions[-1].reply if proposal.decisions else None
    return EarlierAct(moment.step, words, outcome, proposal.call_id, proposal.model_action, note or reply or "")


def _earlier_outcome(proposal: RecordedProposal) -> CameOf:
    match proposal.outcome:
        case "done" | "unseen" | "altered":
            return "done"
        case "failed":
            return "failed" if proposal.cause == "error" else "broken off"
        case "unknown" | "under way":
            return "uncertain"
        case "not done":
            last = proposal.decisions[-1] if proposal.decisions else None
            return "refused" if last is not None and _is_refusal(last) else "not done"


def _is_refusal(decided: Decided) -> bool:
    return decided.verdict == "deny" and decided.by != "mode" and decided.rule not in SKIPPING


def _earlier_picture(folder: Path, frame: FrameTaken | None) -> Picture | None:
    """Return a picture as it was sent; None if it is missing or was changed."""
    data = shown_picture(folder, frame).data if frame else b""
    return Picture(data, frame.media_type, Size(frame.width, frame.height)) if frame and data else None
