"""The lines of a receipt: where each thing went, and many moves from one folder to another as one line."""

from pathlib import Path

from desktop_agent.core.translation import tr
from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.receipt.change import DeskChange
from desktop_agent.desk.receipt.wording import folded

HOME = Path("/", "home", "ada")
LAYERS = (DeskLayer(HOME, Path("/desk/upper"), (), Path("/desk/names")),)


def moved(origin: str, path: str, *, conflict: bool = False) -> DeskChange:
    return DeskChange(0, path, "moved", "documents", None, None, origin, "changed" if conflict else "")


def lines(*changes: DeskChange) -> list[str]:
    told = folded(changes, LAYERS, HOME)
    return [" · ".join((tr(one.what), one.path, *map(tr, one.remarks))) for one in told]


def test_moves_from_one_folder_to_another_are_one_line_that_names_both() -> None:
    photos = [moved(f"Downloads/{n}.jpg", f"Pictures/2026/{n}.jpg") for n in range(5)]

    assert lines(*photos) == ["Moved · ~/Downloads/ → ~/Pictures/2026/ · 5 files: 0.jpg, 1.jpg, 2.jpg and 2 more"]


def test_two_moves_a_conflict_and_moves_to_elsewhere_stand_by_themselves() -> None:
    two = [moved(f"Downloads/{n}.jpg", f"Pictures/{n}.jpg") for n in range(2)]
    odd = moved("Downloads/3.jpg", "Pictures/3.jpg", conflict=True)
    elsewhere = moved("4.jpg", "Music/4.jpg")

    assert lines(*two, odd, elsewhere) == [
        "Moved · ~/Downloads/0.jpg → ~/Pictures/0.jpg",
        "Moved · ~/Downloads/1.jpg → ~/Pictures/1.jpg",
        "Moved · ~/Downloads/3.jpg → ~/Pictures/3.jpg · you also changed it",
        "Moved · ~/4.jpg → ~/Music/4.jpg",
    ]
