"""Homes of whole files, as programs and people leave them, from a list; and which of them are there on a desk."""

from __future__ import annotations

import base64
import hashlib
import re
import shlex
import sqlite3
import tempfile
import tomllib
from contextlib import closing
from pathlib import Path
from random import Random

from desktop_agent.desk.hidden_list import HomePlaces
from desktop_agent.desk.sandbox.side_desk import DeskWish, SideDesk
from tests.fakes.desks import done_inside

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


def there_on_desk(root: Path) -> set[str]:
    """Return the paths of those files of `root/home` whose content a program on a desk reads, under whatever name."""
    home = root / "home"
    with SideDesk(DeskWish(root / "data/desks", HomePlaces(home, (root / "data",)))) as desk:
        said = done_inside(desk, f"find {shlex.quote(str(home))} -type f -exec sha256sum {{}} +")
    seen = {line.split()[0] for line in said.splitlines() if line}
    files = [path for path in home.rglob("*") if path.is_file()]
    return {str(file.relative_to(home)) for file in files if _digest(file) in seen}


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


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
