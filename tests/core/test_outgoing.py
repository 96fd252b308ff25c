"""How a person is asked about what would leave a desk: our words alone in the sentence, others' beside it."""

from dataclasses import replace

import pytest

from desktop_agent.core.outgoing import OutgoingRequest, outgoing_in_own_words, outgoing_reasons, outgoing_rows
from desktop_agent.core.question_words import foreign_rows, heading
from desktop_agent.run.outgoing import outgoing_question
from tests.fakes.card_questions import question

REQUEST = OutgoingRequest(
    "POST", "shop.example.org", "/order?id=7", True, 18, "application/json", (("who", "Ada"), ("password", "••••"))
)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "Let a POST request of 18 bytes leave the desk"),
        ({"size": 1}, "Let a POST request of 1 byte leave the desk"),
        ({"size": 0, "method": "DELETE"}, "Let a DELETE request leave the desk"),
        ({"method": "OK-THIS-IS-FINE"}, "Let an unusual kind of request leave the desk"),
    ],
)
def test_the_sentence_is_ours_alone(changed: dict[str, object], expected: str) -> None:
    assert expected == outgoing_in_own_words(replace(REQUEST, **changed))  # type: ignore[arg-type]


def test_what_others_have_written_stands_beside_it_and_what_a_person_should_know_is_said() -> None:
    asked = outgoing_question("write-3", REQUEST, question("click", "action").frame, "Order paper")
    (plain,) = outgoing_reasons(REQUEST)

    assert (
        ("Host", "shop.example.org"), ("Kind", "application/json"), ("Field", "who = Ada"), ("Field", "password = ••••")
    ) == outgoing_rows(REQUEST)  # fmt: skip
    assert {*outgoing_rows(REQUEST)} <= {*foreign_rows(asked)}
    assert "Let a POST request of 18 bytes leave the desk" == heading(asked) == asked.sentence
    assert "https://shop.example.org/order?id=7" == REQUEST.address
    assert "can't be undone" in plain
    assert outgoing_reasons(replace(REQUEST, encrypted=False, more=True)) == (
        plain, "It contains more than is shown here.", "It isn't encrypted, so others can read it in transit.",
    )  # fmt: skip
    bare = OutgoingRequest("PURGE", "shop.example.org", "/", False, 0)
    assert (("Host", "shop.example.org"), ("Method", "PURGE")) == outgoing_rows(bare)
