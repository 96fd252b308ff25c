"""The run protocol: every message crosses whole, and what is none is never taken for one."""

import asyncio
import io
import itertools
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from datetime import time
from enum import Enum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_agent.core.actions.action import Press
from desktop_agent.core.decisions.decision import Answer, Approved, Question, Rejected, Target
from desktop_agent.core.errors import DesktopAgentError, DiskFullError, NothingSaidError, ScreenError, SettingsError
from desktop_agent.core.pictures import Frame, Pixels, Rect, Scene, Size, Viewport
from desktop_agent.core.runs.events import Noticed, Stamped
from desktop_agent.core.texts.message import Message
from desktop_agent.runtime.protocol import messages as protocol
from desktop_agent.runtime.protocol.codec import UnreadableError
from desktop_agent.runtime.protocol.messages import (
    Broken,
    Call,
    Channel,
    DesktopAsks,
    NoReply,
    Pause,
    Prepared,
    Reply,
    Say,
    Sent,
    Start,
    broken_by,
    digest_of,
    error_of,
    joined_channels,
    message_from,
    pieces_of,
)
from desktop_agent.runtime.protocol.serving import Caller, ClientApprover
from desktop_agent.runtime.spec import RunSpec
from desktop_agent.settings import Settings, settings_of
from tests.fakes.waiting import wait_until

QUESTION = Question(
    "call-1",
    Message("Press {keys}", keys="F8"),
    (Press(("f8",)),),
    Target(),
    (),
    (),
    Frame(b"p\n{}", "image/png", Viewport(Rect(0, 0, 2, 2), Size(2, 2)), "", Scene(), Pixels(Size(1, 1), b"bgrx")),
)


def sent(message: Sent) -> bytes:
    return b"".join(pieces_of(message))


def received(content: bytes) -> Sent:
    return message_from(io.BytesIO(content))


def _json() -> st.SearchStrategy[object]:
    return st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["a", "is", "event"]), inner),
        max_leaves=4,
    )


def _some_texts() -> st.SearchStrategy[str]:
    return st.text(st.characters(), max_size=12) | st.builds(
        lambda who, part: Message("“{who}” waits: {part}", who=who, part=part),
        st.text(max_size=8),
        st.text(max_size=8) | st.builds(lambda number: Message("{number} s", number=number), st.integers()),
    )


@cache
def _plain() -> Mapping[object, st.SearchStrategy[Any]]:
    return {
        str: _some_texts(),
        object: _json(),
        bool: st.booleans(),
        int: st.integers(),
        float: st.floats(allow_nan=False),
        bytes: st.binary(max_size=12),
        None: st.none(),
        NoneType: st.none(),
        Path: st.builds(Path, st.text(st.characters(exclude_characters="\0"), max_size=8)),
        time: st.times(),
        Settings: st.sampled_from(
            [
                Settings(),
                settings_of(
                    {
                        "run": {"mode": "auto", "allow": "chromium:example.org,files:/tmp/Invoices"},
                        "screen": {"region": "-1,0,800,600", "viewport": "1280x800", "monitor": "auto"},
                        "privacy": {"windows": ["*bank*", "title:Mail"]},
                        "provider": {"params": {"is": {"event": [1]}}},
                        "providers": {"mine": {"like": "openai"}},
                    }
                ).noted("Plain.", Message("The {name}.", name="“file”")),
            ]
        ),
    }


