"""Thirty tasks in programs of Debian: two editors, a sheet, a file manager, a calculator, settings dialogs."""

from collections.abc import Callable

from tests.bench.offline_tasks import apps
from tests.bench.offline_tasks.case import Case, Facts

_LIST = {"list.txt": "pears\napples\nplums\n"}
_PADS = apps.editor(("featherpad",), "list.txt", _LIST)
_NOTHING = apps.desktop({"list.txt": "pears\napples\nplums\n"})
_FEATHERPAD = [
    Case(
        "featherpad",
        _PADS,
        'click "plums"; press ctrl+end; type "cherries"; press ctrl+s; check that file "list.txt" contains "cherries"',
        lambda held: str(held["list.txt"]).split()[-1] == "cherries",
    ),
    Case(
        "featherpad",
        _PADS,
        'open the "File" menu and click "Save As..."; wait for "File name"; '
        'fill "File name" with "copy.txt"; click "Save"; check that file "copy.txt" contains "apples"',
        {"copy.txt": "pears\napples\nplums\n"},
    ),
    Case(
        "featherpad",
        _PADS,
        'double click "apples"; type "grapes"; press ctrl+s; wait 1 s',
        {"list.txt": "pears\ngrapes\nplums\n"},
    ),
    Case(
        "featherpad",
        _NOTHING,
        'open "FeatherPad"; type "hello from the menu"; press ctrl+s; wait for "File name"; '
        'fill "File name" with "menu.txt"; click "Save"; check that file "menu.txt" contains "hello"',
        lambda held: str(held.get("menu.txt")).strip() == "hello from the menu",
    ),
    Case(
        "featherpad",
        _PADS,
        'press ctrl+a; press delete; check that file "list.txt" contains "melons"; press ctrl+s',
        _LIST,
        refused=True,
    ),
]
_TEXT_EDITOR = apps.editor(("gnome-text-editor",), "list.txt", _LIST)
_GNOME = [
    Case(
        "gnome-te",
        _TEXT_EDITOR,
        'click "pears"; press ctrl+end; type "figs"; press ctrl+s; wait 1 s; '
        'check that file "list.txt" contains "figs"',
        lambda held: str(held["list.txt"]).strip().endswith("figs"),
    ),
    Case(
        "gnome-te",
        _TEXT_EDITOR,
        'press ctrl+h; wait for "Replace All"; type "plums"; press tab; '
        'fill "Replace" with "dates"; click "Replace All"; press escape; press ctrl+s; wait 1 s',
        lambda held: str(held["list.txt"]).split() == ["pears", "apples", "dates"],
    ),
    Case(
        "gnome-te",
        _NOTHING,
        'open the "Text Editor" program; type "started by name"; press ctrl+s; '
        'wait for "Name" for up to 20 s; fill "Name" with "named.txt"; click the last "Save"; wait 2 s; '
        'check that file "named.txt" contains "by name"',
        lambda held: str(held.get("named.txt")).strip() == "started by name",
    ),
    Case(
        "gnome-te",
        _TEXT_EDITOR,
        'double click "apples"; press ctrl+x; press ctrl+s; wait 1 s; '
        'check that file "list.txt" does not contain "apples"',
        lambda held: str(held["list.txt"]).split() == ["pears", "plums"],
    ),
    Case(
        "gnome-te",
        _TEXT_EDITOR,
        'open the "Print Preview" program; press ctrl+a; press delete; press ctrl+s',
        _LIST,
        refused=True,
    ),
]


def _cells(*wanted: str) -> Callable[[Facts], bool]:
    return lambda held: all(f"<text:p>{one}</text:p>" in str(held["xml"]) for one in wanted)


_CALC = [
    Case(
        "calc",
        apps.calc,
        'click "Together"; press right; type "=SUM(B2:B4)"; press enter; press ctrl+s; wait 1 s; '
        'check that "49" is visible',
        _cells("49"),
    ),
    Case(
        "calc",
        apps.calc,
        'press ctrl+h; wait for "Find and Replace"; fill "Find" with "North"; '
        'fill "Replace" with "West"; click "Replace All"; wait 1 s; click the last "Close"; press escape; '
        "press ctrl+s; wait 1 s",
        lambda held: str(held["xml"]).count("<text:p>West</text:p>") == len("NN"),
    ),
    Case(
        "calc",
        apps.calc,
        'open the "Sheet" menu and click "Rename Sheet..."; wait for "Name"; '
        'fill "Name" with "Tools"; click "OK"; press ctrl+s; wait 1 s',
        lambda held: 'table:name="Tools"' in str(held["xml"]),
    ),
    Case(
        "calc",
        apps.calc,
        'click "Pliers"; type "Tongs"; press enter; click "South"; type "East"; press enter; '
        'press ctrl+s; wait 1 s; check that "Tongs" is visible',
        _cells("Tongs", "East"),
    ),
    Case(
        "calc",
        apps.calc,
        'click "Chisel"; press ctrl+minus; wait for "Delete Cells"; tick "Delete entire row(s)"; '
        'click "OK"; press ctrl+s; wait 1 s',
        lambda held: "Chisel" not in str(held["xml"]) and "Together" in str(held["xml"]),
    ),
]


