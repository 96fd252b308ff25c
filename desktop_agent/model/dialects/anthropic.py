"""Anthropic's Messages API: its computer toolset, and the `computer` tool of the models before.

Sources: the types of the SDK `anthropic` 2.14.0 of 2026, with these names: `computer_toolset_20260801_param`,
`beta_tool_computer_use_20251124_param`, `beta_thinking_block_binding_param`, `stop_reason`, `usage`, `_constants`; for
the words of the tool, https://platform.claude.com/docs/en/agents-and-tools/tool-use/computer-use-tool.

All pictures of the history are paid for in each request, so what does not change is read from the server's cache: up to
the tools and instructions, up to the last message without a picture, and up to the two newest messages. Old pictures
are forgotten several at once, as the cache is worth nothing from the first changed message on. Thoughts are bound to
the messages before them; those after a forgotten picture are dropped by the server, at our request.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import filterfalse
from urllib.parse import quote

from desktop_agent.core.errors import MalformedError
from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.turn import SafetyCheck
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.core.texts.message import Message
from desktop_agent.model.caps import MAX_REPEATS
from desktop_agent.model.coordinates import PictureLimit, Unreadable
from desktop_agent.model.dialect import Api, Body, Dialect, DialectOptions, EventTranslator, function_result, turns
from desktop_agent.model.endpoint import is_on_vertex
from desktop_agent.model.family import Family, ModelWord, WordArgument
from desktop_agent.model.foreign_json import SERVER_IS_FAULTY
from desktop_agent.model.picture import PicturePlaceholder
from desktop_agent.model.reading.function import object_in, value_in
from desktop_agent.model.reading.shapes import objects_in, texts_in
from desktop_agent.model.reading.tool_call import called_action
from desktop_agent.model.reading.values import number_of

_VERSION = "2026-10-21"
_MOST_TOKENS = 16_000  # of an answer; the API wants a number, and thoughts count
_FORGETS_AT_ONCE = 16
_CACHED = {"cache_control": {"type": "ephemeral"}}
_ZOOM = "zoom"
_BINDING = {"block_binding": {"prefix_mismatch_behavior": "drop_block"}}
_POINT: JsonItem = {"type": "array", "items": {"type": "integer"}}
_AT = {"coordinate": WordArgument(_POINT, ("x", "y"))}
# Without one it acts where the pointer is.
_THERE = {"coordinate": WordArgument(_POINT, ("x", "y"), required=False)}
_TEXT: JsonItem = {"type": "string"}
_HELD = {"text": WordArgument(_TEXT, ("keys",), required=False)}
_KEYS = {"text": WordArgument(_TEXT, ("keys",))}
_SECONDS = {"duration": WordArgument({"type": "number"}, ("for_s",))}
_FROM_TO = {
    "start_coordinate": WordArgument(_POINT, ("x", "y")),
    "coordinate": WordArgument(_POINT, ("end_x", "end_y")),
}
_TURNS = {
    "scroll_direction": WordArgument({"type": "string", "enum": ["up", "down", "left", "right"]}, ("direction",)),
    "scroll_amount": WordArgument({"type": "number"}, ("notches",)),
}
FAMILY = Family(
    name="claude",
    words=(
        ModelWord("left_click", "Click.", {"type": "click", "button": "left"}, {**_THERE, **_HELD}),
        ModelWord("right_click", "Click.", {"type": "click", "button": "right"}, {**_THERE, **_HELD}),
        ModelWord("middle_click", "Click.", {"type": "click", "button": "wheel"}, {**_THERE, **_HELD}),
        ModelWord("double_click", "Click twice.", {"type": "double_click"}, {**_THERE, **_HELD}),
        ModelWord("triple_click", "Click three times.", {"type": "triple_click"}, {**_THERE, **_HELD}),
        ModelWord("mouse_move", "Move the pointer.", {"type": "move"}, _AT),
        ModelWord("left_click_drag", "Drag.", {"type": "drag"}, {**_FROM_TO, **_HELD}),
        ModelWord("left_mouse_down", "Press the button.", {"type": "mouse_down"}, _AT),
        ModelWord("left_mouse_up", "Release the button.", {"type": "mouse_up"}, _AT),
        ModelWord("scroll", "Turn the wheel.", {"type": "scroll"}, {**_THERE, **_TURNS, **_HELD}),
        ModelWord("type", "Type.", {"type": "type"}, {"text": WordArgument(_TEXT, ("text",))}),
        ModelWord("key", "Press keys together.", {"type": "keypress"}, _KEYS),
        ModelWord("hold_key", "Hold keys for a time.", {"type": "key_down"}, {**_KEYS, **_SECONDS}),
        ModelWord("wait", "Wait.", {"type": "wait"}, _SECONDS),
        ModelWord("screenshot", "Look.", {"type": "screenshot"}),
    ),
)
# These act at the pointer, or return its place. They are disabled, as each act must have a place that the user can be
# shown.
_WITHOUT_A_PLACE = ("cursor_position", "left_mouse_down", "left_mouse_up")


@dataclass(frozen=True, slots=True)
class ToolVersion:
    """One version of the vendor's tool, the header that asks for it, and how the names of its models begin."""

    type: str
    beta: str = ""
    models: tuple[str, ...] = ()
    zooms: bool = True

    @property
    def family(self) -> Family:
        """Return the words; the older tools are one with an `action`."""
        return replace(FAMILY, tool="computer") if self.beta else FAMILY

    @property
    def betas(self) -> list[str]:
        """Return the beta features of every request."""
        return [*filter(None, [self.beta]), "thinking-binding-controls-2026-08-01"]


