"""The report as a file: its elements, the run that is in it as data, and the words that are read without its script."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

VOID = {"meta", "img", "input"}


@dataclass
class Seen(HTMLParser):
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    scripts: dict[str, str] = field(default_factory=dict)  # their contents, by their ids
    open_now: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open_now.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open_now.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open_now[-1:] == ["script"]:
            self.scripts[self.elements[-1][1].get("id", "")] = data
        elif self.open_now[-1:] != ["style"]:
            self.words.append(data)

    @property
    def data(self) -> Mapping[str, Any]:
        """Return the run that the page's script draws."""
        found: Mapping[str, Any] = json.loads(self.scripts["data"])
        return found

    @property
    def moments(self) -> list[Mapping[str, Any]]:
        return list(self.data["moments"])

    @property
    def text(self) -> str:
        """Return all words of the page's data but those of its own buttons."""
        run = {name: value for name, value in self.data.items() if name != "words"}
        return " ".join(" ".join(_texts(run)).split())

    @property
    def plain(self) -> str:
        """Return what is read without the script."""
        return " ".join("".join(self.words).split())

    @property
    def pictures(self) -> dict[str, bytes]:
        """Return the pictures by their ids."""
        return {name: base64.b64decode(data) for name, data in self.scripts.items() if name.startswith("picture-")}

    def all(self, name: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.elements if tag == name]


def seen(path: Path) -> Seen:
    page = Seen()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    assert [] == page.open_now
    return page


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from _texts([*value.values()])
        case list():
            for part in value:
                yield from _texts(part)
        case _:
            return
