"""Google's Gemini API: `generateContent` with the computer-use tool, whose functions count in parts of a thousand.

Sources: the types of the SDK `google-genai` 3.6.1 of 2026 (`ComputerUse`, `FunctionCall`, `FunctionResponse`, `Part`,
`FinishReason`, `GenerateContentResponseUsageMetadata`); for the functions and the safety decision, which no type has,
https://ai.google.dev/gemini-api/docs/computer-use of July 2026.

Since Gemini 3.5 the tool supports a desktop, and each call has an intent; earlier models, which use a browser only, are
not supported. The service's safety decision comes with a call, and is a check that the user must confirm; a blocked
call is not done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import uuid4

from desktop_agent.core.errors import MalformedError
from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.turn import SafetyCheck
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.core.texts.message import Message
from desktop_agent.model.coordinates import Unreadable
from desktop_agent.model.dialect import Api, Body, Dialect, DialectOptions, EventTranslator, function_result, turns
from desktop_agent.model.dialects.functions import computer_tools
from desktop_agent.model.endpoint import is_on_vertex
from desktop_agent.model.families.generic import FAMILY as GENERIC
from desktop_agent.model.family import Family, ModelWord, WordArgument
from desktop_agent.model.foreign_json import SERVER_IS_FAULTY
from desktop_agent.model.picture import PicturePlaceholder
from desktop_agent.model.reading.function import object_in, object_of
from desktop_agent.model.reading.shapes import objects_in, texts_in
from desktop_agent.model.reading.tool_call import called_action
from desktop_agent.model.reading.values import plain_names

_FORGETS_AT_ONCE = 16  # the cache applies to the common beginning of two requests
_NUMBER: JsonItem = {"type": "number"}
_TEXT: JsonItem = {"type": "string"}
_AT = {"x": WordArgument(_NUMBER, ("x",)), "y": WordArgument(_NUMBER, ("y",))}
# The page has `magnitude_in_pixels`, from 0 to 999 like all places, and a desktop's model writes `…_in_wheel_clicks`;
# before, it was `magnitude`, which the vendor's own example (google-gemini/computer-use-preview, agent.py) scales, too.
_WAY = {
    "direction": WordArgument({"type": "string", "enum": ["up", "down", "left", "right"]}, ("direction",)),
    "magnitude_in_wheel_clicks": WordArgument(_NUMBER, ("notches",), required=False),
    "magnitude_in_pixels": WordArgument(_NUMBER, ("thousandths",), required=False),
    "magnitude": WordArgument(_NUMBER, ("thousandths",), required=False),
}
_INTENT = "intent"
_KEY = {"key": WordArgument(_TEXT, ("keys",))}
# With the names in the version before, which models write, too.
_FROM_TO = {
    "start_x": WordArgument(_NUMBER, ("x",), also=("x",)),
    "start_y": WordArgument(_NUMBER, ("y",), also=("y",)),
    "end_x": WordArgument(_NUMBER, ("end_x",), also=("destination_x",)),
    "end_y": WordArgument(_NUMBER, ("end_y",), also=("destination_y",)),
}
FAMILY = Family(
    name="gemini",
    words=(
        ModelWord("click", "Click.", {"type": "click", "button": "left"}, _AT),
        ModelWord("right_click", "Click.", {"type": "click", "button": "right"}, _AT),
        ModelWord("middle_click", "Click.", {"type": "click", "button": "wheel"}, _AT),
        ModelWord("double_click", "Click twice.", {"type": "double_click"}, _AT),
        ModelWord("triple_click", "Click three times.", {"type": "triple_click"}, _AT),
        ModelWord("mouse_down", "Press the button.", {"type": "mouse_down"}, _AT),
        ModelWord("mouse_up", "Release the button.", {"type": "mouse_up"}, _AT),
        ModelWord("move", "Move the pointer.", {"type": "move"}, _AT),
        ModelWord("drag_and_drop", "Drag.", {"type": "drag"}, _FROM_TO),
        ModelWord("scroll", "Turn the wheel.", {"type": "scroll"}, {**_AT, **_WAY}),
        ModelWord(
            "type",
            "Type.",
            {"type": "type"},
            {
                "text": WordArgument(_TEXT, ("text",)),
                "press_enter": WordArgument({"type": "boolean"}, ("enter",), required=False, default=False),
            },
        ),
        ModelWord("press_key", "Press a key.", {"type": "keypress"}, _KEY),
        ModelWord("hotkey", "Press keys together.", {"type": "keypress"}, {"keys": WordArgument(_TEXT, ("keys",))}),
        ModelWord("key_down", "Hold a key.", {"type": "key_down"}, _KEY),
        ModelWord("key_up", "Release a key.", {"type": "key_up"}, _KEY),
        ModelWord(
            "wait",
            "Wait.",
            {"type": "wait"},
            {"seconds": WordArgument(_NUMBER, ("for_s",), required=False, default=1)},
        ),
        ModelWord("take_screenshot", "Look.", {"type": "screenshot"}),
    ),
)
# An action that the tool lacks, as a function of ours.
WAIT_FOR = replace(GENERIC, words=tuple(word for word in GENERIC.words if word.name == "wait_for"))
EVERYTHING = replace(FAMILY, words=(*FAMILY.words, *WAIT_FOR.words))
_FAR = 300  # the default scroll distance, in thousandths of the picture
_LENGTHS = frozenset(_WAY) - {"direction"}
# The service's safety decision is an argument of a call, and the user's confirmation a field of the answer.
_DECISION = "safety_decision"
_ACKNOWLEDGED = "safety_acknowledgement"
_FINE = frozenset({"regular", "allowed"})
_BLOCKED = frozenset({"block", "blocked"})
_SETTINGS = {"max_output_tokens": "maxOutputTokens", "temperature": "temperature", "top_k": "topK", "top_p": "topP"}
_DONE_WELL = frozenset({"STOP", "", None})
_CUT = frozenset({"MAX_TOKENS", "CONTINUATION"})
_REFUSED = frozenset({
    *("SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR", "ESCALATION"),
    "PUP_LIMITED_DISABLED",
})  # fmt: skip


def _action_of_call(name: str, arguments: object) -> JsonItem | None:
    """Return the action of a call; Unreadable if the service has blocked it, or if its arguments are no object."""
    word = EVERYTHING.word(name)
    if word is None:
        return None
    try:
        plain_arguments = plain_names(object_of(arguments), word.arguments)
    except Unreadable as why:
        raise Unreadable(f"{name} was not done: {why}") from why
    if name == "scroll":
        lengths = [length for length in _LENGTHS if plain_arguments.get(length) is not None]
        if len(lengths) > 1:
            raise Unreadable(f"{name} was not done: it takes only one of {', '.join(sorted(lengths))}.")
        if not lengths:
            plain_arguments["magnitude"] = _FAR
    decision = plain_arguments.pop(_DECISION, None)
    if isinstance(decision, Mapping) and decision.get("decision") in _BLOCKED:
        raise Unreadable(f"{name} was not done: the service has blocked it.")
    plain_arguments.pop(_INTENT, None)
    return called_action(EVERYTHING, name, plain_arguments)


def _address_end(body: Body) -> str:
    """Return the end of the address: the model and the method."""
    model = str(body["model"]).removeprefix("models/")
    return f"/{model}:streamGenerateContent?alt=sse" if body.get("stream") else f"/{model}:generateContent"


def _request_body(body: Body) -> Body:
    """Return the body of a request of this API."""
    own = {*_SETTINGS, "input", "instructions", "tools", "model", "stream", "stop_sequences", "thinking"}
    settings = {name: body[ours] for ours, name in _SETTINGS.items() if ours in body}
    settings |= {"stopSequences": body["stop_sequences"]} if "stop_sequences" in body else {}
    settings |= {"thinkingConfig": {"includeThoughts": True, **object_in(body.get("thinking"))}}
    system = {"systemInstruction": {"parts": [{"text": text}]}} if (text := body.get("instructions")) else {}
    return {
        **{name: value for name, value in body.items() if name not in own},
        **system,
        "contents": _contents(objects_in(body["input"])),
        "tools": body["tools"],
        "generationConfig": settings,
    }


def _contents(items: Sequence[JsonItem]) -> list[JsonItem]:
    """Return the turns of both sides; the answers to calls come first in theirs."""
    names = {item.get("call_id"): item.get("name") for item in items if item.get("type") == "function_call"}
    return [
        {"role": role, "parts": sorted(parts, key=lambda part: role == "user" and "functionResponse" not in part)}
        for role, parts in turns(_parts(item, names) for item in items)
    ]


def _parts(item: JsonItem, names: Mapping[object, object]) -> tuple[str, list[JsonItem]]:
    """Return the role of an item's author, and the item's parts; a signature is returned with its part."""
    signed = {"thoughtSignature": item["encrypted_content"]} if item.get("encrypted_content") else {}
    match item:
        case {"type": "function_call", "call_id": call_id, "name": name, "arguments": arguments}:
            return "model", [{"functionCall": {**_id(call_id), "name": name, "args": object_in(arguments)}, **signed}]
        case {"type": "function_call_output", "call_id": call_id, "output": output}:
            parts = [] if isinstance(output, str) else objects_in(output)
            texts = [str(part["text"]) for part in parts if "text" in part] if parts else [str(output)]
            acknowledged = {_ACKNOWLEDGED: item[_ACKNOWLEDGED]} if _ACKNOWLEDGED in item else {}
            images = [part.get("image_url") for part in parts]
            pictures = [_blob(image) for image in images if isinstance(image, PicturePlaceholder)]
            answer = {
                **_id(call_id),
                "name": names.get(call_id),
                "response": {"output": "\n".join(texts), **acknowledged},
            }
            return "user", [{"functionResponse": {**answer, **({"parts": pictures} if pictures else {})}}]
        case {"type": "reasoning", "call_id": _}:  # the intent is part of its call
            return "model", []
        case {"type": "reasoning"}:
            thoughts = "".join(texts_in(item.get("summary")))
            return "model", [{"text": thoughts, "thought": True, **signed}] if thoughts or signed else []
        case {"role": "user", "content": list(parts)}:
            return "user", [_part_of_content(part) for part in parts]
        case {"role": "assistant"}:
            return "model", [{"text": text, **signed} for text in texts_in(item["content"])]
        case _:  # an unknown kind is returned unchanged
            return "model", [item]


def _part_of_content(part: JsonItem) -> JsonItem:
    picture = part.get("image_url")
    return _blob(picture) if isinstance(picture, PicturePlaceholder) else {"text": part["text"]}


def _blob(picture: PicturePlaceholder) -> JsonItem:
    return {"inlineData": {"mimeType": picture.media_type, "data": picture.bare}}


def _id(call_id: object) -> JsonItem:
    """Return the id of a call as the service gave it, if it did."""
    return {} if str(call_id).startswith(_UNNAMED) else {"id": call_id}


# The service may omit the ids of calls; then they get a unique one here, which is not sent back.
_UNNAMED = "unnamed_"


def _response_of_answer(answer: Body) -> Body:
    """Return an answer as a response."""
    candidate = next(iter(objects_in(answer.get("candidates"))), {})
    name = f"{_UNNAMED}{uuid4().hex}"
    output = [
        item
        for number, part in enumerate(_parts_of(candidate))
        if part != _NOTHING
        for item in (_items_of_part(part, f"{name}_{number}") if isinstance(part, Mapping) else [part])
    ]
    head = {
        "id": answer.get("responseId"),
        "model": answer.get("modelVersion"),
        "usage": _usage_fields(answer.get("usageMetadata")),
    }
    return {**head, "output": output, **_ending(answer, candidate)}


def _parts_of(candidate: JsonItem) -> Sequence[object]:
    content = candidate.get("content")
    parts = content.get("parts") if isinstance(content, Mapping) else None
    return parts if isinstance(parts, list) else []


def _ending(answer: Body, candidate: JsonItem) -> JsonItem:
    """Return the status of a response, and the reason if it isn't completed; nothing is done of such a one."""
    if error := answer.get("error"):
        return {"status": "failed", "error": error}
    feedback = answer.get("promptFeedback")
    if isinstance(feedback, Mapping) and (why := feedback.get("blockReason")):
        explanation = feedback.get("blockReasonMessage") or why
        return {"status": "failed", "error": {"code": "content_policy", "message": explanation}}
    reason = candidate.get("finishReason")
    if reason in _DONE_WELL and candidate:
        return {"status": "completed"}
    if reason in _CUT:
        return {"status": "incomplete", "incomplete_details": {"reason": reason}}
    explanation = candidate.get("finishMessage") or reason or "no candidate"
    if reason in _REFUSED:
        return {"status": "failed", "error": {"code": "content_policy", "message": explanation}}
    return {"status": "failed", "error": {"code": "malformed_answer", "message": f"ended: {explanation}"}}