NEWEST = ToolVersion("computer_toolset_20260801")
_OLDER = (
    ToolVersion(
        "computer_20250124",
        "computer-use-2025-01-24",
        ("claude-sonnet-4-5", "claude-haiku-4-5", "claude-opus-4-1"),
        zooms=False,
    ),
    ToolVersion("computer_20251124", "computer-use-2025-11-24", ("claude-opus-4", "claude-sonnet-4", "claude-haiku-4")),
)
# Larger pictures are shrunk by the server. Sources: image.py in computer-use-best-practices of claude-quickstarts, and
# vercel-labs/agent-browser, discussion 2318. An unknown model gets the smaller size.
_SMALL = PictureLimit(1568, 1568)
_LARGE = PictureLimit(2576, 4784)
_SEES_MORE = re.compile(r"claude-(?:opus-4-[78]|[a-z]+-(?:[5-9]|\d\d))(?!\d)")


def _actions_of_call(family: Family, name: str, arguments: object) -> JsonItem | Sequence[JsonItem] | None:
    """Return the actions of a call: several if keys are held for a time or pressed repeatedly."""
    value = object_in(arguments)
    word = value.get("action") if name == family.tool else name
    repeat = value.pop("repeat", 1) if word == "key" else 1
    action = called_action(family, name, value or arguments)
    if action is None:
        return None
    if word == "hold_key":
        keys = {"keys": action["keys"]}
        return ({"type": "key_down", **keys}, {"type": "wait", "for_s": action["for_s"]}, {"type": "key_up", **keys})
    times = number_of(repeat)
    if times is None or times not in range(1, MAX_REPEATS + 1):
        raise Unreadable(f"key was not done: repeat goes from 1 to {MAX_REPEATS}.")
    return (action,) * int(times) if times > 1 else action


def _tool(function: JsonItem) -> JsonItem:
    schema = function["parameters"]
    return {"name": function["name"], "description": function["description"], "input_schema": schema}


