"""A program, a site, a folder at a time: what isn't named gets no press and no key, by that program's own word."""

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.servers.script import Answer, asks
from tests.fakes.waiting import wait_until
from tests.hostile.scripted_run import scripted_run
from tests.input.targets import Target, target

TEXT = "The person's own words.\n"
SHORTCUT = {"type": "keypress", "keys": ["F5"]}


@dataclass(frozen=True, slots=True)
class Windows:
    """An editor that a run may work in, and another program beside it."""

    named: Target
    other: Target

    def point(self, name: str) -> dict[str, int]:
        """Return a point of one of the two, in the model's words."""
        at = {"named": self.named.field, "field": self.other.field, "surface": self.other.surface}[name]()
        return {"x": at.x, "y": at.y}


def _hands(display: PrivateDisplay, *words: str) -> None:
    subprocess.run(["xdotool", *words], env=display.environment(), check=True, timeout=60)


@pytest.fixture(scope="module")
def shown(display: PrivateDisplay, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """Show the two beside each other."""
    folder = tmp_path_factory.mktemp("programs")
    with target("gtk", display, folder / "gtk") as named, target("qt", display, folder / "qt") as other:
        for one, left in ((named, 10), (other, 620)):
            _hands(display, "windowmove", "--sync", str(one.app.window), str(left), "60")
        _hands(display, "windowsize", "--sync", str(named.app.window), "560", "500")
        yield Windows(named, other)


@pytest.fixture
def windows(shown: Windows, on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Windows:
    """Give the two as before each try: the other one holds a text, and has the keyboard; something is copied."""
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))
    at = shown.other.field()
    for selection in ("clipboard", "primary"):
        subprocess.run(["xclip", "-selection", selection], env=on_display.environment(), input=b"leaked", check=True)
    shown.other.empty()
    _hands(on_display, "mousemove", str(at.x), str(at.y), "click", "1", "type", TEXT.replace("\n", "\r"))
    wait_until(lambda: shown.other.now() == TEXT, "the text")
    return shown


def press(at: str, **more: object) -> Mapping[str, object]:
    return {"type": "click", "button": "left", "at": at, **more}


# Each is tried in a run of its own, with nobody there to say yes.
TRIES: Mapping[str, list[Mapping[str, object]]] = {
    "a click": [press("surface")],
    "a double click": [{"type": "double_click", "at": "surface"}],
    "a right click": [press("surface", button="right")],
    "a click with a key held": [press("surface", keys=["ctrl"])],
    "a shortcut of the program that has the keyboard": [SHORTCUT],
    "text for what has the keyboard": [{"type": "type", "text": "leaked"}],
    "text after a click": [press("field"), {"type": "type", "text": "leaked"}],
    "Return": [{"type": "keypress", "keys": ["ENTER"]}],
    "all of the text away": [{"type": "keypress", "keys": ["CTRL", "a"]}, {"type": "keypress", "keys": ["DELETE"]}],
    "a paste": [{"type": "keypress", "keys": ["CTRL", "v"]}],
    "the marked text, by the middle button": [press("field", button="wheel")],
    "a drag inside": [{"type": "drag", "along": ["surface", "field"]}],
    "a drag from the program that is named": [{"type": "drag", "along": ["named", "surface"]}],
    "keys that a drag out of it leaves behind": [press("named"), {"type": "drag", "along": ["named", "field"]}],
}


def in_words(windows: Windows, action: Mapping[str, object]) -> Mapping[str, object]:
    reported = {key: value for key, value in action.items() if key not in {"at", "along"}}
    if "along" in action:
        return reported | {"path": [windows.point(str(name)) for name in action["along"]]}  # type: ignore[attr-defined]
    return reported | (windows.point(str(action["at"])) if "at" in action else {})


def tried(windows: Windows, actions: list[Mapping[str, object]]) -> None:
    answers: list[Answer] = [asks(in_words(windows, action)) for action in actions]
    allowed = {"run.allow": ["mousepad"], "run.approver": "none"}
    scripted_run(iter(answers), allowed, lambda _: None)


@pytest.mark.promise("README, 1", cases=["a click", "text for what has the keyboard", "Return"])
@pytest.mark.parametrize(
    "actions",
    TRIES.values(),
    ids=TRIES,
)
def test_nothing_reaches_a_program_that_is_not_named(windows: Windows, actions: list[Mapping[str, object]]) -> None:
    before = len(windows.other.seen()["seen"])

    tried(windows, actions)

    since = windows.other.seen()["seen"][before:]
    assert [note for note in since if note["kind"] in {"press", "double", "shortcut"}] == []
    assert windows.other.now() == TEXT


def test_the_program_that_is_named_gets_what_is_meant_for_it(windows: Windows) -> None:
    tried(windows, [press("named"), {"type": "type", "text": "A line."}])

    assert windows.named.text(7) == "A line."
