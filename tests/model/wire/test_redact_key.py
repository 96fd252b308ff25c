"""The key is taken out of a text in every form that a server may say it back in."""

import base64
from collections.abc import Callable
from urllib.parse import quote

import pytest

from desktop_agent.model.wire.refusal import redact

KEY = "sk-some+k3y/7QzW=x9Vt2"


@pytest.mark.parametrize("before", ["", "a", "ab", "Bearer ", "user:"])
@pytest.mark.parametrize("after", ["", "!", "!!", "\n"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_the_key_is_found_in_base64_whatever_stands_around_it(
    before: str, after: str, encode: Callable[[bytes], bytes]
) -> None:
    said = encode(f"{before}{KEY}{after}".encode()).decode()

    hidden = redact(f"Bad token {said}.", KEY)

    assert "•••" in hidden
    assert base64.b64encode(KEY.encode()).decode()[4:-4] not in hidden
    assert hidden.startswith("Bad token ")


@pytest.mark.parametrize("said", [KEY, f"Bearer {KEY}", quote(KEY), quote(KEY, safe="")])
def test_the_key_is_found_plain_and_in_a_url(said: str) -> None:
    assert redact(f"Bad {said}.", KEY) in {"Bad •••.", "Bad Bearer •••."}


@pytest.mark.parametrize("key", [None, "", "other"])
def test_what_is_no_key_stays(key: str | None) -> None:
    assert redact("No such model: x.", key) == "No such model: x."
