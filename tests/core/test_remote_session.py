"""A keeper of tokens that keeps none."""

from desktop_agent.core.remote_session import NoTokens


def test_a_keeper_of_no_tokens_has_none() -> None:
    tokens = NoTokens()

    tokens.store("a token")

    assert "" == tokens.load()
