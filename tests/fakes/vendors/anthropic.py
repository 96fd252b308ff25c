"""Anthropic's Messages API."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.fakes.vendors.vendor import Vendor, pieces


def _message_events(message: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the events of a message."""
    usage = {**message["usage"], "output_tokens": 1}
    yield {"type": "message_start", "message": {**message, "content": [], "stop_reason": None, "usage": usage}}
    yield {"type": "ping"}
    for index, block in enumerate(message["content"]):
        bare, deltas = _block(block)
        yield {"type": "content_block_start", "index": index, "content_block": {**block, **bare}}
        yield from ({"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas)
        yield {"type": "content_block_stop", "index": index}
    ending = {name: message[name] for name in ("stop_reason", "stop_sequence", "stop_details") if name in message}
    yield {"type": "message_delta", "delta": ending, "usage": message["usage"]}
    yield {"type": "message_stop"}


def _block(block: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    match block["type"]:
        case "text":
            return {"text": ""}, [{"type": "text_delta", "text": piece} for piece in pieces(block["text"])]
        case "thinking":
            told = [{"type": "thinking_delta", "thinking": piece} for piece in pieces(block["thinking"])]
            return {"thinking": "", "signature": ""}, [
                *told,
                {"type": "signature_delta", "signature": block["signature"]},
            ]
        case "tool_use":
            written = pieces(json.dumps(block["input"], ensure_ascii=False))
            return {"input": {}}, [{"type": "input_json_delta", "partial_json": piece} for piece in written]
        case _:
            return {}, []


VENDOR = Vendor(tool="computer_toolset_20260801", field="content", events=_message_events)
