"""Importing a run: what an export holds comes back and is foreign; everything else is refused, and nothing is left."""

import io
import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.core.errors import NewerFormatError, RecordError
from desktop_agent.core.events import Stamped
from desktop_agent.record import import_run as importing
from desktop_agent.record.check import check_run
from desktop_agent.record.export_run import export_run
from desktop_agent.record.import_run import IMPORTED, contents_of, import_run, is_foreign
from desktop_agent.record.reader import read_run
from desktop_agent.record.report.page import write_report
from desktop_agent.record.store import RunStore
from tests.fakes.recorded import picture, tell_whole_run

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)
NAME = "20261120-101530-save-a-note-3fa9c1"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Export a run with true pictures, once."""
    place = tmp_path_factory.mktemp("here")
    recorder = RunStore(place / "runs").create("Save a note", NOW, "3fa9c1")
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=6, draw=lambda number: picture(number, (300, 60)))
    recorder.close()
    export_run(recorder.dir, place / "run.zip")
    return place / "run.zip"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "there" / "runs"


def brought(root: Path, file: Path) -> Path:
    folder = import_run(root, file, lambda _: True, NOW)
    assert folder is not None
    return folder


def entries(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def zipped(path: Path, files: Mapping[str, bytes], *, mode: int = 0o100600, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as packed:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr, entry.compress_type = mode << 16, method
            packed.writestr(entry, data)
    return path


def test_a_run_comes_over_byte_for_byte_is_whole_and_foreign(root: Path, exported: Path) -> None:
    folder = brought(root, exported)

    kept = {str(each.relative_to(root)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    mark = json.loads(kept.pop(f"{NAME}/{IMPORTED}"))
    assert kept == {name: data for name, data in entries(exported).items() if not name.endswith("report.html")}
    assert (check_run(folder).is_whole, is_foreign(folder), mark["file"]) == (True, True, "run.zip")
    assert {0o600, 0o700} == {stat.S_IMODE(each.stat().st_mode) for each in (folder, *folder.rglob("*"))}
    assert [folder] == list(root.iterdir())


def test_the_same_run_gives_the_same_file_and_a_second_import_another_name(root: Path, exported: Path) -> None:
    export_run(exported.parent / "runs" / NAME, again := exported.parent / "again.zip")
    first, second = brought(root, exported), brought(root, again)

    assert again.read_bytes() == exported.read_bytes()
    assert (first.name, second.name == NAME, len(RunStore(root).all())) == (NAME, False, 2)
    assert second.name == RunStore(root).all()[0].id or second.name == RunStore(root).all()[1].id


def test_a_run_from_a_folder_elsewhere_is_foreign_too(root: Path, exported: Path) -> None:
    run = exported.parent / "runs" / NAME

    assert (is_foreign(run), is_foreign(run, run.parent), is_foreign(run, root)) == (False, False, True)


def test_what_is_in_it_is_shown_before_a_yes_and_a_no_leaves_nothing(root: Path, exported: Path) -> None:
    shown: list[tuple[Stamped, ...]] = []

    def refuses(events: tuple[Stamped, ...]) -> bool:
        shown.append(events)
        return False

    assert import_run(root, exported, refuses, NOW) is None

    found = contents_of(shown[0])
    assert ("Grüße, 世界 🌍\nsecond\u202eline\t<b>bold</b>",) == found.texts
    assert ("ctrl+s",) == found.chords
    assert 6 == found.actions
    assert not root.exists()


NAMES = r"""
../../events.jsonl /etc/passwd C:\x a\..\b run/../../x run/frames/../../x run/x.sh run/frames/1.png run/imported.json
run/frames/000001.svg run/frames/000001.png/x run/.hidden ./events.jsonl run//events.jsonl frames/frames/x
"""
NAMES_TRIED = (*NAMES.split(), "run/frames/000001.png\n", "run/\u202egnp.sh")


@pytest.mark.parametrize("name", NAMES_TRIED)
def test_a_name_that_no_export_has_is_refused(root: Path, tmp_path: Path, exported: Path, name: str) -> None:
    bad = zipped(tmp_path / "bad.zip", entries(exported) | {name: b"x"})

    with pytest.raises(RecordError, match="wasn't imported:"):
        import_run(root, bad, lambda _: True, NOW)

    assert {"bad.zip"} == {each.name for each in tmp_path.iterdir()} - {"there"}


def header(size: tuple[int, int]) -> bytes:
    """Return a picture of a few bytes that says it is so large."""
    body = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + body + struct.pack(">I", zlib.crc32(b"IHDR" + body))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (header((60_000, 60_000)), "60000x60000"),
        (header((16_000, 16_000)), "is too large \\(16000x16000 pixels\\)"),
        (header((0, 0)), "type of image its name suggests"),
        (b"", "type of image its name suggests"),
        (b"<svg/>", "type of image its name suggests"),
        (b"\x89PNG\r\n\x1a\n", "type of image its name suggests"),
        (picture(1, (20, 20), "JPEG"), "type of image its name suggests"),
    ],
)
def test_a_picture_bomb_or_no_picture_is_refused_by_its_header(
    root: Path, tmp_path: Path, exported: Path, data: bytes, why: str
) -> None:
    bad = zipped(tmp_path / "bad.zip", entries(exported) | {f"{NAME}/frames/000001.png": data})

    with pytest.raises(RecordError, match=why):
        import_run(root, bad, lambda _: True, NOW)

    assert [] == list(root.iterdir())


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFBLK])
def test_a_link_or_a_device_is_refused(root: Path, tmp_path: Path, exported: Path, kind: int) -> None:
    bad = zipped(tmp_path / "bad.zip", entries(exported), mode=kind | 0o777)

    with pytest.raises(RecordError, match="”, which exports never include"):
        import_run(root, bad, lambda _: True, NOW)


def bomb(files: dict[str, bytes]) -> dict[str, bytes]:
    return files | {f"{NAME}/events.jsonl": b" " * (64 << 20)}


def endless(files: dict[str, bytes]) -> dict[str, bytes]:
    large = picture(1, (8, 8)) + bytes(20 << 20)
    return files | {f"{NAME}/frames/{number:06d}.png": large for number in range(1, 9)}


@pytest.mark.parametrize("make", [bomb, endless])
def test_a_zip_bomb_is_refused(
    root: Path, tmp_path: Path, exported: Path, make: Callable[[dict[str, bytes]], dict[str, bytes]]
) -> None:
    bad = zipped(tmp_path / "bad.zip", make(entries(exported)))

    with pytest.raises(RecordError, match="it unpacks to far more data than any recording contains"):
        import_run(root, bad, lambda _: True, NOW)

    assert not root.exists() or [] == list(root.iterdir())


def test_more_files_than_a_run_has_are_refused(
    root: Path, tmp_path: Path, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "MOST_FILES", 3)

    with pytest.raises(RecordError, match="files"):
        import_run(root, exported, lambda _: True, NOW)


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"run/frames/000001.png": picture(1, (8, 8))},
        {"run/events.jsonl": b"", "other/events.jsonl": b""},
        {"run/events.jsonl": b""},
        {"run/events.jsonl": b"hello\n"},
        {"events.jsonl": b'{"event":"message","seq":1,"at":"x","turn":0,"text":"t"}\n'},
    ],
)
def test_what_is_no_run_is_refused(root: Path, tmp_path: Path, files: dict[str, bytes]) -> None:
    with pytest.raises(RecordError):
        import_run(root, zipped(tmp_path / "bad.zip", files), lambda _: True, NOW)

    assert not root.exists()


def test_a_file_cut_off_or_damaged_anywhere_is_refused_or_told_by_a_check(
    root: Path, tmp_path: Path, exported: Path
) -> None:
    whole, bad = exported.read_bytes(), tmp_path / "bad.zip"
    for at in range(0, len(whole), 997):
        for data in (whole[:at], whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :]):
            bad.write_bytes(data)
            try:
                folder = brought(root, bad)
            except RecordError:
                continue
            assert read_run(folder).summary.status == "completed"


def test_a_file_that_is_not_there_or_no_zip_is_told_in_words(root: Path, tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("hello")
    for name in ("text.zip", "nothing.zip", "there"):
        with pytest.raises(RecordError, match="can't be imported"):
            import_run(root, tmp_path / name, lambda _: True, NOW)


def test_a_locked_file_is_refused(root: Path, tmp_path: Path, exported: Path) -> None:
    locked = bytearray(exported.read_bytes())
    at = locked.find(b"PK\x01\x02")
    locked[at + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(locked)

    with pytest.raises(RecordError, match="password"):
        import_run(root, tmp_path / "locked.zip", lambda _: True, NOW)


def journal_with(exported: Path, old: bytes, new: bytes) -> dict[str, bytes]:
    files = entries(exported)
    files[f"{NAME}/events.jsonl"] = files[f"{NAME}/events.jsonl"].replace(old, new)
    return files


def test_a_run_of_a_newer_format_is_refused_in_words(root: Path, tmp_path: Path, exported: Path) -> None:
    newer = zipped(tmp_path / "newer.zip", journal_with(exported, b'"format":1', b'"format":9'))

    with pytest.raises(NewerFormatError, match="format 9"):
        import_run(root, newer, lambda _: True, NOW)


@pytest.mark.parametrize("turn", [b"-3", b"1", b"999999999999999999999999"])
def test_double_and_negative_steps_can_be_read_listed_and_reported(
    root: Path, tmp_path: Path, exported: Path, turn: bytes
) -> None:
    odd = zipped(tmp_path / "odd.zip", journal_with(exported, b'"turn":2', b'"turn":' + turn))

    folder = brought(root, odd)

    assert "completed" == read_run(folder).summary.status
    assert 1 == len(RunStore(root).all())
    assert write_report(folder).stat().st_size > 0
    assert not check_run(folder).is_whole


@pytest.mark.parametrize("run", ["../../../escape", "20261120-101530-x-3fa9c1/../..", "\x1b[2J", NAME + "\n"])
def test_the_name_of_a_foreign_run_is_never_its_own_idea(root: Path, tmp_path: Path, exported: Path, run: str) -> None:
    named = zipped(
        tmp_path / "odd.zip", journal_with(exported, f'"run":"{NAME}"'.encode(), f'"run":{json.dumps(run)}'.encode())
    )

    folder = brought(root, named)

    assert (folder.parent, folder.name) == (root, RunStore(root).all()[0].id)
    assert folder.name.startswith("20261120-101530-save-a-note-")


def test_a_disk_without_room_leaves_no_half_run(root: Path, exported: Path) -> None:
    root.parent.mkdir()
    root.write_text("a file is in the way")

    with pytest.raises(RecordError):
        import_run(root, exported, lambda _: True, NOW)

    assert "a file is in the way" == root.read_text()


def test_an_export_is_one_folder_with_journal_report_and_pictures_in_order(exported: Path) -> None:
    names = zipfile.ZipFile(io.BytesIO(exported.read_bytes())).namelist()

    assert [f"{NAME}/events.jsonl", f"{NAME}/report.html"] == names[:2]
    assert [f"{NAME}/frames/{n:06d}.png" for n in range(1, 8)] == names[2:]
