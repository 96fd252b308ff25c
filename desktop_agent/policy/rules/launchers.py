"""Ask before a launcher or a terminal is opened by its chord, and before Return where it runs a command."""

from __future__ import annotations

import re

from desktop_agent.core.actions import Click, Drag, HoldButton, Move, ReleaseButton, Scroll
from desktop_agent.core.decision import Ask, Case, Decision, Reason
from desktop_agent.core.key_spellings import NAMED
from desktop_agent.core.message import Message
from desktop_agent.policy.consequence_words import says_yes
from desktop_agent.policy.effects import chords, entered, is_paste, presses
from desktop_agent.policy.programs import LAUNCHERS, is_one_of, short_name

_CHORDS = frozenset(
    {
        frozenset({"alt", "f2"}),
        frozenset({"alt", "f1"}),
        frozenset({"super"}),
        frozenset({"super", "r"}),
        frozenset({"super", "x"}),
        frozenset({"super", "s"}),
        frozenset({"super", "a"}),
        frozenset({"super", "enter"}),
        frozenset({"super", "space"}),
        frozenset({"alt", "space"}),
        frozenset({"ctrl", "escape"}),
        frozenset({"ctrl", "alt", "t"}),
        frozenset({"super", "t"}),
    }
)
_STARTING = frozenset(name for name in NAMED if name.startswith("launch")) | {"browserhome", "browsersearch"}
_BUTTONS = frozenset({"push button", "button", "list item", "table cell", "icon", "menu item"})
_CANCEL = re.compile(
    r"cancel|close|help|browse|abbrechen|schließen|annuler|fermer|cancelar|cerrar|annulla|chiudi|annuleren|anuluj|отмена"
    r"|закрыть|скасувати|iptal|avbryt|annuller|peruuta|zrušit|mégse|anulare|取消|キャンセル|閉じる|취소|إلغاء|ביטול",
    re.IGNORECASE,
)
_RUN_DIALOG = re.compile(
    r"\s*(?:run|run (?:program|command|application|dialog)(?:\.\.\.|…)?|ausführen|befehl ausführen|programm ausführen"
    r"|exécuter|lancer une commande|ejecutar|esegui|executar|uitvoeren|uruchom|выполнить|çalıştır|kör|实行|运行|実行"
    r"|実行する|실행|ファイル名を指定して実行|تشغيل)\s*",
    re.IGNORECASE,
)


def judge(case: Case) -> Decision | None:
    """Ask about a launcher's chord, and about Return where a line of text starts a program."""
    if chords(case) & _CHORDS or presses(case, *_STARTING) or "super" in _with_pointer(case):
        return Ask((Reason("launcher-chord", "These keys open a launcher or a terminal."),))
    if any(map(case.desktop.may_start, chords(case))):
        return Ask((Reason("launcher-chord", "The desktop starts something on these keys, or may do so."),))
    if _is_launcher(case) and _carries_out(case):
        return Ask(
            (
                Reason(
                    "shell-line", Message("{window} runs what is entered there.", window=short_name(case.target.window))
                ),
            )
        )
    return None


def cancels(name: str) -> bool:
    """Tell whether a control gives up what its dialog is for."""
    return _CANCEL.search(name) is not None


def _is_launcher(case: Case) -> bool:
    window = case.target.window
    if window is None:
        return False
    return is_one_of(window, LAUNCHERS) or _RUN_DIALOG.fullmatch(window.title) is not None


def _with_pointer(case: Case) -> tuple[str, ...]:
    """Return the keys that are held for the length of a click: Super, let go, opens the launcher."""
    match case.action:
        case Click(keys=keys) | Move(keys=keys) | Drag(keys=keys) | Scroll(keys=keys):
            return keys
        case _:
            return ()


def _carries_out(case: Case) -> bool:
    """Tell whether a line is ended: by Return, typed or pasted, or by a press on a button or on what was found."""
    what = entered(case)
    pasted = what is not None and is_paste(case) and (what.text is None or "\n" in what.text)
    role, name = case.target.role, case.target.control
    button = role in _BUTTONS or says_yes(name) or _RUN_DIALOG.fullmatch(name) is not None
    found = not role and bool(case.typed_before)
    pressed = isinstance(case.action, Click | Drag | HoldButton | ReleaseButton) or presses(case, "space")
    return presses(case, "enter") or pasted or (pressed and not _CANCEL.search(name) and (button or found))