def _usage_fields(usage: object) -> JsonItem | None:
    """Return the counts of tokens; thoughts cost the same as output."""
    if not isinstance(usage, Mapping):
        return None
    output_counts = [usage.get(name) or 0 for name in ("candidatesTokenCount", "thoughtsTokenCount")]
    return {
        "input_tokens": usage.get("promptTokenCount"),
        "output_tokens": sum(count for count in output_counts if isinstance(count, int)),
        "total_tokens": usage.get("totalTokenCount"),
        "input_tokens_details": {"cached_tokens": usage.get("cachedContentTokenCount")},
    }


def _items_of_part(part: JsonItem, name: str) -> list[JsonItem]:
    """Return a part as items: the item, and before a call its intent. `name` stands in for the id of a call."""
    item = _item_of_part(part, name)
    call = part.get("functionCall")
    intent = object_in(call.get("args")).get(_INTENT) if isinstance(call, Mapping) else None
    if not isinstance(intent, str) or not intent:
        return [item]
    reasoning = {"type": "reasoning", "summary": [{"type": "summary_text", "text": intent}], "call_id": item["call_id"]}
    return [reasoning, item]


def _item_of_part(part: JsonItem, name: str) -> JsonItem:
    """Return a part as an item; an unknown one is returned unchanged. `name` stands in for the id of a call."""
    signed = {"encrypted_content": signature} if (signature := part.get("thoughtSignature")) else {}
    match part:
        case {"functionCall": dict(call)}:
            arguments = call.get("args") or {}
            call_id = str(call.get("id") or name)
            call_fields = {"call_id": call_id, "name": call.get("name"), "arguments": arguments}
            return {"type": "function_call", **call_fields, **_safety_check_fields(arguments, call_id), **signed}
        case {"text": str(text), "thought": True}:
            return {"type": "reasoning", "summary": [{"type": "summary_text", "text": text}] if text else [], **signed}
        case {"text": str(text)} if text:
            content = [{"type": "output_text", "text": text}]
            return {"type": "message", "id": name, "role": "assistant", "content": content, **signed}
        case {"text": ""}:
            return {"type": "reasoning", "summary": [], **signed}
        case _:
            return part


