"""Homes of whole files, as programs and people leave them, from a list."""

from __future__ import annotations

import base64
import re
import sqlite3
import tempfile
import tomllib
from contextlib import closing
from pathlib import Path
from random import Random

SECRETS, MORE_SECRETS, ORDINARY = "desk_home_secrets", "desk_home_more_secrets", "desk_home_ordinary"
_MADE = re.compile(r"<(?:([aAhbrz])(\d+)|pem ([A-Z ]+)|sql ([^>]+))>")
_LETTERS = {
    "a": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
    "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
    "h": "0123456789abcdef",
}


def plant_home(home: Path, name: str) -> list[str]:
    """Put the files of a list into a home, and return their paths."""
    random = Random(name)
    paths = list[str]()
    for file in tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text())["file"]:
        path = home / file["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_content(file["content"], random))
        path.chmod(file.get("mode", 0o644))
        paths.append(file["path"])
    return paths


def _content(text: str, random: Random) -> bytes:
    def made(found: re.Match[str]) -> str:
        kind, size, block, statements = found.groups()
        if statements:
            return _database(statements.split("; ")).decode("latin-1")
        if block:
            lines = base64.encodebytes(random.randbytes(300)).decode()
            return f"-----BEGIN {block}-----\n{lines}-----END {block}-----\n"
        if kind == "z":
            return "\0" * int(size)
        if kind == "r":
            return random.randbytes(int(size)).decode("latin-1")
        if kind == "b":
            return base64.b64encode(random.randbytes(int(size))).decode()
        return "".join(random.choices(_LETTERS[kind], k=int(size)))

    return _MADE.sub(made, text).encode("latin-1")


def _database(statements: list[str]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "made.db"
        with closing(sqlite3.connect(file)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()
        return file.read_bytes()
