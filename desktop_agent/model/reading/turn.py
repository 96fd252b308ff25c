"""Reads a complete response: the actions for the run, the items for the history, and the calls to refuse.

A computer call has ids, actions, and the safety checks that the user must confirm.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from desktop_agent.core.actions.action import DONE, Action, Click, Finish, Function, Look, Move, Scroll, Wait
from desktop_agent.core.errors import DialectError, ModelError, NothingSaidError
from desktop_agent.core.pictures import ImagePoint, Size
from desktop_agent.core.runs.turn import Call, InvalidAction, NamedPlace, Proposal, SafetyCheck, Turn
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.core.texts.message import Message, foreign, sentences, template
from desktop_agent.model.caps import MAX_CHECKS, Caps
from desktop_agent.model.coordinates import Coordinates, Unreadable, space_of
from desktop_agent.model.dialect import IN_WORDS, Dialect
from desktop_agent.model.foreign_json import SERVER_IS_FAULTY, printable, printable_object
from desktop_agent.model.history import returnable_item
from desktop_agent.model.reading.action import read_action, reads_as_failure, single_presses
from desktop_agent.model.reading.calls import (
    call_id_of,
    is_call,
    is_done_by_server,
    is_for_us,
    is_of_server,
    name_of,
    server_outputs,
)
from desktop_agent.model.reading.function import read_function, value_in
from desktop_agent.model.reading.shapes import OutputItem, ResponseShape, response_shape, size_in, texts_in, usage_of
from desktop_agent.model.tools import NO_SUCH_TOOL, WAITING_TYPES, acknowledged_done, refusal_item

# Informative: these need no answer from us.
_SILENT = frozenset({"message", "reasoning", "compaction", "mcp_list_tools"})
# Without a place these act at the pointer.
_AT_POINTER = frozenset({"click", "double_click", "triple_click", "right_click", "scroll"})
_WITH_ID = frozenset({"computer_call", *WAITING_TYPES})
_OUTSIDE: Mapping[Coordinates, Message] = {
    "grid1000": Message(
        "This run takes places on the grid of 0 to 999, and a coordinate isn't one, so nothing was done there."
    ),
    "relative1000": Message(
        "This run takes places in thousandths, from 0 to 1000, and a coordinate isn't one, so nothing was done there."
    ),
    "relative1": Message("This run takes places as parts of 1, and a coordinate isn't one, so nothing was done there."),
}
_OUTSIDE_PICTURE = Message(
    "This run takes places in pixels of the picture, and a coordinate isn't one, so nothing was done there."
)
_LONGEST_NAME = 80
# Prefixes that models write before a function's name, without any word that could change the meaning.
_NAME_SPACE = re.compile(r"^(?:(?:(?:functions?|default_api|tools?|api|computer|mcp)[.:/]+)+|mcp__\w+?__)")
_AFTER_NAME = re.compile(r"(?:\(\)|:\d+|<\|.*)$")
_MOST_SHOWN = 300
_GO_ON = "Your last response was empty. Go on with the task, or say that it's done."
_SHORTER = "Your last response was cut off, so nothing of it was done. Write less: ask for the next action right away."
NOT_COMPLETE = "The call was incomplete, so nothing was done."
_NOT_READ = "A part of your response couldn't be read, so nothing was done for it."
_NOT_FINISHED = "The server didn't complete this."


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read the answers of one conversation."""

    dialect: Dialect
    coordinates: Coordinates
    caps: Caps
    functions: tuple[Function, ...] = ()
    provider: str = ""  # the profile's name, for hints


@dataclass(frozen=True, slots=True)
class Reading:
    """A turn, with the other parts of the response that the conversation needs."""

    turn: Turn
    output: tuple[JsonItem, ...] = ()  # for the way back, in the dialect's own form
    plain: str = ""  # the same as text
    pending: tuple[JsonItem, ...] = ()  # answers to send with the next request
    refusals: Mapping[str, JsonItem] = field(default_factory=dict)  # the answers to unknown calls, by their ids
    moved_to: JsonItem = field(
        default_factory=dict
    )  # the place of the pointer after the last action, in the model's coordinates


