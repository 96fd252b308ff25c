"""What goes into terminals, launchers and password fields, whichever way it takes."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import (
    Action,
    Click,
    Drag,
    HoldKey,
    Look,
    Move,
    Press,
    ReleaseButton,
    ReleaseKey,
    Scroll,
    Type,
)
from desktop_agent.core.decision import File, Pasted, Target
from desktop_agent.core.desktop_chords import DesktopChords
from desktop_agent.core.frame import Window
from desktop_agent.core.programs import names_of, short_name
from tests.fakes.cases import (
    AT,
    DESKTOP,
    FILES,
    MOUSEPAD,
    THUNDERBIRD,
    XTERM,
    changed,
    on,
    target_of,
    window,
)

TERMINALS = [
    window("/usr/bin/xterm"),
    window("/usr/libexec/gnome-terminal-server"),
    Window(1, "gnome-terminal-", "", 10),
    window("/usr/bin/kitty"),
    window("/usr/bin/python3.11 /usr/bin/terminator"),
    window("/usr/bin/perl /usr/bin/urxvt"),
    window("C:\\Windows\\System32\\cmd.exe"),
    window("C:\\Program Files\\WindowsApps\\WindowsTerminal.exe"),
    window("C:/Windows/System32/WindowsPowerShell/v1.0/powershell.exe"),
    window("/System/Applications/Utilities/Terminal.app/Contents/MacOS/Terminal"),
    window("/Applications/iTerm.app/Contents/MacOS/iTerm2"),
    Window(1, "XTerm", "", None),
    Window(1, "org.wezfurlong.wezterm", "", None),
    window("/opt/.konsole-wrapped"),
]


@pytest.mark.parametrize(
    "action",
    [
        Type("ls"),
        Type("a", AT),
        Press(("enter",)),
        Press(("a",)),
        Press(("ctrl", "c")),
        Press(("ctrl", "shift", "v")),
        HoldKey(("up",)),
        Click(AT, "middle"),
        Drag((AT, AT)),
        ReleaseButton(AT),
    ],
    ids=repr,
)
def test_whatever_goes_into_a_terminal_is_asked_about(action: Action) -> None:
    for place in TERMINALS:
        assert "terminal" in on(action, target_of(place)), place


def test_a_terminal_inside_of_another_program_is_one_too() -> None:
    editor = target_of(window("/usr/bin/code"), focus="Terminal 1", focus_role="terminal")

    assert "terminal" in on(Press(("enter",)), editor)
    assert "terminal" in on(Type("ls\n", AT), target_of(window("/usr/bin/code"), role="terminal"))
    assert "terminal" in on(Drag((AT, AT)), target_of(FILES.window, also=XTERM))


@pytest.mark.parametrize(
    "action", [Click(AT), Scroll(AT, 0, 100), Move(AT), Look(), ReleaseKey(("ctrl",)), Click(AT, "right")]
)
def test_a_terminal_may_be_clicked_and_looked_at_as_far_as_this_rule_goes(action: Action) -> None:
    assert on(action, XTERM) == set()


PASSWORD_NAMES = (
    *("Password", "Your passphrase:", "PIN", "Passwort", "Kennwort", "Mot de passe", "Contraseña", "Parola", "Senha"),
    *("Wachtwoord", "Hasło", "Пароль", "Heslo", "Şifre", "Lösenord", "Adgangskode", "Salasana", "Κωδικός", "Jelszó"),
    *("Mật khẩu", "Kata sandi", "סיסמה", "كلمة المرور", "पासवर्ड", "密码", "パスワード", "비밀번호"),
)


@pytest.mark.parametrize("name", PASSWORD_NAMES)
def test_a_field_called_password_in_any_language_is_asked_about(name: str) -> None:
    focused = target_of(window("/usr/bin/app"), focus=name, focus_role="entry")
    under = target_of(window("/usr/bin/app"), name, "entry")

    assert "password-field" in on(Type("x"), focused)
    assert "password-field" in on(Press(("x",)), focused)
    assert "password-field" in on(Press(("shift", "x")), focused)
    assert "password-field" in on(Press(("ctrl", "v")), focused)
    assert "password-field" in on(Type("x", AT), under)
    assert "password-field" in on(Click(AT, "middle"), under)


@pytest.mark.parametrize(
    "keys",
    [
        ("alt", "f2"),
        ("super",),
        ("super", "r"),
        ("ctrl", "alt", "t"),
        ("super", "space"),
        ("ctrl", "escape"),
        ("alt", "f1"),
    ],
)
@pytest.mark.parametrize("target", [MOUSEPAD, DESKTOP])
def test_a_launchers_chord_is_asked_about_pressed_or_held_or_made_of_both(
    keys: tuple[str, ...], target: Target
) -> None:
    assert on(Press(keys), target) == {"launcher-chord"}
    assert on(Press((*keys, "numlock")), target) == {"launcher-chord"}
    assert on(HoldKey(keys), target) == {"launcher-chord"}
    assert on(Press(keys[-1:]), target, held=keys[:-1]) == {"launcher-chord"}


@pytest.mark.parametrize("action", [Press(("super", "d")), HoldKey(("super", "d")), Press(("super", "d", "x"))])
def test_what_the_desktop_starts_by_a_chord_is_asked_about(action: Action) -> None:
    told = DesktopChords(starting=frozenset({frozenset({"super", "d"})}))

    assert on(action, MOUSEPAD, desktop=told) == {"launcher-chord"}
    assert on(Press(("super", "2")), MOUSEPAD, desktop=told) == set()


def test_a_letter_typed_while_keys_are_held_is_a_chord() -> None:
    assert "launcher-chord" in on(Type("t"), MOUSEPAD, held=("ctrl", "alt"))
    assert "session-chord" in on(Type("hello"), MOUSEPAD, held=("super",))
    assert on(Type("hello"), MOUSEPAD) == set()


def test_a_key_of_the_keypad_is_judged_as_the_key_that_does_the_same() -> None:
    for keys in (("ctrl", "enter"), ("enter",)):
        named = tuple("kpenter" if key == "enter" else key for key in keys)
        assert on(Press(named), THUNDERBIRD) == on(Press(keys), THUNDERBIRD)
        assert on(Press(named[-1:]), THUNDERBIRD, held=named[:-1]) == on(Press(keys), THUNDERBIRD)
    assert on(Press(("ctrl", "kpenter")), THUNDERBIRD) != set()


LAUNCHERS = [
    window("/usr/bin/rofi"),
    window("/usr/bin/krunner"),
    window("/usr/bin/gnome-shell"),
    window("/usr/bin/xfce4-appfinder"),
    window("/usr/bin/python3 /usr/bin/ulauncher"),
    window("C:\\Windows\\explorer.exe", "Run"),
    window("/usr/bin/lxpanel", "Run"),
    window("/usr/bin/lxpanel", "Ausführen"),
    window("/usr/bin/mate-panel", "Run Application"),
]


@pytest.mark.parametrize("place", LAUNCHERS, ids=lambda place: place.program)
def test_a_line_in_a_launcher_is_asked_about_when_it_ends(place: Window) -> None:
    target = target_of(place)

    assert on(Type("firefox"), target) == set()
    assert "shell-line" in on(Type("firefox\n"), target)
    assert "shell-line" in on(Press(("enter",)), target)
    assert "shell-line" in on(Press(("ctrl", "v")), target)
    assert "shell-line" in on(Press(("ctrl", "v")), target, pasted=Pasted("a\n"))
    assert "shell-line" in on(Click(AT), target, typed_before="firefox")
    assert on(Press(("ctrl", "v")), target, pasted=Pasted("a")) == set()
    assert "shell-line" not in on(Click(AT), target)


def test_what_only_moves_about_or_marks_in_a_terminal_enters_nothing() -> None:
    menu = changed(XTERM, control="Edit", role="menu item")

    for key in ("up", "pagedown", "end"):
        assert on(Press((key,)), XTERM) == set()
    assert on(Drag((AT, AT)), changed(XTERM, also=XTERM)) == set()
    assert on(Drag((AT, AT)), changed(MOUSEPAD, also=XTERM)) == {"terminal"}
    assert "terminal" in on(Drag((AT, AT)), changed(menu, also=XTERM))
    told = changed(XTERM, focus_role="terminal")
    for chord in (("shift", "up"), ("ctrl", "up"), ("u",)):
        assert on(Press(chord), XTERM) == on(Press(chord), told) == {"terminal"}
    for chord in (("shift", "pageup"), ("ctrl", "+"), ("ctrl", "0")):
        assert on(Press(chord), XTERM) == {"terminal"}
        assert on(Press(chord), told) == set()


def test_a_program_that_holds_a_terminal_and_tells_nothing_else_is_one() -> None:
    pane = target_of(window("/usr/bin/tool", "Tool"), holds_terminal=True)
    note = File("/srv/ada/note.txt", "/srv/ada", "document")

    assert "terminal" in on(Type("ls"), pane)
    assert "terminal" in on(Type("ls"), replace(pane, file=note))
    for told in (changed(pane, focus_role="text"), changed(pane, holds_terminal=False)):
        assert "terminal" not in on(Type("ls"), told)


def test_an_item_of_a_terminals_menu_may_enter_something_unless_it_is_known_to_show() -> None:
    terminal = changed(XTERM, window=replace(TERMINALS[0], menu=True))
    for role in ("menu item", ""):
        item = changed(terminal, control="Paste Selection", role=role)
        assert on(Click(AT), item) == {"terminal"}
        assert on(Click(AT), changed(item, command="Zoom In")) == set()
    assert on(Click(AT), changed(XTERM, control="Paste", role="menu item", command="Paste")) == {"terminal"}
    assert on(Click(AT), changed(XTERM, control="Sessions", role="page tab")) == set()


@pytest.mark.parametrize(
    ("place", "names"),
    [
        (None, set()),
        (window("/usr/bin/python3.11 /opt/tool/app.py"), {"python3.11", "app.py", "app"}),
        (window("C:\\Tools\\Thing.EXE"), {"thing.exe", "thing"}),
        (Window(1, "org.gnome.Nautilus"), {"org.gnome.nautilus", "nautilus"}),
    ],
)
def test_a_program_is_known_by_all_its_names(place: Window | None, names: set[str]) -> None:
    assert names <= names_of(place)


def test_a_program_has_a_name_for_a_sentence() -> None:
    named = [short_name(place) for place in (None, Window(1), Window(1, "xterm"), Window(1, program="/usr/bin/kitty"))]

    assert named == ["this window", "an unknown program", "Xterm", "Kitty"]
