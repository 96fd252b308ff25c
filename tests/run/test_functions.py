"""Calls beside the computer: who is asked, what runs, what the model is told, and how a run goes on or ends."""

import asyncio
import itertools
import sys
import time
from pathlib import Path

import pytest

from desktop_agent.core.actions.action import STARTS, Action, Function, Invoke
from desktop_agent.core.decisions.decision import Answer, AppAllowed, Approved, Edited, Rejected
from desktop_agent.core.decisions.mode import Mode
from desktop_agent.core.pictures import Window
from desktop_agent.core.runs.events import (
    ActionDone,
    ActionFailed,
    ActionProposed,
    ActionStarted,
    Decided,
    DecidedBy,
    Noticed,
)
from desktop_agent.core.runs.turn import Call, Proposal, Turn
from desktop_agent.functions.catalogue import UserFunctions
from desktop_agent.policy.gate import SingleUseGate
from desktop_agent.run.compose import run_loop
from tests.fakes.programs.programs import ECHO, function
from tests.fakes.runs.applications import by_reach, in_window
from tests.fakes.runs.run_ports import ListedPermissions, World, world
from tests.fakes.servers.turns import CHECK, CLICK, DONE, call, drive, of, reply, turn

pytestmark = pytest.mark.program  # every function is a program

ITEM = {"type": "function_call", "name": "weather"}
MCP = Call("m1", (Proposal(Invoke("send", '{"to":"you"}', "mail"), {"type": "mcp_approval_request"}),), called="mcp")


def asked_for(arguments: str = '{"city":"Paris"}', call_id: str = "f1", name: str = "weather") -> Call:
    return Call(call_id, (Proposal(Invoke(name, arguments), ITEM),), called="function")


def scene_of(*turns: Turn, mode: Mode = "guard", functions: tuple[Function, ...] = (function(),)) -> World:
    scene = world(turns, mode=mode)
    numbers = itertools.count()
    gate = SingleUseGate(time.monotonic, lambda: str(next(numbers)))
    scene.ports.gate = gate
    scene.executor.redeem = gate.redeem
    scene.ports.functions = UserFunctions(functions, gate.redeem, {"PATH": "/usr/bin:/bin"})
    return scene


def test_a_function_is_asked_about_with_its_whole_command_then_run_and_answered() -> None:
    scene = scene_of(turn(asked_for()), DONE, functions=(function(ECHO, "--city", "Paris"),))

    finished = drive(scene)

    (question,) = scene.person.asked
    assert question.kind == "function"
    assert (question.may_be_remembered, question.editable, question.checks) == (False, False, ())
    (shown,) = question.actions
    assert isinstance(shown, Invoke)
    assert shown.command[1:] == ("-c", ECHO, "--city", "Paris")
    assert shown.arguments == '{"city":"Paris"}'
    (result,) = reply(scene).results
    assert (result.called, result.output) == ("function", '{"city":"Paris"} --city Paris')
    assert (finished.status, finished.turns, finished.actions) == ("completed", 2, 1)
    assert reply(scene).notes == ()


PRINTS = "print('fine')"


@pytest.mark.parametrize(("script", "expected"), [("pass", []), (PRINTS, ["The function “weather” returned: fine"])])
def test_the_person_is_told_what_a_function_returned_and_nothing_of_one_that_printed_nothing(
    script: str, expected: list[str]
) -> None:
    scene = scene_of(turn(asked_for()), DONE, functions=(function(script),))
    drive(scene)

    assert [notice.text.strip() for notice in of(scene, Noticed)] == expected


@pytest.mark.parametrize(
    ("mode", "answers", "expected", "status"),
    [
        ("watch", [], "This is a rehearsal", "rehearsed"),
        ("guard", [Rejected("Not now.")], "This was refused", "blocked"),  # the model gave up after a refusal
        ("guard", [Edited(CLICK)], "This was refused", "blocked"),
    ],
)
def test_a_function_that_may_not_run_does_not_and_the_model_is_told(
    mode: Mode, answers: list[Answer], expected: str, status: str, tmp_path: Path
) -> None:
    left = tmp_path / "left"
    scene = scene_of(turn(asked_for()), DONE, mode=mode, functions=(function(f"open({str(left)!r}, 'w')"),))
    scene.person.answers = answers

    finished = drive(scene)

    assert not left.exists()
    assert of(scene, ActionStarted) == []
    assert len(scene.person.asked) == (mode == "guard")
    assert expected in reply(scene).results[0].output
    assert reply(scene).notes == () or mode == "watch"
    assert finished.status == status


def test_a_function_that_fails_is_told_as_failed_and_the_rest_is_left() -> None:
    code = "import sys; print('half'); print('no such city', file=sys.stderr); sys.exit(3)"
    scene = scene_of(turn(asked_for(), call(CLICK), asked_for(call_id="f2")), DONE, functions=(function(code),))

    finished = drive(scene)

    failed = "The function “weather” failed with exit code 3: no such city"
    assert [event.error for event in of(scene, ActionFailed)] == [failed]
    outputs = [(result.called, result.output) for result in reply(scene).results]
    left = "This wasn't carried out because something before it wasn't."
    assert outputs == [("function", failed), ("computer", left), ("function", left)]
    assert scene.executor.done == []
    assert finished.status == "partly"


