"""Google's Gemini API."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.fakes.vendors.vendor import Vendor, pieces


def _chunks(answer: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the chunks of an answer."""
    (candidate,) = answer["candidates"]
    head = {name: answer[name] for name in ("modelVersion", "responseId")}
    for part in candidate["content"]["parts"]:
        for piece in [{**part, "text": text} for text in pieces(part["text"])] if "text" in part else [part]:
            yield {"candidates": [{"content": {"role": "model", "parts": [piece]}, "index": 0}], **head}
    last = {**candidate, "content": {"role": "model", "parts": [{"text": ""}]}}
    yield {**answer, "candidates": [last]}


VENDOR = Vendor(tool="computer_use_gemini", field="candidates", events=_chunks)