def _any(hint: Any, depth: int = 0) -> st.SearchStrategy[Any]:  # noqa: ANN401 - an annotation may be anything
    """Return values of an annotation; the deeper, the plainer, as a target may hold another one."""
    origin = get_origin(hint)
    inner = get_args(hint)
    if hint in _plain():
        return _plain()[hint]
    if origin is Literal:
        return st.sampled_from(inner)
    if origin in {Union, UnionType}:
        return st.none() if depth > 3 and NoneType in inner else st.one_of([_any(one, depth) for one in inner])
    if origin is tuple and inner[-1] is ...:
        return st.lists(_any(inner[0], depth + 1), max_size=0 if depth > 3 else 2).map(tuple)
    if origin is tuple:
        return st.tuples(*(_any(one, depth + 1) for one in inner))
    if origin is frozenset:
        return st.frozensets(_any(inner[0]), max_size=3)
    if isinstance(hint, NewType):
        return _any(hint.__supertype__)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return st.dictionaries(st.sampled_from(["a", "is"]), _any(inner[1], depth + 1))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    assert is_dataclass(hint)
    hints = get_type_hints(hint)
    return st.builds(hint, **{field.name: _any(hints[field.name], depth + 1) for field in fields(hint)})  # type: ignore[arg-type]


@pytest.mark.long
@pytest.mark.parametrize("kind", protocol.MESSAGES, ids=lambda kind: kind.__name__)
def test_every_message_crosses_whole(kind: type) -> None:
    @settings(max_examples=15, deadline=None, suppress_health_check=[*HealthCheck])
    @given(_any(kind))
    def crosses(message: Sent) -> None:
        pipe = io.BytesIO(sent(message) + b"next")
        again = message_from(pipe)

        assert message == again
        assert sent(message) == sent(again)
        assert type(again) is kind
        assert b"next" == pipe.read()

    crosses()


@pytest.mark.parametrize("kind", [DesktopAgentError, SettingsError, NothingSaidError, DiskFullError])
def test_an_error_crosses_with_its_kind_and_both_of_its_hints(kind: type[DesktopAgentError]) -> None:
    error = kind(Message("It broke."), Message("Add --mend."))
    error.in_window = Message("Press “Mend”.")

    message = message_from(io.BytesIO(sent(broken_by(error))))
    assert isinstance(message, Broken)
    arrived = error_of(message)

    assert type(arrived) is kind
    assert (str(arrived), arrived.window_text) == ("It broke. Add --mend.", "It broke. Press “Mend”.")


def test_an_event_is_the_line_of_the_journal_and_texts_can_still_be_translated() -> None:
    words = Stamped(3, "2026-11-23T10:00:00.000Z", 1, Noticed("info", Message("Wait {seconds} s", seconds=3)))
    again = received(sent(words))
    call = received(sent(Call(1, "decide", QUESTION)))

    assert words.line().encode() + b"\n" == sent(words)
    assert isinstance(again, Stamped)
    assert words.line() == again.line()
    assert isinstance(again.event, Noticed)
    assert isinstance(call, Call)
    assert isinstance(call.about, Question)
    for text in (again.event.text, call.about.sentence):
        assert isinstance(text, Message)


NO_MESSAGES = (
    b"",
    b"no json\n",
    b"[" * 100_000 + b"\n",
    b"[]\n",
    b'{"is":"Nothing"}\n',
    b'{"is":"Stop","by":"nobody"}\n',
    b'{"is":"Stop","by":"human","more":"x"}\n',
    b'{"is":"Stop","by":"human"}',
    b'{"is":"Approved"}\n',
    b'{"is":"Say","text":{"is":"bytes","length":-1}}\n',
    b'{"event":"unheard.of","seq":1,"at":"","turn":0}\n',
    b'\xff\xfe{"is":"Stop","by":"human"}\n',
    b'{"is":"Say","text":{"is":"text","id":"a","many":"","parts":3}}\n',
    b'{"is":"Say","text":{"is":"text","id":"a","many":3,"parts":{}}}\n',
    b'{"is":"Say","text":{"is":"text","id":"{a:9999999999999999999d}","many":"","parts":{"a":1}}}\n',
    b'{"is":"Say","text":{"is":"text","id":"{a:9999999999}","many":"","parts":{"a":1}}}\n',
    b'{"is":"Say","text":{"is":"text","id":"{a:c}","many":"","parts":{"a":-1}}}\n',
)


