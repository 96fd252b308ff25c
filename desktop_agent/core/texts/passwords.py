"""Removal of passwords from a run's events: the text of a password field, and the same text anywhere else. Pure.

`Passwords` reads events in their order. While a run is recorded, it covers each event before it is written. An earlier
event may contain a password in clear that wasn't known yet (in the task, in a thought): its places are reported, so
that readers of the run can cover them. For a run that was recorded in clear, it first learns all passwords from all
events, and then covers them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import TYPE_CHECKING, TypeVar, cast

from desktop_agent.core.actions.action import Action, HoldKey, Press, Type
from desktop_agent.core.controls.role import Role
from desktop_agent.core.runs.events import Event, NamedTarget, TaskSource
from desktop_agent.core.texts.message import Message
from desktop_agent.core.texts.secret_text import KeyCutter, KeyText

HIDDEN = "••••••••"  # for a text of any length
HIDDEN_KEY = "•"

# In English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Ukrainian, Czech, Turkish, Swedish,
# Danish, Norwegian, Finnish, Greek, Hungarian, Romanian, Vietnamese, Indonesian, Hebrew, Arabic, Hindi, Chinese,
# Japanese and Korean; accents are dropped before comparing.
_SECRET_NAMES = re.compile(
    r"password|passphrase|passcode|\bpin\b|\bpasswor[dt]|passwort|kennwort|mot de passe|contrasena|parola|senha"
    r"|palavra-passe|wachtwoord|haslo|парол|heslo|sifre|losenord|adgangskode|passord|salasana|κωδικ(?:ος|οσ)"
    r"|one.time code|verification code|security code|\bcv[cv]2?\b|\botp\b|card number"
    r"|jelszo|mat khau|kata sandi|סיסמה|סיסמא|كلمة (?:المرور|السر)|पासवर्ड|密码|密碼|口令|パスワード|暗証|비밀번호|암호",
    re.IGNORECASE,
)
# Controls that aren't fields have such names too: "Show password".
_NO_FIELDS = frozenset(
    {Role.CHECK_BOX, Role.PUSH_BUTTON, Role.TOGGLE_BUTTON, Role.LINK, Role.MENU_ITEM, Role.CHECK_MENU_ITEM, Role.LABEL}
)
_COVERED = re.compile(rf"{HIDDEN_KEY}+[\n\t]*|.*{HIDDEN}.*", re.DOTALL)
_PLAIN_KEYS = frozenset({"shift", "altgr"})  # with another modifier a key is a command, not a letter
# Texts below the first length occur in most texts by chance; texts below the second one only count as separate words.
_SHORTEST = 3
_LONGEST_WORD_ONLY = 6
# Fields of our own words and identifiers, which contain no text from outside.
_NO_TEXT = frozenset(
    "event seq at turn path sha256 media_type verdict by rule status mode dialect version cause call_id response_id"
    " previous_response_id kind button role run dir chain places withheld".split()
)
# Identifiers made by the server: they contain no text, but may contain the key of the request.
_SERVER_IDS = ("call_id", "response_id", "previous_response_id")
_BETWEEN_LETTERS = frozenset({"press", "hold_key", "release_key", "wait", "look"})
_KINDS_OF_CALLS = frozenset({"type", "action", "name", "kind"})
if TYPE_CHECKING:
    from typing import Any

_Key = tuple[str, str, str]  # the turn, the call, and the number in it
_Value = TypeVar("_Value")
_SomeEvent = TypeVar("_SomeEvent", bound=Event)


def names_a_secret(name: str) -> bool:
    """Return whether the name of a field marks it as secret."""
    return _SECRET_NAMES.search(_unaccented(name)) is not None


def is_secret_field(name: str, role: str) -> bool:
    """Return whether the role or the name of a field marks it as secret."""
    return role == Role.PASSWORD_TEXT or (role not in _NO_FIELDS and names_a_secret(name))


def covered(text: str) -> str:
    """Return dots in place of a secret text, followed by the Return or Tab at its end."""
    body = text.rstrip("\n\t")
    return (HIDDEN if body else "") + text[len(body) :]


def is_covered(text: str) -> bool:
    """Return whether a text, or a part of it, was covered when it was recorded."""
    return _COVERED.fullmatch(text) is not None


def is_covered_from_tab(text: str) -> bool:
    """Return whether only the part behind a text's first Tab was covered: it was unknown into which field it goes."""
    first, _, others = text.partition("\t")
    return HIDDEN not in first and others.startswith(HIDDEN) and others == covered(others)


