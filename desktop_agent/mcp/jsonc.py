"""Adds and removes one entry in a file of JSON, which may have comments; every other character stays as it is.

Comments, and commas after a last member, are blanked out in copies of the same length, which the standard library can
parse: so each place in a copy is a place in the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_STRING_OR_COMMENT: Final = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
_STRING_OR_LAST_COMMA: Final = re.compile(r'"(?:\\.|[^"\\])*"|,(?=\s*[}\]])', re.DOTALL)
_UNIT: Final = re.compile(r'^([ \t]+)"', re.MULTILINE)
_NO_SPACE: Final = re.compile(r"\S")
_NO_LINE_END: Final = re.compile(r"[^\r\n]")
_DECODER: Final = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class _Member:
    """A member of an object, by places in the text."""

    name: str
    start: int
    value: int
    end: int
    comma: int | None


@dataclass(frozen=True, slots=True)
class _Object:
    """An object that begins at a brace."""

    brace: int
    members: Sequence[_Member]
    closing: int

    def named(self, name: str) -> _Member | None:
        return next((member for member in self.members if member.name == name), None)


class _Source:
    """A text, and its copies without comments, and without the last commas either."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.structure = _STRING_OR_COMMENT.sub(_blanked, text)
        self.plain = _STRING_OR_LAST_COMMA.sub(_blanked, self.structure)
        self.line = "\r\n" if "\r\n" in text else "\n"
        unit = _UNIT.search(text)
        self.unit = unit[1] if unit else "  "
        # A text of one line stays one, unless nothing is in it.
        self.indent = None if "\n" not in text.strip() and self.plain.strip(" \n{}") else self.unit

    def next(self, at: int) -> int:
        """Return the place of the next character that's neither space nor in a comment."""
        match = _NO_SPACE.search(self.structure, at)
        return match.start() if match else len(self.text)

    def root(self) -> _Object:
        return self.object_at(self.next(0))

    def object_at(self, brace: int) -> _Object:
        members = list[_Member]()
        at = self.next(brace + 1)
        while self.structure[at] != "}":
            name, colon = _DECODER.raw_decode(self.plain, at)
            value = self.next(self.next(colon) + 1)
            _, end = _DECODER.raw_decode(self.plain, value)
            following = self.next(end)
            comma = following if self.structure[following] == "," else None
            members.append(_Member(name, at, value, end, comma))
            at = following if comma is None else self.next(comma + 1)
        return _Object(brace, members, at)

    def indentation(self, at: int) -> str:
        line = self.text[self.text.rfind("\n", 0, at) + 1 :]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def written(self, value: object, indentation: str) -> str:
        """Return a value as text, whose first line is indented already."""
        text = json.dumps(value, ensure_ascii=False, indent=self.indent)
        return text.replace("\n", self.line + indentation)


def read(text: str) -> dict[str, object]:
    """Return the object in a text, empty for an empty text; ValueError where it isn't one, or a name is repeated."""
    content = json.loads(_Source(text).plain.strip() or "{}", object_pairs_hook=_without_duplicates)
    if not isinstance(content, dict):
        raise ValueError("No object.")  # noqa: TRY004 - a fault of the text, like the others
    return content


def with_entry(text: str, table: str, name: str, entry: object) -> str:
    """Return a readable text in which `entry` is the member `name` of the object `table`."""
    source = _Source(text if text.strip() else "{}\n")
    root = source.root()
    servers = root.named(table)
    if servers is None:
        return _with_member(source, root, table, {name: entry})
    inside = source.object_at(servers.value)
    before = inside.named(name)
    if before is None:
        return _with_member(source, inside, name, entry)
    written = source.written(entry, source.indentation(before.start))
    return source.text[: before.value] + written + source.text[before.end :]


def without_entry(text: str, table: str, name: str) -> str:
    """Return a readable text without the member `name` of the object `table`, nor that if it has nothing else in it."""
    source = _Source(text)
    servers = source.root().named(table)
    if servers is None:
        return text
    left = _Source(_without_member(source, source.object_at(servers.value), name))
    root = left.root()
    servers = root.named(table)
    if servers is not None and not left.text[servers.value + 1 : servers.end - 1].strip():
        return _without_member(left, root, table)
    return left.text


def _with_member(source: _Source, parent: _Object, name: str, value: object) -> str:
    """Return a text with a new last member in an object, and a comma after it if its last member had one."""
    text = source.text
    last = parent.members[-1] if parent.members else None
    end = last.end if last else parent.brace + 1
    content_end = len(text[: parent.closing].rstrip())
    before = text[:end] + ("," if last and last.comma is None else "") + text[end:content_end]
    comma = "," if last and last.comma is not None else ""
    if source.indent is None:
        space = " " if last else ""
        return f"{before}{space}{json.dumps(name)}: {source.written(value, '')}{comma}{text[content_end:]}"
    outer = source.line + source.indentation(parent.brace)
    inner = outer + source.unit
    written = source.written(value, inner.removeprefix(source.line))
    return f"{before}{inner}{json.dumps(name)}: {written}{comma}{outer}{text[parent.closing :]}"


def _without_member(source: _Source, parent: _Object, name: str) -> str:
    """Return a text without a member, its comma, and the space before it."""
    text = source.text
    member = parent.named(name)
    if member is None:
        return text
    start = len(text[: member.start].rstrip())
    end = member.end if member.comma is None else member.comma + 1
    if not (text[parent.brace + 1 : start] + text[end : parent.closing]).strip():
        return text[: parent.brace + 1] + text[parent.closing :]
    before = text[:start]
    space = text[start : member.start]
    after = text[end:]
    place = parent.members.index(member)
    previous = parent.members[place - 1].comma if place else None
    if member.comma is None and previous is not None:
        before = before[:previous] + before[previous + 1 :]
    # What follows on the same line must not end up in a comment before it.
    if "\n" not in after[: len(after) - len(after.lstrip())] and ("\n" in space or member.comma is not None):
        return before + space + after.lstrip()
    return before + after


def _blanked(match: re.Match[str]) -> str:
    return match[0] if match[0].startswith('"') else _NO_LINE_END.sub(" ", match[0])


def _without_duplicates(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("A name is repeated.")
    return fields