def test_an_invalid_message_ends_the_connection() -> None:
    for line in NO_MESSAGES:
        with pytest.raises(UnreadableError):
            received(line)
        with pytest.raises(EOFError):
            Channel(io.BytesIO(line), io.BytesIO()).receive()


def test_a_line_without_an_end_is_given_up() -> None:
    with pytest.raises(EOFError):
        Channel(io.BytesIO(sent(Say("x" * 64))), io.BytesIO(), 64).receive()


def test_one_end_can_hang_up_while_a_message_is_stuck_on_its_way_to_the_other() -> None:
    ours, theirs = joined_channels()

    def say() -> None:
        with suppress(BrokenPipeError):
            ours.send(Say("x" * 1_000_000))

    stuck = threading.Thread(target=say, daemon=True)
    stuck.start()
    wait_until(ours._sending.locked)
    hanging_up = threading.Thread(target=ours.hang_up, daemon=True)
    hanging_up.start()
    hanging_up.join(10)
    assert (hanging_up.is_alive(), stuck.is_alive()) == (False, True)
    theirs.close()
    stuck.join(10)
    ours.close()


def test_bytes_that_are_cut_anywhere_make_no_message_but_the_whole_ones() -> None:
    words: tuple[Sent, ...] = (
        DesktopAsks("Choose the screen."),
        Prepared("Nothing leaves."),
        Call(1, "decide", QUESTION),
        Pause("human", "Ümlaut\n"),
        Start(RunSpec("t", Settings()), (), 1, frozenset()),
        Say("yes"),
    )
    whole = b"".join(sent(word) for word in words)
    ends = list(itertools.accumulate(len(sent(word)) for word in words))
    for end in range(len(whole)):
        channel = Channel(io.BytesIO(whole[:end]), io.BytesIO())
        came = sum(one <= end for one in ends)
        assert list(words[:came]) == [channel.receive() for _ in range(came)]
        with pytest.raises(EOFError):
            channel.receive()


def decided(act: Callable[[Caller, Call], object]) -> object:
    pipe = io.BytesIO()
    caller = Caller(Channel(io.BytesIO(), pipe))

    async def asked() -> object:
        deciding = asyncio.create_task(ClientApprover(caller, answers_words=True).decide(QUESTION))
        await asyncio.to_thread(wait_until, pipe.getvalue, "the question")
        call = received(pipe.getvalue())
        assert isinstance(call, Call)
        act(caller, call)
        return await deciding

    return asyncio.run(asked())


@pytest.mark.parametrize(
    "wrong",
    [
        lambda call: Reply(call.number, "", Approved()),
        lambda call: Reply(call.number, digest_of(replace(call, about=replace(QUESTION, call_id="x"))), Approved()),
        lambda call: Reply(call.number, digest_of(call), "yes"),
        lambda call: NoReply(call.number),
    ],
)
def test_an_answer_to_another_question_is_a_no(wrong: Callable[[Call], Reply | NoReply]) -> None:
    def act(caller: Caller, call: Call) -> None:
        caller.take(Reply(call.number + 1, digest_of(call), Approved()))  # nobody has asked that
        caller.take(wrong(call))

    answer = decided(act)

    assert isinstance(answer, Rejected)
    assert "policy" == answer.by


@pytest.mark.parametrize("answer", [Approved(remember=True), Rejected("no")])
def test_the_answer_to_the_very_question_counts_once(answer: Answer) -> None:
    def act(caller: Caller, call: Call) -> None:
        caller.take(Reply(call.number, digest_of(call), answer))
        caller.take(Reply(call.number, digest_of(call), Approved()))

    assert answer == decided(act)


def test_a_client_that_is_gone_answers_nothing_more() -> None:
    callers = list[Caller]()

    def hang_up(caller: Caller, _call: Call) -> None:
        callers.append(caller)
        caller.hang_up()

    assert isinstance(decided(hang_up), Rejected)
    with pytest.raises(ScreenError):
        asyncio.run(callers[0].call("hide"))
