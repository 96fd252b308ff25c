"""The times of events, and what is there where nobody watches."""

import pytest

from desktop_agent.core.presence import NoOwnInput, happened_at


@pytest.mark.parametrize(
    ("server_ms", "at"),
    [(99_000, 99.0), (100_000, 100.0), (100_500, 100.0), (20_000, 100.0)],
    ids=["a second ago", "now", "not yet", "long ago"],
)
def test_an_event_happened_when_the_server_says_unless_that_is_not_about_now(server_ms: int, at: float) -> None:
    assert happened_at(100.0, server_ms) == pytest.approx(at)


def test_without_anybody_watching_no_rest_is_due() -> None:
    nobody = NoOwnInput()
    nobody.rest()
    nobody.rest_unless(lambda: True)
    nobody.arrived()

    assert not nobody.is_rest_due()