def test_with_a_refused_check_beside_it_what_a_function_did_is_told_in_words_and_its_answer_is_not() -> None:
    turns = (turn(asked_for(), call(CLICK, checks=(CHECK,))), DONE)
    scene = scene_of(*turns, functions=(function("print('sunny')", verdict="allow"),))
    scene.person.answers = [Rejected("No.")]

    drive(scene)

    assert reply(scene).results == ()
    assert reply(scene).abandon == ("c1",)
    assert reply(scene).notes[-1] == 'Done before that: Call the function “weather” with {"city":"Paris"}.'
    assert "sunny" not in str(reply(scene).notes)


def test_a_stop_meanwhile_ends_the_run_and_the_function() -> None:
    slow = function("import sys, time; sys.stdin.read(); time.sleep(600)", verdict="allow")
    scene = scene_of(turn(asked_for()), DONE, functions=(slow,))

    async def stopped() -> str:
        running = asyncio.create_task(run_loop(scene.ports).drive("task"))
        while not of(scene, ActionStarted):
            await asyncio.wait({running}, timeout=0.01)
        scene.stop.set("human")
        running.cancel()
        return (await running).status

    assert asyncio.run(stopped()) == "stopped"
    assert [(event.error, event.cause) for event in of(scene, ActionFailed)] == [
        ("Stopped before it finished.", "stop")
    ]


@pytest.mark.parametrize(("answer", "approved"), [(Approved(), True), (Rejected("Not that one."), False)])
@pytest.mark.parametrize("mode", ["guard", "auto"])
def test_a_tool_of_a_server_is_approved_by_a_person_alone(mode: Mode, answer: Answer, approved: bool) -> None:
    scene = scene_of(turn(MCP), DONE, mode=mode)
    scene.person.answers = [answer]

    drive(scene)

    (question,) = scene.person.asked
    assert question.kind == "function"
    assert question.sentence == 'Call the tool “send” on the MCP server “mail” with {"to":"you"}'
    assert question.reasons[0].rule == "mcp-approval"
    (result,) = reply(scene).results
    assert (result.called, result.approved) == ("mcp", approved)
    assert ("Not that one." in result.output) is not approved
    (proposed,) = of(scene, ActionProposed)
    assert proposed.action is not None
    assert (proposed.action["server"], proposed.action["arguments"]) == ("mail", {"to": "you"})
    assert len(of(scene, ActionDone)) == approved


def opening(*command: str) -> Function:
    nothing = {"type": "object", "properties": {}}
    return function(name="open it", parameters=nothing, command=(sys.executable, *STARTS, *command), cwd="/")


@pytest.mark.parametrize(
    ("answer", "asked", "done"),
    [
        (AppAllowed("work", "run"), ["application"], [CLICK]),
        (AppAllowed("work", "once"), ["application", "application"], [CLICK]),
        (AppAllowed("look", "run"), ["application"], []),
        (Rejected(), ["application", "application"], [CLICK]),
    ],
)
def test_a_yes_to_a_start_is_the_yes_to_working_in_that_program(
    answer: Answer, asked: list[str], done: list[Action]
) -> None:
    true = "/usr/bin/true"
    scene = scene_of(turn(asked_for("{}", name="open it")), turn(call(CLICK)), DONE, functions=(opening("true"),))
    scene.ports.app_permissions = ListedPermissions({true: None})
    scene.ports.judge = by_reach
    in_window(scene, Window(3, "true", "Letter", 9, true))
    scene.person.answers = [answer]

    drive(scene)

    assert [question.kind for question in scene.person.asked] == asked
    assert scene.executor.done == done
    assert {question.target.window.program for question in scene.person.asked if question.target.window} == {true}


@pytest.mark.parametrize("mode", ["guard", "auto"])
def test_what_is_in_scope_is_started_unasked(mode: Mode) -> None:
    scene = scene_of(turn(asked_for("{}", name="open it")), DONE, functions=(opening("true"),), mode=mode)
    scene.ports.app_permissions = ListedPermissions({"/usr/bin/true": "work"})

    drive(scene)

    assert scene.person.asked == []
    assert [(decided.verdict, decided.rule) for decided in of(scene, Decided)] == [("allow", "scope")]
    assert len(of(scene, ActionDone)) == 1


@pytest.mark.parametrize(
    ("mode", "by", "expected"),
    [
        (
            "guard",
            "policy",
            "With “True” in its scope (--allow /usr/bin/true), the run could have done more without asking.",
        ),
        ("guard", "human", ""),
        ("ask", "policy", ""),  # each step is asked about, in scope or not
    ],
)
def test_a_start_that_no_one_could_be_asked_about_names_the_scope_that_was_missing(
    mode: Mode, by: DecidedBy, expected: str
) -> None:
    scene = scene_of(turn(asked_for("{}", name="open it")), DONE, functions=(opening("true"),), mode=mode)
    scene.ports.app_permissions = ListedPermissions({"/usr/bin/true": None})
    scene.person.answers = [Rejected("No.", by)]

    finished = drive(scene)

    assert (expected in finished.message) if expected else ("--allow" not in finished.message)


@pytest.mark.parametrize("command", [("true", "other"), ("sh",), ("python3",), ("/no/such/program",)])
def test_a_start_that_may_be_of_another_program_is_a_question_of_its_own(
    command: tuple[str, ...],
) -> None:
    scene = scene_of(turn(asked_for("{}", name="open it")), DONE, functions=(opening(*command),))
    scene.ports.app_permissions = ListedPermissions({"/usr/bin/true": None})
    scene.person.answers = [Rejected()]

    drive(scene)

    assert [question.kind for question in scene.person.asked] == ["function"]
