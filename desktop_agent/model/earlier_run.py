"""The messages about an earlier run that this one continues: its history, and what the model must know now. Pure.

It is unknown whether an unfinished act happened, so the model is asked to look, and nothing is repeated automatically.
In each message, the words before the colon are the statement, and those after it its subject.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from desktop_agent.core.pictures import Frame
from desktop_agent.core.runs.material import EarlierAct, EarlierRun, EarlierTurn
from desktop_agent.core.runs.turn import PERSON_SAYS
from desktop_agent.core.texts.message import Message, foreign
from desktop_agent.model.dialect import Dialect
from desktop_agent.model.history import Exchange, OutgoingTurn
from desktop_agent.model.picture import picture_of, placeholder

_MOST_LISTED = 60  # acts that are listed in words
_MOST_SHOWN = 1_200  # characters of an act as the model wrote it
_MOST_FILES = 60
_LONGEST_NAME = 200
_AFTER = Message("You did a task for this person earlier, and now there's another one. How the previous one ended")
_WANTS = Message("What they want now")
_ON = Message("This task was started earlier and is now being continued. How it was interrupted")
_FILES = Message("These files were attached earlier and aren't sent again")
_FRESH = Message("The screenshot shows the current screen, which may have changed since then.")
_OUTCOMES = {
    "done": Message("Done"),
    "refused": Message("This was refused; don't try it again"),
    "not done": Message("This wasn't carried out before the interruption; request it again if it's still needed"),
    "failed": Message("This couldn't be done"),
}
_NEVER_KNOWN = Message("At an earlier interruption, it was already unclear whether this happened")
_LOOK = Message("look at the screenshot before requesting it again, and don't repeat it if it has already happened")
_HALF = {
    None: Message("It's unclear whether this happened before the run stopped; {look}", look=_LOOK),
    True: Message("The person in charge says this has already happened, so don't repeat it"),
    False: Message("The person in charge says this wasn't done; request it again if it's still needed"),
}


def earlier_exchanges(task: str, earlier: EarlierRun, dialect: Dialect) -> tuple[Exchange, ...]:
    """Return the exchanges of the earlier run, as messages that every dialect has."""
    past: list[Exchange] = []
    texts_sent: tuple[str, ...] = (earlier.task or task,)
    for turn in earlier.turns:
        picture = placeholder(turn.seen) if turn.seen else None
        outgoing = OutgoingTurn((dialect.user(texts_sent, picture),), texts_sent, picture, int(picture is not None))
        plain = "\n".join([*turn.messages, *map(_request_text, turn.acts)])
        output = (dialect.assistant(plain),) if plain else ()
        past.append(Exchange(outgoing, "", output, plain))
        texts_sent = tuple(_answers(turn, earlier)) or ("Done.",)
    return tuple(past)


def first_turn(task: str, earlier: EarlierRun, frame: Frame, dialect: Dialect) -> OutgoingTurn:
    """Return the first turn: the briefing and the current screen."""
    first = () if earlier.turns or earlier.task else (task,)
    return _message((*first, *briefing(earlier), *_new_task(task, earlier)), frame, dialect)


def _new_task(task: str, earlier: EarlierRun) -> tuple[str, ...]:
    """Return the task if it differs from that of the earlier run."""
    return (f"{_WANTS}: {task}",) if earlier.task else ()


def briefing(earlier: EarlierRun) -> tuple[str, ...]:
    """Return what the model must know: completed acts, uncertain acts, and that the screen may have changed."""
    done = [act.words for act in earlier.done]
    more = Message("{part} more steps; ", part=len(done) - _MOST_LISTED) if len(done) > _MOST_LISTED else ""
    done_lines = (
        [Message("Done before the interruption: {more}{done}.", more=more, done="; ".join(done[-_MOST_LISTED:]))]
        if done and not earlier.task
        else []
    )
    last = earlier.last_turn
    open_acts = [_outcome(act, earlier) for act in last.acts if act.came != "done"] if last else []
    doubts = [f"{_NEVER_KNOWN}: {act.words}." for act in earlier.never_known[-_MOST_LISTED:]]
    return (
        f"{_AFTER if earlier.task else _ON}: {earlier.ended}",
        *done_lines,
        *doubts,
        *open_acts,
        *_files(earlier),
        _FRESH,
    )


def _files(earlier: EarlierRun) -> tuple[str, ...]:
    """Return a line with the names of the files that were attached earlier."""
    names = [f"“{foreign(name, _LONGEST_NAME)}”" for name in earlier.attached]
    more = Message(" and {count} more", count=len(names) - _MOST_FILES) if len(names) > _MOST_FILES else ""
    return (f"{_FILES}: {', '.join(names[:_MOST_FILES])}{more}.",) if names else ()


def _message(texts: tuple[str, ...], frame: Frame, dialect: Dialect) -> OutgoingTurn:
    picture = picture_of(frame)
    return OutgoingTurn((dialect.user(texts, picture),), texts, picture, 1)


def _answers(turn: EarlierTurn, earlier: EarlierRun) -> Iterator[str]:
    for act in turn.acts:
        yield _outcome(act, earlier)
    yield from turn.answers
    for text in turn.heard:
        yield f"{PERSON_SAYS} {text}"


def _outcome(act: EarlierAct, earlier: EarlierRun) -> str:
    if act.is_half:
        was_done = earlier.was_done if act == earlier.half_done else None
        head = _HALF[was_done]
    else:
        head = _OUTCOMES[act.came]
    return f"{head}: {act.words}.{f' {act.note}' if act.note else ''}"


def _request_text(act: EarlierAct) -> str:
    form = json.dumps(act.model_action, ensure_ascii=False)[:_MOST_SHOWN]
    return Message("I'm requesting: {form} ({call_id})", form=form, call_id=act.call_id)
