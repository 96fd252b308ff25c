"""What is known of a run that is continued."""

from desktop_agent.core.runs.material import CameOf, EarlierAct, EarlierRun, EarlierTurn


def act(came: CameOf, step: int = 1) -> EarlierAct:
    return EarlierAct(step, f"Click {step}", came, f"call_{step}", {"type": "click"})


def test_the_act_that_may_have_happened_is_of_the_last_answer_that_asked_for_something() -> None:
    half = act("uncertain", 2)
    turns = (EarlierTurn(acts=(act("broken off"),)), EarlierTurn(acts=(half,)), EarlierTurn())
    run = EarlierRun("run", "Cut off", turns)
    certain = EarlierRun("run", "Stopped", (EarlierTurn(acts=(act("done"), act("not done", 2))),))

    assert (run.half_done, run.never_known, run.last_turn) == (half, (act("broken off"),), turns[1])
    assert (certain.half_done, EarlierRun("run", "Cut off").last_turn) == (None, None)
    assert EarlierRun("run", "Cut off").half_done is None


def test_what_was_done_and_said_is_told_in_order() -> None:
    first = act("done")
    second = act("done", 3)
    turns = (EarlierTurn(acts=(first, act("refused", 2)), heard=("Hello",)), EarlierTurn(acts=(second,), heard=("Go",)))
    run = EarlierRun("run", "Stopped", turns)

    assert (run.done, run.said) == ((first, second), ("Hello", "Go"))