def _request_body(body: Body) -> Body:
    """Return the body of a request of the Messages API."""
    own = {"input", "instructions", "max_output_tokens", "tools", "thinking", "previous_response_id", "store"}
    tools = [dict(tool) for tool in objects_in(body["tools"])]
    system = [{"type": "text", "text": text}] if (text := body.get("instructions")) else []
    (system or tools)[-1].update(_CACHED)
    thinking = body.get("thinking")
    if isinstance(thinking, Mapping) and thinking.get("type") in {"adaptive", "enabled"}:
        thinking = {**_BINDING, **thinking}
    return {
        **{name: value for name, value in body.items() if name not in own},
        "max_tokens": body.get("max_output_tokens", _MOST_TOKENS),
        **({"thinking": thinking} if thinking is not None else {}),
        **({"system": system} if system else {}),
        "tools": tools,
        "messages": _with_caching(_messages(objects_in(body["input"]))),
    }


def _api(tool: ToolVersion, base_url: str) -> Api:
    """Return the API of an address: Vertex AI has the model in the address, and the version in the body."""
    betas = {"anthropic-beta": ",".join(tool.betas)}
    api = Api(
        route="/v1/messages",
        ending="/v1/messages",
        headers={"anthropic-version": _VERSION, **betas},
        request=_request_body,
        response=_response_of_message,
        events=_Events,
        stores=False,
    )
    if not is_on_vertex(base_url):
        return api
    models = "/publishers/anthropic/models"
    return replace(
        api, route=f"/v1{models}", ending=models, headers=betas, place=_vertex_place, request=_vertex_request
    )


def _vertex_request(body: Body) -> Body:
    """Return the request's body for Vertex: without the model, which its address names, and with the API's version."""
    fields = {name: value for name, value in _request_body(body).items() if name != "model"}
    return {**fields, "anthropic_version": _VERSION}


def _vertex_place(body: Body) -> str:
    return f"/{quote(str(body['model']), safe='@')}:{'streamRawPredict' if body.get('stream') else 'rawPredict'}"


def _messages(items: Sequence[JsonItem]) -> list[JsonItem]:
    """Return messages that take turns; the results of calls come first in theirs. Blank texts are not legal in them."""
    toolsets = {item.get("call_id"): item["toolset_name"] for item in items if "toolset_name" in item}
    role_blocks = (
        (role, filterfalse(_is_blank, blocks)) for role, blocks in (_blocks(item, toolsets) for item in items)
    )
    return [
        {"role": role, "content": sorted(blocks, key=lambda block: role == "user" and block["type"] != "tool_result")}
        for role, blocks in turns(role_blocks)
    ]


def _blocks(item: JsonItem, toolsets: Mapping[object, object]) -> tuple[str, list[JsonItem]]:
    """Return the role of an item's author, and the item's blocks."""
    match item:
        case {"type": "function_call", "call_id": call_id, "name": name, "arguments": arguments}:
            toolset = {"toolset_name": item["toolset_name"]} if "toolset_name" in item else {}
            return "assistant", [
                {"type": "tool_use", "id": call_id, "name": name, "input": object_in(arguments), **toolset}
            ]
        case {"type": "function_call_output", "call_id": call_id, "output": output}:
            toolset = {"toolset_name": toolsets[call_id]} if call_id in toolsets else {}
            parts = [] if isinstance(output, str) else [_block_of_part(part) for part in objects_in(output)]
            content = output if isinstance(output, str) else [part for part in parts if not _is_blank(part)]
            return "user", [{"type": "tool_result", "tool_use_id": call_id, "content": content, **toolset}]
        case {"type": "reasoning", "redacted": data}:
            return "assistant", [{"type": "redacted_thinking", "data": data}]
        case {"type": "reasoning", "encrypted_content": signature}:
            thought = "".join(texts_in(item.get("summary")))
            return "assistant", [{"type": "thinking", "thinking": thought, "signature": signature}]
        case {"role": "user", "content": list(parts)}:
            return "user", [_block_of_part(part) for part in parts]
        case {"role": "assistant"}:
            return "assistant", [{"type": "text", "text": text} for text in texts_in(item["content"])]
        case _:  # an unknown kind is returned unchanged
            return "assistant", [item]