def _safety_check_fields(decisions: object, name: str) -> JsonItem:
    """Return the safety check of a call, if any; an unreadable decision must be confirmed as well."""
    decision = decisions.get(_DECISION) if isinstance(decisions, Mapping) else None
    if decision is None:
        return {}
    fields = decision if isinstance(decision, Mapping) else {"explanation": decision}
    if fields.get("decision") in _FINE:
        return {}
    code = fields.get("decision") or "require_confirmation"
    message = str(fields.get("explanation") or "")
    return {"pending_safety_checks": [{"id": f"{name}_check", "code": code, "message": message}]}


_NOTHING = {"text": ""}  # often the only content of the last chunk


class _Events(EventTranslator):
    """Translates the chunks of one stream into events of the Responses API: pieces of text, and the full response.

    These streams have no redundancy. They end with their body: several chunks may have a finish reason, and the last
    one counts.
    """

    def __init__(self) -> None:
        self._answer: dict[str, object] = {}
        self._parts: list[object] = []
        self._ending: JsonItem = {}  # the newest candidate with a finish reason

    def __call__(self, chunk: Body) -> Iterator[Body]:
        """Yield the translated events of a chunk."""
        if "error" in chunk:
            yield {"type": "error", "error": _error(chunk["error"])}
            return
        self._answer |= {name: value for name, value in chunk.items() if name != "candidates"}
        candidate = next(iter(objects_in(chunk.get("candidates"))), {})
        for part in _parts_of(candidate):
            if not isinstance(part, Mapping):
                self._parts.append(part)
            elif part != _NOTHING:
                yield from self._add_part(part)
        if candidate.get("finishReason"):
            self._ending = candidate

    def end(self) -> Iterator[Body]:
        """Yield the full response if a chunk had a finish reason."""
        if self._ending or "promptFeedback" in self._answer:
            ended = {**self._ending, "content": {"parts": self._parts}}
            response = _response_of_answer({**self._answer, "candidates": [ended]})
            yield {"type": f"response.{response['status']}", "response": response}

    def _add_part(self, part: JsonItem) -> Iterator[Body]:
        """Add a part; text is appended to the text before it, unless that was signed."""
        last = self._parts[-1] if self._parts else None
        text = part.get("text")
        before = last if isinstance(last, Mapping) else {}
        if "functionCall" in part and part.get("functionCall") is None:
            raise MalformedError(Message("The server's stream contains an incomplete call."), SERVER_IS_FAULTY)
        is_more = isinstance(text, str) and isinstance(before.get("text"), str) and "thoughtSignature" not in before
        if is_more and part.get("thought") == before.get("thought"):
            self._parts[-1] = {**before, **part, "text": f"{before['text']}{text}"}
        else:
            self._parts.append(part)
        if isinstance(text, str) and text:
            kind = "reasoning_text" if part.get("thought") else "output_text"
            yield {"type": f"response.{kind}.delta", "delta": text, "output_index": len(self._parts) - 1}


