"""Takes out of a journal's texts who recorded it and on which computer, and makes its chain anew. Pure.

The lines say in their first one that they are an edited copy, and of what kind. Pictures are not looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop_agent.core.events import Seal
from desktop_agent.core.json_text import json_line
from desktop_agent.core.passwords import Passwords
from desktop_agent.record.chain import line_hash, seal_bytes
from desktop_agent.record.store import slug

HOME = "~"
USER = "user"
HOST = "computer"
# Home folders as the systems name them: what follows is a person's name.
_HOMES = re.compile(r"(?:/home/|/Users/|/export/home/|[A-Za-z]:\\Users\\)([^/\\\s\"'<>|:]+)")
_LONGEST_NAME = 64
_RUN = re.compile(r"(\d{8}-\d{6})-.*-([0-9a-f]{6})")
# Names that a great many computers have say nothing, and are words of their own.
_ORDINARY = frozenset(
    "root user admin administrator guest public shared ubuntu debian pi localhost computer host home".split()
)
# Fields that hold a word of ours: nobody is named in them.
FIXED = frozenset(
    "event at path sha256 media_type verdict by rule status mode dialect version cause call_id kind button".split()
)
_LOCAL = re.compile(r"(https?://)(?!127\.0\.0\.1|localhost|\[::1\])[^/:\s\"]+")


@dataclass(frozen=True, slots=True)
class Names:
    """The names to leave out."""

    homes: Sequence[str]  # paths
    users: Sequence[str]
    hosts: Sequence[str]


def without_names(journal: bytes, names: Names) -> bytes:
    """Return a journal without these names and those in its own paths; damaged lines are left out."""
    events = read_events(journal)
    rules = _rules(names, events)
    return resealed([_without_names(event, rules) for event in events], "share")


def read_events(journal: bytes) -> list[dict[str, object]]:
    """Return a journal's lines as the mappings that they are, without passwords; damaged ones are left out."""
    events = [event for event in map(_read_line, journal.split(b"\n")) if event]
    passwords = Passwords()
    for event in events:
        passwords.learn(event)
    return [_without_places(passwords.covered(event)) for event in events]


def resealed(events: Iterable[dict[str, object]], edited: str) -> bytes:
    """Return a journal with a chain of its own that says in its first line how it was edited; no live picture."""
    journal = bytearray()
    last = b""
    for number, event in enumerate(events):
        fields = {name: value for name, value in event.items() if name not in {"chain", "sig", "live"}}
        if not number:
            fields |= _new_name(fields)
            fields["edited"] = "+".join(filter(None, (str(fields.get("edited", "")), edited)))
        text = json_line(fields, compact=True)
        content = text.encode("utf-8", "backslashreplace").removesuffix(b"}")
        end = seal_bytes(Seal(line_hash(last, content)))
        journal += content + end
        last = end
    return bytes(journal)


def _new_name(started: Mapping[str, object]) -> dict[str, object]:
    """Return the name of an edited run: it is made of the task, and the task has changed."""
    run = str(started.get("run", ""))
    task = str(started.get("task", ""))
    parts = _RUN.fullmatch(run)
    if parts is None:
        return {}
    name = f"{parts[1]}-{slug(task)}-{parts[2]}"
    return {"run": name, "dir": name}


def _read_line(line: bytes) -> dict[str, object] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _without_places(event: dict[str, object]) -> dict[str, object]:
    """Return an event without the places of passwords, so that nobody can tell how long they were.

    The parts of its texts go, too: they say the same once more, and a copy is edited in one place only.
    """
    event = {name: value for name, value in event.items() if name not in {"withheld", "texts"}}
    return event | {"places": []} if event.get("event") == "withheld" else event


def _rules(names: Names, events: Sequence[dict[str, object]]) -> list[tuple[re.Pattern[str], str]]:
    """Return patterns and their replacements, longer names first."""
    users = {*names.users, *(user for event in events for user in _HOMES.findall(json.dumps(event.get("dir", ""))))}
    rules = [(re.compile(rf"{re.escape(home)}(?![\w-])"), HOME) for home in sorted(names.homes, key=len, reverse=True)]
    rules.append((_HOMES, HOME))
    for words, replacement in ((names.hosts, HOST), (users, USER)):
        telling = sorted(filter(tells, words), key=len, reverse=True)
        rules += [(re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE), replacement) for word in telling]
    return rules


def tells(name: str) -> bool:
    """Tell whether a name says whose computer it is: others are on a great many."""
    return 1 < len(name) <= _LONGEST_NAME and name.casefold() not in _ORDINARY


def _without_names(event: dict[str, object], rules: Sequence[tuple[re.Pattern[str], str]]) -> dict[str, object]:
    cleaned = {name: value if name in FIXED else _without_names_in(value, rules) for name, value in event.items()}
    address = cleaned.get("base_url")
    if isinstance(address, str) and not cleaned.get("offline"):
        cleaned["base_url"] = _LOCAL.sub(rf"\g<1>{HOST}", address)
    return cleaned


def _without_names_in(value: object, rules: Sequence[tuple[re.Pattern[str], str]]) -> object:
    match value:
        case str():
            for pattern, replacement in rules:
                value = pattern.sub(replacement, value)
            return value
        case list():
            return [_without_names_in(each, rules) for each in value]
        case dict():
            return {name: each if name in FIXED else _without_names_in(each, rules) for name, each in value.items()}
        case _:
            return value
