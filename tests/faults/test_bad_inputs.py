"""Bad inputs: each has its outcome, nothing bad is ever done, and nobody sees a traceback."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.core.actions.action import Action, Click, Type
from desktop_agent.core.decisions.decision import Rejected
from desktop_agent.core.pictures import ImagePoint
from tests.fakes.servers.raw_server import RawServer, Sent
from tests.faults.bad_inputs import DONE, GOOD, TABLE, Row
from tests.faults.whole_run import PATIENCE, PATIENT, Person, Played, Way, broken_promises, play

# What cannot be read is no step that was refused.
ENDS = {"aborted": "failed", "asked": "partly", "denied": "partly"}


@pytest.mark.long
@pytest.mark.slow(but=["0 *", "42 *", "43 file*", "44 *", "46 *"])
@pytest.mark.parametrize("row", TABLE, ids=str)
def test_a_bad_input_has_its_outcome(row: Row, tmp_path: Path) -> None:
    person = Person(always=Rejected()) if row.outcome == "asked" else Person()
    then: list[Sent] = [GOOD, DONE] if row.outcome in {"refused", "denied", "asked"} else [DONE]
    answers = [row.sends] * row.again + then if row.again else [row.sends]

    with RawServer(answers) as server:
        way = Way(row.dialect, row.streamed, chain=True)
        patience = PATIENT if row.again or row.patient else PATIENCE
        played = play(way, server.base_url, tmp_path, mode="guard", person=person, patience=patience)

        wrong = list(_wrong(row, played, person, server))
    assert [*wrong, *broken_promises(played, played.done)] == []


def _wrong(row: Row, played: Played, person: Person, server: RawServer) -> Iterator[str]:
    after: tuple[Action, ...] = (Click(ImagePoint(50, 50)),) if row.outcome in {"refused", "denied", "asked"} else ()
    if row.outcome == "done":
        after = played.done if len(played.done) == int(row.words or 1) else after
    if played.done != after:
        yield f"done: {played.done}"
    if not played.done:
        whole = "answered"
    elif isinstance(played.done[-1], Type):
        whole = "partly"  # nobody sees a text arrive here
    else:
        whole = "completed"
    if played.status != ENDS.get(row.outcome, whole):
        yield f"{played.status}: {played.sentence}"
    match row.outcome:
        case "aborted":
            received = played.sentence
        case "asked":
            received = str([(question.sentence, question.reasons) for question in person.asked])
            if not person.asked:
                yield "nobody was asked"
        case "refused" | "denied":
            received = str([item for asked in server.creates[1:] for item in asked.items])
        case _:
            return
    if row.words not in received:
        yield f"said: {received[:600]}"
