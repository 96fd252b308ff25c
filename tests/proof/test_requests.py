"""Every body that our client sends, in every dialect and history, judged by the vendors' parameter types."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest

from tests.proof.everything_sent import BARE_CHECK, CHECK, ROUNDS, bodies, bodies_after_lean_answers
from tests.proof.golden import golden
from tests.proof.hosts import NO_ORACLE, OLDER
from tests.proof.judging import BY_OPENAI, BY_TZAFON, judged_by_the_older, must_be_known, must_be_specified

HISTORIES = {"kept by the server": (True, True), "kept by us": (False, True), "dropped by the server": (True, False)}
JUDGES = {"openai": BY_OPENAI, "preview": BY_TZAFON, "functions": BY_OPENAI}


def sent(dialect: str, history: str) -> list[Mapping[str, Any]]:
    chain, stores = HISTORIES[history]
    return bodies(dialect, chain=chain, stores=stores)


@pytest.mark.long
@pytest.mark.parametrize(("dialect", "history"), list(product(JUDGES, HISTORIES)))
def test_the_vendors_types_know_every_field_of_every_request(dialect: str, history: str) -> None:
    everything = sent(dialect, history)

    assert len(everything) >= ROUNDS + 5
    for body in everything:
        must_be_known(JUDGES[dialect], body)


@pytest.mark.parametrize("history", HISTORIES)
def test_every_request_in_functions_is_one_of_the_open_responses_specification(history: str) -> None:
    for body in sent("functions", history):
        must_be_specified(body)


@pytest.mark.program
@pytest.mark.skipif(not OLDER.exists(), reason=NO_ORACLE)
def test_the_last_types_of_the_older_api_know_every_field_of_every_request() -> None:
    everything = [body for history in HISTORIES for body in sent("lightcone", history)]

    assert judged_by_the_older(everything) == ""


@pytest.mark.parametrize("history", HISTORIES)
@pytest.mark.parametrize("dialect", ["preview", "openai"])
def test_only_what_a_person_has_confirmed_is_acknowledged(dialect: str, history: str) -> None:
    everything = [item for body in sent(dialect, history) for item in body["input"]]

    confirmed = [item["acknowledged_safety_checks"] for item in everything if "acknowledged_safety_checks" in item]
    assert [CHECK, BARE_CHECK] in confirmed
    assert all(checks in ([CHECK, BARE_CHECK], golden_checks(dialect)) for checks in confirmed)
    answered = {item["call_id"] for item in everything if item.get("type") == "computer_call_output"}
    assert not {name for name in answered if name.startswith("call_4_")}  # the refused one


def golden_checks(dialect: str) -> list[Any]:
    calls = [item for item in golden(dialect)["output"] if item.get("pending_safety_checks")]
    return list(calls[0]["pending_safety_checks"])


@pytest.mark.parametrize("dialect", JUDGES)
def test_what_a_server_leaves_out_of_its_items_stands_in_the_history_that_we_keep(dialect: str) -> None:
    everything = bodies_after_lean_answers(dialect)

    assert len(everything) == ROUNDS + 1
    for body in everything:
        must_be_known(JUDGES[dialect], body)
