"""Text arrives exactly in real applications, by their own word, and the person's selections are left as they were."""

from collections.abc import Callable, Iterator

import pytest

from desktop_agent.core.actions import Action, Type
from desktop_agent.demo.private_display import PrivateDisplay
from tests.fakes.fields import Field, field_or_skip
from tests.fakes.hands import Hands
from tests.fakes.waiting import wait_until
from tests.input.test_clipboard import Clipboard

Act = Callable[[Action], None]
THEIRS = {"clipboard": b"theirs, copied", "primary": b"theirs, marked"}
TEXTS = {
    "punctuation": "".join(map(chr, range(0x20, 0x7F))),
    "German and Polish": "Zwölf Boxkämpfer — „Größe“, €! Zażółć gęślą jaźń",
    "Greek": "Ελληνικά κείμενο: ΰ ώ Ϋ ς σ Σ, ἀρχὴ ἥμισυ παντός",
    "Russian": "Съешь ещё этих мягких французских булок, № 5",
    "CJK and emoji, long": "日本語のテキスト 한국어 中文 𠮷野家 👩‍👩‍👧‍👦 🇩🇪 👍🏽 " * 5,
}
# Pasted words with keys between them: in these a Tab is a character.
PIECES = "ж漢字\tx\n" * 3 + "ж漢字\tx"
CODE = """def f(x):
\tif x:
\t\treturn ["ü", '{'] # (
\telse:
\t\tpass

class A:
    def g(self):
        return {1: 2}"""
ONE_LINE = {"chromium password", "calc"}
HOLD_TABS = {"gvim", "gtk4", "tk"}
FIELDS = (
    *("chromium textarea", "chromium contenteditable", "chromium password", "chromium code"),
    *("firefox textarea", "firefox contenteditable", "firefox code", "calc", "gvim", "gtk4", "tk"),
)


@pytest.fixture(scope="module", params=FIELDS)
def field(
    request: pytest.FixtureRequest, display: PrivateDisplay, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Field]:
    """Give a field of an application that is started once."""
    with field_or_skip(request.param, display, tmp_path_factory.mktemp("home")) as running:
        running.focus()
        yield running


def emptied(field: Field) -> None:
    """Empty a field that has the caret: a second click there might count as a double click."""
    field.ask("empty")
    wait_until(lambda: not field.ask("text")["text"], f"an empty {field.name}")


@pytest.mark.parametrize("layout", ["us", "de", "ru"])
def test_text_is_exact_in_an_application_and_the_selections_are_as_before(
    field: Field, layout: str, act: Act, hands: Hands, display: PrivateDisplay, layouts: Callable[[str], None]
) -> None:
    texts = {name: Type(text) for name, text in TEXTS.items()}
    if field.name.endswith("code"):
        texts.clear()  # it has other ideas of what is typed
    if field.name in HOLD_TABS:
        texts["pieces"] = Type(PIECES)
    if field.name not in ONE_LINE:
        texts["code"] = Type(CODE, whole=True)
    clipboard = Clipboard(display)
    layouts(layout)

    held, left = dict[str, str](), list[dict[str, bytes]]()
    for name, action in texts.items():
        emptied(field)
        for selection, content in THEIRS.items():
            hands.select(content.decode(), selection)
        act(action)
        held[name] = field.text_once(action.text)
        left.append({selection: clipboard.get(selection=selection) for selection in THEIRS})

    assert {name: action.text for name, action in texts.items()} == held
    assert [THEIRS] * len(texts) == left
