"""Acts: the effects of an action on its targets. Pure and total: each case has at least one act.

Different inputs with the same effect are the same act. A line break in typed text is Return, a letter typed while Ctrl
is held is a chord, and a paste is typing. A click on a button, Return, space and a mnemonic are all a press of it. A
program's name matters only for a few launchers, browsers and password managers. If a program reports no controls, any
control may be there.

The table's rules use `acts_of`. The other public functions are for a person's own rules and for the run: which chords
are pressed, which text is entered where, which addresses are opened.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

from desktop_agent.core.actions.action import (
    Action,
    Click,
    Drag,
    HoldButton,
    HoldKey,
    Move,
    Navigate,
    Press,
    ReleaseButton,
    Scroll,
    Type,
    points_of,
)
from desktop_agent.core.actions.keys import MODIFIERS, chord_text, is_return, main_key
from desktop_agent.core.address import AddressKind, OwnPage, document_at, host_of, is_private, kind_of, own_page
from desktop_agent.core.controls.role import BrowserPart, Role
from desktop_agent.core.decisions.decision import Case, File, Pasted, Place, Target
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.pictures import ImagePoint, Rect
from desktop_agent.core.programs import (
    BROWSERS,
    LAUNCHERS,
    NANO,
    PASSWORD_KEEPERS,
    PORTALS,
    TERMINALS,
    is_name_of,
    is_one_of,
    short_name,
)
from desktop_agent.core.texts.message import Message, foreign, join, plural, sentences, visible
from desktop_agent.core.texts.passwords import is_secret_field
from desktop_agent.policy import editor, roles
from desktop_agent.policy.addresses import (
    addresses_among,
    as_address,
    has_hidden_path,
    is_browser_page,
    is_carried_out,
    is_ordinary,
    is_plain,
    runs,
    stays_in_browser,
)
from desktop_agent.policy.table import CELLS, ActKind, Fact, Surface, words_of
from desktop_agent.policy.words import (
    agrees,
    command_of,
    commits,
    deletes,
    has_consequence,
    is_cancel,
    is_known_item,
    is_thing_too,
    only_arranges,
    only_closes,
    only_resets,
    says_nothing,
    says_run,
    searches_widely,
    sends,
)

Chord = frozenset[str]
_MODIFIERS = frozenset(MODIFIERS)
_LOCKS = frozenset({"capslock", "numlock", "scrolllock"})
_NAVIGATION_KEYS = _LOCKS | frozenset("up down left right home end pageup pagedown tab escape menu printscreen".split())
# They change a choice that has the keyboard.
_CHOOSING = frozenset("up down left right home end pageup pagedown space".split())
_ERASING = frozenset({"backspace", "delete", "insert"})
_FUNCTION_KEYS = frozenset(f"f{n}" for n in range(1, 25))
_BY_CHARACTER = {"\n": "enter", "\r": "enter", "\t": "tab", " ": "space", "\b": "backspace", "\x7f": "delete"}
_PASTES = frozenset(
    frozenset(keys.split("+"))
    for keys in "ctrl+v ctrl+shift+v ctrl+alt+v ctrl+alt+shift+v shift+insert ctrl+shift+insert super+v".split()
)
_PASTES_BY_INSERT = frozenset({frozenset({"shift", "insert"}), frozenset({"ctrl", "shift", "insert"})})
# Chords with the same meaning in nearly all programs.
_COPIES = frozenset(frozenset(keys.split("+")) for keys in "ctrl+c ctrl+insert ctrl+a ctrl+shift+c".split())
_COPIES_OR_CUTS = frozenset(
    frozenset(keys.split("+")) for keys in "ctrl+c ctrl+insert ctrl+shift+c ctrl+x shift+delete".split()
)
_INTERRUPTS = frozenset({frozenset({"ctrl", "c"}), frozenset({"ctrl", "x"})})
_EDITS = frozenset(frozenset({"ctrl", key}) for key in ("x", "y", "z", "backspace", "delete")) | {
    frozenset({"ctrl", "shift", "z"})
}
# They mean this in a text, and where a program makes documents; anywhere else they may be a command of its own.
_EDITS_OF_TEXT = _EDITS | {frozenset({"ctrl", key}) for key in "bi"}
# They mean the same in all programs, or nothing.
_COMMON = frozenset(
    frozenset({"ctrl", key}) for key in (*"acfghlnopqrstvw0123456789+-=,", "tab", "space", *_NAVIGATION_KEYS)
) | frozenset(frozenset({"ctrl", "shift", key}) for key in (*"acgnstvw", "tab", *_NAVIGATION_KEYS))
# They are a browser's where nothing of a page has the keyboard but the page itself.
_OF_PAGES = frozenset(frozenset({"ctrl", key}) for key in "dj") | frozenset({frozenset({"ctrl", "shift", "b"})})
_SAVES = frozenset({frozenset({"ctrl", "s"}), frozenset({"ctrl", "shift", "s"})})
_CLOSES = frozenset(
    frozenset(keys.split("+"))
    for keys in "alt+f4 ctrl+w ctrl+q ctrl+f4 ctrl+shift+w ctrl+shift+q super+w super+q".split()
)
_SENDS = frozenset(frozenset(keys.split("+")) for keys in "ctrl+enter super+enter ctrl+shift+enter alt+enter".split())
_SENDS_EVERYWHERE = frozenset({frozenset({"ctrl", "enter"}), frozenset({"super", "enter"})})
_BACKSPACE = frozenset({"backspace"})
_DELETES = frozenset({_BACKSPACE, frozenset({"super", "backspace"}), frozenset({"super", "shift", "backspace"})})
_MOVES_OR_RENAMES = frozenset(frozenset(keys.split("+")) for keys in "f2 f6 shift+f6".split())
_RENAMES = frozenset({"f2"})
_TAB_SWITCHES = frozenset({frozenset({"ctrl", "tab"}), frozenset({"ctrl", "shift", "tab"})})
# Virtual consoles, the end of the session, and the kernel: modifiers, and the keys of which one is pressed with them.
_ENDS_SESSION: tuple[tuple[Chord, Chord], ...] = (
    (frozenset({"ctrl", "alt"}), _FUNCTION_KEYS | {"delete", "backspace"}),
    (frozenset({"super"}), frozenset({"l"})),
    (frozenset({"super", "shift"}), frozenset({"q"})),
    (frozenset({"super", "ctrl"}), frozenset({"q"})),
    (frozenset(), frozenset({"sysrq"})),
    (frozenset({"alt"}), frozenset({"printscreen"})),
)
_TOOL_CHORDS = frozenset(
    {
        frozenset({"f12"}),
        frozenset({"ctrl", "u"}),
        *(frozenset({"ctrl", "shift", key}) for key in "ijcke"),
        *(frozenset({"shift", key}) for key in ("f5", "f7", "f9", "f12")),
        *(frozenset({"super", "alt", key}) for key in "ijcku"),
    }
)
# In an editor that reports nothing, Emacs's paste; elsewhere it repeats an edit.
_YANK = frozenset({"ctrl", "y"})
# A dialog's keys that only move the focus: to the line for a path.
_MOVES_FOCUS = frozenset({frozenset({"ctrl", "l"})})
# Pages of a browser's own that do more than lead to pages or list them.
_BEYOND_PAGES = frozenset({OwnPage.SETTINGS, OwnPage.EXTENSION, OwnPage.OTHER})
_MEANS = frozenset(BrowserPart) - {BrowserPart.NAVIGATION, BrowserPart.DOWNLOAD, BrowserPart.UNKNOWN}
_OPEN_WHAT_IS_DROPPED = frozenset({BrowserPart.BAR, BrowserPart.TABS})
_OPEN_BY_PRESS = frozenset({BrowserPart.SUGGESTION, BrowserPart.DOWNLOAD, BrowserPart.BOOKMARK})
# Chords that a browser takes before any page does, and those that no page of its own takes.
_TAB_CHORDS = frozenset(
    frozenset(keys.split("+")) for keys in "ctrl+t ctrl+tab ctrl+shift+tab ctrl+pageup ctrl+pagedown".split()
)
_BROWSER_CHORDS = _TAB_CHORDS | frozenset(
    frozenset(keys.split("+"))
    for keys in "ctrl+l alt+d f6 ctrl+k ctrl+e ctrl+f f3 ctrl+g f5 ctrl+r escape alt+left alt+right".split()
)
# Chords that open an editor's own command line.
_EDITOR_CHORDS = frozenset(frozenset({"alt", key}) for key in "!x:&|") | frozenset(
    frozenset({"alt", "shift", key}) for key in "1;7\\!:&|"
)
# The formats of common keys and tokens.
_SECRET_KEY = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{30}|\bsk-[\w-]{20}|\bxox[abpr]-\w{10}"
)
_ADDRESS_BAR = re.compile(
    r"adres|address|direcc|indirizz|endere[cç]|osoite|адрес|адреса|διεύθυνσ|כתובת|عنوان|عناوين|地址|網址|网址|アドレス|주소|url",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?|ftps?|sftp|smb|davs?|rtsp|rtmp)://[^\s'\"<>]+", re.IGNORECASE)
_FORMULA = re.compile(r"^\s*=", re.MULTILINE)
# The beginning of an address that is typed in pieces.
_INCOMPLETE_ADDRESS = re.compile(r"https?:/{0,2}", re.IGNORECASE)
_PATH = re.compile(r"""(?<![\w:/.~])(?:~|\.{0,2})/[^\s'"`;,|&<>()]+""")
_OUR_SETTINGS = re.compile(
    r"desktop-agent[\\/]+(?:config[\\/]+)?(?:(?:config|applications)\.toml|keys\.json)", re.IGNORECASE
)
# A title's mark for unsaved changes: a star or a dot where editors put it, or a word.
_UNSAVED = re.compile(
    r"^\s*[*•●✱]|[*•●✱]\s*(?:$|[-–—|(])|\S\*(?:\s|$)|\.\w+\s[*•●✱]\s|\[\+\]|\[\*\]"
    r"|\bunsaved\b|\bmodified\b|nicht gespeichert|geändert|modifié|sin guardar|modificat|não salvo|niet opgeslagen"
    r"|zmodyfikowan|измен[её]н|未保存",
    re.IGNORECASE,
)
_CHAT = frozenset({"Chat", "InstantMessaging", "IRCClient"})
_CORRESPONDENCE = _CHAT | {"Email"}
_SETTINGS = frozenset({"Settings", "DesktopSettings", "HardwareSettings", "PackageManager"})
_FILES = frozenset({"FileManager"})
_EDITORS = frozenset({"TextEditor"})
_WRITERS = frozenset({"TextEditor", "WordProcessor", "Spreadsheet", "Presentation"})
# Programs that make or show documents, in which a chord does what can be undone there.
_MAKERS = _WRITERS | frozenset(
    {
        *("FileManager", "IDE", "Graphics", "2DGraphics", "3DGraphics", "RasterGraphics", "VectorGraphics"),
        *("Photography", "Viewer", "AudioVideo", "Audio", "Video", "Music", "Publishing", "Math"),
    }
)
_NO_ROLE_OF_A_BAR = roles.PAGES | {Role.PARAGRAPH, Role.SECTION, Role.PASSWORD_TEXT, Role.TERMINAL}
_ENDED_IN_PAGES = roles.WRITING | {Role.COMBO_BOX}
_IN_FORMS = roles.BUTTONS | {Role.TOGGLE_BUTTON, Role.PUSH_BUTTON_MENU, Role.IMAGE}
_DOCUMENTS_AT = frozenset({AddressKind.SITE, AddressKind.PRIVATE, AddressKind.FILE})
_SWITCHED = frozenset({Role.CHECK_BOX, Role.SWITCH})
_TOGGLES = _SWITCHED | {Role.RADIO_BUTTON}
_ONE_LINE = frozenset({Role.ENTRY, Role.AUTOCOMPLETE, Role.PASSWORD_TEXT, Role.SPIN_BUTTON, Role.COMBO_BOX}) | _TOGGLES
# Their names are questions, whatever they do.
_SLID = frozenset({Role.SLIDER, Role.SCALE, Role.DIAL})
_QUESTIONS = (roles.FIELDS | _ONE_LINE | {Role.SLIDER, Role.SCALE, Role.SCROLL_BAR, Role.TERMINAL}) - _SWITCHED
# Roles whose names are questions or text to read; a press of them has no effect of its own.
_NO_CONTROLS = (
    roles.FIELDS
    | roles.GROUNDS
    | frozenset(
        {
            *(Role.LABEL, Role.STATIC, Role.HEADING, Role.BLOCK_QUOTE, Role.PARAGRAPH, Role.TABLE, Role.TREE_TABLE),
            *(
                Role.RADIO_BUTTON,
                Role.SLIDER,
                Role.SPIN_BUTTON,
                Role.COMBO_BOX,
                Role.SCROLL_BAR,
                Role.TERMINAL,
                Role.PAGE_TAB,
                Role.MENU,
            ),
        }
    )
)
# Words of programs that may be buttons which they draw by themselves.
_DRAWN = frozenset({Role.LABEL, Role.STATIC})
# What is called by its name alone, however long that is.
_CALLED = roles.BUTTONS | roles.MENU_ITEMS | {Role.TOGGLE_BUTTON, Role.PUSH_BUTTON_MENU}
_CHANGED_BY_KEYS = _TOGGLES | roles.TURNED
_MOST_WORDS_OF_COMMAND = 3
_OWN_TITLE_BAR_PX = 40  # the tallest that programs draw
_MOST_NAMES = 3
_UNSEEN = Message("What that would delete can't be seen.")
_UNSEEN_RECIPIENTS = Message("Who gets it can't be seen.")
_MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LEAVES_FOLDER = Message("That is out of the folder you allowed.")
_FEWEST_LETTERS = 3  # a shorter text may occur in a picture by chance
_LONGEST_SHOWN = 120
_IN_CLEAR_NAME = 60


@dataclass(frozen=True, slots=True)
class Concern:
    """A fact for which a row asks, and the sentence for the person."""

    fact: Fact
    text: Message
    site: str = ""  # that is opened


@dataclass(frozen=True, slots=True)
class Act:
    """One kind of act on one surface, with all its concerns, including the table's cell."""

    kind: ActKind
    surface: Surface
    name: str = ""  # of the control that is pressed; the keys of a command or a chord
    concerns: tuple[Concern, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class EnteredText:
    """Text that goes into a field; its `text` is None if unknown."""

    text: str | None
    control: str
    role: str
    target: Target


def acts_of(case: Case) -> tuple[Act, ...]:
    """Return the acts of an action, each with its concerns; at least one."""
    first, *following = (act for target in _targets(case) for act in _acts_on(case, target))
    return (replace(first, concerns=(*_concerns_of_case(case), *first.concerns)), *following)


def is_look(acts: Iterable[Act]) -> bool:
    """Return whether the acts only look at the screen."""
    return all(act.kind is ActKind.LOOK for act in acts)


def _targets(case: Case) -> tuple[Target, ...]:
    return (case.target, case.target.also) if case.target.also is not None else (case.target,)


def _acts_on(case: Case, target: Target) -> Iterator[Act]:
    """Yield the acts of an action on one of its targets."""
    surface = surface_of(case, target)
    for kind, name, facts in _findings(case, target, surface):
        parts = _gap_texts(target, name)
        facts_and_concerns = list(dict.fromkeys([*_facts_of_cell(kind, surface, target), *facts]))
        concerns = tuple(
            concern if isinstance(concern, Concern) else Concern(concern, words_of(concern, parts))
            for concern in facts_and_concerns
        )
        yield Act(kind, surface, name, concerns)


def _facts_of_cell(kind: ActKind, surface: Surface, target: Target) -> list[Fact]:
    fact = CELLS.get((surface, kind))
    is_question = target.place is not None and target.place.question
    if fact is Fact.QUESTION and kind is ActKind.WRITE and not is_question:  # the text may be for a field
        return []
    if fact is Fact.QUESTION and not target.name:
        return [Fact.UNKNOWN_QUESTION]
    return [] if fact is None else [fact]


def _gap_texts(target: Target, name: str) -> Mapping[str, str]:
    path = target.file.path if target.file else ""
    return {
        "window": short_name(target.window) if target.window else Message("this window"),
        "name": foreign(name, _IN_CLEAR_NAME),
        "path": foreign(path, _LONGEST_SHOWN),
        "what": _selection(target),
    }


def _selection(target: Target) -> Message:
    """Return what a key would act on, by the names of what is selected."""
    place = target.place
    if place is None or not place.selected:
        return Message("what is selected, which can't be seen")
    return _some_names(place.selected, place.selected_count)


def _some_names(names: Sequence[str], count: int) -> Message:
    """Return the first of some names in quotation marks, and how many more there are."""
    shown = [Message("“{name}”", name=foreign(name, _IN_CLEAR_NAME)) for name in names[:_MOST_NAMES]]
    listed = join(Message(", "), shown)
    more = count - len(shown)
    return (
        plural("{names} and {count} more", "{names} and {count} more", names=listed, count=more) if more > 0 else listed
    )


_Finding = tuple[ActKind, str, "list[Fact | Concern]"]


def _findings(case: Case, target: Target, surface: Surface) -> Iterator[_Finding]:
    with_pointer = isinstance(case.action, Click | HoldButton | ReleaseButton | Drag | Scroll)
    if with_pointer and "super" in {*case.held, *getattr(case.action, "keys", ())}:
        yield ActKind.CHORD, "Super", [Fact.TAKEN_CHORD]  # its release opens the launcher
    if _runs_editor_command(case, target):
        yield ActKind.COMMAND, "", [Fact.EDITOR_COMMAND]
    if _changes_choice(case, target) and (concerns := _changed_choice_concerns(target)):
        yield ActKind.PRESS, target.name, concerns
    match case.action:
        case Navigate(url):
            yield ActKind.OPEN, url, _opening_concerns((url,), direct=True)
        case Scroll(keys=keys):
            is_silent = target.place is not None and target.place.silent and not _in_page(target)
            is_look = not is_silent and target.role not in roles.TURNED and not {*case.held, *keys}
            yield (ActKind.LOOK if is_look else ActKind.PLACE), "", []
        case Click() | HoldButton() | ReleaseButton() as action:
            yield from _pointer_findings(case, action, target, surface)
        case Drag():
            yield from _drag_findings(case, target, surface)
        case Type() | Press() | HoldKey():
            yield from _key_findings(case, target, surface)
        case _:
            yield ActKind.LOOK, "", []


# The surface of an act.


def surface_of(case: Case, target: Target) -> Surface:
    """Return the surface of an act on a target."""
    place = target.place
    if place is None:
        return Surface.UNKNOWN
    window = place.window
    if place.ours:
        return Surface.OWN
    if _is_shell(case, target, place):
        return Surface.SHELL
    if is_one_of(window, PASSWORD_KEEPERS) or own_page(target.own_page) is OwnPage.PASSWORDS:
        return Surface.SECRET
    if window.kinds & _SETTINGS:
        return Surface.SYSTEM
    if own_page(target.own_page) in _BEYOND_PAGES and not is_for_browser(case):
        return Surface.BROWSER
    if _in_page(target):
        return Surface.FORM if _sends_form(case, target) else Surface.PAGE
    if place.question or (window.dialog and _is_unknown(target) and not _is_filled_in(case, place)):
        return Surface.ALERT
    if window.dialog:
        return Surface.DIALOG
    if window.kinds & _CORRESPONDENCE:
        return Surface.MESSAGE
    return Surface.UNKNOWN if _is_unknown(target) else Surface.DOCUMENT


def _is_shell(case: Case, target: Target, place: Place) -> bool:
    """Return whether entered text is run, judging by the role, a terminal that the program holds, or its kind."""
    if _only_edits(case, target):
        return False
    if Role.TERMINAL in {target.role, target.focus_role} or is_one_of(place.window, TERMINALS | LAUNCHERS):
        return True
    if says_run(place.window.title) or own_page(target.page.own if target.page else "") is OwnPage.TOOLS:
        return True
    runs_keys = place.builds and (_ends_line(case) or bool(_command_keys(case)))
    return (_is_unknown(target) and (place.holds_terminal or runs_keys)) or bool(place.builds and _function_keys(case))


def _only_edits(case: Case, target: Target) -> bool:
    """Return whether an action only edits in an editor that runs in the foreground of a terminal, and is no command."""
    place = target.place
    if place is None or not place.editor or place.window.dialog or place.window.menu:
        return False
    if not {target.role, target.focus_role} <= roles.UNKNOWN | {Role.TERMINAL}:
        return False
    text = _pasted_text(case) if is_paste(case) else getattr(case.action, "text", "")
    keys = editor.keys_of(Type(text or "")) if is_paste(case) else editor.keys_of(case.action, case.held)
    is_known = text is not None and all(char.isprintable() or char in "\n\t" for char in text)
    return bool(keys) and is_known and editor.only_edits(place.editor, case.keys_before, keys)


def _is_filled_in(case: Case, place: Place) -> bool:
    """Return whether a dialog that reports no controls shows the last typed text as a line, so that it has a field.

    A dialog with a word of consequence may want the text only as a confirmation.
    """
    typed = case.typed_before.strip()
    if len(typed) < _FEWEST_LETTERS or case.edited or "/" in typed or has_hidden_path(typed):
        return False
    words = [line.text.strip() for line in place.lines]
    return typed in words and not any(map(has_consequence, (place.window.title, *words)))


def _is_unknown(target: Target) -> bool:
    """Return whether both the control and the focus are unknown."""
    return target.role in roles.UNKNOWN and target.focus_role in roles.UNKNOWN


def _in_page(target: Target) -> bool:
    """Return whether the target is in a page, or may be, as in a browser's window that reports no controls."""
    is_dialog = target.window is not None and target.window.dialog
    may_be = _is_unknown(target) and not is_dialog and (bool(target.site) or is_one_of(target.window, BROWSERS))
    return target.in_page or may_be


def _sends_form(case: Case, target: Target) -> bool:
    if target.page is None or not target.page.in_form:
        return False
    if _ends_line(case) and target.focus_role in _ONE_LINE:
        return not _searches(target)
    return target.role in _IN_FORMS and not only_resets(target.name)


def _searches(target: Target) -> bool:
    """Return whether a field only searches its site."""
    return target.focus is not None and target.focus.searches and not searches_widely(target.focus.name)


def _changes_choice(case: Case, target: Target) -> bool:
    """Return whether an action changes a choice at once: by a press on it, the wheel, or keys."""
    match case.action:
        case Click(button="left"):
            return target.role in _TOGGLES
        case Scroll():
            return target.role in roles.TURNED
        case Type() | Press() | HoldKey() if target.focus_role in _CHANGED_BY_KEYS:
            moves = any(chord - _MODIFIERS <= _CHOOSING for chord in chords(case))
            types = target.focus_role == Role.COMBO_BOX and bool(_choices(target)) and entered(case) is not None
            return moves or types
        case _:
            return False


def _choices(target: Target) -> tuple[str, ...]:
    control = target.control.choices if target.control else ()
    return control or (target.focus.choices if target.focus else ())


def _changed_choice_concerns(target: Target) -> list[Fact | Concern]:
    """Return the concerns about a choice that may act at once: it is all that sends its form, or says an act."""
    sends = target.page is not None and target.page.sends_itself and not only_arranges(_name_of(target))
    slides = bool({target.role, target.focus_role} & _SLID)  # “Slide to pay”
    words = _word_concerns((*_choices(target), *(_names_of(target) if slides else ())))
    return [*([Fact.FORM] if sends else []), *words]


def _name_of(target: Target) -> str:
    """Return the name of the control that an action is on, or else of the one that has the keyboard."""
    return target.name or (target.focus.name if target.focus else "")


def _names_of(target: Target) -> tuple[str, ...]:
    """Return the name of what an action is on; without one, it may have any of the names around it."""
    around = target.place.around if target.place and not _is_writer(target) else ()
    return (_name_of(target),) if _name_of(target) else around


def _word_concerns(names: Iterable[str]) -> list[Fact | Concern]:
    """Return the concern about the first name of consequence."""
    acts = itertools.islice(filter(has_consequence, names), 1)
    return [Concern(Fact.WORD, words_of(Fact.WORD, {"name": foreign(act, _IN_CLEAR_NAME)})) for act in acts]


# By the pointer.


def _pointer_findings(
    case: Case, action: Click | HoldButton | ReleaseButton, target: Target, surface: Surface
) -> Iterator[_Finding]:
    button = action.button
    if _is_in_menu(target):
        yield from _menu_item_findings(case, target, surface)
        return
    if button == "middle" and _pastes_selection(target):
        yield from _text_findings(case, target, surface)
        return
    if button == "right" and surface is not Surface.SHELL:
        yield ActKind.PLACE, target.name, []
        return
    if _is_double(case) and _is_entry(target) and not _in_page(target):
        yield (
            ActKind.OPEN,
            target.name,
            [*_opened_file_concerns(case, target), *_name_concerns(target, target.name, opens=True)],
        )
        return
    in_shell = surface is Surface.SHELL
    only_places = target.role in roles.OPENS or _selects_in_terminal(target) if in_shell else _only_chooses(target)
    if only_places and button == "left":
        yield ActKind.PLACE, target.name, _choice_concerns(target, is_double=_is_double(case))
    else:
        yield from _press_findings(case, target, surface)


def _is_double(case: Case) -> bool:
    return isinstance(case.action, Click) and case.action.count > 1


def _is_in_menu(target: Target) -> bool:
    return target.window is not None and target.window.menu


def _menu_item_findings(case: Case, target: Target, surface: Surface) -> Iterator[_Finding]:
    """Yield a press in a menu's window, which is one of an item, by any button and whatever role is reported there.

    A name that was read may be wrong, so in a file manager only a common one is relied on.
    """
    control = target.control
    is_reported = control is not None and control.source == "accessibility" and bool(control.name)
    if is_reported and target.role in roles.MENUS:  # it opens a further menu
        yield ActKind.PLACE, target.name, []
        return
    if control is not None and not (is_reported and target.role in roles.PRESSED):
        target = replace(target, control=replace(control, role=""))
    may_delete = _manages_files(target) and not is_reported and not is_known_item(target.name)
    for kind, name, facts in _press_findings(case, target, surface):
        yield kind, name, [*facts, *([Fact.UNNAMED_ITEM] if may_delete else [])]


def _selects_in_terminal(target: Target) -> bool:
    """Return whether a press in a shell's window only selects text: in a terminal, reported as such or not."""
    window = target.window
    has_buttons = window is None or window.dialog or is_one_of(window, LAUNCHERS)
    return target.role == Role.TERMINAL or (target.role in roles.UNKNOWN and not has_buttons)


def _pastes_selection(target: Target) -> bool:
    """Return whether a middle click pastes the selection: in a field, or in a browser outside the page."""
    if _is_in_menu(target):
        return False
    if not target.role or target.role in roles.FIELDS | {Role.TERMINAL}:
        return True
    is_beside_page = not target.in_page and target.role not in _NO_ROLE_OF_A_BAR | {Role.LINK}
    return is_beside_page and is_one_of(target.window, BROWSERS)


def _only_chooses(target: Target) -> bool:
    """Return whether a press only places the caret, or selects; read-only text has no caret, and may be a link."""
    role = target.role
    control = target.control
    if target.part in _OPEN_BY_PRESS:
        return False
    read_only = control is not None and control.read_only
    if role == Role.SCROLL_BAR or (role in roles.WRITING and not read_only):
        return True
    if _in_page(target):
        # Any button of a page may say that it opens a menu, whatever it does.
        is_free = role in (roles.OPENS - {Role.PUSH_BUTTON_MENU}) | roles.ROWS | roles.SCROLLS
        return is_free or (bool(role) and role not in roles.PRESSED | {Role.IMAGE} and not _takes_press(target))
    return role in roles.OPENS | roles.SCROLLS | roles.ROWS


def _choice_concerns(target: Target, *, is_double: bool) -> list[Fact | Concern]:
    """Return the concerns about a press that only chooses by its role, as more may be done with it.

    An entry of a list is called as a command there, or as a letter or a file, in more words.
    """
    words = target.name.split()
    if not _in_page(target):
        is_called = target.role == Role.LIST_ITEM and bool(words) and has_consequence(words[0])
        return _name_concerns(target, target.name, opens=True) if is_called else []
    is_short = len(words) <= _MOST_WORDS_OF_COMMAND or has_consequence(words[0])
    is_command = target.role not in roles.ENTRIES or is_short or is_double
    concerns = _name_concerns(target, target.name, opens=is_double) if is_command else []
    return [*(concerns if _takes_press(target) or is_double else []), *_link_concerns(target)]


def _takes_press(target: Target) -> bool:
    """Return whether a page reports that a press on the target does something, whatever its role."""
    control = target.control
    is_named = control is not None and control.role not in _QUESTIONS | roles.PAGES
    return target.in_page and control is not None and control.takes_press and is_named


def _is_entry(target: Target) -> bool:
    """Return whether the target is, or may be, an entry of a folder."""
    is_unknown = not target.role and (target.file is not None or _manages_files(target))
    return target.role in roles.ENTRIES or is_unknown


def _drag_findings(case: Case, target: Target, surface: Surface) -> Iterator[_Finding]:
    start = case.target
    end = case.target.also or case.target
    is_within = start.window == end.window and surface is surface_of(case, start)
    is_selection = start.role in roles.SCROLLS | roles.WRITING
    is_shell_selection = surface is Surface.SHELL and start.role not in roles.MENU_ITEMS
    if start.role in roles.MENUS or _is_in_menu(start) or _is_in_menu(end):
        yield ActKind.PRESS, start.name, [Fact.UNNAMED_ITEM]
    elif is_within and (is_selection or is_shell_selection):
        yield ActKind.PLACE, start.name, []
    elif _manages_files(start) and (_is_file(start) or start.window != end.window):
        yield (
            ActKind.MOVE,
            start.name,
            [*_dropped_file_concerns(case), *_leaving_file_concerns(case, target), *_binned_file_concerns(start, end)],
        )
    else:
        opens_text = end.part in _OPEN_WHAT_IS_DROPPED and not (start.page and start.page.link)
        for kind, name, facts in _press_findings(case, target, surface):
            yield kind, name, [*facts, *([Fact.UNKNOWN_ADDRESS] if opens_text and start.in_page else [])]


def _binned_file_concerns(start: Target, end: Target) -> list[Fact | Concern]:
    """Return the concern about a file that is dropped on what is called a bin."""
    parts = {**_gap_texts(start, ""), "what": _some_names([start.name], 1)}
    return [Concern(Fact.DELETES, words_of(Fact.DELETES, parts))] if deletes(end.name) else []


def _is_file(target: Target) -> bool:
    return target.file is not None or (target.role in roles.ENTRIES and bool(target.name))


def _press_findings(case: Case, target: Target, surface: Surface) -> Iterator[_Finding]:
    """Yield a press of a control, and its further effects: it opens an address or a file, or gives a command."""
    name = _name_of(target)
    command = None if _tells_nothing(target) else command_of(name)
    is_cancelled = surface in {Surface.ALERT, Surface.DIALOG, Surface.SYSTEM} and is_cancel(name)
    only_opens = target.role == Role.PUSH_BUTTON_MENU and not target.in_page
    if is_cancelled or only_opens:
        yield ActKind.PLACE, name, []
        return
    is_dropped = isinstance(case.action, Drag) and target is case.target.also
    opens = _is_double(case) or is_dropped or not _in_page(target)
    words = _name_concerns(target, name, opens=opens) if name else _word_concerns(_names_of(target))
    facts: list[Fact | Concern] = [*words, *_link_concerns(target)]
    if surface is Surface.PAGE and _hides_effect(target, name):
        facts.append(Fact.UNKNOWN_PRESS)
    facts += [*_browser_dialog_facts(target), *_chosen_file_concerns(case, target), *_edited_file_concerns(target)]
    facts += _opened_by_press_concerns(case, target)
    if command == "paste":
        yield from _text_findings(case, target, surface, pasted=True)
    if command == "save":
        facts += _saving_concerns(case, target)
    closes_window = _is_cross(target) or _is_on_title_bar(case, target)
    if command == "close" or closes_window:
        facts += _closing_concerns(target)
    if command == "open" and _manages_files(target):
        facts += _opened_file_concerns(case, target)
    if command in {"move", "rename"} and _manages_files(target):
        facts += _renamed_entry_concerns(target, renames=command == "rename")
    is_titled = target.place is not None and target.place.in_title_bar
    changes_nothing = surface is Surface.SYSTEM and (is_titled or (bool(target.role) and only_closes(name)))
    yield (ActKind.PLACE if changes_nothing else ActKind.PRESS), name, facts


def _tells_nothing(target: Target) -> bool:
    """Return whether the name of a control is a question or text to read, and doesn't say what a press does."""
    return target.role in _NO_CONTROLS and not _takes_press(target)


def _hides_effect(target: Target, name: str) -> bool:
    """Return whether a page's button or link leads to no address, and its name doesn't say what it does."""
    is_button = target.role in roles.BUTTONS | {Role.LINK} or (target.role == Role.IMAGE and _takes_press(target))
    is_named = bool(name) and (target.role == Role.PUSH_BUTTON_MENU or _takes_press(target))
    is_pressed = target.in_page and (is_button or is_named)
    return is_pressed and not _leads_to_address(target) and says_nothing(name)


def _leads_to_address(target: Target) -> bool:
    """Return whether the target is a link to another page; a page's script uses the other links as buttons."""
    page = target.page
    if page is None or kind_of(page.link) not in _DOCUMENTS_AT:
        return False
    linked = document_at(page.link)
    return "#" not in page.link or (linked.site, linked.path) != (page.site, page.path)


def _name_concerns(target: Target, name: str, *, opens: bool = False) -> list[Fact | Concern]:
    """Return the concern about a name of consequence, as Send or Delete; an ellipsis only opens a dialog.

    `opens`: an entry of a list is opened, or something of a page by a double click.
    """
    if not _may_say_act(target, name, opens=opens):
        return []
    title = target.window.title if target.window else ""
    by_title = agrees(name) and has_consequence(title)
    control = target.control
    is_reported = control is not None and control.source == "accessibility"
    is_control = is_reported and target.role in _CALLED
    is_read = control is not None and not is_reported
    is_opened = opens and (target.role in roles.ENTRIES or _takes_press(target))
    says = has_consequence(name, is_control=is_control or is_opened)
    leads = _leads_to_address(target)
    may_commit = is_control or ((is_read or target.role == Role.LINK) and not leads)
    says = says or (_in_page(target) and may_commit and commits(name, is_control=is_control))
    only_empties = target.page is not None and target.page.in_form and only_resets(name)
    if only_empties or (leads and is_thing_too(name)):
        says = False
    if not says and not by_title:
        return []
    words = words_of(Fact.WORD, {"name": foreign(title if by_title else name, _IN_CLEAR_NAME)})
    return [Concern(Fact.WORD, sentences(words, "" if by_title else _effect_sentence(target, name)))]


def _may_say_act(target: Target, name: str, *, opens: bool) -> bool:
    """Return whether a name may say what a press does, as it is a control's or may be one's."""
    if target.part is BrowserPart.NAVIGATION:  # “Forward” sends nothing on
        return False
    if _in_page(target):
        return (opens and target.role not in _QUESTIONS | roles.WRITING) or not _tells_nothing(target)
    if name.rstrip().endswith(("…", "...", ":")):
        return False
    if target.role in roles.ENTRIES:  # a file or a letter may have any name
        kinds = target.window.kinds if target.window else frozenset()
        return opens and not kinds & (_FILES | _CORRESPONDENCE)
    return target.role in _DRAWN or not _tells_nothing(target)


def _effect_sentence(target: Target, name: str) -> str:
    """Return a sentence about what a control deletes, or who gets what it sends; empty where the card shows that."""
    window = target.window
    if window is None or window.dialog or _in_page(target):  # the dialog's words say it, or the site is named
        return ""
    if deletes(name):
        is_seen = target.place is not None and bool(target.place.selected)
        return Message("It's about {what}.", what=_selection(target)) if is_seen else _UNSEEN
    return _recipients(target) if sends(name) and window.kinds & _CORRESPONDENCE else ""


def _recipients(target: Target) -> Message:
    """Return a sentence about who gets a message: all addresses in its window, where there are any."""
    place = target.place
    texts = (*place.around, *(line.text for line in place.lines)) if place else ()
    found = [*dict.fromkeys(address for text in texts for address in _MAIL_ADDRESS.findall(text))]
    return Message("It goes to {names}.", names=_some_names(found, len(found))) if found else _UNSEEN_RECIPIENTS


def _link_concerns(target: Target) -> list[Fact | Concern]:
    """Return the concern about the address of a link or a bookmark; none if it is within the displayed site."""
    page = target.page
    if page is None or not page.link or target.part is BrowserPart.DOWNLOAD:
        return []
    site = document_at(page.link).site
    is_new = bool(site) and site != page.site
    in_browser = is_one_of(target.window, BROWSERS)
    if not stays_in_browser(page.link) or (not in_browser and (is_new or not target.in_page)):
        return [Fact.OTHER_PROGRAM]
    return [_opening_concern(site)] if is_new else []


def _browser_dialog_facts(target: Target) -> list[Fact]:
    """Return the concern about a press in a dialog without reported controls, as Chromium's dialog for files."""
    window = target.window
    in_dialog = window is not None and window.dialog
    return [Fact.BROWSER_DIALOG] if in_dialog and _sends_files(target) and _is_unknown(target) else []


def _sends_files(target: Target) -> bool:
    """Return whether a window's program sends the files that it is given: a browser, mail, chat, or unknown which.

    A portal shows dialogs for other programs, whichever these are.
    """
    window = target.window
    return is_one_of(window, BROWSERS | PORTALS) or (window is not None and bool(window.kinds & _CORRESPONDENCE))


def _opened_by_press_concerns(case: Case, target: Target) -> list[Fact | Concern]:
    """Return the concerns about what a press in a browser's own window opens: addresses, or a downloaded file."""
    if target.part is BrowserPart.DOWNLOAD:
        return [Fact.MAY_RUN]
    if target.part is BrowserPart.SUGGESTION:
        addresses = addresses_among(target.name)
        return _opening_concerns(addresses) if addresses else [Fact.WHOLE_BROWSER]
    if target.part is BrowserPart.BOOKMARK:
        return [] if target.page and target.page.link else [Fact.WHOLE_BROWSER]
    if not is_browser_item(target):
        return []
    texts = (*target.name.split(), (_pasted_text(case) or "").strip())
    found = (as_address(text, sure=True) for text in texts)
    return _opening_concerns(address for address in found if address)


def _is_cross(target: Target) -> bool:
    """Return whether the control is the cross in a title bar, which no program names: it is read off the picture."""
    control = target.control
    return control is not None and control.source == "ocr" and control.name.strip() in {"x", "X", "×"}


def _is_on_title_bar(case: Case, target: Target) -> bool:
    """Return whether a press is on the title bar that a manager draws, or may be on one that a program draws itself."""
    at = getattr(case.action, "at", None)
    place = target.place
    if not isinstance(at, ImagePoint) or place is None or _is_in_menu(target):
        return False
    if place.is_framed or place.box is None or target.role:
        return place.in_title_bar
    try:
        return case.viewport.to_screen(at).y - place.box.y < _OWN_TITLE_BAR_PX
    except OffScreenError:
        return False


def _closing_concerns(target: Target) -> list[Fact | Concern]:
    return [Fact.UNSAVED] if target.window is not None and is_unsaved_title(target.window.title) else []


def is_unsaved_title(title: str) -> bool:
    """Return whether a window's title indicates unsaved changes."""
    return _UNSAVED.search(title) is not None


# By the keyboard.


def _key_findings(case: Case, target: Target, surface: Surface) -> Iterator[_Finding]:
    pressed = chords(case)
    if isinstance(case.action, Type) and case.action.at is not None:
        if _is_in_menu(target):
            yield from _menu_item_findings(case, target, surface)
        elif not _only_chooses(target):
            yield from _press_findings(case, target, surface)
    keys = [chord for chord in pressed if _is_command(chord) or (chord == _BACKSPACE and _is_outside_text(target))]
    if case.is_taken:  # no window gets the chord
        name = chord_text(_in_order(frozenset().union(*pressed)))
        yield ActKind.CHORD, name, [Fact.TAKEN_CHORD]
    for chord in keys:
        yield from _chord_findings(case, target, surface, chord)
    entered_text = entered(case)
    if entered_text is not None:
        yield from _text_findings(case, target, surface)
    if _ends_line(case) and not (pressed & _SENDS):
        yield from _return_findings(case, target, surface)
    if not keys and entered_text is None and not _ends_line(case):
        yield ActKind.PLACE, "", []


def _is_outside_text(target: Target) -> bool:
    """Return whether something of a page has the keyboard in which no caret stands."""
    return target.in_page and target.focus_role not in roles.WRITING | roles.UNKNOWN | _ONE_LINE | {Role.TERMINAL}


def _is_command(chord: Chord) -> bool:
    """Return whether a chord is more than a character, Return or navigation."""
    plain = chord - _MODIFIERS
    if not plain:
        return "super" in chord
    if is_return(chord) and "ctrl" not in chord and "super" not in chord and "alt" not in chord:
        return False
    if chord in _TAB_SWITCHES:
        return False
    if chord & {"ctrl", "alt", "super"}:
        moves_caret = plain <= _NAVIGATION_KEYS - {"tab", "escape", "printscreen"}
        moves = moves_caret and not {"super", "alt"} & chord
        return not moves and not (is_return(chord) and "enter" not in chord)
    return bool(plain & (_FUNCTION_KEYS | {"delete", "sysrq"})) or all(
        len(key) > 1 and key not in _NAVIGATION_KEYS | _ERASING | {"space", "enter"} for key in plain
    )


def _chord_findings(case: Case, target: Target, surface: Surface, chord: Chord) -> Iterator[_Finding]:
    name = chord_text(_in_order(chord))
    plain = chord - _MODIFIERS
    facts = _mnemonic_concerns(target, chord)
    if any(modifiers <= chord and last & chord for modifiers, last in _ENDS_SESSION):
        facts.append(Fact.ENDS_SESSION)
    elif "super" in chord and not case.is_taken:
        facts.append(Fact.TAKEN_CHORD)
    if is_one_of(target.window, BROWSERS) and chord in _TOOL_CHORDS:
        facts.append(Fact.DEVELOPER_TOOLS)
    if chord in _EDITOR_CHORDS and _is_unknown(target):
        facts.append(Fact.EDITOR_COMMAND)
    is_chat = target.window is not None and bool(target.window.kinds & _CORRESPONDENCE)
    if chord in (_SENDS if is_chat else _SENDS_EVERYWHERE):
        words = words_of(Fact.SEND_KEYS, _gap_texts(target, name))
        text = sentences(words, _recipients(target)) if is_chat else words
        yield ActKind.COMMAND, name, [*facts, Concern(Fact.SEND_KEYS, text)]
    elif chord in _PASTES:
        yield ActKind.PLACE, name, facts  # the pasted text is a separate act
    elif "alt" in chord and len(plain) == 1 and target.role:
        yield from ((kind, text, [*facts, *more]) for kind, text, more in _press_findings(case, target, surface))
    elif _is_in_dialog(target) and chord in _MOVES_FOCUS:
        yield ActKind.PLACE, name, facts
    elif _is_in_dialog(target) and _may_press_button(chord):
        kind = ActKind.PRESS if "alt" in chord else ActKind.CHORD
        yield kind, name, [*facts, *_dialog_button_concerns(case, target, plain)]
    elif chord in _COPIES:
        yield (ActKind.PLACE if surface is not Surface.SHELL else ActKind.CHORD), name, facts
    elif "delete" in plain or chord in _DELETES:
        yield from _delete_findings(target, name, facts)
    elif chord in _SAVES:
        yield ActKind.COMMAND, name, [*facts, *_saving_concerns(case, target)]
    elif chord in _CLOSES:
        kind = ActKind.PLACE if surface is Surface.SYSTEM else ActKind.COMMAND
        yield kind, name, [*facts, *_closing_concerns(target)]
    elif chord in _MOVES_OR_RENAMES and _manages_files(target) and target.focus_role not in roles.FIELDS:
        yield ActKind.COMMAND, name, [*facts, *_renamed_entry_concerns(target, renames=chord == _RENAMES)]
    elif chord in _EDITS and target.focus_role in roles.WRITING:
        yield ActKind.WRITE, name, facts
    else:
        unknown = [Fact.UNKNOWN_KEYS] if not facts and _may_be_any_command(target, chord) else []
        yield ActKind.CHORD, name, [*facts, *unknown, *_edited_file_concerns(target)]


def _may_be_any_command(target: Target, chord: Chord) -> bool:
    """Return whether a chord may be a command of the page's or program's own, which can't be known."""
    plain = chord - _MODIFIERS
    if "ctrl" not in chord or chord in _COMMON or target.window is None or plain & _FUNCTION_KEYS or not plain:
        return False
    makes = bool(target.window.kinds & _MAKERS) or (target.place is not None and bool(target.place.editor))
    if (makes or is_one_of(target.window, BROWSERS)) and not _in_page(target):
        return False
    if chord in _EDITS_OF_TEXT:
        return target.focus_role not in roles.WRITING | roles.UNKNOWN | _ONE_LINE
    is_for_browser_itself = chord in _BROWSER_CHORDS or (
        chord in _OF_PAGES and target.focus_role in roles.PAGES | roles.UNKNOWN
    )
    return not (_in_page(target) and is_for_browser_itself)


def _mnemonic_concerns(target: Target, chord: Chord) -> list[Fact | Concern]:
    """Return the concerns about what a mnemonic may reach, where no program reports it; pages report no access keys."""
    plain = chord - _MODIFIERS
    if "alt" not in chord or not all(len(key) == 1 for key in plain) or len(plain) != 1:
        return []
    if not target.in_page:
        return [] if target.role else _key_letter_concerns(target, plain)
    return [] if chord in _BROWSER_CHORDS or target.role in roles.PRESSED | roles.ENTRIES else [Fact.PAGE_KEYS]


def _may_press_button(chord: Chord) -> bool:
    """Return whether a chord may be a button's in a dialog, and doesn't only edit text, move the focus, or close it."""
    plain = chord - _MODIFIERS
    is_other = chord in _COPIES | _EDITS | _CLOSES or plain <= _NAVIGATION_KEYS
    return not is_other and "delete" not in plain


def _is_in_dialog(target: Target) -> bool:
    place = target.place
    return place is not None and (place.window.dialog or place.chooser or place.question)


def _dialog_button_concerns(case: Case, target: Target, keys: Chord) -> list[Fact | Concern]:
    """Return the concerns about a chord in a dialog, which may press any of its buttons, wherever the focus is."""
    button = replace(target, control=None, focus=None)
    return [*_browser_dialog_facts(button), *_chosen_file_concerns(case, button), *_key_letter_concerns(target, keys)]


def _key_letter_concerns(target: Target, keys: Chord) -> list[Fact | Concern]:
    """Return the concern about a control beside the focus whose name has a word of consequence, and the key's letter.

    Its mnemonic may be that letter, and presses it wherever the focus is.
    """
    around = target.place.around if target.place else ()
    return _word_concerns(name for name in around if keys & {*name.casefold()})


def _item_letter_concerns(target: Target, text: str | None) -> list[Fact | Concern]:
    """Return the concern about the item of a menu that a letter presses: unknown where its items aren't reported."""
    if not text or len(text) != 1 or target.place is None or not target.place.around:
        return [Fact.UNNAMED_ITEM]
    return _key_letter_concerns(target, frozenset(text.casefold()))


def _runs_editor_command(case: Case, target: Target) -> bool:
    """Return whether keys run a command in an editor that reports nothing, with the keys before them."""
    window = target.window
    if window is None or not _is_unknown(target) or _only_edits(case, target):
        return False
    is_editor = bool(window.kinds & _EDITORS)
    keys = editor.keys_of(case.action, case.held)
    pasted = editor.keys_of(Type(_pasted_text(case) or "")) if is_paste(case) else ()
    if editor.ends_command(case.keys_before, (*keys, *pasted), is_editor=is_editor):
        return True
    lines = target.place.lines if target.place else ()
    may_begin_in_line = editor.ENTER in keys and editor.may_be_command_line(lines)
    return is_editor and editor.runs_command(case.keys_before, keys, may_begin_in_line=may_begin_in_line)


def _delete_findings(target: Target, name: str, facts: list[Fact | Concern]) -> Iterator[_Finding]:
    """Yield the act of the Delete key: it removes a letter in text, and anything elsewhere."""
    writes = target.focus_role in roles.WRITING | {Role.SPIN_BUTTON, Role.COMBO_BOX, Role.TERMINAL}
    in_text = writes or _is_writer(target)
    yield (ActKind.WRITE, name, facts) if in_text else (ActKind.COMMAND, name, [*facts, Fact.DELETES])


def _is_writer(target: Target) -> bool:
    """Return whether keys go into a program for writing that doesn't report its controls."""
    writes = target.window is not None and bool(target.window.kinds & _WRITERS) and _is_unknown(target)
    return writes or (target.place is not None and bool(target.place.editor))


def _return_findings(case: Case, target: Target, surface: Surface) -> Iterator[_Finding]:
    """Yield the act of Return after a text: a new line, or a press of the window's main control."""
    window = target.window
    role = target.focus_role
    is_chat = window is not None and bool(window.kinds & _CHAT)
    if is_chat and role in roles.FIELDS | roles.UNKNOWN:
        yield ActKind.PRESS, "", [Fact.ENDS_FIELD]
    elif _begins_a_line(target, surface) or (role in roles.MANY_LINES and _is_shifted(case)):
        yield ActKind.WRITE, "", []
    elif entered_addresses(case) or _is_address_bar_at(case, target):
        yield ActKind.OPEN, "", _return_opening_concerns(case, target)
    elif surface is Surface.PAGE and (role in _ENDED_IN_PAGES or _is_unknown(target)) and not _searches(target):
        yield ActKind.PRESS, target.name, [Fact.ENDS_FIELD]
    elif _manages_files(target) and surface is not Surface.ALERT and _is_on_entry(target):
        yield ActKind.OPEN, target.name, [*_opened_file_concerns(case, target), *_hidden_path_concerns(case, target)]
    elif role in roles.MENU_ITEMS | roles.MENUS and not target.name:
        yield ActKind.PRESS, "", [Fact.UNNAMED_ITEM]
    else:
        for kind, name, facts in _press_findings(case, target, surface):
            yield kind, name, [*facts, *_hidden_path_concerns(case, target)]


def _is_on_entry(target: Target) -> bool:
    """Return whether an entry of a folder has the keyboard, or may have it."""
    return bool(roles.ROWS & {target.focus_role, target.role}) or _is_unknown(target)


def _is_shifted(case: Case) -> bool:
    """Return whether every Return of an action is pressed with Shift, which begins a line where Return may send."""
    returns = [chord for chord in chords(case) if is_return(chord)]
    return bool(returns) and all("shift" in chord for chord in returns)


def _begins_a_line(target: Target, surface: Surface) -> bool:
    """Return whether Return is a character; GTK reports a dialog's field of one line as a multi-line text, too."""
    is_document = surface in {Surface.DOCUMENT, Surface.MESSAGE, Surface.SYSTEM} and not _manages_files(target)
    is_chooser = target.place is not None and target.place.chooser
    return target.focus_role in roles.MANY_LINES and is_document and not is_chooser


def _text_findings(case: Case, target: Target, surface: Surface, *, pasted: bool = False) -> Iterator[_Finding]:
    """Yield the entry of text, with the concerns about its field, its content, and how a program may interpret it."""
    entered_text = entered(case) or EnteredText(_pasted_text(case), "", target.focus_role, target)
    text = entered_text.text
    line = case.typed_before + (entered_text.text or "")
    facts: list[Fact | Concern] = [*_secret_concerns(case, entered_text), *_edited_file_concerns(target)]
    if _is_outside_text(target) and not pasted and (text or "").strip():
        facts.append(Fact.PAGE_KEYS)
    pastes = pasted or is_paste(case)
    leaving = _leaving_file_concerns(case, target)
    if pastes:
        facts += [*_pasted_file_concerns(case, target), *leaving]
        is_bar_here = is_address_bar(entered_text) is True
        facts += [Fact.UNKNOWN_ADDRESS] if text is None and is_bar_here else []
    are_files = pastes and _manages_files(target) and target.focus_role not in roles.FIELDS
    if is_carried_out(line) and not is_browser_page(line) and not leaving and not are_files:
        facts.append(Fact.SCRIPT_ADDRESS)
    facts += _opening_concerns(entered_addresses(case))
    facts += _local_address_concerns(entered_text, line)
    if _OUR_SETTINGS.search(line):
        facts.append(Fact.OUR_SETTINGS)
    is_order = not _is_for_writing(target) and not is_one_of(target.window, BROWSERS)
    if is_order and surface is not Surface.SHELL and any(map(has_hidden_path, _PATH.findall(line))):
        facts.append(Fact.HIDDEN_NAME)
    if target.focus_role in roles.MENU_ITEMS | roles.MENUS and not pastes:
        yield ActKind.PRESS, "", [*facts, *_item_letter_concerns(target, text)]
        return
    into_button = target.focus_role in roles.PRESSED and bool({" ", "\n"} & {*(text or "")})
    may_press = text == " " and (surface is Surface.ALERT or (_is_unknown(target) and not _is_writer(target)))
    if (into_button or may_press) and not pastes:
        yield from ((kind, name, [*facts, *more]) for kind, name, more in _press_findings(case, target, surface))
        return
    launches = surface is Surface.SHELL and is_one_of(target.window, LAUNCHERS) and not _ends_line(case) and not pastes
    yield (ActKind.PLACE if launches else ActKind.WRITE), "", facts


def _secret_concerns(case: Case, entered_text: EnteredText) -> list[Fact | Concern]:
    """Return the concerns about secrets: secrets by name, a password field, or a key in the text."""
    if isinstance(case.action, Type) and case.secrets:
        return _named_secret_concerns(case, entered_text)
    if is_secret_field(entered_text.control, entered_text.role):
        return [Fact.PASSWORD_FIELD]
    return [Fact.KEY_IN_TEXT] if _SECRET_KEY.search(case.typed_before + (entered_text.text or "")) else []


def _named_secret_concerns(case: Case, entered_text: EnteredText) -> list[Fact | Concern]:
    is_hidden = entered_text.role == Role.PASSWORD_TEXT
    for use in case.secrets:
        if not use.place:
            return [Concern(Fact.SECRET_ELSEWHERE, Message("There is no secret “{name}”.", name=use.name))]
        if not use.fits:
            words = Message(
                "Secret “{name}” is only for {place}, and this would go elsewhere.", name=use.name, place=use.place
            )
            return [Concern(Fact.SECRET_ELSEWHERE, words)]
    if field_box(case) is None:
        words = Message("We can't tell which field this would go into, so anyone could read the secret there.")
        return [Concern(Fact.SECRET_ELSEWHERE, words)]
    if is_hidden and all(use.always for use in case.secrets):
        return []
    names = join(Message(" and "), (f"“{use.name}”" for use in case.secrets))
    return [_named_concern(Fact.SECRET_BY_NAME if is_hidden else Fact.SECRET_IN_CLEAR, names)]


def _local_address_concerns(entered_text: EnteredText, line: str) -> list[Fact | Concern]:
    """Return the concerns about local addresses in a text for a program that may open them, as players do."""
    window = entered_text.target.window
    if entered_text.text is None or window is None or is_one_of(window, BROWSERS | LAUNCHERS | TERMINALS):
        return []
    # A spreadsheet runs a cell that begins with “=”.
    is_formula = "Spreadsheet" in window.kinds and _FORMULA.search(line) is not None
    if _is_for_writing(entered_text.target) and not is_formula:
        return []
    # A network program accepts an address without a scheme, too.
    bare_addresses = (
        map(partial(as_address, sure=False), entered_text.text.split()) if "Network" in window.kinds else ()
    )
    addresses = dict.fromkeys(address for address in (*_ADDRESS.findall(line), *bare_addresses) if is_private(address))
    return [_named_concern(Fact.PRIVATE_ADDRESS, host.shown) for address in addresses if (host := host_of(address))]


def _is_for_writing(target: Target) -> bool:
    """Return whether the target is for writing: lines, an editor's main window, a message; then text is no command."""
    window = target.window
    role = target.focus_role or target.role
    writes = window is not None and bool(window.kinds & (_WRITERS | _CORRESPONDENCE)) and not window.dialog
    return role in roles.MANY_LINES or writes


# Files.


def _manages_files(target: Target) -> bool:
    return target.window is not None and bool(target.window.kinds & _FILES)


def _opened_file_concerns(case: Case, target: Target) -> list[Fact | Concern]:
    """Return the concerns about opening an entry that is or may be a program."""
    file = target.file
    place = target.place
    if place is not None and place.chooser:
        return _chosen_file_concerns(case, target)
    if not _manages_files(target):
        return []
    if file is not None and file.ours and file.kind != "folder":
        return [Fact.OUR_SETTINGS]
    known = file is not None and file.kind in {"folder", "document"} and not file.is_place
    in_plain_folder = file is not None and file.is_place and not file.among_programs
    return [] if known or in_plain_folder else [Fact.MAY_RUN]


def _chosen_file_concerns(case: Case, target: Target) -> list[Fact | Concern]:
    """Return the concerns about the file chosen in a file dialog: it is sent out, or saved where programs read it."""
    place = target.place
    window = target.window
    if place is None or not place.chooser or window is None:
        return []
    if not _is_accepting(case, target):
        return []
    file = target.file
    if _sends_files(target) and file is not None and file.kind in {"document", "program"}:
        return [Fact.FILE_OUT]
    if file is None:
        return [Fact.UNKNOWN_FILE]
    if file.kind == "folder":
        return []
    opens = "open" in {command_of(target.name), command_of(window.title)}
    return [] if is_ordinary(file) and (opens or not runs(file)) else [_automatic_file_concern(file)]


def _is_accepting(case: Case, target: Target) -> bool:
    """Return whether an action may confirm a file dialog: by Return, a button of it, or a double click on a row."""
    return _is_double(case) or _ends_line(case) or target.role in roles.BUTTONS | {""}


def _saving_concerns(case: Case, target: Target) -> list[Fact | Concern]:
    """Return the concerns about saving the open file; what runs and is certainly open there is a programmer's own."""
    files = [file for file in [target.file] if file is not None and file.kind != "folder"]
    unusual = [file for file in files if not (is_ordinary(file) and (file.certain or not runs(file)))]
    return [*([Fact.EMPTIED] if case.emptied else []), *map(_automatic_file_concern, unusual)]


def _edited_file_concerns(target: Target) -> list[Fact | Concern]:
    """Return the concern about editing an open file that the system or a tool reads automatically."""
    place = target.place
    file = target.file
    is_open = place is not None and not place.chooser and not _manages_files(target)
    if not is_open or file is None or file.kind == "folder" or is_ordinary(file) or is_one_of(target.window, BROWSERS):
        return []
    return [_automatic_file_concern(file)]


def _dropped_file_concerns(case: Case) -> list[Fact | Concern]:
    source = case.target.file
    into = case.target.also.file if case.target.also else None
    leaves = [Fact.LEAVES_FOLDER] if case.leaves_folder else []
    return [*([] if source else [Fact.UNKNOWN_FILE]), *_moved_file_concerns(filter(None, [source]), into), *leaves]


def _moved_file_concerns(files: Iterable[File], into: File | None = None) -> list[Fact | Concern]:
    """Return the concerns about files that go elsewhere: they hold our settings, or programs read one automatically."""
    moved = [*files]
    ours = [Fact.OUR_SETTINGS for file in moved if file.holds_ours]
    unusual = [_automatic_file_concern(file) for file in (*moved, *filter(None, [into])) if not is_ordinary(file)]
    return [*ours[:1], *unusual[:1]]


def _renamed_entry_concerns(target: Target, *, renames: bool) -> list[Fact | Concern]:
    """Return the concerns about an entry that is renamed or moved: programs read it automatically, or it is unknown.

    Renaming only begins here: the line typed later has the concerns about the new name. Cutting changes nothing.
    """
    return [Fact.UNKNOWN_FILE] if not (target.file or renames) else _moved_file_concerns(filter(None, [target.file]))


def files_cut(case: Case) -> tuple[File, ...]:
    """Return the files that a paste moves: those that were cut."""
    pasted = case.pasted
    return pasted.files if pasted is not None and pasted.moves and pasted_selection(case) is not None else ()


def _pasted_file_concerns(case: Case, target: Target) -> list[Fact | Concern]:
    """Return the concerns about files that are pasted into a folder, which say what goes where."""
    pasted = case.pasted or Pasted(None)
    moved = files_cut(case)
    are_words = bool(pasted.text) and not _holds_files(pasted)
    may_be_field = not target.focus_role and not isinstance(case.action, Click) and are_words
    if not (_manages_files(target) or moved) or may_be_field or target.focus_role in roles.WRITING:
        return []
    what_goes = _paste_sentence(pasted, target.file)
    is_known = target.file is not None and (bool(pasted.files) or bool(pasted.text))
    unknown = [] if is_known else [Concern(Fact.UNKNOWN_FILE, what_goes)]
    leaves = [Concern(Fact.LEAVES_FOLDER, sentences(what_goes, _LEAVES_FOLDER))] if case.leaves_folder else []
    concerns = _moved_file_concerns(moved, target.file)
    return [*unknown, *leaves, *(_with_sentence_before(what_goes, concern) for concern in concerns)]


def _paste_sentence(pasted: Pasted, folder: File | None) -> Message:
    """Return the sentence about a paste of files, by their names."""
    names = [file.path.rpartition("/")[2] for file in pasted.files]
    what = _some_names(names, len(names)) if names else Message("files that can't be seen")
    where = foreign(folder.path, _LONGEST_SHOWN) if folder else Message("a folder that can't be seen")
    if pasted.moves:
        return Message("This moves {what} to {where}.", what=what, where=where)
    return Message("This copies {what} to {where}.", what=what, where=where)


def _with_sentence_before(words: Message, concern: Fact | Concern) -> Fact | Concern:
    return replace(concern, text=sentences(words, concern.text)) if isinstance(concern, Concern) else concern


def _leaving_file_concerns(case: Case, target: Target) -> list[Fact | Concern]:
    """Return the concern about files that leave: pasted into a page or a message, or dropped on it."""
    is_end = isinstance(case.action, Drag) and target is case.target.also
    dropped = is_end and _manages_files(case.target)
    pasted = is_paste(case) and case.pasted is not None and _holds_files(case.pasted)
    return [Fact.FILE_OUT] if _sends_files(target) and (dropped or pasted) else []


def _holds_files(pasted: Pasted) -> bool:
    if pasted.paths:
        return True
    lines = (pasted.text or "").split()
    return bool(lines) and all(line.startswith("file://") for line in lines)


def _hidden_path_concerns(case: Case, target: Target) -> list[Fact | Concern]:
    """Return the concern about a hidden path in a field, or typed there, in a dialog or a file manager."""
    window = target.window
    focus = target.focus
    if window is None:
        return []
    field_text = (focus.value if focus else None) or ""
    entered_text = entered(case)
    names = (field_text, case.typed_before + (entered_text.text or "" if entered_text else ""))
    renames = _manages_files(target)
    lines = [name for name in names if renames or (name.strip().startswith(("/", "~", "./", "../")))]
    may_be_path = renames or window.dialog or _is_unknown(target)
    if target.place is not None and target.place.editor and (elsewhere := _saved_path_concerns(case, target, names)):
        return elsewhere
    return [Fact.HIDDEN_NAME] if may_be_path and any(map(_is_hidden_line, lines)) else []


def _saved_path_concerns(case: Case, target: Target, texts: Iterable[str]) -> list[Fact | Concern]:
    """Return the concern about a path in a line for an editor in a terminal, which may save the file there."""
    paths = [path for text in texts for path in _PATH.findall(text)]
    if target.place and is_name_of(target.place.editor, NANO):
        name = editor.name_saved(case.keys_before, editor.keys_of(case.action, case.held))
        if name and target.file is None and (has_hidden_path(name) or runs(File(f"/{name}", ""))):
            return [Fact.UNKNOWN_FILE]
        paths += [f"{target.file.path.rpartition('/')[0]}/{name}"] if name and target.file else []
    home = target.file.home if target.file else ""
    files = [File(home + path[1:] if path.startswith("~") else path, home) for path in paths]
    if paths and not home:
        return [Fact.UNKNOWN_FILE]
    unusual = (file for file in files if has_hidden_path(file.path) or not is_ordinary(file) or runs(file))
    return [_automatic_file_concern(file) for file in itertools.islice(unusual, 1)]


def _is_hidden_line(text: str) -> bool:
    return len(text.split()) == 1 and has_hidden_path(text)


def _automatic_file_concern(file: File) -> Concern:
    shown = foreign(file.path, _LONGEST_SHOWN)
    return Concern(Fact.READ_BY_SYSTEM, words_of(Fact.READ_BY_SYSTEM, {"path": shown}))


# The text, chords and addresses of an action, by any input.


def chords(case: Case) -> frozenset[Chord]:
    """Return the chords that an action presses, including held keys; lock keys are left out.

    A key of the keypad is returned as the main key that does the same.
    """
    held = frozenset(map(main_key, case.held))
    match case.action:
        case Press(keys) | HoldKey(keys):
            return _with_return(frozenset({(held | {*map(main_key, keys)}) - _LOCKS}))
        case Type(text):
            return _with_return(frozenset((held | _keys_of(char)) - _LOCKS for char in {*text}))
        case _:
            return frozenset()


def presses(case: Case, *keys: str) -> bool:
    """Return whether one of these keys is pressed, alone or in a chord."""
    return any(chord & {*keys} for chord in chords(case))


def entered(case: Case) -> EnteredText | None:
    """Return the text that an action enters, typed or pasted; None if it enters none."""
    target = case.target
    focus = (target.focus.name, target.focus.role) if target.focus else ("", "")
    match case.action:
        case Type(text, at):
            under = (target.name, target.role)
            return EnteredText(text, *(focus if at is None or target.focus_role else under), target)
        case Click(button="middle") | HoldButton(button="middle") if _pastes_selection(target):
            return EnteredText(_pasted_text(case), target.name, target.role, target)
        case _ if chords(case) & _PASTES:
            return EnteredText(_pasted_text(case), *focus, target)
        case Press() | HoldKey() if text := _typed_character(case):
            return EnteredText(text, *focus, target)
        case _:
            return None


def is_paste(case: Case) -> bool:
    """Return whether an action pastes the clipboard or the selection."""
    middle = isinstance(case.action, Click | HoldButton) and case.action.button == "middle"
    return (middle and entered(case) is not None) or bool(chords(case) & _PASTES)


def pasted_selection(case: Case) -> Literal["clipboard", "primary"] | None:
    """Return the selection that an action pastes, by whichever keys, button or item; None if it pastes none."""
    target = case.target
    pressed = chords(case)
    if pressed & _PASTES:
        in_terminal = is_one_of(target.window, TERMINALS) or (target.place is not None and target.place.holds_terminal)
        return "primary" if in_terminal and pressed & _PASTES_BY_INSERT else "clipboard"
    if isinstance(case.action, Click | HoldButton) and case.action.button == "middle":
        return "primary" if entered(case) is not None else None
    if _presses_control(case) and command_of(target.name) == "paste":
        return "clipboard"
    if not _is_unknown(target) or target.window is None:
        return None
    if _YANK in pressed:
        return "clipboard"
    is_editor = bool(target.window.kinds & _EDITORS)
    keys = editor.keys_of(case.action, case.held) if is_editor else ()
    register = editor.pasted_register(case.keys_before, keys)
    return {"": None, "+": "clipboard", "*": "primary"}[register]


def filled_selections(case: Case) -> frozenset[Literal["clipboard", "primary"]]:
    """Return the selections that an action may fill: the clipboard by a command to copy, the other by any selecting."""
    target = case.target
    copies = chords(case) & _COPIES_OR_CUTS or command_of(target.name) in {"copy", "cut"}
    return frozenset({"clipboard", "primary"} if copies and _presses_control(case) else {"primary"})


def copies_for_sure(case: Case) -> bool:
    """Return whether an action that may copy does nothing else: in a terminal, Ctrl+C ends what runs there."""
    target = case.target
    is_terminal = Role.TERMINAL in {target.role, target.focus_role} or is_one_of(target.window, TERMINALS)
    return "clipboard" in filled_selections(case) and not (is_terminal and chords(case) & _INTERRUPTS)


def _presses_control(case: Case) -> bool:
    is_look = isinstance(case.action, Move | Scroll)
    return not is_look and not (isinstance(case.action, Click) and case.action.button == "right")


def is_browser_item(target: Target) -> bool:
    """Return whether the target is an item of a browser's own menu: “Paste and go” opens a copied address."""
    return target.role in roles.MENU_ITEMS and not target.in_page and is_one_of(target.window, BROWSERS)


def field_box(case: Case) -> Rect | None:
    """Return the box of the field that a text goes into; None if unknown."""
    into_point = isinstance(case.action, Type) and case.action.at is not None
    hit = case.target.control if into_point else case.target.focus
    return hit.box if hit else None


def is_for_password(case: Case) -> bool:
    """Return whether a text is entered into a field whose role or name marks it as secret."""
    entered_text = entered(case)
    return entered_text is not None and is_secret_field(entered_text.control, entered_text.role)


def is_for_plain_field(case: Case) -> bool:
    """Return whether a text is entered into a field that is known to be none for a password."""
    entered_text = entered(case)
    return entered_text is not None and entered_text.role not in roles.UNKNOWN and not is_for_password(case)


def is_address_bar(entered_text: EnteredText) -> bool | None:
    """Return whether text goes into a browser's address bar; None if it may, as in a field outside the page."""
    target = entered_text.target
    role = entered_text.role
    if target.part is not BrowserPart.UNKNOWN:
        return target.part is BrowserPart.BAR
    window = target.window
    if window is None or window.dialog or not is_one_of(window, BROWSERS) or role in _NO_ROLE_OF_A_BAR:
        return False
    if not role:
        return None
    if target.in_page:
        return False
    return True if _ADDRESS_BAR.search(entered_text.control) else None


def opened_by_line_break(action: Action, target: Target) -> bool:
    """Return whether a text goes into an address bar, and a line break in it opens what stands there then."""
    if not isinstance(action, Type) or action.entry != "fields" or not {"\n", "\r"} & {*action.text}:
        return False
    name = target.focus.name if target.focus else ""
    return is_address_bar(EnteredText(action.text, name, target.focus_role, target)) is True


def entered_addresses(case: Case) -> tuple[str, ...]:
    """Return the addresses that an action opens, or enters in a field that is or may be an address bar."""
    if isinstance(case.action, Navigate):
        return (case.action.url,)
    entered_text = entered(case) or _entry_by_return(case)
    if entered_text is None or entered_text.text is None or (certainty := is_address_bar(entered_text)) is False:
        return ()
    texts = _field_contents_after(case, entered_text.text)
    lines = (line.strip() for text in texts for line in re.split(r"[\n\r\t]", text))
    # What is pasted loses its line breaks.
    is_pasted = is_paste(case) or (isinstance(case.action, Type) and case.action.entry == "whole")
    joined = ("".join(text.split("\n")).strip() for text in texts if is_pasted)
    found = (as_address(line, sure=bool(certainty)) for line in (*lines, *joined))
    return tuple(dict.fromkeys(address for address in found if address))


def _entry_by_return(case: Case) -> EnteredText | None:
    """Return an empty text for the focus if the action presses Return, which ends the field; else None."""
    if not presses(case, "enter"):
        return None
    focus = case.target.focus
    return EnteredText("", focus.name if focus else "", case.target.focus_role, case.target)


def _field_contents_after(case: Case, text: str) -> tuple[str, ...]:
    """Return the possible contents of the field after a text is entered, as keys may have moved the caret."""
    field_text = (case.target.focus.value if case.target.focus else None) or ""
    typed = (case.typed_before + text,) if text or not case.edited else ()
    if not text.strip():
        return (field_text,) if field_text else typed
    piece = text.strip("\r\n\t")
    return (*typed, piece + field_text, field_text + piece) if case.edited else typed


def _is_address_bar_at(case: Case, target: Target) -> bool:
    entered_text = _entry_by_return(replace(case, target=target))
    return entered_text is not None and is_address_bar(entered_text) is True


def _return_opening_concerns(case: Case, target: Target) -> list[Fact | Concern]:
    """Return the concerns about what Return opens from an address bar, or from a field that may be one."""
    addresses = entered_addresses(case)
    entered_text = entered(case)
    field_text = target.focus.value if target.focus else None
    is_typed = bool(entered_text and (entered_text.text or "").strip())
    if not (addresses or is_typed) and field_text and field_text.strip() != case.typed_before.strip():
        addresses = addresses_among(field_text)  # the words of a chosen suggestion stand there
    facts = _opening_concerns(addresses)
    is_unread = not field_text and not case.typed_before and entered_text is None
    if _is_address_bar_at(case, target) and (is_unread or (case.edited and field_text is None)):
        facts.append(Fact.UNKNOWN_ADDRESS)
    elif not addresses:
        facts.append(Fact.WHOLE_BROWSER)
    return facts


def _opening_concerns(addresses: Iterable[str], *, direct: bool = False) -> list[Fact | Concern]:
    """Return the concerns about opening these addresses, with the sites that the scope has to cover."""
    opened = tuple(addresses)
    facts = _address_concerns(opened, direct=direct)
    for address in opened:
        if is_plain(address):
            facts.append(_opening_concern(document_at(address).site))
        elif own_page(address) in {OwnPage.LISTS, OwnPage.DOWNLOADS}:
            facts.append(Fact.WHOLE_BROWSER)
    return facts


def _address_concerns(addresses: Iterable[str], *, direct: bool = False) -> list[Fact | Concern]:
    """Return the concerns about these addresses themselves, wherever they lead."""
    concerns = list[Fact | Concern]()
    for address in addresses:
        if not direct and is_browser_page(address):
            if own_page(address) in {OwnPage.SETTINGS, OwnPage.PASSWORDS}:
                concerns.append(_named_concern(Fact.BROWSER_SETTINGS, address.strip()))
        elif not direct and _INCOMPLETE_ADDRESS.fullmatch(address):
            continue
        elif is_carried_out(address, sure=True) or not is_plain(address):
            concerns.append(Fact.SCRIPT_ADDRESS)
    return concerns


def _opening_concern(site: str) -> Concern:
    name = site.partition("://")[2]
    return Concern(Fact.OTHER_SITE, words_of(Fact.OTHER_SITE, {"name": visible(name, _LONGEST_SHOWN)}), site)


def sites_opened(acts: Iterable[Act]) -> tuple[str, ...]:
    """Return the sites that acts open, as scheme and host."""
    return tuple(dict.fromkeys(concern.site for act in acts for concern in act.concerns if concern.site))


def is_for_sites(case: Case, acts: Iterable[Act]) -> bool:
    """Return whether acts only use the means by which a browser reaches sites: a new tab, its address bar, its tabs.

    What they open is judged by the site. A search, and what may lead anywhere, isn't for the sites that are known.
    """
    target = case.target
    page = target.page
    if not is_one_of(target.window, BROWSERS) or isinstance(case.action, Drag) or target.also is not None:
        return False
    if any(concern.fact is Fact.WHOLE_BROWSER for act in acts for concern in act.concerns):
        return False
    if target.part in _MEANS:
        return True
    pressed = chords(case)
    if pressed and pressed <= _TAB_CHORDS:  # no page gets them
        return True
    if page is None or not page.own or _is_unknown(target):
        return False
    return not page.inside or own_page(page.own) is OwnPage.MEANS or is_for_browser(case)


def is_for_browser(case: Case) -> bool:
    """Return whether the keys of an action are a browser's own command on any page of its own."""
    pressed = chords(case)
    return bool(pressed) and pressed <= _BROWSER_CHORDS


def _ends_line(case: Case) -> bool:
    """Return whether Return is pressed, alone or in a text in which line breaks may be characters."""
    match case.action:
        case Type(text=text, entry=entry):
            keys = text[-1:] if entry == "whole" else text
            return not case.action.is_block and bool({"\n", "\r"} & {*keys})
        case Press() | HoldKey():
            return any(is_return(chord) for chord in chords(case))
        case _:
            pasted = _pasted_text(case)
            return is_paste(case) and (pasted is None or "\n" in pasted)


def _command_keys(case: Case) -> list[Chord]:
    known = _COPIES | _EDITS | _SAVES | _CLOSES | _PASTES
    return [chord for chord in chords(case) if _is_command(chord) and chord not in known]


def _function_keys(case: Case) -> list[Chord]:
    return [chord for chord in chords(case) if chord & _FUNCTION_KEYS and chord - _MODIFIERS <= _FUNCTION_KEYS]


def _concerns_of_case(case: Case) -> Iterator[Concern]:
    """Yield the concerns that no target changes: a point outside of the picture, and what others have copied."""
    size = case.viewport.image
    if any(not (0 <= at.x < size.width and 0 <= at.y < size.height) for at in points_of(case.action)):
        yield _named_concern(Fact.OUTSIDE_PICTURE, f"{size.width}x{size.height}")
    if pasted_selection(case) is not None and (case.pasted is None or case.pasted.yours):
        yield Concern(Fact.YOUR_CLIPBOARD, words_of(Fact.YOUR_CLIPBOARD, {}))


def _named_concern(fact: Fact, name: str) -> Concern:
    printable = name if isinstance(name, Message) else visible(name, _LONGEST_SHOWN)
    return Concern(fact, words_of(fact, {"name": printable}))


def _with_return(pressed: frozenset[Chord]) -> frozenset[Chord]:
    """Return the chords, and Return as well if one of them is Ctrl+M or Ctrl+J, which do the same."""
    is_other_spelling = any(is_return(chord) and "enter" not in chord for chord in pressed)
    return pressed | {frozenset({"enter"})} if is_other_spelling else pressed


def _typed_character(case: Case) -> str:
    """Return the character that a key press enters; empty if it enters none."""
    for chord in chords(case):
        keys = chord - {"shift", "altgr"}
        if len(keys) == 1:
            (key,) = keys
            if key == "space":
                char = " "
            elif len(key) == 1:
                char = key
            else:
                char = ""
            return char.upper() if "shift" in chord else char
    return ""


def _pasted_text(case: Case) -> str | None:
    return case.pasted.text if case.pasted else None


def _keys_of(char: str) -> Chord:
    key = _BY_CHARACTER.get(char, char.lower())
    return frozenset({key, "shift"}) if char.isupper() else frozenset({key})


def _in_order(chord: Chord) -> tuple[str, ...]:
    order = ("ctrl", "alt", "altgr", "shift", "super")
    return (*(key for key in order if key in chord), *sorted(chord - _MODIFIERS))
