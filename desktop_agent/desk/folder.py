"""A desk's folder: its record, the layers that take its changes, and the list of desks.

`<data>/desks/ID/` holds `desk.json`, `up/N` with what the desk has changed in its layer N, and `names/N` with what was
in the person's folder when it started. A desk's keeper holds a lock on `desk.lock`, which the system lets go when
that process ends: so a desk whose keeper was killed reads as ended, whatever its record still says.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import quote_from_bytes, unquote_to_bytes

from pydantic import AfterValidator, BaseModel, Field, PlainSerializer, ValidationError

from desktop_agent.core.errors import DeskError, DiskFullError
from desktop_agent.core.texts.message import Message, plural, sentences
from desktop_agent.desk.desk_lock import is_kept
from desktop_agent.desk.remove import remove_folder
from desktop_agent.desk.visible_files import HomePlaces, lowers_of, rest_of_home
from desktop_agent.lib.files import FULL_ERRORS, replace_file
from desktop_agent.lib.paths import places
from desktop_agent.lib.traces import Trace, named_in
from desktop_agent.record.store import remove_undo_leftovers, slug

DeskStatus = Literal["running", "ended", "taken", "discarded"]

DESK_NAME = re.compile(r"\d{8}-\d{6}-[a-z0-9-]{1,64}-[0-9a-f]{6}")
RECORD = "desk.json"
START_MARK = "started"
_LIST = Message("See `desktop-agent desk list`.")
# Everything that can be seen stays as it is; a name may hold any other byte.
_PLAIN = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) != "%")


@dataclass(frozen=True, slots=True)
class DeskLayer:
    """One of the person's folders as the desk sees it: `lower` is only read, and every change goes to `upper`."""

    lower: Path
    upper: Path
    hidden: tuple[str, ...]  # relative to `lower`: not there on the desk
    names: Path  # file with the relative names in `lower` at the start, each ended by a NUL byte; may be missing
    unseen: bool = False  # the desk saw nothing of `lower`, and only what it saves there is kept

    def names_at_start(self) -> Iterator[bytes] | None:
        """Return the relative paths of all entries at the desk's start; None if there is no list."""
        try:
            data = self.names.read_bytes()
        except OSError:
            return None
        return iter(data.split(b"\0")[:-1])


@dataclass(frozen=True, slots=True)
class DeskRecord:
    """The record of one desk; `started_ns` is its start by the disk's own clock."""

    id: str
    task: str
    started_ns: int
    status: DeskStatus
    run: str | None
    layers: tuple[DeskLayer, ...]
    hosts: tuple[str, ...]
    by_fuse: bool = False  # its layers are fuse-overlayfs's, which has its own marks for deletions

    @property
    def seen(self) -> tuple[Path, ...]:
        """The person's folders that the desk saw."""
        return tuple(layer.lower for layer in self.layers if not layer.unseen)


def quoted(path: str) -> str:
    """Return a path in the encoding of the desk's files, as a name may hold any byte."""
    return path if path.isascii() and "%" not in path else quote_from_bytes(os.fsencode(path), _PLAIN)


def unquoted(text: str) -> str:
    """Return the path encoded by `quoted`."""
    return os.fsdecode(unquote_to_bytes(text)) if "%" in text else text


COPIES: Final = "desk-copies"  # in the cache: files of a receipt that were opened


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the desks, with what an undo keeps of them on other disks, and copies that were made to be looked at."""
    own = places(environment)
    folders = tuple(sorted(path for path in own.desks.glob("*") if DESK_NAME.fullmatch(path.name)))
    yield from named_in(Message("Copies of files on side desks"), own.cache, COPIES)
    if not folders:
        return
    busy = Message("A side desk is open.") if any(map(is_kept, folders)) else ""
    kind = plural(
        "{count:,} side desk, with its changes", "{count:,} side desks, with their changes", count=len(folders)
    )

    def remove() -> None:
        for folder in folders:
            for plan in folder.glob("takings/*/plan.json"):
                remove_undo_leftovers(plan)
            remove_folder(folder)

    yield Trace(kind, str(own.desks), folders, busy=busy, remover=remove)


# A path, or any name of a file, as it stands in the JSON of a desk.
DiskPath = Annotated[str, AfterValidator(unquoted), PlainSerializer(quoted)]


class _LayerText(BaseModel):
    lower: DiskPath
    hidden: list[DiskPath]
    unseen: bool = False


class _RecordText(BaseModel):
    id: str = Field(pattern=f"^{DESK_NAME.pattern}$")
    task: str
    started_ns: int
    status: DeskStatus
    run: str | None = None
    layers: list[_LayerText]
    hosts: list[str] = []
    by_fuse: bool = False


def desk_id(task: str, now: datetime, token: str) -> str:
    """Return the name of a new desk; `token` is 6 unique hexadecimal digits."""
    return f"{now.astimezone(UTC):%Y%m%d-%H%M%S}-{slug(task)}-{token}"


def new_desk(
    root: Path,
    places: HomePlaces,
    task: str,
    folders: Sequence[Path],
    *,
    run: str | None = None,
    hosts: tuple[str, ...] = (),
) -> DeskRecord:
    """Make a desk that sees these folders alone, and return its record; SettingsError for one that it cannot see."""
    lowers = lowers_of(folders, places)
    name = desk_id(task, datetime.now(UTC), secrets.token_hex(3))
    return make_desk(root, name, task, lowers, rest=rest_of_home(lowers, places), run=run, hosts=hosts)


def make_desk(
    root: Path,
    name: str,
    task: str,
    lowers: list[tuple[Path, tuple[str, ...]]],
    *,
    rest: tuple[Path, tuple[str, ...]] | None = None,
    run: str | None = None,
    hosts: tuple[str, ...] = (),
) -> DeskRecord:
    """Make the folder of a new desk under `root` and return its record; each of `lowers` has its hidden places.

    `rest` is a home of which the desk sees no more than `lowers`: what it saves elsewhere there is kept all the same.
    DeskError when it cannot be made; then nothing is left of it.
    """
    folder = root / name
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise desk_error(error, folder) from error
    try:
        for part in ("up", "names"):
            (folder / part).mkdir(mode=0o700)
        layers = tuple(layer_in(folder, n, lower, hidden) for n, (lower, hidden) in enumerate(lowers))
        if rest:
            layers = (*layers, layer_in(folder, len(layers), *rest, unseen=True))
        for layer in layers:
            layer.upper.mkdir()
            # The desk's folder shows the rights of its upper one.
            layer.upper.chmod(layer.lower.stat().st_mode & 0o777)
        record = DeskRecord(name, task, now_on_disk(folder), "running", run, layers, hosts)
        write_desk(folder, record)
    except OSError as error:
        remove_folder(folder)
        raise desk_error(error, folder) from error
    return record


def write_desk(folder: Path, record: DeskRecord) -> None:
    """Write a desk's record in one step; OSError when that cannot be done."""
    layers = [
        {
            "lower": quoted(str(layer.lower)),
            "hidden": [quoted(name) for name in layer.hidden],
            "unseen": layer.unseen,
        }
        for layer in record.layers
    ]
    content = asdict(replace(record, layers=())) | {"layers": layers}
    replace_file(folder / RECORD, [json.dumps(content, indent=1).encode(), b"\n"])