def _error(error: object) -> object:
    """Return an error with its status as its type, which decides whether to try again."""
    return {**error, "type": error.get("status")} if isinstance(error, Mapping) else error


class GeminiDialect(Dialect):
    """The API at its own address, or on Vertex AI."""

    name = "gemini"
    profile = "gemini"
    depends_on_model = True
    bare_calls = True
    forgets_at_once = _FORGETS_AT_ONCE
    pictures = "last"
    coordinates = "grid1000"
    actions = tuple(dict.fromkeys(str(word.action["type"]) for word in EVERYTHING.words))
    own_functions = EVERYTHING.tools

    def __init__(self, chosen: DialectOptions) -> None:
        """Choose the API of the address."""
        models = "/publishers/google/models"
        vertex = is_on_vertex(chosen.base_url)
        route, ending = (f"/v1{models}", models) if vertex else ("/v1beta/models",) * 2
        self.api = Api(
            route=route,
            ending=ending,
            place=_address_end,
            request=_request_body,
            response=_response_of_answer,
            events=_Events,
            stores=False,
        )

    def tools(self, display: Size, _environment: str, functions: Sequence[JsonItem]) -> list[JsonItem]:
        """Return the tools; the service also looks for instructions that a picture hides."""
        declared = [
            {
                "name": function["name"],
                "description": function["description"],
                "parametersJsonSchema": function["parameters"],
            }
            for function in (*computer_tools(WAIT_FOR, "grid1000", display), *functions)
        ]
        computer = {"environment": "ENVIRONMENT_DESKTOP", "enablePromptInjectionDetection": True}
        return [{"computerUse": computer}, {"functionDeclarations": declared}]

    def result(
        self,
        call_id: str,
        picture: PicturePlaceholder | None,
        acknowledged: Sequence[SafetyCheck],
        messages: Sequence[str],
    ) -> JsonItem:
        """Return the answer to a call, with the user's confirmation if there was one."""
        answer = function_result(call_id, picture, messages)
        return {**answer, _ACKNOWLEDGED: "true"} if acknowledged else answer

    def called(self, name: str, arguments: object) -> JsonItem | None:
        """Return the action of a call; None if it is no computer action."""
        return _action_of_call(name, arguments)


DIALECT = GeminiDialect
