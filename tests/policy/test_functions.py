"""What policy says of calls beside the computer, in every mode."""

import pytest

from desktop_agent.core.actions.action import STARTS, CallVerdict, Invoke
from desktop_agent.core.decisions.decision import Allow, Ask
from desktop_agent.core.decisions.mode import Mode
from desktop_agent.policy.judge import FUNCTION_RULE, MCP_APPROVAL_RULE, judge_function


@pytest.mark.parametrize(
    ("mode", "verdict", "expected"),
    [
        ("guard", "ask", FUNCTION_RULE),
        ("guard", "allow", Allow(FUNCTION_RULE)),
        ("ask", "ask", "mode-ask"),
        ("ask", "allow", "mode-ask"),
        ("auto", "ask", Allow(FUNCTION_RULE, by="mode")),
        ("auto", "allow", Allow(FUNCTION_RULE)),
        ("ask", "reads", Allow(FUNCTION_RULE)),
        ("guard", "reports clipboard", FUNCTION_RULE),
        ("auto", "reports clipboard", FUNCTION_RULE),
        ("guard", "sets clipboard", FUNCTION_RULE),
        ("auto", "sets clipboard", Allow(FUNCTION_RULE, by="mode")),
    ],
)
def test_a_function_is_asked_about_unless_settings_or_the_mode_say_otherwise(
    mode: Mode, verdict: CallVerdict, expected: Allow | str
) -> None:
    decision = judge_function(Invoke("weather"), verdict, mode)

    assert expected == (decision.reasons[0].rule if isinstance(decision, Ask) else decision)


@pytest.mark.parametrize(
    ("mode", "command", "expected"),
    [
        ("guard", ("/py", *STARTS, "pad"), Allow("scope")),
        ("auto", ("/py", *STARTS, "pad"), Allow("scope")),
        ("ask", ("/py", *STARTS, "pad"), "mode-ask"),
        ("guard", ("/w",), FUNCTION_RULE),  # it starts no program
    ],
)
def test_a_program_in_scope_may_be_started(mode: Mode, command: tuple[str, ...], expected: Allow | str) -> None:
    decision = judge_function(Invoke("open Pad", command=command), "ask", mode, in_scope=True)

    assert expected == (decision.reasons[0].rule if isinstance(decision, Ask) else decision)


@pytest.mark.parametrize("mode", ["watch", "ask", "guard", "auto"])
def test_a_servers_approval_request_is_asked_in_every_mode(mode: Mode) -> None:
    decision = judge_function(Invoke("send", "{}", "mail"), "allow", mode)

    assert isinstance(decision, Ask)
    assert [reason.rule for reason in decision.reasons] == [MCP_APPROVAL_RULE]


@pytest.mark.parametrize(
    ("command", "words"), [(("/py", *STARTS, "mail"), "This starts a program"), (("/w",), "Your function")]
)
def test_a_program_that_is_only_started_is_said_to_be(command: tuple[str, ...], words: str) -> None:
    decision = judge_function(Invoke("open Mail", command=command), "ask", "guard")

    assert isinstance(decision, Ask)
    assert decision.reasons[0].text.startswith(words)