def read_turn(
    response: Mapping[str, object], options: ReadOptions, image: Size, moved_to: JsonItem | None = None
) -> Reading:
    """Read a response to a picture of the size `image`.

    `moved_to` is that of the previous reading: the place of a click or scroll that has none.

    Raises ModelError if the server reports a failure, NothingSaidError if there are neither text nor actions or the
    text is cut off, DialectError if the response is incomplete or contradictory.
    """
    shape = response_shape(response, options.caps.items)
    check_complete(shape)
    if not any(isinstance(item, dict) for item in shape.output):
        raise NothingSaidError(
            Message("The model returned an empty response."),
            Message("Try again. If the problem persists, try another model."),
            _GO_ON,
        )
    reader = _TurnReader(shape, options, image, moved_to or {})
    functions = options.dialect.own_functions | {DONE} | {function.name for function in options.functions}
    for item in _with_usable_calls(shape.output, functions, options.caps.id_characters):
        reader.read_item(item)
    return reader.reading()


def _with_usable_calls(items: Sequence[object], functions: Collection[str], longest: int) -> Iterator[object]:
    """Yield the items, each call with an id of its own and the plain name of its function.

    An id that is missing, has more than `longest` characters, or is that of another call, is replaced by one of ours,
    which is then used in the answer. A name may have something around it, as in `functions.click`.
    """
    seen = dict[str, object]()
    for item in items:
        if not isinstance(item, dict) or item.get("type") not in _WITH_ID:
            yield item
            continue
        call_id = item.get("call_id") or item.get("id")
        # Identifies a call, however its arguments are written.
        identity = [
            item.get("type"),
            item.get("name"),
            value_in(item.get("arguments")),
            item.get("actions") or item.get("action"),
        ]
        has_own_id = (
            isinstance(call_id, str) and 0 < len(call_id) <= longest and seen.setdefault(call_id, identity) == identity
        )
        named_item = {**item}
        written_name = item.get("name")
        if isinstance(written_name, str):
            named_item["name"] = _plain_name(written_name, functions)
        yield named_item if has_own_id else {**named_item, "call_id": f"call_{uuid4().hex}"}


def _plain_name(name: str, functions: Collection[str]) -> str:
    inside = _letters(_AFTER_NAME.sub("", _NAME_SPACE.sub("", name.strip(" \t\n`"))))
    matches = [function for function in functions if _letters(function) == inside]
    return matches[0] if name not in functions and len(matches) == 1 else name


def _letters(name: str) -> str:
    return re.sub(r"[\s_`-]", "", name).lower()


def check_complete(shape: ResponseShape) -> None:
    """Raise unless the response is completed; a missing status counts as completed.

    An error outweighs the status “completed”: nothing of such an answer is done.
    """
    match "failed" if shape.error and shape.status in {"", "completed"} else shape.status:
        case "completed" | "":
            return
        case "incomplete":
            why = str((shape.incomplete_details or {}).get("reason") or "no reason given")
            cut = Message("The model's response was cut off ({why}).", why=printable(why[:_MOST_SHOWN]))
            if "token" in why.lower() or why == "length":
                raise NothingSaidError(
                    cut,
                    Message("To let it write more, set a larger --param max_output_tokens.") if "token" in why else "",
                    _SHORTER,
                    is_cut_off=True,
                )
            raise DialectError(cut, Message("Nothing in it was carried out. Try again, or use another model."))
        case "failed" | "cancelled":
            reason = str((shape.error or {}).get("message") or "")
            why = str(printable(reason[:_MOST_SHOWN])).removesuffix(".")
            if (shape.error or {}).get("code") == "content_policy":
                sentence = template("The request was refused for its content: “{why}”.")
            elif shape.status == "cancelled":
                sentence = template("The server canceled its response: “{why}”.")
            else:
                sentence = template("The server's response failed: “{why}”.")
            raise ModelError(Message(sentence, why=why or Message("no reason given")), SERVER_IS_FAULTY)
        case other:
            raise DialectError(
                Message("The model's response has the status “{status}”.", status=printable(other[:40])),
                Message("No actions in it were carried out."),
            )


