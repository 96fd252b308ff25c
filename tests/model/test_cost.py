"""What an answer costs: the server's own count where it is credible, else an estimate that is rather too high."""

import pytest

from desktop_agent.core.runs.turn import Usage
from desktop_agent.model.profile import ESTIMATED, Price, cost_of
from desktop_agent.model.provider_settings import ProviderSettings
from tests.fakes.servers.script import Answer, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.servers.talk import play

SAVED = ({"type": "message", "text": "Saved."},)  # 17 tokens by our estimate
UNCOUNTED = Answer(extra={"usage": None})


def test_tokens_that_the_server_had_read_before_have_a_price_of_their_own_where_it_is_known() -> None:
    assert Price(1.0, 5.0, cached=0.1).of(1_000, 0, cached=800) == pytest.approx(0.00028)
    assert Price(1.0, 5.0).of(1_000, 0, cached=800) == pytest.approx(0.001)
    assert Price(1.0, 5.0, cached=0.1).of(1_000, 0, cached=5_000) == pytest.approx(0.0001)


@pytest.mark.parametrize(
    ("usage", "usd"),
    [
        (Usage(1_204, 33, 1_237), 0.001369),
        *((one, 0.002085) for one in (None, Usage(0, 0, 0), Usage(None, None, 1_237), Usage(-5, -5))),
        (Usage(10**9, 10**9, 10**9, 10**8), 0.002085),
    ],
)
def test_a_credible_count_is_taken_and_one_that_is_missing_or_absurd_estimated(usage: Usage | None, usd: float) -> None:
    cost = cost_of(Price(1.0, 5.0, cached=0.1), usage, 2_000, SAVED)

    assert cost
    assert cost.usd == pytest.approx(usd)
    assert cost.estimated is (usd > 0.002)


def test_a_conversation_counts_money_whatever_the_server_says_of_it() -> None:
    with ScriptedServer([says("Hello.") + UNCOUNTED], dialect="lightcone") as server:
        turn = play(server, ProviderSettings(), provider="lightcone")[0]

    assert turn.cost is not None
    assert 0.001 < turn.cost < 0.01
    assert ESTIMATED in turn.notices
