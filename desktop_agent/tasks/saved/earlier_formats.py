r"""The earlier formats of tasks, read for one release: other names in the header, and files of steps. Pure.

A file of steps (`NAME.steps`) had its header without a fence, with lines such as `set name = "Ada"`; a task with
`body = "steps"` had such a file as its body. In both, a variable was `{{name}}`, and `\{{` no variable.
"""

from __future__ import annotations

import json
import re

from desktop_agent.tasks.task import QUOTED, VARIABLE, unquoted

EARLIER_ENDING = ".steps"
_FENCE = "+++"
_KEYS = {
    "minutes": "max_minutes",
    "steps": "max_steps",
    "cost": "max_cost",
    "files": "desk_files",
    "hosts": "desk_hosts",
}
_KEY = re.compile(rf"^({'|'.join(_KEYS)})(?=\s*=)")
_BODY = re.compile(r"""^body\s*=\s*["'](words|steps)["']\s*$""")
_SET = re.compile(rf"set[ \t]+(?P<name>{VARIABLE})(?:[ \t]*=[ \t]*(?P<value>{QUOTED}))?", re.DOTALL)
_OF_FILM = {"size": "size", "open": "open", "theme": "themes", "language": "languages"}
_HEADER = re.compile(rf"(?P<key>title|{'|'.join(_OF_FILM)})[ \t]*:[ \t]*(?P<value>.*)")
_STARTS = re.compile(r"\d{1,6}[.)][ \t]")
_PIECES = re.compile(
    rf"\\(?P<escaped>\{{\\?\{{|.)|\{{\{{ *(?P<name>{VARIABLE}) *\}}\}}|\{{(?={VARIABLE}\}})", re.DOTALL
)


def in_present_format(text: str) -> str:
    """Return the text of a task in the present format; any other text as it is."""
    lines = text.removeprefix("\ufeff").split("\n")
    if lines[0].rstrip() != _FENCE:
        return _with_header(lines, []) if any(map(_STARTS.match, lines)) else text
    end = next((number for number, line in enumerate(lines) if number and line.rstrip() == _FENCE), 0)
    table = next((number for number, line in enumerate(lines[:end]) if line.startswith("[")), end)
    head = [_KEY.sub(lambda match: _KEYS[match[1]], line) for line in lines[1:table]]
    bodies = [match[1] for line in head if (match := _BODY.match(line))]
    head = ["" if _BODY.match(line) else line for line in head] + lines[table:end]
    if bodies == ["steps"]:
        return _with_header(lines[end + 1 :], head)
    return "\n".join((_FENCE, *head, *lines[end:])) if end else text


def _with_header(lines: list[str], head: list[str]) -> str:
    """Return a task with the header's lines of some steps as TOML, behind `head`."""
    first = next((number for number, line in enumerate(lines) if _STARTS.match(line)), len(lines))
    top, film, variables, comments = list[str](), list[str](), list[str](), list[str]()
    for line in lines[:first]:
        if match := _SET.fullmatch(line.strip()):
            table = f"[variables.{json.dumps(match['name'], ensure_ascii=False)}]"
            value = [] if match["value"] is None else [f"default = {_toml(unquoted(match['value']))}"]
            variables += _declared(head, match["name"], value) or [table, *value]
        elif (match := _HEADER.fullmatch(line.strip())) and match["key"] == "title":
            top += [] if any(line.startswith("title") for line in head) else [f"title = {_toml(match['value'])}"]
        elif match:
            values = [part.strip() for part in match["value"].split(",")]
            listed = f"[{', '.join(map(_toml, values))}]" if match["key"] in {"theme", "language"} else ""
            film.append(f"{_OF_FILM[match['key']]} = {listed or _toml(match['value'])}")
        else:
            comments.append(line)
    body = [_line(line) for line in (*comments, *lines[first:])]
    return "\n".join((_FENCE, *top, *head, *(["[film]", *film] if film else []), *variables, _FENCE, *body))


def _declared(head: list[str], name: str, value: list[str]) -> list[str]:
    """Return nothing but a blank line where the header declares a variable, which gets the value if it has none."""
    start = next(
        (n for n, line in enumerate(head) if line.strip() in {f"[variables.{name}]", f'[variables."{name}"]'}), -1
    )
    if start < 0:
        return []
    end = next((n for n in range(start + 1, len(head)) if head[n].startswith("[")), len(head))
    if not any(line.startswith("default") for line in head[start:end]):
        head[start + 1 : start + 1] = value
    return [""]


def _line(line: str) -> str:
    def piece(match: re.Match[str]) -> str:
        if match["name"]:
            return f"{{{match['name']}}}"
        if match["escaped"] is None:
            return "\\{"
        return "{\\{" if match["escaped"].startswith("{") and len(match["escaped"]) > 1 else match[0]

    return _PIECES.sub(piece, line)


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