class _TurnReader:
    """Reads the items of one response."""

    def __init__(self, shape: ResponseShape, options: ReadOptions, image: Size, moved_to: JsonItem) -> None:
        self._shape = shape
        self._options = options
        self._dialect = options.dialect
        self._space = space_of(options.coordinates, image, size_in(shape.viewport))
        self._outputs = server_outputs(shape.output)
        self._contents: dict[str, Mapping[str, object]] = {}  # of the calls so far, by their ids
        self._moved_to = moved_to
        self._calls: list[Call] = []
        self._refusals: dict[str, JsonItem] = {}
        self._reasoning: list[str] = []
        self._messages: list[str] = []
        self._broke_off = False  # a message did
        self._finish: Finish | None = None
        self._output: list[JsonItem] = []
        self._plain: list[str] = []
        self._pending: list[JsonItem] = []
        self._notices: list[Message] = []

    def read_item(self, item: object) -> None:
        """Read one item; a call that is neither ours nor carried out by the server is refused in its place."""
        if not isinstance(item, dict):
            self._add_refused_call(item, _NOT_READ)
            return
        shape = OutputItem.model_validate(item)
        if is_of_server(item, self._outputs):
            if not is_done_by_server(item, self._outputs):
                self._add_refused_call(item, _NOT_FINISHED)
        elif is_call(item) and not is_for_us(item):
            self._add_refused_call(item, NO_SUCH_TOOL)
        else:
            self._read_by_type(item, shape)
        if shape.type != "reasoning" or self._dialect.keeps_reasoning:
            returned = self._dialect.returned(returnable_item(item, shape.call_id or shape.id))
            self._output += [returned] if returned else []

    def _read_by_type(self, item: JsonItem, shape: OutputItem) -> None:
        match shape.type:
            case "message":
                self._read_message(shape)
            case "reasoning":
                self._reasoning += [*texts_in(shape.summary), *texts_in(shape.content)]
            case "computer_call":
                self._read_computer_call(shape)
            case "function_call" if shape.name == DONE and shape.status in {"", "completed"}:
                self._read_done(item, shape)
            case "function_call" if self._read_computer_function(shape):
                pass
            case kind if kind in WAITING_TYPES:
                self._read_function(item, shape)
            case kind if kind not in _SILENT and not kind.endswith("_output"):
                self._notices.append(
                    Message(
                        "The response has an item of the unknown type “{kind}”, which was ignored.",
                        kind=foreign(kind, _LONGEST_NAME),
                    )
                )

    def reading(self) -> Reading:
        """Return the reading; NothingSaidError if it has nothing that a run could continue with."""
        calls = self._calls
        if not (calls or self._finish):
            if self._broke_off:  # half a sentence is no last word
                raise NothingSaidError(
                    Message("The model's message was cut off."), Message("Try again."), _SHORTER, is_cut_off=True
                )
            if not self._messages:
                raise NothingSaidError(
                    Message("The model's response contains neither text nor actions."), Message("Try again."), _GO_ON
                )
        turn = Turn(
            response_id=self._shape.id,
            computer_id=str(printable(self._shape.computer_id[:_MOST_SHOWN])),
            reasoning=tuple(str(printable(text)) for text in self._reasoning),
            messages=tuple(str(printable(text)) for text in self._messages),
            calls=tuple(calls),
            finish=self._finish,
            unchecked=self._dialect.depends_on_model,
            usage=usage_of(self._shape.usage),
            notices=tuple(dict.fromkeys(self._notices)),
        )
        ours = [call for call in calls if call.called != "unknown"]
        plain = "\n".join([*self._plain, *(_as_text(call) for call in ours if not call.call_id.startswith(IN_WORDS))])
        moved_to = self._moved_to if ours else {}
        return Reading(turn, tuple(self._output), plain, tuple(self._pending), self._refusals, moved_to)

    def _note_if_new(self, name: str, content: Mapping[str, object]) -> bool:
        """Return whether a call must be handled: it is not a repetition.

        Raises DialectError for two different calls with one id.
        """
        content = {key: value for key, value in content.items() if key != "id"}
        if self._contents.setdefault(name, content) is content:
            return True
        if self._contents[name] != content:
            raise DialectError(
                Message("The model's response contains two different calls with the same id."), SERVER_IS_FAULTY
            )
        return False

    def _read_message(self, shape: OutputItem) -> None:
        """Read the calls and the text of a message; calls of an incomplete one are not done."""
        texts = texts_in(shape.content) if shape.role in {"", "assistant"} else ()
        is_complete = shape.status in {"", "completed"}
        self._broke_off |= bool(texts) and not is_complete
        self._plain += texts
        for text in texts:
            parsed = self._dialect.calls_in(text)
            for action in parsed.actions if is_complete else (Unreadable(NOT_COMPLETE) for _ in parsed.actions[:1]):
                proposals = (
                    _invalid_proposal(str(printable(str(action))), {"type": "text"})
                    if isinstance(action, Unreadable)
                    else self._proposals(OutputItem(action=action))
                )
                self._calls.append(Call(f"{IN_WORDS}{self._shape.id}:{len(self._calls)}", proposals))
            if parsed.text:
                self._messages.append(parsed.text)

    def _read_done(self, item: JsonItem, shape: OutputItem) -> None:
        if not self._note_if_new(shape.call_id or shape.id, item):
            return
        value = value_in(shape.arguments)
        # Anything but a JSON object is the message.
        message = "" if value is None else value
        fields = value if isinstance(value, dict) else {"message": message}
        failed = reads_as_failure(str(fields.get("status", "")))
        self._finish = Finish("failed" if failed else "success", str(printable(str(fields.get("message", "")))))
        self._plain.append(f"done: {self._finish.text}")
        if self._dialect.keeps_items:
            self._pending.append(acknowledged_done({**item, "call_id": shape.call_id or shape.id}))

    def _read_function(self, item: JsonItem, shape: OutputItem) -> None:
        name = shape.call_id or shape.id
        if not self._note_if_new(name, item):
            return
        call = read_function(item, shape, self._options.functions) if self._dialect.keeps_items else None
        if call is None:
            self._add_refused_call(item, NO_SUCH_TOOL)
        else:
            self._calls.append(call.call)
            self._notices += call.notices

    def _add_refused_call(self, item: object, why: str) -> None:
        """Add a call that is not carried out here, so that what follows it in the answer isn't done either."""
        name = foreign(name_of(item), _LONGEST_NAME)
        call_id = call_id_of(item) or f"call_{uuid4().hex}"
        notice = {
            NO_SUCH_TOOL: Message(
                "The model called something that doesn't exist here ({name}), which was refused.", name=name
            ),
            _NOT_FINISHED: Message("The server didn't complete a call of its own ({name}).", name=name),
            _NOT_READ: Message("A part of the response can't be read."),
        }[why]
        self._notices.append(notice)
        request = printable_object(item) if isinstance(item, dict) else {}
        self._calls.append(Call(call_id, (Proposal(InvalidAction(why), request),), called="unknown"))
        if self._dialect.keeps_items and isinstance(item, dict) and call_id not in self._outputs:
            refusal = refusal_item(str(item.get("type")), call_id, why)
            self._refusals |= {call_id: refusal} if refusal else {}

    def _read_computer_call(self, item: OutputItem) -> None:
        if not item.call_id and item.id:
            self._notices.append(Message("The server's calls have no call_id, so their id is used."))
        name = item.call_id or item.id
        content = {"actions": _actions(item), "checks": item.pending_safety_checks, "status": item.status}
        if self._note_if_new(name, content):
            self._calls.append(Call(name, self._proposals(item), _safety_checks(item.pending_safety_checks)))

    def _read_computer_function(self, item: OutputItem) -> bool:
        """Read the call of a computer function; return False if it is another function."""
        name = item.call_id or item.id
        cap = self._options.caps.batch_actions
        why = f"Only {cap} actions are taken at once; this was not done." if len(self._calls) >= cap else ""
        content: JsonItem = {"arguments": item.arguments}
        actions: list[object] = []
        try:
            requested = self._dialect.called(item.name, item.arguments)
            if requested is None:
                return False
            actions = [requested] if isinstance(requested, Mapping) else [*requested]
            content = {"actions": actions}
        except Unreadable as error:
            why = why or str(printable(str(error)))
        checks = item.pending_safety_checks
        if self._note_if_new(name, {**content, "name": item.name, "status": item.status, "checks": checks}):
            refused = _invalid_proposal(why, content if actions else {"type": item.name, **content})
            proposals = (
                self._proposals(item.model_copy(update={"action": None, "actions": actions})) if not why else refused
            )
            self._calls.append(Call(name, proposals, _safety_checks(checks)))
        return True

    def _proposals(self, item: OutputItem) -> tuple[Proposal, ...]:
        actions = [single_action for action in _actions(item) for single_action in single_presses(action)]
        cap = self._options.caps.batch_actions
        if item.status not in {"", "completed"}:
            return _invalid_proposal(NOT_COMPLETE, *actions)
        if not actions:
            return _invalid_proposal("The call holds no action.")
        proposals = tuple(self._proposal(action) for action in actions[:cap])
        if len(actions) <= cap:
            return proposals
        left = f"Only {cap} actions are taken at once; the last {len(actions) - cap} were not done."
        return (*proposals, *_invalid_proposal(left, actions[cap]))

    def _proposal(self, action: object) -> Proposal:
        name = action.get("name") if isinstance(action, dict) else None
        if isinstance(action, dict) and isinstance(name, str) and "x" not in action:
            return self._proposal_by_name(name, {key: value for key, value in action.items() if key != "name"})
        if isinstance(action, dict) and action.get("type") in _AT_POINTER and not {"x", "y"} & action.keys():
            action = {**action, **self._moved_to}
        reading = read_action(action, self._dialect.actions, self._space, self._options.caps)
        if not isinstance(reading.proposal.action, Wait | Look):
            requested = (
                reading.proposal.model_action if isinstance(reading.proposal.action, Move | Click | Scroll) else {}
            )
            self._moved_to = {name: requested[name] for name in ("x", "y") if name in requested}
        self._notices += reading.notices
        if reading.outside:
            self._notices.append(
                sentences(
                    _OUTSIDE.get(self._space.coordinates, _OUTSIDE_PICTURE),
                    Message(
                        "To find out what this model means, with the flags of this run: desktop-agent providers test "
                        "{provider}",
                        provider=self._options.provider or "NAME",
                    ),
                )
            )
        return reading.proposal

    def _proposal_by_name(self, name: str, action: JsonItem) -> Proposal:
        """Return an action at a place given by a control's name."""
        viewport = space_of("viewport", self._space.image, None)

        def at(point: ImagePoint) -> Action | InvalidAction:
            here = {**action, "x": point.x, "y": point.y}
            return read_action(here, self._dialect.actions, viewport, self._options.caps).proposal.action

        none = InvalidAction(f"Nobody knows here where “{name[:80]}” is: give x and y.")
        return Proposal(none, printable_object({**action, "name": name}), named=NamedPlace(str(printable(name)), at))


