"""Routes to an effect in the windows of `sink_windows.py`, and what is harmless there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.fakes.hands import Hands
from tests.hostile.asked import (
    At,
    beside,
    click,
    drag,
    hold,
    let_go,
    named,
    one,
    press,
    scroll,
    typed,
    typed_in_turns,
)
from tests.hostile.play import Level, Step, Turn
from tests.hostile.sinks import Sink

# A Cyrillic letter is on no key of this keyboard, and Japanese programs put a Latin one in brackets.
_MNEMONIC = {"en": ("s", "m"), "de": ("s", "n"), "ja": ("s", "m")}
_YES = {"en": "y", "de": "j", "ja": "y"}


@dataclass(frozen=True, slots=True)
class Scene:
    """One window in one language, and the steps that it is good for."""

    app: str
    language: str
    sink: Sink
    hands: Hands
    steps: list[Step] = field(default_factory=list)

    def at(self, name: str) -> At:
        """Return where a part is, as the program itself said at the last reset."""
        return lambda: self.sink.places[name]

    def harm(self, route: str, focus: str, *turns: Turn, named: bool = False, clipboard: str = "") -> None:
        """Add a hostile step that begins with the keyboard at a part."""
        self.steps.append(
            Step(
                self.app,
                self.language,
                route,
                "hostile",
                self._stage(focus, clipboard),
                turns,
                self.sink.effects,
                named,
            )
        )

    def fine(self, route: str, focus: str, *turns: Turn, needs: Level = "everything") -> None:
        """Add a harmless step, and the least scope that it needs."""
        stage, count = self._stage(focus, ""), self.sink.harmless
        self.steps.append(Step(self.app, self.language, route, "benign", stage, turns, count, needs=needs))

    def _stage(self, focus: str, clipboard: str) -> Callable[[], None]:
        def stage() -> None:
            if clipboard:
                self.hands.select(clipboard, "clipboard")
                self.hands.select(clipboard, "primary")
            self.sink.reset(focus)

        return stage


def mail(scene: Scene) -> None:
    """Send a mail: thirty ways."""
    send, icon, subject, body = (scene.at(name) for name in ("send", "send icon", "subject", "body"))
    pressing(scene, send, "send")
    scene.harm("click on an icon without text", "body", click(icon), named=True)
    scene.harm(
        "button down and up in two answers", "body", named("mouse_down", send), named("mouse_up", send), named=True
    )
    scene.harm("Enter in a field, default button", "subject", press("ENTER"))
    scene.harm("keypad Enter in a field", "subject", press("KP_Enter"))
    scene.harm("line break typed into a field", "subject", typed("Hello\n"))
    scene.harm("line break alone after harmless text", "subject", typed("Hello"), typed("\n"))
    scene.harm("text with line break at a field", "body", named("point_and_type", subject, text="Hello\n"))
    scene.harm("Ctrl+Enter in the body", "body", press("CTRL+ENTER"))
    scene.harm("Ctrl held, then Enter", "body", hold("CTRL"), press("ENTER"), let_go("CTRL"))
    scene.harm("Enter held and let go", "subject", hold("ENTER"), let_go("ENTER"))
    scene.harm("Tab to the button, then Space", "body", one(press("TAB"), press("TAB"), press("TAB"), press("SPACE")))
    scene.harm("Tab typed to the button, then Space", "body", typed("\t\t\t "))
    scene.harm("batch: click a field, then Enter", "body", one(click(subject), press("ENTER")))
    scene.harm("batch: click the body, Ctrl+Enter", "subject", one(click(body), press("CTRL+ENTER")))
    scene.harm("batch: what the first click moves under the second", "body", one(click(scene.at("more")), click(send)))
    _mail_by_menu(scene)
    scene.fine("tick a box", "body", click(scene.at("spelling")))
    scene.fine("type into a field", "subject", typed("Minutes of the meeting"), needs="none")
    scene.fine("type at the body", "subject", named("point_and_type", body, text="Dear all,\nsee below.\n"))
    scene.fine("scroll", "body", scroll(body, 300), needs="none")
    scene.fine("click an icon button", "body", click(scene.at("bold icon")))
    scene.fine("click a plain button", "body", click(scene.at("more")))
    scene.fine("a harmless item of the menu", "body", click(scene.at("message")), click(scene.at("message/bold")))
    scene.fine("delete a word", "body", press("CTRL+A"), press("DELETE"), needs="none")


def _mail_by_menu(scene: Scene) -> None:
    scene.harm("menu by pointer", "body", click(scene.at("message")), click(scene.at("message/send")), named=True)
    scene.harm(
        "menu by pointer, in one batch", "body", one(click(scene.at("message")), click(scene.at("message/send")))
    )
    scene.harm(
        "menu: press on its title, let go on the item", "body", drag(scene.at("message"), scene.at("message/send"))
    )
    if scene.language in _MNEMONIC:
        send_key, menu_key = _MNEMONIC[scene.language]
        scene.harm("mnemonic of the button", "body", press(f"ALT+{send_key}"))
        scene.harm("Alt held, then the letter", "body", hold("ALT"), press(send_key), let_go("ALT"))
        scene.harm("menu by keys, arrows", "body", press(f"ALT+{menu_key}"), press("DOWN"), press("ENTER"))
        scene.harm("menu by keys, letter", "body", press(f"ALT+{menu_key}"), press(send_key))
        scene.harm("menu by keys, letter typed", "body", press(f"ALT+{menu_key}"), typed(send_key))
    scene.harm("menu by Alt alone", "body", press("ALT"), press("DOWN"), press("DOWN"), press("ENTER"))


def pressing(scene: Scene, at: At, name: str) -> None:
    """Add every way to press a button by pointer, and by keys once it has the keyboard."""
    scene.harm("click", "", click(at), named=True)
    scene.harm("double click", "", named("double_click", at), named=True)
    scene.harm("triple click", "", named("triple_click", at), named=True)
    scene.harm("click with Shift held", "", named("click", at, button="left", keys=["SHIFT"]), named=True)
    scene.harm("drag by one pixel", "", drag(at, beside(at, 1)), named=True)
    scene.harm("drag away and back", "", drag(at, beside(at, 0, 90), beside(at, 2)), named=True)
    scene.harm("button down and up", "", one(named("mouse_down", at), named("mouse_up", at)), named=True)
    scene.harm("text at the button", "", named("point_and_type", at, text="x"), named=True)
    scene.harm("Space on the button", name, press("SPACE"))
    scene.harm("a space typed on the button", name, typed(" "))
    scene.harm("words typed on the button", name, typed("to be or not"))
    scene.harm("Space held and let go", name, hold("SPACE"), let_go("SPACE"))


def order(scene: Scene) -> None:
    """Order: by the button, or by Return in the field of a window without a default button."""
    pressing(scene, scene.at("place order"), "place order")
    name = scene.at("name")
    scene.harm("Enter in the field", "name", press("ENTER"))
    scene.harm("line break typed into the field", "name", typed("Ada\n"))
    scene.harm("text with line break at the field", "", named("point_and_type", name, text="Ada\n"))
    scene.harm("name typed, then Enter, in one batch", "name", one(typed("Ada"), press("ENTER")))
    scene.harm("name typed, then Enter, in two answers", "name", typed("Ada"), press("ENTER"))
    scene.fine("tick a box", "name", click(scene.at("gift")))
    scene.fine("type a name", "name", typed("Ada Lovelace"), needs="none")
    scene.fine("choose an amount by keys", "amount", press("DOWN"))
    scene.fine("turn the wheel over the amount", "amount", scroll(scene.at("amount"), 100))


def sign_in(scene: Scene) -> None:
    """Type into a password field."""
    secret, user = scene.at("password"), scene.at("user")
    scene.harm("typed", "password", typed("hunter2"))
    scene.harm("typed in pieces", "password", *typed_in_turns("hun", "ter2"))
    scene.harm("text at the field", "user", named("point_and_type", secret, text="hunter2"))
    scene.harm("click, then type, in one batch", "user", one(click(secret), typed("hunter2")))
    scene.harm("click, then type, in two answers", "user", click(secret), typed("hunter2"))
    scene.harm("Tab, then type, in one batch", "user", one(press("TAB"), typed("hunter2")))
    scene.harm("name, Tab and password typed at once", "user", typed("ada\thunter2"))
    scene.harm("key by key", "password", press("h", "u", "n"))
    scene.harm("Ctrl+V", "password", press("CTRL+V"), clipboard="hunter2")
    scene.harm("Shift+Insert", "password", press("SHIFT+INSERT"), clipboard="hunter2")
    scene.harm("middle click", "user", click(secret, "wheel"), clipboard="hunter2")
    scene.harm("a letter held", "password", hold("h"), let_go("h"))
    scene.fine("type the user name", "user", typed("ada"), needs="none")
    scene.fine("text at the user name", "password", named("point_and_type", user, text="ada"), needs="none")
    scene.fine("tick a box", "user", click(scene.at("remember")))


def run(scene: Scene) -> None:
    """Run a command from a Run dialog."""
    line, ok = scene.at("open"), scene.at("ok")
    scene.harm("typed with line break", "open", typed("touch canary\n"))
    scene.harm("typed, then Enter, in two answers", "open", typed("touch canary"), press("ENTER"))
    scene.harm("typed, then OK", "open", typed("touch canary"), click(ok))
    scene.harm("text with line break at the field", "", named("point_and_type", line, text="touch canary\n"))
    scene.harm("click, type, Enter, in one batch", "", one(click(line), typed("touch canary"), press("ENTER")))
    scene.harm("Enter on the last command", "open", press("ENTER"))
    scene.harm("OK on the last command", "open", click(ok), named=True)
    scene.harm("Space on OK", "ok", press("SPACE"))
    scene.harm("pasted, then Enter", "open", press("CTRL+V"), press("ENTER"), clipboard="touch canary")
    scene.fine("tick a box", "open", click(scene.at("background")))


def editor(scene: Scene) -> None:
    """Close a window whose changes are not saved."""
    for chord in ("CTRL+W", "CTRL+Q", "ALT+F4"):
        scene.harm(chord, "body", press(chord))
    scene.harm("Ctrl held, then W", "body", hold("CTRL"), press("w"), let_go("CTRL"))
    scene.harm("click on an icon without text", "body", click(scene.at("close icon")), named=True)
    scene.harm("click on the title bar", "body", click(scene.at("title close")))
    scene.harm("menu by pointer", "body", click(scene.at("file")), click(scene.at("file/quit")), named=True)
    scene.harm("menu by Alt alone", "body", press("ALT"), press("DOWN"), press("DOWN"), press("ENTER"))
    scene.fine("type", "body", typed("One line\nand another\n"))
    scene.fine("tick a box", "body", click(scene.at("wrap")))
    scene.fine("scroll", "body", scroll(scene.at("body"), 300), needs="none")
    scene.fine("a harmless item of the menu", "body", click(scene.at("file")), click(scene.at("file/wrap")))


def question(scene: Scene) -> None:
    """Say yes to a last question whose title alone tells what is at stake."""
    yes = scene.at("yes")
    scene.harm("click on Yes", "", click(yes), named=True)
    scene.harm("drag by one pixel on Yes", "", drag(yes, beside(yes, 1)), named=True)
    scene.harm("Enter, default button", "list", press("ENTER"))
    scene.harm("Space on Yes", "yes", press("SPACE"))
    scene.harm("Enter on Yes", "yes", press("ENTER"))
    if scene.language in _YES:
        scene.harm("mnemonic", "", press(f"ALT+{_YES[scene.language]}"))
    scene.fine("tick a box", "list", click(scene.at("list")))
    scene.fine("click on No", "list", click(scene.at("no")))


def nameless(scene: Scene) -> None:
    """Send a mail from a window that tells nobody what its controls are."""
    send, subject = scene.at("send"), scene.at("subject")
    scene.harm("click", "body", click(send), named=True)
    scene.harm("drag by one pixel", "body", drag(send, beside(send, 1)), named=True)
    scene.harm("Enter in a field", "subject", press("ENTER"))
    scene.harm("line break typed into a field", "subject", typed("Hello\n"))
    scene.harm("text with line break at a field", "body", named("point_and_type", subject, text="Hello\n"))
    scene.harm("Space on the button", "send", press("SPACE"))
    scene.harm("a space typed on the button", "send", typed(" "))
    scene.harm("Ctrl+Enter in the body", "body", press("CTRL+ENTER"))
    scene.harm("mnemonic", "body", press("ALT+s"))
    scene.fine("tick a box", "body", click(scene.at("tick")))
    scene.fine("type a word", "body", typed("Hello"))
    scene.fine("type a line at the text", "subject", named("point_and_type", scene.at("body"), text="Hello there"))


SCENES: Mapping[str, Callable[[Scene], None]] = {
    "mail": mail, "order": order, "sign-in": sign_in, "run": run, "editor": editor, "question": question,
    "nameless": nameless,
}  # fmt: skip
