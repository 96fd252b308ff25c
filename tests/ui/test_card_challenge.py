"""Digits that only the card shows: new ones after each wrong try, and an end."""

from itertools import count

from desktop_agent.ui.proof.challenge import TRIES, Challenge


def numbers() -> Challenge:
    drawn = count(7, 1000)
    return Challenge(lambda below: next(drawn) % below)


def test_the_right_digits_are_right_however_they_are_spaced() -> None:
    challenge = numbers()

    assert challenge.digits == "0007"
    assert challenge.attempt(" 00 07 ") == "right"


def test_after_a_wrong_try_the_old_digits_are_no_good() -> None:
    challenge = numbers()
    old = challenge.digits

    assert challenge.attempt("9999") == "wrong"
    assert challenge.digits != old
    assert challenge.attempt(old) == "wrong"


def test_three_wrong_tries_end_it_for_good() -> None:
    challenge = numbers()

    outcomes = [challenge.attempt("nine") for _ in range(TRIES)]

    assert outcomes == ["wrong", "wrong", "over"]
    assert challenge.attempt(challenge.digits) == "over"