def as_shown(action: Action, target: NamedTarget | None) -> Action:
    """Return an action as it may be displayed: without text for a password field."""
    if not _is_secret(target):
        return action
    match action:
        case Type():
            return replace(action, secret=True)
        case Press(keys) | HoldKey(keys) if _typed_letter(keys):
            return replace(action, keys=(HIDDEN_KEY,))
        case _:
            return action


@dataclass(slots=True)
class Passwords:
    """The passwords of one run; they are never written to disk."""

    _texts: set[str] = field(default_factory=set)
    _pattern: re.Pattern[str] | None = None
    _proposed_actions: dict[_Key, Mapping[str, object]] = field(default_factory=dict)  # by turn, call and number
    _secret_actions: set[_Key] = field(default_factory=set)
    _typed_letters: str = ""  # pressed one by one, into one field
    _key: KeyText = field(default_factory=lambda: KeyText(""))  # of the server
    _cutter: KeyCutter | None = None  # None for a key that is too short for it
    # By the number of an event: the path to a text in it, and the start and end of the part to cover.
    _covered_places: dict[int, list[tuple[object, ...]]] = field(default_factory=dict)
    _recorded_texts: list[tuple[int, tuple[object, ...], str]] = field(default_factory=list)  # texts of earlier events

    def cover(self, event: _SomeEvent, turn: int) -> _SomeEvent:
        """Learn the passwords in an event that is about to be written, and return the event without them."""
        read = _fields_of(event, turn)
        self.learn(read)
        changed = {name: value for name, value in self.covered(read).items() if value is not read[name]}
        return replace(event, **cast("dict[str, Any]", changed)) if changed else event

    def keep(self, event: Event, number: int) -> None:
        """Remember the texts of a written event, for `places`."""
        read = _fields_of(event, 0)
        self._recorded_texts += [(number, where, text) for where, text in _texts_in(read, ()) if len(text) >= _SHORTEST]

    def places(self) -> tuple[Mapping[str, object], ...]:
        """Return the places in earlier events of texts that have since become known as passwords, each place once."""
        if self._pattern is None:
            return ()
        places = list[Mapping[str, object]]()
        remaining = list[tuple[int, tuple[object, ...], str]]()
        for number, where, text in self._recorded_texts:
            spots = [match.span() for match in self._pattern.finditer(text)]
            places += [{"seq": number, "field": [*where], "from": start, "to": end} for start, end in spots]
            remaining.append((number, where, self._pattern.sub(_blank, text) if spots else text))
        self._recorded_texts = remaining
        return tuple(places)

    def learn(self, event: Mapping[str, object]) -> None:
        """Learn the passwords in an event of the journal; a later event may give the target of an earlier action."""
        name = str(event.get("event"))
        if name in {"withheld", "run.finished"}:
            for place in _mappings_in(event.get("places") or event.get("withheld")):
                self._add_place(place)
        if name == "action.started":  # further text goes into other fields, whose targets have events of their own
            self._proposed_actions.pop(_key(event), None)
        if name not in {"action.proposed", "decision"}:
            return
        key = _key(event)
        action = event.get("action")
        if name == "action.proposed" and isinstance(action, Mapping):
            self._proposed_actions[key] = action
            if action.get("kind") not in _BETWEEN_LETTERS:
                self._typed_letters = ""
        if not _is_secret(event.get("target")):
            return
        if name == "decision" and isinstance(action, Mapping):  # as a person changed it
            self._learn_action(action)
            return
        self._secret_actions.add(key)
        proposed = self._proposed_actions.pop(key, None)
        if proposed is not None:
            self._learn_action(proposed)

    def learn_text(self, text: str) -> None:
        """Remember a text as a password, also in its JSON form."""
        text = text.strip("\n\t")
        if len(text) < _SHORTEST or is_covered(text) or "{{secret:" in text or text in self._texts:
            return
        written = (json.dumps(text, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False))
        self._texts |= {text, *written}
        longest_first = sorted(self._texts, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_text_pattern, longest_first)))

    def learn_key(self, key: str) -> None:
        """Remember the server's key, which is cut out of identifiers too."""
        self._key = KeyText(key)
        self._cutter = None if self._key.is_short else KeyCutter(self._key)
        self.learn_text(key)

    def text(self, text: str) -> str:
        """Return a text without passwords; a message stays one, unless a password isn't within one of its parts."""
        plain = self._pattern.sub(HIDDEN, text) if self._pattern else text
        if self._cutter:
            plain = self._cutter.cut(plain, HIDDEN)
        if plain == text:
            return text
        if isinstance(text, Message):
            covered = text.with_texts(self.text)
            return covered if covered == plain else plain
        return plain

    def covered(self, event: Mapping[str, object]) -> dict[str, object]:
        """Return an event of the journal without passwords; an unchanged value is the same object."""
        cleaned = dict(event)
        is_proposal = event.get("event") == "action.proposed" and _key(event) in self._secret_actions
        if is_proposal or (event.get("event") == "decision" and _is_secret(event.get("target"))):
            action = event.get("action")
            call = event.get("model_action")
            if isinstance(action, Mapping) and _enters_text(action):
                cleaned["action"] = _covered_action(action)
                cleaned |= {"model_action": covered_call(call)} if isinstance(call, Mapping) else {}
        cleaned = {name: value if name in _NO_TEXT else self._covered_value(value) for name, value in cleaned.items()}
        ids = {name: event.get(name) for name in _SERVER_IDS}
        cleaned |= {
            name: self._key.without(server_id, HIDDEN) for name, server_id in ids.items() if isinstance(server_id, str)
        }
        number = event.get("seq")
        for name, *path, start, end in self._covered_places.get(number, ()) if isinstance(number, int) else ():
            if isinstance(name, str) and name in cleaned:
                cleaned[name] = _covered_at(cleaned[name], path, start, end)
        return cleaned

    def _learn_action(self, action: Mapping[str, object]) -> None:
        text = action.get("text")
        letter = _typed_letter(action.get("keys"))
        if action.get("kind") == "type" and isinstance(text, str):
            self.learn_text(text.split("\t")[0])
        elif letter and action.get("kind") != "release_key":
            self._typed_letters += letter
            self.learn_text(self._typed_letters)

    def _add_place(self, place: Mapping[str, object]) -> None:
        """Remember a place in an event; a text's last place comes first, as covering changes the text's length."""
        start = place.get("from")
        end = place.get("to")
        path = place.get("field")
        number = place.get("seq")
        if not (isinstance(number, int) and isinstance(path, list | tuple) and path):
            return
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end:
            places = self._covered_places.setdefault(number, [])
            if (*path, start, end) not in places:
                places.append((*path, start, end))
                places.sort(key=lambda span: cast("int", span[-2]), reverse=True)

    def _covered_value(self, value: _Value) -> _Value:
        """Return a value without passwords; the same object if it contains none."""
        if self._pattern is None:  # then there is no key either
            return value
        return cast("_Value", self._covered_parts(value))

    def _covered_parts(self, value: object) -> object:
        match value:
            case str():
                return self.text(value)
            case Mapping():
                inside = {key: part if key in _NO_TEXT else self._covered_parts(part) for key, part in value.items()}
                return value if all(inside[key] is value[key] for key in value) else inside
            case list() | tuple():
                listed = [self._covered_parts(item) for item in value]
                same = all(item is original for item, original in zip(listed, value, strict=True))
                return value if same else type(value)(listed)
            case NamedTarget(name, role, application, window):
                end, beside, row = (text and self.text(text) for text in (value.end, value.beside, value.row))
                new_name, new_role, new_app, new_window = (
                    text and self.text(text) for text in (name, role, application, window)
                )
                cleaned = replace(
                    value,
                    name=new_name,
                    role=new_role,
                    application=new_app,
                    window=new_window,
                    end=end,
                    beside=beside,
                    row=row,
                )
                return value if cleaned == value else cleaned
            case TaskSource(title=title, values=values):
                texts = tuple(replace(each, text=self.text(each.text)) for each in values)
                cleaned_source = replace(value, title=self.text(title), values=texts)
                return value if cleaned_source == value else cleaned_source
            case _:
                return value


