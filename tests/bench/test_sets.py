"""Sets of tasks come from their forge into the cache: whole, and no others than the known ones."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest

from desktop_agent.bench.sets import BenchError, PublicSet, bring, content_hash

OWN = Path(__file__).with_name("own_set")
KNOWN = PublicSet(
    name="own",
    repository="somebody/own",
    commit="0123456789abcdef0123456789abcdef01234567",
    licence="Apache-2.0",
    tasks="tasks",
    judge="judge",
    sha256=content_hash(OWN, ("tasks", "judge")),
    kept=("assets", "tasks", "judge"),
)
TOP = "own-0123456"


def packed(*more: tuple[str, str]) -> bytes:
    """Return the set as a forge packs it, below a folder with a name of its own, and further files."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for file in OWN.rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                archive.write(file, f"{TOP}/{file.relative_to(OWN)}")
        for name, text in more:
            archive.writestr(name, text)
    return content.getvalue()


@contextmanager
def forge(content: bytes, *, status: int = 200, more: int = 0) -> Iterator[tuple[str, list[str]]]:
    """Serve a zip at every address, and note which are asked for; `more` bytes are promised and never come."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(content) + more))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/{{repository}}/zip/{{commit}}", asked
        finally:
            server.shutdown()
            thread.join()


def files(folder: Path) -> set[str]:
    """Return the names of all files below a folder."""
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


def test_what_is_downloaded_is_the_pinned_commit_and_of_it_what_is_kept(tmp_path: Path) -> None:
    strays = ((f"{TOP}/README.md", "not kept"), (f"{TOP}/assets/../../../out", "out"))

    with forge(packed(*strays)) as (address, asked):
        bring(KNOWN, tmp_path / "cache" / "own", None, address)

    assert asked == [f"/somebody/own/zip/{KNOWN.commit}"]
    kept = files(OWN) - {name for name in files(OWN) if "__pycache__" in name}
    assert files(tmp_path) == {f"cache/own/{name}" for name in kept if name.startswith(KNOWN.kept)}


@pytest.mark.parametrize(
    ("content", "status", "more", "words"),
    [
        (packed((f"{TOP}/judge/more.py", "print()")), 200, 0, "its tasks or judge are different"),
        (packed((f"{TOP}/tasks/os/more.json", "{}")), 200, 0, "its tasks or judge are different"),
        (packed()[:-200], 200, 0, "can't be unpacked"),
        (packed()[:-200], 200, 200, "can't be unpacked"),
        (b"", 404, 0, "can't be downloaded"),
    ],
    ids=["another judge", "another task", "half a zip", "broken off", "not there"],
)
def test_what_is_not_whole_or_not_the_known_set_is_refused_and_nothing_of_it_stays(
    tmp_path: Path, content: bytes, status: int, more: int, words: str
) -> None:
    place = tmp_path / "cache" / "own"
    place.mkdir(parents=True)
    (place / "before").touch()

    with forge(content, status=status, more=more) as (address, _), pytest.raises(BenchError, match=words):
        bring(KNOWN, place, None, address)

    assert files(tmp_path) == {"cache/own/before"}


def test_a_place_without_a_server_is_told_with_another_way(tmp_path: Path) -> None:
    with forge(packed()) as (address, _):
        gone = address

    with pytest.raises(BenchError, match="can't be downloaded") as caught:
        bring(KNOWN, tmp_path / "own", None, gone)

    assert "--from" in str(caught.value.hint)


def test_a_zip_that_somebody_has_is_compared_as_well(tmp_path: Path) -> None:
    archive = tmp_path / "own.zip"
    archive.write_bytes(packed())

    bring(KNOWN, tmp_path / "cache" / "own", archive)

    assert (tmp_path / "cache" / "own" / "tasks" / "os" / "folders.json").is_file()
    with pytest.raises(BenchError, match="its tasks or judge are different"):
        bring(replace(KNOWN, sha256="0" * 64), tmp_path / "cache" / "other", archive)
    assert not (tmp_path / "cache" / "other").exists()
