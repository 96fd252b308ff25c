"""Questions for the card, about a window and a plain screen."""

import io
from collections.abc import Mapping
from dataclasses import replace

from PIL import Image

from desktop_agent.core.actions.action import Action, Click, Drag, Invoke, Navigate, Type
from desktop_agent.core.actions.describe import in_words
from desktop_agent.core.decisions.decision import Question, Reason, Target
from desktop_agent.core.pictures import Frame, ImagePoint, Pixels, Rect, Scene, Size, Viewport, Window
from desktop_agent.core.texts.message import Message
from tests.fakes.runs.cases import changed, target_of

SCREEN = Rect(0, 0, 1280, 800)
CHORD = ("ctrl", "alt", "y")
ACTIONS: Mapping[str, Action] = {
    "click": Click(ImagePoint(120, 90)),
    "drag": Drag((ImagePoint(100, 100), ImagePoint(300, 200))),
    "type": Type("Hello"),
    "open": Navigate("https://example.org/"),
    "call": Invoke("weather", '{"city":"Paris"}', command=("/bin/weather", "Paris"), cwd="/srv"),
}


def question(action: str, kind: str) -> Question:
    """Return a question about a window, with a picture that Qt can read; or about a function, which has none.

    “unnamed”: the program names none of its controls.
    """
    if kind == "function":
        rule = Reason("function", "It runs a program.")
        called = ACTIONS["call"]
        return replace(question("call", "action"), sentence=in_words(called), target=Target(), reasons=(rule,),
                       kind="function", may_be_remembered=False, editable=False)  # fmt: skip
    if kind == "unnamed":
        asked = question(action, "action")
        read = changed(asked.target, role="", source="ocr")
        return replace(asked, target=read, may_be_remembered=False)
    window = Window(7, "mail", "Write: Invoice 1042", 4242, "/usr/bin/mail")
    frame = Frame(picture(), "image/png", Viewport(SCREEN, SCREEN.size), "", Scene(), Pixels(Size(0, 0), b""))
    return Question(
        "c1", "Click “Send” in Mail", (ACTIONS[action],), target_of(window, "Send", "push button"),
        (Reason("out", Message("This may submit a form.")),), (), frame,
        kind="application" if kind == "application" else "action", may_be_remembered=True, editable=True,
    )  # fmt: skip


def picture() -> bytes:
    """Return a plain screen as PNG; without Qt, which takes the thread that uses it first for its own."""
    file = io.BytesIO()
    Image.new("RGB", (SCREEN.width, SCREEN.height), "#dde5ee").save(file, "PNG", compress_level=1)
    return file.getvalue()