def _fields_of(event: Event, turn: int) -> dict[str, object]:
    return {
        "event": event.event,
        "turn": turn,
        **{field_.name: getattr(event, field_.name) for field_ in fields(event)},
    }


def _key(event: Mapping[str, object]) -> _Key:
    # In an event from outside, each may be of any type.
    return str(event.get("turn")), str(event.get("call_id")), str(event.get("index"))


def _is_secret(target: object) -> bool:
    if isinstance(target, NamedTarget):
        return is_secret_field(target.name or "", target.role or "")
    if isinstance(target, Mapping):
        return is_secret_field(str(target.get("name") or ""), str(target.get("role") or ""))
    return False


def _typed_letter(keys: object) -> str:
    """Return the character that a chord enters; empty if it enters none."""
    names = [key for key in keys if isinstance(key, str)] if isinstance(keys, list | tuple) else []
    letters = [name for name in names if name not in _PLAIN_KEYS]
    if len(letters) != 1 or letters[0] == HIDDEN_KEY:
        return ""
    letter = " " if letters[0] == "space" else letters[0]
    if len(letter) == 1:
        return letter.upper() if "shift" in names else letter
    return ""


def _enters_text(action: Mapping[str, object]) -> bool:
    return action.get("kind") == "type" or (
        action.get("kind") in {"press", "hold_key", "release_key"} and bool(_typed_letter(action.get("keys")))
    )


