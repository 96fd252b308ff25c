"""Collects every text that a person can see into the files that translators work on (Qt Linguist's format).

    python packaging/texts.py            bring each file of `assets/translations` up to date, and say what it lacks
    python packaging/texts.py LANGUAGE   the same for that language alone, which may be a new one: “fr”

A text with gaps keeps their names: “{count} steps”. Where a gap stands directly at a word or at another gap, a text is
glued from parts, and each part is a message of its own; blanks at its ends count.
"""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from desktop_agent.core.message import GAP
from desktop_agent.host.language import translations

ROOT = Path(__file__).resolve().parent.parent
PACKAGE, OUT = ROOT / "desktop_agent", ROOT / "assets" / "translations"
# Rooms and files whose texts nobody reads here: they go to models, servers, developers or into the demo's own form.
NOT_SHOWN = tuple(
    """
    __init__.py api.py agents/http.py agents/server.py agents/stdio.py devtools/commands/serve.py core/commands.py
    core/field_text.py core/key_spellings.py core/programs.py core/settlement.py core/turn.py
    devtools/demo/__init__.py devtools/demo/app_process.py devtools/demo/demo_app.py devtools/demo/desk_app.py
    devtools/demo/task.py desk/display/kept_programs.py desk/display/private_display.py
    desk/display/private_display_keeper.py desk/display/private_sway.py desk/display/private_sway_keeper.py
    devtools/demo/order_form/ desk/network/asking.py desk/network/body.py desk/network/certificates.py
    desk/network/exchange.py desk/network/fields.py desk/network/head.py desk/network/inlet.py desk/network/judge.py
    desk/network/programs.py desk/network/resolve.py desk/network/sent.py desk/network/stream.py desk/receipt/git.py
    devtools/serve/ platforms/evdev/ functions/ agents/__init__.py agents/arguments.py agents/client.py
    platforms/x11/input/press_orders.py agents/client_model.py agents/configuration.py agents/guidance.py
    agents/opening.py agents/orders.py agents/pictures.py agents/sentences.py agents/tools.py agents/view.py
    model/body.py model/conversation.py model/dialects/ model/families/
    model/history.py model/params.py model/qwen_words.py model/reading/ model/space.py
    model/strict_json.py model/tools.py offline/grammar.py offline/picture/ screen/ocr/ policy/consequence_words.py
    policy/programs.py policy/progress.py policy/roles.py platforms/wayland/evdev_presence.py
    platforms/wayland/sway_presence.py platforms/macos/presence.py platforms/windows/presence.py
    platforms/x11/presence.py devtools/probe/ run/cases.py screen/accessible.py platforms/atspi/__init__.py
    platforms/atspi/bus_owner.py platforms/atspi/field_reader.py platforms/atspi/look.py platforms/atspi/places.py
    platforms/atspi/password_fields.py platforms/atspi/patience.py platforms/atspi/tree.py
    platforms/atspi/window_look.py platforms/windows/automation/ platforms/macos/__init__.py
    platforms/macos/elements.py platforms/macos/focus.py platforms/macos/frameworks.py
    platforms/macos/window_list.py screen/commands.py screen/questions.py desk/display/ desk/sandbox/inside.py
    desk/sandbox/keeper.py desk/sandbox/namespace.py desk/sandbox/walls.py desk/sandbox/wire.py
    desk/sandbox/keeper_order.py desk/sandbox/trial.py studio/steps/words.py platforms/x11/clients.py
    platforms/x11/keysyms.py platforms/x11/root_client.py
    """.split()
)
# Tables of single words in lower case, which look like names of code.
LONE = (
    "and completed control down edit emoji everything left middle right stop unknown up "
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
).split()  # words in lower case elsewhere, and months
WORDS = ("_KINDS", "_SKIPPED", "_ALLOWED", "_REFUSED", "_LASTING", "_WORDS", "WORDS", "PAGES")
_SENTENCE = re.compile(r"[a-zA-Z]{2,}[,;:]? [a-z{“(]|^\W*[A-Z“{].* |^ ?[a-z]+ [a-z]+|^[ ,]+\w|\w $")
_BESIDE = re.compile(r"^\{\w+\} (?=[A-Z])|(?<=[.!?…]) \{\w+\}$")  # a gap that is a sentence by itself
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:_[A-Z]{2})?")
_MOST_NAMED = 40  # of a language: a new one lacks everything
_WORD = re.compile(r"[A-Z][a-z]+[\w-]*[…?:]?")
_CODE = re.compile(
    r"[<>=\\^$|]|^[A-Z][a-z]+[A-Z]|%[sdr]|^[a-z_]+: $|^--|[a-z]\["
    r"|^\S*\w\.\w+\.\w\S*$|^[\w.]+\.(?:py|json|toml|lock|svg|png)$"
)
_QUIET_CALLS = set(
    """
    TypeVar NewType Literal cast compile fullmatch match search sub getLogger debug info warning exception getattr
    setProperty property findChild encode split removeprefix removesuffix startswith endswith frozenset _choices
    _put ParamSpec harmless
    """.split()
)


