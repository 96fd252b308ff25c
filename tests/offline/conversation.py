"""What a client says to the built-in model's server, for tests: tools by the wire's description, and pictures."""

import base64
from typing import Any

Json = dict[str, Any]

TOOLS: dict[str, Json] = {
    "preview": {"type": "computer_use_preview", "environment": "linux"},
    "lightcone": {"type": "computer_use", "environment": "desktop"},
    "openai": {"type": "computer"},
    "functions": {"type": "function", "name": "click", "parameters": {"type": "object", "properties": {}}},
}
DONE: Json = {
    "type": "function", "name": "done", "description": "Say that the task is over.",
    "parameters": {"type": "object", "properties": {"message": {"type": "string"}}},
}  # fmt: skip


def data_url(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode()
