"""The `computer_use_preview` tool, as the newer Tzafon API and vLLM have it: one action in a call."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_agent.core.function import record
from desktop_agent.core.json_text import JsonItem
from desktop_agent.devtools.serve.dialect import Json, ServedDialect
from desktop_agent.devtools.serve.parameters import PREVIEW, SWITCH, TABLE, kind, one_of, typed

_ANY: JsonItem = {}
_TEXT: JsonItem = {"type": "string"}
_WHOLE: JsonItem = {"type": "integer"}
_NAMES: JsonItem = {"type": "array", "items": _TEXT}
_STATUS = one_of("in_progress", "completed", "incomplete")
_CHECK = record({"id": _TEXT}, {"code": _TEXT, "message": _TEXT})


def _list(each: JsonItem) -> JsonItem:
    return {"type": "array", "items": each}


def _text_or(each: JsonItem) -> JsonItem:
    return {"type": ["string", "array"], "items": each}


def _form(name: str, required: Mapping[str, JsonItem], **optional: JsonItem) -> JsonItem:
    return record({"type": one_of(name), **required}, optional)


def _forms(*forms: JsonItem) -> JsonItem:
    """Return the schema of an object that has one of these forms, by its type."""
    return typed({str(_type_of(form)): form for form in forms})


def _type_of(form: JsonItem) -> object:
    match form:
        case {"properties": {"type": {"enum": [name]}}}:
            return name
        case _:
            raise ValueError(form)


_DETAIL = one_of("low", "high", "auto")
_INPUT_TEXT = kind("input_text", text=_TEXT)
_INPUT_FILE = _form("input_file", {}, file_data=_TEXT, file_id=_TEXT, file_url=_TEXT, filename=_TEXT)
_PARTS = _forms(_INPUT_TEXT, _form("input_image", {"detail": _DETAIL}, file_id=_TEXT, image_url=_TEXT), _INPUT_FILE)
# The one place where an image needs no detail.
_RESULT_PARTS = _forms(
    _INPUT_TEXT, _form("input_image", {}, detail=_DETAIL, file_id=_TEXT, image_url=_TEXT), _INPUT_FILE
)
_SPOKEN_PARTS = _forms(
    _form("output_text", {"annotations": _list(TABLE), "text": _TEXT}, logprobs=_list(TABLE)),
    kind("refusal", refusal=_TEXT),
)
_AT = {"x": _WHOLE, "y": _WHOLE}
_ACTION = _forms(
    kind("click", button=one_of("left", "right", "wheel", "back", "forward"), **_AT),
    kind("double_click", **_AT),
    kind("drag", path=_list(record(_AT))),
    kind("keypress", keys=_NAMES),
    kind("move", **_AT),
    kind("screenshot"),
    kind("scroll", scroll_x=_WHOLE, scroll_y=_WHOLE, **_AT),
    kind("type", text=_TEXT),
    kind("wait"),
    kind("point_and_type", text=_TEXT, **_AT),
    kind("mouse_down", **_AT),
    kind("mouse_up", **_AT),
    kind("key_down", keys=_NAMES),
    kind("key_up", keys=_NAMES),
)
_CALL_STATUS = one_of("in_progress", "searching", "completed", "incomplete", "failed", "interpreting", "generating")
_MCP: dict[str, JsonItem] = {"id": _TEXT, "server_label": _TEXT}
_CALLED: dict[str, JsonItem] = {"call_id": _TEXT}
_SHOT = _form("computer_screenshot", {}, file_id=_TEXT, image_url=_TEXT)
_ITEM = _forms(
    _form(
        "computer_call",
        {"id": _TEXT, "action": _ACTION, "call_id": _TEXT, "pending_safety_checks": _list(_CHECK), "status": _STATUS},
    ),
    _form(
        "computer_call_output",
        {**_CALLED, "output": _SHOT},
        id=_TEXT,
        acknowledged_safety_checks=_list(_CHECK),
        status=_STATUS,
    ),
    _form("function_call", {**_CALLED, "arguments": _TEXT, "name": _TEXT}, id=_TEXT, status=_STATUS),
    _form("function_call_output", {**_CALLED, "output": _text_or(_RESULT_PARTS)}, id=_TEXT, status=_STATUS),
    _form("custom_tool_call", {**_CALLED, "input": _TEXT, "name": _TEXT}, id=_TEXT),
    _form("custom_tool_call_output", {**_CALLED, "output": _text_or(_PARTS)}, id=_TEXT),
    _form(
        "reasoning",
        {"id": _TEXT, "summary": _list(kind("summary_text", text=_TEXT))},
        content=_list(kind("reasoning_text", text=_TEXT)),
        encrypted_content=_TEXT,
        status=_STATUS,
    ),
    _form("compaction", {"encrypted_content": _TEXT}, id=_TEXT, created_by=_TEXT),
    _form("item_reference", {"id": _TEXT}),
    _form("file_search_call", {"id": _TEXT, "queries": _NAMES, "status": _CALL_STATUS}, results=_list(TABLE)),
    _form("web_search_call", {"id": _TEXT, "action": TABLE, "status": _CALL_STATUS}),
    _form("image_generation_call", {"id": _TEXT, "status": _CALL_STATUS}, result=_TEXT),
    _form(
        "code_interpreter_call",
        {"id": _TEXT, "container_id": _TEXT, "status": _CALL_STATUS},
        code=_TEXT,
        outputs=_list(TABLE),
    ),
    _form("local_shell_call", {**_CALLED, "id": _TEXT, "action": TABLE, "status": _STATUS}),
    _form("local_shell_call_output", {"id": _TEXT, "output": _TEXT}, status=_STATUS),
    _form("shell_call", {**_CALLED, "action": TABLE}, id=_TEXT, status=_STATUS, created_by=_TEXT),
    _form(
        "shell_call_output", {**_CALLED, "output": _list(TABLE)}, id=_TEXT, max_output_length=_WHOLE, created_by=_TEXT
    ),
    _form(
        "apply_patch_call",
        {**_CALLED, "operation": TABLE, "status": one_of("in_progress", "completed")},
        id=_TEXT,
        created_by=_TEXT,
    ),
    _form(
        "apply_patch_call_output",
        {**_CALLED, "status": one_of("completed", "failed")},
        id=_TEXT,
        output=_TEXT,
        created_by=_TEXT,
    ),
    _form("mcp_list_tools", {**_MCP, "tools": _list(TABLE)}, error=_TEXT),
    _form("mcp_approval_request", {**_MCP, "arguments": _TEXT, "name": _TEXT}),
    _form("mcp_approval_response", {"approval_request_id": _TEXT, "approve": SWITCH}, id=_TEXT, reason=_TEXT),
    _form(
        "mcp_call",
        {**_MCP, "arguments": _TEXT, "name": _TEXT},
        approval_request_id=_TEXT,
        error=_TEXT,
        output=_TEXT,
        status=_ANY,
    ),
)
_MESSAGE_TYPE = {"type": one_of("message")}
# The model's own words, as they came; what a client tells of them; and what others say.
_SPOKEN = record(
    {**_MESSAGE_TYPE, "id": _TEXT, "role": one_of("assistant"), "content": _list(_SPOKEN_PARTS), "status": _STATUS}
)
_TOLD = record({"role": one_of("assistant"), "content": _text_or(_PARTS)}, _MESSAGE_TYPE)
_SAID = record(
    {"role": one_of("user", "system", "developer"), "content": _text_or(_PARTS)}, {**_MESSAGE_TYPE, "status": _STATUS}
)
_IS_ASSISTANT = {"properties": {"role": one_of("assistant")}, "required": ["role"]}
_MESSAGE = {
    "if": _IS_ASSISTANT,
    "then": {"if": {"required": ["id"]}, "then": _SPOKEN, "else": _TOLD},
    "else": _SAID,
}
_IS_MESSAGE = {"anyOf": [{"properties": {"type": one_of("message")}, "required": ["type"]}, {"required": ["role"]}]}
_HAS_TYPE = {"required": ["type"]}
_REFERENCE = record({"id": _TEXT})
_TOOL = _forms(
    _form("function", {"name": _TEXT}, description=_TEXT, parameters=TABLE, strict=SWITCH),
    _form("custom", {"name": _TEXT}, description=_TEXT, format=TABLE),
    kind(
        "computer_use_preview",
        display_width=_WHOLE,
        display_height=_WHOLE,
        environment=one_of("windows", "mac", "linux", "ubuntu", "browser"),
    ),
)
REQUEST: Json = dict(
    record(
        {
            "input": {
                "type": ["string", "array"],
                "items": {
                    "type": "object",
                    "if": _IS_MESSAGE,
                    "then": _MESSAGE,
                    "else": {"if": _HAS_TYPE, "then": _ITEM, "else": _REFERENCE},
                },
            }
        },
        {
            **PREVIEW,
            "model": _TEXT,
            "previous_response_id": _TEXT,
            "stream": SWITCH,
            "tools": _list(_TOOL),
        },
    )
)


def _begun(request: Json, created: float, _viewport: Json | None) -> Json:
    return {"created_at": int(created), "error": None, "tools": request.get("tools", []), "usage": None}


DIALECT = ServedDialect(
    name="preview",
    tool="computer_use_preview",
    call=lambda actions, checks: {"action": actions[0], "pending_safety_checks": checks},
    begun=_begun,
    request=REQUEST,
)