def collected() -> Mapping[str, list[str]]:
    """Return every text, with the files that it stands in."""
    found: dict[str, list[str]] = {word: ["core/translation.py"] for word in LONE}
    for path in _read():
        where = path.relative_to(PACKAGE).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        for text in (*_texts(tree), *(_helps(tree) if where.startswith("cli/") else ())):
            places = found.setdefault(text, [])
            places += [where] if where not in places else []
    return found


def without_parts() -> Iterator[str]:
    """Yield where a text with gaps is an f-string: made as a Message, it would keep what fills them."""
    for path in _read():
        tree = ast.parse(path.read_text("utf-8"))
        if not any(
            isinstance(one, ast.ImportFrom) and (one.module or "").startswith("desktop_agent") for one in tree.body
        ):
            continue  # it is run by its path, where nothing of ours can be imported
        left_out = {*_quiet(tree), *_inner_parts(tree)}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and id(node) not in left_out:
                text = _with_gaps(node)
                if GAP.search(text) and "{{" not in ast.unparse(node) and list(_messages(text)) == [text]:
                    yield f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}: {text}"


def update(file: Path, texts: Mapping[str, list[str]]) -> Sequence[str]:
    """Bring a language's file up to date, and return the texts without a translation."""
    known = translations(file) if file.exists() else {}
    root = ET.Element("TS", version="2.1", language=file.stem.rpartition("_")[2], sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = "desktop_agent"
    for text, places in sorted(texts.items(), key=lambda one: (one[1][0], one[0])):
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "location", filename=f"../../desktop_agent/{places[0]}")
        ET.SubElement(message, "source").text = text
        said = ET.SubElement(message, "translation")
        said.text = known.get(text, "")
        if not said.text:
            said.set("type", "unfinished")
    ET.indent(root, " ")
    body = ET.tostring(root, "unicode", short_empty_elements=False)
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', "utf-8")
    return [text for text in texts if not known.get(text)]


def _read() -> Iterator[Path]:
    for path in sorted(PACKAGE.rglob("*.py")):
        where = path.relative_to(PACKAGE).as_posix()
        if not any(where == one or (one.endswith("/") and where.startswith(one)) for one in NOT_SHOWN):
            yield path