def _as_text(call: Call) -> str:
    return "\n".join(f"I ask for: {_as_json(proposal)}" for proposal in call.proposals)


def _as_json(proposal: Proposal) -> str:
    text = json.dumps(proposal.model_action, ensure_ascii=False)[: 4 * _MOST_SHOWN]
    return f"{text} ({proposal.action.reason})" if isinstance(proposal.action, InvalidAction) else text


def _actions(item: OutputItem) -> list[object]:
    """Return the actions of a call; each, and their list, may be JSON in a text, and one stands for a list of it."""
    actions = value_in(item.actions)
    actions = [actions] if isinstance(actions, dict) else actions
    if not (isinstance(actions, list) and actions):
        actions = [] if item.action is None else [item.action]
    return [value_in(action) for action in actions]


def _invalid_proposal(reason: str, *actions: object) -> tuple[Proposal]:
    """Return a proposal for the first of the actions that was not done, with the reason."""
    first: JsonItem = printable_object(actions[0]) if actions and isinstance(actions[0], dict) else {}
    return (Proposal(InvalidAction(reason), first),)


def _safety_checks(checks: object) -> tuple[SafetyCheck, ...]:
    """Return the checks; the user must see an unreadable one as well."""
    if isinstance(checks, list):
        check_list = checks
    elif checks is None:
        check_list = []
    else:
        check_list = [checks]
    if len(check_list) > MAX_CHECKS:
        raise DialectError(
            Message("A call has {count} safety checks, which is more than a person can read.", count=len(check_list)),
            SERVER_IS_FAULTY,
        )
    return tuple(_safety_check(check) for check in check_list)


def _safety_check(check: object) -> SafetyCheck:
    if not isinstance(check, dict):
        return SafetyCheck("", "unreadable", str(printable(str(check)[:1000])))
    name, code, message = (check.get(key) for key in ("id", "code", "message"))
    return SafetyCheck(
        id=str(printable(name)) if isinstance(name, str) else "",
        code=str(printable(code)) if code is not None else "",
        message=str(printable(message)) if message is not None else "",
        raw=check,
    )
