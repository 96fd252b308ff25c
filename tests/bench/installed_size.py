"""Print how much disk the program takes: the core alone, and with reading the screen offline.

Run it in the environment that set-up made: `.venv/bin/python -m tests.bench.installed_size`. What counts is what the
project asks for and what that asks for in turn, as installed here, compiled files included.
"""

import re
import tomllib
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import cache_from_source
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
MIB = 1024 * 1024
SHOWN = 8


def main() -> None:
    """Print both sizes, and what the largest parts of each are."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = sum(path.stat().st_size for folder in ("desktop_agent", "assets") for path in _files(ROOT / folder))
    core = _closure(project["dependencies"])
    offline = _closure([*project["dependencies"], *project["optional-dependencies"]["offline"]])
    for title, sizes in (("core", core), ("core + offline", offline)):
        total = own + sum(sizes.values())
        print(f"{title}: {total / MIB:.0f} MiB in {len(sizes) + 1} packages, {own / MIB:.1f} MiB of them ours")
        for name, size in sorted(sizes.items(), key=lambda item: -item[1])[:SHOWN]:
            print(f"  {size / MIB:6.1f}  {name}")


def _closure(requirements: Iterable[str]) -> dict[str, int]:
    """Return the bytes of everything that these ask for here; what set-up leaves out on purpose is not there."""
    sizes: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(requirement, "") for requirement in requirements]
    while waiting:
        text, extra = waiting.pop()
        wanted = Requirement(text)
        name = re.sub(r"[-_.]+", "-", wanted.name).lower()
        if wanted.marker and not wanted.marker.evaluate({"extra": extra}):
            continue
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        sizes[name] = sizes.get(name) or _size(found)
        for own_extra in ("", *wanted.extras):
            if (name, own_extra) not in seen:
                seen.add((name, own_extra))
                waiting += [(needed, own_extra) for needed in found.requires or ()]
    return sizes


def _size(found: Distribution) -> int:
    paths = {Path(str(found.locate_file(file))) for file in found.files or ()}
    paths |= {Path(cache_from_source(str(path))) for path in paths if path.suffix == ".py"}
    return sum(path.stat().st_size for path in paths if path.is_file())


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]


if __name__ == "__main__":
    main()
