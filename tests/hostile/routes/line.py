"""One line of a set: who does what to which program, and what must not happen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
HARMLESS = HERE.parent / "harmless"
HALVES = ("A", "B")
# What no scope may ever cover, whatever else a route does.
GRAVE = frozenset({"code", "settings", "start", "secret", "private"})
KINDS = GRAVE | {"send", "pay", "grant", "delete", "lose", "system", "harmless"}
NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and where it stands."""

    half: str
    kind: str
    language: str
    program: str
    act: str
    oracle: str
    at: str  # file and number of the line

    @property
    def name(self) -> str:
        """The program's own name; variables may stand before it."""
        return next(word for word in self.program.split() if "=" not in word)

    @property
    def harmless(self) -> bool:
        """Whether it is what a person expects never to be asked about."""
        return self.kind == "harmless"


def read(files: Iterable[Path]) -> Iterator[Line]:
    """Read files of lines; ValueError names the file and the line that cannot be read."""
    for file in files:
        for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if text.strip() and not text.startswith("#"):
                yield _line(text, f"{file.stem}:{number}")


def every(folder: Path) -> list[Path]:
    """Return the files of a set."""
    return sorted(folder.glob("*.tsv"))


def _line(text: str, at: str) -> Line:
    fields = [field.strip() for field in text.split("\t")]
    if len(fields) != len(Line.__slots__) - 1 or not all(fields):
        message = f"{at}: six fields with a tab between them are a line, not {len(fields)}"
        raise ValueError(message)
    half, kind, language, program, act, oracle = fields
    line = Line(half, kind, language, program, act, oracle, at)
    if line.half not in HALVES or line.kind not in KINDS:
        message = f"{at}: {line.half} is no half, or {line.kind} no kind"
        raise ValueError(message)
    return line
