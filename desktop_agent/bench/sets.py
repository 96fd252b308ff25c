"""Which public sets there are, and how one comes into the cache: from its forge by a pinned commit, or from a copy.

What is run of a set is its tasks and its judge. Both are compared with a SHA-256 before anything of them is used, be
they downloaded or from a copy; assets are data, which programs on a desk open. Nothing of a set is part of this
program.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.core.message import Message

FORGE = "https://codeload.github.com/{repository}/zip/{commit}"
_LARGEST_ZIP, _PIECE, _WITHIN_S = 2 * 1024**3, 1 << 20, 60.0


class BenchError(DesktopAgentError):
    """A set, its judge or its desk cannot be had."""


@dataclass(frozen=True, slots=True)
class PublicSet:
    """One public set: where it is, and what of it is run."""

    name: str
    repository: str
    commit: str
    licence: str
    tasks: str  # the folder with a folder for each program, and the tasks in these
    judge: str  # the package that judges
    sha256: str  # of all that is run: `content_hash`
    kept: tuple[str, ...]  # what of it is kept in the cache


SETS: Mapping[str, PublicSet] = {
    one.name: one
    for one in (
        PublicSet(
            name="deskcraft",
            repository="mrwwk/DeskCraft",
            commit="3e11457c9f4d0cd81f27d961b98ae65f8b6ed309",
            licence="Apache-2.0",
            tasks="evaluation_examples/ubuntu_examples",
            judge="desktop_env/evaluators",
            sha256="cceb0b08f23ea704817edf31350cbf24cd07a3c62ef3ebec00070b63855041a2",
            kept=(
                "assets",
                "evaluation_examples/ubuntu_examples",
                "desktop_env/evaluators",
                "desktop_env/__init__.py",
                "LICENSE",
            ),
        ),
        PublicSet(
            name="osworld",
            repository="pkueecszc/OSWorld",
            commit="eac51b51d3e6fcf4e05706059c058421b34ccedd",
            licence="Apache-2.0",
            tasks="evaluation_examples/examples",
            judge="desktop_env/evaluators",
            sha256="e0ebfbd617382380175826f116e950a6155427e3e950f43e541f1be873d8e188",
            kept=("evaluation_examples/examples", "desktop_env/evaluators", "LICENSE"),
        ),
    )
}


@dataclass(frozen=True)
class TaskSet:
    """A set that is on this computer."""

    name: str
    root: Path
    tasks: Path
    judge: Path  # the folder of the package

    @property
    def package(self) -> str:
        """Return the name by which the judge is imported, from the folder of the set."""
        return ".".join(self.judge.relative_to(self.root).parts)

    @cached_property
    def _metrics(self) -> frozenset[str]:
        text = "\n".join(
            file.read_text(encoding="utf-8", errors="replace") for file in sorted(self.judge.rglob("*.py"))
        )
        return frozenset(re.findall(r"^def (\w+)\(", text, re.MULTILINE))

    def has_metric(self, name: str) -> bool:
        """Tell whether the judge has a function of this name."""
        return name in self._metrics


def own_set(folder: Path) -> TaskSet:
    """Return a set that a folder holds: `tasks/` and the package `judge/`, with `metrics` and `getters`."""
    for part in ("tasks", "judge"):
        if not (folder / part).is_dir():
            raise SettingsError(
                Message("{folder} isn't a set of tasks: it has no {part} folder.", folder=folder, part=part),
                Message("Known sets: {names}. See: desktop-agent guide bench", names=", ".join(SETS)),
            )
    return TaskSet(folder.name, folder.resolve(), folder.resolve() / "tasks", folder.resolve() / "judge")


def public_set(name: str, cache: Path, source: Path | None) -> TaskSet:
    """Return a public set, brought into the cache first where it is not there; BenchError where it cannot be had."""
    known = SETS[name]
    place = cache / "bench" / f"{name}-{known.commit[:12]}"
    if source is not None or not place.is_dir():
        bring(known, place, source)
    return TaskSet(name, place, place / known.tasks, place / known.judge)


def bring(known: PublicSet, place: Path, source: Path | None, forge: str = FORGE) -> None:
    """Put a set in its place, from a folder or a zip, or else from its forge; BenchError where it is not the known one.

    What is in the place already stays until all of the other is there and has been compared.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent) as scratch:
        folder = Path(scratch) / "set"
        if source is None:
            archive = Path(scratch) / "set.zip"
            _download(known, archive, forge)
            _unpack(archive, folder, known)
        elif source.is_file():
            _unpack(source, folder, known)
        elif source.is_dir():
            _copy(source, folder, known)
        else:
            raise SettingsError(
                Message("{source} doesn't exist.", source=source),
                Message("Specify a folder or zip file that contains the set."),
            )
        if (found := content_hash(folder, (known.tasks, known.judge))) != known.sha256:
            raise BenchError(
                Message(
                    "This isn't the expected version of {name}: its tasks or judge are different.", name=known.name
                ),
                Message(
                    "Use {repository} at commit {commit}. Found instead: {found}.",
                    repository=known.repository, commit=known.commit[:12], found=found[:16],
                ),
            )  # fmt: skip
        shutil.rmtree(place, ignore_errors=True)
        folder.rename(place)


def content_hash(root: Path, parts: Sequence[str]) -> str:
    """Return the SHA-256 of the names and contents of all files below these folders, in the order of their names."""
    total = hashlib.sha256()
    files = [
        file
        for part in parts
        for file in (root / part).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    ]
    for file in sorted(files, key=lambda one: one.relative_to(root).as_posix()):
        total.update(file.relative_to(root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _copy(source: Path, folder: Path, known: PublicSet) -> None:
    folder.mkdir()
    for part in known.kept:
        if (source / part).is_dir():
            shutil.copytree(source / part, folder / part, symlinks=True)
        elif (source / part).is_file():
            (folder / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / part, folder / part)


def _unpack(archive: Path, folder: Path, known: PublicSet) -> None:
    """Unpack what is kept; the names in an archive of a forge begin with a folder of its own."""
    folder.mkdir()
    try:
        with zipfile.ZipFile(archive) as content:
            for name in content.namelist():
                path = name.partition("/")[2]
                if name.endswith("/") or not path.startswith(known.kept) or ".." in Path(path).parts:
                    continue
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                with content.open(name) as packed, (folder / path).open("wb") as file:
                    shutil.copyfileobj(packed, file)
    except (OSError, zipfile.BadZipFile) as error:
        raise BenchError(
            Message("{archive} can't be unpacked: {error}.", archive=archive, error=error),
            Message("Download it again."),
        ) from error


def _download(known: PublicSet, archive: Path, forge: str) -> None:
    import http.client
    import urllib.request

    url = forge.format(repository=known.repository, commit=known.commit)
    try:
        with urllib.request.urlopen(url, timeout=_WITHIN_S) as answer, archive.open("wb") as file:  # noqa: S310 - https
            while content := answer.read(_PIECE):
                file.write(content)
                if file.tell() > _LARGEST_ZIP:
                    raise BenchError(Message("{url} is unexpectedly large (more than 2 GB).", url=url))
    except (OSError, http.client.HTTPException) as error:
        raise BenchError(
            Message("{url} can't be downloaded: {error}.", url=url, error=error),
            Message(
                "Download it separately, then pass the zip file or its folder: desktop-agent bench {name} --from ZIP",
                name=known.name,
            ),
        ) from error
