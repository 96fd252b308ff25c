"""The lines between the proxy and those who ask: what is of another form is nothing."""

import pytest

from desktop_agent.core.outgoing import OutgoingRequest
from desktop_agent.desk.network.question import (
    ANSWER,
    FROM_PROXY,
    GREETING,
    START,
    HeldWrite,
    line,
    read_line,
)

FIELDS = (("a", "1"), ("b", "⏎"))
HELD = HeldWrite(3, OutgoingRequest("POST", "example.org", "/a?b=ü", True, 7, "text/plain", FIELDS, False))


@pytest.mark.parametrize(
    "text",
    [b"", b"{}", b"yes", b"\n", b"{", b"[]", b"null", b"3", b'{"request": {}}', b'{"number": "3"}', b'{"number": null}',
     b"\xff\xfe", b'{"number": "3", "say": "once"}', b'{"number": 3, "say": "yes"}', b'{"number": 3, "say": null}',
     line(HELD).replace(b'"size": 7', b'"size": "7"'), line(HELD).replace(b'"POST"', b'"' + b"P" * 100_000 + b'"')],
)  # fmt: skip
def test_what_is_of_no_known_form_asks_and_answers_nothing(text: bytes) -> None:
    assert read_line(text, FROM_PROXY) is None
    assert read_line(text, ANSWER) is None
    assert read_line(text, START) is None
    assert read_line(b"x" + text, GREETING) is None


def test_an_answer_is_no_question_and_a_question_no_answer() -> None:
    assert read_line(line(HELD), ANSWER) is None
    assert read_line(b'{"number": 3, "say": "run"}', FROM_PROXY) is None
    assert read_line(line(HELD).replace(b'"number": 3', b'"number": 3, "say": "once"'), FROM_PROXY) is None
    assert read_line(b'{"number": 3}', ANSWER) is None
