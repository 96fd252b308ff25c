"""Which refusals are tried again, and after how long."""

from email.utils import formatdate

import pytest

from desktop_agent.model.wire.refusal import wait_s, worth_retrying

NOW = 1_795_169_730.0
MOST = 60.0


def test_the_statuses_that_vendors_retry_are_retried_unless_the_server_decides() -> None:
    assert [one for one in (301, 400, 408, 409, 429, 500, 529) if not worth_retrying(one, {})] == [301, 400]
    assert worth_retrying(400, {"x-should-retry": "true"})
    assert not worth_retrying(503, {"x-should-retry": "false"})
    assert worth_retrying(503, {"x-should-retry": "maybe"})


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({"retry-after": "0"}, 0.0, id="at once"),
        pytest.param({"retry-after": "2.5"}, 2.5, id="seconds"),
        pytest.param({"retry-after-ms": "250", "retry-after": "9"}, 0.25, id="milliseconds come first"),
        pytest.param({"retry-after": formatdate(NOW + 7, usegmt=True)}, 7.0, id="a date"),
        pytest.param({"retry-after": formatdate(NOW + 7)}, 7.0, id="a date without a zone"),
        pytest.param({"retry-after": "1000000000"}, MOST, id="never longer than a minute"),
    ],
)
def test_what_the_server_asks_for_is_honoured(headers: dict[str, str], seconds: float) -> None:
    assert wait_s(3, headers, now=NOW, chance=0.5, most=MOST) == pytest.approx(seconds, abs=0.01)


@pytest.mark.parametrize("nonsense", ["", "-1", "soon", "1e309", "nan"])
def test_nonsense_means_the_usual_wait(nonsense: str) -> None:
    assert wait_s(1, {"retry-after": nonsense, "retry-after-ms": nonsense}, now=NOW, chance=0, most=MOST) == 0.5


def test_waits_double_up_to_eight_seconds_and_chance_shortens_them_by_a_quarter() -> None:
    assert [wait_s(tried, {}, now=NOW, chance=0, most=MOST) for tried in range(1, 7)] == [0.5, 1, 2, 4, 8, 8]
    assert [wait_s(tried, {}, now=NOW, chance=1, most=MOST) for tried in range(1, 4)] == [0.375, 0.75, 1.5]