def set_status(folder: Path, status: DeskStatus) -> DeskRecord:
    """Write a desk's new status, and return its record; DeskError if that fails."""
    record = replace(open_desk(folder), status=status)
    try:
        write_desk(folder, record)
    except OSError as error:
        raise desk_error(error, folder) from error
    return record


def open_desk(folder: Path) -> DeskRecord:
    """Return a desk's record; DeskError when there is none, or it cannot be read."""
    try:
        content = _RecordText.model_validate_json((folder / RECORD).read_bytes())
    except OSError as error:
        raise DeskError(Message("There is no desk in {folder}.", folder=folder), _LIST) from error
    except ValidationError as error:
        raise DeskError(Message("The record of the desk in {folder} can't be read.", folder=folder), _LIST) from error
    layers = [
        layer_in(folder, n, Path(layer.lower), tuple(layer.hidden), unseen=layer.unseen)
        for n, layer in enumerate(content.layers)
    ]
    is_over = content.status == "running" and not is_kept(folder)
    read = content.model_dump() | {"layers": tuple(layers), "hosts": tuple(content.hosts)}
    return DeskRecord(**read | {"status": "ended" if is_over else content.status})


def desks(root: Path) -> list[DeskRecord]:
    """Return the desks under `<data>/desks`, newest first; what cannot be read is left out."""
    try:
        names = sorted((entry.name for entry in root.iterdir() if DESK_NAME.fullmatch(entry.name)), reverse=True)
    except OSError:
        return []
    records = list[DeskRecord]()
    for name in names:
        with suppress(DeskError):
            records.append(open_desk(root / name))
    return records


def find_desk(root: Path, ref: str, *, running: bool) -> Path:
    """Return the folder of the desk with this id or unique start of one; DeskError otherwise.

    `last` is the newest desk, of those that are running or have ended, as `running` says, where there is one.
    """
    records = desks(root)
    names = [record.id for record in records]
    if ref == "last" and names:
        fitting = (record.id for record in records if (record.status == "running") is running)
        return root / next(fitting, names[0])
    matching = [ref] if ref in names else [name for name in names if ref and name.startswith(ref)]
    if not matching:
        raise DeskError(
            Message("There are no desks yet.")
            if ref == "last"
            else Message("There is no desk called “{ref}”.", ref=ref[:80]),
            _LIST,
        )
    if len(matching) > 1:
        raise DeskError(
            Message("{matching} desk names start with “{ref}”.", matching=len(matching), ref=ref[:80]),
            sentences(Message("Enter more of the name."), _LIST),
        )
    return root / matching[0]


def desk_error(error: OSError, folder: Path) -> DeskError | DiskFullError:
    """Return our error for a system error in a desk's folder."""
    if error.errno in FULL_ERRORS:
        return DiskFullError(
            Message("There's no space left for the desk in {folder}.", folder=folder),
            Message("Free some space there, or set DESKTOP_AGENT_HOME to a folder on another disk."),
        )
    reason = error.strerror or type(error).__name__
    return DeskError(
        Message("The desk in {folder} can't be written to: {reason}.", folder=folder, reason=reason),
        Message("Make sure you have write access to its parent folder."),
    )


def running_desk_error(record: DeskRecord) -> DeskError:
    """Return the error for an operation that needs an ended desk."""
    return DeskError(
        Message("Desk {id} is still running.", id=record.id),
        Message("End it first: `desktop-agent desk end {id}`.", id=record.id),
    )


def layer_in(folder: Path, n: int, lower: Path, hidden: tuple[str, ...], *, unseen: bool = False) -> DeskLayer:
    """Return layer N of the desk in a folder."""
    return DeskLayer(lower, folder / "up" / str(n), hidden, folder / "names" / str(n), unseen)


def now_on_disk(folder: Path) -> int:
    """Return the current time by the disk's own clock, which sets the ctime of its files, in ns."""
    mark = folder / START_MARK
    mark.touch(mode=0o600)
    return mark.stat().st_ctime_ns or time.time_ns()
