"""Which items of an answer are calls, and which of those the server has carried out itself.

An item of an unknown kind is a call if it looks like one: nothing that follows a call in an answer may be done before
the call is (`NOT_REACHED`), so a call that goes unnoticed would be a gap in that order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.model.dialect import WRITTEN_CALL
from desktop_agent.model.reading.action import READERS
from desktop_agent.model.reading.shapes import texts_in
from desktop_agent.model.tools import WAITING_TYPES

_OUTPUTS = ("_output", "_result", "_response")  # the ends of the kinds of a server's own outputs
_CALLS = ("call", "_use", "_request")  # the ends of the kinds of calls
_CARRIED_OUT_BY_SERVER = frozenset({
    *("mcp_call", "web_search_call", "file_search_call", "code_interpreter_call", "image_generation_call"),
    *("tool_search_call", "program"),
})  # fmt: skip
_OURS = frozenset({"computer_call", *WAITING_TYPES})
_WORDS = frozenset({"message", "reasoning", "compaction", "mcp_list_tools", "additional_tools"})
# The fields of a call, of whatever kind, and those of words and media without a kind, as Gemini's parts are.
_CALL_FIELDS = frozenset({
    *("call_id", "tool_call_id", "name", "arguments", "args", "action", "actions", "input", "function", "parameters"),
    *("tool", "tool_name", "toolName", "functionCall", "toolCall", "executableCode", "command"),
})  # fmt: skip
_CONTENT_FIELDS = frozenset({
    *("text", "content", "role", "thought", "thoughtSignature", "inlineData", "fileData", "summary"),
    *("codeExecutionResult", "functionResponse", "toolResponse", "videoMetadata"),
})  # fmt: skip
_COMPLETE = frozenset({None, "", "completed"})  # statuses


@dataclass(frozen=True, slots=True)
class ListedCall:
    """A call of an answer: its id, its name in words, whether the server has carried it out, and whether it's whole."""

    call_id: str
    name: str
    is_done: bool = False
    is_complete: bool = True


def listed_calls(output: Sequence[object]) -> tuple[ListedCall, ...]:
    """Return all calls of an answer in their order; one without an id gets a name by its place."""
    outputs = server_outputs(output)
    calls = list[ListedCall]()
    for place, item in enumerate(output):
        if is_call(item):
            is_complete = _is_object(item) and item.get("status") in _COMPLETE
            call_id = call_id_of(item) or f"{place}."
            calls.append(ListedCall(call_id, name_of(item), is_done_by_server(item, outputs), is_complete))
        elif _is_object(item) and any(map(WRITTEN_CALL.search, texts_in(item.get("content")))):
            calls.append(ListedCall(f"{place}.", "a call in text", is_complete=False))
    return tuple(calls)


def is_call(item: object) -> bool:
    """Return whether an item asks for something to be done; one that can't be read may ask for anything."""
    if not _is_object(item):
        return True
    kind = item.get("type")
    if not isinstance(kind, str) or not kind:
        return bool(_CALL_FIELDS & item.keys()) or not _CONTENT_FIELDS & item.keys()
    if kind in _WORDS or kind.endswith(_OUTPUTS):
        return False
    return kind in READERS or kind.endswith(_CALLS) or bool(_CALL_FIELDS & item.keys())


def server_outputs(output: Sequence[object]) -> Mapping[str, bool]:
    """Return the ids of the calls that the server has answered itself, each with whether all went well."""
    answers = dict[str, bool]()
    for item in output:
        if _is_object(item) and str(item.get("type")).endswith(_OUTPUTS):
            call_id = str(item.get("call_id") or item.get("tool_use_id") or item.get("id"))
            answers[call_id] = answers.get(call_id, True) and _went_well(item)
    return answers


def is_done_by_server(item: object, outputs: Mapping[str, bool]) -> bool:
    """Return whether the server has carried out a call, by its outputs or by the call itself."""
    return is_of_server(item, outputs) and outputs.get(call_id_of(item), True) and _is_object(item) and _went_well(item)


def is_of_server(item: object, outputs: Mapping[str, bool]) -> bool:
    """Return whether an item is a call that the server carries out itself."""
    if not _is_object(item) or not is_call(item):
        return False
    return call_id_of(item) in outputs or item.get("type") in _CARRIED_OUT_BY_SERVER


def is_for_us(item: JsonItem) -> bool:
    """Return whether a call is of a kind that the API's clients carry out or answer."""
    return item.get("type") in _OURS


def call_id_of(item: object) -> str:
    """Return the id by which a call is answered; empty if there is none."""
    named = (item.get("call_id") or item.get("id")) if _is_object(item) else None
    return named if isinstance(named, str) else ""


def name_of(item: object) -> str:
    """Return a call's kind and name, for a sentence."""
    if not _is_object(item):
        return "unreadable"
    words = (item.get("type"), item.get("name"))
    return " ".join(word for word in words if isinstance(word, str) and word) or "unreadable"


def _went_well(item: JsonItem) -> bool:
    content = item.get("content")
    inner = content if isinstance(content, Mapping) else {}
    has_error = bool(item.get("error") or item.get("is_error") or inner.get("error_code"))
    return not has_error and item.get("status") in _COMPLETE


def _is_object(item: object) -> TypeGuard[JsonItem]:
    return isinstance(item, Mapping)
