"""Bad inputs: each has its outcome, nothing bad is ever done, and nobody sees a traceback."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.core.actions import Action, Click, Type
from desktop_agent.core.decision import Rejected
from desktop_agent.core.geometry import ImagePoint
from tests.fakes.raw_server import RawServer, Sent, http
from tests.faults.bad_actions import ACTIONS
from tests.faults.bad_json import JSON
from tests.faults.bad_lines import LINES
from tests.faults.promises import broken_promises
from tests.faults.rows import DONE, GOOD, Row
from tests.faults.whole_run import PATIENCE, PATIENT, Person, Played, Way, play

TABLE = (*LINES, *JSON, *ACTIONS)
# What cannot be read is no step that was refused.
ENDS = {"aborted": "failed", "asked": "partly", "denied": "partly"}


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
    # Nobody sees a text arrive here.
    whole = "partly" if not played.done or isinstance(played.done[-1], Type) else "completed"
    if played.status != ENDS.get(row.outcome, whole):
        yield f"{played.status}: {played.sentence}"
    match row.outcome:
        case "aborted":
            heard = played.sentence
        case "asked":
            heard = str([(question.sentence, question.reasons) for question in person.asked])
            if not person.asked:
                yield "nobody was asked"
        case "refused" | "denied":
            heard = str([item for asked in server.creates[1:] for item in asked.items])
        case _:
            return
    if row.words not in heard:
        yield f"said: {heard[:600]}"


def test_no_redirect_takes_the_key_anywhere(tmp_path: Path) -> None:
    with RawServer([DONE]) as other:
        there = http(b"", status="301 Moved Permanently", fields=f"Location: {other.base_url}/responses\r\n")
        with RawServer([there]) as server:
            played = play(Way("preview", stream=True, chain=True), server.base_url, tmp_path)

    assert (played.status, other.requests) == ("failed", [])
    assert "redirected the request (301)" in played.sentence
    assert list(broken_promises(played, [])) == []


def test_what_the_model_is_told_of_a_text_shows_what_cannot_be_seen(tmp_path: Path) -> None:
    row = next(row for row in TABLE if row.number == 25)
    person = Person(always=Rejected())

    with RawServer([row.sends, DONE]) as server:
        play(Way("preview", stream=False, chain=True), server.base_url, tmp_path, mode="ask", person=person)

    assert "\\u{202e}" in person.asked[0].sentence
    assert not {"\u202e", "\u200b"} & set(person.asked[0].sentence)
