"""What of the settings counts: what gives a run more freedom does so only once a person has confirmed it here.

The file is compared with what was last saved (`saved.py`). Every setting needs a yes, but for those of `HARMLESS`.
Where it is known which of two values is the stricter one, that counts, else what was saved. A rule that forbids stays
although its entry is gone. Where pictures, words and keys go is not guessed: a run does not begin until a person has
looked.
"""

from __future__ import annotations

import difflib
import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.policy.rule import BUILT_IN, Rule, RuleVerdict
from desktop_agent.settings.load import PREFIX, Sourced, load, text_of
from desktop_agent.settings.saved import CONFIG, FILES, SavedSettings
from desktop_agent.settings.sections import CapsSettings, Section, Settings

HOW = "Look at it and confirm it in Settings, or with “desktop-agent config confirm”."
# The strictest first.
_RANKED: Mapping[str, tuple[object, ...]] = {
    "run.mode": ("watch", "ask", "guard", "auto"),
    "applications.first_time": ("ask", "card", "allow"),
}
_CAPS = tuple(f"caps.{name}" for name in CapsSettings.model_fields)
_LEAST = ("run.max_steps", "run.max_minutes", "run.max_cost", *_CAPS)  # None: without limit
# What is stricter than any other value.
_STRICTEST: Mapping[str, object] = {
    "run.approver": "none",
    "run.record": True,
    "provider.forget": True,
    "person.escape_thrice": True,
    "person.corner": True,
    "ui.notify": True,
}
_SCOPE = "run.allow"
_HIDDEN = ("privacy.regions", "privacy.windows")
# What counts at once, each with the reason why it lets nobody do more. Whatever is not here needs a yes.
HARMLESS = frozenset(
    {
        "provider.stream",  # how the same answer arrives
        "screen.cursor",  # whether pictures show the pointer
        "network.connect",  # how long a server is waited for
        "network.tries",  # how often the same request is sent
        "network.wait",  # how long is waited between two tries
        "network.outage",  # how long a run waits that does nothing
        "input.smooth",  # how fast the pointer goes where it goes anyway
        "ui.theme",  # the colours of our own windows
    }
)
_SECTIONS = tuple(name for name, field in Settings.model_fields.items() if isinstance(field.default, Section))
_TABLES = frozenset({"providers", "builtin", "rules", "functions"})  # each has a way of its own
_WHERE_TO = ("provider.name", "provider.base_url", "provider.instructions", "provider.extra_body", "network.allow_http")
_GUARDED = tuple(
    key
    for section in _SECTIONS
    for name in type(Settings.model_fields[section].default).model_fields
    if (key := f"{section}.{name}") not in {*HARMLESS, *_WHERE_TO}
)
_NAMED_BY = ("name", "program")  # what tells the tables of a list from each other
_VERDICTS: tuple[RuleVerdict, ...] = ("deny", "ask", "allow")


def counted(file: Path, environment: Mapping[str, str], flags: Mapping[str, object]) -> Settings:
    """Return the settings for a run, with what is to be told of them first; what the first run finds is the person's.

    SettingsError as `load` raises it, and where pictures would go somewhere else.
    """
    now, saved = load(file, environment, flags), SavedSettings(file.parent)
    begin(file.parent)
    trusted, last = saved.text(CONFIG), saved.last_texts().get(CONFIG, "")
    held = _Held(now)
    as_saved = _settings(file, trusted)
    by_variables = held.by_variables(as_saved)
    changes = changed_keys(file.parent)
    if not changes:
        return now.settings.noted(*by_variables)
    told = Message("Changed since you last saved them here: {changes}.", changes=", ".join(changes))
    if where_to := held.where_to(as_saved):
        raise SettingsError(f"{told} Until you confirm that, no run begins with another {_and(where_to)}.", HOW)
    settings = held.back(now.settings, as_saved)
    if last != trusted:  # from elsewhere: it makes nothing freer, and still forbids
        settings = held.back(settings, _settings(file, last))
    keys = _and(dict.fromkeys(held.keys))
    counts = Message("Until you confirm that, what you saved counts for {keys}. ", keys=keys) if keys else ""
    return settings.noted(f"{told} {counts}{HOW}", *by_variables)


