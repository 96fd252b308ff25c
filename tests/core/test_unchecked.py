"""Where a model's server has no safety checks, whoever is asked is told so."""

from dataclasses import replace

from desktop_agent.core.decision import Reason
from desktop_agent.core.question_words import UNCHECKED, why_asked
from tests.fakes.shown_questions import clicked


def test_a_server_without_checks_is_named_after_the_reasons() -> None:
    reason = Reason("question", "It sends something.")
    question = replace(clicked(), reasons=(reason,), checks=(), unchecked=False)

    assert why_asked(question) == ("It sends something.",)
    assert why_asked(replace(question, unchecked=True)) == ("It sends something.", UNCHECKED)