def _names(*there: str, gone: tuple[str, ...] = ()) -> Callable[[Facts], bool]:
    def holds(held: Facts) -> bool:
        names = held["names"]
        return isinstance(names, set) and {*there} <= names and not names & {*gone}

    return holds


_PCMANFM = [
    Case("pcmanfm", apps.pcmanfm, 'open the "File" menu; click "Create New..."; click "Folder"; '
         'wait for "Enter a name"; press ctrl+a; type "Invoices"; press enter; wait for "Invoices"',
         _names("Papers/Invoices")),
    Case("pcmanfm", apps.pcmanfm, 'right click "poem.txt"; click "Rename..."; wait for "Enter a new name"; '
         'press ctrl+a; type "sonnet.txt"; press enter; wait for "sonnet.txt"',
         _names("Papers/sonnet.txt", gone=("Papers/poem.txt",))),
    Case("pcmanfm", apps.pcmanfm, 'click "budget.txt"; press ctrl+x; double click "Archive"; wait 1 s; press ctrl+v; '
         'wait for "budget.txt"', _names("Papers/Archive/budget.txt", gone=("Papers/budget.txt",))),
    Case("pcmanfm", apps.pcmanfm, 'drag "recipe.txt" to "Letters"; wait 1 s; check that "recipe.txt" is not visible',
         _names("Papers/Letters/recipe.txt", gone=("Papers/recipe.txt",))),
    Case("pcmanfm", apps.pcmanfm, 'check that file "Papers/minutes.txt" contains "agenda"; click "minutes.txt"; '
         'press shift+delete; press enter', _names("Papers/minutes.txt"), refused=True),
]  # fmt: skip


def _shows(number: str) -> Callable[[Facts], bool]:
    return lambda held: number in str(held["tree"]).split()


_GALCULATOR = [
    Case(
        "galculat",
        apps.galculator,
        'click "7"; click "+"; click "8"; click "="; check that "15" is visible',
        _shows("15"),
    ),
    Case("galculat", apps.galculator, 'click "9"; click "sqrt"', _shows("3")),
    Case("galculat", apps.galculator, 'type "12*12"; press enter; check that "144" is visible', _shows("144")),
    Case(
        "galculat",
        apps.galculator,
        'open the "View" menu and click "Scientific Mode"; wait for "sin"; click "6"; '
        'click "4"; click "sqrt"; check that "8" is visible',
        _shows("8"),
    ),
    Case(
        "galculat",
        apps.galculator,
        'type "2+2"; press enter; check that "5000" is visible; click "9"',
        _shows("4"),
        refused=True,
    ),
]


def _stored(**settings: str) -> Callable[[Facts], bool]:
    def holds(held: Facts) -> bool:
        stored = held["settings"]
        wanted = {name.replace("__", "/"): value for name, value in settings.items()}
        return isinstance(stored, dict) and all(stored.get(name) == value for name, value in wanted.items())

    return holds


_APPEARANCE = apps.xfce("xfce4-appearance-settings", "Appearance")
_KEYBOARD = apps.xfce("xfce4-keyboard-settings", "Keyboard")
_XFCE = [
    Case(
        "xfce",
        _APPEARANCE,
        'click the "Settings" tab; untick "Show images on buttons"; tick "Enable editable accelerators"',
        _stored(xsettings__Gtk__ButtonImages="false", xsettings__Gtk__CanChangeAccels="true"),
    ),
    Case("xfce", _APPEARANCE, 'click "Adwaita-dark"; wait 1 s', _stored(xsettings__Net__ThemeName="Adwaita-dark")),
    Case(
        "xfce",
        _KEYBOARD,
        'untick "Enable key repeat"; check that "Enable key repeat" is not ticked',
        _stored(keyboards__Default__KeyRepeat="false"),
    ),
    Case(
        "xfce",
        _KEYBOARD,
        'untick "Show blinking"; tick "Restore num lock state on startup"',
        _stored(xsettings__Net__CursorBlink="false", keyboards__Default__RestoreNumlock="true"),
    ),
    Case(
        "xfce",
        _APPEARANCE,
        'click the "Fonts" tab; tick "Enable anti-aliasing"; untick "Enable anti-aliasing"; '
        'check that "Enable anti-aliasing" is not ticked',
        _stored(xsettings__Xft__Antialias="0"),
    ),
]
PROGRAM_CASES = (*_FEATHERPAD, *_GNOME, *_CALC, *_PCMANFM, *_GALCULATOR, *_XFCE)
