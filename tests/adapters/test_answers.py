"""Which calls of an answer may be done, where a vendor's loop hands them over one at a time."""

from typing import Any

import pytest

from desktop_agent.adapters.calls import Answers
from tests.fakes.servers.answers import call


def function(name: str, call_id: str) -> dict[str, Any]:
    return {"type": "function_call", "name": name, "call_id": call_id, "arguments": "{}"}


def answers(*output: object) -> Answers:
    taken = Answers("openai")
    taken.take("1", {"output": list(output)})
    return taken


def test_a_call_may_be_done_once_every_call_before_it_was() -> None:
    taken = answers(call("a"), call("b"), call("c"))

    assert taken.why_not("a") == ""
    taken.note("a", is_done=True)
    assert taken.why_not("b") == ""
    assert "another call (computer_call)" in taken.why_not("c")
    taken.note("b", is_done=False)
    assert taken.why_not("c") == "This wasn't carried out because something before it wasn't."


@pytest.mark.parametrize(
    ("output", "call_id", "word"),
    [
        ([call("a")], "b", "isn't known"),
        ([call("a")], "", "isn't known"),
        ([call("a", status="incomplete")], "a", "incomplete"),
        ([call("a"), call("a")], "a", "isn't the only one"),
        ([function("note", "n"), call("a")], "a", "another call (function_call note)"),
        ([None, call("a")], "a", "another call (unreadable)"),
        ([{"type": "message", "content": "<tool_call>{"}, call("a")], "a", "a call in text"),
    ],
)
def test_a_call_is_not_done_where_its_place_or_what_comes_before_it_is_not_known(
    output: list[object], call_id: str, word: str
) -> None:
    assert word in answers(*output).why_not(call_id)


@pytest.mark.parametrize(
    ("calls", "done", "reached"),
    [
        *(("abc", "", "a"), ("abc", "a", "ab"), ("abc", "ab", "abc"), ("abc", "b", "a"), ("abc", "bc", "a")),
        *(("aba", "", ""), ("aba", "a", "b"), ("", "", "")),
    ],
)
def test_a_call_is_reached_only_when_every_call_before_it_was_done(calls: str, done: str, reached: str) -> None:
    taken = answers(*map(call, calls))
    for one in done:
        taken.note(one, is_done=True)

    assert [one for one in dict.fromkeys(calls) if taken.why_not(one) == ""] == [*reached]


def test_a_call_that_was_tried_again_and_not_done_to_its_end_is_not_done() -> None:
    taken = answers(call("a"), call("b"))
    taken.note("a", is_done=True)
    taken.note("a", is_done=False)

    assert "something before it" in taken.why_not("b")


def test_calls_that_the_server_or_another_tool_has_carried_out_are_no_obstacle() -> None:
    search = {"type": "web_search_call", "id": "ws", "status": "completed"}
    taken = answers(search, function("note", "n"), call("a"))

    taken.take("1", {"output": [search, function("note", "n"), call("a")]}, done=["n"])

    assert taken.why_not("a") == ""


def test_what_was_done_of_an_answer_stays_done_while_more_of_it_arrives_and_counts_for_no_other() -> None:
    taken = answers(call("a"))
    taken.note("a", is_done=True)

    taken.take("1", {"output": [call("a"), call("b")]})
    assert taken.why_not("b") == ""

    taken.take("2", {"output": [call("a"), call("b")]})
    assert "isn't known to be" in taken.why_not("b")


def test_an_answer_is_taken_in_the_form_of_its_vendors_api() -> None:
    taken = Answers("gemini")
    parts = [{"functionCall": {"id": "a", "name": "navigate"}}, {"functionCall": {"id": "b", "name": "type"}}]

    taken.take("1", {"candidates": [{"content": {"parts": parts}}]})

    assert taken.why_not("a") == ""
    assert "(function_call navigate)" in taken.why_not("b")