def _is_blank(block: JsonItem) -> bool:
    return block.get("type") == "text" and not str(block.get("text")).strip()


def _block_of_part(part: JsonItem) -> JsonItem:
    """Return a part of a message as a block."""
    picture = part.get("image_url")
    if not isinstance(picture, PicturePlaceholder):
        return {"type": "text", "text": part["text"]}
    source = {"type": "base64", "media_type": picture.media_type, "data": picture.bare}
    return {"type": "image", "source": source}


def _with_caching(messages: list[JsonItem]) -> list[JsonItem]:
    """Mark the ends of the cached parts: the last message before any picture, and the two newest ones."""
    users = [at for at, message in enumerate(messages) if message["role"] == "user"]
    first_picture = next((n for n, at in enumerate(users) if _has_picture(messages[at])), 0)
    for at in {*users[-2:], *users[max(first_picture - 1, 0) : first_picture]}:
        *blocks, last = objects_in(messages[at]["content"])
        messages[at] = {**messages[at], "content": [*blocks, {**last, **_CACHED}]}
    return messages


def _has_picture(message: JsonItem) -> bool:
    blocks = objects_in(message["content"])
    inner = [
        part for block in blocks if isinstance(block.get("content"), list) for part in objects_in(block["content"])
    ]
    return any(block["type"] == "image" for block in (*blocks, *inner))


def _response_of_message(message: Body) -> Body:
    """Return a message of the model as a response."""
    if message.get("type") == "error":
        return {"status": "failed", "error": message.get("error")}
    content = message.get("content")
    blocks = content if isinstance(content, list) else []
    output = [_item_of_block(block) if isinstance(block, Mapping) else block for block in blocks]
    head = {"id": message.get("id"), "model": message.get("model"), "usage": _usage_fields(message.get("usage"))}
    return {**head, "output": output, **_status_fields(message)}


def _status_fields(message: Body) -> JsonItem:
    """Return the status of a response, and the reason if it isn't completed; nothing is done of such a one."""
    match message.get("stop_reason"):
        case "end_turn" | "tool_use" | "stop_sequence" | "pause_turn":  # the last: send it back, and it goes on
            return {"status": "completed"}
        case "refusal":
            details = message.get("stop_details")
            why = details.get("explanation") or details.get("category") if isinstance(details, Mapping) else None
            explanation = why or " ".join(texts_in(message.get("content")))
            return {"status": "failed", "error": {"code": "content_policy", "message": explanation}}
        case "model_context_window_exceeded" as reason:
            explanation = "The conversation exceeds the model's context window."
            return {"status": "failed", "error": {"code": reason, "message": explanation}}
        case reason:
            return {"status": "incomplete", "incomplete_details": {"reason": reason}}


def _usage_fields(usage: object) -> JsonItem | None:
    """Return the counts of tokens; the vendor's input tokens exclude those read from or written to a cache."""
    if not isinstance(usage, Mapping):
        return None
    names = ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
    counts = [usage.get(name) or 0 for name in names]
    tokens_read = sum(count for count in counts if isinstance(count, int)) if "input_tokens" in usage else None
    details = {"cached_tokens": counts[1], "cache_write_tokens": counts[2]}
    return {"input_tokens": tokens_read, "output_tokens": usage.get("output_tokens"), "input_tokens_details": details}


