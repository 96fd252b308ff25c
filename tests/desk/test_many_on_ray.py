"""Two nodes of a Ray cluster on this computer: a task is done there, and its changes come back to here."""

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.desks.desks import skip_without_desks
from tests.fakes.desks.many_desks import ManyDesks

pytestmark = pytest.mark.program

WITHOUT = "Ray is not part of the tests' environment: its wheel has 79 MB. Try: pip install 'ray>=2.40'"
WRITER = "/usr/bin/python3 -c \"import pathlib as p;exec((p.Path.home()/'Letters'/'writer.py').read_text())\""


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[ManyDesks, str]]:
    if importlib.util.find_spec("ray") is None:
        pytest.skip(WITHOUT)
    skip_without_desks()
    many = ManyDesks(tmp_path)
    monkeypatch.setenv("XDG_DATA_DIRS", f"{tmp_path}/share:/usr/share")  # the nodes inherit it
    for name, value in many.environment.items():
        monkeypatch.setenv(name, value)
    from ray.cluster_utils import Cluster

    node = {"num_cpus": 1, "resources": {"desk": 1}, "object_store_memory": 100_000_000}
    made = Cluster(initialize_head=True, head_node_args={**node, "include_dashboard": False})
    made.add_node(**node)
    yield many, made.address
    made.shutdown()


@pytest.mark.slow
def test_a_task_is_done_there_and_its_changes_wait_here(cluster: tuple[ManyDesks, str]) -> None:
    many, address = cluster
    letters = many.home / "Letters"
    entries = many.folder / "share" / "applications"
    letters.mkdir()
    entries.mkdir(parents=True)
    (letters / "writer.py").write_text(
        'import tkinter\n(p.Path.home() / "Letters" / "made.txt").write_text("there")\ntkinter.Tk().mainloop()\n'
    )
    (entries / "write.desktop").write_text(f"[Desktop Entry]\nType=Application\nName=Writer\nExec={WRITER}\n")
    for receipt in ("keep", "discard"):
        many.task(receipt, 'open "Writer"', f'desk_files = ["{letters}"]', f'receipt = "{receipt}"')

    out, errors = many.start("--ray", address, "--json").communicate()

    ended = {line["task"]: line for line in map(json.loads, out.splitlines()) if line["event"] == "task.ended"}
    kept = next(record for record in many.desks() if record.id == ended["keep"]["desk"])
    assert {line["status"] for line in ended.values()} == {"completed"}, errors
    assert (kept.layers[0].upper / "made.txt").read_text() == "there"
    assert not (letters / "made.txt").exists()
