"""Apple's frameworks as far as ours are asked: values shaped as Apple's pages and pyobjc say, of a Mac made up here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.platforms.macos.frameworks import Frameworks


@dataclass(frozen=True)
class AXValue:
    """A value of the accessibility interface; one that is nothing more says that there is none."""


@dataclass(frozen=True)
class Point(AXValue):
    x: float
    y: float


@dataclass(frozen=True)
class Extent(AXValue):
    width: float
    height: float


@dataclass(frozen=True)
class Box:
    origin: Point
    size: Extent


@dataclass(eq=False)
class Element:
    """One object of the accessibility interface: its attributes, its process, and what was done to it."""

    pid: int = 0
    attributes: dict[str, Any] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class MacProgram:
    """A running program, as NSRunningApplication knows it."""

    path: str
    bundle: str | None = None


def listed(number: int, pid: int, box: Rect, **more: object) -> dict[str, object]:
    """Return a window as the window server lists it; `more` are its optional keys, and those that differ."""
    bounds = {"X": float(box.x), "Y": float(box.y), "Width": float(box.width), "Height": float(box.height)}
    required = {
        "kCGWindowNumber": number, "kCGWindowOwnerPID": pid, "kCGWindowBounds": bounds, "kCGWindowLayer": 0,
        "kCGWindowAlpha": 1.0, "kCGWindowStoreType": 1, "kCGWindowSharingState": 1, "kCGWindowMemoryUsage": 1152,
        "kCGWindowIsOnscreen": True,
    }  # fmt: skip
    return {**required, **{f"kCGWindow{name}": value for name, value in more.items()}}


def element(box: Rect, pid: int = 0, **attributes: object) -> Element:
    """Return an accessible object at a place."""
    at = {"AXPosition": Point(box.x, box.y), "AXSize": Extent(box.width, box.height)}
    return Element(pid, {**at, **attributes})


def control(role: str, box: Rect, *children: Element, pid: int = 0, **attributes: object) -> Element:
    """Return an accessible object and what it holds; attributes go without their AX."""
    named = {f"AX{name}": value for name, value in attributes.items()}
    made = element(box, pid, AXRole=role, AXChildren=list(children), **named)
    for child in children:
        child.attributes["AXParent"] = made
        child.pid = child.pid or pid
    return made


@dataclass(frozen=True)
class Url:
    text: str

    def absoluteString(self) -> str:
        return self.text


class Mac:
    """A Mac with one display or more, its windows from front to back, and where they take clicks."""

    def __init__(self, *displays: tuple[Rect, Rect]) -> None:
        """Take the displays: all of each, and what its menu bar and Dock leave free; the first is the main one."""
        self.displays = displays or ((Rect(0, 0, 1440, 900), Rect(0, 25, 1440, 805)),)
        self.windows: list[dict[str, Any]] | None = []
        self.takes: dict[int, tuple[Rect, ...]] = {}  # of windows that do not take clicks all over
        self.programs: Mapping[int, MacProgram] = {}
        self.focused: Element | None = None
        self.elements: dict[int, Element] = {}  # by process
        self.hanging: set[int] = set()  # processes that do not answer
        self.frameworks = Frameworks(Quartz(self), AppKit(self), Services(self), nullcontext)

    def hit(self, at: ScreenPoint, behind: int) -> int:
        windows = self.windows or []
        numbers = [one["kCGWindowNumber"] for one in windows]
        for one in windows[numbers.index(behind) + 1 if behind else 0 :]:
            number, bounds = one["kCGWindowNumber"], one["kCGWindowBounds"]
            whole = Rect(int(bounds["X"]), int(bounds["Y"]), int(bounds["Width"]), int(bounds["Height"]))
            if any(box.contains(at) for box in self.takes.get(number, (whole,))):
                return int(number)
        return 0


class Quartz:
    kCGNullWindowID = 0
    kCGWindowListOptionAll = 0
    kCGWindowListOptionOnScreenOnly = 1
    kCGWindowListExcludeDesktopElements = 16

    def __init__(self, mac: Mac) -> None:
        self._mac = mac

    def CGWindowListCopyWindowInfo(self, options: int, relative: int) -> list[dict[str, Any]] | None:
        windows = self._mac.windows
        if windows is None or not options & self.kCGWindowListOptionOnScreenOnly:
            return windows
        on_screen = [one for one in windows if one.get("kCGWindowIsOnscreen")]
        without_desktop = options & self.kCGWindowListExcludeDesktopElements
        return [one for one in on_screen if one["kCGWindowLayer"] >= 0 or not without_desktop]

    def CGGetActiveDisplayList(self, most: int, _out: None, _count: None) -> tuple[int, tuple[int, ...], int]:
        numbers = tuple(range(1, 1 + len(self._mac.displays)))[:most]
        return 0, numbers, len(numbers)

    def CGRectMake(self, x: float, y: float, width: float, height: float) -> Box:
        return Box(Point(x, y), Extent(width, height))

    def CGImageGetWidth(self, image: Image) -> int:
        return image.width

    def CGImageGetHeight(self, image: Image) -> int:
        return len(image.rows) // image.stride

    def CGImageGetBytesPerRow(self, image: Image) -> int:
        return image.stride

    def CGImageGetBitsPerPixel(self, image: Image) -> int:
        return 32

    def CGImageGetBitmapInfo(self, image: Image) -> int:
        return image.layout

    def CGImageGetDataProvider(self, image: Image) -> Image:
        return image

    def CGDataProviderCopyData(self, image: Image) -> bytes:
        return image.rows

    def CGMainDisplayID(self) -> int:
        return 1

    def CGDisplayBounds(self, display: int) -> Box:
        box = self._mac.displays[display - 1][0]
        return Box(Point(box.x, box.y), Extent(box.width, box.height))


class AppKit:
    NSMakePoint = Point

    def __init__(self, mac: Mac) -> None:
        self._mac = mac
        self.NSWindow = self.NSScreen = self.NSRunningApplication = self

    def runningApplicationWithProcessIdentifier_(self, pid: int) -> object:
        program = self._mac.programs.get(pid)
        return program and _Running(program)

    def screens(self) -> list[Screen]:
        return [Screen(self._flipped(box), self._flipped(free)) for box, free in self._mac.displays]

    def windowNumberAtPoint_belowWindowWithWindowNumber_(self, at: Point, behind: int) -> int:
        return self._mac.hit(ScreenPoint(int(at.x), int(self._mac.displays[0][0].height - at.y)), behind)

    def _flipped(self, box: Rect) -> Box:
        height = self._mac.displays[0][0].height
        return Box(Point(box.x, height - box.bottom), Extent(box.width, box.height))


@dataclass(frozen=True)
class Screen:
    whole: Box
    free: Box

    def frame(self) -> Box:
        return self.whole

    def visibleFrame(self) -> Box:
        return self.free


@dataclass(frozen=True)
class _Url:
    text: str

    def path(self) -> str:
        return self.text


@dataclass(frozen=True)
class _Running:
    program: MacProgram

    def executableURL(self) -> _Url:
        return _Url(self.program.path)

    def bundleIdentifier(self) -> str | None:
        return self.program.bundle


class Services:
    """The functions of AXUIElement.h, each answering with its error first."""

    def __init__(self, mac: Mac) -> None:
        self._mac = mac
        self._system = Element()

    def AXUIElementCreateSystemWide(self) -> Element:
        return self._system

    def AXUIElementCreateApplication(self, pid: int) -> Element:
        return self._mac.elements[pid]

    AXValueRef = AXValue

    def AXUIElementCopyElementAtPosition(self, _of: Element, x: float, y: float, _out: None) -> tuple[int, object]:
        at = ScreenPoint(int(x), int(y))
        windows = [one for program in self._mac.elements.values() for one in program.attributes.get("AXWindows", ())]
        hit = next((one for one in windows if _box_of(one).contains(at)), None)
        if hit is None:
            return -25200, None
        while inner := next((one for one in hit.attributes.get("AXChildren", ()) if _box_of(one).contains(at)), None):
            hit = inner
        return 0, hit

    def AXUIElementCopyMultipleAttributeValues(
        self, asked: Element, names: tuple[str, ...], _options: int, _out: None
    ) -> tuple[int, list[object] | None]:
        if asked.pid in self._mac.hanging:
            return -25204, None
        return 0, [asked.attributes.get(name, AXValue()) for name in names]

    def AXUIElementIsAttributeSettable(self, asked: Element, name: str, _out: None) -> tuple[int, bool]:
        return 0, "AXReadOnly" not in asked.attributes

    def AXUIElementSetMessagingTimeout(self, asked: Element, seconds: float) -> int:
        return 0

    def AXUIElementGetPid(self, asked: Element, _out: None) -> tuple[int, int]:
        return 0, asked.pid

    def AXUIElementCopyAttributeValue(self, asked: Element, name: str, _out: None) -> tuple[int, object]:
        if asked is self._system and name == "AXFocusedApplication":
            return (0, self._mac.focused) if self._mac.focused else (-25212, None)
        return (0, asked.attributes[name]) if name in asked.attributes else (-25205, None)

    def AXUIElementSetAttributeValue(self, asked: Element, name: str, value: object) -> int:
        asked.attributes[name] = value
        return 0

    def AXUIElementPerformAction(self, asked: Element, name: str) -> int:
        asked.done.append(name)
        return 0

    def AXValueGetValue(self, value: Point | Extent, kind: int, _out: None) -> tuple[bool, Point | Extent]:
        return {1: Point, 2: Extent}[kind] is type(value), value


@dataclass(frozen=True)
class Image:
    """A CGImage: rows of pixels, each filled up to `stride` bytes."""

    width: int
    stride: int
    rows: bytes
    layout: int


@dataclass(frozen=True)
class _Error:
    reason: str

    def localizedDescription(self) -> str:
        return self.reason


@dataclass(frozen=True)
class _Display:
    number: int

    def displayID(self) -> int:
        return self.number


class Kit:
    """ScreenCaptureKit on such a Mac: it answers on threads of its own.

    A pixel's blue is its column on the desktop, its green the row, its red the display's number.
    """

    def __init__(self, mac: Mac, layout: int = 0x2006) -> None:
        self._mac, self._layout = mac, layout
        self.refused = ""  # why it gives nothing
        self.shown = len(mac.displays)  # how many displays it shows to programs
        self.lists = 0  # how often it was asked for them
        self.SCShareableContent = self.SCScreenshotManager = self
        self.SCContentFilter, self.SCStreamConfiguration = _Filter, _Form

    def displays(self) -> list[_Display]:
        return [_Display(number) for number in range(1, 1 + self.shown)]

    def getShareableContentWithCompletionHandler_(self, done: Callable[[object, object], None]) -> None:
        self.lists += 1
        self._answer(done, self)

    def captureImageWithFilter_configuration_completionHandler_(
        self, of: _Filter, form: _Form, done: Callable[[object, object], None]
    ) -> None:
        whole = self._mac.displays[of.display - 1][0]
        x, y = whole.x + int(form.source.origin.x), whole.y + int(form.source.origin.y)
        pad = bytes(64 - form.width * 4 % 64)
        rows = [
            b"".join(bytes((column % 256, row % 256, of.display, 255)) for column in range(x, x + form.width)) + pad
            for row in range(y, y + form.height)
        ]
        image = Image(form.width, form.width * 4 + len(pad), b"".join(rows), self._layout)
        self._answer(done, image if form.as_asked and not of.without else None)

    def _answer(self, done: Callable[[object, object], None], value: object) -> None:
        answer = (None, _Error(self.refused)) if self.refused else (value, None)
        threading.Thread(target=done, args=answer).start()


class _Filter:
    @classmethod
    def alloc(cls) -> _Filter:
        return cls()

    def initWithDisplay_excludingWindows_(self, display: _Display, without: list[object]) -> _Filter:
        self.display, self.without = display.number, without
        return self


class _Form:
    @classmethod
    def alloc(cls) -> _Form:
        return cls()

    def init(self) -> _Form:
        self.cursor, self.format = True, 0
        return self

    @property
    def as_asked(self) -> bool:
        return not self.cursor and self.format == 0x42475241

    def setSourceRect_(self, box: Box) -> None:
        self.source = box

    def setWidth_(self, width: int) -> None:
        self.width = width

    def setHeight_(self, height: int) -> None:
        self.height = height

    def setScalesToFit_(self, fits: bool) -> None:
        self.fits = fits

    def setShowsCursor_(self, shows: bool) -> None:
        self.cursor = shows

    def setPixelFormat_(self, kind: int) -> None:
        self.format = kind


def _box_of(one: Element) -> Rect:
    at, size = one.attributes["AXPosition"], one.attributes["AXSize"]
    return Rect(int(at.x), int(at.y), int(size.width), int(size.height))