def _item_of_block(block: JsonItem) -> JsonItem:
    """Return a block of the model as an item; an unknown one is returned unchanged."""
    match block:
        case {"type": "text", "text": text}:
            return {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": text}]}
        case {"type": "thinking", "thinking": thought}:
            summary = [{"type": "summary_text", "text": thought}] if thought else []
            return {"type": "reasoning", "summary": summary, "encrypted_content": block.get("signature")}
        case {"type": "redacted_thinking", "data": data}:
            return {"type": "reasoning", "summary": [], "redacted": data}
        case {"type": "tool_use"}:
            toolset = {"toolset_name": name} if (name := block.get("toolset_name")) else {}
            call = {"call_id": block.get("id"), "name": block.get("name"), "arguments": block.get("input")}
            return {"type": "function_call", **call, **toolset}
        case _:
            return block


class _Events(EventTranslator):
    """Translates the events of one stream into those of the Responses API: pieces of text, and the full response.

    Blocks are put together in the order of their indexes, however their events arrive: other servers mix them, leave
    indexes out, and repeat or omit a start or an end. MalformedError for events of two messages, and for a block that
    hasn't arrived whole.
    """

    def __init__(self) -> None:
        self._message: dict[str, object] = {}
        self._blocks: dict[int, _Block] = {}
        self._newest = -1

    def __call__(self, event: Body) -> Iterator[Body]:
        """Yield the translated events."""
        number = number_of(event.get("index"))
        index = self._newest if number is None else int(number)
        match event:
            case {"type": "message_start", "message": dict(message)}:
                if self._message.setdefault("id", message.get("id")) != message.get("id"):
                    raise _order_error()
                self._message = {**message, **self._message}
            case {"type": "content_block_start", "content_block": dict(start)}:
                self._newest = index if number is not None else self._newest + 1
                self._block(self._newest).begin(start)
            case {"type": "content_block_delta", "delta": dict(delta)}:
                yield from self._apply_delta(index, delta)
            case {"type": "content_block_stop"}:
                self._block(index).is_over = True
            case {"type": "message_delta", "delta": dict(delta)}:
                self._note_end(delta, event.get("usage"))
            case {"type": "message_stop"} if self._message.get("stop_reason"):
                yield self._full_response_event()
            case {"type": "error"}:
                yield event

    def end(self) -> Iterator[Body]:
        """Yield the full response if only the last event is missing."""
        if self._message.get("stop_reason") and all(block.is_over for block in self._blocks.values()):
            yield self._full_response_event()

    def _full_response_event(self) -> Body:
        content = [self._blocks[at].content() for at in sorted(self._blocks)]
        response = _response_of_message({**self._message, "content": content})
        return {"type": f"response.{response['status']}", "response": response}

    def _block(self, at: int) -> _Block:
        return self._blocks.setdefault(at, _Block())

    def _apply_delta(self, at: int, delta: Mapping[str, object]) -> Iterator[Body]:
        shown, kind, field = _GROWING.get(str(delta.get("type")), ("", "", ""))
        piece = delta.get(field)
        if not isinstance(piece, str):
            return
        block = self._block(at)
        block.kind = block.kind or kind
        if field == "signature":
            block.signature = piece
            return
        block.pieces.append(piece)
        if shown:
            yield {"type": shown, "delta": piece, "output_index": at}

    def _note_end(self, delta: Mapping[str, object], usage: object) -> None:
        self._message |= {name: value for name, value in delta.items() if value is not None}
        before = self._message.get("usage")
        usage_so_far = before if isinstance(before, dict) else {}
        new_counts = usage if isinstance(usage, dict) else {}
        self._message["usage"] = usage_so_far | {name: value for name, value in new_counts.items() if value is not None}


@dataclass(slots=True)
class _Block:
    """The received part of one block; `kind` is what it must be by its pieces."""

    start: dict[str, object] = field(default_factory=dict)
    kind: str = ""
    pieces: list[str] = field(default_factory=list)
    signature: str = ""
    is_over: bool = False

    def begin(self, start: dict[str, object]) -> None:
        """Take the block's start; MalformedError for another one, and for one that begins again."""
        if self.start and (self.start != start or self.pieces):
            raise _order_error()
        self.start = dict(start)

    def content(self) -> JsonItem:
        """Return the block; an input with broken JSON stays text, so that the model gets an error."""
        block = self.start or {"type": self.kind}
        if not self.start and self.kind not in _TEXTS:
            raise _order_error()
        signed = {"signature": self.signature} if self.signature else {}
        text = "".join(self.pieces)
        name = _TEXTS.get(str(block.get("type")), "input")
        if not text:
            return {**block, **signed}
        return {**block, name: value_in(text) if name == "input" else f"{block.get(name) or ''}{text}", **signed}


def _order_error() -> MalformedError:
    return MalformedError(Message("The server's stream is out of order."), SERVER_IS_FAULTY)


_TEXTS = {"text": "text", "thinking": "thinking"}  # the growing field of each kind of block
# Of each delta: the event of the Responses API that shows it, if any, the kind of its block, and the piece's field.
_GROWING = {
    "text_delta": ("response.output_text.delta", "text", "text"),
    "thinking_delta": ("response.reasoning_text.delta", "thinking", "thinking"),
    "signature_delta": ("", "thinking", "signature"),
    "input_json_delta": ("", "tool_use", "partial_json"),
}


# Text between two calls is a thought; newer models omit it unless it is requested.
_THINKING: JsonItem = {"type": "adaptive", "display": "summarized"}


class AnthropicDialect(Dialect):
    """The API for one model: with the newest tool, or the one that the model was made for."""

    name = "anthropic"
    profile = "anthropic"
    depends_on_model = True
    bare_calls = True
    forgets_at_once = _FORGETS_AT_ONCE
    pictures = "last"
    coordinates = "viewport"
    actions = (
        *("click", "double_click", "triple_click", "move", "drag", "scroll", "type", "keypress"),
        *("key_down", "key_up", "wait", "screenshot"),
    )
    own_functions = frozenset({"cursor_position", "computer", *(word.name for word in FAMILY.words)})

    def __init__(self, chosen: DialectOptions) -> None:
        """Choose the model's tool version, and the API of the address."""
        model = chosen.model.lower()
        model = model[max(model.find("claude-"), 0) :]  # platforms put vendor and region before it
        self._tool = next((version for version in _OLDER if model.startswith(version.models)), NEWEST)
        self.limit = _LARGE if _SEES_MORE.match(model) else _SMALL
        self.api = _api(self._tool, chosen.base_url)

    def tools(self, display: Size, _environment: str, functions: Sequence[JsonItem]) -> list[JsonItem]:
        """Return the tools; `zoom` is the vendor's own if it has one and we offer that function."""
        tool = self._tool
        zooms = tool.zooms and any(function["name"] == _ZOOM for function in functions)
        other_tools = [_tool(function) for function in functions if not (zooms and function["name"] == _ZOOM)]
        if not tool.beta:
            off = (*_WITHOUT_A_PLACE, *([] if zooms else [_ZOOM]))
            return [{"type": tool.type, "configs": {name: {"enabled": False} for name in off}}, *other_tools]
        size = {"display_width_px": display.width, "display_height_px": display.height}
        zoom = {"enable_zoom": True} if zooms else {}
        return [{"type": tool.type, "name": "computer", **size, **zoom}, *other_tools]

    def options(self, *, chain: bool) -> JsonItem:  # noqa: ARG002
        """Return further fields of a request."""
        return {} if self._tool.beta else {"thinking": _THINKING}

    def result(
        self,
        call_id: str,
        picture: PicturePlaceholder | None,
        _acknowledged: Sequence[SafetyCheck],
        messages: Sequence[str],
    ) -> JsonItem:
        """Return the answer to a call."""
        return function_result(call_id, picture, messages)

    def called(self, name: str, arguments: object) -> JsonItem | Sequence[JsonItem] | None:
        """Return the actions of a call; None if it is no computer action."""
        return _actions_of_call(self._tool.family, name, arguments)


DIALECT = AnthropicDialect
