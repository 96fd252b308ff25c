"""What a warning of the model's server is called: an attack first, no code, nothing said twice."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import Click
from desktop_agent.core.decision import Question, Reason, Target
from desktop_agent.core.frame import Frame, Pixels, Scene
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.question_words import (
    EACH_LINE,
    OTHER_CHECK,
    asked_again,
    check_codes,
    check_reasons,
    is_attack,
    why_asked,
)
from desktop_agent.core.turn import SafetyCheck

FRAME = Frame(b"", "image/png", Viewport(Rect(0, 0, 9, 9), Size(9, 9)), "", Scene(), Pixels(Size(0, 0), b""))
QUESTION = Question("c1", "", (Click(ImagePoint(5, 7)),), Target(), (), (), FRAME)
SITE = SafetyCheck("s1", "sensitive_domain", "The bank warns of attacks.")


@pytest.mark.parametrize(("check", "attack"), [
    (SafetyCheck("s1", "malicious_instructions"), True),
    (SafetyCheck("s1", "", "This may be a prompt injection."), True),
    (SafetyCheck("s1", "sensitive_action", "It sends something."), False),
    (SITE, False),
    (SafetyCheck("s1"), False),
])  # fmt: skip
def test_an_attack_is_known_by_its_code_or_else_by_its_words(check: SafetyCheck, attack: bool) -> None:
    assert is_attack((check,)) == attack


def test_known_checks_are_said_once_in_our_words_and_an_attack_first() -> None:
    checks = (SITE, SITE, SafetyCheck("s2", "malicious_instructions"), SafetyCheck("s3", "sensitive_action"))

    attacked, site = check_reasons(checks)

    assert attacked.endswith("Refuse unless you expected this step.")
    assert site == "Mistakes on this site can cause harm."
    assert check_codes(checks) == "Warning codes: sensitive_domain, malicious_instructions, sensitive_action"
    assert check_codes((SafetyCheck("s1"),)) == ""


def test_why_a_person_is_asked_is_said_once_and_the_mode_only_where_nothing_else_is() -> None:
    mode = Reason("mode-ask", "You chose to be asked about every step.")
    send = Reason("words", "It sends.")
    theirs = Reason("safety-check", "Look out", outside=True)
    unknown = SafetyCheck("s1", "sensitive_action", "Look out")

    def why(*reasons: Reason, checks: tuple[SafetyCheck, ...] = ()) -> tuple[str, ...]:
        return why_asked(replace(QUESTION, reasons=reasons, checks=checks))

    assert why(mode, send, send) == ("It sends.",)
    assert why(mode) == (mode.text,)
    assert why(mode, theirs, checks=(SITE,)) == check_reasons((SITE,))
    assert why(theirs, checks=(unknown,)) == (OTHER_CHECK,)
    assert why(send, theirs, checks=(unknown,)) == ("It sends.",)
    assert why() == ()


def test_what_is_asked_again_is_said_once() -> None:
    line, send = Reason("shell", "A shell runs it."), Reason("words", "It sends.")
    known = Reason("scope", "First time in Xterm.")

    def again(*reasons: Reason, asked: tuple[Reason, ...] = ()) -> str:
        return asked_again(replace(QUESTION, reasons=asked, again=reasons))

    assert again() == ""
    assert again(line) == EACH_LINE
    assert again(line, asked=(known,)) == EACH_LINE
    unless = "Unless you approve just this once, you'll be asked again before it's done. It sends."
    assert again(line, send, asked=(known,)) == f"{EACH_LINE} {unless}"
