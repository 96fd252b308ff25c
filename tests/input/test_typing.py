"""Text arrives exactly, whatever the script, the layout and the application; an editor in a terminal among them."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_agent.core.actions.action import Action, Press, Type
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.people.hands import Hands
from tests.fakes.programs.apps import running
from tests.fakes.waiting import wait_until
from tests.input.targets import Target, target

Act = Callable[[Action], None]
TEXT = "\n".join(
    (
        "".join(map(chr, range(0x20, 0x7F))) * 2,
        "Ünïcödé æøå ßẞ ñ ¿¡ ţšž ÿ €uro — “quotes” …",
        "Ελληνικά κείμενο: ΰ ώ Ϋ ς σ Σ",
        "Съешь ещё этих мягких французских булок, ґ ї є №",
        "日本語のテキスト 한국어 中文 𠮷野家",
        "👩‍👩‍👧‍👦 🇩🇪🇯🇵 👍🏽 ❤️‍🔥 x",
        "one\n\ttwo\n\nthree\tfour\nfive",
        "The quick brown fox — jumps over “13” lazy dogs. " * 20,
    )
)


@pytest.fixture(scope="module")
def any_target(
    request: pytest.FixtureRequest, display: PrivateDisplay, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Target]:
    with target(request.param, display, tmp_path_factory.mktemp(request.param)) as running:
        yield running


@pytest.mark.promise("contract, Text", cases=["gtk-fr", "qt-us"])
@pytest.mark.parametrize(
    ("any_target", "layout"), [("gtk", "fr"), ("qt", "us"), ("xterm", "us,ru")], indirect=["any_target"]
)
def test_text_of_every_script_arrives_exactly_on_every_layout(
    layout: str, any_target: Target, act: Act, layouts: Callable[[str], None]
) -> None:
    any_target.empty()
    layouts(layout)

    act(Type(TEXT, at=any_target.field()))

    assert any_target.text(len(TEXT)) == TEXT


@pytest.mark.parametrize("any_target", ["gtk"], indirect=True)
def test_text_arrives_exactly_while_caps_lock_is_on_and_caps_lock_stays_on(
    any_target: Target, act: Act, hands: Hands, display: PrivateDisplay
) -> None:
    any_target.empty()
    hands.press("Caps_Lock")
    try:
        act(Type("Straße éÉ AbC 12!", at=any_target.field()))

        assert "Caps Lock: on" in _leds(display)
    finally:
        hands.press("Caps_Lock")
    assert any_target.text(17) == "Straße éÉ AbC 12!"


@pytest.mark.parametrize("any_target", ["gtk"], indirect=True)
def test_secret_text_arrives_exactly_without_the_clipboard(
    any_target: Target, act: Act, layouts: Callable[[str], None], hands: Hands, display: PrivateDisplay
) -> None:
    any_target.empty()
    layouts("de")
    hands.select("theirs", "clipboard")
    owner = _owner(display)

    act(Type("pä$$wörd Ω^`~ ключ 👩‍👧🇩🇪", at=any_target.field(), secret=True))

    assert any_target.text(24) == "pä$$wörd Ω^`~ ключ 👩‍👧🇩🇪"
    assert _owner(display) == owner


def _leds(display: PrivateDisplay) -> str:
    asked = subprocess.run(["xset", "q"], env=display.environment(), capture_output=True, text=True, check=True)
    return " ".join(asked.stdout.split())


def _owner(display: PrivateDisplay) -> str:
    script = "from Xlib.display import Display as D; d = D(); print(d.get_selection_owner(d.intern_atom('CLIPBOARD')))"
    asked = subprocess.run(
        [sys.executable, "-c", script], env=display.environment(), capture_output=True, text=True, check=True
    )
    return asked.stdout


CODE = "def f(a):\n    if a:\n        for i in a:\n            print('é')\n        return 1\n    return 0\n"
INDENTING = "filetype plugin indent on | set autoindent smartindent"


def test_lines_and_indents_come_into_an_editor_in_a_terminal_as_they_are(
    display: PrivateDisplay, tmp_path: Path, act: Act
) -> None:
    file = tmp_path / "f.py"
    options = ("-u", "NONE", "-N", "--cmd", INDENTING, "-c", "startinsert", "-c", "set title")
    with running(["xterm", "-e", "vim", *options, file], display, tmp_path, "f\\.py") as app:
        act(Type(CODE, at=Target("xterm", app, file).field(), entry="one place"))
        act(Press(("escape",)))
        act(Type(":wq\n", entry="one place"))

        wait_until(lambda: file.exists() and file.read_text(), "the file")

    # vim's own last line break comes behind the one that was typed.
    assert CODE == file.read_text().rstrip() + "\n"
