"""The lines of a receipt: where each thing went, and many moves from one folder to another as one line."""

from pathlib import Path

from desktop_agent.core.texts.message import tr
from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.receipt.change import DeskChange
from desktop_agent.desk.receipt.wording import folded

HOME = Path("/", "home", "ada")
LAYERS = (DeskLayer(HOME, Path("/desk/upper"), (), Path("/desk/names")),)


def moved(origin: str, path: str, *, conflict: bool = False) -> DeskChange:
    return DeskChange(0, path, "moved", "documents", None, None, origin, "changed" if conflict else "")


def lines(*changes: DeskChange) -> list[str]:
    reported = folded(changes, LAYERS, HOME)
    return [" · ".join((tr(one.what), one.path, *map(tr, one.remarks))) for one in reported]


def test_moves_from_one_folder_to_another_are_one_line_and_a_conflict_stands_by_itself() -> None:
    photos = [moved(f"Downloads/{n}.jpg", f"Pictures/2026/{n}.jpg") for n in range(5)]
    odd = moved("Downloads/7.jpg", "Pictures/2026/7.jpg", conflict=True)

    assert lines(*photos, odd, moved("4.jpg", "Music/4.jpg")) == [
        "Moved · ~/Downloads/ → ~/Pictures/2026/ · 5 files: 0.jpg, 1.jpg, 2.jpg and 2 more",
        "Moved · ~/Downloads/7.jpg → ~/Pictures/2026/7.jpg · you also changed it",
        "Moved · ~/4.jpg → ~/Music/4.jpg",
    ]


def test_a_move_within_a_folder_is_a_rename() -> None:
    scans = [moved(f"Scans/{n}.txt", f"Scans/Receipt {n}.txt") for n in range(3)]

    assert lines(moved("1.txt", "Receipt 1.txt")) == ["Renamed · ~/1.txt → ~/Receipt 1.txt"]
    assert lines(*scans) == ["Renamed · ~/Scans/ · 3 files: Receipt 0.txt, Receipt 1.txt, Receipt 2.txt"]
