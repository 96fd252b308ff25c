"""A backend that writes down what it was told and can fail or stop at a chosen event; a performer over it; permits."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from desktop_agent.core.actions.action import Action, Button, Click, Type
from desktop_agent.core.actions.key_path import InputMethods
from desktop_agent.core.actions.keys import NO_CHORDS, DesktopChords
from desktop_agent.core.decisions.permit import Binding, Permit
from desktop_agent.core.errors import InputError, UnknownKeyError
from desktop_agent.core.pictures import ImagePoint, Rect, ScreenPoint, Size, Viewport
from desktop_agent.core.runs.waiting import Stopped, StopToken
from desktop_agent.core.texts.field_text import FieldMark, FieldSource
from desktop_agent.core.texts.message import Message
from desktop_agent.input.backend import NotTakenError, Route
from desktop_agent.input.perform import ActionExecutor

SCREEN = Viewport(Rect(0, 0, 1280, 800), Size(1280, 800))
HALF = Viewport(Rect(100, 50, 200, 200), Size(100, 100))
AT = ImagePoint(10, 20)  # 121, 91 on the screen
LACKS = frozenset({"f24", "ж"})


@dataclass
class RecordingRoute:
    name: str
    private: bool
    told: list[str]
    alphabet: str = ""
    pastes: bool = False
    taken: bool = True

    def takes(self, text: str) -> bool:
        return not self.alphabet or set(text) <= set(self.alphabet)

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        if stop.is_set():
            raise Stopped
        if not self.taken:
            raise NotTakenError
        self.told.append(f"{self.name} {text}")

    def finish(self) -> None:
        self.told.append(f"{self.name} finished")


@dataclass
class RecordingBackend:
    told: list[str] = field(default_factory=list)
    name: str = "recording"
    reports_modifiers: bool = True
    fails_at: str = ""
    before_each: Callable[[str], None] = lambda _word: None
    shaken: int = 0  # how many moves end a pixel aside
    foreign_modifiers: list[tuple[str, ...]] = field(default_factory=list)
    stuck: tuple[Button, ...] = ()
    ways: tuple[Route, ...] = ()
    terminal_ways: tuple[Route, ...] = ()
    on_top: int | None = None
    is_dialog: bool = False
    stopped: bool = False
    chords: DesktopChords = NO_CHORDS
    busy_times: int = 0  # how often the display lets nobody in
    waited_for: Callable[[], object] = lambda: None
    keys_for: list[int | None] = field(default_factory=list)
    arrives: Callable[[], bool] = lambda: True
    _at: ScreenPoint = field(default_factory=lambda: ScreenPoint(0, 0))

    def await_watchdog(self) -> None:
        self.told.append("watchdog ready")

    def move(self, at: ScreenPoint) -> None:
        self._tell(f"move {at.x} {at.y}")
        self._at = ScreenPoint(at.x + bool(self.shaken), at.y)
        self.shaken = max(0, self.shaken - 1)

    def move_back(self, at: ScreenPoint) -> None:
        self.move(at)

    def pointer(self) -> ScreenPoint:
        return self._at

    def button(self, button: Button, *, down: bool) -> None:
        self._tell(f"{button} {'down' if down else 'up'}")

    def press_on(self, window: int | None, button: Button) -> bool:
        if self._comes_onto(window):
            self.button(button, down=True)
            return True
        return False

    def notch_on(self, window: int | None, right: int, down: int) -> bool:
        if self._comes_onto(window):
            self.notch(right, down)
            return True
        return False

    def _comes_onto(self, window: int | None) -> bool:
        if window != self.on_top:
            raise InputError("Another window came up.")
        if self.busy_times:
            self.busy_times -= 1
            self.waited_for()
            return False
        self.told.append(f"still on {window}")
        return True

    def await_click(self, button: Button, pause: Callable[[float], None]) -> None:
        pause(0.0)
        self.told.append(f"{button} arrived")

    def notch(self, right: int, down: int) -> None:
        self._tell(f"notch {right} {down}")

    def check(self, keys: tuple[str, ...]) -> None:
        for name in keys:
            if name in LACKS:
                raise UnknownKeyError(f"no {name}")

    def desktop_chords(self) -> DesktopChords:
        return self.chords

    def taker_of(self, keys: tuple[str, ...]) -> str:
        if "sysrq" in keys:
            raise InputError(Message("The system acts on it itself."))
        if "hiragana" in keys:
            raise UnknownKeyError(Message("No key is called so."))
        return "Taken." if "printscreen" in keys else ""

    def key(self, name: str, *, down: bool) -> None:
        self._tell(f"{name} {'down' if down else 'up'}")

    def modifiers_down(self) -> tuple[str, ...]:
        return self.foreign_modifiers.pop(0) if self.foreign_modifiers else ()

    def restrict_keys(self, window: int | None) -> None:
        self.keys_for.append(window)

    def keys_arrive(self) -> bool:
        return self.arrives()

    def in_dialog(self) -> bool:
        return self.is_dialog

    def is_stopped(self) -> bool:
        return self.stopped

    def buttons_down(self) -> tuple[Button, ...]:
        return self.stuck

    def sync(self) -> None:
        self.told.append("sync")

    def routes(self, *, to_terminal: bool = False) -> tuple[Route, ...]:
        return self.terminal_ways if to_terminal else self.ways

    def close(self) -> None:
        self.told.append("closed")

    def _tell(self, word: str) -> None:
        self.before_each(word)
        if word == self.fails_at:
            raise InputError(f"{word} failed")
        self.told.append(word)


@dataclass
class ToldFields:
    """A field that tells one text after the other, the last one from then on; None where it tells nothing."""

    told: list[str | None]
    many_lines: bool = False
    marks: int = 0
    offered: list[str] = field(default_factory=list)  # behind which text, each time that it is asked
    asked: list[str] = field(default_factory=list)
    holds: list[bool | None] = field(default_factory=lambda: [True])  # whether it has the keyboard, as `told`
    grows: list[int | None] = field(default_factory=lambda: [None])  # by how many characters, as `told`
    left: list[str | None] = field(default_factory=lambda: [None])  # what stands there afterwards, as `told`

    def mark(self) -> FieldMark | None:
        self.marks += 1
        return FieldMark(("app", "/field"), 0, 0, 0, self.many_lines)

    def offers_more(self, mark: FieldMark, text: str) -> bool:
        return bool(self.offered) and self.offered.pop(0) == text

    def growth(self, mark: FieldMark) -> int | None:
        return self.grows.pop(0) if len(self.grows) > 1 else self.grows[0]

    def became(self, mark: FieldMark, text: str) -> str | None:
        return self.left.pop(0) if len(self.left) > 1 else self.left[0]

    def has_keyboard(self, mark: FieldMark) -> bool | None:
        return self.holds.pop(0) if len(self.holds) > 1 else self.holds[0]

    def since(self, mark: FieldMark, text: str) -> str | None:
        self.asked.append(text)
        return self.told.pop(0) if len(self.told) > 1 else self.told[0]


@dataclass
class FakeStop:
    """A stop token and a clock in one: waiting takes no time, and moves the clock."""

    now: float = 0.0
    stopped: bool = False
    waits: list[float] = field(default_factory=list)

    def is_set(self) -> bool:
        return self.stopped

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        self.now += seconds
        return self.stopped

    def clock(self) -> float:
        return self.now


def permit_for(action: Action, viewport: Viewport = SCREEN, window: int | None = None) -> Permit:
    return Permit("s", 0.0, Binding("r", 1, "c1", 0, action, (), viewport, "", window))


def parts(action: Action) -> tuple[Action, ...]:
    match action:
        case Type(at=at) if at is not None:
            return Click(at), replace(action, at=None)
        case _:
            return (action,)


class Bench:
    def __init__(
        self, methods: Callable[[list[str]], InputMethods] | None = None, fields: FieldSource | None = None
    ) -> None:
        """`methods` gets the list of what is told."""
        self.backend = RecordingBackend()
        self.stop = FakeStop()
        self.opened: list[str] = []
        self.redeemed: list[Permit] = []
        self.performer = ActionExecutor(
            self.backend,
            redeem=self._redeem,
            stop=self.stop,
            navigate=self._navigate,
            clock=self.stop.clock,
            fields=fields,
            methods=methods(self.backend.told) if methods is not None else None,
        )

    def do(self, action: Action) -> list[str]:
        before = len(self.backend.told)
        self.performer.perform(permit_for(action, HALF))
        return [word for word in self.backend.told[before:] if word != "sync"]

    def _redeem(self, permit: Permit) -> None:
        self.redeemed.append(permit)

    def _navigate(self, url: str, _stop: StopToken) -> None:
        self.opened.append(url)
