"""Wrong verdicts on files that other programs made: `python -m tests.bench.expectations`, a minute.

Twenty kinds of expectation, ten files each, each once as it is true and once as it is nearly so. LibreOffice writes the
sheets, pandoc (where it is installed) the letters, and `sed`, `cp`, `iconv` and `touch` the plain files. What is in
them is known from what they were made of. Exits with 1 where a verdict is wrong, and names each.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from desktop_agent.desk.runs.desks import home_places
from desktop_agent.tasks.expectations.files import FileLook, Finding
from desktop_agent.tasks.expectations.kinds import ExpectedCell, ExpectedFile, ExpectedText
from desktop_agent.tasks.expectations.read import read_expectation

FILES = 10
LETTERS = ("odt", "docx", "pptx") if shutil.which("pandoc") else ()
_NAMES = (
    "Müller, Anna",
    "Łódź",
    "O'Brien & Söhne",
    "東京",
    "“Quoted”",
    "semi;colon",
    "007",
    "TRUE",
    "a  b",
    "Zoë <z@x.org>",
)
_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'
)
Kind = tuple[str, str, bool]  # its name, the expectation, whether it is true


def main() -> int:
    """Print how many verdicts were wrong, and which."""
    with tempfile.TemporaryDirectory(prefix="expectations-") as folder:
        at = Path(folder)
        _make(at)
        judged = [*_changing(at), *((kind, what, holds, _verdict(what)) for kind, what, holds in _standing(at))]
    wrong = [one for one in judged if one[2] != one[3].holds]
    for kind, what, holds, found in wrong:
        sys.stdout.write(f"{kind}: {what} is {holds}, judged {found.holds}: {found.evidence}\n")
    kinds = len({kind for kind, *_ in judged})
    sys.stdout.write(f"wrong verdicts: {len(wrong)} of {len(judged)}, {kinds} kinds on {FILES} files each; goal 0\n")
    return int(bool(wrong))


def _verdict(what: str, look: FileLook | None = None) -> Finding:
    look = look or _look()
    match read_expectation(what):
        case ExpectedFile() as expected:
            look.note(expected)
            return look.file(expected)
        case ExpectedCell() as expected:
            return look.cell(expected)
        case ExpectedText() as expected:
            return look.text(expected)
        case other:
            raise TypeError(other)


def _look() -> FileLook:
    return FileLook(home_places(), lambda path: path)


def _changing(at: Path) -> Iterator[tuple[str, str, bool, Finding]]:
    """Yield the kinds that are about what is done between the start and the end, by other programs."""
    for n in range(FILES):
        file, copy, other = at / f"plain {n}.txt", at / f"copy {n}.txt", at / f"other {n}.txt"
        subprocess.run(["cp", file, other], check=True)
        looks = {f'file:"{path}" changed': _look() for path in (file, other)}
        same, not_same = f'file:"{copy}" equals "{file}"', f'file:"{other}" equals "{file}"'
        for what, look in [*looks.items(), (same, both := _look()), (not_same, both)]:
            expected = read_expectation(what)
            assert isinstance(expected, ExpectedFile)
            look.note(expected)
        subprocess.run(["cp", file, copy], check=True)
        subprocess.run(["sed", "-i", "1s/$/ more/", other], check=True)
        subprocess.run(["touch", file], check=True)  # another time, the same bytes
        for what, look, holds in ((same, both, True), (not_same, both, False)):
            expected = read_expectation(what)
            assert isinstance(expected, ExpectedFile)
            yield "file equals", what, holds, look.file(expected)
        for (what, look), holds in zip(looks.items(), (False, True), strict=True):
            expected = read_expectation(what)
            assert isinstance(expected, ExpectedFile)
            yield "file changed", what, holds, look.file(expected)


def _standing(at: Path) -> Iterator[Kind]:
    for n in range(FILES):
        name, plain = _NAMES[n], at / f"plain {n}.txt"
        yield "file exists", f"file:{plain}", True
        yield "file exists", f"file:{at}/plain {n}.text", False
        yield "file doesn't", f'file:"{plain}" contains "line {n}\\nÄpfel"', True
        yield "file doesn't", f'file:"{plain}" contains "line {n}\\nAepfel"', False
        yield "file matches", f'file:"{plain}" matches ^line {n}$', True
        yield "file matches", f'file:"{plain}" matches ^ine {n}$', False
        for ending in ("ods", "xlsx"):
            sheet = f"{at}/book{n}.{ending}!Blatt {n}!"
            yield f"number in {ending}", f"cell:{sheet}B2={n * 12.5 - 3}", True
            yield f"number in {ending}", f"cell:{sheet}B2={n * 12.5 - 2.9}", False
            yield f"text in a cell of {ending}", f'cell:{sheet}A2="{name}"', True
            yield f"text in a cell of {ending}", f'cell:{sheet}A2="{name}."', False
            yield f"date in {ending}", f"cell:{sheet}C2=2026-0{n % 9 + 1}-1{n}", True
            yield f"date in {ending}", f"cell:{sheet}C2=2026-0{n % 9 + 1}-2{n}", False
            yield f"formula in {ending}", f"cell:{sheet}D2={n * 12.5 - 3 + 0.1 + 0.2}", True
            yield f"formula in {ending}", f"cell:{sheet}D2={n * 12.5 - 3 + 0.1}", False
            yield f"percentage in {ending}", f"cell:{sheet}E2={n + 1}%", True
            yield f"percentage in {ending}", f"cell:{sheet}E2={n + 1}", False
            yield f"far cell in {ending}", f"cell:{sheet}F{100 + n}=far", True
            yield f"far cell in {ending}", f"cell:{sheet}F{101 + n}=far", False
            yield f"text of {ending}", f"text:{at}/book{n}.{ending}~far", True
            yield f"text of {ending}", f"text:{at}/book{n}.{ending}~a comment", False
        for ending in LETTERS:
            yield f"text of {ending}", f"text:{at}/letter{n}.{ending}~Dear {name}, this is line {n}", True
            yield f"text of {ending}", f"text:{at}/letter{n}.{ending}~Dear {name}, this is line {n + 1}", False


def _make(at: Path) -> None:
    for n in range(FILES):
        _plain(at / f"plain {n}.txt", f"first\nline {n}\nÄpfel und Birnen\n", n)
        (at / f"book{n}.fods").write_text(_sheet(n), encoding="utf-8")
        for ending in LETTERS:
            letter = f"<h1>Letter {n}</h1><p>Dear {escape(_NAMES[n])}, <b>this</b> is line {n}</p><p>Yours</p>"
            words = ["pandoc", "--from=html", "--output", str(at / f"letter{n}.{ending}")]
            subprocess.run(words, input=letter.encode(), check=True)
    for ending in ("ods", "xlsx"):
        _office(at, ending, [at / f"book{n}.fods" for n in range(FILES)])


def _plain(file: Path, text: str, n: int) -> None:
    """Write a text in one of the ways in which programs do: line ends, and the code of letters."""
    code, ends = ("UTF-8", "UTF-16", "CP1252")[n % 3], n % 2
    ended = text.replace("\n", "\r\n") if ends else text
    done = subprocess.run(["iconv", "-f", "UTF-8", "-t", code], input=ended.encode(), capture_output=True, check=True)
    with file.open("wb") as opened:
        subprocess.run(["cat"], input=done.stdout, stdout=opened, check=True)


def _office(at: Path, ending: str, files: Sequence[Path]) -> None:
    office = shutil.which("soffice") or "soffice"
    profile = f"-env:UserInstallation={(at / 'profile').as_uri()}"
    words = [office, profile, "--headless", "--convert-to", ending, "--outdir", str(at), *map(str, files)]
    subprocess.run(words, check=True, capture_output=True, timeout=280)


def _sheet(n: int) -> str:
    number, day = n * 12.5 - 3, f"2026-0{n % 9 + 1}-1{n}"
    name = escape(_NAMES[n]).replace("  ", ' <text:s text:c="1"/>')
    rows = 100 + n - 3
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_SPACES} office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles>
<number:date-style style:name="D"><number:day number:style="long"/><number:text>.</number:text><number:month
 number:style="long"/><number:text>.</number:text><number:year number:style="long"/></number:date-style>
<number:percentage-style style:name="P"><number:number number:decimal-places="0"
 number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>
<style:style style:name="date" style:family="table-cell" style:data-style-name="D"/>
<style:style style:name="percent" style:family="table-cell" style:data-style-name="P"/>
</office:automatic-styles>
<office:body><office:spreadsheet>
<table:table table:name="Other"><table:table-row>{_text("B2")}</table:table-row></table:table>
<table:table table:name="Blatt {n}">
<table:table-row>{_text("head") * 5}</table:table-row>
<table:table-row>
{_text(name, "<office:annotation><text:p>a comment</text:p></office:annotation>")}
<table:table-cell office:value-type="float" office:value="{number}"><text:p>{number}</text:p></table:table-cell>
<table:table-cell table:style-name="date" office:value-type="date" office:date-value="{day}"/>
<table:table-cell table:formula="of:=[.B2]+0.1+0.2" office:value-type="float"/>
<table:table-cell table:style-name="percent" office:value-type="percentage" office:value="{(n + 1) / 100}"/>
</table:table-row>
<table:table-row table:number-rows-repeated="{rows}"><table:table-cell/></table:table-row>
<table:table-row><table:table-cell table:number-columns-repeated="5"/>{_text("far")}</table:table-row>
</table:table></office:spreadsheet></office:body></office:document>"""


def _text(text: str, note: str = "") -> str:
    return f'<table:table-cell office:value-type="string">{note}<text:p>{text}</text:p></table:table-cell>'


if __name__ == "__main__":
    sys.exit(main())