def changed_keys(folder: Path, texts: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return which keys of the settings and entries of the other files differ from what was last saved here."""
    saved, now = SavedSettings(folder).record().texts, texts_in(folder) if texts is None else texts
    return tuple(one for name, text in now.items() for one in _differences(text, saved.get(name, "")))


def texts_in(folder: Path) -> Mapping[str, str]:
    """Return what is in the files now; SettingsError for what cannot be read."""
    return {name: text_of(folder / name) for name in FILES}


def line_by_line(folder: Path, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return how these texts differ from what was last saved here, as lines with + and -."""
    saved, lines = SavedSettings(folder).record().texts, list[str]()
    for name, text in texts.items():
        before = saved.get(name, "").splitlines()
        lines += [*difflib.unified_diff(before, text.splitlines(), name, name, n=1, lineterm="")]
    return tuple(lines)


def begin(folder: Path) -> None:
    """Take what is there for the person's where nothing was ever saved; nothing happens where that cannot be kept."""
    if not SavedSettings(folder).begun():
        with suppress(SettingsError):
            confirm(folder)


def confirm(folder: Path, texts: Mapping[str, str] | None = None) -> None:
    """Take these texts, else what is there now, for what the person wants; SettingsError if that cannot be written."""
    saved = SavedSettings(folder)
    try:
        saved.save(texts_in(folder) if texts is None else texts)
    except OSError as error:
        raise SettingsError(
            Message("{folder} cannot be written: {strerror}.", folder=folder, strerror=error.strerror),
            "Make that folder writable.",
        ) from error


class _Held:
    """Holds back what was not confirmed, and notes which keys these were."""

    def __init__(self, now: Sourced) -> None:
        self.keys: list[str] = []
        self._now = now
        # What a flag or a variable says is not the file's.
        self._said = {key for key, one in now.origins.items() if one.where.startswith(("flag", "environment"))}

    def by_variables(self, saved: Settings) -> tuple[str, ...]:
        """Return, in a sentence, what variables of the environment let a run do beyond what was saved."""
        origins, now = self._now.origins, self._now.settings
        named = {key: origins[key].where.removeprefix("environment variable ") for key in origins if key in self._said}
        freer = [
            f"{key} ({named[key]})"
            for key in (*_GUARDED, *_WHERE_TO)
            if not key.startswith("ui.")  # a session's own language and the like, not a run's freedom
            if named.get(key, "").startswith(PREFIX)
            and _stricter(key, _value(now, key), _value(saved, key)) != _value(now, key)
        ]
        ranks = _VERDICTS.index
        freer += [
            f"builtin.{name} ({named[f'builtin.{name}']})"
            for name, verdict in now.builtin.items()
            if named.get(f"builtin.{name}") and ranks(verdict) > ranks(saved.builtin.get(name, BUILT_IN[name].verdict))
        ]
        return (
            (Message("Variables of the environment, and not what you saved, say: {freer}.", freer=", ".join(freer)),)
            if freer
            else ()
        )

    def where_to(self, saved: Settings) -> tuple[str, ...]:
        """Return which settings, unconfirmed, would have pictures, words or a key go elsewhere."""
        now = self._now.settings
        keys = [key for key in _WHERE_TO if key not in self._said and _value(now, key) != _value(saved, key)]
        name = now.provider.name
        names = now.providers.keys() | saved.providers.keys() if name is None else {name}
        tables = [f"providers.{one}" for one in sorted(names) if now.providers.get(one) != saved.providers.get(one)]
        return (*keys, *tables)

    def back(self, now: Settings, saved: Settings) -> Settings:
        """Return the settings as far as they count beside what was saved."""
        sections = {name: dict(getattr(now, name)) for name in _SECTIONS}
        for key in _GUARDED:
            section, _, name = key.partition(".")
            sections[section][name] = self._noted(key, _value(now, key), _value(saved, key))
        changed = {name: getattr(now, name).model_copy(update=values) for name, values in sections.items()}
        builtin, rules = self._builtin(now, saved), self._rules(now, saved)
        others = {name: getattr(saved, name) for name in Settings.model_fields if name not in {*_SECTIONS, *_TABLES}}
        return now.model_copy(update={**others, **changed, "builtin": builtin, "rules": rules})

    def _noted(self, key: str, now: object, saved: object) -> object:
        counts = now if key in self._said else _stricter(key, now, saved)
        self.keys += [key] if counts != now else []
        return counts

    def _builtin(self, now: Settings, saved: Settings) -> Mapping[str, RuleVerdict]:
        names = dict.fromkeys((*now.builtin, *saved.builtin))
        verdicts = {name: [one.builtin.get(name, BUILT_IN[name].verdict) for one in (now, saved)] for name in names}
        counts = {
            name: said[0] if f"builtin.{name}" in self._said else min(said, key=_VERDICTS.index)
            for name, said in verdicts.items()
        }
        self.keys += [f"builtin.{name}" for name in names if counts[name] != verdicts[name][0]]
        return counts

    def _rules(self, now: Settings, saved: Settings) -> tuple[Rule, ...]:
        freer = [rule for rule in now.rules if rule.verdict == "allow" and rule not in saved.rules]
        gone = [rule for rule in saved.rules if rule.verdict != "allow" and rule not in now.rules]
        self.keys += [f"rules.{rule.name}" for rule in (*freer, *gone)]
        return (*(rule for rule in now.rules if rule not in freer), *gone)


def _stricter(key: str, now: object, saved: object) -> object:
    """Return which of two values of a setting counts."""
    if key in _RANKED:
        return min(now, saved, key=_RANKED[key].index)
    if key in _LEAST:
        return min(now, saved, key=lambda value: math.inf if value is None else float(str(value)))
    if key == _SCOPE and isinstance(now, tuple) and isinstance(saved, tuple):
        return tuple(one for one in now if one in saved)
    if key in _HIDDEN and isinstance(now, tuple) and isinstance(saved, tuple):
        return (*now, *(one for one in saved if one not in now))
    return now if key in _STRICTEST and now == _STRICTEST[key] else saved


def _value(settings: Settings, key: str) -> object:
    section, _, name = key.partition(".")
    value: object = getattr(getattr(settings, section), name)
    return value


def _settings(file: Path, text: str) -> Settings:
    """Return what a saved text says; the defaults where it cannot be read any more."""
    try:
        return load(file, {}, {}, text).settings
    except SettingsError:
        return Settings()


def _differences(now: str, saved: str) -> Iterator[str]:
    """Yield the keys that differ, and whether they are new or gone."""
    if now == saved:
        return
    before, after = _keys(saved), _keys(now)
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            yield key + ("" if key in before and key in after else " (new)" if key in after else " (gone)")


def _keys(text: str) -> Mapping[str, object]:
    """Return the values in a file by their keys; the tables of a list by their names."""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {"a file that cannot be read": text}
    return {f"{section}.{key}": value for section, content in tree.items() for key, value in _inside(content)}


def _inside(content: object) -> Iterator[tuple[str, object]]:
    match content:
        case dict():
            yield from content.items()
        case list():
            for number, one in enumerate(content, start=1):
                named = one if isinstance(one, dict) else {}
                yield " ".join(str(named[by]) for by in _NAMED_BY if named.get(by)) or str(number), one
        case _:
            yield "", content


def _and(words: Iterable[str]) -> str:
    *first, last = (*words, "")[:-1] or ("",)
    return Message("{first} and {last}", first=", ".join(first), last=last) if first else last
