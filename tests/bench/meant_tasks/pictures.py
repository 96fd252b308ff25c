"""Tasks in programs for pictures and drawings."""

import re
from pathlib import Path

from PIL import Image, ImageDraw

from tests.bench.meant_tasks.task import DESKCRAFT, OSWORLD, Task

PHOTO, _DRAWING = "Desktop/photo.png", "Desktop/drawing.svg"
_GIMP = ("gimp=everything", "files:~/Desktop")


def _photo(home: Path) -> None:
    picture = Image.new("RGB", (800, 600), (90, 130, 180))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((60, 80, 260, 280), fill=(230, 200, 40))
    pen.rectangle((0, 420, 800, 600), fill=(60, 110, 50))
    picture.save(home / PHOTO)


def halved(home: Path) -> bool:
    """Tell whether the photo has half its size."""
    with Image.open(home / PHOTO) as picture:
        return picture.size == (400, 300)


def mirrored(home: Path) -> bool:
    """Tell whether the photo is mirrored."""
    with Image.open(home / PHOTO) as picture:
        seen = picture.convert("RGB")
        return seen.size == (800, 600) and seen.getpixel((640, 180)) == (230, 200, 40)


def _darker(home: Path) -> bool:
    with Image.open(home / PHOTO) as picture:
        seen = picture.convert("RGB").getpixel((700, 60))
    return isinstance(seen, tuple) and max(seen) < 170


def _drawing(home: Path) -> None:
    (home / _DRAWING).write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600" viewBox="0 0 800 600">'
        '<rect id="large_rect" x="100" y="100" width="300" height="250" style="fill:#80c0ff"/>'
        '<rect id="small_rect" x="300" y="250" width="150" height="150" style="fill:#e04040"/>'
        '<circle id="circle1" cx="600" cy="400" r="80" style="fill:#40a040"/></svg>'
    )


def _shape(home: Path, name: str) -> dict[str, str]:
    found = re.findall(rf'<rect\b[^>]*id="{name}"[^>]*>', (home / _DRAWING).read_text(), re.DOTALL)[0]
    return dict(re.findall(r'([\w:-]+)="([^"]*)"', found))


def _sized(home: Path) -> bool:
    shape = _shape(home, "large_rect")
    return abs(float(shape["width"]) - 400) < 1 and abs(float(shape["height"]) - 200) < 1


def _on_top(home: Path) -> bool:
    text = (home / _DRAWING).read_text()
    return text.index('id="large_rect"') > max(text.index('id="small_rect"'), text.index('id="circle1"'))


TASKS = (
    Task(
        5, "gimp_half", DESKCRAFT, "gimp/L1_gimp_a1b00004-0004-4000-8000-000000000004-L1",
        "Scale a picture to half its size and write it over itself", ("gimp", "--no-splash", f"~/{PHOTO}"), "photo",
        _GIMP, halved, _photo,
    ),
    Task(
        6, "gimp_mirror", OSWORLD, "gimp/72f83cdc-bf76-4531-9a1b-eb893a13f8aa",
        "Mirror a picture and write it over itself", ("gimp", "--no-splash", f"~/{PHOTO}"), "photo", _GIMP, mirrored,
        _photo,
    ),
    Task(
        17, "gimp_darker", DESKCRAFT, "gimp/L1_gimp_a1b00005-0005-4000-8000-000000000005-L1",
        "Take a third of a picture's brightness away", ("gimp", "--no-splash", f"~/{PHOTO}"), "photo", _GIMP, _darker,
        _photo,
    ),
    Task(
        19, "inkscape_size", DESKCRAFT, "inkscape/L1_inkscape_a004f85d-6f1b-4e58-97ea-f6dc7dbf06a1",
        "Set width and height of a rectangle", ("inkscape", f"~/{_DRAWING}"), "drawing.svg",
        ("inkscape=everything", "files:~/Desktop"), _sized, _drawing,
    ),
    Task(
        20, "inkscape_top", DESKCRAFT, "inkscape/L1_inkscape_c90a9935-b8c3-423f-a2f7-3338e66af138",
        "Raise a rectangle to the top", ("inkscape", f"~/{_DRAWING}"), "drawing.svg",
        ("inkscape=everything", "files:~/Desktop"), _on_top, _drawing,
    ),
)  # fmt: skip
