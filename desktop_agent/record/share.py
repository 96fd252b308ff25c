"""Takes out of a journal's texts who recorded it and on which computer, and makes its chain anew. Pure.

The lines say in their first one that they are an edited copy, and of what kind. Pictures are not looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop_agent.core.json_text import json_line
from desktop_agent.core.passwords import Passwords
from desktop_agent.core.seal import Seal
from desktop_agent.record.chain import chained, end_of
from desktop_agent.record.store import slug

HOME, USER, HOST = "~", "user", "computer"
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
    """What is to be left out."""

    homes: Sequence[str]  # paths
    users: Sequence[str]
    hosts: Sequence[str]


def shared(journal: bytes, names: Names) -> bytes:
    """Return a journal without these names, and those that its own paths tell of; damaged lines are left out."""
    events = read_events(journal)
    rules = _rules(names, events)
    return resealed([_cleaned(event, rules) for event in events], "share")


def read_events(journal: bytes) -> list[dict[str, object]]:
    """Return a journal's lines as the mappings that they are, without passwords; damaged ones are left out."""
    events, passwords = [event for event in map(_read, journal.split(b"\n")) if event], Passwords()
    for event in events:
        passwords.learn(event)
    return [_without_places(passwords.covered(event)) for event in events]


def resealed(events: Iterable[dict[str, object]], edited: str) -> bytes:
    """Return a journal with a chain of its own that says in its first line how it was edited; no live picture."""
    journal, last = bytearray(), b""
    for number, event in enumerate(events):
        fields = {name: value for name, value in event.items() if name not in {"chain", "sig", "live"}}
        if not number:
            fields |= _renamed(fields)
            fields["edited"] = "+".join(filter(None, (str(fields.get("edited", "")), edited)))
        text = json_line(fields, compact=True)
        content = text.encode("utf-8", "backslashreplace").removesuffix(b"}")
        end = end_of(Seal(chained(last, content)))
        journal += content + end
        last = end
    return bytes(journal)


def _renamed(started: Mapping[str, object]) -> dict[str, object]:
    """Return the name of a run that was edited: it says what the task says, and the task has changed."""
    run, task = str(started.get("run", "")), str(started.get("task", ""))
    if not (found := _RUN.fullmatch(run)):
        return {}
    name = f"{found[1]}-{slug(task)}-{found[2]}"
    return {"run": name, "dir": name}


def _read(line: bytes) -> dict[str, object] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _without_places(event: dict[str, object]) -> dict[str, object]:
    """Return an event without where passwords were: what was cut there is gone, and nobody is to know its length.

    What its texts are made of goes, too: it says the same once more, and a copy is edited in one place only.
    """
    event = {name: value for name, value in event.items() if name not in {"withheld", "texts"}}
    return event | {"places": []} if event.get("event") == "withheld" else event


def _rules(names: Names, events: Sequence[dict[str, object]]) -> list[tuple[re.Pattern[str], str]]:
    """Return what is replaced by what, longer names first."""
    users = {*names.users, *(found for event in events for found in _HOMES.findall(json.dumps(event.get("dir", ""))))}
    rules = [(re.compile(rf"{re.escape(home)}(?![\w-])"), HOME) for home in sorted(names.homes, key=len, reverse=True)]
    rules.append((_HOMES, HOME))
    for words, instead in ((names.hosts, HOST), (users, USER)):
        telling = sorted(filter(tells, words), key=len, reverse=True)
        rules += [(re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE), instead) for word in telling]
    return rules


def tells(name: str) -> bool:
    """Tell whether a name says whose computer it is: others are on a great many."""
    return 1 < len(name) <= _LONGEST_NAME and name.casefold() not in _ORDINARY


def _cleaned(event: dict[str, object], rules: Sequence[tuple[re.Pattern[str], str]]) -> dict[str, object]:
    cleaned = {name: value if name in FIXED else _without(value, rules) for name, value in event.items()}
    if isinstance(address := cleaned.get("base_url"), str) and not cleaned.get("offline"):
        cleaned["base_url"] = _LOCAL.sub(rf"\g<1>{HOST}", address)
    return cleaned


def _without(value: object, rules: Sequence[tuple[re.Pattern[str], str]]) -> object:
    match value:
        case str():
            for pattern, instead in rules:
                value = pattern.sub(instead, value)
            return value
        case list():
            return [_without(one, rules) for one in value]
        case dict():
            return {name: one if name in FIXED else _without(one, rules) for name, one in value.items()}
        case _:
            return value
