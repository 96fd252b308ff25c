"""Who is told from whom: a person's mouse and keys (X input, by xdotool) from what the program sends (SendInput)."""

from collections.abc import Iterator

import pytest

from tests.fakes.people.hands import Hands
from tests.fakes.waiting import wait_until
from tests.windows.desktop import WindowsProgram, WineDesktop

pytestmark = pytest.mark.timeout(120)  # programs are waited for without an end
PLACES = ((0, 0), (1, 0), (639, 400), (640, 401), (1278, 799), (1279, 799))
_INJECTED = {"key": 0x10, "mouse": 0x01}


@pytest.fixture
def hooks(windows: WineDesktop) -> Iterator[WindowsProgram]:
    """Give somebody else's log of the hooks, which shares nothing with the program."""
    with windows.running(windows.inside("hook_log")) as log:
        assert {"kind": "begun", "hooks": 2} == log.answer()
        yield log


@pytest.fixture
def actor(windows: WineDesktop, hooks: WindowsProgram, request: pytest.FixtureRequest) -> Iterator[WindowsProgram]:
    """Give a program that acts as it is told, and watches the person's input meanwhile."""
    backend: str = getattr(request, "param", "pynput")
    with windows.running(windows.inside("acting"), DESKTOP_AGENT_INPUT=backend) as acting:
        assert {"did": backend} == acting.answer()
        yield acting


def until(program: WindowsProgram, wanted: dict[str, str]) -> list[object]:
    """Return what the program says before it says this."""
    words: list[object] = []
    while (line := program.answer()) != wanted:
        words.append(line)
    return words


def acted(actor: WindowsProgram, *acts: tuple[object, ...]) -> list[object]:
    """Have it act, then and return what was taken for the person's meanwhile."""
    words: list[object] = []
    for act in acts:
        actor.tell(act)
        words += until(actor, {"did": str(act[0])})
    return words


def injected(event: dict[str, object]) -> bool:
    return bool(int(str(event["flags"])) & _INJECTED[str(event["kind"])])


@pytest.mark.parametrize("actor", ["pynput", "pyautogui"], indirect=True)
def test_what_the_program_does_is_no_hand_and_a_persons_key_then_is(
    actor: WindowsProgram, hooks: WindowsProgram, hands: Hands
) -> None:
    moves = [("move", x, y) for x, y in PLACES]
    clicks = [("button", "left", True), ("button", "left", False), ("notch", 0, 1), ("notch", 1, 0)]
    words = acted(actor, *moves, *clicks, ("key", "shift", True), ("key", "shift", False), ("type", "é✓𝄞 a"))

    hands.press("F9")
    words += until(actor, {"hand": "key"})

    assert [] == words
    reported = hooks.rest()
    by_program = [one for one in reported if injected(one)]
    arrived = [one["at"] for one in by_program if one["message"] == 0x200]
    assert [place for place in PLACES if list(place) not in arrived] == []
    assert {(0x20A, -120), (0x20E, 120)} == {(one["message"], one["data"]) for one in reported if one.get("data")}
    assert {0x78} == {one["code"] for one in reported if one["kind"] == "key" and not injected(one)}


@pytest.mark.parametrize("what", ["pointer", "button", "key"])
def test_each_kind_of_a_persons_input_is_a_hand(actor: WindowsProgram, hands: Hands, what: str) -> None:
    hands.move(1100, 100)  # wherever it was, one of these is far
    hands.move(200, 700)
    until(actor, {"hand": "pointer"})
    match what:
        case "pointer":
            hands.move(300, 600)
        case "button":
            hands.click(300, 600)
        case "key":
            hands.press("a")

    words = until(actor, {"hand": what})

    assert [] == [line for line in words if line != {"hand": "pointer"}]


def test_the_stop_key_is_heard(actor: WindowsProgram, hands: Hands) -> None:
    hands.press("Pause", "Pause")

    words = until(actor, {"stop": "the Pause key was pressed twice"})

    assert {"hand": "pause"} in words


IS_DOWN = "import ctypes; print(bool(ctypes.windll.user32.GetAsyncKeyState(1) & 0x8000))"


def test_a_button_of_a_killed_program_comes_up(windows: WineDesktop, actor: WindowsProgram) -> None:
    # Windows is asked itself: who hooks in is told nothing more under Wine when another one that does is killed.
    def is_down() -> bool:
        done = windows.python("-c", IS_DOWN)
        assert done.stdout.strip() in {"True", "False"}, done.stderr
        return done.stdout.strip() == "True"

    acted(actor, ("move", 200, 300), ("button", "left", True))
    assert is_down()

    actor.process.kill()

    wait_until(lambda: not is_down(), what="the button is up")
