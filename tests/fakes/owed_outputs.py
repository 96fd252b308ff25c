"""What vendors' servers refuse: calls without an output, outputs without a call, and safety checks without a yes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from desktop_agent.core.json_text import JsonItem
from desktop_agent.devtools.serve.wire.problem import BadRequestError

OUTPUT_OF = {
    "computer_call": "computer_call_output",
    "function_call": "function_call_output",
    "custom_tool_call": "custom_tool_call_output",
}
_ENDS = frozenset({"terminate", "answer", "done"})  # actions that wait for no output


def check_outputs(before: Iterable[JsonItem], items: Iterable[JsonItem]) -> None:
    """Check that a request answers all open calls, those before it and those in it.

    `before` is the output of the response that it continues, `items` its input.

    Raises:
        BadRequestError: an output, a picture or an acknowledgement is missing, or belongs to no call.
    """
    given = tuple(items)
    calls = [call for call in (*before, *given) if _waits(call)]
    outputs = {(one.get("type"), _name(one)): one for one in given if one.get("type") in OUTPUT_OF.values()}
    for call in calls:
        _settled(call, outputs.get((OUTPUT_OF[str(call["type"])], _name(call))))
    known = {(OUTPUT_OF[str(call["type"])], _name(call)) for call in calls}
    if not any(one.get("type") == "item_reference" for one in given):
        _no_strays(outputs, known)


def _settled(call: JsonItem, output: JsonItem | None) -> None:
    kind, name = str(call["type"]).removesuffix("_call").replace("_", " "), _name(call)
    if output is None:
        raise BadRequestError(f"No tool output found for {kind} call {name}.", param="input")
    if call["type"] != "computer_call":
        return
    if not _picture(output):
        message = f"The output of computer call {name} has no picture. Send the screen as it is now, as image_url."
        raise BadRequestError(message, param="input")
    missing = sorted(_ids(call, "pending_safety_checks") - set(_ids(output, "acknowledged_safety_checks")))
    if missing:
        message = f"These safety checks of computer call {name} were not acknowledged: {', '.join(missing)}."
        raise BadRequestError(message, param="input", code="unacknowledged_safety_checks")


def _no_strays(outputs: Mapping[tuple[object, str], JsonItem], known: set[tuple[str, str]]) -> None:
    for kind, name in outputs:
        if (kind, name) not in known:
            said = str(kind).removesuffix("_call_output").replace("_", " ")
            raise BadRequestError(f"No tool call found for {said} call output with call_id {name}.", param="input")


def _waits(item: JsonItem) -> bool:
    if str(item.get("type")) not in OUTPUT_OF:
        return False
    action = item.get("action")
    return not (isinstance(action, Mapping) and str(action.get("type")) in _ENDS)


def _name(item: JsonItem) -> str:
    return str(item.get("call_id") or item.get("id") or "")


def _picture(output: JsonItem) -> object:
    shown = output.get("output")
    return shown.get("image_url") if isinstance(shown, Mapping) else None


def _ids(item: JsonItem, field: str) -> set[str]:
    return set(_each(item.get(field)))


def _each(checks: object) -> Iterator[str]:
    for check in checks if isinstance(checks, list) else ():
        if isinstance(check, Mapping) and isinstance(check.get("id"), str):
            yield check["id"]
