"""Texts in straight quotes, as steps and their attributes have them; line breaks and Tabs are escaped. Pure."""

from __future__ import annotations

import re

_TO_ESCAPE = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_ESCAPED = {"n": "\n", "t": "\t", "\\": "\\", '"': '"', "'": "'", "{": "{"}
_BRACES, _NO_VARIABLE = re.compile(r"\{\{(?!secret:)"), r"\\{\\{"
QUOTED = r'"(?:[^"\\]|\\.)*"'


def quoted(text: str, *, braces: bool = False) -> str:
    """Return the text in quotes; `braces` tells that it is for a step's words, where “{{” is to be no variable."""
    body = "".join(_TO_ESCAPE.get(char, char) for char in text)
    return f'"{_BRACES.sub(_NO_VARIABLE, body) if braces else body}"'


def unquoted(text: str) -> str:
    """Return what stands between the quotes of a text that matches `QUOTED`."""
    return re.sub(r"\\(.)", lambda found: _ESCAPED.get(found[1], found[0]), text[1:-1])
