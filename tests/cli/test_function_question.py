"""A question about a function at the terminal: all that would run, however long it is."""

from dataclasses import replace

from desktop_agent.cli.prompt.question import question_in_words
from desktop_agent.core.actions.action import Invoke
from tests.fakes.people.card_questions import question

ASKED = question("call", "function")


def asked(call: Invoke, columns: int = 80) -> list[str]:
    return question_in_words(replace(ASKED, actions=(call,)), columns).split("\n")


def test_the_question_about_a_function_shows_everything_that_would_run() -> None:
    call = Invoke("f", '{"a":"\\u001b"}', command=("/bin/f", "two  words", "x\u202ey"), cwd="/srv", environment=("TZ",))

    assert asked(call)[2:-1] == [
        "  Runs:   /bin/f",
        "  With:   “two  words”",
        "  With:   “x\\u{202e}y”",
        '  Input:  {"a":"\\u001b"}',
        "  In:     /srv",
        "  Sees:   TZ",
        "  Why:    It runs a program.",
    ]


def test_a_long_command_is_wrapped_in_the_question_with_no_character_lost() -> None:
    text = '"' + " x " * 30_000 + '; rm -rf ~"'

    lines = [line for line in asked(Invoke("f", text, command=("/bin/f",)), 40) if not line.startswith("  Runs")]
    first = lines.index(next(line for line in lines if "Input:" in line))
    shown = "".join(line[10:] for line in lines[first : lines.index("  Why:    It runs a program.")])

    assert shown == text
    assert all(len(line) < 40 for line in lines)


def test_the_question_says_whether_the_agent_or_the_model_asks_and_a_tool_cannot_pose_as_one_of_ours() -> None:
    check = Invoke("expect", command=("/bin/test",), is_end_check=True)

    assert asked(check)[1].startswith("Before the task begins: Run a command at the end")
    assert asked(Invoke("send_file", '{"file": "/a"}'))[1].startswith("The agent wants to: Send a file")
    for of_others in (Invoke("send_file", "{}", "mail"), Invoke("send_file", "{}", command=("/bin/f",))):
        assert asked(of_others)[1].startswith("The model wants to: Call a")
