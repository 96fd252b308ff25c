"""A prompt in a terminal on the worked screen: no wire but a keyboard says yes there. A tenth of the bench's counts."""

from tests.bench.terminal_prompt import APPROVALS, ATTEMPTS, approvals, forged, scene

QUESTIONS = APPROVALS // 10


def test_only_a_keyboard_says_yes_in_a_terminal_on_the_worked_screen() -> None:
    with scene(QUESTIONS) as on:
        tried = forged(on, ATTEMPTS // 10)
        heard_meanwhile = len(on.server.creates)
        approvals(on, QUESTIONS)

        assert 5 == len(tried)
        assert 1 == heard_meanwhile
        assert QUESTIONS == on.approved
