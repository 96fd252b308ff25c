"""What is known of a run that is continued."""

from desktop_agent.core.earlier_run import CameOf, EarlierAct, EarlierRun, EarlierTurn


def act(came: CameOf, step: int = 1) -> EarlierAct:
    return EarlierAct(step, f"Click {step}", came, f"call_{step}", {"type": "click"})


def test_the_act_that_may_have_happened_is_of_the_last_answer_that_asked_for_something() -> None:
    half = act("uncertain", 2)
    run = EarlierRun(
        "run", "Cut off", (EarlierTurn(acts=(act("broken off"),)), EarlierTurn(acts=(half,)), EarlierTurn())
    )

    assert run.half_done == half
    assert run.never_known == (act("broken off"),)
    assert run.last_turn == EarlierTurn(acts=(half,))


def test_where_all_is_certain_nothing_is_half_done() -> None:
    assert EarlierRun("run", "Stopped", (EarlierTurn(acts=(act("done"), act("not done", 2))),)).half_done is None


def test_a_run_that_has_not_begun_to_act_has_done_nothing() -> None:
    run = EarlierRun("run", "Cut off")

    assert (run.last_turn, run.half_done, run.done, run.said) == (None, None, (), ())


def test_what_was_done_and_said_is_told_in_order() -> None:
    first, second = act("done"), act("done", 3)
    turns = (EarlierTurn(acts=(first, act("refused", 2)), heard=("Hello",)), EarlierTurn(acts=(second,), heard=("Go",)))

    assert EarlierRun("run", "Stopped", turns).done == (first, second)
    assert EarlierRun("run", "Stopped", turns).said == ("Hello", "Go")