def _covered_action(action: Mapping[str, object]) -> dict[str, object]:
    """Return an event's action without the text or keys that it enters."""
    text = action.get("text")
    if not isinstance(text, str):
        return {**action, "keys": [HIDDEN_KEY]}
    return {**action, "text": text if is_covered(text) or "{{secret:" in text else covered(text)}


def with_covered_fields(action: Mapping[str, object]) -> dict[str, object]:
    """Return an event's text action with only the part for the first field, as a Tab may lead into another."""
    first, tab, others = str(action.get("text")).partition("\t")
    return {**action, "text": f"{first}{tab}{covered(others)}"}


def covered_call(call: Mapping[str, object]) -> dict[str, object]:
    """Return a model's call with all texts covered, as each model has its own fields for them."""

    def cover(value: object, name: str = "") -> object:
        match value:
            case str() if name in _KINDS_OF_CALLS or "{{secret:" in value or (len(value) > 1 and name == "keys"):
                return value
            case str():
                return value if is_covered(value) else covered(value)
            case Mapping():
                return {key: cover(part, str(key)) for key, part in value.items()}
            case list() | tuple():
                return [cover(item, name) for item in value]
            case _:
                return value

    return {key: cover(value, str(key)) for key, value in call.items()}


def _text_pattern(text: str) -> str:
    return re.escape(text) if len(text) >= _LONGEST_WORD_ONLY else rf"(?<!\w){re.escape(text)}(?!\w)"


def _texts_in(value: object, where: tuple[object, ...]) -> Iterator[tuple[tuple[object, ...], str]]:
    match value:
        case str():
            yield where, value
        case Mapping():
            for name, part in value.items():
                if name not in _NO_TEXT:
                    yield from _texts_in(part, (*where, name))
        case list() | tuple():
            for number, item in enumerate(value):
                yield from _texts_in(item, (*where, number))
        case _ if is_dataclass(value):
            yield from _texts_in({field_.name: getattr(value, field_.name) for field_ in fields(value)}, where)


def _mappings_in(value: object) -> list[Mapping[str, object]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list | tuple) else []


def _covered_at(value: object, path: list[object], start: object, end: object) -> object:
    """Return a value in which a part of the text at a path is covered; unchanged if the path leads to no text."""
    if not path and isinstance(value, str) and isinstance(start, int) and isinstance(end, int):
        return value[:start] + HIDDEN + value[end:]
    name = path[0] if path else None
    if isinstance(value, Mapping) and name in value:
        return {**value, name: _covered_at(value[name], path[1:], start, end)}
    if isinstance(value, list) and isinstance(name, int) and 0 <= name < len(value):
        return [*value[:name], _covered_at(value[name], path[1:], start, end), *value[name + 1 :]]
    return value


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match[0])


def _unaccented(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.casefold()).replace("ł", "l").replace("\u0131", "i")
    base = "".join(char for char in folded if not unicodedata.combining(char) or char > "\u0900")
    return unicodedata.normalize("NFC", base)