def _texts(tree: ast.Module) -> Iterator[str]:
    quiet = set(_quiet(tree))
    for node in ast.walk(tree):
        if id(node) in quiet:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _messages(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield from _messages(_with_gaps(node))
        elif _called(node) in {"tr", "gettext"}:
            yield from _said(node.args[0], quiet)  # type: ignore[attr-defined]
        elif _called(node) == "counted" and isinstance(noun := node.args[1], ast.Constant):  # type: ignore[attr-defined]
            yield from (f"{{number}} {noun.value}", f"{{number}} {noun.value}s")
        elif _called(node) == "_choices":
            yield from (one.value.partition("=")[2] for one in node.args if isinstance(one, ast.Constant))  # type: ignore[attr-defined]
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and _target(node) in WORDS:
            table = node.value if isinstance(node.value, ast.Dict) else ast.Dict([], [])
            words = filter(None, table.keys) if _target(node) == "PAGES" else table.values
            leaves = (leaf.value for one in words for leaf in ast.walk(one) if isinstance(leaf, ast.Constant))
            yield from (leaf for leaf in leaves if isinstance(leaf, str) and leaf.strip())


def _inner_parts(tree: ast.Module) -> Iterator[int]:
    """Yield what stands in the gaps of f-strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue):
            yield from _within(node.value)


def _said(shown: ast.AST, quiet: set[int]) -> Iterator[str]:
    """Yield the texts in what `tr` is called with, however short they are."""
    for node in ast.walk(shown):
        said = node.value if isinstance(node, ast.Constant) and id(node) not in quiet else None
        if isinstance(said, str) and re.search("[A-Za-z]{2}", said):
            yield said


def _quiet(tree: ast.Module) -> Iterator[int]:
    """Yield what is no text of its own: documentation, patterns, annotations, what is compared, parts of f-strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if ast.get_docstring(node):
                yield id(node.body[0].value)  # type: ignore[attr-defined]
            yield from _annotation(getattr(node, "returns", None))
        elif isinstance(node, ast.Expr):  # what documents the name above it
            yield id(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield from (id(one) for one in node.values if isinstance(one, ast.Constant))
            for gap in node.values:
                if isinstance(gap, ast.FormattedValue):
                    yield from _within(gap.format_spec)
        elif isinstance(node, ast.arg | ast.AnnAssign):
            yield from _annotation(node.annotation)
        elif isinstance(node, ast.keyword) and node.arg == "class_":  # of the report's HTML
            yield from _within(node.value)
        elif isinstance(node, ast.Set | ast.Compare | ast.MatchValue | ast.MatchClass):
            yield from _within(node)
        elif isinstance(node, ast.Subscript):
            yield from _annotation(node.slice)
        elif isinstance(node, ast.Dict):
            yield from (id(key) for key in node.keys)
        elif isinstance(node, ast.Assign) and _target(node) == "__all__":
            yield from _within(node.value)
        elif _called(node) in _QUIET_CALLS:
            yield from (one for one in _within(node) if one != id(node))


def _within(node: ast.AST | None) -> Iterator[int]:
    return iter(()) if node is None else (id(one) for one in ast.walk(node))


def _annotation(node: ast.AST | None) -> Iterator[int]:
    """Yield what is in a type, but for what is called there: an option's words stand there too."""
    if node is not None and not isinstance(node, ast.Call):
        yield id(node)
        for part in ast.iter_child_nodes(node):
            yield from _annotation(part)


def _helps(tree: ast.Module) -> Iterator[str]:
    """Yield the paragraphs of what --help says of a command: what its function's documentation says."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and (node.name == "command" or _is_command(node)):
            paragraphs = (ast.get_docstring(node) or "").split("\n\n")
            yield from filter(None, (" ".join(paragraph.split()) for paragraph in paragraphs))


def _is_command(node: ast.FunctionDef) -> bool:
    return any(_called(one) in {"command", "callback"} for one in node.decorator_list)


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _target(node: ast.Assign | ast.AnnAssign) -> str:
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return getattr(target, "id", "")


def _with_gaps(node: ast.JoinedStr) -> str:
    text, names = "", list[str]()
    for piece in node.values:
        if isinstance(piece, ast.Constant):
            text += str(piece.value).replace("{", "(").replace("}", ")")
        elif isinstance(piece, ast.FormattedValue):
            name = _gap_name(piece.value)
            names.append(name)
            again = names.count(name)
            text += f"{{{name}{again if again > 1 else ''}}}"
    return text


def _gap_name(value: ast.expr) -> str:
    """Return what a gap is called: the last name of what fills it."""
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_").lower()
        case ast.Call(args=[ast.Name() | ast.Attribute() as first, *_]):
            return _gap_name(first)
        case ast.Call(func=ast.Attribute(value=inner)):
            return _gap_name(inner)
        case ast.Call(func=inner) | ast.Subscript(value=inner):
            return _gap_name(inner)
        case _:
            return "part"


def _messages(text: str) -> Iterator[str]:
    """Yield a text, or the parts that it is glued from, if people may read it."""
    for glued in _unglued(text):
        one = _BESIDE.sub("", glued)
        bare = GAP.sub("", one)
        if (
            re.search("[A-Za-z]{2}", bare)
            and not _CODE.search(bare)
            and (_SENTENCE.search(one) or _WORD.fullmatch(one))
        ):
            yield one


def _unglued(text: str) -> Iterable[str]:
    """Split a text at gaps that stand directly at a letter or at another gap; a gap at its very end goes with it."""
    start, cuts = 0, list[str]()
    for gap in GAP.finditer(text):
        before, after = text[: gap.start()], text[gap.end() :]
        glued = (before[-1:].isalpha() and before[-2:] != "}x") or before.endswith("}") or after[:1].isalpha()
        glued = glued and not after.startswith("x{")
        if glued or after.startswith("{"):
            cuts.append(text[start : gap.start()])
            start = gap.end()
    return [one for one in (*cuts, text[start:]) if one.strip()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Bring the files of the languages that are named up to date, or of all."""
    parser = argparse.ArgumentParser(
        prog="python packaging/texts.py",
        description="Collects the program's texts into assets/translations, and names those without a translation.",
    )
    parser.add_argument("languages", nargs="*", type=_language, metavar="LANGUAGE", help="de, or a new one: fr, pt_BR")
    languages = parser.parse_args(arguments).languages
    texts = collected()
    for file in [OUT / f"desktop_agent_{one}.ts" for one in languages] or sorted(OUT.glob("desktop_agent_*.ts")):
        lacking = update(file, texts)
        print(f"{file.relative_to(ROOT)}: {len(texts)} texts, {len(lacking)} without a translation")
        for text in lacking[:_MOST_NAMED]:
            print(f"  {texts[text][0]}: {text}")
    return 0


def _language(written: str) -> str:
    if not _LANGUAGE.fullmatch(written):
        raise argparse.ArgumentTypeError(f"“{written}” is no code of a language: write it as de or pt_BR")
    return written


if __name__ == "__main__":
    raise SystemExit(main())
