"""Put an answer of the model into the words of a dialect: the items of a response's `output`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_agent.devserver.wire.call_ids import call_id
from desktop_agent.devserver.wire.parsed_request import DialectName
from desktop_agent.offline.plan.acts import Act, as_json
from desktop_agent.offline.plan.pointing import CODE
from desktop_agent.offline.planner import End, Next

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ItemWriter:
    """A dialect, the part of the picture's size that the client counts in, and fresh random digits for ids."""

    dialect: DialectName
    scale: tuple[float, float]
    offers_done: bool
    random: str


def output(words: ItemWriter, answer: Next | End) -> list[Json]:
    """Return the items that say an answer."""
    summary = [{"type": "summary_text", "text": answer.thought}] if answer.thought else []
    thought: list[Json] = [{"id": f"rs_{words.random}", "type": "reasoning", "summary": summary}] if summary else []
    if isinstance(answer, End):
        return [*thought, _end(words, answer)]
    return [*thought, _call(words, answer)]


def text_of(items: list[Json]) -> str:
    """Return all words of some output items, to estimate tokens by."""
    return json.dumps(items, ensure_ascii=False)


def checks_of(items: list[Json]) -> frozenset[str]:
    """Return the ids of the pending safety checks."""
    return frozenset(check["id"] for item in items for check in item.get("pending_safety_checks", ()))


def call_of(items: list[Json]) -> str | None:
    """Return the id of the call that waits for an output."""
    return next((item["call_id"] for item in items if item["type"] == "computer_call"), None)


def _call(words: ItemWriter, answer: Next) -> Json:
    item: Json = {
        "id": f"cc_{words.random}",
        "type": "computer_call",
        "call_id": call_id(answer.position, words.random),
    }
    action = _action(words, answer.act)
    if words.dialect == "lightcone":
        return item | {"status": "completed", "action": action}
    doing = {"actions": [action]} if words.dialect == "openai" else {"action": action}
    checks = [{"id": f"sc_{words.random}", "code": CODE, "message": answer.warning}] if answer.warning else []
    return item | doing | {"pending_safety_checks": checks, "status": "completed"}


def _end(words: ItemWriter, end: End) -> Json:
    if words.dialect == "lightcone":
        how = {"type": "done", "status": "success"} if end.success else {"type": "terminate", "status": "failure"}
        action = how | {"result": end.message, "text": end.message}
        return {
            "id": f"cc_{words.random}",
            "type": "computer_call",
            "call_id": call_id(end.position, words.random),
            "status": "completed",
            "action": action,
        }
    if words.offers_done:
        told = {"message": end.message, "status": "success" if end.success else "failed"}
        return {
            "id": f"fc_{words.random}",
            "type": "function_call",
            "name": "done",
            "call_id": f"done_{words.random}",
            "arguments": json.dumps(told, ensure_ascii=False),
            "status": "completed",
        }
    content = [{"type": "output_text", "text": end.message, "annotations": [], "logprobs": []}]
    return {
        "id": f"msg_{words.random}",
        "type": "message",
        "role": "assistant",
        "status": "completed",
        "content": content,
    }


def _action(words: ItemWriter, act: Act) -> Json:
    action: Json = dict(as_json(act, words.scale))
    match action["type"], words.dialect:
        case "wait", _:
            return {"type": "wait"}  # no dialect has a word for how long
        case "double_click", "openai":
            return action | {"keys": None}  # to be said even where no key is held
        case "click", "lightcone" if action["button"] == "right":
            return {"type": "right_click", "x": action["x"], "y": action["y"]}
        case "drag", "lightcone":
            end = action["path"][-1]
            return {"type": "drag", **action["path"][0], "end_x": end["x"], "end_y": end["y"]}
        case _:
            return action


def usage(request: Mapping[str, Any], picture: tuple[int, int], items: list[Json], dialect: DialectName) -> Json:
    """Return estimated token counts: four characters a token, and 750 pixels of the picture."""
    words = sum(len(text) for text in _texts(request.get("input")))
    tokens_in = words // 4 + picture[0] * picture[1] // 750 + 1
    tokens_out = len(text_of(items)) // 4 + 1
    counts = {"input_tokens": tokens_in, "output_tokens": tokens_out, "total_tokens": tokens_in + tokens_out}
    if dialect != "openai":
        return counts
    details = {"cached_tokens": 0, "cache_write_tokens": 0}
    return counts | {"input_tokens_details": details, "output_tokens_details": {"reasoning_tokens": 0}}


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    if isinstance(value, dict):
        return [text for key, one in value.items() if key in {"text", "content", "input"} for text in _texts(one)]
    return []
