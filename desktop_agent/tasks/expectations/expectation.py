r"""An expectation: its kinds, and how a person writes one, which is parsed strictly; what is unclear is an error.

file:~/Notes/list.txt                        file:~/Notes/list.txt changed
file:~/Notes/list.txt contains "milk"        file:list.txt equals expected.txt
file:list.txt matches ^milk, \\d+$            cell:~/Budget.ods!Sheet1!B2=120.50
window:list.txt                              screen:"Message sent"
control:"Remember me"=checked                url:https://example.org/done
clipboard:"INV-2041"                         command:test -s ~/Notes/list.txt
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message

FileTest = Literal["exists", "changed", "contains", "equals", "matches"]
ControlWord = Literal[
    "checked", "unchecked", "selected", "unselected", "expanded", "collapsed", "focused", "enabled", "disabled"
]


@dataclass(frozen=True, slots=True)
class ExpectedFile:
    """A file exists, has changed since the start, or matches `value`, which is a text, a pattern or another file.

    Of an office file, the text in it counts; blanks and line breaks between words are all the same there.
    """

    path: Path
    test: FileTest
    value: str = ""


@dataclass(frozen=True, slots=True)
class ExpectedCell:
    """A cell of a sheet in a file shows or holds a value; a quoted one is a text, even where it reads as a number."""

    path: Path
    sheet: str
    cell: str  # such as B2
    value: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class ExpectedWindow:
    """A window is shown with this in its title."""

    title: str


@dataclass(frozen=True, slots=True)
class ExpectedOnScreen:
    """The picture shows a text."""

    text: str


@dataclass(frozen=True, slots=True)
class ExpectedControl:
    """Every control of this name that can be in a state is in it, and there is one."""

    name: str
    state: ControlWord


@dataclass(frozen=True, slots=True)
class ExpectedAddress:
    """A browser shows this address; without a scheme any scheme counts, and a * at the end matches any ending."""

    address: str


@dataclass(frozen=True, slots=True)
class ExpectedClipboard:
    """The clipboard holds exactly this text."""

    text: str


@dataclass(frozen=True, slots=True)
class ExpectedCommand:
    """A command ends with exit code 0; it runs without a shell."""

    command: tuple[str, ...]


Expectation = (
    ExpectedFile
    | ExpectedCell
    | ExpectedWindow
    | ExpectedOnScreen
    | ExpectedControl
    | ExpectedAddress
    | ExpectedClipboard
    | ExpectedCommand
)


SHEETS = frozenset({".ods", ".xlsx"})
_LONGEST = 4_000
_HINT = Message("See: desktop-agent guide expectations")
# A path with a blank before one of these words is written in quotes.
_FILE = re.compile(r'(?P<path>"[^"]+"|.+?)(?:\s+(?P<test>exists|changed|contains|equals|matches)(?:\s+(?P<rest>.+))?)?')
_CELL = re.compile(
    r'(?P<path>"[^"]+"|.+?)!(?P<sheet>\'[^\']+\'|[^!=]+)!(?P<cell>[A-Za-z]{1,3}[1-9]\d{0,6})=(?P<value>.*)'
)
_CONTROL = re.compile(r'(?P<name>"(?:[^"\\]|\\.)+"|“[^”]+”)=(?P<state>\w+)')
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*:(?://)?)?[^\s*]+\*?", re.IGNORECASE)


def read_expectation(text: str) -> Expectation:
    """Return the parsed expectation; SettingsError explains what cannot be understood."""
    kind, colon, body = text.strip().partition(":")
    reader = _READERS.get(kind)
    if reader is None or not colon:
        raise _parse_error(
            text, Message("it must start with one of {kinds}", kinds=", ".join(f"{name}:" for name in _READERS))
        )
    if not body.strip():
        raise _parse_error(text, Message("nothing follows the colon"))
    if len(text) > _LONGEST or not body.isprintable():
        raise _parse_error(text, Message("it's too long, or it contains a line break or another control character"))
    try:
        return reader(body.strip())
    except _Misread as why:
        raise _parse_error(text, why.args[0]) from why


class _Misread(Exception):  # noqa: N818 - it becomes a sentence
    """What cannot be understood."""


def _parse_error(text: str, why: str) -> SettingsError:
    return SettingsError(
        Message("The expectation “{written}” can't be understood: {why}.", written=text[:80], why=why), _HINT
    )


def _parse_file(body: str) -> ExpectedFile:
    match = _FILE.fullmatch(body)
    if match is None:
        raise _Misread(Message("no file is specified"))
    path = _parse_path(match["path"])
    test = match["test"] or "exists"
    value = match["rest"] or ""
    match test, bool(value):
        case "exists" | "changed", True:
            raise _Misread(Message("nothing can follow “{word}”", word=test))
        case "exists" | "changed", False:
            return ExpectedFile(path, test)
        case _, False:
            raise _Misread(Message("nothing follows “{word}”", word=test))
        case "contains", _:
            return ExpectedFile(path, "contains", _unquoted(value))
        case "equals", _:
            return ExpectedFile(path, "equals", str(_parse_path(value)))
        case _:
            _check_pattern(value)
            return ExpectedFile(path, "matches", value)


def _check_pattern(pattern: str) -> None:
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        raise _Misread(Message("“{pattern}” isn't a valid regular expression", pattern=pattern[:60])) from error


def _parse_cell(body: str) -> ExpectedCell:
    match = _CELL.fullmatch(body)
    if match is None:
        raise _Misread(Message("use the form cell:FILE!Sheet!B2=VALUE"))
    path = _parse_path(match["path"])
    value = match["value"].strip()
    if path.suffix.lower() not in SHEETS:
        raise _Misread(Message("cells can only be read in {endings} files", endings=", ".join(sorted(SHEETS))))
    is_quoted = value[:1] in {'"', "“"}
    sheet = match["sheet"].strip("'")
    cell = match["cell"].upper()
    return ExpectedCell(path, sheet, cell, _unquoted(value) if is_quoted else value, is_quoted)


def _parse_control(body: str) -> ExpectedControl:
    match = _CONTROL.fullmatch(body)
    if match is None:
        raise _Misread(Message('use the form control:"Name"=state'))
    state = next((word for word in get_args(ControlWord) if word == match["state"]), None)
    if state is None:
        raise _Misread(Message("the state must be one of {states}", states=", ".join(get_args(ControlWord))))
    return ExpectedControl(_unquoted(match["name"]), state)


def _parse_address(body: str) -> ExpectedAddress:
    if not _ADDRESS.fullmatch(body):
        raise _Misread(Message("it isn't a page address; * is allowed only at the end"))
    return ExpectedAddress(body)


def _parse_command(body: str) -> ExpectedCommand:
    try:
        words = tuple(shlex.split(body))
    except ValueError as error:
        raise _Misread(Message("the command is missing a closing quotation mark")) from error
    if not words:
        raise _Misread(Message("no command is specified"))
    return ExpectedCommand(
        (words[0], *(str(Path(word).expanduser()) if word[:1] == "~" else word for word in words[1:]))
    )


def _maybe_quoted(body: str) -> str:
    """Return a text that may stand in quotation marks."""
    return _unquoted(body) if body.strip()[:1] in {'"', "“"} else body


def _unquoted(quoted: str) -> str:
    r"""Return the text inside quotation marks; straight ones allow the escapes \\n, \\t and \\"."""
    text = quoted.strip()
    if text.startswith("“") and text.endswith("”") and len(text) > len("“”"):
        return text[1:-1]
    try:
        string = json.loads(text) if text.startswith('"') else None
    except ValueError:
        string = None
    if not isinstance(string, str):
        raise _Misread(Message('the text must be in quotation marks: "…"'))
    return string


def _parse_path(path: str) -> Path:
    text = path.strip()
    if text[:1] == '"':
        text = text[1:-1] if text.endswith('"') and len(text) > len('""') else ""
    if not text or text.endswith("/"):
        raise _Misread(Message("no file is specified"))
    try:
        return Path.cwd() / Path(text).expanduser()
    except RuntimeError as error:
        raise _Misread(Message("that home folder doesn't exist: {path}", path=text[:60])) from error


_READERS: Mapping[str, Callable[[str], Expectation]] = {
    "file": _parse_file,
    "cell": _parse_cell,
    "window": lambda body: ExpectedWindow(_maybe_quoted(body)),
    "screen": lambda body: ExpectedOnScreen(_unquoted(body)),
    "control": _parse_control,
    "url": _parse_address,
    "clipboard": lambda body: ExpectedClipboard(_maybe_quoted(body)),
    "command": _parse_command,
}
