"""The lines between the proxy and those who ask: what is of another form is nothing."""

import pytest

from desktop_agent.desk.network.fields import SentField
from desktop_agent.desk.network.question import (
    HeldWrite,
    line,
    network_start,
    to_proxy,
)
from desktop_agent.desk.network.start import from_proxy, proxy_greeting

HELD = HeldWrite(
    3, "POST", "example.org", "/a?b=ü", True, 7, "text/plain", (SentField("a", "1"), SentField("b", "⏎")), False
)


@pytest.mark.parametrize(
    "text",
    [b"", b"\n", b"{", b"[]", b"null", b"3", b'{"held": {}}', b'{"gone": "3"}', b'{"held": null}', b"\xff\xfe",
     line(HELD).replace(b'"size": 7', b'"size": "7"'), line(HELD).replace(b'"POST"', b'"' + b"P" * 50 + b'"'),
     line(HELD).replace(b'"more": false', b'"more": false, "say": "once"'), b'{"number": 3, "say": "run"}'],
)  # fmt: skip
def test_what_is_of_no_known_form_asks_nothing(text: bytes) -> None:
    assert from_proxy(text) is None


@pytest.mark.parametrize(
    "text", [b"", b"{}", b"yes", b'{"number": 3}', b'{"number": "3", "say": "once"}', b'{"number": 3, "say": "yes"}',
             b'{"number": 3, "say": null}', b"[3]", line(HELD)],
)  # fmt: skip
def test_what_is_of_no_known_form_is_no_answer(text: bytes) -> None:
    assert to_proxy(text) is None
    assert network_start(text) is None
    assert proxy_greeting(b"x" + text) is None
