"""A keeper of tokens that keeps none, and the seal of a line with and without a signature."""

from desktop_agent.core.events import Seal
from desktop_agent.core.remote_session import NoTokens


def test_a_keeper_of_no_tokens_has_none() -> None:
    tokens = NoTokens()

    tokens.store("a token")

    assert "" == tokens.load()


def test_a_line_carries_a_signature_only_where_one_was_made() -> None:
    assert {"chain": "ab"} == Seal("ab").fields
    assert {"chain": "ab", "sig": "cd"} == Seal("ab", "cd").fields
